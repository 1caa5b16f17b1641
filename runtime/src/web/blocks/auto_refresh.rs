//! `AutoRefresh`: nothing to see, since every page of an execution keeps itself up to date.

use super::{Behaviour, Drawn};

pub(super) const BLOCK: Behaviour = Behaviour {
    block_type: "io.kestra.plugin.ee.apps.core.blocks.AutoRefresh",
    draw: |_, _| Box::pin(async { Ok(Drawn::Nothing) }),
};
