//! Objects in an S3-compatible store, asked for with the client that tasks use as well.
//!
//! `object_store` brings a client of its own for S3. It would make the binary 1.8 MB larger, a tenth of all there is,
//! for ways to find credentials and kinds of encryption that internal storage has no use for.

mod answers;
mod copy;
mod sign;

use std::fmt;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use futures_util::future::BoxFuture;
use futures_util::stream::{BoxStream, StreamExt, try_unfold};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use jiff::Timestamp;
use object_store::path::Path;
use object_store::{
    CopyMode, CopyOptions, Error, GetOptions, GetRange, GetResult, GetResultPayload, ListResult, MultipartUpload,
    ObjectMeta, ObjectStore, PutMode, PutMultipartOptions, PutOptions, PutPayload, PutResult, Result, UploadPart,
};

use crate::client::{Client, Options, Request, Response};
use crate::settings::S3;

/// A bucket of a store; a cheap clone leads to the same.
#[derive(Clone)]
pub(super) struct Bucket(Arc<Inner>);

struct Inner {
    client: Client,
    settings: S3,
    /// Scheme, host and port.
    origin: String,
    host: String,
    /// Encoded, with its first slash and without one at its end.
    folder: String,
}

/// As often something is asked that fails for reasons that pass.
const TRIES: u32 = 4;

/// How long is waited before the second try; twice as long before each further one.
const PATIENCE: Duration = Duration::from_millis(100);

/// The longest answer that is read as a whole: a page of a list.
const LONGEST: usize = 16 * 1024 * 1024;

/// As many objects are deleted at a time.
const AT_ONCE: usize = 8;

/// What is asked of the store.
#[derive(Default)]
struct Ask<'a> {
    method: Method,
    /// An object, or the bucket itself.
    key: Option<&'a Path>,
    query: Vec<(&'a str, &'a str)>,
    headers: HeaderMap,
    body: Bytes,
}

impl Bucket {
    /// The bucket of some settings.
    ///
    /// # Errors
    ///
    /// In one line, where the endpoint is no address.
    pub(super) fn new(settings: S3, client: Client) -> std::result::Result<Self, String> {
        let uri: Uri = settings.endpoint.parse().map_err(|_| format!("`{}` is no address", settings.endpoint))?;
        let (Some(scheme @ ("http" | "https")), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
            return Err(format!("`{}` names no scheme and host", settings.endpoint));
        };
        let folder = uri.path().split('/').chain([settings.bucket.as_str()]).filter(|part| !part.is_empty());
        let folder: String = folder.map(|part| format!("/{}", plan::percent::encode(part))).collect();
        let (origin, host) = (format!("{scheme}://{authority}"), authority.to_string());
        Ok(Self(Arc::new(Inner { client, settings, origin, host, folder })))
    }

    /// The key of an object in the bucket.
    fn key(&self, path: &Path) -> String {
        match self.0.settings.prefix.trim_matches('/') {
            "" => path.to_string(),
            prefix => format!("{prefix}/{path}"),
        }
    }

    /// The object of a key.
    fn path(&self, key: &str) -> Option<Path> {
        let prefix = self.0.settings.prefix.trim_matches('/');
        let rest = key.strip_prefix(prefix)?;
        Path::parse(rest.trim_start_matches('/')).ok()
    }

    /// The path of an object in an address.
    fn address(&self, path: Option<&Path>) -> String {
        let key = path.map(|path| self.key(path)).unwrap_or_default();
        let parts = key.split('/').filter(|part| !part.is_empty());
        let parts: String = parts.map(|part| format!("/{}", plan::percent::encode(part))).collect();
        format!("{}{parts}", self.0.folder)
    }

    /// Asks, and asks again where that may help; whatever is asked may be asked twice.
    async fn ask(&self, ask: Ask<'_>) -> Result<Response> {
        let mut patience = PATIENCE;
        for attempt in 1.. {
            let answer = self.ask_once(&ask).await;
            let passes = match &answer {
                Ok(response) => matches!(response.status.as_u16(), 429 | 500 | 502 | 503 | 504),
                Err(_) => true,
            };
            if !passes || attempt == TRIES {
                return judged(answer?, ask.key).await;
            }
            tokio::time::sleep(patience).await;
            patience *= 2;
        }
        Err(failed("it was not asked"))
    }

