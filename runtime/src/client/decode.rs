//! Bodies that were packed for the way.

use std::io::{self, Read};

use bytes::Bytes;
use http::{HeaderMap, header};

/// The body as it was meant; no longer than the limit, however well it was packed.
pub(super) fn unpack(headers: &HeaderMap, body: Bytes, limit: usize) -> io::Result<Bytes> {
    let packing = headers.get(header::CONTENT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    match packing.trim().to_ascii_lowercase().as_str() {
        "gzip" | "x-gzip" => read(flate2::read::MultiGzDecoder::new(&*body), limit),
        "deflate" => read(flate2::read::ZlibDecoder::new(&*body), limit),
        _ => Ok(body),
    }
}

fn read(source: impl Read, limit: usize) -> io::Result<Bytes> {
    let mut out = Vec::new();
    source.take(limit as u64 + 1).read_to_end(&mut out)?;
    if out.len() > limit {
        return Err(io::Error::other(format!("the answer unpacks to more than the {limit} bytes allowed")));
    }
    Ok(out.into())
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn a_bomb_is_refused() {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        packer.write_all(&vec![0; 1 << 20]).expect("memory takes it");
        let body = Bytes::from(packer.finish().expect("memory takes it"));
        let headers = HeaderMap::from_iter([(header::CONTENT_ENCODING, "gzip".parse().expect("a header"))]);
        assert_eq!(unpack(&headers, body.clone(), 1 << 20).expect("it fits").len(), 1 << 20);
        assert!(unpack(&headers, body, 1 << 10).is_err());
    }
}
