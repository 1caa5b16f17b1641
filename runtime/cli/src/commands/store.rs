//! `lanner store`: the state of a server that is not running, looked through, copied and put back.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, value_parser};
use runtime::engine::survey::{export, survey};
use runtime::settings::Sync;
use runtime::store::copy::{backup, is_sound, restore};
use runtime::store::file::{FILE_NAME, FileStore};

use crate::command::{Command, Outcome};
use crate::exit::{Complaint, Exit};
use crate::files;
use crate::state;
use crate::terminal;

pub(crate) const COMMAND: Command = Command { name: "store", declare, perform };

fn declare(command: clap::Command) -> clap::Command {
    command
        .about("Checks, copies and exports the state of a server that is not running")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .arg(
            Arg::new("data")
                .long("data")
                .value_name("DIR")
                .help("Where state is kept")
                .default_value(".lanner")
                .env("LANNER_DATA")
                .global(true)
                .value_parser(value_parser!(PathBuf)),
        )
        .subcommand(clap::Command::new("check").about("Reads every entry and tells what is wrong"))
        .subcommand(
            clap::Command::new("backup")
                .about("Copies the store into a file; files of executions lie beside it, in `storage`")
                .arg(file("The file to write")),
        )
        .subcommand(
            clap::Command::new("restore")
                .about("Puts a backup into a folder that has no store")
                .arg(file("The file that `backup` has written")),
        )
        .subcommand(
            clap::Command::new("export").about("Prints flows, keys, executions and logs, one JSON document a line"),
        )
        .after_help("Ends with 0 where all is well, 1 where something is wrong, 2 on wrong usage")
}

fn file(help: &'static str) -> Arg {
    Arg::new("file").value_name("FILE").help(help).required(true).value_parser(value_parser!(PathBuf))
}

fn perform(matches: &ArgMatches) -> Outcome {
    let Some((name, inner)) = matches.subcommand() else { return Ok(Exit::Usage) };
    let data = inner.get_one::<PathBuf>("data").cloned().unwrap_or_default();
    let file = || inner.get_one::<PathBuf>("file").cloned().unwrap_or_default();
    match name {
        "check" => check(&data),
        "backup" => {
            let count = backup(&data, &file()).map_err(|error| state::unusable(error, &data))?;
            terminal::print(&format!("{count} entries are in {}\n", files::shown(&file())))
        }
        "restore" => {
            let count = restore(&file(), &data).map_err(|error| Complaint::failure(error.0))?;
            terminal::print(&format!("{count} entries are in {}\n", files::shown(&data)))
        }
        "export" => print(&data),
        _ => Ok(Exit::Usage),
    }
}

fn check(data: &Path) -> Outcome {
    let mut text = String::new();
    if !is_sound(data).map_err(|error| state::unusable(error, data))? {
        text += "the file was damaged and has been mended\n";
    }
    let survey = survey(&open(data)?).map_err(|error| state::unusable(error, data))?;
    for (table, count) in &survey.entries {
        text += &format!("{:12} {count}\n", table.name());
    }
    for problem in &survey.problems {
        text += &format!("{problem}\n");
    }
    match survey.problems.len() {
        0 => terminal::print(&(text + "all is well\n")),
        count => terminal::print(&text).and(Err(Complaint::failure(format!("{count} entries are wrong")))),
    }
}

fn print(data: &Path) -> Outcome {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let mut written = Ok(());
    export(&open(data)?, &mut |document| {
        if written.is_ok() {
            written = writeln!(out, "{document}");
        }
    })
    .map_err(|error| state::unusable(error, data))?;
    terminal::written(written.and_then(|()| out.flush()))
}

fn open(data: &Path) -> Result<FileStore, Complaint> {
    if !data.join(FILE_NAME).exists() {
        return Err(Complaint::failure(format!("there is no store in {}", files::shown(data))));
    }
    FileStore::open(data, Sync::Always).map_err(|error| state::unusable(error, data))
}
