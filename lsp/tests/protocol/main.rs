//! The server as an editor meets it, over a connection in memory.

mod client;
mod documents;
mod questions;
mod session;
