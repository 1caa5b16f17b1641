//! The forms a secret may be met in, and where they stand in a text, whole or in part.

use std::ops::Range;

use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE};
use rustc_hash::{FxHashMap, FxHashSet};

/// Texts to be found by any part of them that is long enough.
///
/// Of each form some short pieces are kept, so far apart that every part worth finding holds one whole; where a text
/// holds such a piece, it is looked how far it agrees with the form to both sides.
#[derive(Debug, Default)]
pub(super) struct Forms {
    secrets: FxHashSet<String>,
    forms: Vec<Form>,
    pieces: FxHashMap<[u8; PIECE], Vec<(u32, u32)>>,
    /// Forms shorter than a piece.
    tiny: Vec<String>,
}

#[derive(Debug)]
struct Form {
    text: Box<[u8]>,
    /// How much of it gives it away, in bytes.
    least: usize,
}

/// How long the pieces are that are looked up, in bytes.
const PIECE: usize = 4;

/// The shortest part of a secret that is hidden, where the secret is not shorter itself.
const SHORTEST: usize = 8;

/// A part of a long secret this long is always hidden.
const LONGEST: usize = 24;

/// As many places are kept of one piece: a secret that repeats itself is found by any of them.
const PLACES: usize = 32;

impl Forms {
    /// Whether there is nothing to be found.
    pub(super) fn is_empty(&self) -> bool {
        self.forms.is_empty() && self.tiny.is_empty()
    }

    /// Whether a secret is among those to be found.
    pub(super) fn knows(&self, secret: &str) -> bool {
        self.secrets.contains(secret.trim())
    }

    /// Adds a secret: as it is, line by line, and as usual encodings write it.
    pub(super) fn add(&mut self, secret: &str) {
        let secret = secret.trim();
        if secret.is_empty() || !self.secrets.insert(secret.to_owned()) {
            return;
        }
        let mut seen = FxHashSet::default();
        for form in forms(secret) {
            if seen.insert(form.clone()) {
                self.add_form(form);
            }
        }
    }

    fn add_form(&mut self, form: String) {
        if form.len() < PIECE {
            self.tiny.push(form);
            return;
        }
        let text = form.into_bytes().into_boxed_slice();
        let least = match text.len() {
            length if length < SHORTEST => length,
            length => (length / 3).clamp(SHORTEST, LONGEST),
        };
        let number = u32::try_from(self.forms.len()).unwrap_or(u32::MAX);
        for at in (0..=text.len() - PIECE).step_by(least - PIECE + 1) {
            if let Some(piece) = piece(&text, at) {
                let places = self.pieces.entry(piece).or_default();
                if places.len() < PLACES {
                    places.push((number, u32::try_from(at).unwrap_or(u32::MAX)));
                }
            }
        }
        self.forms.push(Form { text, least });
    }

    /// Adds where a text gives secrets away.
    pub(super) fn find(&self, text: &str, found: &mut Vec<Range<usize>>) {
        for form in &self.tiny {
            found.extend(text.match_indices(form.as_str()).map(|(at, part)| at..at + part.len()));
        }
        let bytes = text.as_bytes();
        let mut at = 0;
        while let Some(piece) = piece(bytes, at) {
            let places = self.pieces.get(&piece).map(Vec::as_slice).unwrap_or_default();
            let longest =
                places.iter().filter_map(|place| self.agreement(bytes, at, *place)).max_by_key(ExactSizeIterator::len);
            match longest {
                Some(range) => {
                    at = range.end.saturating_sub(PIECE - 1).max(at + 1);
                    found.push(range);
                }
                None => at += 1,
            }
        }
    }

    /// How far a text agrees with a form around a piece that both have; `None` where that gives nothing away.
    fn agreement(&self, text: &[u8], at: usize, (form, place): (u32, u32)) -> Option<Range<usize>> {
        let form = self.forms.get(form as usize)?;
        let place = place as usize;
        let before = text[..at].iter().rev().zip(form.text[..place].iter().rev());
        let before = before.take_while(|(a, b)| a == b).count();
        let behind = text[at..].iter().zip(&form.text[place..]).take_while(|(a, b)| a == b).count();
        (before + behind >= form.least).then(|| at - before..at + behind)
    }
}

fn piece(bytes: &[u8], at: usize) -> Option<[u8; PIECE]> {
    bytes.get(at..at + PIECE)?.try_into().ok()
}

/// A secret as it may be written.
fn forms(secret: &str) -> Vec<String> {
    let mut forms = vec![secret.to_owned()];
    // Shorter texts occur by chance, and their encodings even more so.
    let lines = secret.lines().map(str::trim).filter(|line| line.len() >= SHORTEST && *line != secret);
    forms.extend(lines.map(str::to_owned));
    if secret.len() < PIECE {
        return forms;
    }
    forms.extend([secret.to_lowercase(), secret.to_uppercase()]);
    for form in [plan::percent::encode(secret), plan::percent::encode_as_java(secret)] {
        forms.extend([lower_escapes(&form), form]);
    }
    let quoted = serde_json::Value::from(secret).to_string();
    forms.push(quoted[1..quoted.len() - 1].to_owned());
    forms.push(secret.chars().map(escaped_for_html).collect());
    let hex: String = secret.bytes().map(|byte| format!("{byte:02x}")).collect();
    forms.extend([hex.to_uppercase(), hex]);
    forms.extend((0..3).flat_map(|before| inside_base64(secret, before)));
    forms
}

/// `%2F` as `%2f`.
fn lower_escapes(text: &str) -> String {
    let mut parts = text.split('%');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |out, part| {
        let (digits, rest) = part.split_at_checked(2).unwrap_or((part, ""));
        format!("{out}%{}{rest}", digits.to_lowercase())
    })
}

fn escaped_for_html(letter: char) -> String {
    match letter {
        '&' => "&amp;".to_owned(),
        '<' => "&lt;".to_owned(),
        '>' => "&gt;".to_owned(),
        '"' => "&quot;".to_owned(),
        '\'' => "&#x27;".to_owned(),
        other => other.to_string(),
    }
}

/// What base64 makes of a secret behind so many other bytes, whatever stands around it: `user:secret` of a header.
fn inside_base64(secret: &str, before: usize) -> [String; 2] {
    let mut bytes = vec![0; before];
    bytes.extend_from_slice(secret.as_bytes());
    // The letters that are made of the secret's bits alone: each stands for six.
    let (start, end) = ((before * 8).div_ceil(6), bytes.len() * 8 / 6);
    let part = |encoded: String| encoded.get(start..end).unwrap_or_default().to_owned();
    [part(BASE64_STANDARD.encode(&bytes)), part(BASE64_URL_SAFE.encode(&bytes))]
}
