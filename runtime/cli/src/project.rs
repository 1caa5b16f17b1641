//! Files read and checked together, as fast as the machine can.

use std::collections::BTreeSet;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use compiler::{FileKind, FileReport, Settings, Unit, Workspace};
use plan::Plan;
use report::FileId;

use crate::configuration::load::{self, Loaded};
use crate::exit::Complaint;
use crate::files::{self, Found};
use crate::parallel;
use crate::progress::Progress;
use crate::timings::Timings;

/// Where texts have more bytes than this in all, what was read of them is not kept between the two looks at each.
const REREAD: usize = 8 << 20;

/// What is kept of a text between the two looks at it: for its signature, and for what is wrong with it.
#[derive(Clone, Copy)]
enum Reading {
    /// All that was read of it.
    Kept,
    /// Its signature; it is read again.
    Again,
}

/// What a command line asks to be looked at, as it lies on disk.
#[derive(Default)]
pub(crate) struct Project {
    /// The files asked for.
    pub(crate) files: Vec<Text>,
    /// Other files of the same project, which those asked for may refer to.
    pub(crate) context: Vec<Text>,
    /// What was decided for them.
    pub(crate) loaded: Loaded,
    /// Compiled flows and apps among what was asked for.
    pub(crate) compiled: Vec<Found>,
    /// Why some of the files cannot be read, one line each.
    pub(crate) unreadable: Vec<String>,
    /// Where the time goes.
    pub(crate) timings: Timings,
}

/// A text to be checked, with the name people see.
pub(crate) struct Text {
    /// The name in messages.
    pub(crate) name: String,
    /// The text.
    pub(crate) text: String,
}

/// Files that were checked together.
pub(crate) struct Checked {
    /// Every file.
    pub(crate) workspace: Workspace,
    /// What was found in those that were asked for and hold a flow or an app, or cannot be told; by name.
    pub(crate) reports: Vec<Arc<FileReport>>,
    /// Where the time went.
    pub(crate) timings: Timings,
}

impl Project {
    /// Reads what paths name, with the settings that hold there and the rest of the project around them.
    ///
    /// The project is what lies below its outermost `lanner.yaml`; without one, nothing but the paths.
    pub(crate) fn read(paths: &[PathBuf]) -> Result<Self, Complaint> {
        let timings = Timings::default();
        let mut walk = timings.stage("find the files", || files::find(paths))?;
        let mut loaded = timings.stage("read the settings", || load::load(paths, &walk.settings))?;
        let mut around = BTreeSet::new();
        let outside = |root: &PathBuf| paths.iter().all(|path| !root.starts_with(files::absolute(path)));
        if let Some(root) = loaded.root.clone().filter(outside) {
            let outer = timings.stage("find the files", || files::find(std::slice::from_ref(&root)))?;
            if !outer.settings.is_subset(&walk.settings) {
                loaded = load::load(paths, &outer.settings)?;
            }
            let asked: BTreeSet<&str> = walk.files.iter().map(|found| found.name.as_str()).collect();
            around = outer.files.into_iter().filter(|found| !asked.contains(found.name.as_str())).collect();
        }
        let exclude = &loaded.configuration.exclude;
        let wanted = |found: &Found| exclude.iter().all(|pattern| !pattern.matches(&found.name));
        walk.files.retain(wanted);
        around.retain(wanted);
        let compiled = walk.compiled.into_iter().collect();
        let mut project = Self { loaded, compiled, timings: timings.clone(), ..Self::default() };
        timings.stage("read the files", || {
            project.files = project.read_all(walk.files);
            project.context = project.read_all(around);
        });
        Ok(project)
    }

    /// The project around a folder, with no file asked for yet.
    pub(crate) fn around(folder: &Path) -> Result<Self, Complaint> {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let loaded = load::load(&[folder.to_owned()], &BTreeSet::new())?;
        let Some(root) = loaded.root else { return Ok(Self::default()) };
        let project = Self::read(&[root])?;
        Ok(Self { files: Vec::new(), context: project.files, ..project })
    }

