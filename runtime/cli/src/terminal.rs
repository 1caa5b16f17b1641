//! What the terminal can show: colours, and how many columns.

use std::io::{self, IsTerminal, Write};

use anstream::{AutoStream, ColorChoice};
use report::render::{Colours, Look};

use crate::command::Outcome;
use crate::exit::{Complaint, Exit};

/// How findings should look on standard output.
///
/// `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE` decide on colours, `COLUMNS` on the width where no terminal does.
pub(crate) fn look() -> Look {
    let stdout = io::stdout();
    let colours = match AutoStream::choice(&stdout) {
        ColorChoice::Never => Colours::None,
        ColorChoice::Auto | ColorChoice::Always | ColorChoice::AlwaysAnsi => Colours::Ansi,
    };
    let said = || std::env::var("COLUMNS").ok()?.parse().ok();
    let width = stdout.is_terminal().then(columns).flatten().or_else(said);
    let follows = colours == Colours::Ansi && supports_hyperlinks::on(supports_hyperlinks::Stream::Stdout);
    let here = || std::env::current_dir().ok().map(|folder| folder.to_string_lossy().into_owned());
    let links = if follows { here() } else { None };
    Look { colours, width, links }
}

/// Standard output for what was drawn with a look: where nothing is coloured, there is no escape to be taken out.
pub(crate) fn output(look: &Look) -> Box<dyn Write> {
    match look.colours {
        Colours::None => Box::new(io::stdout().lock()),
        Colours::Ansi => Box::new(anstream::stdout().lock()),
    }
}

/// Writes a text to standard output; nobody who stopped reading is told that they did.
pub(crate) fn print(text: &str) -> Outcome {
    written(anstream::stdout().lock().write_all(text.as_bytes()))
}

/// How a command ends that wrote to standard output.
pub(crate) fn written(result: io::Result<()>) -> Outcome {
    match result {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Complaint::failure(format!("cannot write: {error}")))
        }
        Ok(()) | Err(_) => Ok(Exit::Success),
    }
}

/// Says a line to people, on standard error, where nothing that a program reads is disturbed by it.
macro_rules! tell {
    ($($words:tt)*) => {
        $crate::terminal::draw(&format!("{}\n", format_args!($($words)*)))
    };
}
pub(crate) use tell;

/// Writes a text to standard error. Nobody may be left to be told, or no disk to hold it: that ends nothing.
pub(crate) fn draw(text: &str) {
    let _ = anstream::stderr().lock().write_all(text.as_bytes());
}

/// Empties the terminal, where standard output is one.
pub(crate) fn clear() {
    if io::stdout().is_terminal() {
        // A terminal that is gone shows nothing either.
        let _ = io::stdout().write_all(b"\x1b[2J\x1b[3J\x1b[H");
    }
}

/// Asks whoever sits at the terminal; anything but a yes is a no.
pub(crate) fn agrees(question: &str) -> bool {
    draw(&format!("{question} [y/N] "));
    let mut answer = String::new();
    let read = io::stdin().read_line(&mut answer);
    read.is_ok() && matches!(answer.trim().to_lowercase().as_str(), "y" | "yes")
}

/// How findings should look on standard error.
pub(crate) fn look_of_errors() -> Look {
    Look { colours: Colours::Ansi, width: columns(), links: None }
}

/// The columns of the terminal behind standard output.
pub(crate) fn columns() -> Option<usize> {
    let size = rustix::termios::tcgetwinsize(io::stdout()).ok()?;
    Some(usize::from(size.ws_col)).filter(|columns| *columns > 0)
}
