//! `Divider`: a line.

use super::{Behaviour, Drawn};

pub(super) const BLOCK: Behaviour = Behaviour {
    block_type: "io.kestra.plugin.ee.apps.core.blocks.Divider",
    draw: |_, _| Box::pin(async { Ok(Drawn::Part("<hr>".to_owned())) }),
};
