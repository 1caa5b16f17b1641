//! Nested objects and enumerations that several types share.

pub mod assets;
pub mod block_properties;
pub mod button;
pub mod cache;
pub mod condition_properties;
pub mod day_of_week;
pub mod discord;
pub mod filter;
pub mod flow_document;
pub mod http;
pub mod input_properties;
pub mod label;
pub mod level;
pub mod namespace_files;
pub mod purge;
pub mod retry;
pub mod runner_properties;
pub mod state;
pub mod task_properties;
pub mod time_window;
pub mod trigger_properties;
pub mod worker;
