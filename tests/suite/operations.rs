//! A server as whoever operates it sees it: figures, traces, limits, its end, what it is packed in, and the guide.

mod accounts;
mod figures;
mod guide;
mod limits;
mod logs;
mod management;
mod packaging;
mod stopping;
mod traces;

use tests::server::Answered;

/// A header of an answer.
fn header<'a>(answered: &'a Answered, name: &str) -> Option<&'a str> {
    answered.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}

/// The document of an answer.
fn json(answered: &Answered) -> serde_json::Value {
    serde_json::from_slice(&answered.body).unwrap_or_else(|_| panic!("no JSON: {}", answered.text()))
}
