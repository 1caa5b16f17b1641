//! Compiled flows and apps as files: `FOLDER/flows/NAMESPACE.ID.plan`, `FOLDER/apps/NAMESPACE.ID.plan`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use compiler::Unit;
use plan::FlowName;
use plan::compiled;
use serde_json::{Value, json};

use crate::exit::Complaint;
use crate::files::{self, PLAN};
use crate::project::Checked;
use crate::summary::plural;
use crate::terminal::tell;

/// Where plans are written, and how.
pub(crate) struct Emission {
    /// The folder; created where it is not there.
    pub(crate) folder: PathBuf,
    /// The form.
    pub(crate) form: Form,
}

/// The form of a plan on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// Compact, for `serve` and `run`.
    Plan,
    /// JSON, for people and programs that read.
    Json,
}

/// Writes every compiled unit, or none where one of the files is refused.
pub(crate) fn emit(emission: &Emission, checked: &Checked) -> Result<(), Complaint> {
    let refused = checked.reports.iter().filter(|report| report.unit.is_none()).count();
    if refused > 0 {
        return Err(Complaint::failure(format!("nothing is written: {} cannot be compiled", plural(refused, "file"))));
    }
    let mut written: BTreeMap<PathBuf, (&str, Vec<u8>)> = BTreeMap::new();
    for report in &checked.reports {
        let Some(unit) = &report.unit else { continue };
        let (path, bytes) = file(unit, emission.form)?;
        if let Some((other, _)) = written.insert(path, (&report.path, bytes)) {
            let message = format!("nothing is written: `{other}` and `{}` have the same name", report.path);
            return Err(Complaint::failure(message));
        }
    }
    for (path, (_, bytes)) in &written {
        write(&emission.folder.join(path), bytes)?;
    }
    tell!("{} written to {}", plural(written.len(), "plan"), files::shown(&emission.folder));
    Ok(())
}

/// The path below the folder, and what is in the file.
fn file(unit: &Unit, form: Form) -> Result<(PathBuf, Vec<u8>), Complaint> {
    let (kind, name, encoded) = match unit {
        Unit::Flow(plan) => ("flows", &plan.flow, compiled::encode_flow(plan)),
        Unit::App(app) => ("apps", &app.name, compiled::encode_app(app)),
    };
    let cannot = |error: &dyn std::fmt::Display| Complaint::failure(format!("`{name}` cannot be written: {error}"));
    let bytes = encoded.map_err(|error| cannot(&error))?;
    let (ending, bytes) = match form {
        Form::Plan => (PLAN, bytes),
        Form::Json => {
            let hash = compiled::hash(&bytes).map_err(|error| cannot(&error))?;
            let document = document(unit, &hash).map_err(|error| cannot(&error))?;
            let mut text = serde_json::to_vec_pretty(&document).map_err(|error| cannot(&error))?;
            text.push(b'\n');
            ("plan.json", text)
        }
    };
    Ok((Path::new(kind).join(format!("{}.{ending}", file_name(name))), bytes))
}

/// A unit as JSON, with the hash that its compact form has.
pub(crate) fn document(unit: &Unit, hash: &str) -> serde_json::Result<Value> {
    let (kind, content) = match unit {
        Unit::Flow(plan) => ("flow", serde_json::to_value(plan)?),
        Unit::App(app) => ("app", serde_json::to_value(app)?),
    };
    Ok(json!({ "version": 1, "lanner": env!("CARGO_PKG_VERSION"), "hash": hash, kind: content }))
}

/// A name as part of a path; what a name may not hold is written as an escape.
fn file_name(name: &FlowName) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    let escape = |byte: u8| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    name.to_string().bytes().map(escape).collect()
}

/// Writes a file whole: whoever looks sees the old one or the new one.
fn write(path: &Path, bytes: &[u8]) -> Result<(), Complaint> {
    let cannot = |error| Complaint::failure(format!("cannot write `{}`: {error}", files::shown(path)));
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(cannot)?;
    }
    let temporary = path.with_extension("new");
    std::fs::write(&temporary, bytes).map_err(cannot)?;
    std::fs::rename(&temporary, path).map_err(cannot)
}
