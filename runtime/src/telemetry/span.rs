//! One piece of work in a trace, as OTLP names it in JSON.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::trace::hexadecimal;

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
    pub name: String,
    /// When it began.
    pub start: Timestamp,
    /// When it ended.
    pub end: Timestamp,
    /// What else is known of it.
    pub attributes: Vec<(&'static str, Attribute)>,
    /// How it ended.
    pub outcome: Outcome,
}

/// Something that is known of a span.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Attribute {
    /// A text.
    Text(String),
    /// A whole number.
    Number(i64),
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

impl Span {
    /// The span as OTLP writes it in JSON: ids as hexadecimal digits, 64-bit numbers as texts.
    pub fn document(&self) -> Value {
        let attributes: Vec<Value> = self.attributes.iter().map(|(key, value)| attribute(key, value)).collect();
        let mut document = json!({
            "traceId": hexadecimal(&self.trace),
            "spanId": hexadecimal(&self.id),
            "name": self.name,
            "kind": 1,
            "startTimeUnixNano": self.start.as_nanosecond().to_string(),
            "endTimeUnixNano": self.end.max(self.start).as_nanosecond().to_string(),
            "attributes": attributes,
            "status": match self.outcome {
                Outcome::Good => json!({"code": 1}),
                Outcome::Bad => json!({"code": 2}),
                Outcome::Other => json!({}),
            },
        });
        if let Some(parent) = &self.parent {
            document["parentSpanId"] = hexadecimal(parent).into();
        }
        document
    }
}

fn attribute(key: &str, value: &Attribute) -> Value {
    let value = match value {
        Attribute::Text(text) => json!({"stringValue": text}),
        Attribute::Number(number) => json!({"intValue": number.to_string()}),
    };
    json!({"key": key, "value": value})
}

/// The body of a request that exports spans.
pub fn export(service: &str, spans: &[Span]) -> Value {
    let resource = [
        ("service.name", Attribute::Text(service.to_owned())),
        ("service.version", Attribute::Text(env!("CARGO_PKG_VERSION").to_owned())),
    ];
    json!({"resourceSpans": [{
        "resource": {"attributes": resource.iter().map(|(key, value)| attribute(key, value)).collect::<Vec<_>>()},
        "scopeSpans": [{
            "scope": {"name": "lanner", "version": env!("CARGO_PKG_VERSION")},
            "spans": spans.iter().map(Span::document).collect::<Vec<_>>(),
        }],
    }]})
}
