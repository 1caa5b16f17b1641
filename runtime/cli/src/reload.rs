//! A server keeps up with its folder: what changes there is compiled and deployed while it runs.
//!
//! Executions under way keep the plan they began with. A file that no longer compiles leaves what it held before
//! served, and is named with its mistakes; what is gone from the folder is taken away.

use std::collections::{BTreeMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;

use anstyle::{AnsiColor, Style};
use compiler::{FileReport, Unit, Workspace};
use plan::flow::SourceText;
use report::Severity;
use runtime::registry::Unserved;
use runtime::{Engine, Refusal};
use tokio::runtime::Handle;

use crate::exit::Complaint;
use crate::formats::{self, Findings};
use crate::held::Held;
use crate::project::{Checked, Project};
use crate::served::{File, Served};
use crate::terminal::{self, tell};
use crate::watch::Watch;

/// A file as it was looked at last.
struct Known {
    text: Arc<str>,
    /// What is served of it.
    held: Option<Held>,
}

/// The files of a folder that is served.
pub(crate) struct Reload {
    folder: PathBuf,
    engine: Engine,
    files: BTreeMap<Arc<str>, Known>,
}

impl Reload {
    /// Keeps in mind what was served when the server began.
    pub(crate) fn new(folder: PathBuf, engine: Engine, served: &Served) -> Self {
        let mut reload = Self { folder, engine, files: BTreeMap::new() };
        for File { report, held } in &served.files {
            let known = Known { text: text_of(&served.workspace, report), held: held.clone() };
            if known.held.is_none() {
                reload.refuse(&report.path, &known);
            }
            reload.files.insert(Arc::clone(&report.path), known);
        }
        reload
    }

    /// Watches in a thread of its own, for as long as the process lives.
    pub(crate) fn begin(mut self) -> Result<(), Complaint> {
        let watch = Watch::new(std::slice::from_ref(&self.folder))?;
        let runtime = Handle::current();
        let keep_up = move || {
            while watch.wait().is_ok() {
                self.look_again(&runtime);
            }
        };
        let thread = std::thread::Builder::new().name("reload".to_owned()).spawn(keep_up);
        thread.map(drop).map_err(|error| Complaint::failure(format!("cannot watch for changes: {error}")))
    }

    fn look_again(&mut self, runtime: &Handle) {
        let mut project = match Project::read(std::slice::from_ref(&self.folder)) {
            Ok(project) => project,
            Err(complaint) => return complaint.print(),
        };
        let settings = std::mem::take(&mut project.loaded.configuration).settings;
        let checked = project.gather(settings).compile();
        let changed = |report: &&Arc<FileReport>| {
            self.files.get(&report.path).is_none_or(|known| known.text != text_of(&checked.workspace, report))
        };
        let reports: Vec<Arc<FileReport>> = checked.reports.iter().filter(changed).cloned().collect();
        let findings = Findings::new(&checked.workspace, &reports, terminal::look_of_errors());
        terminal::draw(&formats::full(&findings));
        let mut left: Vec<Held> = Vec::new();
        for report in &reports {
            let before = self.files.remove(&report.path).and_then(|known| known.held);
            let deployed = self.deploy(runtime, report);
            let is_refused = matches!(deployed, Ok(None));
            let held = match deployed {
                Ok(Some(held)) => {
                    left.extend(before.filter(|before| *before != held));
                    Some(held)
                }
                Ok(None) => {
                    tell_mistakes(report, before.as_ref());
                    before
                }
                Err(refusal) => {
                    Complaint::failure(format!("`{}` cannot be deployed: {refusal}", report.path)).print();
                    before
                }
            };
            let known = Known { text: text_of(&checked.workspace, report), held };
            match is_refused {
                true => self.refuse(&report.path, &known),
                false => self.engine.registry().forgive(&report.path),
            }
            self.files.insert(Arc::clone(&report.path), known);
        }
        let there: HashSet<&Arc<str>> = checked.reports.iter().map(|report| &report.path).collect();
        let missing: Vec<Arc<str>> = self.files.keys().filter(|path| !there.contains(path)).cloned().collect();
        for path in missing {
            // A file in which nobody would know a flow any more is one with mistakes, and not one that is gone.
            if let Some(text) = text_at(&checked, &path) {
                if let Some(known) = self.files.remove(&path) {
                    let known = Known { text, ..known };
                    self.refuse(&path, &known);
                    self.files.insert(path, known);
                }
                continue;
            }
            self.engine.registry().forgive(&path);
            left.extend(self.files.remove(&path).and_then(|known| known.held));
        }
        for held in left {
            if self.files.values().all(|known| known.held.as_ref() != Some(&held)) {
                self.remove(runtime, &held);
            }
        }
    }

    /// Keeps a file with mistakes where people and programs find it.
    fn refuse(&self, path: &str, known: &Known) {
        let instead = known.held.as_ref().map(|(Held::Flow(name) | Held::App(name))| name.clone());
        let source = SourceText { path: path.into(), text: known.text.as_ref().into() };
        self.engine.registry().refuse(Unserved { source, instead });
    }

    fn deploy(&self, runtime: &Handle, report: &FileReport) -> Result<Option<Held>, Refusal> {
        match &report.unit {
            Some(Unit::Flow(plan)) => {
                let flow = runtime.block_on(self.engine.deploy(Arc::clone(plan)))?;
                tell(&format!("served now: {} (flow {}, revision {})", report.path, plan.flow, flow.revision));
            }
            Some(Unit::App(app)) => {
                runtime.block_on(self.engine.deploy_app((**app).clone()))?;
                tell(&format!("served now: {} (app {})", report.path, app.name));
            }
            None => {}
        }
        Ok(Held::by(report))
    }

    fn remove(&self, runtime: &Handle, held: &Held) {
        let (done, name) = match held {
            Held::Flow(name) => (runtime.block_on(self.engine.remove_flow(name)), format!("flow {name}")),
            Held::App(name) => (runtime.block_on(self.engine.remove_app(name)), format!("app {name}")),
        };
        match done {
            Ok(_) => tell(&format!("no longer served: {name}")),
            Err(refusal) => Complaint::failure(format!("{name} cannot be taken away: {refusal}")).print(),
        }
    }
}

fn text_of(workspace: &Workspace, report: &FileReport) -> Arc<str> {
    workspace.source(report.file).map(|source| Arc::clone(&source.text)).unwrap_or_default()
}

/// What stands in a file of the folder, whatever it is.
fn text_at(checked: &Checked, path: &str) -> Option<Arc<str>> {
    let workspace = &checked.workspace;
    let sources = workspace.files().into_iter().filter_map(|file| workspace.source(file));
    sources.into_iter().find(|source| *source.path == *path).map(|source| Arc::clone(&source.text))
}

fn tell(message: &str) {
    let bold = Style::new().bold();
    tell!("{bold}{message}{bold:#}");
}

fn tell_mistakes(report: &FileReport, before: Option<&Held>) {
    let errors = report.diagnostics.iter().filter(|finding| finding.severity == Severity::Error).count();
    let plural = if errors == 1 { "" } else { "s" };
    let red = AnsiColor::Red.on_default().bold();
    let instead = before.map_or("", |_| "; what it held before stays");
    tell!("{red}not served{red:#}: {} ({errors} error{plural}){instead}", report.path);
}
