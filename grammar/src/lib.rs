//! Text to trees that know where every byte came from, and never refuse.
#![warn(clippy::disallowed_methods)]

pub mod diagnostics;
pub mod expression;
pub mod yaml;

pub use yaml::{Parsed, parse};
