//! `http.Download`: keeps what a server sends as a file, without holding it in memory.

use futures_util::{Stream, stream};
use http::{HeaderMap, Uri, header};
use plan::{Failure, Value};

use super::ask::{Answer, ask, output_headers};
use crate::client::{ClientError, Response};
use crate::metrics::Metric;
use crate::tasks::host::{cannot_write, output};
use crate::tasks::{Act, Behaviour, Host, Outcome, Properties, Work};

pub(in crate::tasks) const BEHAVIOUR: Behaviour =
    Behaviour { task_type: "io.kestra.plugin.core.http.Download", act: Act::Work(run) };

fn run(properties: Properties, host: Host) -> Work {
    Box::pin(download(properties, host))
}

async fn download(properties: Properties, mut host: Host) -> Result<Outcome, Failure> {
    let fails_on_empty = properties.flag("failOnEmptyResponse")?.unwrap_or(true);
    let saved_as = properties.text("saveAs")?;
    let Answer { response, judgement } = ask(&properties, &mut host).await?;
    let (status, uri, headers) = (response.status, response.uri.clone(), response.headers.clone());
    if !judgement.accepts(status) {
        let body = response.bytes(host.body_limit).await.unwrap_or_default();
        judgement.judge(status, &uri, &body)?;
        return Err(Failure::new(format!("the download failed with status {status}")));
    }
    let name = saved_as.or_else(|| given_name(&headers)).unwrap_or_else(|| host.fresh_name(&extension(&uri)));
    let file = host.file(&name);
    let storage = host.storage.clone();
    let limit = host.file_limit;
    let length = tokio::select! {
        length = storage.write(&file, Box::pin(chunks(response)), limit) => length.map_err(|error| cannot_write(&error))?,
        () = host.stopped() => return Err(Failure::new("the download was interrupted")),
    };
    let announced = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    if let Some(announced) = announced.filter(|announced| *announced != length) {
        return Err(Failure::new(format!("invalid size: got {length} bytes, expected {announced}")));
    }
    if length == 0 && fails_on_empty && !judgement.allows_failed() {
        return Err(Failure::new(format!("the answer of {} is empty", uri.host().unwrap_or_default())));
    }
    #[expect(clippy::cast_precision_loss, reason = "no file is long enough to tell")]
    host.metric(Metric::counter("response.length", length as f64));
    Ok(Outcome::of([
        ("uri", output(&file)),
        ("code", Value::Int(i32::from(status.as_u16()))),
        ("length", Value::Long(i64::try_from(length).unwrap_or(i64::MAX))),
        ("headers", output_headers(&headers)),
    ]))
}

fn chunks(response: Response) -> impl Stream<Item = Result<bytes::Bytes, ClientError>> + Send {
    stream::try_unfold(
        response,
        |mut response| async move { Ok(response.chunk().await?.map(|chunk| (chunk, response))) },
    )
}

/// The last part of the name the server gives the file.
fn given_name(headers: &HeaderMap) -> Option<String> {
    let disposition = headers.get(header::CONTENT_DISPOSITION)?.to_str().ok()?;
    let name = disposition.split(';').find_map(|part| {
        let (key, value) = part.split_once('=')?;
        key.trim().eq_ignore_ascii_case("filename").then(|| value.trim().trim_matches('"'))
    })?;
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    (!name.is_empty()).then(|| name.to_owned())
}

/// The ending of the last part of an address, with its dot.
fn extension(uri: &Uri) -> String {
    let name = uri.path().rsplit('/').next().unwrap_or_default();
    let ending = name.rfind('.').map(|dot| &name[dot..]);
    let plain = |ending: &&str| ending[1..].bytes().all(|byte| byte.is_ascii_alphanumeric()) && ending.len() <= 12;
    ending.filter(plain).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_may_name_the_file_and_not_the_folder() {
        for (value, name) in [
            ("attachment; filename=\"a b.csv\"", Some("a b.csv")),
            ("attachment; filename=../../etc/passwd", Some("passwd")),
            ("inline", None),
        ] {
            let headers = HeaderMap::from_iter([(header::CONTENT_DISPOSITION, value.parse().expect("a header"))]);
            assert_eq!(given_name(&headers).as_deref(), name);
        }
    }

    #[test]
    fn the_ending_is_kept() {
        for (uri, ending) in [("http://a/b/c.ion?x=1", ".ion"), ("http://a/", ""), ("http://a/b.tar.gz", ".gz")] {
            assert_eq!(extension(&uri.parse().expect("a URI")), ending);
        }
    }
}
