//! `lanner schema`: the JSON Schemas of what Lanner reads and writes.

use clap::{Arg, ArgMatches};

use crate::command::{Command, Outcome};
use crate::exit::Exit;
use crate::schema;
use crate::terminal;

pub(crate) const COMMAND: Command = Command { name: "schema", declare, perform };

fn declare(command: clap::Command) -> clap::Command {
    let names: Vec<String> = schema::ALL.iter().map(|schema| format!("{} ({})", schema.name, schema.about)).collect();
    command.about("Prints the JSON Schema of something Lanner reads or writes").arg(
        Arg::new("name")
            .value_name("NAME")
            .help(names.join(", "))
            .required(true)
            .hide_possible_values(true)
            .value_parser(schema::ALL.iter().map(|schema| schema.name).collect::<Vec<_>>()),
    )
}

fn perform(matches: &ArgMatches) -> Outcome {
    let name = matches.get_one::<String>("name").map_or("", String::as_str);
    let Some(schema) = schema::ALL.iter().find(|schema| schema.name == name) else { return Ok(Exit::Usage) };
    terminal::print(&schema::text(&(schema.make)()))
}
