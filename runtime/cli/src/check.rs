//! A check from its files to its exit code: read, checked, mended where that is asked for, told.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use compiler::Settings;
use plan::dialect::Version;
use report::Severity;

use crate::baseline::{Baseline, Gone, Remains};
use crate::choice::Choice;
use crate::emit::{self, Emission};
use crate::exit::{Complaint, Exit};
use crate::files;
use crate::fix::{self, Daring};
use crate::formats::{Findings, Format};
use crate::project::{Checked, Project};
use crate::replace;
use crate::statistics;
use crate::summary::{Summary, plural};
use crate::terminal::{self, tell};
use crate::told::Told;
use crate::version;
use crate::watch::Watch;

/// What is asked for on the command line.
pub(crate) struct Request {
    /// Files, folders, or `-`.
    pub(crate) paths: Vec<PathBuf>,
    /// What standard input is called.
    pub(crate) input_name: String,
    /// Which codes are shown.
    pub(crate) choice: Choice,
    /// The version of the language, where it wins over the settings.
    pub(crate) target: Option<Version>,
    /// What is mended.
    pub(crate) daring: Option<Daring>,
    /// What is written to standard output.
    pub(crate) output: Output,
    /// What ends with 1.
    pub(crate) limits: Limits,
    /// What is known already.
    pub(crate) known: Known,
    /// Whether it says where the time went.
    pub(crate) timings: bool,
    /// Where plans are written.
    pub(crate) emission: Option<Emission>,
}

/// What is written to standard output.
#[derive(Clone, Copy)]
pub(crate) enum Output {
    /// Findings.
    Findings(&'static Format),
    /// How often each code was found.
    Statistics,
    /// What mending would change.
    Diff,
}

/// What ends with 1.
pub(crate) struct Limits {
    /// Findings at least this bad; none at all where absent.
    pub(crate) level: Option<Severity>,
    /// More warnings than this.
    pub(crate) warnings: Option<usize>,
    /// How it ends where no flow or app is there.
    pub(crate) nothing: Exit,
}

/// What is known already.
pub(crate) enum Known {
    /// Nothing.
    Nothing,
    /// What a baseline names.
    Named(PathBuf, Shortening),
    /// Everything that is found; it is written into a baseline.
    Everything(PathBuf),
}

impl Known {
    /// What the summary says of so many known findings.
    fn told(&self, count: usize) -> String {
        match self {
            Self::Named(path, _) => format!(", {count} known from {}", files::shown(path)),
            Self::Nothing | Self::Everything(_) => String::new(),
        }
    }
}

/// What is done about a baseline that names more than there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shortening {
    /// Somebody sits at a terminal and is asked.
    Offered,
    /// It is told.
    Told,
}

/// Checks once, which is the last thing that the process does.
pub(crate) fn check(request: &Request) -> Result<Exit, Complaint> {
    let (exit, checked) = look(request)?;
    // The process ends, and the system takes its memory back at once; to free every tree in it would take longer.
    std::mem::forget(checked);
    Ok(exit)
}

/// How it ends, and what was looked at.
fn look(request: &Request) -> Result<(Exit, Option<Checked>), Complaint> {
    let begin = Instant::now();
    if replace::is_cut_off(Path::new(".")) {
        match request.daring {
            Some(_) => drop(replace::finish(Path::new("."))?),
            None => Complaint::failure("an earlier `--fix` was cut off, and some files have not got their new text")
                .help("`lanner compile --fix` finishes it")
                .print(),
        }
    }
    let (mut project, settings) = match read(request)? {
        Ok(ready) => ready,
        Err(refused) => return Ok((refused, None)),
    };
    let unreadable = std::mem::take(&mut project.unreadable);
    for message in &unreadable {
        Complaint::failure(message.as_str()).print();
    }
    let count = project.files.len();
    let compiled = project.compiled.first().map(|found| found.name.clone());
    let checked = match request.emission {
        Some(_) => project.check(settings),
        None => project.review(settings),
    };
    if checked.reports.is_empty() && unreadable.is_empty() {
        if request.limits.nothing == Exit::Success {
            return Ok((Exit::Success, None));
        }
        return Err(nothing(count, compiled.as_deref()));
    }
    let told = Told { choice: &request.choice, baseline: baseline(request, &checked)? };
    let ended = |failed: bool| if failed && request.limits.level.is_some() { Exit::Failure } else { Exit::Success };
    let Some(mut checked) = mend(request, checked, &told, count)? else { return Ok((ended(true), None)) };
    if matches!(request.output, Output::Diff) {
        return Ok((ended(!unreadable.is_empty()), Some(checked)));
    }
    let Remains { reports, known, gone } = told.of(&checked.workspace, std::mem::take(&mut checked.reports));
    checked.reports = reports;
    checked.timings.stage("write", || write(request, &checked))?;
    let summary = Summary::of(&checked.reports);
    tell!("{summary}{} ({} ms)", request.known.told(known), begin.elapsed().as_millis());
    if let (Known::Named(path, shortening), Some(baseline)) = (&request.known, told.baseline) {
        shorten(path, *shortening, baseline, &gone)?;
    }
    if request.timings {
        terminal::draw(&checked.timings.to_string());
    }
    if let Some(emission) = &request.emission {
        emit::emit(emission, &checked)?;
    }
    let too_many = request.limits.warnings.is_some_and(|most| summary.warnings() > most);
    let too_bad = request.limits.level.is_some_and(|level| summary.reaches(level));
    Ok((ended(too_bad || too_many || !unreadable.is_empty()), Some(checked)))
}

