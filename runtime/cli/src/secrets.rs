//! Secrets of flows: from variables of the process, a file, or a folder with a file for each.
//!
//! Whatever cannot be read is told by its name alone.

use std::collections::BTreeMap;
use std::path::Path;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use plan::Value;

use crate::configuration::world::{SecretEncoding, World};
use crate::document;
use crate::exit::Complaint;
use crate::files;

/// The prefix of variables that hold secrets.
const VARIABLE: &str = "SECRET_";

/// The largest file of a secret, in bytes: anything longer is none.
const LARGEST: u64 = 1024 * 1024;

/// What was found, names in upper case.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Found {
    /// The secrets.
    pub(crate) secrets: BTreeMap<String, String>,
    /// What could not be read, and why.
    pub(crate) unreadable: Vec<String>,
}

/// Gathers the secrets: a variable wins over the file, and the file over the folder.
///
/// # Errors
///
/// When the file or the folder cannot be read.
pub(crate) fn gather(world: &World, variables: impl IntoIterator<Item = (String, String)>) -> Result<Found, Complaint> {
    let mut found = Found::default();
    if let Some(folder) = &world.secret_folder {
        of_folder(folder, &mut found)?;
    }
    if let Some(file) = &world.secret_file {
        let text = files::read(file)?;
        let read = of_text(&text);
        let wrong = || Complaint::usage(format!("`{}` holds neither lines `NAME=value` nor a map", files::shown(file)));
        found.secrets.extend(read.ok_or_else(wrong)?);
    }
    let encoding = world.secret_encoding.unwrap_or_default();
    for (name, value) in variables {
        let Some(secret) = name.strip_prefix(VARIABLE).filter(|secret| !secret.is_empty()) else { continue };
        let decoded = match encoding {
            SecretEncoding::Plain => Some(value),
            SecretEncoding::Base64 => decode(&value),
        };
        match decoded {
            Some(value) => drop(found.secrets.insert(secret.to_uppercase(), value)),
            None => found.unreadable.push(format!("`{name}` holds no base64, so this secret is not known")),
        }
    }
    Ok(found)
}

fn decode(value: &str) -> Option<String> {
    let text: String = value.split_ascii_whitespace().collect();
    String::from_utf8(BASE64_STANDARD.decode(text).ok()?).ok()
}

/// Every file of a folder but hidden ones: orchestrators keep the files themselves in hidden folders, and links to
/// them beside.
fn of_folder(folder: &Path, found: &mut Found) -> Result<(), Complaint> {
    let cannot = |error| Complaint::usage(format!("cannot read the secrets in `{}`: {error}", files::shown(folder)));
    for entry in std::fs::read_dir(folder).map_err(cannot)? {
        let entry = entry.map_err(cannot)?;
        let (name, path) = (entry.file_name(), entry.path());
        let Some(name) = name.to_str().filter(|name| !name.starts_with('.')) else { continue };
        let Ok(metadata) = std::fs::metadata(&path) else {
            found.unreadable.push(format!("`{}` cannot be read, so this secret is not known", files::shown(&path)));
            continue;
        };
        if !metadata.is_file() {
            continue;
        }
        match std::fs::read_to_string(&path) {
            Ok(text) if metadata.len() <= LARGEST => {
                // Whoever writes a file with an editor leaves a line break at its end.
                let text = text.strip_suffix('\n').unwrap_or(&text);
                let text = text.strip_suffix('\r').unwrap_or(text);
                found.secrets.insert(name.to_uppercase(), text.to_owned());
            }
            _ => found.unreadable.push(format!("`{}` holds no secret that is text", files::shown(&path))),
        }
    }
    Ok(())
}

/// Lines `NAME=value`, or a map of YAML or JSON; `None` where it is neither.
fn of_text(text: &str) -> Option<BTreeMap<String, String>> {
    let lines = || text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let pair = |line: &str| -> Option<(String, String)> {
        let line = line.strip_prefix("export ").unwrap_or(line);
        let (name, value) = line.split_once('=')?;
        let named = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte));
        let quoted = |quote: char| value.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
        named.then(|| (name.to_uppercase(), quoted('"').or_else(|| quoted('\'')).unwrap_or(value).to_owned()))
    };
    if let Some(pairs) = lines().map(pair).collect() {
        return Some(pairs);
    }
    let Ok(Value::Map(map)) = document::read(text) else { return None };
    Some(map.iter().map(|(name, value)| (name.to_uppercase(), plan::java::to_text(value))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variables(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    fn shown(found: &BTreeMap<String, String>) -> Vec<(&str, &str)> {
        found.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
    }

    #[test]
    fn variables_hold_secrets_in_base64_or_plainly() {
        let given = variables(&[("SECRET_TOKEN", "aGVsbG8="), ("SECRET_BAD", "%"), ("HOME", "x"), ("SECRET_", "x")]);
        let found = gather(&World::default(), given.clone()).expect("it is read");
        assert_eq!(shown(&found.secrets), [("TOKEN", "hello")]);
        assert_eq!(found.unreadable, ["`SECRET_BAD` holds no base64, so this secret is not known"]);
        let plain = World { secret_encoding: Some(SecretEncoding::Plain), ..World::default() };
        let found = gather(&plain, given).expect("it is read");
        assert_eq!(shown(&found.secrets), [("BAD", "%"), ("TOKEN", "aGVsbG8=")]);
    }

    #[test]
    fn a_file_holds_lines_or_a_map() {
        for text in
            ["# of ours\nexport a='one two'\n\nB=x=y\n", "a: one two\nB: x=y\n", "{\"a\": \"one two\", \"b\": \"x=y\"}"]
        {
            assert_eq!(of_text(text).as_ref().map(shown).expect("secrets"), [("A", "one two"), ("B", "x=y")], "{text}");
        }
        for text in ["just words", "- a\n- b\n"] {
            assert_eq!(of_text(text), None);
        }
    }

    #[test]
    fn a_folder_is_read_as_orchestrators_mount_it() {
        let folder = std::env::temp_dir().join(format!("lanner-secrets-{}", std::process::id()));
        let kept = folder.join("..2026");
        std::fs::create_dir_all(&kept).expect("a folder");
        std::fs::write(kept.join("token"), "one\ntwo\n").expect("a file");
        std::os::unix::fs::symlink("..2026/token", folder.join("token")).expect("a link");
        std::fs::write(folder.join("bytes"), [0xff, 0xfe]).expect("a file");
        let world = World { secret_folder: Some(folder.clone()), ..World::default() };
        let found = gather(&world, variables(&[])).expect("it is read");
        std::fs::remove_dir_all(&folder).expect("it is there");
        assert_eq!(shown(&found.secrets), [("TOKEN", "one\ntwo")]);
        assert_eq!(found.unreadable.len(), 1);
        assert!(gather(&world, variables(&[])).is_err());
    }
}
