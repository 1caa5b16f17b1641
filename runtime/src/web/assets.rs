//! The style sheet, script and pictures of the pages: in the binary, compressed once, kept by browsers for ever.

use std::io::Write as _;
use std::sync::{Arc, LazyLock};

use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use http::StatusCode;
use http::header::{self, HeaderValue};
use sha2::{Digest as _, Sha256};

use super::body::Body;
use super::context::Context;
use super::problem::Problem;
use super::request::Request;
use super::response::{Answer, Response, empty, insert};

/// A file of the pages.
#[derive(Debug)]
struct Asset {
    name: &'static str,
    media_type: &'static str,
    bytes: &'static [u8],
    compressed: Bytes,
    /// Changes with the content; part of the address, so that a browser never holds an old one.
    version: String,
}

static ASSETS: LazyLock<Vec<Asset>> = LazyLock::new(|| {
    vec![
        asset("app.css", "text/css; charset=utf-8", include_bytes!("assets/app.css")),
        asset("app.js", "text/javascript; charset=utf-8", include_bytes!("assets/app.js")),
        asset("icon.svg", "image/svg+xml", include_bytes!("assets/icon.svg")),
    ]
});

fn asset(name: &'static str, media_type: &'static str, bytes: &'static [u8]) -> Asset {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    // Writing to memory does not fail.
    let compressed = encoder.write_all(bytes).and_then(|()| encoder.finish()).unwrap_or_default().into();
    let version = Sha256::digest(bytes).iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    Asset { name, media_type, bytes, compressed, version }
}

/// The address of a file of the pages.
pub fn address(name: &str) -> String {
    let version = ASSETS.iter().find(|asset| asset.name == name).map_or("", |asset| &asset.version);
    format!("/assets/{version}/{name}")
}

/// `GET /assets/{version}/{name}`.
pub async fn get(_: Arc<Context>, request: Request) -> Answer {
    let name = request.parameter("name");
    let asset = ASSETS
        .iter()
        .find(|asset| asset.name == name)
        .ok_or_else(|| Problem::not_found(format!("there is no asset `{name}`")))?;
    Ok(serve(asset, &request))
}

fn serve(asset: &'static Asset, request: &Request) -> Response {
    let tag = format!("\"{}\"", asset.version);
    let known =
        request.header(header::IF_NONE_MATCH).is_some_and(|tags| tags.split(',').any(|known| known.trim() == tag));
    let accepts_gzip = request.header(header::ACCEPT_ENCODING).is_some_and(|accepted| accepted.contains("gzip"));
    let mut response = match (known, accepts_gzip) {
        (true, _) => empty(StatusCode::NOT_MODIFIED),
        (false, true) => {
            let mut response = Response::new(Body::from(asset.compressed.clone()));
            response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            response
        }
        (false, false) => Response::new(Body::from(Bytes::from_static(asset.bytes))),
    };
    insert(&mut response, header::ETAG, &tag);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.media_type));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    response
}
