//! What a store of objects answers, as far as it is XML: lists, uploads, and refusals.

/// A page of a list.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Page {
    pub(super) objects: Vec<Object>,
    /// What the names of further objects begin with, where a delimiter was given.
    pub(super) prefixes: Vec<String>,
    /// What the next page is asked for with; the last has none.
    pub(super) next: Option<String>,
}

/// An object of a list.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Object {
    pub(super) key: String,
    pub(super) size: u64,
    pub(super) modified: jiff::Timestamp,
}

/// Reads a page of `ListObjectsV2`.
pub(super) fn page(xml: &str) -> Option<Page> {
    let list = element(xml, "ListBucketResult")?;
    let object = |xml: &str| {
        Some(Object {
            key: text(xml, "Key")?,
            size: text(xml, "Size")?.parse().ok()?,
            modified: text(xml, "LastModified")?.parse().ok()?,
        })
    };
    let next = text(list, "IsTruncated").is_some_and(|it| it == "true").then(|| text(list, "NextContinuationToken"));
    Some(Page {
        objects: elements(list, "Contents").map(object).collect::<Option<_>>()?,
        prefixes: elements(list, "CommonPrefixes").filter_map(|xml| text(xml, "Prefix")).collect(),
        next: next.flatten(),
    })
}

/// Reads the id of an upload in parts.
pub(super) fn upload(xml: &str) -> Option<String> {
    text(element(xml, "InitiateMultipartUploadResult")?, "UploadId")
}

/// Reads the name of a part that was copied.
pub(super) fn copied(xml: &str) -> Option<String> {
    text(element(xml, "CopyPartResult")?, "ETag")
}

/// The code and message of a refusal, which may also come with a status that promises success.
pub(super) fn refusal(xml: &str) -> Option<String> {
    let error = element(xml, "Error")?;
    let (code, message) = (text(error, "Code")?, text(error, "Message").unwrap_or_default());
    Some(if message.is_empty() { code } else { format!("{code}: {message}") })
}

/// The text of an element, without its escapes.
fn text(xml: &str, name: &str) -> Option<String> {
    let mut rest = element(xml, name)?;
    let mut text = String::with_capacity(rest.len());
    while let Some((before, behind)) = rest.split_once('&') {
        let (escape, behind) = behind.split_once(';')?;
        text.push_str(before);
        text.push(match escape {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            number => {
                let digits = number.strip_prefix('#')?;
                let code = match digits.strip_prefix('x') {
                    Some(digits) => u32::from_str_radix(digits, 16),
                    None => digits.parse(),
                };
                char::from_u32(code.ok()?)?
            }
        });
        rest = behind;
    }
    text.push_str(rest);
    Some(text)
}

fn element<'x>(xml: &'x str, name: &str) -> Option<&'x str> {
    elements(xml, name).next()
}

/// What stands in each element of a name; none of those read here holds another of its own name.
fn elements<'x>(xml: &'x str, name: &str) -> impl Iterator<Item = &'x str> {
    let (start, end) = (format!("<{name}"), format!("</{name}>"));
    let mut rest = xml;
    std::iter::from_fn(move || {
        loop {
            let (_, behind) = rest.split_once(&*start)?;
            let (head, behind) = behind.split_once('>')?;
            rest = behind;
            // `<KeyCount>` is no `<Key>`.
            if !head.is_empty() && !head.starts_with([' ', '/', '\n']) {
                continue;
            }
            if head.ends_with('/') {
                return Some("");
            }
            let (inside, behind) = behind.split_once(&*end)?;
            rest = behind;
            return Some(inside);
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read() {
        let xml = r#"<?xml version="1.0"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>b</Name>
            <KeyCount>2</KeyCount><IsTruncated>true</IsTruncated><NextContinuationToken>a&amp;b</NextContinuationToken>
            <Contents><Key>a/b &lt;1&gt; &#x26;.txt</Key><LastModified>2026-01-02T03:04:05.000Z</LastModified><Size>7</Size></Contents>
            <CommonPrefixes><Prefix>a/</Prefix></CommonPrefixes></ListBucketResult>"#;
        let object =
            Object { key: "a/b <1> &.txt".into(), size: 7, modified: "2026-01-02T03:04:05Z".parse().expect("a time") };
        let expected = Page { objects: vec![object], prefixes: vec!["a/".into()], next: Some("a&b".into()) };
        assert_eq!(page(xml), Some(expected));
        let last = "<ListBucketResult><IsTruncated>false</IsTruncated><Contents/></ListBucketResult>";
        assert_eq!(page(&last.replace("<Contents/>", "")), Some(Page::default()));
        assert_eq!(page("<html></html>"), None);
    }

    #[test]
    fn a_refusal_is_read() {
        let xml = "<Error><Code>NoSuchKey</Code><Message>It is gone</Message></Error>";
        assert_eq!(refusal(xml).as_deref(), Some("NoSuchKey: It is gone"));
        assert_eq!(refusal("<CompleteMultipartUploadResult><ETag>x</ETag></CompleteMultipartUploadResult>"), None);
    }
}
