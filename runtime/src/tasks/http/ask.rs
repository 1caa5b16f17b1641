//! What the http tasks have in common: properties to a request, and the judgement of an answer.

use std::time::Duration;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_TYPE, HeaderName, HeaderValue};
use http::{HeaderMap, Method, StatusCode, Uri};
use plan::percent::encode;
use plan::{Failure, Value, java};

use crate::client::{Options, Request, Response, Trust};
use crate::tasks::host::{address, cannot_read};
use crate::tasks::{Host, Properties};

/// Whether an answer that says no is a failure.
pub(super) struct Judgement {
    allow_failed: bool,
    allowed: Vec<i64>,
}

/// An answer with what the task was told to think of it.
pub(super) struct Answer {
    pub(super) response: Response,
    pub(super) judgement: Judgement,
}

/// Sends what the properties describe; stops waiting when the task should stop.
pub(super) async fn ask(properties: &Properties, host: &mut Host) -> Result<Answer, Failure> {
    let options = properties.object("options")?;
    let request = request(properties, &options, host).await?;
    let judgement = judgement(properties, &options)?;
    let client = host.client.clone();
    let response = tokio::select! {
        response = client.send(request) => response.map_err(|error| Failure::new(error.to_string()))?,
        () = host.stopped() => return Err(Failure::new("the request was interrupted")),
    };
    Ok(Answer { response, judgement })
}

impl Judgement {
    /// Why an answer is a failure; the body is shown, since that is where servers say why.
    pub(super) fn judge(&self, status: StatusCode, uri: &Uri, body: &[u8]) -> Result<(), Failure> {
        if self.accepts(status) {
            return Ok(());
        }
        let host = uri.host().unwrap_or_default();
        let mut failure = Failure::new(format!("{host} answered with status {status}"));
        let body: String = String::from_utf8_lossy(body).chars().take(500).collect();
        if !body.trim().is_empty() {
            failure.notes.push(format!("its answer was: {}", body.trim()).into());
        }
        Err(failure)
    }

    pub(super) fn accepts(&self, status: StatusCode) -> bool {
        let listed = self.allowed.contains(&i64::from(status.as_u16()));
        listed || self.allow_failed || (self.allowed.is_empty() && status.as_u16() < 400)
    }

    pub(super) fn allows_failed(&self) -> bool {
        self.allow_failed
    }
}

fn judgement(properties: &Properties, options: &Properties) -> Result<Judgement, Failure> {
    let allow_failed = options.flag("allowFailed")?.or(properties.flag("allowFailed")?).unwrap_or(false);
    let allowed = options.list("allowedResponseCodes")?.unwrap_or_default();
    Ok(Judgement { allow_failed, allowed: allowed.iter().filter_map(Value::as_i64).collect() })
}

async fn request(properties: &Properties, options: &Properties, host: &Host) -> Result<Request, Failure> {
    let text = properties.require("uri", Properties::text)?;
    let uri = uri(&text, properties)?;
    let method = properties.text("method")?.unwrap_or_else(|| "GET".to_owned());
    let method = Method::from_bytes(method.to_ascii_uppercase().as_bytes())
        .map_err(|_| Failure::new(format!("the property `method` is `{method}`, which is no HTTP method")))?;
    let mut headers = headers(properties)?;
    authorize(&mut headers, &uri, options)?;
    let (body, content_type) = body(properties, host).await?;
    if let Some(content_type) = content_type {
        let value = HeaderValue::from_str(&content_type).map_err(|_| refused("contentType", &content_type))?;
        headers.entry(CONTENT_TYPE).or_insert(value);
    }
    Ok(Request { method, uri, headers, body, options: patience(properties, options)? })
}

/// The address with the entries of `params` in its query.
fn uri(text: &str, properties: &Properties) -> Result<Uri, Failure> {
    let mut text = text.trim().replace(' ', "%20");
    for (name, value) in properties.map("params")?.unwrap_or_default() {
        let values = value.elements().map_or_else(|| vec![value.clone()], |values| values.to_vec());
        for value in values {
            text.push(if text.contains('?') { '&' } else { '?' });
            text.push_str(&encode(&name));
            text.push('=');
            text.push_str(&encode(&java::to_text(&value)));
        }
    }
    let uri: Uri = text.parse().map_err(|error| Failure::new(format!("the property `uri` is no address: {error}")))?;
    match uri.scheme_str() {
        Some("http" | "https") if uri.host().is_some() => Ok(uri),
        _ => Err(Failure::new("the property `uri` must begin with `http://` or `https://`")),
    }
}

fn headers(properties: &Properties) -> Result<HeaderMap, Failure> {
    let mut headers = HeaderMap::new();
    for (name, value) in properties.map("headers")?.unwrap_or_default() {
        if value.is_null() {
            continue;
        }
        let key = HeaderName::from_bytes(name.as_bytes()).map_err(|_| refused("headers", &name))?;
        let text = java::to_text(&value);
        // The value may be a secret, so the message names the header alone.
        let value = HeaderValue::from_str(&text).map_err(|_| {
            Failure::new(format!("the value of the header `{name}` holds characters that no header can"))
        })?;
        headers.append(key, value);
    }
    Ok(headers)
}

