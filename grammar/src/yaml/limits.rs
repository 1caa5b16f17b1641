//! How much a text may hold. What lies beyond is reported, and costs neither time nor memory.

/// The longest text, in bytes. Kestra's reader stops at as many characters (SnakeYAML's `codePointLimit`).
pub const BYTES: usize = 3 * 1024 * 1024;

/// How deep lists and maps may nest in each other. A task in a task in a task takes four levels each.
pub const DEPTH: usize = 200;

/// How many keys and values a text may hold, those that aliases repeat included.
pub const NODES: usize = 150_000;

/// How many comments may follow each other.
pub const COMMENTS: usize = 100_000;

/// How many mistakes of one kind are told before the rest is left out.
pub const REPEATS: usize = 100;
