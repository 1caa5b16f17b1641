//! Text to trees that know where every byte came from, and never refuse.

pub mod diagnostics;
pub mod yaml;

pub use yaml::{Parsed, parse};
