//! `lanner completions`: what a shell needs to complete commands and options.

use clap::{Arg, ArgMatches, value_parser};
use clap_complete::Shell;

use crate::command::{self, Command, Outcome};
use crate::commands;
use crate::exit::Exit;
use crate::terminal;

pub(crate) const COMMAND: Command = Command { name: "completions", declare, perform };

fn declare(command: clap::Command) -> clap::Command {
    command
        .about("Prints the completion script of a shell")
        .arg(
            Arg::new("shell")
                .value_name("SHELL")
                .help("bash, elvish, fish, powershell or zsh")
                .required(true)
                .hide_possible_values(true)
                .value_parser(value_parser!(Shell)),
        )
        .after_help("For bash: lanner completions bash > ~/.local/share/bash-completion/completions/lanner")
}

fn perform(matches: &ArgMatches) -> Outcome {
    let Some(shell) = matches.get_one::<Shell>("shell") else { return Ok(Exit::Usage) };
    let mut script = Vec::new();
    clap_complete::generate(*shell, &mut command::line(commands::ALL), "lanner", &mut script);
    terminal::print(&String::from_utf8_lossy(&script))
}
