//! The world as expressions of one execution see it: files, secrets, keys, other servers.

use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use jiff::Timestamp;
use plan::evaluate::{Error, FileRequest, HttpRequest, HttpResponse, World};
use plan::{Dialect, FlowName, Template, Text, Value, java};
use rustc_hash::FxHashMap;

use crate::client::{Client, Options, Request};
use crate::mask::Mask;
use crate::namespace_files::{FileRefusal, NamespaceFiles};
use crate::parse::Parse;
use crate::settings::Settings;
use crate::storage::{FileUri, Storage};

/// What an engine has for every expression it evaluates.
pub(crate) struct Doors {
    /// What an operator has set.
    pub(crate) settings: Arc<Settings>,
    /// The compiler, for `render()`.
    pub(crate) parse: Arc<dyn Parse>,
    /// Hides the secrets that are configured.
    pub(crate) mask: Mask,
    /// The files of executions, and the contents of those of namespaces.
    pub(crate) storage: Storage,
    /// The files of namespaces.
    pub(crate) files: NamespaceFiles,
    /// How other servers are reached.
    pub(crate) client: Client,
    /// Keys and values.
    pub(crate) keys: Arc<dyn Keys>,
    /// The addresses of apps.
    pub(crate) apps: Arc<dyn Apps>,
    templates: Mutex<FxHashMap<(Dialect, String), Arc<Template>>>,
}

/// The key-value store as expressions read it.
pub(crate) trait Keys: Send + Sync {
    /// A value that has not expired.
    ///
    /// # Errors
    ///
    /// In one line, where the store cannot be read.
    fn get(&self, namespace: &str, key: &str) -> Result<Option<Value>, String>;
}

/// Where apps are found.
pub(crate) trait Apps: Send + Sync {
    /// The address of an app of a flow: the one with this id, or the only one.
    ///
    /// # Errors
    ///
    /// In one line, where there is none, or more than one.
    fn link(&self, flow: &FlowName, app: Option<&str>, place: Place) -> Result<String, String>;
}

/// Which page of an app is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// Its first page.
    Start,
    /// The page of an execution.
    Execution(crate::ids::ExecutionId),
}

/// How many templates given to `render()` are kept.
const TEMPLATES: usize = 1024;

impl Doors {
    pub(crate) fn new(
        settings: Arc<Settings>,
        parse: Arc<dyn Parse>,
        storage: Storage,
        files: NamespaceFiles,
        client: Client,
        keys: Arc<dyn Keys>,
        apps: Arc<dyn Apps>,
    ) -> Self {
        let mask = Mask::of(settings.secrets.values().map(String::as_str));
        Self { settings, parse, mask, storage, files, client, keys, apps, templates: Mutex::default() }
    }

    fn template(&self, text: &str, dialect: Dialect) -> Result<Arc<Template>, Error> {
        let mut kept = self.templates.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (dialect, text.to_owned());
        if let Some(template) = kept.get(&key) {
            return Ok(template.clone());
        }
        let template = self.parse.template(text, dialect).map_err(|failure| Error::new(&*failure.message))?;
        let template = Arc::new(template);
        if kept.len() >= TEMPLATES {
            kept.clear();
        }
        kept.insert(key, template.clone());
        Ok(template)
    }
}

/// The world of one execution.
pub(crate) struct Outside<'a> {
    pub(crate) doors: &'a Doors,
    pub(crate) flow: &'a FlowName,
    pub(crate) execution: Option<crate::ids::ExecutionId>,
    pub(crate) dialect: Dialect,
    pub(crate) mask: &'a Mask,
    /// The error logs so far, where something may ask for them.
    pub(crate) error_logs: &'a dyn Fn() -> Value,
}

