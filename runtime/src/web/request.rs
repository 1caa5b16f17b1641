//! A request as handlers see it: matched, decoded, with its body still to be read.

use http::{HeaderMap, Method, header};

use super::content::Content;
use super::guard::Caller;
use super::multipart::Multipart;
use super::problem::Problem;
use super::query::Query;

/// A request that was matched to a route.
#[derive(Debug)]
pub struct Request {
    /// The method.
    pub method: Method,
    /// The path as it was sent, still encoded.
    pub path: String,
    /// The parts of the path that the route names, decoded.
    pub parameters: Parameters,
    /// The query, decoded.
    pub query: Query,
    /// The headers.
    pub headers: HeaderMap,
    /// Who sends it.
    pub caller: Caller,
    /// The body.
    pub content: Content,
}

/// The named parts of a path.
#[derive(Clone, Debug, Default)]
pub struct Parameters(pub(super) Vec<(String, String)>);

impl Parameters {
    /// The part of a name; empty where the route has no such part.
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }
}

impl Request {
    /// A part of the path.
    pub fn parameter(&self, name: &str) -> &str {
        self.parameters.get(name)
    }

    /// Whether its sender may see what is in a namespace.
    pub fn sees(&self, namespace: &str) -> bool {
        self.caller.identity.sees(namespace)
    }

    /// A header's value where it is text.
    pub fn header(&self, name: impl header::AsHeaderName) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The media type of the body without its parameters, in lower case.
    pub fn media_type(&self) -> String {
        let value = self.header(header::CONTENT_TYPE).unwrap_or_default();
        value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
    }

    /// The body as a JSON document.
    ///
    /// # Errors
    ///
    /// 422 where it is none of this form.
    pub async fn json<T: serde::de::DeserializeOwned>(&mut self) -> Result<T, Problem> {
        serde_json::from_slice(&self.take_content().bytes().await?).map_err(|error| Problem::json(&error))
    }

    /// The body, which is then read apart from the rest.
    pub fn take_content(&mut self) -> Content {
        std::mem::replace(&mut self.content, Content::memory([]))
    }

    /// The parts of a multipart body of at most `limit` bytes; a body that is absent or empty has no parts.
    ///
    /// # Errors
    ///
    /// 415 for other media types, 400 where the boundary is missing.
    pub fn multipart(&mut self, limit: u64) -> Result<Multipart, Problem> {
        let media_type = self.media_type();
        // `curl -X POST -H 'Content-Type: multipart/form-data'` names a media type although it sends nothing.
        let is_empty = match self.header(header::CONTENT_LENGTH) {
            Some(length) => length == "0",
            None => !self.headers.contains_key(header::TRANSFER_ENCODING),
        };
        match media_type.as_str() {
            _ if is_empty => Ok(Multipart::none()),
            "" => Ok(Multipart::none()),
            "multipart/form-data" => {
                let value = self.header(header::CONTENT_TYPE).unwrap_or_default();
                let boundary = super::multipart::boundary(value).ok_or_else(|| {
                    Problem::bad_request("`Content-Type: multipart/form-data` comes without its boundary")
                })?;
                Ok(Multipart::new(self.take_content().limited(limit), &boundary))
            }
            other => Err(Problem::new(
                http::StatusCode::UNSUPPORTED_MEDIA_TYPE,
                format!("`{other}` is not accepted here; send `multipart/form-data`"),
            )),
        }
    }

    /// Whether the sender prefers an HTML page to a document for machines.
    pub fn prefers_html(&self) -> bool {
        self.header(header::ACCEPT).is_some_and(|accept| accept.contains("text/html"))
    }
}

/// The value of a cookie.
pub fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let headers = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    headers
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
}
