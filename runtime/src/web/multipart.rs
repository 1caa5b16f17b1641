//! Reading `multipart/form-data` (RFC 7578) as it arrives, part by part and piece by piece.
//!
//! Nothing is kept but what is not yet handed out: at most one piece of the body and the start of a delimiter.

use bytes::{Bytes, BytesMut};
use memchr::memmem::Finder;

use super::content::Content;
use super::problem::Problem;

/// The most bytes the headers of one part may have.
const MOST_HEADER_BYTES: usize = 16 * 1024;

/// The longest boundary (RFC 2046 §5.1.1).
const LONGEST_BOUNDARY: usize = 70;

/// A multipart body.
#[derive(Debug)]
pub struct Multipart {
    content: Content,
    buffer: BytesMut,
    /// `CRLF "--" boundary`.
    delimiter: Finder<'static>,
    state: State,
    parts: usize,
    most_parts: usize,
    ended: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Before the first delimiter.
    Preamble,
    /// Right behind a delimiter.
    Delimiter,
    /// Inside a part's data.
    Data,
    /// Behind the closing delimiter.
    Closed,
}

/// The headers of one part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The name of the field.
    pub name: String,
    /// The name of the file, where it is one; without folders. Empty where a browser sends no file.
    pub filename: Option<String>,
    /// The media type, where it was given.
    pub media_type: Option<String>,
}

/// The boundary in a `Content-Type`.
pub fn boundary(content_type: &str) -> Option<String> {
    parameters(content_type)
        .find(|(name, _)| name == "boundary")
        .map(|(_, value)| value)
        .filter(|value| !value.is_empty() && value.len() <= LONGEST_BOUNDARY)
}

impl Multipart {
    /// Reads the parts of a body.
    pub fn new(content: Content, boundary: &str) -> Self {
        let delimiter = Finder::new(&format!("\r\n--{boundary}")).into_owned();
        // The first delimiter may stand at the very start, where no line break precedes it.
        let buffer = BytesMut::from(&b"\r\n"[..]);
        let most_parts = content.most_parts();
        Self { content, buffer, delimiter, state: State::Preamble, parts: 0, most_parts, ended: false }
    }

    /// A body without parts.
    pub fn none() -> Self {
        Self { state: State::Closed, ..Self::new(Content::memory([]), "") }
    }

    /// The headers of the next part; what is left of the part before is skipped.
    ///
    /// # Errors
    ///
    /// 400 where the body is not what its type says, 413 where it has too many parts, and as [`Content::next`].
    pub async fn next_part(&mut self) -> Result<Option<Part>, Problem> {
        while matches!(self.state, State::Preamble | State::Data) {
            // An empty body is a form without fields.
            if self.state == State::Preamble && self.buffer.len() == 2 && !self.fill().await? {
                self.state = State::Closed;
                return Ok(None);
            }
            while self.next_chunk().await?.is_some() {}
        }
        if self.state == State::Closed {
            return Ok(None);
        }
        while self.buffer.len() < 2 {
            self.need_more().await?;
        }
        if self.buffer.starts_with(b"--") {
            self.state = State::Closed;
            // The rest is read, so that the connection can be used again.
            while self.content.next().await?.is_some() {}
            return Ok(None);
        }
        let end = loop {
            if let Some(end) = memchr::memmem::find(&self.buffer, b"\r\n\r\n") {
                break end;
            }
            if self.buffer.len() > MOST_HEADER_BYTES {
                return Err(too_long());
            }
            self.need_more().await?;
        };
        if end > MOST_HEADER_BYTES {
            return Err(too_long());
        }
        self.parts += 1;
        if self.parts > self.most_parts {
            let message = format!("a form with more than {} parts is not accepted", self.most_parts);
            return Err(Problem::new(http::StatusCode::PAYLOAD_TOO_LARGE, message));
        }
        let headers = self.buffer.split_to(end);
        let _ = self.buffer.split_to(4);
        self.state = State::Data;
        part(&headers).map(Some)
    }