    async fn ask_once(&self, ask: &Ask<'_>) -> Result<Response> {
        let Inner { client, settings, origin, host, .. } = &*self.0;
        let path = self.address(ask.key);
        let query = sign::query(&ask.query);
        let mut headers = ask.headers.clone();
        let signed = sign::Signed { method: &ask.method, path: &path, query: &ask.query, host, body: &ask.body };
        sign::sign(&signed, &mut headers, &settings.credentials, &settings.region, Timestamp::now())
            .map_err(|_| failed("the credentials hold characters that no header can"))?;
        let mark = if query.is_empty() { "" } else { "?" };
        let uri = format!("{origin}{path}{mark}{query}").parse().map_err(|_| failed("the address is none"))?;
        let options = Options { follow: false, ..Options::default() };
        let request = Request { method: ask.method.clone(), uri, headers, body: ask.body.clone(), options };
        client.send(request).await.map_err(|error| failed(&error.0))
    }

    /// Asks for something that is answered with XML.
    async fn ask_for_text(&self, ask: Ask<'_>) -> Result<String> {
        let answer = self.ask(ask).await?.bytes(LONGEST).await.map_err(|error| failed(&error.0))?;
        let text = String::from_utf8_lossy(&answer).into_owned();
        match answers::refusal(&text) {
            Some(refusal) => Err(failed(&refusal)),
            None => Ok(text),
        }
    }

    async fn begin_upload(&self, location: &Path) -> Result<Upload> {
        let query = vec![("uploads", "")];
        let ask = Ask { method: Method::POST, key: Some(location), query, ..Ask::default() };
        let text = self.ask_for_text(ask).await?;
        let id = answers::upload(&text).ok_or_else(|| failed("the store begins no upload"))?;
        let parts = Parts { bucket: self.clone(), location: location.clone(), id, is_open: true };
        Ok(Upload { parts, sent: 0, tags: Arc::default() })
    }

    async fn page(&self, prefix: &str, delimiter: Option<&str>, token: Option<&str>) -> Result<answers::Page> {
        let mut query = vec![("list-type", "2"), ("prefix", prefix)];
        query.extend(delimiter.map(|delimiter| ("delimiter", delimiter)));
        query.extend(token.map(|token| ("continuation-token", token)));
        let text = self.ask_for_text(Ask { method: Method::GET, query, ..Ask::default() }).await?;
        answers::page(&text).ok_or_else(|| failed("the list cannot be read"))
    }

    /// What the keys of everything below a folder begin with.
    fn prefix(&self, folder: Option<&Path>) -> String {
        let key = self.key(folder.unwrap_or(&Path::ROOT));
        let key = key.trim_end_matches('/');
        if key.is_empty() { String::new() } else { format!("{key}/") }
    }

    fn meta(&self, object: &answers::Object) -> Option<ObjectMeta> {
        Some(ObjectMeta {
            location: self.path(&object.key)?,
            last_modified: SystemTime::from(object.modified).into(),
            size: object.size,
            e_tag: None,
            version: None,
        })
    }
}

/// An answer, or what its status and text say against it.
async fn judged(response: Response, key: Option<&Path>) -> Result<Response> {
    let status = response.status;
    if status.is_success() {
        return Ok(response);
    }
    let text = response.bytes(LONGEST).await.unwrap_or_default();
    let refusal = answers::refusal(&String::from_utf8_lossy(&text));
    let source = format!("the store answers {status}{}", refusal.map(|it| format!(" ({it})")).unwrap_or_default());
    let (path, source) = (key.map(ToString::to_string).unwrap_or_default(), source.into());
    Err(match status {
        StatusCode::NOT_FOUND => Error::NotFound { path, source },
        StatusCode::PRECONDITION_FAILED | StatusCode::CONFLICT => Error::AlreadyExists { path, source },
        StatusCode::FORBIDDEN => Error::PermissionDenied { path, source },
        StatusCode::UNAUTHORIZED => Error::Unauthenticated { path, source },
        _ => Error::Generic { store: "S3", source },
    })
}

fn failed(reason: &str) -> Error {
    Error::Generic { store: "S3", source: reason.to_owned().into() }
}

fn not_supported(what: &str) -> Error {
    Error::NotSupported { source: format!("{what} is not asked of a store").into() }
}

fn text_of(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok()
}

/// What the head of an answer says of an object.
fn described(location: &Path, headers: &HeaderMap) -> Result<ObjectMeta> {
    let incomplete = || failed("the answer does not say how long the object is");
    let whole = text_of(headers, header::CONTENT_RANGE).and_then(|range| range.rsplit_once('/')?.1.parse().ok());
    let length = || text_of(headers, header::CONTENT_LENGTH)?.parse().ok();
    let modified = text_of(headers, header::LAST_MODIFIED);
    let modified = modified.and_then(|text| jiff::fmt::rfc2822::parse(text).ok()).map(|at| at.timestamp());
    Ok(ObjectMeta {
        location: location.clone(),
        last_modified: SystemTime::from(modified.unwrap_or(Timestamp::UNIX_EPOCH)).into(),
        size: whole.or_else(length).ok_or_else(incomplete)?,
        e_tag: text_of(headers, header::ETAG).map(str::to_owned),
        version: None,
    })
}

