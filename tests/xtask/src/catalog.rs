//! Writes the compact catalogue from the descriptions of Kestra's core and plugins.

mod history;
mod merge;

use std::path::{Path, PathBuf};

use catalog::data::File;

/// Reads `../shared/catalog` (or the folder named) and writes `compiler/catalog/catalogue.bin`.
pub(crate) fn perform(words: &[String]) -> Result<(), String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folder = words.first().map_or_else(|| root.join("../shared/catalog"), PathBuf::from);
    let path = root.join("compiler/catalog/catalogue.bin");
    let bytes = catalogue(&folder)?;
    std::fs::write(&path, &bytes).map_err(|error| format!("{}: {error}", path.display()))?;
    println!("{} bytes in {}", bytes.len(), path.display());
    Ok(())
}

/// The compact catalogue of the descriptions in a folder.
fn catalogue(folder: &Path) -> Result<Vec<u8>, String> {
    let core = merge::merge(read(&folder.join("core-1.3.json"))?, read(&folder.join("core-2.0.json"))?)?;
    let core = history::apply(core, &text(&folder.join("history.txt"))?);
    Ok(catalog::compact::catalogue(&core, &plugins(&folder.join("plugins"))?))
}

/// All plugins, in the order of their file names.
fn plugins(folder: &Path) -> Result<Vec<File>, String> {
    let entries = std::fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut paths: Vec<_> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    paths.iter().map(|path| read(path)).collect()
}

fn read(path: &Path) -> Result<File, String> {
    File::parse(&text(path)?).map_err(|error| format!("{}: {error}", path.display()))
}

fn text(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_catalogue_is_what_the_descriptions_give() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let folder = root.join("../shared/catalog");
        if !folder.is_dir() {
            assert!(std::env::var_os("LANNER_REQUIRE_CORPUS").is_none(), "{} is absent", folder.display());
            eprintln!("absent: {}", folder.display());
            return;
        }
        let committed = std::fs::read(root.join("compiler/catalog/catalogue.bin")).expect("the catalogue");
        let same = catalogue(&folder).expect("good descriptions") == committed;
        assert!(same, "run `cargo xtask catalog` and commit what it writes");
        assert!(committed.len() <= 1 << 20, "{} bytes", committed.len());
    }
}