    /// The next piece of the current part's data; `None` at its end.
    ///
    /// # Errors
    ///
    /// 400 where the body ends inside the part, and as [`Content::next`].
    pub async fn next_chunk(&mut self) -> Result<Option<Bytes>, Problem> {
        loop {
            if !matches!(self.state, State::Data | State::Preamble) {
                return Ok(None);
            }
            if let Some(at) = self.delimiter.find(&self.buffer) {
                let data = self.buffer.split_to(at);
                if data.is_empty() {
                    let _ = self.buffer.split_to(self.delimiter.needle().len());
                    self.state = State::Delimiter;
                    return Ok(None);
                }
                return Ok(Some(data.freeze()));
            }
            // Whatever cannot be the start of a delimiter is handed out.
            let kept = self.delimiter.needle().len() - 1;
            let free = self.buffer.len().saturating_sub(kept);
            if free > 0 {
                return Ok(Some(self.buffer.split_to(free).freeze()));
            }
            self.need_more().await?;
        }
    }

    /// The rest of the current part as text of at most `limit` bytes.
    ///
    /// # Errors
    ///
    /// 413 beyond the limit, 400 where it is not UTF-8, and as [`Self::next_chunk`].
    pub async fn text(&mut self, limit: usize) -> Result<String, Problem> {
        let mut all = Vec::new();
        while let Some(chunk) = self.next_chunk().await? {
            if all.len() + chunk.len() > limit {
                let limit = super::size::words(limit as u64);
                let message = format!("a field holds more than {limit}; send it as a file");
                return Err(Problem::new(http::StatusCode::PAYLOAD_TOO_LARGE, message));
            }
            all.extend_from_slice(&chunk);
        }
        String::from_utf8(all).map_err(|_| Problem::bad_request("a field of the form is not UTF-8"))
    }

    async fn need_more(&mut self) -> Result<(), Problem> {
        match self.fill().await? {
            true => Ok(()),
            false => Err(Problem::bad_request("the form ends before its closing boundary")),
        }
    }

    async fn fill(&mut self) -> Result<bool, Problem> {
        if self.ended {
            return Ok(false);
        }
        match self.content.next().await? {
            Some(piece) => {
                self.buffer.extend_from_slice(&piece);
                Ok(true)
            }
            None => {
                self.ended = true;
                Ok(false)
            }
        }
    }
}

fn too_long() -> Problem {
    Problem::bad_request("the headers of a part are too long")
}

/// Reads the headers of a part, which begin with the rest of the delimiter's line.
fn part(headers: &[u8]) -> Result<Part, Problem> {
    let text = std::str::from_utf8(headers).map_err(|_| Problem::bad_request("the headers of a part are not UTF-8"))?;
    let mut lines = text.split("\r\n");
    if lines.next().is_some_and(|rest| !rest.trim_matches([' ', '\t']).is_empty()) {
        return Err(Problem::bad_request("a boundary is followed by other text"));
    }
    let (mut name, mut plain, mut extended, mut media_type) = (None, None, None, None);
    for (key, value) in lines.filter_map(|line| line.split_once(':')) {
        if key.eq_ignore_ascii_case("content-disposition") {
            for (parameter, value) in parameters(value) {
                match parameter.as_str() {
                    "name" => name = Some(value),
                    "filename" => plain = Some(value),
                    "filename*" => extended = decode_extended(&value),
                    _ => {}
                }
            }
        } else if key.eq_ignore_ascii_case("content-type") {
            media_type = Some(value.trim().to_owned());
        }
    }
    let name = name.ok_or_else(|| Problem::bad_request("a part of the form has no name"))?;
    Ok(Part { name, filename: extended.or(plain).map(|path| base_name(&path)), media_type })
}

