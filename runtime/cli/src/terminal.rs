//! What the terminal can show: colours, and how many columns.

use std::io::{self, IsTerminal};

use anstream::{AutoStream, ColorChoice};
use report::render::{Colours, Look};

/// How findings should look on standard output.
pub(crate) fn look() -> Look {
    let stdout = io::stdout();
    let colours = match AutoStream::choice(&stdout) {
        ColorChoice::Never => Colours::None,
        ColorChoice::Auto | ColorChoice::Always | ColorChoice::AlwaysAnsi => Colours::Ansi,
    };
    let width = stdout.is_terminal().then(columns).flatten();
    Look { colours, width, pages: None }
}

/// How findings should look on standard error.
pub(crate) fn look_of_errors() -> Look {
    Look { colours: Colours::Ansi, width: columns(), pages: None }
}

/// The columns of the terminal behind standard output.
pub(crate) fn columns() -> Option<usize> {
    let size = rustix::termios::tcgetwinsize(io::stdout()).ok()?;
    Some(usize::from(size.ws_col)).filter(|columns| *columns > 0)
}
