//! The pages people see.

pub mod catalogue;
pub mod problem;
