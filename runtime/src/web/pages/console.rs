//! A plain console for whoever operates the server: executions and flows, looked at and steered.

pub mod execution;
pub mod executions;
pub mod flow;
pub mod flows;
pub mod task_tree;

use std::sync::Arc;

use crate::access::Role;
use crate::web::context::Context;
use crate::web::request::Request;
use crate::web::response::{Answer, see_other};

/// Whether somebody may only look, or also act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hands {
    /// They may begin executions and steer them.
    Free,
    /// They may look.
    Bound,
}

impl Hands {
    /// Those of whoever makes a request, in a namespace.
    fn of(request: &Request, namespace: &str) -> Self {
        if request.caller.identity.may(Role::Runner, namespace) { Self::Free } else { Self::Bound }
    }
}

/// `GET /ui`.
pub async fn start(_: Arc<Context>, _: Request) -> Answer {
    Ok(see_other("/ui/executions"))
}