impl World for Outside<'_> {
    fn now(&self) -> Result<Timestamp, Error> {
        Ok(self.doors.settings.clock.now())
    }

    fn random(&self, bytes: &mut [u8]) -> Result<(), Error> {
        getrandom::fill(bytes).map_err(|error| Error::new(format!("the operating system gives no randomness: {error}")))
    }

    fn free_port(&self) -> Result<u16, Error> {
        let port = std::net::TcpListener::bind(("127.0.0.1", 0)).and_then(|listener| listener.local_addr());
        port.map(|address| address.port()).map_err(|error| Error::new(format!("no port is free: {error}")))
    }

    fn masked(&self, text: String) -> String {
        self.mask.hide(&text).into_owned()
    }

    fn parse(&self, text: &str, dialect: Dialect) -> Result<Arc<Template>, Error> {
        self.doors.template(text, dialect)
    }

    fn yaml(&self, text: &str) -> Result<Value, Error> {
        self.doors.parse.document(text).map_err(|failure| Error::new(&*failure.message))
    }

    fn secret(&self, name: &str, namespace: Option<&str>) -> Result<Text, Error> {
        let missing = || {
            let namespace = namespace.unwrap_or(&self.flow.namespace);
            Error::new(format!("cannot find the secret `{name}` in the namespace `{namespace}`"))
        };
        let secret = self.doors.settings.secrets.get(&name.to_uppercase()).ok_or_else(missing)?;
        self.mask.add(secret);
        Ok(secret.as_str().into())
    }

    fn kv(&self, key: &str, namespace: Option<&str>) -> Result<Option<Value>, Error> {
        let read = |namespace: &str| self.doors.keys.get(namespace, key).map_err(Error::new);
        match (namespace, self.dialect) {
            (Some(namespace), _) => read(namespace),
            (None, Dialect::V1) => read(&self.flow.namespace),
            (None, Dialect::V2) => {
                let own = &*self.flow.namespace;
                for namespace in std::iter::once(own).chain(crate::kv::around(own)) {
                    if let Some(value) = read(namespace)? {
                        return Ok(Some(value));
                    }
                }
                Ok(None)
            }
        }
    }

    fn read(&self, file: &FileRequest<'_>) -> Result<Option<Arc<[u8]>>, Error> {
        let Some(uri) = self.file(file)? else { return Ok(None) };
        let limit = self.doors.settings.limits.body as u64;
        match self.doors.storage.read_waiting(&uri, limit) {
            Ok(bytes) => Ok(Some(bytes.into())),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(unreadable(file.path, &error)),
        }
    }

    fn file_size(&self, file: &FileRequest<'_>) -> Result<Option<u64>, Error> {
        let Some(uri) = self.file(file)? else { return Ok(None) };
        match self.doors.storage.size_waiting(&uri) {
            Ok(size) => Ok(Some(size)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(unreadable(file.path, &error)),
        }
    }

    fn http(&self, request: &HttpRequest) -> Result<HttpResponse, Error> {
        let handle =
            tokio::runtime::Handle::try_current().map_err(|_| Error::new("`http()` cannot be asked for here"))?;
        let limit = self.doors.settings.limits.body;
        let request = outgoing(request)?;
        let answer = async {
            let response = self.doors.client.send(request).await?;
            let (status, headers) = (response.status, response.headers.clone());
            Ok::<_, crate::client::ClientError>((status, headers, response.bytes(limit).await?))
        };
        // Expressions are computed on threads that may wait; the others take over this one's work meanwhile.
        let (status, headers, body) =
            tokio::task::block_in_place(|| handle.block_on(answer)).map_err(|error| Error::new(error.to_string()))?;
        let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        Ok(HttpResponse {
            status: status.as_u16(),
            headers: headers.iter().map(|(name, value)| (name.as_str().to_owned(), text(value))).collect(),
            body: Arc::from(&*body),
        })
    }

    fn error_logs(&self) -> Result<Value, Error> {
        Ok((self.error_logs)())
    }

    fn app_link(&self, app: Option<&str>, base: bool) -> Result<Text, Error> {
        let place = match self.execution {
            Some(execution) if !base => Place::Execution(execution),
            _ => Place::Start,
        };
        self.doors.apps.link(self.flow, app, place).map(Into::into).map_err(Error::new)
    }
}

impl Outside<'_> {
    /// A file of internal storage, or the content of one among the files of a namespace; `None` where there is none.
    fn file(&self, file: &FileRequest<'_>) -> Result<Option<FileUri>, Error> {
        if file.path.starts_with("kestra://") {
            let uri: Result<FileUri, crate::storage::NotAFileUri> = file.path.parse();
            return uri.map(Some).map_err(|error| Error::new(error.to_string()));
        }
        let namespace = file.namespace.unwrap_or(&self.flow.namespace);
        let path = file.path.parse().map_err(|reason: crate::namespace_files::NoPath| {
            Error::new(format!("`{}` is no file of a namespace: {reason}", file.path))
        })?;
        match self.doors.files.content(namespace, &path, None) {
            Ok(uri) => Ok(Some(uri)),
            Err(FileRefusal::Missing(_)) => Ok(None),
            Err(refusal) => Err(Error::new(refusal.to_string())),
        }
    }
}

fn outgoing(request: &HttpRequest) -> Result<Request, Error> {
    let method = Method::from_bytes(request.method.to_ascii_uppercase().as_bytes());
    let method = method.map_err(|_| Error::new(format!("`{}` is no HTTP method", request.method)))?;
    let uri = request.uri.parse().map_err(|error| Error::new(format!("the address is none: {error}")))?;
    let mut headers = HeaderMap::new();
    for (name, value) in &request.headers {
        let refused = || Error::new(format!("the header `{name}` holds characters that no header can"));
        let key = HeaderName::from_bytes(name.as_bytes()).map_err(|_| refused())?;
        headers.append(key, HeaderValue::from_str(value).map_err(|_| refused())?);
    }
    let mut options = Options::default();
    if let Some(follow) = request.options.get("followRedirects") {
        options.follow = java::to_text(follow) == "true";
    }
    let body = request.body.as_ref().map_or_else(Bytes::new, |body| Bytes::copy_from_slice(body));
    Ok(Request { method, uri, headers, body, options })
}

fn unreadable(path: &str, error: &std::io::Error) -> Error {
    Error::new(format!("cannot read `{path}`: {error}"))
}
