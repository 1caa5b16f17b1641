//! The flow's own conditions on its inputs, looked at before an execution is created.

use plan::Text;
use plan::evaluate::{self, Context};
use plan::flow::{CheckBehavior, CheckStyle};
use plan::value::Map;

use crate::execution::Program;
use crate::executor::Machine;

/// A condition that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailedCheck {
    /// What the person is told.
    pub message: Text,
    /// How it is shown.
    pub style: CheckStyle,
    /// What follows.
    pub behavior: CheckBehavior,
}

impl FailedCheck {
    /// As the API shows it.
    pub fn document(&self) -> serde_json::Value {
        let style = match self.style {
            CheckStyle::Error => "ERROR",
            CheckStyle::Success => "SUCCESS",
            CheckStyle::Warning => "WARNING",
            CheckStyle::Info => "INFO",
        };
        let behavior = match self.behavior {
            CheckBehavior::CreateExecution => "CREATE_EXECUTION",
            CheckBehavior::FailExecution => "FAIL_EXECUTION",
            CheckBehavior::BlockExecution => "BLOCK_EXECUTION",
        };
        serde_json::json!({"message": self.message, "style": style, "behavior": behavior})
    }
}

/// Every condition of a flow that does not hold for converted inputs; one that cannot be evaluated blocks.
pub(super) fn failed(machine: &Machine, program: &Program, inputs: &Map) -> Vec<FailedCheck> {
    if program.plan.checks.is_empty() {
        return Vec::new();
    }
    let mask = machine.doors.mask.fresh();
    let failed = |check: &plan::flow::Check, context: &Context<'_>| match evaluate::render(&check.condition, context) {
        Ok(text) if evaluate::is_truthy(text.trim()) => None,
        Ok(_) => {
            let message = evaluate::render(&check.message, context);
            let message = message.unwrap_or_else(|failure| failure.message.to_string());
            Some(FailedCheck {
                message: mask.hide(&message).as_ref().into(),
                style: check.style,
                behavior: check.behavior,
            })
        }
        Err(failure) => Some(FailedCheck {
            message: format!("Failed to evaluate check condition. Cause: {}", mask.hide(&failure.message)).into(),
            style: CheckStyle::Error,
            behavior: CheckBehavior::BlockExecution,
        }),
    };
    let mut found = Vec::new();
    machine.before_execution(program, inputs, &mask, &mut |context| {
        found.extend(program.plan.checks.iter().filter_map(|check| failed(check, context)));
    });
    found
}

/// The one that decides: the strictest, of several the first.
pub(super) fn strictest(failed: Vec<FailedCheck>) -> Option<FailedCheck> {
    let mut strictest: Option<FailedCheck> = None;
    for check in failed {
        if strictest.as_ref().is_none_or(|known| known.behavior < check.behavior) {
            strictest = Some(check);
        }
    }
    strictest
}
