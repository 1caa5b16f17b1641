//! Where things lie: the project, the binary, the corpus beside the project.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// The root of the project.
pub fn root() -> &'static Path {
    static ROOT: OnceLock<PathBuf> = OnceLock::new();
    ROOT.get_or_init(|| {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        here.parent().unwrap_or(here).to_owned()
    })
}

/// A path below the root of the project.
pub fn project(path: &str) -> PathBuf {
    root().join(path)
}

/// The files tracked by git, relative to the root, with `/`; sorted.
pub fn tracked() -> &'static [String] {
    static FILES: OnceLock<Vec<String>> = OnceLock::new();
    FILES.get_or_init(|| {
        let listing = Command::new("git").args(["ls-files", "-z"]).current_dir(root()).output();
        let bytes = listing.map(|output| output.stdout).unwrap_or_default();
        let names = bytes.split(|byte| *byte == 0).filter(|name| !name.is_empty());
        let mut files: Vec<String> = names.map(|name| String::from_utf8_lossy(name).into_owned()).collect();
        files.retain(|file| project(file).is_file());
        files.sort();
        files
    })
}

/// The binary that people run, built where it is not.
///
/// It lies beside the folder of the test that asks, so a test built for release gets a release binary.
pub fn lanner() -> &'static Path {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| {
        let test = std::env::current_exe().unwrap_or_default();
        let folder = test.ancestors().nth(2).unwrap_or(root()).to_owned();
        let mut build = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        build.args(["build", "--quiet", "--package", "cli", "--manifest-path"]).arg(project("Cargo.toml"));
        match folder.file_name().and_then(|name| name.to_str()) {
            Some("debug") | None => {}
            Some(profile) => drop(build.args(["--profile", profile])),
        }
        let built = build.status().is_ok_and(|status| status.success());
        assert!(built, "`cargo build --package cli` failed");
        folder.join("lanner")
    })
}
