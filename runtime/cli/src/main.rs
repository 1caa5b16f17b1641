//! The binary: where purity meets the terminal.

fn main() {}