fn stored(headers: &HeaderMap) -> PutResult {
    let e_tag = text_of(headers, header::ETAG).map(str::to_owned);
    PutResult { e_tag, version: None, extensions: object_store::Extensions::default() }
}

#[async_trait::async_trait]
impl ObjectStore for Bucket {
    async fn put_opts(&self, location: &Path, payload: PutPayload, options: PutOptions) -> Result<PutResult> {
        let mut headers = HeaderMap::new();
        match options.mode {
            PutMode::Overwrite => {}
            PutMode::Create => drop(headers.insert(header::IF_NONE_MATCH, HeaderValue::from_static("*"))),
            PutMode::Update(_) => return Err(not_supported("an update under conditions")),
        }
        let ask = Ask { method: Method::PUT, key: Some(location), headers, body: payload.into(), ..Ask::default() };
        Ok(stored(&self.ask(ask).await?.headers))
    }

    async fn put_multipart_opts(&self, location: &Path, _: PutMultipartOptions) -> Result<Box<dyn MultipartUpload>> {
        Ok(Box::new(self.begin_upload(location).await?))
    }

    async fn get_opts(&self, location: &Path, options: GetOptions) -> Result<GetResult> {
        if options.if_match.is_some() || options.if_none_match.is_some() || options.version.is_some() {
            return Err(not_supported("a read under conditions"));
        }
        let mut headers = HeaderMap::new();
        if let Some(range) = &options.range {
            let range = match range {
                GetRange::Bounded(range) => format!("bytes={}-{}", range.start, range.end.saturating_sub(1)),
                GetRange::Offset(start) => format!("bytes={start}-"),
                GetRange::Suffix(length) => format!("bytes=-{length}"),
            };
            headers.insert(header::RANGE, HeaderValue::from_str(&range).map_err(|_| failed("the range is none"))?);
        }
        let method = if options.head { Method::HEAD } else { Method::GET };
        let response = self.ask(Ask { method, key: Some(location), headers, ..Ask::default() }).await?;
        let meta = described(location, &response.headers)?;
        let range = match options.range {
            None => 0..meta.size,
            Some(range) => range.as_range(meta.size).map_err(|error| failed(&error.to_string()))?,
        };
        let pieces = try_unfold(response, |mut response| async move {
            let piece = response.chunk().await.map_err(|error| failed(&error.0))?;
            Ok(piece.map(|piece| (piece, response)))
        });
        Ok(GetResult {
            payload: GetResultPayload::Stream(pieces.boxed()),
            meta,
            range,
            attributes: object_store::Attributes::default(),
            extensions: object_store::Extensions::default(),
        })
    }

    async fn get_ranges(&self, location: &Path, ranges: &[Range<u64>]) -> Result<Vec<Bytes>> {
        let mut all = Vec::with_capacity(ranges.len());
        for range in ranges {
            let options = GetOptions { range: Some(GetRange::Bounded(range.clone())), ..GetOptions::default() };
            all.push(self.get_opts(location, options).await?.bytes().await?);
        }
        Ok(all)
    }

    fn delete_stream(&self, locations: BoxStream<'static, Result<Path>>) -> BoxStream<'static, Result<Path>> {
        let bucket = self.clone();
        let delete = move |location: Result<Path>| {
            let bucket = bucket.clone();
            async move {
                let location = location?;
                let ask = Ask { method: Method::DELETE, key: Some(&location), ..Ask::default() };
                bucket.ask(ask).await?;
                Ok(location)
            }
        };
        locations.map(delete).buffered(AT_ONCE).boxed()
    }

    fn list(&self, prefix: Option<&Path>) -> BoxStream<'static, Result<ObjectMeta>> {
        let (bucket, prefix) = (self.clone(), self.prefix(prefix));
        // Before the first page, the name of the next one, behind the last.
        let pages = try_unfold(Some(None), move |next: Option<Option<String>>| {
            let (bucket, prefix) = (bucket.clone(), prefix.clone());
            async move {
                let Some(token) = next else { return Ok(None) };
                let page = bucket.page(&prefix, None, token.as_deref()).await?;
                let objects: Vec<Result<ObjectMeta>> =
                    page.objects.iter().filter_map(|object| bucket.meta(object)).map(Ok).collect();
                Ok::<_, Error>(Some((futures_util::stream::iter(objects), page.next.map(Some))))
            }
        });
        futures_util::TryStreamExt::try_flatten(pages).boxed()
    }

