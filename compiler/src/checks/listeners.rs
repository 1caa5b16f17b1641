//! Triggers that wait for other flows: that those exist, and that waiting comes to an end.

use std::collections::VecDeque;

use plan::FlowName;
use report::Report;
use rustc_hash::FxHashMap;

use super::FlowCheck;
use super::subflows::neighbours;
use crate::diagnostics::recursive_subflow::RecursiveSubflow;
use crate::diagnostics::subflow_unknown::SubflowUnknown;
use crate::diagnostics::trigger_never_fires::{Never, TriggerNeverFires};
use crate::diagnostics::unreachable_flow::{Idle, UnreachableFlow};
use crate::flatten::is_true;
use crate::index::Index;
use crate::listened::listened;

pub(crate) fn check(check: &FlowCheck<'_>, report: &mut Report) {
    let own = &check.flow.name;
    for trigger in &check.flow.triggers {
        for waited in listened(&trigger.object) {
            let place = check.base.place(waited.id.content());
            if waited.flow == *own {
                let trigger = trigger.object.text("id").map(ToString::to_string).unwrap_or_default();
                report.add(TriggerNeverFires { trigger, place, never: Never::OwnExecutions });
                continue;
            }
            let known = check.base.index.flow(&waited.flow).is_some();
            if !known && !check.base.settings.accepts_flow(&waited.flow.namespace, &waited.flow.id) {
                let neighbours = neighbours(check.base.index, Some(own), &waited.flow);
                report.add(SubflowUnknown { flow: waited.flow.to_string(), place, neighbours });
            } else if let Some(round) = round(check.base.index, own, &waited.flow) {
                // A call may stand under a condition, which is not known of other flows.
                let calls = round.windows(2).any(|pair| !check.base.index.waits(pair[1], pair[0]));
                let guarded = waited.guarded || calls;
                let round = round.into_iter().map(ToString::to_string).collect();
                report.add(RecursiveSubflow { round, place, guarded });
            } else if let Some(why) = idle(check, &waited.flow).filter(|_| !is_true(&trigger.object, "disabled")) {
                report.add(UnreachableFlow { waited: waited.flow.to_string(), place, why });
            }
        }
    }
}

/// Why a flow that is waited for does not run by itself, where nothing else leads to the one that waits.
fn idle(check: &FlowCheck<'_>, waited: &FlowName) -> Option<Idle> {
    let (_, flow) = check.base.index.flow(waited)?;
    if flow.disabled {
        return Some(Idle::Disabled);
    }
    let reached = |name| check.base.index.is_reached(name);
    (!reached(waited) && !reached(&check.flow.name)).then_some(Idle::Unstarted)
}

/// The flows from one to the flow that it waits for, where the first leads to the second by calls and triggers.
fn round<'n>(index: &'n Index, own: &'n FlowName, waited: &FlowName) -> Option<Vec<&'n FlowName>> {
    let mut before: FxHashMap<&FlowName, &'n FlowName> = FxHashMap::default();
    let mut next: VecDeque<&'n FlowName> = VecDeque::from([own]);
    while let Some(at) = next.pop_front() {
        if at == waited {
            let mut round = vec![at];
            let mut at = at;
            while let Some(from) = before.get(at).copied().filter(|_| at != own) {
                round.push(from);
                at = from;
            }
            round.reverse();
            return Some(round);
        }
        for to in index.starts(at) {
            if to != own && !before.contains_key(to) {
                before.insert(to, at);
                next.push_back(to);
            }
        }
    }
    None
}
