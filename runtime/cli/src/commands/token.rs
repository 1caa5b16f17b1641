//! `lanner token`: a token for a program, and what settings hold of it.

use runtime::access::token::{self, TokenHash};

use crate::command::{Command, Outcome};
use crate::terminal;

pub(crate) const COMMAND: Command = Command { name: "token", declare, perform };

fn declare(command: clap::Command) -> clap::Command {
    command
        .about("Makes a token for a program, and what settings hold of it, under `users`")
        .after_help("Writes the token, which is shown this once, and on the next line its hash")
}

fn perform(_: &clap::ArgMatches) -> Outcome {
    let token = token::make();
    terminal::print(&format!("{token}\n{}\n", TokenHash::of(&token).to_text()))
}
