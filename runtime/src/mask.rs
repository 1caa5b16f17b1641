//! Texts and values without secrets.

mod forms;

use std::borrow::Cow;
use std::ops::Range;
use std::sync::{Arc, PoisonError, RwLock};

use plan::value::Map;
use plan::{Text, Value};

use forms::Forms;

/// What stands where a secret stood (Kestra 1.3).
const MASK: &str = "******";

/// Secrets that are hidden: those that are configured, which all masks share, and those an execution has brought.
#[derive(Debug, Default)]
pub(crate) struct Mask {
    shared: Arc<Forms>,
    own: RwLock<Forms>,
}

impl Mask {
    /// A mask for some secrets.
    pub(crate) fn of<'s>(secrets: impl IntoIterator<Item = &'s str>) -> Self {
        let mut shared = Forms::default();
        secrets.into_iter().for_each(|secret| shared.add(secret));
        Self { shared: Arc::new(shared), own: RwLock::default() }
    }

    /// Another mask for the secrets that all share.
    pub(crate) fn fresh(&self) -> Self {
        Self { shared: Arc::clone(&self.shared), own: RwLock::default() }
    }

    /// From now on this is hidden: as it is, in parts, and as usual encodings write it.
    pub(crate) fn add(&self, secret: &str) {
        if !self.shared.knows(secret) {
            self.own.write().unwrap_or_else(PoisonError::into_inner).add(secret);
        }
    }

    /// Whether nothing is hidden.
    pub(crate) fn is_empty(&self) -> bool {
        self.shared.is_empty() && self.own.read().unwrap_or_else(PoisonError::into_inner).is_empty()
    }

    /// A text without secrets.
    pub(crate) fn hide<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let mut found = Vec::new();
        self.shared.find(text, &mut found);
        self.own.read().unwrap_or_else(PoisonError::into_inner).find(text, &mut found);
        if found.is_empty() { Cow::Borrowed(text) } else { Cow::Owned(without(text, found)) }
    }

    /// The same of a text that is kept.
    pub(crate) fn text(&self, text: &Text) -> Text {
        match self.hide(text) {
            Cow::Borrowed(_) => text.clone(),
            Cow::Owned(hidden) => hidden.into(),
        }
    }

    /// A map without secrets in its names and values; of names that are hidden the last counts.
    pub(crate) fn map(&self, map: &Map) -> Map {
        map.iter().map(|(name, value)| (self.text(name), self.value(value))).collect()
    }

    /// A value without secrets in its texts.
    pub(crate) fn value(&self, value: &Value) -> Value {
        match value {
            Value::Text(text) => match self.hide(text) {
                Cow::Borrowed(_) => value.clone(),
                Cow::Owned(hidden) => Value::text(hidden),
            },
            Value::Markup(text) => Value::Markup(self.hide(text).as_ref().into()),
            Value::List(items) => Value::list(items.iter().map(|item| self.value(item))),
            Value::Array(items) | Value::Set(items) => Value::list(items.iter().map(|item| self.value(item))),
            Value::Map(map) => Value::Map(Arc::new(self.map(map))),
            Value::Table(rows) => {
                Value::Table(Arc::new(rows.iter().map(|(key, value)| (self.value(key), self.value(value))).collect()))
            }
            Value::Entry(entry) => Value::Entry(Arc::new((self.value(&entry.0), self.value(&entry.1)))),
            single => match self.hides_single(single) {
                true => Value::text(MASK),
                false => single.clone(),
            },
        }
    }

    /// Whether a map holds something to be hidden.
    pub(crate) fn hides_in(&self, map: &Map) -> bool {
        map.iter().any(|(name, value)| matches!(self.hide(name), Cow::Owned(_)) || self.hides(value))
    }

    /// Whether a value holds something to be hidden.
    pub(crate) fn hides(&self, value: &Value) -> bool {
        match value {
            Value::Text(text) | Value::Markup(text) => matches!(self.hide(text), Cow::Owned(_)),
            Value::List(items) | Value::Array(items) | Value::Set(items) => items.iter().any(|item| self.hides(item)),
            Value::Map(map) => self.hides_in(map),
            Value::Table(rows) => rows.iter().any(|(key, value)| self.hides(key) || self.hides(value)),
            Value::Entry(entry) => self.hides(&entry.0) || self.hides(&entry.1),
            single => self.hides_single(single),
        }
    }

    /// Whether a value that is neither text nor made of others reads like a secret: a number, a date, or bytes.
    fn hides_single(&self, value: &Value) -> bool {
        match value {
            Value::Null | Value::Bool(_) => false,
            Value::Bytes(bytes) => matches!(self.hide(&String::from_utf8_lossy(bytes)), Cow::Owned(_)),
            other => matches!(self.hide(&plan::java::to_text(other)), Cow::Owned(_)),
        }
    }
}

