//! One piece of work in a trace, as OTLP names it in JSON.

use std::io::Write;

use jiff::Timestamp;
use plan::Text;
use serde::Serialize;
use smallvec::SmallVec;

use crate::ids::{ExecutionId, TaskRunId};

/// What is known of a span usually fits in place: a span is handed over without a piece of memory for each fact.
pub type Attributes = SmallVec<[(&'static str, Attribute); 10]>;

/// A piece of work that has ended.
#[derive(Clone, Debug, PartialEq)]
pub struct Span {
    /// The trace it belongs to.
    pub trace: [u8; 16],
    /// Its own name in the trace.
    pub id: [u8; 8],
    /// The span around it.
    pub parent: Option<[u8; 8]>,
    /// What people call it.
    pub name: Name,
    /// When it began.
    pub start: Timestamp,
    /// When it ended.
    pub end: Timestamp,
    /// What else is known of it.
    pub attributes: Attributes,
    /// How it ended.
    pub outcome: Outcome,
}

/// What people call a span.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Name {
    /// A task, by its id.
    Task(Text),
    /// A flow, by its namespace and its id.
    Flow(plan::FlowName),
}

/// Something that is known of a span.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Attribute {
    /// A text.
    Text(Text),
    /// A text that is part of the program.
    Word(&'static str),
    /// A whole number.
    Number(i64),
    /// An execution.
    Execution(ExecutionId),
    /// A task run.
    TaskRun(TaskRunId),
}

/// How a span ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Well.
    Good,
    /// Badly.
    Bad,
    /// Otherwise: stopped, or left out.
    Other,
}

