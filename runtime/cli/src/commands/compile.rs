//! `lanner compile`: flows and apps to plans, or to what is wrong with them.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::{Arg, ArgAction, ArgMatches, value_parser};
use plan::dialect::Version;
use report::Severity;

use crate::choice::Choice;
use crate::command::{Command, Outcome};
use crate::exit::{Complaint, Exit};
use crate::fix::{self, Daring};
use crate::formats::{self, Findings, Format};
use crate::project::{Checked, Project};
use crate::statistics;
use crate::summary::{Summary, plural};
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
            Arg::new("fix")
                .long("fix")
                .value_name("DARING")
                .help("Mends what can be mended without changing what a flow does; `unsafe` also what may")
                .num_args(0..=1)
                .require_equals(true)
                .default_missing_value("safe")
                .value_parser(["safe", "unsafe"])
                .hide_possible_values(true),
        )
        .arg(
            Arg::new("diff")
                .long("diff")
                .help("Shows what --fix would change, as `git apply` takes it, and writes nothing")
                .action(ArgAction::SetTrue),
        )
        .arg(
            Arg::new("statistics")
                .long("statistics")
                .help("Counts the findings by code")
                .action(ArgAction::SetTrue)
                .conflicts_with_all(["format", "diff"]),
        )
        .arg(
            Arg::new("select")
                .long("select")
                .value_name("CODES")
                .help("Shows only these codes or groups, separated by commas")
                .value_delimiter(',')
                .action(ArgAction::Append),
        )
        .arg(
            Arg::new("ignore")
                .long("ignore")
                .value_name("CODES")
                .help("Leaves out these codes or groups, separated by commas")
                .value_delimiter(',')
                .action(ArgAction::Append),
        )
        .arg(
            Arg::new("max-warnings")
                .long("max-warnings")
                .value_name("NUMBER")
                .help("Ends with 1 when there are more warnings than this")
                .value_parser(value_parser!(usize)),
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
    let choice = Choice::new(words(matches, "select"), words(matches, "ignore"))?;
    if daring(matches).is_some() && paths(matches).any(|path| path.as_os_str() == "-") {
        return Err(Complaint::usage("standard input cannot be mended; give the file"));
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
    let checked = Checked { reports: choice.apply(checked.reports), ..checked };
    let mut out = io::BufWriter::new(anstream::stdout().lock());
    let cannot = |error: io::Error| Complaint::failure(format!("cannot write the findings: {error}"));
    let checked = match daring(matches) {
        None => checked,
        Some(daring) => {
            let mended = fix::mend(checked, daring);
            if matches.get_flag("diff") {
                mended.diff(&mut out).and_then(|()| out.flush()).map_err(cannot)?;
                eprintln!("{} of {count} would change", plural(mended.changes.len(), "file"));
                let changes = !mended.changes.is_empty() && !matches.get_flag("exit-zero");
                return Ok(if changes { Exit::Failure } else { Exit::Success });
            }
            mended.write()?;
            eprintln!("{} mended in {}", plural(mended.count, "finding"), plural(mended.changes.len(), "file"));
            let reports = choice.apply(mended.checked.reports);
            Checked { reports, ..mended.checked }
        }
    };
    let findings = Findings::new(&checked.workspace, &checked.reports, terminal::look());
    let write = if matches.get_flag("statistics") { statistics::write } else { format(matches).write };
    write(&mut out, &findings).and_then(|()| out.flush()).map_err(cannot)?;
    let summary = Summary::of(&checked.reports);
    eprintln!("{summary} ({} ms)", begin.elapsed().as_millis());
    let level = matches.get_one::<String>("fail-level").map_or(Severity::Error, |level| severity(level));
    if matches.get_flag("exit-zero") {
        return Ok(Exit::Success);
    }
    let too_many = matches.get_one::<usize>("max-warnings").is_some_and(|most| summary.warnings() > *most);
    let failed = summary.reaches(level) || too_many || !unreadable.is_empty();
    Ok(if failed { Exit::Failure } else { Exit::Success })
}

/// Which fixes are to be applied; none unless asked for.
fn daring(matches: &ArgMatches) -> Option<Daring> {
    match matches.get_one::<String>("fix").map(String::as_str) {
        Some("unsafe") => Some(Daring::Unsafe),
        Some(_) => Some(Daring::Safe),
        None => matches.get_flag("diff").then_some(Daring::Safe),
    }
}

fn severity(name: &str) -> Severity {
    match name {
        "warning" => Severity::Warning,
        "info" => Severity::Info,
        "hint" => Severity::Hint,
        _ => Severity::Error,
    }
}

fn words<'a>(matches: &'a ArgMatches, name: &str) -> impl Iterator<Item = &'a str> {
    matches.get_many::<String>(name).into_iter().flatten().map(String::as_str)
}

fn paths(matches: &ArgMatches) -> impl Iterator<Item = PathBuf> + '_ {
    matches.get_many::<PathBuf>("paths").into_iter().flatten().cloned()
}

fn read(matches: &ArgMatches) -> Result<Project, Complaint> {
    let (inputs, paths): (Vec<_>, Vec<_>) = paths(matches).partition(|path| path.as_os_str() == "-");
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
