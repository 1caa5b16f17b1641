//! What compiler and runtime share: values, types, expressions and their evaluator, and the static plan.
//!
//! Everything here is pure. What an expression or a task needs from the world comes in through
//! [`evaluate::World`]; time is an argument.
#![warn(clippy::disallowed_methods)]

pub mod app;
pub mod argument;
pub mod compiled;
pub mod cron;
pub mod date;
pub mod diagram;
pub mod dialect;
pub mod evaluate;
pub mod failure;
pub mod flow;
pub mod function;
pub mod functions;
pub mod ion;
pub mod java;
pub mod jq;
pub mod json;
pub mod percent;
pub mod regex;
pub mod step;
pub mod template;
pub mod trigger;
pub mod types;
pub mod value;
pub mod yaml;

pub use app::App;
pub use argument::Argument;
pub use dialect::Dialect;
pub use failure::Failure;
pub use flow::{FlowName, Plan};
pub use step::{Shape, Step, StepId};
pub use template::Template;
pub use types::Type;
pub use value::Value;

/// Text that is cheap to clone: ids, names, messages.
pub type Text = std::sync::Arc<str>;
