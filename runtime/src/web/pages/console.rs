//! A plain console for whoever operates the server: executions and flows, looked at and steered.

pub mod execution;
pub mod executions;
pub mod flow;
pub mod flows;
pub mod task_tree;

use std::sync::Arc;

use crate::web::context::Context;
use crate::web::request::Request;
use crate::web::response::{Answer, see_other};

/// `GET /ui`.
pub async fn start(_: Arc<Context>, _: Request) -> Answer {
    Ok(see_other("/ui/executions"))
}
