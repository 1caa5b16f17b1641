//! Text as it stands in addresses and forms.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// All but letters, digits and `-._~` (RFC 3986 §2.3).
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// All but what `java.net.URLEncoder` leaves as it is.
const JAVA: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'*');

/// Text that fits into a segment of a path or the value of a query.
pub fn encode(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// The same with `+` for a blank, as `java.net.URLEncoder` writes it.
pub fn encode_as_java(text: &str) -> String {
    utf8_percent_encode(text, JAVA).to_string().replace("%20", "+")
}

/// Text without its escapes, where they stand for UTF-8; what is no escape stays.
pub fn decode(text: &str) -> Option<Cow<'_, str>> {
    percent_decode_str(text).decode_utf8().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_mean_something_is_escaped() {
        assert_eq!(encode("a b/c?d=é&~*"), "a%20b%2Fc%3Fd%3D%C3%A9%26~%2A");
        assert_eq!(encode_as_java("a b/c?d=é&~*+"), "a+b%2Fc%3Fd%3D%C3%A9%26%7E*%2B");
    }
}
