//! How the binary ends: the exit codes, and what is said before a bad end.

use std::io::Write;
use std::process::ExitCode;

/// The exit codes of all commands; `docs/check.md` and `docs/run.md` tell them to people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// All is well.
    Success,
    /// Findings at or above the fail level; a run that did not succeed; a server that could not start.
    Failure,
    /// The command line or the configuration cannot be followed, or a flow was refused.
    Usage,
    /// No file matched.
    NothingMatched,
    /// A run waits for an answer, and nobody is there to ask.
    Paused,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Success => 0,
            Exit::Failure => 1,
            Exit::Usage => 2,
            Exit::NothingMatched => 3,
            Exit::Paused => 4,
        })
    }
}

/// Why a command could not do what was asked for.
#[derive(Debug)]
pub(crate) struct Complaint {
    /// What the process ends with.
    pub(crate) exit: Exit,
    /// One line, lower case, without full stop.
    pub(crate) message: String,
    /// What would help.
    pub(crate) help: Option<String>,
}

impl Complaint {
    /// Something on the command line or in the configuration.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self { exit: Exit::Usage, message: message.into(), help: None }
    }

    /// Something in the world.
    pub(crate) fn failure(message: impl Into<String>) -> Self {
        Self { exit: Exit::Failure, message: message.into(), help: None }
    }

    /// Adds what would help.
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Says it on standard error.
    pub(crate) fn print(&self) {
        let style = anstyle::AnsiColor::Red.on_default().bold();
        let mut out = anstream::stderr().lock();
        // Nobody is left to be told when standard error is closed.
        let _ = writeln!(out, "{style}error{style:#}: {}", self.message);
        if let Some(help) = &self.help {
            let _ = writeln!(out, "  help: {help}");
        }
    }
}
