//! `lanner compile`: flows and apps to plans, or to what is wrong with them.

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, ArgMatches, value_parser};
use plan::dialect::Version;
use report::Severity;

use crate::check::{self, Known, Limits, Output, Request, Shortening};
use crate::choice::Choice;
use crate::command::{Command, Outcome};
use crate::emit::{Emission, Form};
use crate::exit::{Complaint, Exit};
use crate::fix::Daring;
use crate::formats::{self, Format};
use crate::version;

pub(crate) const COMMAND: Command = Command { name: "compile", declare, perform };

/// The headings under which `--help` lists the options.
const TOLD: &str = "What is told";
const MENDED: &str = "What is mended";
const KNOWN: &str = "What is known already";
const ENDS: &str = "How it ends";
const WRITTEN: &str = "What is written";

fn declare(command: clap::Command) -> clap::Command {
    let command = command
        .about("Checks flows and apps, says exactly what is wrong with them, and writes plans")
        .arg(
            Arg::new("paths")
                .value_name("PATHS")
                .help("Files, folders with everything below them, or `-` for standard input")
                .num_args(1..)
                .required(true)
                .value_parser(value_parser!(PathBuf)),
        )
        .arg(
            Arg::new("check")
                .long("check")
                .help("Only checks, which is the default without --output")
                .action(ArgAction::SetTrue)
                .conflicts_with("output"),
        )
        .arg(version::argument())
        .arg(
            Arg::new("stdin-filename")
                .long("stdin-filename")
                .value_name("PATH")
                .help("What standard input is called in messages, and whose settings hold for it")
                .default_value("stdin.yaml"),
        )
        .arg(
            Arg::new("watch")
                .long("watch")
                .help("Checks again whenever a file changes, until Ctrl-C")
                .action(ArgAction::SetTrue)
                .conflicts_with_all(["fix", "diff", "write-baseline"]),
        );
    let command = told(command);
    let command = mended(command);
    let command = known(command);
    let command = ends(command);
    written(command).after_help(
        "Ends with 0 when nothing was found, 1 with findings at the fail level, 2 on wrong usage or settings, \
         3 when no flow or app was there",
    )
}

fn told(command: clap::Command) -> clap::Command {
    let codes = |name: &'static str, help: &'static str| {
        Arg::new(name)
            .long(name)
            .value_name("CODES")
            .help(help)
            .value_delimiter(',')
            .action(ArgAction::Append)
            .help_heading(TOLD)
    };
    command
        .arg(
            Arg::new("format")
                .long("format")
                .value_name("FORMAT")
                .help(format!("How findings are written: {}", formats::list()))
                .value_parser(formats::ALL.iter().map(|format| format.name).collect::<Vec<_>>())
                .hide_possible_values(true)
                .help_heading(TOLD),
        )
        .arg(codes("select", "Shows only these codes or groups, separated by commas"))
        .arg(codes("ignore", "Leaves out these codes or groups, separated by commas"))
        .arg(
            Arg::new("statistics")
                .long("statistics")
                .help("Counts the findings by code instead of showing them")
                .action(ArgAction::SetTrue)
                .conflicts_with_all(["format", "diff"])
                .help_heading(TOLD),
        )
        .arg(
            Arg::new("timings")
                .long("timings")
                .help("Says on standard error where the time went")
                .action(ArgAction::SetTrue)
                .help_heading(TOLD),
        )
}

fn mended(command: clap::Command) -> clap::Command {
    command
        .arg(
            Arg::new("fix")
                .long("fix")
                .value_name("DARING")
                .help("Mends what can be mended without changing what a flow does; `unsafe` also what may")
                .num_args(0..=1)
                .require_equals(true)
                .default_missing_value("safe")
                .value_parser(["safe", "unsafe"])
                .hide_possible_values(true)
                .help_heading(MENDED),
        )
        .arg(
            Arg::new("diff")
                .long("diff")
                .help("Shows what --fix would change, as `git apply` takes it, and writes nothing")
                .action(ArgAction::SetTrue)
                .conflicts_with("format")
                .help_heading(MENDED),
        )
}

fn known(command: clap::Command) -> clap::Command {
    command
        .arg(
            Arg::new("baseline")
                .long("baseline")
                .value_name("FILE")
                .help("Leaves out what this file names")
                .value_parser(value_parser!(PathBuf))
                .help_heading(KNOWN),
        )
        .arg(
            Arg::new("write-baseline")
                .long("write-baseline")
                .value_name("FILE")
                .help("Writes all that is found into this file, to be left out from now on")
                .value_parser(value_parser!(PathBuf))
                .conflicts_with_all(["baseline", "fix", "diff"])
                .help_heading(KNOWN),
        )
}

fn ends(command: clap::Command) -> clap::Command {
    command
        .arg(
            Arg::new("fail-level")
                .long("fail-level")
                .value_name("LEVEL")
                .help("Ends with 1 from this level on: error, warning, info or hint")
                .value_parser(["error", "warning", "info", "hint"])
                .default_value("error")
                .hide_possible_values(true)
                .help_heading(ENDS),
        )
        .arg(
            Arg::new("max-warnings")
                .long("max-warnings")
                .value_name("NUMBER")
                .help("Ends with 1 when there are more warnings than this")
                .value_parser(value_parser!(usize))
                .help_heading(ENDS),
        )
        .arg(
            Arg::new("no-errors-on-unmatched")
                .long("no-errors-on-unmatched")
                .help("Ends with 0 when no flow or app was there")
                .action(ArgAction::SetTrue)
                .help_heading(ENDS),
        )
        .arg(
            Arg::new("exit-zero")
                .long("exit-zero")
                .help("Ends with 0 whatever is found")
                .action(ArgAction::SetTrue)
                .help_heading(ENDS),
        )
}

