//! A check from its files to its exit code: read, checked, mended where that is asked for, told.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use compiler::Settings;
use plan::dialect::Version;
use report::Severity;

use crate::baseline::{Baseline, Remains};
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
use crate::terminal;
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
    Named(PathBuf),
    /// Everything that is found; it is written into a baseline.
    Everything(PathBuf),
}

/// Checks once.
pub(crate) fn check(request: &Request) -> Result<Exit, Complaint> {
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
        Err(refused) => return Ok(refused),
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
            return Ok(Exit::Success);
        }
        return Err(nothing(count, compiled.as_deref()));
    }
    let (known, checked) = known(request, checked)?;
    let Some(checked) = mend(request, checked, count)? else {
        let failed = request.limits.level.is_some();
        return Ok(if failed { Exit::Failure } else { Exit::Success });
    };
    if matches!(request.output, Output::Diff) {
        return Ok(Exit::Success);
    }
    let checked = Checked { reports: request.choice.apply(checked.reports), ..checked };
    checked.timings.stage("write", || write(request, &checked))?;
    let summary = Summary::of(&checked.reports);
    eprintln!("{summary}{known} ({} ms)", begin.elapsed().as_millis());
    if request.timings {
        eprint!("{}", checked.timings);
    }
    if let Some(emission) = &request.emission {
        emit::emit(emission, &checked)?;
    }
    let failed = request.limits.level.is_some_and(|level| {
        let too_many = request.limits.warnings.is_some_and(|most| summary.warnings() > most);
        summary.reaches(level) || too_many || !unreadable.is_empty()
    });
    Ok(if failed { Exit::Failure } else { Exit::Success })
}

/// Checks again after every change, until the process is interrupted.
pub(crate) fn watch(request: &Request) -> Result<Exit, Complaint> {
    let watch = Watch::new(&request.paths)?;
    loop {
        terminal::clear();
        match check(request) {
            Ok(_) => {}
            // What is wrong now may be right after the next change.
            Err(complaint) => complaint.print(),
        }
        eprintln!("watching for changes (Ctrl-C stops)");
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

/// Takes away what is known already; what the summary says of it.
fn known(request: &Request, checked: Checked) -> Result<(String, Checked), Complaint> {
    match &request.known {
        Known::Nothing => Ok((String::new(), checked)),
        Known::Named(path) => {
            let name = files::shown(path);
            let Remains { reports, known, gone } = Baseline::read(path)?.apply(&checked.workspace, checked.reports);
            if gone > 0 {
                eprintln!(
                    "{} of {name} {} there no more; `--write-baseline {name}` shortens it",
                    plural(gone, "finding"),
                    if gone == 1 { "is" } else { "are" },
                );
            }
            Ok((format!(", {known} known from {name}"), Checked { reports, ..checked }))
        }
        Known::Everything(path) => {
            let mut baseline = Baseline::of(path, &checked.workspace, &checked.reports);
            if path.exists() {
                baseline.keep(Baseline::read(path)?, &checked.reports);
            }
            let name = files::shown(path);
            std::fs::write(path, baseline.text())
                .map_err(|error| Complaint::failure(format!("cannot write `{name}`: {error}")))?;
            eprintln!("{} written to {name}", plural(baseline.len(), "finding"));
            let Remains { reports, .. } = baseline.apply(&checked.workspace, checked.reports);
            Ok((String::new(), Checked { reports, ..checked }))
        }
    }
}

/// Mends what is asked for; nothing is left to be told where only the changes are shown and there are some.
fn mend(request: &Request, checked: Checked, count: usize) -> Result<Option<Checked>, Complaint> {
    let Some(daring) = request.daring else { return Ok(Some(checked)) };
    let checked = Checked { reports: request.choice.apply(checked.reports), ..checked };
    let timings = checked.timings.clone();
    let mended = timings.stage("mend", || fix::mend(checked, daring));
    for (path, why) in &mended.left {
        Complaint::failure(format!("`{path}` is left as it is: {}", why.words())).print();
    }
    if matches!(request.output, Output::Diff) {
        let mut out = io::BufWriter::new(io::stdout().lock());
        written(mended.diff(&mut out).and_then(|()| out.flush()))?;
        eprintln!("{} of {count} would change", plural(mended.changes.len(), "file"));
        return Ok(mended.changes.is_empty().then_some(mended.checked));
    }
    timings.stage("replace", || mended.write())?;
    eprintln!("{} mended in {}", plural(mended.count, "finding"), plural(mended.changes.len(), "file"));
    Ok(Some(mended.checked))
}

fn write(request: &Request, checked: &Checked) -> Result<(), Complaint> {
    let mut out = io::BufWriter::new(anstream::stdout().lock());
    let findings = Findings::new(&checked.workspace, &checked.reports, terminal::look());
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