fn authorize(headers: &mut HeaderMap, uri: &Uri, options: &Properties) -> Result<(), Failure> {
    let auth = options.object("auth")?;
    let user = auth.text("username")?.or(options.text("basicAuthUser")?);
    let password = auth.text("password")?.or(options.text("basicAuthPassword")?);
    let value = match (auth.text("token")?, user) {
        (Some(token), _) => Some(format!("Bearer {token}")),
        (None, Some(user)) => Some(basic(&user, &password.unwrap_or_default())),
        (None, None) => {
            let information = uri.authority().and_then(|authority| authority.as_str().rsplit_once('@'));
            information.map(|(information, _)| format!("Basic {}", BASE64_STANDARD.encode(information)))
        }
    };
    if let Some(value) = value {
        let mut value = HeaderValue::from_str(&value)
            .map_err(|_| Failure::new("the credentials hold characters that no header can"))?;
        value.set_sensitive(true);
        headers.entry(AUTHORIZATION).or_insert(value);
    }
    Ok(())
}

fn basic(user: &str, password: &str) -> String {
    format!("Basic {}", BASE64_STANDARD.encode(format!("{user}:{password}")))
}

/// The body and what it is. `formData` wins over `body`.
async fn body(properties: &Properties, host: &Host) -> Result<(Bytes, Option<String>), Failure> {
    let content_type = properties.text("contentType")?;
    if let Some(form) = properties.map("formData")? {
        if content_type.as_deref() == Some("multipart/form-data") {
            return multipart(&form, host).await;
        }
        let pairs = form.iter().map(|(name, value)| format!("{}={}", encode(name), encode(&java::to_text(value))));
        let body = pairs.collect::<Vec<_>>().join("&");
        return Ok((body.into(), Some("application/x-www-form-urlencoded".to_owned())));
    }
    match properties.text("body")? {
        None => Ok((Bytes::new(), content_type)),
        Some(body) => Ok((body.into(), Some(content_type.unwrap_or_else(|| "application/json".to_owned())))),
    }
}

/// A form with files: text that is an address in internal storage sends the file, and so does a map of `name`
/// and `content`.
async fn multipart(form: &plan::value::Map, host: &Host) -> Result<(Bytes, Option<String>), Failure> {
    let boundary = host.fresh_name("");
    let mut body = Vec::new();
    for (name, value) in form {
        let file = match (value.as_str(), value.get("content")) {
            (Some(text), _) if text.starts_with("kestra://") => Some((None, text.to_owned())),
            (_, Some(content)) => Some((value.get("name").map(java::to_text), java::to_text(content))),
            _ => None,
        };
        body.extend_from_slice(
            format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"", quoted(name)).as_bytes(),
        );
        match file {
            None => {
                body.extend_from_slice(b"\r\n\r\n");
                body.extend_from_slice(java::to_text(value).as_bytes());
            }
            Some((given, content)) => {
                let uri = address(&content)?;
                let name = given.unwrap_or_else(|| uri.file_name().to_owned());
                let head =
                    format!("; filename=\"{}\"\r\nContent-Type: application/octet-stream\r\n\r\n", quoted(&name));
                body.extend_from_slice(head.as_bytes());
                body.extend(host.storage.read(&uri).await.map_err(|error| cannot_read(&uri, &error))?);
            }
        }
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    Ok((body.into(), Some(format!("multipart/form-data; boundary={boundary}"))))
}

/// A name inside quotes of a part's head (the HTML standard's escapes).
fn quoted(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

fn patience(properties: &Properties, options: &Properties) -> Result<Options, Failure> {
    let timeout = options.object("timeout")?;
    let ssl = options.object("ssl")?;
    let old_ssl = properties.object("sslOptions")?;
    let careless = ssl.flag("insecureTrustAllCertificates")?.or(old_ssl.flag("insecureTrustAllCertificates")?);
    let idle = timeout.duration("readIdleTimeout")?.or(options.duration("readIdleTimeout")?);
    Ok(Options {
        follow: options.flag("followRedirects")?.unwrap_or(true),
        connect: timeout.duration("connectTimeout")?.or(options.duration("connectTimeout")?),
        idle: idle.unwrap_or(Duration::from_secs(300)),
        trust: if careless.unwrap_or(false) { Trust::All } else { Trust::Roots },
    })
}

/// The headers of an answer as an output: lists under lower-case names.
pub(super) fn output_headers(headers: &HeaderMap) -> Value {
    let text = |value: &HeaderValue| Value::text(String::from_utf8_lossy(value.as_bytes()));
    let all = |name| Value::list(headers.get_all(name).iter().map(text));
    Value::map(headers.keys().map(|name| (name.as_str(), all(name))))
}

fn refused(property: &str, text: &str) -> Failure {
    Failure::new(format!("the property `{property}` holds `{text}`, which no header can"))
}
