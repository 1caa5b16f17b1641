//! The clients of Kestra that tests drive, each in an environment of its own below `target/tools/clients`.

use std::path::Path;
use std::process::Command;

use crate::process::{root, run, starts};

/// Packages of Python's index, by the name of their environment.
const PYTHON: &[(&str, &[&str])] = &[
    ("kestra", &["kestra==2.0.0"]),
    ("kestrapy-0.24", &["kestrapy==0.24.1", "regex"]),
    ("kestrapy-1.0", &["kestrapy==1.0.10", "regex"]),
    ("kestrapy-1.3", &["kestrapy==1.3.1", "regex"]),
    // Its package brings Kestra's own tests with it.
    ("kestrapy-2.0", &["kestrapy==2.0.3", "regex", "pytest==9.2.0", "pytest-timeout==2.4.0"]),
    // A stand-in of Amazon's storage that verifies signatures.
    ("moto", &["moto[s3,iam]==5.2.5", "flask==3.1.3", "flask-cors==6.0.5"]),
    ("schemathesis", &["schemathesis==4.32.5"]),
];

/// The package on npm.
const NODE: &str = "@kestra-io/kestra-sdk@0.24.1";

/// Installs what is not there yet.
pub(crate) fn install() -> Result<(), String> {
    let clients = root().join("target/tools/clients");
    for (name, packages) in PYTHON {
        let folder = clients.join(name);
        unless_there(&folder, &packages.join("\n"), &folder.join("bin/pip"), || {
            run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder))?;
            run(Command::new(folder.join("bin/pip"))
                .args(["install", "--quiet", "--disable-pip-version-check"])
                .args(*packages))
        })?;
    }
    let folder = clients.join("node");
    unless_there(&folder, NODE, Path::new("node"), || {
        let words = ["install", "--silent", "--no-audit", "--no-fund", "--prefix"];
        run(Command::new("npm").args(words).arg(&folder).arg(NODE))
    })
}

/// What is installed is written into the folder last: an installation that broke off is begun anew, as is one whose
/// program does not start since it was moved.
fn unless_there(
    folder: &Path,
    what: &str,
    program: &Path,
    install: impl FnOnce() -> Result<(), String>,
) -> Result<(), String> {
    let note = folder.join("installed.txt");
    if std::fs::read_to_string(&note).is_ok_and(|there| there == what) && starts(program) {
        return Ok(());
    }
    install()?;
    std::fs::write(&note, what).map_err(|error| format!("`{}` cannot be written: {error}", note.display()))
}
