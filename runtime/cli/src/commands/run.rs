//! `lanner run`: one execution of a flow, here and now, to its end.

use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, value_parser};
use plan::dialect::Version;
use runtime::settings::Redirect;

use crate::command::{Command, Outcome};
use crate::run::{self, Request};
use crate::version;

pub(crate) const COMMAND: Command = Command { name: "run", declare, perform };

fn declare(command: clap::Command) -> clap::Command {
    command
        .about("Runs a flow once, with live progress, and prints its outputs")
        .arg(
            Arg::new("flow")
                .value_name("FLOW")
                .help("The flow's file")
                .required(true)
                .value_parser(value_parser!(PathBuf)),
        )
        .arg(
            Arg::new("input")
                .short('i')
                .long("input")
                .value_name("KEY=VALUE")
                .help("An input; `key=@path` gives a file, and may be repeated")
                .action(ArgAction::Append)
                .value_parser(pair),
        )
        .arg(
            Arg::new("inputs")
                .long("inputs")
                .value_name("FILE")
                .help("Inputs from a JSON file; those given by `-i` win")
                .value_parser(value_parser!(PathBuf)),
        )
        .arg(
            Arg::new("label")
                .long("label")
                .value_name("KEY=VALUE")
                .help("A label of the execution; may be repeated")
                .action(ArgAction::Append)
                .value_parser(pair),
        )
        .arg(redirect())
        .arg(
            Arg::new("workspace")
                .long("workspace")
                .value_name("DIR")
                .help("Where flows it calls are found; by default the project or folder of the flow")
                .value_parser(value_parser!(PathBuf)),
        )
        .arg(
            Arg::new("save")
                .long("save")
                .value_name("DIR")
                .help("Keeps the files among the outputs in a folder")
                .value_parser(value_parser!(PathBuf)),
        )
        .arg(version::argument())
        .arg(
            Arg::new("format")
                .long("format")
                .value_name("FORMAT")
                .help("What is printed: text, or one JSON document at the end")
                .value_parser(["text", "json"])
                .default_value("text")
                .hide_possible_values(true),
        )
        .after_help(
            "Ends with 0 when the execution ends well or with a warning, 1 on any other end, 2 on wrong usage \
             or when the flow is refused, 4 when it waits for an answer and nobody is there to ask",
        )
}

/// `--redirect`, as all commands that reach out take it.
pub(super) fn redirect() -> Arg {
    Arg::new("redirect")
        .long("redirect")
        .value_name("HOST=URL")
        .help("Sends requests to a host elsewhere; may be repeated, and wins over lanner.yaml")
        .action(ArgAction::Append)
        .env("LANNER_REDIRECT")
        .value_delimiter(' ')
        .value_parser(Redirect::parse)
}

/// Reads `key=value`.
fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some(("", _)) | None => Err("write key=value".to_owned()),
        Some((key, value)) => Ok((key.to_owned(), value.to_owned())),
    }
}

fn perform(matches: &ArgMatches) -> Outcome {
    let pairs = |name: &str| matches.get_many(name).into_iter().flatten().cloned().collect();
    run::run(Request {
        flow: matches.get_one::<PathBuf>("flow").cloned().unwrap_or_default(),
        inputs: pairs("input"),
        inputs_file: matches.get_one("inputs").cloned(),
        labels: pairs("label"),
        redirects: matches.get_many("redirect").into_iter().flatten().cloned().collect(),
        workspace: matches.get_one("workspace").cloned(),
        save: matches.get_one("save").cloned(),
        target: matches.get_one::<Version>("target-version").copied(),
        print: match matches.get_one::<String>("format").map(String::as_str) {
            Some("json") => run::Print::Json,
            _ => run::Print::Text,
        },
    })
}
