//! The server as browsers, programs and attackers see it.

mod access;
mod api;
mod apps;
mod door;
mod files;
mod forms;
mod hostile;
mod kv;
mod markup;
mod streams;
mod triggers;
mod unread;
