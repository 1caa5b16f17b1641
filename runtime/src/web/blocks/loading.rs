//! `Loading`: something is going on, and how far it is.

use minijinja::context;

use super::{Behaviour, Drawn};
use crate::execution::State;

pub(super) const BLOCK: Behaviour = Behaviour {
    block_type: "io.kestra.plugin.ee.apps.core.blocks.Loading",
    draw: |view, _| {
        Box::pin(async move {
            let waits = view.session.as_ref().is_some_and(|session| {
                let queued = session.execution.state() == State::Queued;
                queued || session.execution.schedule_date().is_some_and(|date| date > jiff::Timestamp::now())
            });
            let values = context! { waits };
            Ok(Drawn::Part(view.context.templates.render("blocks/loading.html", &values)?))
        })
    },
};
