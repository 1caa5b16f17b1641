//! Credentials within a text: tokens that services hand out, and passwords in addresses.

use std::ops::Range;

/// How tokens of well-known services begin, and how many characters follow at least.
const TOKENS: &[(&str, usize)] = &[
    ("ghp_", 30),
    ("gho_", 30),
    ("ghs_", 30),
    ("github_pat_", 30),
    ("glpat-", 16),
    ("xoxb-", 20),
    ("xoxp-", 20),
    ("sk-ant-", 20),
    ("sk-proj-", 20),
    ("sk_live_", 16),
    ("rk_live_", 16),
    ("sk-", 32),
    ("AKIA", 16),
    ("ASIA", 16),
    ("AIza", 35),
    ("hf_", 30),
    ("npm_", 30),
    ("dop_v1_", 40),
    ("SG.", 40),
    ("eyJ", 40),
];

/// How the names end under which secrets stand.
const NAMES: &[&str] = &["password", "passwd", "apikey", "api_key", "api-key", "token", "secret_key", "private_key"];

/// The first credential of a text: its token, or the password between user and host.
pub(crate) fn find(text: &str) -> Option<Range<usize>> {
    // Nothing shorter is a credential, and most texts are.
    if text.len() < 8 {
        return None;
    }
    token(text).or_else(|| password(text))
}

/// What a name says is a secret, where its text is written out: of `Bearer …` what is behind the scheme.
pub(crate) fn named(name: &str, text: &str) -> Option<Range<usize>> {
    let ends = |end: &str| {
        let from = name.len().checked_sub(end.len());
        from.is_some_and(|from| name.as_bytes()[from..].eq_ignore_ascii_case(end.as_bytes()))
    };
    let authorizes = ends("authorization");
    if !authorizes && !NAMES.iter().any(|end| ends(end)) {
        return None;
    }
    let start = text.find(' ').filter(|_| authorizes).map_or(0, |space| space + 1);
    let secret = &text[start..];
    // Names of secrets, references of shells and what is to be filled in are none.
    let says = |word: &str| secret.to_ascii_lowercase().contains(word);
    let filled = secret.contains(['{', '}', '$', '%', '*', '<', '[', '/']) || secret.contains(char::is_whitespace);
    let placeholder =
        ["your", "xxx", "example", "change", "dummy", "secret", "token", "password"].into_iter().any(says);
    let constant = secret.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_')
        || matches!(secret, "true" | "false" | "null")
        || secret.parse::<f64>().is_ok() && secret.len() < 6;
    let drawn = secret.len() >= 6 && !filled && !placeholder && !constant;
    drawn.then_some(start..text.len())
}

/// The shortest token there is.
const SHORTEST: usize = 20;

/// Which bytes a token is made of.
const PARTS: [bool; 256] = {
    let mut parts = [false; 256];
    let mut byte: u8 = 0;
    while byte < 128 {
        parts[byte as usize] = byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
        byte += 1;
    }
    parts
};

fn is_part(byte: u8) -> bool {
    PARTS[usize::from(byte)]
}

fn token(text: &str) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while bytes.len() - at >= SHORTEST {
        // Whatever holds anything else in so many bytes ends before it could be one.
        if let Some(other) = bytes[at..at + SHORTEST].iter().rposition(|byte| !is_part(*byte)) {
            at += other + 1;
            continue;
        }
        let length = bytes[at..].iter().position(|byte| !is_part(*byte)).unwrap_or(bytes.len() - at);
        let word = &text[at..at + length];
        let is_token = TOKENS.iter().any(|(begin, more)| {
            word.strip_prefix(begin).is_some_and(|rest| rest.len() >= *more && is_random(begin, rest))
        });
        if is_token {
            return Some(at..at + length);
        }
        at += length;
    }
    None
}

/// Whether letters look drawn rather than written: `AKIA` and its like are followed by capitals and digits only, others
/// mix letters with digits.
fn is_random(begin: &str, rest: &str) -> bool {
    if begin == "sk-" && !rest.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return false;
    }
    // The two JSON texts of a signed token, and its signature.
    if begin == "eyJ" {
        return rest.matches('.').count() == 2 && rest.contains(".eyJ");
    }
    if matches!(begin, "AKIA" | "ASIA") {
        return rest.len() == 16 && rest.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    }
    rest.bytes().any(|byte| byte.is_ascii_digit()) && rest.bytes().any(|byte| byte.is_ascii_alphabetic())
}

/// `scheme://user:password@host`, where the password is written out.
fn password(text: &str) -> Option<Range<usize>> {
    let schemes = memchr::memchr_iter(b':', text.as_bytes()).filter(|at| text.as_bytes()[at + 1..].starts_with(b"//"));
    for scheme in schemes {
        let start = scheme + 3;
        let rest = &text[start..];
        let end = rest.find(|it: char| it.is_whitespace() || "/?#\"'`<>(),;\\".contains(it)).unwrap_or(rest.len());
        let Some((user, _)) = rest[..end].rsplit_once('@') else { continue };
        let Some((name, password)) = user.split_once(':') else { continue };
        // What is filled in, or shown as an example of the form, is no password.
        let filled = password.is_empty() || password.contains(['{', '}', '$', '%', '*', '[', ']']);
        let placeholder =
            matches!(password.to_ascii_lowercase().as_str(), "password" | "pass" | "secret" | "xxx" | "token");
        let example = placeholder && name.eq_ignore_ascii_case("user");
        if !filled && !example {
            let from = start + name.len() + 1;
            return Some(from..from + password.len());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_and_passwords_are_found() {
        for (text, expected) in [
            ("Bearer ghp_abcdefghijklmnopqrstuvwxyz0123456789", Some("ghp_abcdefghijklmnopqrstuvwxyz0123456789")),
            ("AKIAIOSFODNN7EXAMPLE", Some("AKIAIOSFODNN7EXAMPLE")),
            ("jdbc:postgresql://ada:lovelace@db:5432/x", Some("lovelace")),
            ("curl https://bob:s3cr3t@example.com/a", Some("s3cr3t")),
        ] {
            assert_eq!(find(text).map(|range| &text[range]), expected, "{text}");
        }
    }

    #[test]
    fn other_texts_hold_none() {
        for text in [
            "couchbase://10.57.23.41",
            "jdbc:postgresql://host:5432/db",
            "https://{{ secret('U') }}:{{ secret('P') }}@example.com",
            "https://user:$PASSWORD@example.com",
            "postgresql://user:password@localhost/db",
            "git@github.com:kestra-io/kestra.git",
            "https://medium.com/@ada/an-article",
            "sk-learn-is-a-library-of-python-that-many-like",
            "sk-some-service-2-in-the-region-eu-west-1-of-ours",
            "AKIA",
            "",
        ] {
            assert_eq!(find(text), None, "{text}");
        }
    }

    #[test]
    fn names_say_what_is_a_secret() {
        for (name, text, expected) in [
            ("DB_PASSWORD", "s3cr3t-pw", Some("s3cr3t-pw")),
            ("Authorization", "Basic dXNlcjpwdw==", Some("dXNlcjpwdw==")),
            ("X-Api-Key", "9f8d7c6b5a4e", Some("9f8d7c6b5a4e")),
            ("github_token", "GITHUB_TOKEN", None),
            ("PASSWORD", "$PASSWORD", None),
            ("password", "<your password>", None),
            ("max_tokens", "100000", None),
            ("TOKENIZERS_PARALLELISM", "disabled", None),
        ] {
            assert_eq!(named(name, text).map(|range| &text[range]), expected, "{name}");
        }
    }
}
