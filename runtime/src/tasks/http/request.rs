//! `http.Request`: asks a server, and gives out its answer as text.

use plan::{Failure, Value};

use super::ask::{Answer, ask, output_headers};
use crate::metrics::Metric;
use crate::tasks::{Act, Behaviour, Host, Outcome, Properties, Work};

pub(in crate::tasks) const BEHAVIOUR: Behaviour =
    Behaviour { task_type: "io.kestra.plugin.core.http.Request", act: Act::Work(run) };

fn run(properties: Properties, host: Host) -> Work {
    Box::pin(request(properties, host))
}

async fn request(properties: Properties, mut host: Host) -> Result<Outcome, Failure> {
    let Answer { response, judgement } = ask(&properties, &mut host).await?;
    let (status, uri, headers) = (response.status, response.uri.clone(), output_headers(&response.headers));
    let limit = host.body_limit;
    let body = tokio::select! {
        body = response.bytes(limit) => body.map_err(|error| Failure::new(error.to_string()))?,
        () = host.stopped() => return Err(Failure::new("the request was interrupted")),
    };
    judgement.judge(status, &uri, &body)?;
    #[expect(clippy::cast_precision_loss, reason = "no body is long enough to tell")]
    host.metric(Metric::counter("response.length", body.len() as f64));
    let text = std::str::from_utf8(&body).map_err(|_| {
        Failure::new("the answer is no text; fetch it as a file with `io.kestra.plugin.core.http.Download`")
    })?;
    Ok(Outcome::of([
        ("uri", Value::text(uri.to_string())),
        ("code", Value::Int(i32::from(status.as_u16()))),
        ("headers", headers),
        ("body", Value::text(text)),
    ]))
}