/// The `; name=value` parameters of a header; values may be quoted.
fn parameters(header: &str) -> impl Iterator<Item = (String, String)> {
    let mut rest = header.find(';').map_or("", |at| &header[at + 1..]);
    std::iter::from_fn(move || {
        loop {
            rest = rest.trim_start_matches([' ', '\t', ';']);
            if rest.is_empty() {
                return None;
            }
            let end = rest.find(['=', ';']).unwrap_or(rest.len());
            let name = rest[..end].trim().to_ascii_lowercase();
            rest = &rest[end..];
            let Some(behind) = rest.strip_prefix('=') else { continue };
            let behind = behind.trim_start();
            let (value, behind) = match behind.strip_prefix('"') {
                Some(quoted) => unquote(quoted),
                None => {
                    let end = behind.find(';').unwrap_or(behind.len());
                    (behind[..end].trim().to_owned(), &behind[end..])
                }
            };
            rest = behind;
            return Some((name, value));
        }
    })
}

/// A quoted value up to its closing quote, and what follows. Browsers write `"` as `%22`, others as `\"`; a
/// backslash before anything else is kept, as old browsers sent Windows paths.
fn unquote(quoted: &str) -> (String, &str) {
    let mut value = String::new();
    let mut characters = quoted.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return (value.replace("%22", "\""), &quoted[at + 1..]),
            '\\' if characters.peek().is_some_and(|(_, next)| matches!(next, '"' | '\\')) => {
                value.extend(characters.next().map(|(_, next)| next));
            }
            other => value.push(other),
        }
    }
    (value, "")
}

/// `UTF-8''na%C3%AFve.csv` (RFC 8187).
fn decode_extended(value: &str) -> Option<String> {
    let (charset, rest) = value.split_once('\'')?;
    let (_language, encoded) = rest.split_once('\'')?;
    if !charset.eq_ignore_ascii_case("utf-8") {
        return None;
    }
    super::percent::decode(encoded, super::percent::Plus::Literal).map(std::borrow::Cow::into_owned)
}

