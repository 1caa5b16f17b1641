//! Why a request was not answered as asked, in the words of HTTP and of Kestra's clients.

use std::time::Duration;

use http::StatusCode;
use serde_json::{Value, json};

use crate::refusal::Refusal;
use crate::store::StoreError;

/// When there may be room again.
const A_MOMENT: Duration = Duration::from_secs(1);

/// When a server that stops may be there again.
pub const RESTART: Duration = Duration::from_secs(5);

/// A refusal.
#[derive(Clone, Debug)]
pub struct Problem {
    /// The status of the response.
    pub status: StatusCode,
    /// One line that stands alone.
    pub message: String,
    /// The single mistakes where there are several, or where they have a place.
    pub details: Vec<Detail>,
    /// The prefix Kestra's clients know the kind by.
    reason: &'static str,
    /// The address of a page that may be meant instead.
    pub instead: Option<String>,
    /// When it may be worth another try.
    pub retry_after: Option<Duration>,
}

/// One mistake among several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Detail {
    /// What is wrong.
    pub message: String,
    /// Where: a path in the document, the id of an input.
    pub path: Option<String>,
}

impl Problem {
    /// A refusal with the reason that goes with its status.
    pub fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self {
            status,
            message: message.into(),
            details: Vec::new(),
            reason: reason(status),
            instead: None,
            retry_after: None,
        }
    }

    /// 400.
    pub fn bad_request(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, message)
    }

    /// 404.
    pub fn not_found(message: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, message)
    }

    /// 410: the thing was there, and its time is over.
    pub fn gone(message: impl Into<String>) -> Self {
        Self::new(StatusCode::GONE, message)
    }

    /// 409: the thing is there, in a state that does not allow this.
    pub fn state(message: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, message)
    }

    /// 503: not now, and worth another try after a while.
    pub fn busy(message: impl Into<String>, wait: Duration) -> Self {
        Self { retry_after: Some(wait), ..Self::new(StatusCode::SERVICE_UNAVAILABLE, message) }
    }

    /// 422 for a document or values that do not hold together.
    pub fn invalid(message: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, message)
    }

    /// 422 for a parameter of the request.
    pub fn argument(message: impl Into<String>) -> Self {
        Self { reason: "Illegal argument", ..Self::invalid(message) }
    }

    /// 422 for JSON that cannot be read.
    pub fn json(error: &serde_json::Error) -> Self {
        Self { reason: "Invalid json", ..Self::invalid(error.to_string()) }
    }

    /// 500; the message is for the log, the client learns nothing of it.
    pub fn internal(error: &dyn std::fmt::Display) -> Self {
        tracing::error!(%error, "a request failed");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "something went wrong on the server")
    }

    /// The same with the single mistakes.
    #[must_use]
    pub fn with_details(mut self, details: Vec<Detail>) -> Self {
        self.details = details;
        self
    }

    /// The document: the members of Kestra 1.x (`message`, `_links`, `_embedded`) together with those of 2.0
    /// (RFC 9457), so that clients of both find theirs.
    pub fn document(&self, path: &str) -> Value {
        let message = match self.reason {
            "" => self.message.clone(),
            reason => format!("{reason}: {}", self.message),
        };
        let errors: Vec<Value> = self
            .details
            .iter()
            .map(|detail| match &detail.path {
                Some(path) => json!({"message": detail.message, "path": path}),
                None => json!({"message": detail.message}),
            })
            .collect();
        let mut document = json!({
            "message": message,
            "_links": {"self": [{"href": path, "templated": false}]},
            "type": format!("https://kestra.io/docs/api-reference/problems/{}", slug(self.status)),
            "title": self.status.canonical_reason().unwrap_or("Error"),
            "status": self.status.as_u16(),
            "detail": self.message,
            "instance": path,
        });
        if !errors.is_empty() {
            document["_embedded"] = json!({"errors": errors});
            document["errors"] = Value::Array(errors);
        }
        document
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let message = refusal.to_string();
        match refusal {
            Refusal::UnknownFlow(_)
            | Refusal::UnknownRevision(..)
            | Refusal::UnknownExecution(_)
            | Refusal::UnknownTaskRun(_)
            | Refusal::UnknownTrigger(_)
            | Refusal::UnknownKey => Self::not_found(message),
            Refusal::Disabled(_) | Refusal::WrongState { .. } | Refusal::Trigger(_) => Self::state(message),
            Refusal::Inputs(problems) => {
                let details = problems.iter().map(|problem| Detail {
                    message: problem.message.to_string(),
                    path: Some(problem.input.to_string()),
                });
                Self::invalid(message).with_details(details.collect())
            }
            Refusal::Check(_) => Self::invalid(message),
            Refusal::SystemLabel(_) => Self::argument(message),
            // Kestra answers a call whose conditions do not hold with nothing; webhooks do so themselves.
            Refusal::ConditionFalse => Self::state(message),
            Refusal::Busy(_) => Self::busy(message, A_MOMENT),
            Refusal::Stopping => Self::busy(message, RESTART),
            // The log says more, once for all requests that come meanwhile.
            Refusal::Store(_) => Self::busy(message, A_MOMENT),
        }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "the store cannot be read");
        Self::busy(format!("the store cannot be read: {error}"), A_MOMENT)
    }
}

/// What Kestra 1.x puts before the message.
fn reason(status: StatusCode) -> &'static str {
    match status.as_u16() {
        400 => "Bad Request",
        404 => "Not Found",
        409 => "Illegal state",
        410 => "Resource has expired",
        422 => "Invalid entity",
        423 => "Locked",
        _ => "",
    }
}

/// The last part of the problem's type in Kestra 2.0.
fn slug(status: StatusCode) -> &'static str {
    match status.as_u16() {
        400 => "bad-request",
        401 => "unauthenticated",
        403 => "forbidden",
        404 => "not-found",
        405 => "method-not-allowed",
        409 => "conflict",
        410 => "resource-expired",
        413 => "payload-too-large",
        415 => "unsupported-media-type",
        421 => "misdirected-request",
        422 => "validation-failed",
        423 => "locked",
        429 => "too-many-requests",
        503 => "service-unavailable",
        504 | 408 => "timeout",
        _ => "internal-error",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_document_speaks_to_both_generations() {
        let detail = Detail { message: "Invalid type: io.x.Nope".into(), path: Some("tasks[0].type".into()) };
        let document = Problem::invalid("tasks[0].type: Invalid type: io.x.Nope")
            .with_details(vec![detail])
            .document("/api/v1/main/flows");
        assert_eq!(document["message"], "Invalid entity: tasks[0].type: Invalid type: io.x.Nope");
        assert_eq!(document["_links"]["self"][0]["href"], "/api/v1/main/flows");
        assert_eq!(document["_embedded"]["errors"][0]["path"], "tasks[0].type");
        assert_eq!((&document["status"], &document["title"]), (&json!(422), &json!("Unprocessable Entity")));
        assert_eq!(document["type"], "https://kestra.io/docs/api-reference/problems/validation-failed");
    }
}
