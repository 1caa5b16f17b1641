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
    let ours = ["python/bin", "node/node_modules/.bin"].map(|folder| installed().join(folder));
    let folders = ours.into_iter().chain(std::env::split_paths(&path));
    present(program, folders.map(|folder| folder.join(program)).find(|file| file.is_file()))
}

/// A file that `cargo xtask tools` fetches for tests; as [`tool`].
///
/// # Panics
///
/// As [`tool`].
pub fn fetched(path: &str) -> Option<PathBuf> {
    present(path, Some(installed().join(path)).filter(|file| file.is_file()))
}

fn installed() -> PathBuf {
    places::project("target/tools")
}

fn present(name: &str, found: Option<PathBuf>) -> Option<PathBuf> {
    if found.is_none() {
        assert!(
            std::env::var_os("LANNER_REQUIRE_TOOLS").is_none(),
            "`{name}` is absent, and LANNER_REQUIRE_TOOLS is set; `cargo xtask tools` installs it"
        );
        eprintln!("absent: {name}");
    }
    found
}
