//! Plans executed durably, and pages served.

mod client;
pub mod creation;
pub mod duration;
mod encryption;
pub mod engine;
pub mod execution;
pub mod ids;
pub mod json;
pub mod logs;
mod mask;
pub mod parse;
pub mod query;
pub mod refusal;
pub mod registry;
mod scope;
pub mod settings;
pub mod storage;
pub mod store;
mod tasks;
pub mod watch;
pub mod web;
mod world;

pub use creation::Creation;
pub use engine::Engine;
pub use execution::{Execution, State};
pub use ids::{ExecutionId, TaskRunId};
pub use parse::Parse;
pub use refusal::Refusal;
pub use registry::Registry;
pub use settings::Settings;
pub use storage::{FileUri, Storage};