    async fn list_with_delimiter(&self, prefix: Option<&Path>) -> Result<ListResult> {
        let prefix = self.prefix(prefix);
        let (mut objects, mut common_prefixes, mut token) = (Vec::new(), Vec::new(), None);
        loop {
            let page = self.page(&prefix, Some("/"), token.as_deref()).await?;
            objects.extend(page.objects.iter().filter_map(|object| self.meta(object)));
            common_prefixes.extend(page.prefixes.iter().filter_map(|prefix| self.path(prefix)));
            token = page.next;
            if token.is_none() {
                let extensions = object_store::Extensions::default();
                return Ok(ListResult { common_prefixes, objects, extensions });
            }
        }
    }

    async fn copy_opts(&self, from: &Path, to: &Path, options: CopyOptions) -> Result<()> {
        if options.mode == CopyMode::Create {
            return Err(not_supported("a copy under conditions"));
        }
        self.copy_object(from, to).await
    }
}

impl fmt::Display for Bucket {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}{}", self.0.origin, self.0.folder)
    }
}

impl fmt::Debug for Bucket {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Bucket({self})")
    }
}

/// An object that is sent in parts.
#[derive(Debug)]
struct Upload {
    parts: Parts,
    /// How many parts were begun.
    sent: u32,
    /// The number of each part that the store has, with what the store calls it.
    tags: Arc<Mutex<Vec<(u32, String)>>>,
}

/// What a store keeps of an upload until it is completed; given up where nobody goes on with it.
#[derive(Debug)]
struct Parts {
    bucket: Bucket,
    location: Path,
    id: String,
    is_open: bool,
}

impl Parts {
    async fn give_up(&mut self) -> Result<()> {
        self.is_open = false;
        give_up(&self.bucket, &self.location, &self.id).await
    }
}

async fn give_up(bucket: &Bucket, location: &Path, id: &str) -> Result<()> {
    let ask = Ask { method: Method::DELETE, key: Some(location), query: vec![("uploadId", id)], ..Ask::default() };
    bucket.ask(ask).await.map(drop)
}

impl Drop for Parts {
    fn drop(&mut self) {
        // A client that goes away in the middle of a file takes the task with it that was sending.
        if self.is_open
            && let Ok(runtime) = tokio::runtime::Handle::try_current()
        {
            let (bucket, location, id) = (self.bucket.clone(), self.location.clone(), std::mem::take(&mut self.id));
            runtime.spawn(async move {
                if let Err(error) = give_up(&bucket, &location, &id).await {
                    tracing::warn!(%error, "the parts of a broken upload stay in the bucket");
                }
            });
        }
    }
}

#[async_trait::async_trait]
impl MultipartUpload for Upload {
    fn put_part(&mut self, data: PutPayload) -> UploadPart {
        self.sent += 1;
        let (number, bucket, id) = (self.sent, self.parts.bucket.clone(), self.parts.id.clone());
        let (location, tags) = (self.parts.location.clone(), Arc::clone(&self.tags));
        let send: BoxFuture<'static, Result<()>> = Box::pin(async move {
            let text = number.to_string();
            let query = vec![("partNumber", text.as_str()), ("uploadId", id.as_str())];
            let body = data.into();
            let ask = Ask { method: Method::PUT, key: Some(&location), query, body, ..Ask::default() };
            let answer = bucket.ask(ask).await?;
            let tag = text_of(&answer.headers, header::ETAG).ok_or_else(|| failed("a part has no name"))?;
            tags.lock().unwrap_or_else(PoisonError::into_inner).push((number, tag.to_owned()));
            Ok(())
        });
        send
    }

    async fn complete(&mut self) -> Result<PutResult> {
        let mut tags = self.tags.lock().unwrap_or_else(PoisonError::into_inner).clone();
        tags.sort();
        let part = |(number, tag): &(u32, String)| {
            let tag = tag.replace('&', "&amp;").replace('<', "&lt;");
            format!("<Part><PartNumber>{number}</PartNumber><ETag>{tag}</ETag></Part>")
        };
        let parts: String = tags.iter().map(part).collect();
        let body = format!("<CompleteMultipartUpload>{parts}</CompleteMultipartUpload>").into();
        let Parts { bucket, location, id, .. } = &self.parts;
        let query = vec![("uploadId", id.as_str())];
        bucket.ask_for_text(Ask { method: Method::POST, key: Some(location), query, body, ..Ask::default() }).await?;
        self.parts.is_open = false;
        Ok(PutResult { e_tag: None, version: None, extensions: object_store::Extensions::default() })
    }

    async fn abort(&mut self) -> Result<()> {
        self.parts.give_up().await
    }
}
