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
        terminal::draw(&text);
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

/// Reads the settings that hold for some paths: those in their folders and above, up to the root of their repository,
/// and those that were found in folders further down. A file is told the same, however it is asked for.
pub(crate) fn load(paths: &[PathBuf], found: &BTreeSet<PathBuf>) -> Result<Loaded, Complaint> {
    let mut loaded = Loaded::default();
    let mut folders: BTreeSet<PathBuf> = found.iter().map(|folder| files::absolute(folder)).collect();
    for path in paths {
        let folder = if path.is_dir() { path.as_path() } else { path.parent().unwrap_or(Path::new("")) };
        folders.extend(above(&files::absolute(folder)));
    }
    let is_around = |folder: &PathBuf| paths.iter().all(|path| files::absolute(path).starts_with(folder));
    // A folder sorts before what lies in it, so what is further down comes later and wins.
    for folder in &folders {
        let configuration = read(&folder.join(SETTINGS), &mut loaded, LONGEST_CHAIN)?;
        let outer = std::mem::take(&mut loaded.configuration);
        let is_first = loaded.root.is_none();
        loaded.root.get_or_insert_with(|| folder.clone());
        loaded.configuration = match (is_around(folder), is_first) {
            (true, true) => outer.then(configuration),
            // Whoever is served or run in a folder has what is said there and around it.
            (true, false) => {
                let running = configuration.clone();
                outer.with_folder(&prefix(folder), configuration).with_running(running)
            }
            (false, _) => outer.with_folder(&prefix(folder), configuration),
        };
    }
    add_environment(&mut loaded, |name| std::env::var(name).ok())?;
    loaded.configuration.settings.name_from(&prefix(Path::new("")));
    Ok(loaded)
}

/// Adds what variables of the process decide: `LANNER_TIME_ZONE` as `time-zone`; they win over files.
fn add_environment(loaded: &mut Loaded, variable: impl Fn(&str) -> Option<String>) -> Result<(), Complaint> {
    for key in KEYS {
        let name = key.variable();
        let Some(value) = variable(&name) else { continue };
        // Text is meant as it is, whatever YAML would read in it.
        let is_text = matches!(key.shape, Shape::Text | Shape::Version | Shape::OneOf(_));
        let value = if is_text { serde_json::Value::from(value.trim()).to_string() } else { value };
        let text = format!("{}: {value}", key.name);
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
        loaded.configuration = std::mem::take(&mut loaded.configuration).under(configuration);
    }
    Ok(())
}

/// The folders with a settings file, at a folder or above it in its repository.
fn above(folder: &Path) -> impl Iterator<Item = PathBuf> {
    let repository = folder.ancestors().position(|folder| folder.join(".git").exists());
    let count = repository.map_or(usize::MAX, |at| at + 1);
    folder.ancestors().take(count).filter(|folder| folder.join(SETTINGS).is_file()).map(Path::to_owned)
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
        let named = folder.join(base);
        let path = if named.is_dir() { named.join(SETTINGS) } else { named };
        let from_here = |complaint: Complaint| match complaint.help {
            Some(_) => complaint,
            None => complaint.help(format!("`extends: {base}` leads there")),
        };
        whole = whole.then(read(&path, loaded, chain - 1).map_err(from_here)?);
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

/// What the paths of files in a folder begin with, from the root on.
fn prefix(folder: &Path) -> String {
    let folder = files::absolute(folder).to_string_lossy().replace('\\', "/");
    if folder.ends_with('/') { folder } else { folder + "/" }
}