    /// Adds standard input to the files asked for.
    pub(crate) fn read_input(&mut self, name: &str) -> Result<(), Complaint> {
        let mut bytes = Vec::new();
        let read = std::io::stdin().lock().read_to_end(&mut bytes);
        read.map_err(|error| Complaint::usage(format!("cannot read standard input: {error}")))?;
        self.context.retain(|text| text.name != name);
        self.files.push(Text { name: name.to_owned(), text: files::decode(bytes, name)? });
        Ok(())
    }

    fn read_all(&mut self, found: BTreeSet<Found>) -> Vec<Text> {
        let found: Vec<Found> = found.into_iter().collect();
        let read = |found: &Found| files::read(&found.path).map(|text| Text { name: found.name.clone(), text });
        let (texts, complaints): (Vec<_>, Vec<_>) = parallel::map(&found, read).into_iter().partition(Result::is_ok);
        self.unreadable.extend(complaints.into_iter().filter_map(Result::err).map(|complaint| complaint.message));
        texts.into_iter().flatten().collect()
    }

    /// Checks the files asked for, and compiles those without errors.
    pub(crate) fn check(self, settings: Settings) -> Checked {
        self.look(settings, Reading::Kept, Workspace::check_file)
    }

    /// Checks the files asked for, and keeps nothing but what was found.
    pub(crate) fn review(self, settings: Settings) -> Checked {
        let bytes: usize = self.files.iter().chain(&self.context).map(|text| text.text.len()).sum();
        let reading = if bytes > REREAD { Reading::Again } else { Reading::Kept };
        self.look(settings, reading, |workspace, file| workspace.review_file(file).map(Arc::new))
    }

    fn look(
        self,
        settings: Settings,
        reading: Reading,
        check: impl Fn(&Workspace, FileId) -> Option<Arc<FileReport>> + Sync,
    ) -> Checked {
        let timings = self.timings;
        let mut workspace = Workspace::new(settings);
        let set = |workspace: &mut Workspace, text: Text| workspace.set(text.name, text.text);
        let asked: Vec<_> = self.files.into_iter().map(|text| set(&mut workspace, text)).collect();
        let context: Vec<_> = self.context.into_iter().map(|text| set(&mut workspace, text)).collect();
        let all: Vec<_> = asked.iter().chain(&context).copied().collect();
        let progress = Progress::begin("checking", all.len() + asked.len());
        let path = |file| workspace.source(file).map(|source| source.path.clone());
        timings.stage("parse", || {
            parallel::map(&all, |file| {
                progress.step();
                timings.file(
                    || path(*file),
                    || match reading {
                        Reading::Kept => _ = workspace.prepare(*file),
                        Reading::Again => _ = workspace.sign(*file),
                    },
                );
            });
        });
        timings.stage("gather the signatures", || workspace.index());
        let reports = timings.stage("check", || {
            parallel::map(&asked, |file| {
                progress.step();
                timings.file(|| path(*file), || check(&workspace, *file))
            })
        });
        drop(progress);
        let told = |report: &Arc<FileReport>| report.kind != FileKind::Other || !report.diagnostics.is_empty();
        let mut reports: Vec<_> = reports.into_iter().flatten().filter(told).collect();
        reports.sort_by(|a, b| a.path.cmp(&b.path));
        Checked { workspace, reports, timings }
    }
}

impl Checked {
    /// The plans of every flow without errors, also of those that were not asked for.
    pub(crate) fn plans(&self) -> Vec<Arc<Plan>> {
        let reports = self.workspace.files().into_iter().filter_map(|file| self.workspace.check_file(file));
        let plans = reports.filter_map(|report| match &report.unit {
            Some(Unit::Flow(plan)) => Some(plan.clone()),
            Some(Unit::App(_)) | None => None,
        });
        plans.collect()
    }
}
