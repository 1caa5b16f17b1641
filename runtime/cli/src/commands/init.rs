//! `lanner init`: a first flow, a first app and the settings, in a folder.

use std::fs::{File, create_dir_all};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, value_parser};

use crate::command::{Command, Outcome};
use crate::exit::Complaint;
use crate::terminal;

pub(crate) const COMMAND: Command = Command { name: "init", declare, perform };

/// The files that are written, each relative to the folder.
const FILES: &[(&str, &str)] = &[
    ("lanner.yaml", include_str!("init/lanner.yaml")),
    ("flows/greeting.yaml", include_str!("init/flows/greeting.yaml")),
    ("apps/greeting.yaml", include_str!("init/apps/greeting.yaml")),
];

fn declare(command: clap::Command) -> clap::Command {
    command.about("Writes a first flow, a first app and the settings into a folder").arg(
        Arg::new("folder")
            .value_name("DIR")
            .help("The folder; created where it is not there")
            .default_value(".")
            .value_parser(value_parser!(PathBuf)),
    )
}

fn perform(matches: &ArgMatches) -> Outcome {
    let folder = matches.get_one::<PathBuf>("folder").map_or(Path::new("."), PathBuf::as_path);
    if let Some((name, _)) = FILES.iter().find(|(name, _)| folder.join(name).exists()) {
        let there = folder.join(name);
        return Err(Complaint::usage(format!("`{}` is there already", there.display()))
            .help("give another folder: `lanner init DIR`"));
    }
    let mut done = String::new();
    for (name, text) in FILES {
        write_new(&folder.join(name), text)?;
        done += &format!("wrote {}\n", folder.join(name).display());
    }
    done += &format!("\nnow try:\n  lanner compile --check {0}\n  lanner serve {0}\n", folder.display());
    terminal::print(&done)
}

/// Writes a file that was not there before.
fn write_new(path: &Path, text: &str) -> Result<(), Complaint> {
    let cannot = |error: std::io::Error| match error.kind() {
        ErrorKind::AlreadyExists => Complaint::usage(format!("`{}` is there already", path.display())),
        _ => Complaint::failure(format!("cannot write `{}`: {error}", path.display())),
    };
    if let Some(folder) = path.parent() {
        create_dir_all(folder).map_err(cannot)?;
    }
    let mut file = File::create_new(path).map_err(cannot)?;
    file.write_all(text.as_bytes()).map_err(cannot)
}