/// Checks again after every change, until the process is interrupted.
pub(crate) fn watch(request: &Request) -> Result<Exit, Complaint> {
    let watch = Watch::new(&request.paths)?;
    loop {
        terminal::clear();
        match look(request) {
            Ok(_) => {}
            // What is wrong now may be right after the next change.
            Err(complaint) => complaint.print(),
        }
        tell!("watching for changes (Ctrl-C stops)");
        watch.wait()?;
    }
}

/// The files with the settings that hold for them; how to end where the settings cannot be followed.
fn read(request: &Request) -> Result<Result<(Project, Settings), Exit>, Complaint> {
    let is_input = |path: &&PathBuf| path.as_os_str() == "-";
    let paths: Vec<PathBuf> = request.paths.iter().filter(|path| !is_input(path)).cloned().collect();
    let mut project = if request.paths.iter().any(|path| is_input(&path)) {
        // Standard input belongs where its name says.
        let here = Path::new(&request.input_name).parent().map_or_else(PathBuf::new, Path::to_owned);
        let mut project = if paths.is_empty() { Project::around(&here)? } else { Project::read(&paths)? };
        project.read_input(&files::shown(Path::new(&request.input_name)))?;
        project
    } else {
        Project::read(&paths)?
    };
    if !project.loaded.findings.is_empty() {
        project.loaded.print();
        return Ok(Err(Exit::Usage));
    }
    let mut settings = std::mem::take(&mut project.loaded.configuration.settings);
    version::retarget(&mut settings, request.target);
    Ok(Ok((project, settings)))
}

fn nothing(count: usize, compiled: Option<&str>) -> Complaint {
    let (message, help) = match (count, compiled) {
        (0, Some(name)) => {
            (format!("`{name}` is compiled already"), Some(format!("`lanner inspect {name}` shows what is in it")))
        }
        (0, None) => ("no YAML file lies there".to_owned(), None),
        (1, _) => ("the file holds neither a flow nor an app".to_owned(), None),
        (count, _) => (format!("none of the {count} files holds a flow or an app"), None),
    };
    Complaint { exit: Exit::NothingMatched, message, help }
}

/// What is known already; written down first where that is everything.
fn baseline(request: &Request, checked: &Checked) -> Result<Option<Baseline>, Complaint> {
    match &request.known {
        Known::Nothing => Ok(None),
        Known::Named(path, _) => Baseline::read(path).map(Some),
        Known::Everything(path) => {
            let chosen = request.choice.apply(checked.reports.clone());
            let mut baseline = Baseline::of(path, &checked.workspace, &chosen);
            if path.exists() {
                baseline.keep(Baseline::read(path)?, &checked.reports, &request.choice);
            }
            baseline.write(path)?;
            tell!("{} written to {}", plural(baseline.len(), "finding"), files::shown(path));
            Ok(Some(baseline))
        }
    }
}

/// Tells what a baseline names that is there no more, and takes it out where somebody is there who wants that.
fn shorten(path: &Path, shortening: Shortening, baseline: Baseline, gone: &Gone) -> Result<(), Complaint> {
    let name = files::shown(path);
    let (what, verb) = (plural(gone.count(), "finding"), if gone.count() == 1 { "is" } else { "are" });
    match (gone.count(), shortening) {
        (0, _) => {}
        (_, Shortening::Told) => {
            tell!("{what} of {name} {verb} there no more; `--write-baseline {name}` shortens it");
        }
        (_, Shortening::Offered) => {
            let them = if gone.count() == 1 { "it" } else { "them" };
            if terminal::agrees(&format!("{what} of {name} {verb} there no more; take {them} out?")) {
                let shorter = baseline.without(gone);
                shorter.write(path)?;
                tell!("{} left in {name}", plural(shorter.len(), "finding"));
            }
        }
    }
    Ok(())
}

/// Mends what is asked for; nothing is left to be told where only the changes are shown and there are some.
fn mend(request: &Request, checked: Checked, told: &Told<'_>, count: usize) -> Result<Option<Checked>, Complaint> {
    let Some(daring) = request.daring else { return Ok(Some(checked)) };
    let timings = checked.timings.clone();
    let mended = timings.stage("mend", || fix::mend(checked, daring, told));
    for (path, why) in &mended.left {
        Complaint::failure(format!("`{path}` is left as it is: {}", why.words())).print();
    }
    if matches!(request.output, Output::Diff) {
        let mut out = io::BufWriter::new(io::stdout().lock());
        written(mended.diff(&mut out).and_then(|()| out.flush()))?;
        tell!("{} of {count} would change", plural(mended.changes.len(), "file"));
        return Ok(mended.changes.is_empty().then_some(mended.checked));
    }
    timings.stage("replace", || mended.write())?;
    tell!("{} mended in {}", plural(mended.count, "finding"), plural(mended.changes.len(), "file"));
    Ok(Some(mended.checked))
}

fn write(request: &Request, checked: &Checked) -> Result<(), Complaint> {
    let look = terminal::look();
    let mut out = io::BufWriter::new(terminal::output(&look));
    let findings = Findings::new(&checked.workspace, &checked.reports, look);
    let write = match request.output {
        Output::Findings(format) => format.write,
        Output::Statistics | Output::Diff => statistics::write,
    };
    written(write(&mut out, &findings).and_then(|()| out.flush()))
}

/// What is said where findings cannot be written; nothing where whoever read them has seen enough.
fn written(result: io::Result<()>) -> Result<(), Complaint> {
    match result {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Complaint::failure(format!("cannot write the findings: {error}")))
        }
        Ok(()) | Err(_) => Ok(()),
    }
}
