//! What the process was started with, as the engine wants it: `envs` and secrets.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use runtime::Settings;

/// The prefix of variables that expressions see as `envs`.
const VARIABLE: &str = "ENV_";

/// The prefix of variables that hold secrets in base64, as Kestra reads them.
const SECRET: &str = "SECRET_";

/// Adds what variables of the process hold; a secret that is no base64 is left out, and its name given back.
pub(crate) fn fill(settings: &mut Settings, variables: impl Iterator<Item = (String, String)>) -> Vec<String> {
    let mut unreadable = Vec::new();
    for (name, value) in variables {
        if let Some(name) = name.strip_prefix(VARIABLE) {
            settings.environment.insert(name.to_lowercase(), value);
        } else if let Some(secret) = name.strip_prefix(SECRET) {
            match decode(&value) {
                Some(value) => {
                    settings.secrets.insert(secret.to_uppercase(), value);
                }
                None => unreadable.push(name),
            }
        }
    }
    unreadable
}

/// The variables of this process that are text.
pub(crate) fn variables() -> impl Iterator<Item = (String, String)> {
    let texts = std::env::vars_os().map(|(name, value)| (name.into_string(), value.into_string()));
    texts.filter_map(|(name, value)| Some((name.ok()?, value.ok()?)))
}

fn decode(value: &str) -> Option<String> {
    let text: String = value.split_ascii_whitespace().collect();
    String::from_utf8(STANDARD.decode(text).ok()?).ok()
}

/// Says on standard error which secrets cannot be read.
pub(crate) fn warn(unreadable: &[String]) {
    let style = anstyle::AnsiColor::Yellow.on_default().bold();
    for name in unreadable {
        anstream::eprintln!("{style}warning{style:#}: `{name}` holds no base64, so this secret is not known");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_decide_what_a_variable_is() {
        let mut settings = Settings::in_memory("data");
        let variables = [("ENV_Region", "eu"), ("SECRET_TOKEN", "aGVsbG8="), ("SECRET_BAD", "%"), ("HOME", "x")];
        let variables = variables.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let unreadable = fill(&mut settings, variables.into_iter());
        assert_eq!(settings.environment.iter().next(), Some((&"region".to_owned(), &"eu".to_owned())));
        assert_eq!(settings.secrets.iter().next(), Some((&"TOKEN".to_owned(), &"hello".to_owned())));
        assert_eq!((settings.environment.len(), settings.secrets.len()), (1, 1));
        assert_eq!(unreadable, ["SECRET_BAD"]);
    }
}
