//! `lanner eval`: renders a template with variables from a file.

use std::collections::BTreeSet;
use std::io::{self, BufRead, Write};
use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches};
use plan::Failure;
use plan::date::Locale;
use plan::evaluate::Budget;
use serde_json::json;

use crate::command::{Command, Outcome};
use crate::configuration;
use crate::eval::{Place, Rendered, Request, render, to_json};
use crate::exit::{Complaint, Exit};
use crate::terminal;

pub(crate) const COMMAND: Command = Command { name: "eval", declare, perform };

fn declare(command: clap::Command) -> clap::Command {
    command
        .about("Renders a template: `{{ inputs.name | upper }}`")
        .arg(Arg::new("template").value_name("TEMPLATE").help("The template").required_unless_present("batch"))
        .arg(
            Arg::new("vars")
                .long("vars")
                .value_name("FILE")
                .help("A JSON file with the variables: {\"inputs\": {\"name\": \"Ada\"}}")
                .conflicts_with("batch"),
        )
        .arg(
            Arg::new("target-version")
                .long("target-version")
                .value_name("VERSION")
                .help("The version of the language: 1.0 to 2.0")
                .default_value("2.0"),
        )
        .arg(
            Arg::new("recursive")
                .long("recursive")
                .help("Renders again until nothing changes")
                .action(ArgAction::SetTrue),
        )
        .arg(
            Arg::new("typed")
                .long("typed")
                .help("Prints the value as JSON, with its type, instead of text")
                .action(ArgAction::SetTrue),
        )
        .arg(
            Arg::new("timezone")
                .long("timezone")
                .value_name("ZONE")
                .help("The zone of the server: `Europe/Paris`")
                .default_value("UTC"),
        )
        .arg(
            Arg::new("locale")
                .long("locale")
                .value_name("LOCALE")
                .help("The locale of the server: `de_DE`")
                .default_value("en_US"),
        )
        .arg(
            Arg::new("batch")
                .long("batch")
                .help("Reads lines of JSON, {\"template\", \"vars\", \"version\"?, \"recursive\"?, \"typed\"?}, and answers each with one")
                .action(ArgAction::SetTrue)
                .conflicts_with("template"),
        )
}

fn perform(matches: &ArgMatches) -> Outcome {
    let (zone, locale) = (option(matches, "timezone"), option(matches, "locale"));
    if Locale::of(locale).is_none() {
        return Err(Complaint::usage(format!("`{locale}` is no locale; write `fr` or `fr_FR`")));
    }
    let place = Place {
        zone: plan::date::rules(zone).ok_or_else(|| Complaint::usage(format!("there is no time zone `{zone}`")))?,
        locale: locale.to_owned(),
        budget: budget()?,
    };
    if matches.get_flag("batch") {
        return batch(&place);
    }
    let request = Request {
        template: option(matches, "template").into(),
        vars: variables(matches)?,
        version: Some(option(matches, "target-version").to_owned()),
        recursive: matches.get_flag("recursive"),
        typed: matches.get_flag("typed"),
    };
    match render(&request, &place) {
        Ok(Rendered::Text(text)) => print(&text),
        Ok(Rendered::Value(value)) => print(&to_json(&value).to_string()),
        Err(failure) => {
            draw(&failure, &request.template);
            Ok(Exit::Failure)
        }
    }
}

/// What an expression may spend here: as the nearest `lanner.yaml` says.
fn budget() -> Result<Budget, Complaint> {
    let loaded = configuration::load::load(&[PathBuf::from(".")], &BTreeSet::new())?;
    loaded.print();
    Ok(loaded.configuration.budget())
}

fn option<'m>(matches: &'m ArgMatches, name: &str) -> &'m str {
    matches.get_one::<String>(name).map_or("", String::as_str)
}

fn variables(matches: &ArgMatches) -> Result<serde_json::Map<String, serde_json::Value>, Complaint> {
    let Some(path) = matches.get_one::<String>("vars") else { return Ok(serde_json::Map::new()) };
    let text =
        std::fs::read_to_string(path).map_err(|error| Complaint::usage(format!("cannot read `{path}`: {error}")))?;
    serde_json::from_str(&text).map_err(|error| Complaint::usage(format!("`{path}` is not a JSON object: {error}")))
}

fn print(text: &str) -> Outcome {
    terminal::written(writeln!(io::stdout().lock(), "{text}"))
}

/// Draws a failure over its template.
fn draw(failure: &Failure, template: &str) {
    let style = anstyle::AnsiColor::Red.on_default().bold();
    let mut out = anstream::stderr().lock();
    let mut text = format!("{style}error{style:#}: {}\n", failure.message);
    if let Some(place) = failure.place {
        let start = template.floor_char_boundary(place.start as usize);
        let end = template.floor_char_boundary(place.end as usize).max(start);
        let line_start = template[..start].rfind('\n').map_or(0, |newline| newline + 1);
        let line_end = template[start..].find('\n').map_or(template.len(), |newline| start + newline);
        let blanks = template[line_start..start].chars().count();
        let marks = template[start..end.min(line_end)].chars().count().max(1);
        let (line, blanks, marks) = (&template[line_start..line_end], " ".repeat(blanks), "^".repeat(marks));
        text.push_str(&format!("  {line}\n  {blanks}{style}{marks}{style:#}\n"));
    }
    for note in &failure.notes {
        text.push_str(&format!("  {note}\n"));
    }
    // Nobody is left to be told when standard error is closed.
    let _ = out.write_all(text.as_bytes());
}

/// Answers each line of standard input with one line, in order.
fn batch(place: &Place) -> Outcome {
    let mut out = io::BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().split(b'\n') {
        let line = line.map_err(|error| Complaint::failure(format!("cannot read standard input: {error}")))?;
        if line.trim_ascii().is_empty() {
            continue;
        }
        let answer = match serde_json::from_slice::<Request>(&line) {
            Ok(request) => match render(&request, place) {
                Ok(Rendered::Text(text)) => json!({ "result": text }),
                Ok(Rendered::Value(value)) => json!({ "result": to_json(&value) }),
                Err(failure) => json!({ "error": failure.message }),
            },
            Err(error) => json!({ "error": format!("the line is not a request: {error}") }),
        };
        // Whoever asks one line at a time waits for the answer.
        if let Err(error) = writeln!(out, "{answer}").and_then(|()| out.flush()) {
            return terminal::written(Err(error));
        }
    }
    Ok(Exit::Success)
}
