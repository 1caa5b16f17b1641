//! `lanner config`: which settings there are, and which files decide here.

use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, value_parser};

use crate::command::{Command, Outcome};
use crate::configuration::Configuration;
use crate::configuration::keys::{KEYS, Key, Shape};
use crate::exit::Exit;
use crate::project::Project;
use crate::terminal;

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
        return terminal::print(&list());
    }
    let paths: Vec<PathBuf> = matches.get_many("path").into_iter().flatten().cloned().collect();
    let loaded = Project::read(&paths)?.loaded;
    if !loaded.findings.is_empty() {
        loaded.print();
        return Ok(Exit::Usage);
    }
    terminal::print(&shown(&loaded.configuration))
}

/// Every setting with what is said of it and where: outermost first, so that of two that decide the same the
/// later holds, for its folder.
fn shown(configuration: &Configuration) -> String {
    let mut text = String::new();
    for key in KEYS {
        let said: Vec<_> = configuration.said.iter().filter(|said| said.key == key.name).collect();
        for said in &said {
            text.push_str(&format!("{}: {}\n", said.at, said.text));
        }
        if said.is_empty() {
            text.push_str(&format!("default: {}: {}\n", key.name, key.absent));
        }
    }
    text
}

fn list() -> String {
    let width = KEYS.iter().map(|key| key.name.len()).max().unwrap_or_default();
    let line = |key: &Key| format!("{:width$}  {:9}  {}\n", key.name, shape(key.shape), key.about);
    KEYS.iter().map(line).collect()
}

fn shape(shape: Shape) -> &'static str {
    match shape {
        Shape::Text => "text",
        Shape::Version => "version",
        Shape::OneOf(_) => "word",
        Shape::Truth => "truth",
        Shape::Texts | Shape::TextOrTexts => "list",
        Shape::Levels => "levels",
        Shape::Numbers => "numbers",
        Shape::Map | Shape::Lists | Shape::Values | Shape::ValuesByNamespace => "map",
        Shape::Defaults => "defaults",
        Shape::Storage => "storage",
        Shape::Overrides => "overrides",
        Shape::Limits => "limits",
        Shape::Users => "users",
        Shape::Telemetry => "map",
    }
}
