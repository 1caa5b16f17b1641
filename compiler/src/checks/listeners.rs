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
                report.add(RecursiveSubflow { round, place, guarded: waited.guarded });
            }
        }
    }
}

/// The flows from one to the flow that it waits for, where the first leads to the second by calls and triggers.
fn round(index: &Index, own: &FlowName, waited: &FlowName) -> Option<Vec<String>> {
    let mut before: FxHashMap<&FlowName, &FlowName> = FxHashMap::default();
    let mut next: VecDeque<&FlowName> = VecDeque::from([own]);
    while let Some(at) = next.pop_front() {
        if at == waited {
            let mut round = vec![at.to_string()];
            let mut at = at;
            while let Some(from) = before.get(at).copied().filter(|_| at != own) {
                round.push(from.to_string());
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