/// The last part of a path of either style, without what no file name may hold.
fn base_name(path: &str) -> String {
    let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = name.chars().filter(|c| !c.is_control()).collect();
    match name.as_str() {
        "." | ".." => "file".to_owned(),
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORM: &str = "--XyZ\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nAda\r\nLovelace\r\n--XyZ\r\n\
        content-disposition: form-data; name=\"notes\"\r\n\r\n\r\n--XyZ\r\n\
        Content-Disposition: form-data; name=\"file\"; filename=\"C:\\data\\a%22b.csv\"\r\nContent-Type: text/csv\r\n\r\n\
        x\r\n--Xy\r\n-not the end\r\n--XyZ--\r\n";

    type Field = (String, Option<String>, String);

    async fn read(content: Content, boundary: &str) -> Result<Vec<Field>, Problem> {
        let mut multipart = Multipart::new(content, boundary);
        let mut fields = Vec::new();
        while let Some(part) = multipart.next_part().await? {
            fields.push((part.name, part.filename, multipart.text(1_000_000).await?));
        }
        Ok(fields)
    }

    fn pieces(text: &str, length: usize) -> Content {
        Content::memory(text.as_bytes().chunks(length).map(Bytes::copy_from_slice).collect::<Vec<_>>())
    }

    #[tokio::test]
    async fn reads_the_same_however_it_is_cut() {
        let expected = vec![
            ("name".to_owned(), None, "Ada\r\nLovelace".to_owned()),
            ("notes".to_owned(), None, String::new()),
            ("file".to_owned(), Some("a\"b.csv".to_owned()), "x\r\n--Xy\r\n-not the end".to_owned()),
        ];
        for length in 1..FORM.len() {
            assert_eq!(read(pieces(FORM, length), "XyZ").await.unwrap(), expected, "pieces of {length}");
        }
    }

    #[tokio::test]
    async fn a_part_that_is_not_read_is_skipped() {
        let mut multipart = Multipart::new(pieces(FORM, 7), "XyZ");
        let mut names = Vec::new();
        while let Some(part) = multipart.next_part().await.unwrap() {
            names.push(part.name);
        }
        assert_eq!(names, ["name", "notes", "file"]);
    }

    #[tokio::test]
    async fn forms_without_fields() {
        for text in ["", "--XyZ--", "--XyZ--\r\n", "\r\n--XyZ--\r\n", "preamble\r\n--XyZ--epilogue"] {
            assert_eq!(read(pieces(text, 3), "XyZ").await.unwrap(), vec![], "{text:?}");
        }
    }

    #[tokio::test]
    async fn what_is_no_form_is_refused() {
        let long = format!("--XyZ\r\nX: {}", "x".repeat(MOST_HEADER_BYTES));
        let many = "--XyZ\r\nContent-Disposition: form-data; name=a\r\n\r\n\r\n".repeat(1_001);
        let cases = [
            ("no boundary at all", "the form ends before its closing boundary"),
            ("--XyZ", "the form ends before its closing boundary"),
            (
                "--XyZ\r\nContent-Disposition: form-data; name=a\r\n\r\nvalue",
                "the form ends before its closing boundary",
            ),
            ("--XyZ\r\nContent-Disposition: form-data\r\n\r\nvalue\r\n--XyZ--", "a part of the form has no name"),
            (
                "--XyZzz\r\nContent-Disposition: form-data; name=a\r\n\r\n\r\n--XyZ--",
                "a boundary is followed by other text",
            ),
            (long.as_str(), "the headers of a part are too long"),
            (many.as_str(), "a form with more than 1000 parts is not accepted"),
        ];
        for (text, message) in cases {
            assert_eq!(read(pieces(text, 64), "XyZ").await.unwrap_err().message, message);
        }
    }

    #[tokio::test]
    async fn a_field_has_a_limit_and_must_be_text() {
        let mut multipart = Multipart::new(pieces(FORM, 64), "XyZ");
        multipart.next_part().await.unwrap();
        let problem = multipart.text(4).await.unwrap_err();
        assert_eq!(problem.message, "a field holds more than 4 bytes; send it as a file");

        let bytes = b"--B\r\nContent-Disposition: form-data; name=a\r\n\r\n\xff\r\n--B--";
        let problem = read(Content::memory([Bytes::from_static(bytes)]), "B").await.unwrap_err();
        assert_eq!(problem.message, "a field of the form is not UTF-8");
    }

    #[test]
    fn boundaries_are_found_however_they_are_written() {
        let cases = [
            ("multipart/form-data; boundary=abc", Some("abc")),
            ("multipart/form-data; charset=utf-8; Boundary=\"a b;c\"", Some("a b;c")),
            ("multipart/form-data;boundary=abc ; x=y", Some("abc")),
            ("multipart/form-data", None),
            ("multipart/form-data; boundary=", None),
        ];
        for (header, expected) in cases {
            assert_eq!(boundary(header).as_deref(), expected, "{header}");
        }
        assert_eq!(boundary(&format!("multipart/form-data; boundary={}", "x".repeat(71))), None);
    }

    #[test]
    fn names_of_files_lose_their_folders() {
        let headers = |value: &str| format!("\r\nContent-Disposition: form-data; name=f; {value}").into_bytes();
        let cases = [
            ("filename=\"../../etc/passwd\"", "passwd"),
            ("filename=\"..\\\\..\\\\boot.ini\"", "boot.ini"),
            ("filename=\"..\"", "file"),
            ("filename=\"\"", ""),
            ("filename=\"a\0b\"", "ab"),
            ("filename=\"x\"; filename*=utf-8''na%C3%AFve%2Fb.csv", "b.csv"),
            ("filename*=UTF-8''%ff; filename=plain", "plain"),
            ("filename=\"with \\\"quotes\\\".txt\"", "with \"quotes\".txt"),
        ];
        for (value, expected) in cases {
            assert_eq!(part(&headers(value)).unwrap().filename.as_deref(), Some(expected), "{value}");
        }
    }
}
