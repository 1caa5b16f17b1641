//! `lanner compile`: flows and apps to plans, or to what is wrong with them.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::{Arg, ArgAction, ArgMatches, value_parser};
use plan::dialect::Version;
use report::Severity;

use crate::command::{Command, Outcome};
use crate::exit::{Complaint, Exit};
use crate::formats::{self, Findings, Format};
use crate::project::Project;
use crate::summary::Summary;
use crate::terminal;
use crate::version;

pub(crate) const COMMAND: Command = Command { name: "compile", declare, perform };

fn declare(command: clap::Command) -> clap::Command {
    command
        .about("Checks flows and apps, and says exactly what is wrong with them")
        .arg(
            Arg::new("paths")
                .value_name("PATHS")
                .help("Files, folders with everything below them, or `-` for standard input")
                .num_args(1..)
                .required(true)
                .value_parser(value_parser!(PathBuf)),
        )
        .arg(Arg::new("check").long("check").help("Only checks, and writes nothing").action(ArgAction::SetTrue))
        .arg(
            Arg::new("format")
                .long("format")
                .value_name("FORMAT")
                .help(format!("How findings are written: {}", formats::list()))
                .value_parser(formats::ALL.iter().map(|format| format.name).collect::<Vec<_>>())
                .hide_possible_values(true),
        )
        .arg(
            Arg::new("fail-level")
                .long("fail-level")
                .value_name("LEVEL")
                .help("Ends with 1 from this level on: error, warning, info or hint")
                .value_parser(["error", "warning", "info", "hint"])
                .default_value("error")
                .hide_possible_values(true),
        )
        .arg(
            Arg::new("exit-zero")
                .long("exit-zero")
                .help("Ends with 0 whatever is found")
                .action(ArgAction::SetTrue),
        )
        .arg(
            Arg::new("target-version")
                .long("target-version")
                .value_name("VERSION")
                .help("The version of the language: 1.0 to 1.3 or 2.0; wins over lanner.yaml")
                .value_parser(version::parse),
        )
        .arg(
            Arg::new("stdin-filename")
                .long("stdin-filename")
                .value_name("PATH")
                .help("What standard input is called in messages")
                .default_value("stdin.yaml"),
        )
        .after_help("Ends with 0 when nothing was found, 1 with findings at the fail level, 2 on wrong usage, 3 when no flow or app was there")
}

fn perform(matches: &ArgMatches) -> Outcome {
    let begin = Instant::now();
    let mut project = read(matches)?;
    if !project.loaded.findings.is_empty() {
        project.loaded.print();
        return Ok(Exit::Usage);
    }
    let mut settings = std::mem::take(&mut project.loaded.configuration.settings);
    version::retarget(&mut settings, matches.get_one::<Version>("target-version").copied());
    let unreadable = std::mem::take(&mut project.unreadable);
    for message in &unreadable {
        Complaint::failure(message.as_str()).print();
    }
    let count = project.files.len();
    let checked = project.check(settings);
    if checked.reports.is_empty() && unreadable.is_empty() {
        let message = match count {
            0 => "no YAML file lies there".to_owned(),
            1 => "the file holds neither a flow nor an app".to_owned(),
            count => format!("none of the {count} files holds a flow or an app"),
        };
        return Err(Complaint { exit: Exit::NothingMatched, message, help: None });
    }
    let findings = Findings::new(&checked.workspace, &checked.reports, terminal::look());
    let mut out = io::BufWriter::new(anstream::stdout().lock());
    let written = (format(matches).write)(&mut out, &findings).and_then(|()| out.flush());
    written.map_err(|error| Complaint::failure(format!("cannot write the findings: {error}")))?;
    let summary = Summary::of(&checked.reports);
    eprintln!("{summary} ({} ms)", begin.elapsed().as_millis());
    let level = matches.get_one::<String>("fail-level").map_or(Severity::Error, |level| severity(level));
    if matches.get_flag("exit-zero") {
        return Ok(Exit::Success);
    }
    Ok(if summary.reaches(level) || !unreadable.is_empty() { Exit::Failure } else { Exit::Success })
}

fn severity(name: &str) -> Severity {
    match name {
        "warning" => Severity::Warning,
        "info" => Severity::Info,
        "hint" => Severity::Hint,
        _ => Severity::Error,
    }
}

fn read(matches: &ArgMatches) -> Result<Project, Complaint> {
    let paths: Vec<PathBuf> = matches.get_many("paths").into_iter().flatten().cloned().collect();
    let (inputs, paths): (Vec<_>, Vec<_>) = paths.into_iter().partition(|path| path.as_os_str() == "-");
    let name = matches.get_one::<String>("stdin-filename").map_or("stdin.yaml", String::as_str);
    if inputs.is_empty() {
        return Project::read(&paths);
    }
    // Standard input belongs where its name says.
    let here = Path::new(name).parent().map_or_else(PathBuf::new, Path::to_owned);
    let mut project = match paths.as_slice() {
        [] => Project::around(&here)?,
        paths => Project::read(paths)?,
    };
    project.read_input(name)?;
    Ok(project)
}

/// What was asked for; else what suits whoever reads: people at a terminal, or a program behind a pipe.
fn format(matches: &ArgMatches) -> &'static Format {
    let automatic = if io::stdout().is_terminal() { "full" } else { "concise" };
    let name = matches.get_one::<String>("format").map_or(automatic, String::as_str);
    formats::ALL.iter().find(|format| format.name == name).unwrap_or(&formats::ALL[0])
}