/// A text with the mask in place of some ranges, which may overlap or end inside a character.
fn without(text: &str, mut found: Vec<Range<usize>>) -> String {
    found.sort_by_key(|range| range.start);
    let mut out = String::with_capacity(text.len());
    let mut written = 0;
    let mut found = found.into_iter().peekable();
    while let Some(mut range) = found.next() {
        while let Some(next) = found.next_if(|next| next.start <= range.end) {
            range.end = range.end.max(next.end);
        }
        let start = (0..=range.start).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default().max(written);
        let end = (range.end..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
        out.push_str(&text[written..start]);
        out.push_str(MASK);
        written = end.max(start);
    }
    out.push_str(&text[written..]);
    out
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::prelude::BASE64_STANDARD;

    use super::*;

    const SECRET: &str = "open \"sesame\" & go/42";

    #[test]
    fn a_secret_is_hidden_in_every_form() {
        let mask = Mask::of([SECRET]);
        let hex: String = SECRET.bytes().map(|byte| format!("{byte:02X}")).collect();
        for text in [
            format!("it is {SECRET}!"),
            SECRET.to_uppercase(),
            serde_json::json!({ "word": SECRET }).to_string(),
            format!("?word={}", plan::percent::encode(SECRET)),
            format!("?word={}", plan::percent::encode(SECRET).to_lowercase()),
            format!("?word={}", plan::percent::encode_as_java(SECRET)),
            "open &quot;sesame&quot; &amp; go/42".to_owned(),
            BASE64_STANDARD.encode(SECRET),
            hex.to_lowercase(),
            hex,
        ] {
            let hidden = mask.hide(&text);
            assert!(hidden.contains(MASK), "{hidden}");
            for part in ["sesame", "SESAME", "c2VzYW1l", "736573616d65", "736573616D65"] {
                assert!(!hidden.contains(part), "{text}: {hidden}");
            }
        }
        assert_eq!(mask.hide("nothing to see"), "nothing to see");
        assert_eq!(mask.hide("open the door"), "open the door");
    }

    #[test]
    fn a_secret_is_hidden_inside_longer_base64() {
        let mask = Mask::of(["hunter2-hunter2"]);
        for user in ["", "a", "ab", "abc", "somebody"] {
            let encoded = BASE64_STANDARD.encode(format!("{user}:hunter2-hunter2\n"));
            let hidden = mask.hide(&encoded);
            let left: String = hidden.split(MASK).collect();
            let shown = String::from_utf8_lossy(&BASE64_STANDARD.decode(&encoded).expect("base64")).into_owned();
            assert!(shown.contains("hunter2") && hidden.contains(MASK), "{encoded} {hidden}");
            assert!(left.len() <= encoded.len() - 18, "{encoded} {hidden}");
        }
    }

    #[test]
    fn parts_of_a_secret_are_hidden_once_they_give_it_away() {
        let mask = Mask::of(["correct-horse-battery-staple"]);
        for (text, expected) in [
            ("correct-h", MASK.to_owned()),
            ("the end: battery-staple", format!("the end: {MASK}")),
            ("rse-batte in the middle", format!("{MASK} in the middle")),
            ("staple", "staple".to_owned()),
            ("a correct answer", "a correct answer".to_owned()),
        ] {
            assert_eq!(mask.hide(text), expected);
        }
        let long = "-----BEGIN KEY-----\nMIIBVgIBADANBgkqhkiG9w0BAQEFAASCAUAwggE8\nAgEAAkEAq7BFUpkGp3+LQmlQYx2eqzDV\n-----END KEY-----";
        let mask = Mask::of([long]);
        for line in long.lines().filter(|line| !line.starts_with("---")) {
            assert_eq!(mask.hide(line), MASK);
        }
        let fragment = &long[30..60];
        assert!(!mask.hide(&format!("<{fragment}>")).contains(&fragment[..24]));
    }

    #[test]
    fn what_an_execution_brings_is_its_own() {
        let shared = Mask::of(["abcdef"]);
        let mask = shared.fresh();
        mask.add("abc");
        assert_eq!(mask.hide("abcdef abc abcabcdef"), "****** ****** ******");
        assert_eq!(shared.hide("abcdef abc"), "****** abc");
    }

    #[test]
    fn values_are_hidden_and_characters_stay_whole() {
        let mask = Mask::of(["grüßé-aus-köln"]);
        let value = Value::map([("a", Value::list([Value::text("<grüßé-aus-köln>"), Value::Int(1)]))]);
        let hidden = Value::map([("a", Value::list([Value::text("<******>"), Value::Int(1)]))]);
        assert_eq!(mask.value(&value), hidden);
        let named = mask.value(&Value::map([("grüßé-aus-köln", Value::Int(1))]));
        assert_eq!(named, Value::map([("******", Value::Int(1))]));
        // What a secret of digits becomes is as secret.
        let digits = Mask::of(["83712945"]);
        let values = [Value::Int(83_712_945), Value::Long(83_712_945), Value::Bytes(b"83712945".as_slice().into())];
        for value in values {
            assert!(digits.hides(&value));
            assert_eq!(digits.value(&value), Value::text("******"));
        }
        assert_eq!(digits.value(&Value::Int(83_712_946)), Value::Int(83_712_946));
        // `é` and `ĩ` end with the same byte.
        assert_eq!(mask.hide("ĩ-aus-köln"), MASK);
        let repeated = "a".repeat(100_000);
        assert_eq!(Mask::of([&*"a".repeat(40)]).hide(&repeated), MASK);
    }
}
