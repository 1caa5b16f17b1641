//! What tests and benches share: where things lie, and what a machine may lack.

pub mod command;
pub mod covering;
pub mod folder;
pub mod fuzzing;
pub mod machine;
pub mod mending;
pub mod places;
pub mod server;
pub mod site;
pub mod spec;
pub mod stub;
pub mod terminal;
pub mod webdriver;
