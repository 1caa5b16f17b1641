//! A plan as it is kept: the bytes of a compiled file, unpacked when somebody asks for it.

use std::sync::{Arc, Mutex, PoisonError, Weak};

use jiff::Timestamp;
use plan::compiled::{self, Compiled};
use plan::{FlowName, Plan};

use super::{Flow, recent::Recent};
use crate::execution::Program;
use crate::store::StoreError;

/// The bytes of a plan, and the flow that was made of them as long as somebody has it.
#[derive(Debug)]
pub(crate) struct Packed {
    bytes: Box<[u8]>,
    flow: Mutex<Weak<Flow>>,
}

impl PartialEq for Packed {
    /// Equal plans give equal bytes.
    fn eq(&self, other: &Self) -> bool {
        self.bytes == other.bytes
    }
}

impl Packed {
    /// Packs a plan.
    pub(crate) fn of(plan: &Plan) -> Result<Self, StoreError> {
        let bytes = compiled::encode_flow(plan);
        let bytes = bytes.map_err(|error| StoreError(format!("flow `{}` cannot be stored: {error}", plan.flow)))?;
        Ok(Self::new(bytes))
    }

    /// Keeps the bytes of a compiled file that was looked at.
    pub(crate) fn new(bytes: impl Into<Box<[u8]>>) -> Self {
        Self { bytes: bytes.into(), flow: Mutex::default() }
    }

    /// The bytes.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The content address of the plan.
    pub(super) fn address(&self) -> Option<String> {
        compiled::hash(&self.bytes).ok()
    }

    /// Notes the flow that was made of the plan.
    pub(super) fn hold(&self, flow: &Arc<Flow>) {
        *self.flow.lock().unwrap_or_else(PoisonError::into_inner) = Arc::downgrade(flow);
    }

    /// The flow, made anew where nobody has it; `None` where the bytes are not what was written.
    pub(super) fn unpack(
        &self,
        recent: &Recent,
        name: &FlowName,
        revision: u32,
        updated: Timestamp,
    ) -> Option<Arc<Flow>> {
        let mut held = self.flow.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(flow) = held.upgrade() {
            return Some(flow);
        }
        let plan: Arc<Plan> = match compiled::decode(&self.bytes) {
            Ok(Compiled::Flow(plan)) => Arc::from(plan),
            Ok(Compiled::App(_)) | Err(_) => {
                tracing::error!("the plan of revision {revision} of flow `{name}` is damaged");
                return None;
            }
        };
        let program = Arc::new(Program::new(Arc::clone(&plan), revision));
        let flow = Arc::new(Flow { plan, program, revision, updated });
        *held = Arc::downgrade(&flow);
        drop(held);
        recent.add(&flow);
        Some(flow)
    }
}
