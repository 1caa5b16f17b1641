//! The trace an execution belongs to, and how it is named to other servers (W3C Trace Context).

use std::fmt;
use std::str::FromStr;

use plan::Value;
use plan::value::Map;
use sha2::{Digest, Sha256};

use crate::ids::{ExecutionId, TaskRunId};

/// A place in a trace: the trace, and the span that goes on there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trace {
    /// The trace.
    pub id: [u8; 16],
    /// The span.
    pub span: [u8; 8],
}

/// Why a text is no `traceparent`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoTrace;

impl Trace {
    /// What a header `traceparent` among the variables of a webhook names.
    pub fn of_trigger(variables: &Map) -> Option<Self> {
        let Value::Map(headers) = variables.get("headers")? else { return None };
        let (_, values) = headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("traceparent"))?;
        let Value::List(values) = values else { return None };
        values.first()?.as_str()?.parse().ok()
    }
}

/// The trace of an execution that nobody else has begun one for.
pub fn own(execution: ExecutionId) -> [u8; 16] {
    execution.to_bytes()
}

/// The span of an execution: always the same, so that nothing has to be kept of it.
pub fn of_execution(execution: ExecutionId) -> [u8; 8] {
    short(execution.to_string().as_bytes())
}

/// The span of a task run.
pub fn of_task_run(run: TaskRunId) -> [u8; 8] {
    short(run.to_string().as_bytes())
}

fn short(text: &[u8]) -> [u8; 8] {
    let hash = Sha256::digest(text);
    let mut short = [0; 8];
    short.copy_from_slice(&hash[..8]);
    short
}

impl FromStr for Trace {
    type Err = NoTrace;

    fn from_str(text: &str) -> Result<Self, NoTrace> {
        let mut parts = text.trim().split('-');
        let (version, id, span, flags) = (parts.next(), parts.next(), parts.next(), parts.next());
        let (Some(version), Some(id), Some(span), Some(flags)) = (version, id, span, flags) else {
            return Err(NoTrace);
        };
        let one_byte = |text: &str| bytes::<1>(text).is_some();
        // Later versions may add parts; `ff` is no version.
        if !one_byte(version) || version == "ff" || !one_byte(flags) || (version == "00" && parts.next().is_some()) {
            return Err(NoTrace);
        }
        let (id, span) = (bytes(id).ok_or(NoTrace)?, bytes(span).ok_or(NoTrace)?);
        if id == [0; 16] || span == [0; 8] { Err(NoTrace) } else { Ok(Self { id, span }) }
    }
}

/// Bytes in lower case hexadecimal digits.
fn bytes<const N: usize>(text: &str) -> Option<[u8; N]> {
    let digits = text.as_bytes();
    if digits.len() != 2 * N || !digits.iter().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f')) {
        return None;
    }
    let mut bytes = [0; N];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(bytes)
}

/// Bytes as hexadecimal digits.
pub fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl fmt::Display for Trace {
    /// As the header `traceparent`; sampled.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "00-{}-{}-01", hexadecimal(&self.id), hexadecimal(&self.span))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_read_as_the_standard_says() {
        let text = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        assert_eq!(text.parse::<Trace>().map(|trace| trace.to_string()), Ok(text.to_owned()));
        assert!("cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more".parse::<Trace>().is_ok());
        for wrong in [
            "",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
            "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
            "00-00000000000000000000000000000000-b7ad6b7169203331-01",
            "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
            "00-0af7651916cd43dd8448eb211c8031-b7ad6b7169203331-01",
        ] {
            assert_eq!(wrong.parse::<Trace>(), Err(NoTrace), "{wrong}");
        }
    }

    #[test]
    fn a_webhook_brings_its_trace() {
        let text = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        let headers = Value::map([("Traceparent", Value::list([Value::text(text)]))]);
        let variables: Map = [("headers".into(), headers)].into_iter().collect();
        assert_eq!(Trace::of_trigger(&variables).map(|trace| trace.to_string()), Some(text.to_owned()));
        assert_eq!(Trace::of_trigger(&Map::default()), None);
    }
}
