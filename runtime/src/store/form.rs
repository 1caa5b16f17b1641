//! The form of what is stored: its number, and what reads it.
//!
//! Entries are read by position, so that one written under other declarations means nothing. Whoever changes a
//! declaration has to say what becomes of the stores that are there, and a test asks for it.

use super::StoreError;
use super::migrations::{ALL, version_after};

/// The oldest form that can be read; what was written before was never released.
const OLDEST: u32 = 3;

/// The form that this program writes.
pub(super) const VERSION: u32 = version_after(OLDEST, ALL);

/// How many steps a store of a form has behind it.
///
/// # Errors
///
/// A line that says what to do, where this program cannot read it.
pub(super) fn steps_behind(found: u32) -> Result<usize, StoreError> {
    if found > VERSION {
        return Err(StoreError(format!(
            "the store was written by a newer version of lanner: its form is {found}, and {VERSION} is known here"
        )));
    }
    let behind = found.checked_sub(OLDEST).ok_or_else(|| {
        StoreError(format!(
            "the store has the form {found}, and forms from {OLDEST} on are read here: take what it holds out with \
             `store export` of the version that wrote it, and begin with another data folder"
        ))
    })?;
    Ok(behind as usize)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};

    use super::*;

    /// What entries hold of other packages: a file, and the types in it.
    const ELSEWHERE: &[(&str, &[&str])] = &[
        ("../compiler/plan/src/flow.rs", &["FlowName", "SourceText"]),
        ("../compiler/plan/src/step.rs", &["LogLevel", "StepId"]),
        ("../compiler/plan/src/value.rs", &["Value"]),
        ("../compiler/report/src/source.rs", &["Span"]),
    ];

    /// Every declaration as it is in the present form, beside this file.
    const DECLARED: &str = "src/store/form.txt";

    #[test]
    fn whoever_changes_what_is_stored_says_what_becomes_of_the_stores_that_are_there() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut files = Vec::new();
        collect(&root.join("src"), &mut files);
        let mut declared = Vec::new();
        for file in files {
            let stored = items(&read(&file)).into_iter().filter(|item| item.contains("Deserialize"));
            declared.extend(stored.map(|item| line(&name(&item), &item)));
        }
        for (file, names) in ELSEWHERE {
            let items = items(&read(&root.join(file)));
            for wanted in *names {
                let found = items.iter().find(|item| name(item) == *wanted);
                declared.push(line(wanted, found.unwrap_or_else(|| panic!("`{wanted}` is not in {file}"))));
            }
        }
        declared.sort();
        let declared = format!("form {VERSION}\n{}\n", declared.join("\n"));
        if std::env::var_os("UPDATE").is_some() {
            fs::write(root.join(DECLARED), &declared).expect("it can be written");
        }
        assert_eq!(
            read(&root.join(DECLARED)),
            declared,
            "what is stored is declared otherwise than it was: where a type that stores may hold was changed, write a \
             step in `migrations.rs`, or raise `OLDEST` while nothing is released; then run this test with UPDATE=1"
        );
    }

    /// The name of a type and a hash of its declaration: FNV-1a, which is short, and the same everywhere.
    fn line(name: &str, item: &str) -> String {
        let code = item.bytes().filter(|byte| !byte.is_ascii_whitespace());
        let hash =
            code.fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        format!("{name} {hash:016x}")
    }

    /// The name of a declared type.
    fn name(item: &str) -> String {
        let mut words = item.split([' ', '\n', '(', '<', ';']);
        let _ = words.by_ref().find(|word| ["struct", "enum"].contains(word));
        words.next().unwrap_or_default().to_owned()
    }

    /// The Rust files whose types may be stored; what the web and its clients read is not.
    fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("the folder lies in the package") {
            let path = entry.expect("it can be listed").path();
            let name = path.file_stem().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
            if ["web", "client", "tasks"].contains(&name.as_str()) {
                continue;
            }
            if path.is_dir() {
                collect(&path, files);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                files.push(path);
            }
        }
    }

    fn read(path: &Path) -> String {
        fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// The declarations of structs and enums with what is derived for them, without comments.
    fn items(text: &str) -> Vec<String> {
        let mut items = Vec::new();
        let mut lines = text.lines().filter(|line| !line.trim_start().starts_with("//")).peekable();
        while let Some(line) = lines.next() {
            if !line.starts_with("#[derive(") {
                continue;
            }
            let mut item = line.to_owned();
            for line in lines.by_ref() {
                item.push('\n');
                item.push_str(line);
                if line == "}" || (!line.starts_with([' ', '#']) && line.ends_with(';')) {
                    break;
                }
            }
            items.push(item);
        }
        items
    }

    #[test]
    fn stores_of_other_forms_are_refused_with_what_to_do() {
        assert_eq!(steps_behind(VERSION), Ok(ALL.len()));
        let newer = steps_behind(VERSION + 1).expect_err("it is not known").0;
        assert!(newer.contains("a newer version of lanner"), "{newer}");
        let older = steps_behind(OLDEST - 1).expect_err("it was never released").0;
        assert!(older.contains("`store export`"), "{older}");
    }
}