fn written(command: clap::Command) -> clap::Command {
    command
        .arg(
            Arg::new("output")
                .short('o')
                .long("output")
                .value_name("DIR")
                .help("Writes a plan for each flow and app, which `run` and `serve` take without the YAML")
                .value_parser(value_parser!(PathBuf))
                .conflicts_with_all(["watch", "diff"])
                .help_heading(WRITTEN),
        )
        .arg(
            Arg::new("emit")
                .long("emit")
                .value_name("FORM")
                .help("The form of the plans: plan (compact) or json (to be read)")
                .value_parser(["plan", "json"])
                .default_value("plan")
                .hide_possible_values(true)
                .requires("output")
                // Where `--output` cannot be, clap no longer misses it.
                .conflicts_with_all(["check", "watch", "diff"])
                .help_heading(WRITTEN),
        )
}

fn perform(matches: &ArgMatches) -> Outcome {
    let request = request(matches)?;
    if matches.get_flag("watch") { check::watch(&request) } else { check::check(&request) }
}

fn request(matches: &ArgMatches) -> Result<Request, Complaint> {
    let path = |name: &str| matches.get_one::<PathBuf>(name).cloned();
    let paths: Vec<PathBuf> = matches.get_many("paths").into_iter().flatten().cloned().collect();
    let daring = daring(matches);
    let reads_input = paths.iter().any(|path| path.as_os_str() == "-");
    let writes = daring.is_some() && !matches.get_flag("diff");
    if reads_input && (writes || matches.get_flag("watch")) {
        let verb = if writes { "mended" } else { "watched" };
        return Err(Complaint::usage(format!("standard input cannot be {verb}; give the file")));
    }
    if let Some(daring) = detached(&paths, daring) {
        return Err(Complaint::usage(format!("there is no file `{daring}`")).help(format!("write `--fix={daring}`")));
    }
    let level = matches.get_one::<String>("fail-level").map_or(Severity::Error, |level| severity(level));
    let form = match matches.get_one::<String>("emit").map(String::as_str) {
        Some("json") => Form::Json,
        _ => Form::Plan,
    };
    Ok(Request {
        paths,
        input_name: matches.get_one::<String>("stdin-filename").cloned().unwrap_or_default(),
        choice: Choice::new(words(matches, "select"), words(matches, "ignore"))?,
        target: matches.get_one::<Version>("target-version").copied(),
        daring,
        output: match (matches.get_flag("diff"), matches.get_flag("statistics")) {
            (true, _) => Output::Diff,
            (false, true) => Output::Statistics,
            (false, false) => Output::Findings(format(matches)),
        },
        limits: Limits {
            level: (!matches.get_flag("exit-zero")).then_some(level),
            warnings: matches.get_one("max-warnings").copied(),
            nothing: match matches.get_flag("no-errors-on-unmatched") {
                true => Exit::Success,
                false => Exit::NothingMatched,
            },
        },
        known: match (path("baseline"), path("write-baseline")) {
            (_, Some(path)) => Known::Everything(path),
            (Some(path), None) => Known::Named(path, shortening(matches)),
            (None, None) => Known::Nothing,
        },
        timings: matches.get_flag("timings"),
        emission: path("output").map(|folder| Emission { folder, form }),
    })
}

/// Who checks once at a terminal can be asked.
fn shortening(matches: &ArgMatches) -> Shortening {
    let is_asked = io::stdin().is_terminal() && io::stderr().is_terminal() && !matches.get_flag("watch");
    if is_asked { Shortening::Offered } else { Shortening::Told }
}

/// Which fixes are to be applied; none unless asked for.
fn daring(matches: &ArgMatches) -> Option<Daring> {
    match matches.get_one::<String>("fix").map(String::as_str) {
        Some("unsafe") => Some(Daring::Unsafe),
        Some(_) => Some(Daring::Safe),
        None => matches.get_flag("diff").then_some(Daring::Safe),
    }
}

/// A word that was meant to say what is mended, and stands where paths stand.
fn detached(paths: &[PathBuf], daring: Option<Daring>) -> Option<&str> {
    let word = paths.iter().filter_map(|path| path.to_str()).find(|path| ["safe", "unsafe"].contains(path));
    word.filter(|word| daring.is_some() && !Path::new(word).exists())
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

/// What was asked for; else what suits whoever reads: a workflow on GitHub, people at a terminal, or a program
/// behind a pipe.
fn format(matches: &ArgMatches) -> &'static Format {
    let in_workflow = std::env::var_os("GITHUB_ACTIONS").is_some_and(|value| value == "true");
    let automatic = match (in_workflow, io::stdout().is_terminal()) {
        (true, _) => "github",
        (false, true) => "full",
        (false, false) => "concise",
    };
    let name = matches.get_one::<String>("format").map_or(automatic, String::as_str);
    formats::ALL.iter().find(|format| format.name == name).unwrap_or(&formats::ALL[0])
}
