//! `lanner config`: which settings there are, and which files decide here.

use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, value_parser};

use crate::command::{Command, Outcome};
use crate::configuration::keys::{KEYS, Shape};
use crate::exit::Exit;
use crate::project::Project;

pub(crate) const COMMAND: Command = Command { name: "config", declare, perform };

fn declare(command: clap::Command) -> clap::Command {
    command
        .about("Shows the settings that hold for a folder, and all that there are")
        .arg(
            Arg::new("path")
                .value_name("PATH")
                .help("The file or folder they hold for")
                .default_value(".")
                .value_parser(value_parser!(PathBuf)),
        )
        .arg(
            Arg::new("show")
                .long("show")
                .help("Shows what is said, and where; the default")
                .action(ArgAction::SetTrue)
                .conflicts_with("keys"),
        )
        .arg(Arg::new("keys").long("keys").help("Lists every setting with what it decides").action(ArgAction::SetTrue))
}

fn perform(matches: &ArgMatches) -> Outcome {
    if matches.get_flag("keys") {
        list();
        return Ok(Exit::Success);
    }
    let paths: Vec<PathBuf> = matches.get_many("path").into_iter().flatten().cloned().collect();
    let loaded = Project::read(&paths)?.loaded;
    if !loaded.findings.is_empty() {
        loaded.print();
        return Ok(Exit::Usage);
    }
    if loaded.configuration.said.is_empty() {
        println!("no `lanner.yaml` decides anything here");
    }
    for said in &loaded.configuration.said {
        println!("{}: {}", said.at, said.text);
    }
    Ok(Exit::Success)
}

fn list() {
    let width = KEYS.iter().map(|key| key.name.len()).max().unwrap_or_default();
    for key in KEYS {
        println!("{:width$}  {:9}  {}", key.name, shape(key.shape), key.about);
    }
}

fn shape(shape: Shape) -> &'static str {
    match shape {
        Shape::Text => "text",
        Shape::Version => "version",
        Shape::Texts => "list",
        Shape::Levels => "levels",
        Shape::Map => "map",
        Shape::Numbers => "numbers",
        Shape::Overrides => "overrides",
    }
}
