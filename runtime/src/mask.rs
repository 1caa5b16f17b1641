//! Secrets that were seen, and texts without them.

use std::borrow::Cow;
use std::sync::{PoisonError, RwLock};

use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD, BASE64_STANDARD_NO_PAD, BASE64_URL_SAFE_NO_PAD};

/// What stands where a secret stood (Kestra 1.3).
const MASK: &str = "******";

/// The secrets an execution has seen; every text it says goes through here.
#[derive(Debug, Default)]
pub(crate) struct Mask {
    /// Every form a secret may be met in, longest first, so that none shows the rest of another.
    forms: RwLock<Vec<String>>,
}

impl Mask {
    /// From now on this is hidden: as it is, line by line, and as usual encodings write it.
    pub(crate) fn add(&self, secret: &str) {
        let secret = secret.trim();
        if secret.is_empty() {
            return;
        }
        let mut forms = self.forms.write().unwrap_or_else(PoisonError::into_inner);
        if forms.iter().any(|form| form == secret) {
            return;
        }
        forms.push(secret.to_owned());
        // Shorter texts occur by chance, and their encodings even more so.
        let lines = secret.lines().map(str::trim).filter(|line| line.len() >= 8 && *line != secret);
        forms.extend(lines.map(str::to_owned));
        if secret.len() >= 4 {
            forms.push(BASE64_STANDARD.encode(secret));
            forms.push(BASE64_STANDARD_NO_PAD.encode(secret));
            forms.push(BASE64_URL_SAFE_NO_PAD.encode(secret));
            forms.push(plan::percent::encode(secret));
            forms.push(serde_json::Value::from(secret).to_string().trim_matches('"').to_owned());
        }
        forms.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        forms.dedup();
    }

    /// A text without secrets.
    pub(crate) fn hide<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let forms = self.forms.read().unwrap_or_else(PoisonError::into_inner);
        let mut text = Cow::Borrowed(text);
        for form in forms.iter() {
            if text.contains(form.as_str()) {
                text = Cow::Owned(text.replace(form.as_str(), MASK));
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_hidden_in_every_form() {
        let mask = Mask::default();
        mask.add("open \"sesame\" & go");
        for text in [
            "it is open \"sesame\" & go!",
            "{\"word\": \"open \\\"sesame\\\" & go\"}",
            "?word=open%20%22sesame%22%20%26%20go",
            "b3BlbiAic2VzYW1lIiAmIGdv",
        ] {
            let hidden = mask.hide(text);
            assert!(hidden.contains(MASK) && !hidden.contains("sesame"), "{hidden}");
        }
        assert_eq!(mask.hide("nothing to see"), "nothing to see");
    }

    #[test]
    fn the_longest_form_goes_first() {
        let mask = Mask::default();
        mask.add("abc");
        mask.add("abcdef");
        assert_eq!(mask.hide("abcdef abc"), "****** ******");
    }
}
