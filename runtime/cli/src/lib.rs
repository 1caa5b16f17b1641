//! The commands of the binary, and the compiler as the runtime asks for it.

mod choice;
mod command;
mod commands;
mod compiler;
mod configuration;
mod document;
mod environment;
mod eval;
mod exit;
mod files;
mod fix;
mod formats;
mod logs;
mod markdown;
mod nearest;
mod parallel;
mod project;
mod run;
mod serve;
mod statistics;
mod summary;
mod terminal;
mod version;

use std::process::ExitCode;

pub use compiler::Compiler;

/// Does what the command line asks for.
pub fn main() -> ExitCode {
    let matches = command::line(commands::ALL).get_matches();
    command::perform(commands::ALL, &matches).into()
}
