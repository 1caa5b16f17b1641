//! The commands of the binary, and the compiler as the runtime asks for it.

// Printing panics where a pipe is closed or a disk is full; `terminal` says what can be said.
#![warn(clippy::disallowed_macros)]

mod baseline;
mod check;
mod choice;
mod command;
mod commands;
mod compiler;
mod configuration;
mod document;
mod emit;
mod environment;
mod eval;
mod exit;
mod files;
mod fingerprint;
mod fix;
mod formats;
mod graph;
mod held;
mod logs;
mod markdown;
mod nearest;
mod pages;
mod parallel;
mod plans;
mod progress;
mod project;
mod reference;
mod reload;
mod replace;
mod run;
mod schema;
mod secrets;
mod serve;
mod served;
mod single;
mod state;
mod statistics;
mod summary;
mod telemetry;
mod terminal;
mod timings;
mod told;
mod version;
mod watch;

use std::process::ExitCode;

pub use compiler::Compiler;

/// Does what the command line asks for.
pub fn main() -> ExitCode {
    let matches = command::line(commands::ALL).get_matches();
    command::perform(commands::ALL, &matches).into()
}
