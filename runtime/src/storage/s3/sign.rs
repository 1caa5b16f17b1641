//! Signing requests: AWS Signature Version 4, as every S3-compatible store asks for it.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html>

use http::{HeaderMap, HeaderName, HeaderValue, Method};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use ring::{digest, hmac};

use crate::settings::Credentials;

/// What is signed of a request, besides its headers.
pub(super) struct Signed<'a> {
    pub(super) method: &'a Method,
    /// Encoded, with its first slash.
    pub(super) path: &'a str,
    /// Names and values as they are; they are encoded and sorted here.
    pub(super) query: &'a [(&'a str, &'a str)],
    pub(super) host: &'a str,
    pub(super) body: &'a [u8],
}

/// The query as it is sent and signed.
pub(super) fn query(pairs: &[(&str, &str)]) -> String {
    let encode = plan::percent::encode;
    let mut pairs: Vec<String> =
        pairs.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
    pairs.sort();
    pairs.join("&")
}

/// Adds the headers that prove who sends a request; those that are there already are signed with it.
pub(super) fn sign(
    signed: &Signed<'_>,
    headers: &mut HeaderMap,
    credentials: &Credentials,
    region: &str,
    now: Timestamp,
) -> Result<(), http::header::InvalidHeaderValue> {
    let now = now.to_zoned(TimeZone::UTC);
    let (time, day) = (now.strftime("%Y%m%dT%H%M%SZ").to_string(), now.strftime("%Y%m%d").to_string());
    let content = hex(digest::digest(&digest::SHA256, signed.body).as_ref());
    headers.insert(HeaderName::from_static("x-amz-content-sha256"), HeaderValue::from_str(&content)?);
    headers.insert(HeaderName::from_static("x-amz-date"), HeaderValue::from_str(&time)?);
    if let Some(token) = &credentials.token {
        let mut token = HeaderValue::from_str(token)?;
        token.set_sensitive(true);
        headers.insert(HeaderName::from_static("x-amz-security-token"), token);
    }
    let mut lines: Vec<(String, String)> = vec![("host".to_owned(), signed.host.to_owned())];
    lines.extend(
        headers.iter().map(|(name, value)| {
            (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).trim().to_owned())
        }),
    );
    lines.sort();
    let names: Vec<&str> = lines.iter().map(|(name, _)| name.as_str()).collect();
    let names = names.join(";");
    let lines: String = lines.iter().map(|(name, value)| format!("{name}:{value}\n")).collect();
    let request = format!("{}\n{}\n{}\n{lines}\n{names}\n{content}", signed.method, signed.path, query(signed.query));
    let scope = format!("{day}/{region}/s3/aws4_request");
    let request = hex(digest::digest(&digest::SHA256, request.as_bytes()).as_ref());
    let text = format!("AWS4-HMAC-SHA256\n{time}\n{scope}\n{request}");
    let first = format!("AWS4{}", &*credentials.secret_key);
    let key = [&*day, region, "s3", "aws4_request"].iter().fold(first.into_bytes(), |key, part| mac(&key, part));
    let signature = hex(&mac(&key, &text));
    let key = &credentials.access_key;
    let value = format!("AWS4-HMAC-SHA256 Credential={key}/{scope}, SignedHeaders={names}, Signature={signature}");
    let mut value = HeaderValue::from_str(&value)?;
    value.set_sensitive(true);
    headers.insert(http::header::AUTHORIZATION, value);
    Ok(())
}

fn mac(key: &[u8], text: &str) -> Vec<u8> {
    hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), text.as_bytes()).as_ref().to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The examples of Amazon's own documentation of S3.
    #[test]
    fn requests_are_signed_as_the_documentation_says() {
        let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", None);
        let now = "2013-05-24T00:00:00Z".parse().expect("a time");
        let signature = |path: &str, query: &[(&str, &str)], headers: &[(&'static str, &str)]| {
            let signed =
                Signed { method: &Method::GET, path, query, host: "examplebucket.s3.amazonaws.com", body: b"" };
            let headers = headers.iter();
            let mut headers: HeaderMap = headers
                .map(|(name, value)| (HeaderName::from_static(name), value.parse().expect("a header")))
                .collect();
            sign(&signed, &mut headers, &credentials, "us-east-1", now).expect("it is signed");
            let value = headers[http::header::AUTHORIZATION].to_str().expect("text").to_owned();
            value.rsplit_once("Signature=").expect("a signature").1.to_owned()
        };
        assert_eq!(
            signature("/test.txt", &[], &[("range", "bytes=0-9")]),
            "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"
        );
        assert_eq!(
            signature("/", &[("lifecycle", "")], &[]),
            "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"
        );
        assert_eq!(
            signature("/", &[("prefix", "J"), ("max-keys", "2")], &[]),
            "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"
        );
    }
}
