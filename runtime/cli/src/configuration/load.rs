//! Finding the settings files that hold for some files, and reading them in the right order.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use report::{Diagnostic, Sources};

use super::Configuration;
use super::keys::{KEYS, Secret, Shape};
use super::mistakes::WrongSetting;
use crate::exit::Complaint;
use crate::files::{self, SETTINGS};
use crate::terminal;

/// A chain of `extends` longer than this goes in a circle.
const LONGEST_CHAIN: usize = 16;

/// What holds for some files, and what is wrong with where it is said.
#[derive(Default)]
pub(crate) struct Loaded {
    /// Everything that was decided.
    pub(crate) configuration: Configuration,
    /// The settings files, outermost first.
    pub(crate) sources: Sources,
    /// What is wrong with them.
    pub(crate) findings: Vec<Diagnostic>,
    /// The folder of the outermost settings file.
    pub(crate) root: Option<PathBuf>,
}

impl Loaded {
    /// Draws what is wrong with the settings files on standard error.
    pub(crate) fn print(&self) {
        let look = terminal::look_of_errors();
        let mut text = String::new();
        for finding in &self.findings {
            report::render::full(&self.sources, finding, &look, &mut text);
        }
        anstream::eprint!("{text}");
    }

    /// What is wrong with the settings files, one line each.
    pub(crate) fn complaints(&self) -> Vec<String> {
        let told = self.findings.iter().filter_map(|finding| {
            let source = self.sources.get(finding.primary.place.file)?;
            let at = source.position(finding.primary.place.span.start as usize);
            Some(format!("{}:{}:{}: {}", source.path, at.line, at.column, finding.message))
        });
        told.collect()
    }
}

/// Reads the settings that hold for some paths: the nearest at or above each of them, and those that were
/// found in folders further down.
pub(crate) fn load(paths: &[PathBuf], found: &BTreeSet<PathBuf>) -> Result<Loaded, Complaint> {
    let mut loaded = Loaded::default();
    let mut folders: BTreeSet<PathBuf> = found.iter().map(|folder| files::absolute(folder)).collect();
    for path in paths {
        let folder = if path.is_dir() { path.as_path() } else { path.parent().unwrap_or(Path::new("")) };
        folders.extend(nearest_above(&files::absolute(folder)));
    }
    // A folder sorts before what lies in it, so what is further down comes later and wins.
    for folder in &folders {
        let configuration = read(&folder.join(SETTINGS), &mut loaded, LONGEST_CHAIN)?;
        let configuration = match &loaded.root {
            None => {
                loaded.root = Some(folder.clone());
                configuration
            }
            Some(_) => configuration.below(&prefix(folder)),
        };
        loaded.configuration = std::mem::take(&mut loaded.configuration).then(configuration);
    }
    add_environment(&mut loaded, |name| std::env::var(name).ok())?;
    Ok(loaded)
}

/// Adds what variables of the process decide: `LANNER_TIME_ZONE` as `time-zone`; they win over files.
fn add_environment(loaded: &mut Loaded, variable: impl Fn(&str) -> Option<String>) -> Result<(), Complaint> {
    for key in KEYS {
        let name = key.variable();
        let Some(value) = variable(&name) else { continue };
        let text = match key.shape {
            // Text is meant as it is, whatever YAML would read in it.
            Shape::Text | Shape::Version => format!("{}: {}", key.name, serde_json::Value::from(value.trim())),
            _ => format!("{}: {value}", key.name),
        };
        let file = loaded.sources.add(name, text);
        let Some(source) = loaded.sources.get(file) else { continue };
        let (mut configuration, findings) = Configuration::read(source, "");
        // What is drawn shows the text it is about.
        if let (Secret::Yes, Some(finding)) = (key.secret, findings.first()) {
            return Err(Complaint::usage(format!("`{}` cannot be read: {}", source.path, finding.message)));
        }
        loaded.findings.extend(findings);
        for said in &mut configuration.said {
            said.at = format!("environment: {}", source.path);
        }
        let configuration = complete(configuration, Path::new(""), loaded, LONGEST_CHAIN)?;
        loaded.configuration = std::mem::take(&mut loaded.configuration).then(configuration);
    }
    Ok(())
}

/// The nearest folder with a settings file, at a folder or above it.
fn nearest_above(folder: &Path) -> Option<PathBuf> {
    folder.ancestors().find(|folder| folder.join(SETTINGS).is_file()).map(Path::to_owned)
}

/// Reads a settings file, after those it builds on.
fn read(path: &Path, loaded: &mut Loaded, chain: usize) -> Result<Configuration, Complaint> {
    let name = files::shown(path);
    if chain == 0 {
        return Err(Complaint::usage(format!("`extends` in `{name}` goes in a circle")));
    }
    let file = loaded.sources.add(name.clone(), files::read(path)?);
    let folder = path.parent().unwrap_or(Path::new(""));
    let Some(source) = loaded.sources.get(file) else { return Ok(Configuration::default()) };
    let (configuration, findings) = Configuration::read(source, &prefix(folder));
    loaded.findings.extend(findings);
    complete(configuration, folder, loaded, chain)
}

/// Adds what other files say that a settings file names.
fn complete(
    mut configuration: Configuration,
    folder: &Path,
    loaded: &mut Loaded,
    chain: usize,
) -> Result<Configuration, Complaint> {
    for (types, place) in std::mem::take(&mut configuration.types) {
        match described(&folder.join(&types)) {
            Ok(text) => configuration.settings.types.push(text),
            Err(message) => loaded.findings.push(WrongSetting { place, message }.into()),
        }
    }
    let mut whole = Configuration::default();
    for base in &configuration.extends {
        whole = whole.then(read(&folder.join(base), loaded, chain - 1)?);
    }
    Ok(whole.then(configuration))
}

/// The text of a file that describes types, once it is one.
fn described(path: &Path) -> Result<Arc<str>, String> {
    let text = files::read(path).map_err(|complaint| complaint.message)?;
    let read = catalog::Catalog::new().add(&text);
    read.map_err(|problem| format!("`{}` describes no types: {problem}", files::shown(path)))?;
    Ok(text.into())
}

/// What the names of files in a folder begin with.
fn prefix(folder: &Path) -> String {
    match files::shown(folder).as_str() {
        "." => String::new(),
        name => format!("{name}/"),
    }
}
