//! The answers of `ide`, over the language server protocol.
//!
//! One thread reads messages in their order. Edits are taken in at once; when no further message waits,
//! the open files are checked and what changed is published. There is no debounce: a check takes less time
//! than the pause between two keystrokes.

mod address;
mod encoding;
mod main_loop;
mod notifications;
mod project;
mod publish;
mod requests;
mod session;

pub use lsp_server::Connection;
pub use main_loop::{Stopped, run};
pub use project::{Opened, Project};

/// Serves one editor over standard input and output until it says goodbye.
///
/// # Errors
///
/// When the editor leaves without saying goodbye, or does not speak the protocol.
pub fn run_stdio(project: &dyn Project) -> Result<(), Stopped> {
    let (connection, threads) = Connection::stdio();
    let result = run(&connection, project);
    drop(connection);
    threads.join().map_err(|error| Stopped(format!("the connection to the editor broke: {error}")))?;
    result
}
