//! Everything expressions ask of the outside, behind one trait.

use std::sync::Arc;

use super::Error;
use crate::{Dialect, Template, Text, Value};

/// What functions ask of the outside. Everything is refused unless an implementation allows it.
pub trait World {
    /// The current time.
    fn now(&self) -> Result<jiff::Timestamp, Error> {
        Err(refused("the current time"))
    }

    /// Fills with random bytes.
    fn random(&self, bytes: &mut [u8]) -> Result<(), Error> {
        let _ = bytes;
        Err(refused("randomness"))
    }

    /// A free port of this machine.
    fn free_port(&self) -> Result<u16, Error> {
        Err(refused("a free port"))
    }

    /// A text without the secrets the world knows, for errors.
    fn masked(&self, text: String) -> String {
        text
    }

    /// Reads a template that `render()` was given; implementations keep what they parsed.
    fn parse(&self, text: &str, dialect: Dialect) -> Result<Arc<Template>, Error> {
        let _ = (text, dialect);
        Err(refused("`render()`"))
    }

    /// Reads YAML as Jackson does, for `yaml()`.
    fn yaml(&self, text: &str) -> Result<Value, Error> {
        let _ = text;
        Err(refused("`yaml()`"))
    }

    /// A secret; `namespace` is the flow's where absent. Whoever implements it masks the value in logs.
    fn secret(&self, name: &str, namespace: Option<&str>) -> Result<Text, Error> {
        let _ = (name, namespace);
        Err(refused("`secret()`"))
    }

    /// A value of the key-value store, `None` where it is missing or expired; without `namespace` the
    /// flow's and (2.0) its parents are searched.
    fn kv(&self, key: &str, namespace: Option<&str>) -> Result<Option<Value>, Error> {
        let _ = (key, namespace);
        Err(refused("`kv()`"))
    }

    /// The content of a file; `None` where there is none.
    fn read(&self, file: &FileRequest<'_>) -> Result<Option<Arc<[u8]>>, Error> {
        let _ = file;
        Err(refused("`read()`"))
    }

    /// The size of a file in bytes; `None` where there is none.
    fn file_size(&self, file: &FileRequest<'_>) -> Result<Option<u64>, Error> {
        let _ = file;
        Err(refused("`fileSize()`"))
    }

    /// Sends a request and waits for the answer, whatever its status.
    fn http(&self, request: &HttpRequest) -> Result<HttpResponse, Error> {
        let _ = request;
        Err(refused("`http()`"))
    }

    /// The error logs of the execution so far: a list of maps.
    fn error_logs(&self) -> Result<Value, Error> {
        Err(refused("`errorLogs()`"))
    }

    /// The address of an app; without an id that of the only app of the flow. `base` leaves out the execution.
    fn app_link(&self, app: Option<&str>, base: bool) -> Result<Text, Error> {
        let _ = (app, base);
        Err(refused("`appLink()`"))
    }

    /// Runs another flow and waits for its end: `{id, state, outputs, labels}`.
    fn subflow(&self, request: &SubflowRequest) -> Result<Value, Error> {
        let _ = request;
        Err(refused("`subflow()`"))
    }
}

fn refused(what: &str) -> Error {
    Error::new(format!("{what} cannot be asked for here"))
}

/// No world at all: constants are folded in it, and everything that needs the outside is refused.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoWorld;

impl World for NoWorld {}

/// A file of internal storage or of a namespace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileRequest<'a> {
    /// `kestra:///…`, or a path among the files of a namespace.
    pub path: &'a str,
    /// The namespace; the flow's where absent.
    pub namespace: Option<&'a str>,
    /// A fixed revision of a namespace file.
    pub revision: Option<i64>,
}

/// A request of `http()`.
#[derive(Clone, Debug, PartialEq)]
pub struct HttpRequest {
    /// Where to, with the query.
    pub uri: String,
    /// `GET`, `POST`, …
    pub method: String,
    /// Header names and values.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Option<Arc<[u8]>>,
    /// Further options as they were written.
    pub options: Value,
}

/// An answer to `http()`.
#[derive(Clone, Debug, PartialEq)]
pub struct HttpResponse {
    /// The status code.
    pub status: u16,
    /// Header names and values.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Arc<[u8]>,
}

/// A call of `subflow()`.
#[derive(Clone, Debug, PartialEq)]
pub struct SubflowRequest {
    /// The namespace of the flow.
    pub namespace: String,
    /// Its id.
    pub id: String,
    /// What it is started with.
    pub inputs: Value,
    /// A fixed revision.
    pub revision: Option<i64>,
    /// Labels of the new execution.
    pub labels: Value,
    /// How long to wait (ISO 8601).
    pub timeout: Option<String>,
}
