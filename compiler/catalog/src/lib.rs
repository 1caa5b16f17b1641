//! Everything an author can name, each declared once.
#![warn(clippy::disallowed_methods)]
