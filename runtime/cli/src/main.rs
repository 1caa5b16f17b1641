//! The binary: where purity meets the terminal.

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::main()
}
