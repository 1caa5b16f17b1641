//! Copies inside a store: at once, or in parts where the object is larger than a store copies at once.

use std::ops::Range;
use std::sync::PoisonError;

use http::{HeaderMap, HeaderName, HeaderValue, Method};
use object_store::path::Path;
use object_store::{MultipartUpload, ObjectStoreExt, Result};

use super::{Ask, Bucket, answers, failed};

/// How much is copied how.
#[derive(Clone, Copy)]
struct Sizes {
    /// What a store copies at once at the most, in bytes.
    at_once: u64,
    /// The parts of larger copies; a store takes 10,000 of them.
    part: u64,
}

/// What Amazon says: 5 GiB at once, and up to 5 TiB in parts.
const SIZES: Sizes = Sizes { at_once: 5 << 30, part: 1 << 30 };

impl Bucket {
    /// Copies an object over another, or to where none is.
    pub(super) async fn copy_object(&self, from: &Path, to: &Path) -> Result<()> {
        self.copy_in(from, to, SIZES).await
    }

    async fn copy_in(&self, from: &Path, to: &Path, sizes: Sizes) -> Result<()> {
        let size = self.head(from).await?.size;
        if size <= sizes.at_once {
            let headers = self.source(from, None)?;
            let ask = Ask { method: Method::PUT, key: Some(to), headers, ..Ask::default() };
            return self.ask_for_text(ask).await.map(drop);
        }
        let mut upload = self.begin_upload(to).await?;
        for range in parts(size, sizes.part) {
            let headers = self.source(from, Some(range))?;
            upload.copy_part(headers).await?;
        }
        upload.complete().await.map(drop)
    }

    /// The headers that name an object to be copied, or some bytes of it.
    fn source(&self, from: &Path, bytes: Option<Range<u64>>) -> Result<HeaderMap> {
        let range = bytes.map(|bytes| ("x-amz-copy-source-range", format!("bytes={}-{}", bytes.start, bytes.end - 1)));
        let named = std::iter::once(("x-amz-copy-source", self.address(Some(from)))).chain(range);
        named
            .map(|(name, value)| {
                let value = HeaderValue::from_str(&value).map_err(|_| failed("the source of a copy has no address"))?;
                Ok((HeaderName::from_static(name), value))
            })
            .collect()
    }
}

impl super::Upload {
    /// Has the store fill the next part from an object that it has.
    async fn copy_part(&mut self, headers: HeaderMap) -> Result<()> {
        self.sent += 1;
        let number = self.sent.to_string();
        let query = vec![("partNumber", number.as_str()), ("uploadId", self.parts.id.as_str())];
        let ask = Ask { method: Method::PUT, key: Some(&self.parts.location), query, headers, ..Ask::default() };
        let text = self.parts.bucket.ask_for_text(ask).await?;
        let tag = answers::copied(&text).ok_or_else(|| failed("a copied part has no name"))?;
        self.tags.lock().unwrap_or_else(PoisonError::into_inner).push((self.sent, tag));
        Ok(())
    }
}

/// The bytes of each part, in order.
fn parts(size: u64, part: u64) -> impl Iterator<Item = Range<u64>> {
    (0..size.div_ceil(part)).map(move |number| number * part..((number + 1) * part).min(size))
}

#[cfg(test)]
mod tests {
    use std::io::{BufRead, BufReader, Read, Write};
    use std::net::{TcpListener, TcpStream};

    use super::*;
    use crate::client::Client;
    use crate::settings::{Credentials, Redirects, S3};

    #[test]
    fn parts_are_whole_and_none_is_empty() {
        let all = |size, part| parts(size, part).collect::<Vec<_>>();
        assert_eq!(all(10, 4), [0..4, 4..8, 8..10]);
        assert_eq!(all(8, 4), [0..4, 4..8]);
        assert!(all(5 << 40, SIZES.part).len() <= 10_000);
    }

    /// Answers a request as a store does, and says what was asked.
    fn answer(mut stream: TcpStream) -> Option<String> {
        let mut reader = BufReader::new(stream.try_clone().ok()?);
        let (mut line, mut length, mut range) = (String::new(), 0, String::new());
        reader.read_line(&mut line).ok()?;
        loop {
            let mut header = String::new();
            reader.read_line(&mut header).ok()?;
            match header.trim().split_once(": ") {
                None => break,
                Some(("content-length", value)) => length = value.parse().ok()?,
                Some(("x-amz-copy-source-range", value)) => range = format!(" {value}"),
                Some(_) => {}
            }
        }
        reader.take(length).read_to_end(&mut Vec::new()).ok()?;
        let body = match line.as_str() {
            _ if line.starts_with("HEAD") => String::new(),
            _ if line.contains("uploads") => {
                "<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>".to_owned()
            }
            _ if line.contains("partNumber") => "<CopyPartResult><ETag>\"t\"</ETag></CopyPartResult>".to_owned(),
            _ => "<CompleteMultipartUploadResult/>".to_owned(),
        };
        // What a question for the head alone is answered with says how long the object is.
        let length = if line.starts_with("HEAD") { 10 } else { body.len() };
        let head = format!("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{body}");
        stream.write_all(head.as_bytes()).ok()?;
        Some(format!("{}{range}", line.trim().trim_end_matches(" HTTP/1.1")))
    }

    #[tokio::test]
    async fn what_is_too_large_to_be_copied_at_once_is_copied_in_parts() {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let endpoint = format!("http://{}", listener.local_addr().expect("an address"));
        let asked = std::thread::spawn(move || {
            listener.incoming().take(6).filter_map(|stream| answer(stream.ok()?)).collect::<Vec<_>>()
        });
        let settings = S3 {
            endpoint,
            bucket: "flows".to_owned(),
            prefix: String::new(),
            region: "eu-central-1".to_owned(),
            credentials: Credentials::new("key", "secret", None),
        };
        let bucket = Bucket::new(settings, Client::new(Redirects::default())).expect("the address is one");
        let (from, to) = (Path::from("a/old"), Path::from("b/new"));
        bucket.copy_in(&from, &to, Sizes { at_once: 4, part: 4 }).await.expect("it is copied");
        let expected = [
            "HEAD /flows/a/old",
            "POST /flows/b/new?uploads=",
            "PUT /flows/b/new?partNumber=1&uploadId=u bytes=0-3",
            "PUT /flows/b/new?partNumber=2&uploadId=u bytes=4-7",
            "PUT /flows/b/new?partNumber=3&uploadId=u bytes=8-9",
            "POST /flows/b/new?uploadId=u",
        ];
        assert_eq!(asked.join().expect("it answers"), expected);
    }
}
