//! Responses as handlers build them.

use bytes::Bytes;
use http::header::{self, HeaderName, HeaderValue};
use http::{Response as HttpResponse, StatusCode};
use serde::Serialize;

use super::body::Body;
use super::problem::Problem;

/// What a handler gives back.
pub type Response = HttpResponse<Body>;

/// What a handler gives back, or why not.
pub type Answer = Result<Response, Problem>;

/// What pages may load and where forms may go: nothing but this server, and pictures from the web.
const PAGE_POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; \
    img-src 'self' data: https:; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'";

/// What a stored file may do when a browser opens it: nothing.
const FILE_POLICY: &str = "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; sandbox";

/// An HTML page that must not be kept by anyone.
pub fn html(page: String) -> Response {
    let mut response = content("text/html; charset=utf-8", page);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(PAGE_POLICY));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// A JSON document.
pub fn json(value: &impl Serialize) -> Response {
    json_with(StatusCode::OK, value)
}

/// A JSON document with a status.
pub fn json_with(status: StatusCode, value: &impl Serialize) -> Response {
    match serde_json::to_vec(value) {
        Ok(bytes) => {
            let mut response = content("application/json", bytes);
            *response.status_mut() = status;
            response
        }
        Err(error) => Problem::internal(&error).into_json(""),
    }
}

/// A body with its media type.
pub fn content(media_type: &'static str, body: impl Into<Bytes>) -> Response {
    let mut response = HttpResponse::new(Body::from(body));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    response.headers_mut().insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

/// A status and nothing else.
pub fn empty(status: StatusCode) -> Response {
    let mut response = HttpResponse::new(Body::empty());
    *response.status_mut() = status;
    response
}

/// 303: the browser goes on with GET.
pub fn see_other(address: &str) -> Response {
    let mut response = empty(StatusCode::SEE_OTHER);
    insert(&mut response, header::LOCATION, address);
    response
}

/// Whether a browser offers to save a file or shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disposition {
    /// Saved.
    Attachment,
    /// Shown, in a sandbox.
    Inline,
}

/// A file of a name; whatever is in it cannot act on this server's pages.
pub fn file(name: &str, disposition: Disposition, body: Body) -> Response {
    let mut response = HttpResponse::new(body);
    let kind = match disposition {
        Disposition::Attachment => "attachment",
        Disposition::Inline => "inline",
    };
    let media_type = match disposition {
        Disposition::Attachment => "application/octet-stream",
        Disposition::Inline => media_type(name),
    };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(FILE_POLICY));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    let plain: String = name
        .chars()
        .map(|c| if c.is_ascii_graphic() && !matches!(c, '"' | '\\') || c == ' ' { c } else { '_' })
        .collect();
    let value = match plain == name {
        true => format!("{kind}; filename=\"{plain}\""),
        false => format!("{kind}; filename=\"{plain}\"; filename*=UTF-8''{}", super::percent::encode(name)),
    };
    insert(&mut response, header::CONTENT_DISPOSITION, &value);
    response
}

/// What a browser may show of a file, by its ending; everything else is text.
fn media_type(name: &str) -> &'static str {
    let ending = name.rsplit_once('.').map_or(String::new(), |(_, ending)| ending.to_ascii_lowercase());
    match ending.as_str() {
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "bmp" => "image/bmp",
        "svg" => "image/svg+xml",
        "pdf" => "application/pdf",
        _ => "text/plain; charset=utf-8",
    }
}

/// Sets a header whose value is made here; characters that no header may hold are left out.
pub fn insert(response: &mut Response, name: HeaderName, value: &str) {
    let clean: String = value.chars().filter(|c| !c.is_control()).collect();
    if let Ok(value) = HeaderValue::from_bytes(clean.as_bytes()) {
        response.headers_mut().insert(name, value);
    }
}

impl Problem {
    /// The problem as clients of the API read it.
    pub fn into_json(self, path: &str) -> Response {
        let mut response = json_with(self.status, &self.document(path));
        self.mark(&mut response);
        response
    }

    /// Adds what a client may need to know before it reads the body.
    pub fn mark(&self, response: &mut Response) {
        if let Some(wait) = self.retry_after {
            insert(response, header::RETRY_AFTER, &wait.as_secs_f64().ceil().max(1.0).to_string());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_cannot_break_out_of_their_header() {
        let response = file("a\"\r\nSet-Cookie: x=\\y é.csv", Disposition::Attachment, Body::empty());
        let value = response.headers()[header::CONTENT_DISPOSITION].to_str().unwrap();
        assert!(
            value.starts_with("attachment; filename=\"a___Set-Cookie: x=_y _.csv\"; filename*=UTF-8''a%22%0D"),
            "{value}"
        );
        assert!(!response.headers().contains_key(header::SET_COOKIE));
    }
}
