//! Every command, sorted by name.

mod compile;
mod completions;
mod config;
mod eval;
pub(crate) mod explain;
mod graph;
mod init;
mod inspect;
mod lsp;
mod password;
mod run;
mod schema;
mod serve;
mod store;
mod token;

use crate::command::Command;

/// The commands in the order `--help` shows them.
pub(crate) const ALL: &[Command] = &[
    compile::COMMAND,
    completions::COMMAND,
    config::COMMAND,
    eval::COMMAND,
    explain::COMMAND,
    graph::COMMAND,
    init::COMMAND,
    inspect::COMMAND,
    lsp::COMMAND,
    password::COMMAND,
    run::COMMAND,
    schema::COMMAND,
    serve::COMMAND,
    store::COMMAND,
    token::COMMAND,
];

#[cfg(test)]
mod tests {
    use super::ALL;
    use crate::command::line;

    #[test]
    fn the_command_line_is_sound() {
        line(ALL).debug_assert();
    }

    #[test]
    fn commands_are_sorted() {
        assert!(ALL.is_sorted_by_key(|command| command.name));
    }

    #[test]
    fn every_argument_says_what_it_is_for() {
        for command in line(ALL).get_subcommands() {
            assert!(command.get_about().is_some(), "`{}` says nothing", command.get_name());
            for argument in command.get_arguments() {
                let told = argument.get_help().is_some();
                assert!(told, "`{}` of `{}` says nothing", argument.get_id(), command.get_name());
            }
        }
    }
}
