//! The binary as people start it, and what it said.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::places::lanner;

/// No command of the tests takes this long, unless it never ends.
const PATIENCE: Duration = Duration::from_secs(60);

/// What the binary said and how it ended.
#[derive(Debug)]
pub struct Said {
    /// The exit code.
    pub code: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

/// The binary with arguments, in a folder, with nothing of this process's own settings.
///
/// Colours are off, as behind a pipe.
pub fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(lanner());
    command.args(arguments).current_dir(folder).stdin(Stdio::null());
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        let decides = ["LANNER_", "SECRET_", "ENV_", "GITHUB_", "OTEL_", "CLICOLOR", "NO_COLOR"];
        if decides.iter().any(|prefix| text.starts_with(prefix)) {
            command.env_remove(&name);
        }
    }
    command
}

/// Runs the binary to its end.
///
/// # Panics
///
/// Where it cannot be started or is ended by a signal.
pub fn run(folder: &Path, arguments: &[&str]) -> Said {
    finish(command(folder, arguments))
}

/// Runs the binary to its end with a text on standard input.
///
/// # Panics
///
/// As [`run`].
pub fn run_with_input(folder: &Path, arguments: &[&str], input: &str) -> Said {
    let mut command = command(folder, arguments);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
    child.stdin.take().expect("it was piped").write_all(input.as_bytes()).expect("it reads");
    said(child.wait_with_output().expect("it ends"))
}

/// Runs the binary on a pseudo-terminal with a text typed into it; both outputs are one there. `None` where this
/// machine has no `script`, which is said.
///
/// # Panics
///
/// As [`run`].
pub fn on_a_terminal(folder: &Path, arguments: &[&str], typed: &str) -> Option<Said> {
    if Command::new("script").arg("--version").output().is_err() {
        println!("absent: script, which makes a terminal");
        return None;
    }
    let quoted = |text: &str| format!("'{}'", text.replace('\'', r"'\''"));
    let binary = lanner();
    let line: Vec<String> = std::iter::once(binary.to_str().expect("a path in UTF-8"))
        .chain(arguments.iter().copied())
        .map(quoted)
        .collect();
    let mut script = Command::new("timeout");
    script
        .args([
            &PATIENCE.as_secs().to_string(),
            "script",
            "--quiet",
            "--return",
            "--command",
            &line.join(" "),
            "/dev/null",
        ])
        .current_dir(folder);
    script.env_remove("NO_COLOR").env("TERM", "xterm-256color");
    let mut child =
        script.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
    let mut keyboard = child.stdin.take().expect("it was piped");
    keyboard.write_all(typed.as_bytes()).expect("it reads");
    let output = child.wait_with_output().expect("it ends");
    drop(keyboard);
    Some(said(output))
}

/// Runs a prepared command to its end.
///
/// # Panics
///
/// As [`run`], and where it goes on for longer than any command does.
pub fn finish(command: Command) -> Said {
    finish_within(command, PATIENCE)
}

/// The same for a command that may take longer.
///
/// # Panics
///
/// As [`finish`].
pub fn finish_within(mut command: Command, patience: Duration) -> Said {
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
    let id = child.id();
    let (tell, told) = std::sync::mpsc::channel();
    std::thread::spawn(move || tell.send(child.wait_with_output()));
    let Ok(output) = told.recv_timeout(patience) else {
        // The thread that waits for it takes note of its end.
        let _ = Command::new("kill").args(["-s", "KILL", &id.to_string()]).status();
        panic!("{command:?} goes on and on");
    };
    said(output.expect("it ends"))
}

fn said(output: std::process::Output) -> Said {
    Said {
        code: output.status.code().expect("no signal ends it"),
        out: String::from_utf8(output.stdout).expect("it writes UTF-8"),
        err: String::from_utf8(output.stderr).expect("it writes UTF-8"),
    }
}
