//! Text to trees that know where every byte came from, and never refuse.
#![warn(clippy::disallowed_methods)]
