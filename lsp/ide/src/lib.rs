//! Questions about a place in a file, answered with plain data.
#![warn(clippy::disallowed_methods)]
