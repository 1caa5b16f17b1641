//! Files read and checked together, as fast as the machine can.

use std::collections::BTreeSet;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use compiler::{FileKind, FileReport, Settings, Unit, Workspace};
use plan::Plan;
use report::FileId;
use rustc_hash::FxHashSet;

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

/// What is wanted of the files asked for.
#[derive(Clone, Copy)]
enum Wanted {
    /// What is wrong with them.
    Findings,
    /// That, and what they are compiled to.
    Plans,
    /// The same, but nothing of it is remembered for whoever asks again.
    PlansOnce,
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

/// Files taken in together, and not looked at yet.
#[derive(Clone)]
pub(crate) struct Gathered {
    /// Every file.
    pub(crate) workspace: Workspace,
    /// Those asked for.
    pub(crate) asked: Vec<FileId>,
    /// Those that they may refer to.
    pub(crate) context: Vec<FileId>,
    timings: Timings,
}

/// Files that were checked together.
pub(crate) struct Checked {
    /// Every file.
    pub(crate) workspace: Workspace,
    /// What was found in those that were asked for and hold a flow or an app, or cannot be told; by name.
    pub(crate) reports: Vec<Arc<FileReport>>,
    /// Where the time went.
    pub(crate) timings: Timings,
    reading: Reading,
    wanted: Wanted,
    /// What the files said of each other when they were looked at.
    index: u64,
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
        let mut unreadable = std::mem::take(&mut walk.unreadable);
        let outside = |root: &PathBuf| paths.iter().all(|path| !root.starts_with(files::absolute(path)));
        if let Some(root) = loaded.root.clone().filter(outside) {
            let outer = timings.stage("find the files", || files::find(std::slice::from_ref(&root)))?;
            if !outer.settings.is_subset(&walk.settings) {
                loaded = load::load(paths, &outer.settings)?;
            }
            let asked: BTreeSet<PathBuf> = walk.files.iter().map(|found| files::absolute(&found.path)).collect();
            unreadable
                .extend(outer.unreadable.iter().filter(|it| !unreadable.contains(it)).cloned().collect::<Vec<_>>());
            around = outer.files.into_iter().filter(|found| !asked.contains(&files::absolute(&found.path))).collect();
        }
        let wanted = |found: &Found| loaded.configuration.looks_at(&found.name);
        walk.files.retain(wanted);
        around.retain(wanted);
        let compiled = walk.compiled.into_iter().collect();
        let mut project = Self { loaded, compiled, unreadable, timings: timings.clone(), ..Self::default() };
        timings.stage("read the files", || {
            project.files = project.read_all(walk.files);
            project.context = project.read_all(around);
        });
        Ok(project)
    }

    /// Reads what holds for one file, which has to be there and be text.
    pub(crate) fn read_one(path: &Path) -> Result<Self, Complaint> {
        let project = Self::read(&[path.to_owned()])?;
        match project.unreadable.first() {
            Some(message) if project.files.is_empty() => Err(Complaint::usage(message.as_str())),
            Some(_) | None => Ok(project),
        }
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
        self.look(settings, Reading::Kept, Wanted::Plans)
    }

    /// Checks the files asked for, and keeps nothing but what was found.
    pub(crate) fn review(self, settings: Settings) -> Checked {
        let bytes: usize = self.files.iter().chain(&self.context).map(|text| text.text.len()).sum();
        let reading = if bytes > REREAD { Reading::Again } else { Reading::Kept };
        self.look(settings, reading, Wanted::Findings)
    }

    /// Takes the files in, without looking at them.
    pub(crate) fn gather(self, settings: Settings) -> Gathered {
        let mut workspace = Workspace::new(settings);
        let set = |workspace: &mut Workspace, text: Text| workspace.set(text.name, text.text);
        let asked = self.files.into_iter().map(|text| set(&mut workspace, text)).collect();
        let context = self.context.into_iter().map(|text| set(&mut workspace, text)).collect();
        Gathered { workspace, asked, context, timings: self.timings }
    }

    fn look(self, settings: Settings, reading: Reading, wanted: Wanted) -> Checked {
        self.gather(settings).look(reading, wanted)
    }
}

impl Gathered {
    /// Checks the files asked for and compiles those without errors; nothing is kept of them but their texts and what
    /// came of them, which a server has for long.
    pub(crate) fn compile(self) -> Checked {
        self.look(Reading::Again, Wanted::PlansOnce)
    }

    fn look(self, reading: Reading, wanted: Wanted) -> Checked {
        let Self { workspace, asked, context, timings } = self;
        let all: Vec<_> = asked.iter().chain(&context).copied().collect();
        let progress = Progress::begin("checking", all.len() + asked.len());
        timings.stage("parse", || reading.read(&workspace, &all, &progress, &timings));
        let index = timings.stage("gather the signatures", || workspace.index().fingerprint());
        let reports = timings.stage("check", || wanted.check(&workspace, &asked, &progress, &timings));
        drop(progress);
        let told = |report: &Arc<FileReport>| report.kind != FileKind::Other || !report.diagnostics.is_empty();
        let mut reports: Vec<_> = reports.into_iter().flatten().filter(told).collect();
        reports.sort_by(|a, b| a.path.cmp(&b.path));
        Checked { workspace, reports, timings, reading, wanted, index }
    }
}

impl Reading {
    /// Reads files side by side, as far as their signatures need it.
    fn read(self, workspace: &Workspace, files: &[FileId], progress: &Progress, timings: &Timings) {
        let path = |file| workspace.source(file).map(|source| source.path.clone());
        parallel::map(files, |file| {
            progress.step();
            let read = || match self {
                Self::Kept => _ = workspace.prepare(*file),
                Self::Again => _ = workspace.sign(*file),
            };
            timings.file(|| path(*file), read);
        });
    }
}

impl Wanted {
    /// Checks files side by side, once all are read.
    fn check(
        self,
        workspace: &Workspace,
        files: &[FileId],
        progress: &Progress,
        timings: &Timings,
    ) -> Vec<Option<Arc<FileReport>>> {
        let path = |file| workspace.source(file).map(|source| source.path.clone());
        parallel::map(files, |file| {
            progress.step();
            let check = || match self {
                Self::Findings => workspace.review_file(*file).map(Arc::new),
                Self::Plans => workspace.check_file(*file),
                Self::PlansOnce => workspace.compile_file(*file).map(Arc::new),
            };
            timings.file(|| path(*file), check)
        })
    }
}

impl Checked {
    /// Looks again at files whose texts have changed; at all of them where that changes what files may know of each
    /// other.
    pub(crate) fn again(&mut self, changed: &[FileId]) {
        let progress = Progress::begin("checking", changed.len() + self.reports.len());
        self.reading.read(&self.workspace, changed, &progress, &self.timings);
        let before = std::mem::replace(&mut self.index, self.workspace.index().fingerprint());
        let changed: FxHashSet<FileId> = changed.iter().copied().collect();
        let is_stale = |report: &Arc<FileReport>| before != self.index || changed.contains(&report.file);
        let (stale, files): (Vec<usize>, Vec<FileId>) =
            self.reports.iter().enumerate().filter(|(_, it)| is_stale(it)).map(|(at, it)| (at, it.file)).unzip();
        let reports = self.wanted.check(&self.workspace, &files, &progress, &self.timings);
        for (at, report) in stale.into_iter().zip(reports) {
            if let Some(report) = report {
                self.reports[at] = report;
            }
        }
    }

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
