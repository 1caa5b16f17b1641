//! What a machine may lack, and what a test says where it is absent.

use std::path::PathBuf;

use crate::places;

/// The corpus that lies beside the project on machines that have it; other people's files, read only.
///
/// `None`, said on standard error, where it is absent and may be.
///
/// # Panics
///
/// Where it is absent and `LANNER_REQUIRE_CORPUS` is set.
pub fn corpus() -> Option<PathBuf> {
    shared("corpus")
}

/// Recorded behaviour that lies beside the corpus; as [`corpus`].
///
/// # Panics
///
/// As [`corpus`].
pub fn conformance() -> Option<PathBuf> {
    shared("conformance")
}

fn shared(name: &str) -> Option<PathBuf> {
    let folder = places::root().parent()?.join("shared").join(name);
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(
        std::env::var_os("LANNER_REQUIRE_CORPUS").is_none(),
        "the {name} is absent, and LANNER_REQUIRE_CORPUS is set"
    );
    eprintln!("absent: ../shared/{name}");
    None
}

/// A program in the search path; as [`corpus`], with `LANNER_REQUIRE_TOOLS`.
///
/// # Panics
///
/// Where it is absent and `LANNER_REQUIRE_TOOLS` is set.
pub fn tool(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file());
    if found.is_none() {
        assert!(
            std::env::var_os("LANNER_REQUIRE_TOOLS").is_none(),
            "`{program}` is absent, and LANNER_REQUIRE_TOOLS is set; `cargo xtask tools` installs it"
        );
        eprintln!("absent: {program}");
    }
    found
}
