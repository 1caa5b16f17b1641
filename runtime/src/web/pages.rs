//! The pages people see.

pub mod app;
pub mod catalogue;
pub mod console;
pub mod login;
pub mod problem;