/// The body of a request that exports spans. It is written straight to bytes: a busy server has tens of thousands of
/// spans a second.
pub fn export(service: &str, spans: &[Span]) -> Vec<u8> {
    let mut out = Body(Vec::with_capacity(512 + spans.len() * 1024));
    let version = env!("CARGO_PKG_VERSION");
    out.raw(r#"{"resourceSpans":[{"resource":{"attributes":["#);
    out.attribute("service.name", &Attribute::Text(service.into()));
    out.raw(",");
    out.attribute("service.version", &Attribute::Word(version));
    out.raw(r#"]},"scopeSpans":[{"scope":{"name":"lanner","version":"#);
    out.json(version);
    out.raw(r#"},"spans":["#);
    for (index, span) in spans.iter().enumerate() {
        if index > 0 {
            out.raw(",");
        }
        out.span(span);
    }
    out.raw("]}]}]}");
    out.0
}

/// JSON that grows.
struct Body(Vec<u8>);

impl Body {
    fn raw(&mut self, text: &str) {
        self.0.extend_from_slice(text.as_bytes());
    }

    fn json<T: Serialize + ?Sized>(&mut self, value: &T) {
        // Memory takes every text and number.
        let _ = serde_json::to_writer(&mut self.0, value);
    }

    fn display(&mut self, value: impl std::fmt::Display) {
        // As above.
        let _ = write!(self.0, "{value}");
    }

    /// A span as OTLP writes it in JSON: ids as hexadecimal digits, 64-bit numbers as texts.
    fn span(&mut self, span: &Span) {
        self.raw(r#"{"traceId":""#);
        self.hexadecimal(&span.trace);
        self.raw(r#"","spanId":""#);
        self.hexadecimal(&span.id);
        if let Some(parent) = &span.parent {
            self.raw(r#"","parentSpanId":""#);
            self.hexadecimal(parent);
        }
        self.raw(r#"","name":"#);
        match &span.name {
            Name::Task(id) => self.json(&**id),
            Name::Flow(name) => self.json(&name.to_string()),
        }
        self.raw(r#","kind":1,"startTimeUnixNano":""#);
        self.display(nanoseconds(span.start));
        self.raw(r#"","endTimeUnixNano":""#);
        self.display(nanoseconds(span.end.max(span.start)));
        self.raw(r#"","attributes":["#);
        for (index, (key, value)) in span.attributes.iter().enumerate() {
            if index > 0 {
                self.raw(",");
            }
            self.attribute(key, value);
        }
        self.raw(match span.outcome {
            Outcome::Good => r#"],"status":{"code":1}}"#,
            Outcome::Bad => r#"],"status":{"code":2}}"#,
            Outcome::Other => r#"],"status":{}}"#,
        });
    }

    fn attribute(&mut self, key: &str, value: &Attribute) {
        self.raw(r#"{"key":"#);
        self.json(key);
        self.raw(r#","value":{"#);
        match value {
            Attribute::Text(text) => self.text(text),
            Attribute::Word(word) => self.text(word),
            Attribute::Number(number) => {
                self.raw(r#""intValue":""#);
                self.display(number);
                self.raw("\"");
            }
            Attribute::Execution(id) => self.id(id),
            Attribute::TaskRun(id) => self.id(id),
        }
        self.raw("}}");
    }

    fn text(&mut self, text: &str) {
        self.raw(r#""stringValue":"#);
        self.json(text);
    }

    /// An id holds letters and digits alone.
    fn id(&mut self, id: impl std::fmt::Display) {
        self.raw(r#""stringValue":""#);
        self.display(id);
        self.raw("\"");
    }

    fn hexadecimal(&mut self, bytes: &[u8]) {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
        self.0.extend(digits.map(|digit| DIGITS[usize::from(digit)]));
    }
}

/// Nanoseconds since 1970, which fit until 2262.
fn nanoseconds(at: Timestamp) -> i64 {
    at.as_second().saturating_mul(1_000_000_000).saturating_add(at.subsec_nanosecond().into())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn a_span_is_written_as_otlp_says() {
        let start = Timestamp::new(1_700_000_000, 5).unwrap();
        let execution = ExecutionId::new(start, 7);
        let span = Span {
            trace: [1; 16],
            id: [0xab; 8],
            parent: Some([2; 8]),
            name: Name::Task("say \"it\"".into()),
            start,
            end: Timestamp::UNIX_EPOCH,
            attributes: Attributes::from_iter([
                ("a", Attribute::Text("x\ny".into())),
                ("b", Attribute::Word("SUCCESS")),
                ("c", Attribute::Number(-3)),
                ("d", Attribute::Execution(execution)),
            ]),
            outcome: Outcome::Bad,
        };
        let flow = plan::FlowName { namespace: "demo".into(), id: "f".into() };
        let whole = Span { parent: None, name: Name::Flow(flow), outcome: Outcome::Other, ..span.clone() };
        let body: Value = serde_json::from_slice(&export("night", &[span, whole])).unwrap();
        let scope = &body["resourceSpans"][0]["scopeSpans"][0];
        assert_eq!(body["resourceSpans"][0]["resource"]["attributes"][0]["value"]["stringValue"], "night");
        let (first, second) = (&scope["spans"][0], &scope["spans"][1]);
        let expected = json!({
            "traceId": "01".repeat(16),
            "spanId": "ab".repeat(8),
            "parentSpanId": "02".repeat(8),
            "name": "say \"it\"",
            "kind": 1,
            "startTimeUnixNano": "1700000000000000005",
            "endTimeUnixNano": "1700000000000000005",
            "attributes": [
                {"key": "a", "value": {"stringValue": "x\ny"}},
                {"key": "b", "value": {"stringValue": "SUCCESS"}},
                {"key": "c", "value": {"intValue": "-3"}},
                {"key": "d", "value": {"stringValue": execution.to_string()}},
            ],
            "status": {"code": 2},
        });
        assert_eq!(*first, expected);
        assert_eq!((&second["name"], &second["status"]), (&json!("demo.f"), &json!({})));
        assert_eq!(second.get("parentSpanId"), None);
    }
}
