//! `lanner password`: what settings hold of a password.

use std::io::{BufRead as _, IsTerminal as _};

use runtime::access::password::PasswordHash;
use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};

use crate::command::{Command, Outcome};
use crate::exit::Complaint;
use crate::terminal;

pub(crate) const COMMAND: Command = Command { name: "password", declare, perform };

/// A shorter one is guessed.
const SHORTEST: usize = 8;

fn declare(command: clap::Command) -> clap::Command {
    command
        .about("Makes of a password what settings hold of it, under `users`")
        .after_help("Reads one line from standard input, unseen where that is a terminal; writes the hash (Argon2id)")
}

fn perform(_: &clap::ArgMatches) -> Outcome {
    let password = read().map_err(|error| Complaint::failure(format!("cannot read the password: {error}")))?;
    if password.chars().count() < SHORTEST {
        return Err(Complaint::usage(format!("a password has at least {SHORTEST} characters")));
    }
    terminal::print(&format!("{}\n", PasswordHash::of(&password)))
}

/// One line, without its end.
fn read() -> std::io::Result<String> {
    let input = std::io::stdin();
    let hidden = if input.is_terminal() { Some(Hidden::begin()?) } else { None };
    let mut line = String::new();
    input.lock().read_line(&mut line)?;
    if hidden.is_some() {
        terminal::draw("\n");
    }
    line.truncate(line.trim_end_matches(['\r', '\n']).len());
    Ok(line)
}

/// A terminal that does not show what is typed; shows it again when dropped.
struct Hidden(Termios);

impl Hidden {
    fn begin() -> std::io::Result<Self> {
        terminal::draw("Password: ");
        let before = tcgetattr(std::io::stdin())?;
        let mut modes = before.clone();
        modes.local_modes.remove(LocalModes::ECHO);
        tcsetattr(std::io::stdin(), OptionalActions::Flush, &modes)?;
        Ok(Self(before))
    }
}

impl Drop for Hidden {
    fn drop(&mut self) {
        // A terminal that is gone shows nothing either.
        let _ = tcsetattr(std::io::stdin(), OptionalActions::Flush, &self.0);
    }
}
