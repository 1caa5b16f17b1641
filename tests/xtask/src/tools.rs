//! The programs that tests drive: browser, editors, databases.

use std::process::Command;

use crate::process::{find, run};

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
    Tool { program: "nvim", package: "neovim", needed_by: "the editor tests" },
];

/// Installs what is missing where that is possible without asking, else names it.
pub(crate) fn perform(_: &[String]) -> Result<(), String> {
    let missing = missing();
    if missing.is_empty() {
        println!("every program that tests drive is installed");
        return Ok(());
    }
    let packages: Vec<&str> = missing.iter().map(|tool| tool.package).collect();
    if may_install() {
        install(&packages)?;
        let left: Vec<&str> = self::missing().iter().map(|tool| tool.program).collect();
        return if left.is_empty() { Ok(()) } else { Err(format!("still missing: {}", left.join(", "))) };
    }
    for tool in &missing {
        println!("missing: {} ({}; Debian package `{}`)", tool.program, tool.needed_by, tool.package);
    }
    Err(format!("install them, on Debian with `apt-get install {}`", packages.join(" ")))
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
