//! `http.Trigger`: asks a server, and gives out whatever it answers.

use plan::value::Map;
use plan::{Failure, Value};

use super::ask::{ask, output_headers};
use crate::tasks::{Host, Properties};

/// The address, the status, the headers and the body of an answer.
///
/// # Errors
///
/// When there is none, or it is no text.
pub(crate) async fn answer(properties: Properties, mut host: Host) -> Result<Map, Failure> {
    let response = ask(&properties, &mut host).await?.response;
    let (status, uri, headers) = (response.status, response.uri.clone(), output_headers(&response.headers));
    let body = response.bytes(host.body_limit).await.map_err(|error| Failure::new(error.to_string()))?;
    let text = std::str::from_utf8(&body).map_err(|_| Failure::new("the answer is no text"))?;
    let outputs = [
        ("uri", Value::text(uri.to_string())),
        ("code", Value::Int(i32::from(status.as_u16()))),
        ("headers", headers),
        ("body", Value::text(text)),
    ];
    Ok(outputs.into_iter().map(|(name, value)| (name.into(), value)).collect())
}
