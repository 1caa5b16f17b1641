//! `http.SseRequest`: gathers the events that a server sends until it ends.

use plan::evaluate::Budget;
use plan::jq::{Carrier, Nulls, Program};
use plan::step::LogLevel;
use plan::{Dialect, Failure, Value};

use super::ask::{Answer, ask};
use super::sse::{Event, Reader, joined};
use crate::metrics::Metric;
use crate::tasks::{Act, Behaviour, Host, Outcome, Properties, Work};

pub(in crate::tasks) const BEHAVIOUR: Behaviour =
    Behaviour { task_type: "io.kestra.plugin.core.http.SseRequest", act: Act::Work(run) };

fn run(properties: Properties, host: Host) -> Work {
    Box::pin(follow(properties, host))
}

async fn follow(properties: Properties, mut host: Host) -> Result<Outcome, Failure> {
    let taken = properties.text("concatJqExpression")?.map(|source| {
        let wrong =
            |mistake: plan::jq::Mistake| Failure::new(format!("`{source}` is no jq program: {}", mistake.message));
        Program::compile(&source).map(|program| (source.clone(), program)).map_err(wrong)
    });
    let taken = taken.transpose()?;
    let Answer { mut response, judgement } = ask(&properties, &mut host).await?;
    let (status, uri) = (response.status, response.uri.clone());
    if !judgement.accepts(status) {
        let body = response.bytes(host.body_limit).await.unwrap_or_default();
        judgement.judge(status, &uri, &body)?;
        return Err(Failure::new(format!("the request failed with status {status}")));
    }
    let (mut reader, mut events, mut length) = (Reader::default(), Vec::new(), 0);
    loop {
        let part = tokio::select! {
            part = response.chunk() => part.map_err(|error| Failure::new(error.to_string()))?,
            () = host.stopped() => return Err(Failure::new("the request was interrupted")),
        };
        let Some(part) = part else { break };
        length += part.len();
        if length > host.body_limit {
            return Err(Failure::new(format!("the server sends more than the {} bytes allowed", host.body_limit)));
        }
        events.extend(reader.take(&part));
    }
    events.extend(reader.end());
    #[expect(clippy::cast_precision_loss, reason = "no stream is long enough to tell")]
    host.metric(Metric::counter("size", events.len() as f64));
    let events: Vec<Value> = events.iter().map(Event::value).collect();
    let (uri, size) = (Value::text(uri.to_string()), Value::Long(events.len() as i64));
    let result = match &taken {
        Some((source, program)) => gather(source, program, &events, &properties, &host)?,
        None => String::new(),
    };
    Ok(if result.is_empty() {
        Outcome::of([("uri", uri), ("events", Value::list(events)), ("size", size)])
    } else {
        Outcome::of([("uri", uri), ("size", size), ("result", Value::from(result))])
    })
}

/// What a program takes from each event, joined.
fn gather(
    source: &str,
    program: &Program,
    events: &[Value],
    properties: &Properties,
    host: &Host,
) -> Result<String, Failure> {
    let needed = properties.flag("failedOnMissingJq")?.unwrap_or(true);
    let dialect: Dialect = host.here.dialect;
    let carrier = Carrier { dialect, zone: &host.engine.settings().zone, nulls: Nulls::Kept };
    let mut fuel = Budget::default().fuel;
    let mut all = String::new();
    for event in events {
        let results = match program.run(event, carrier, fuel) {
            Ok((results, left)) => {
                fuel = left;
                results.iter().map(joined).collect::<Option<Vec<_>>>()
            }
            Err(_) => None,
        };
        match results {
            Some(results) => all.extend(results),
            None if needed => {
                return Err(Failure::new(format!("the jq program `{source}` takes no text from each of the events")));
            }
            None => host.log(LogLevel::Debug, format!("the jq program `{source}` takes nothing from an event")),
        }
    }
    Ok(all)
}
