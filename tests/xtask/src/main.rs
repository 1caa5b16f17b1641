//! What developers run: tests with all they need, benches, generators.

fn main() {}
