//! A command: how it is declared on the command line, and what it does.

use clap::ArgMatches;

use crate::exit::{Complaint, Exit};

/// How a command ends.
pub(crate) type Outcome = Result<Exit, Complaint>;

/// One command of the binary.
pub(crate) struct Command {
    /// The word behind `lanner`.
    pub(crate) name: &'static str,
    /// Adds the description and the arguments.
    pub(crate) declare: fn(clap::Command) -> clap::Command,
    /// Does it.
    pub(crate) perform: fn(&ArgMatches) -> Outcome,
}

/// The whole command line.
pub(crate) fn line(commands: &[Command]) -> clap::Command {
    let line = clap::Command::new("lanner")
        .version(env!("CARGO_PKG_VERSION"))
        .about("Compiles, checks, runs and serves flows and apps written in YAML")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .max_term_width(100)
        .disable_help_subcommand(true);
    commands.iter().fold(line, |line, command| line.subcommand((command.declare)(clap::Command::new(command.name))))
}

/// Does what was asked for; a complaint goes to standard error.
pub(crate) fn perform(commands: &[Command], matches: &ArgMatches) -> Exit {
    let Some((name, matches)) = matches.subcommand() else { return Exit::Usage };
    let Some(command) = commands.iter().find(|command| command.name == name) else { return Exit::Usage };
    match (command.perform)(matches) {
        Ok(exit) => exit,
        Err(complaint) => {
            complaint.print();
            complaint.exit
        }
    }
}
