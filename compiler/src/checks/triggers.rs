//! Triggers: when they fire, whether they ever do, and what they give.

use std::sync::Arc;

use plan::dialect::Dialect;
use plan::types::{Openness, Type};
use report::Report;

use super::FlowCheck;
use crate::access::{Access, Guard};
use crate::ast::{Node, Object};
use crate::diagnostics::flow_trigger_without_conditions::FlowTriggerWithoutConditions;
use crate::diagnostics::schedule_condition_on_now::ScheduleConditionOnNow;
use crate::diagnostics::trigger_never_fires::{Never, TriggerNeverFires};
use crate::diagnostics::trigger_variable_unguarded::TriggerVariableUnguarded;
use crate::diagnostics::trigger_variable_without_trigger::TriggerVariableWithoutTrigger;
use crate::diagnostics::unknown_trigger_property::UnknownTriggerProperty;
use crate::ir::{Owner, Site, Trigger};
use crate::listened::FLOW_TRIGGER as FLOW;
use crate::words;

const SCHEDULE: &str = "io.kestra.plugin.core.trigger.Schedule";

/// The states a `Flow` trigger sees where it names none.
const SEEN: &[&str] =
    &["SUCCESS", "WARNING", "FAILED", "KILLED", "CANCELLED", "RETRIED", "SKIPPED", "RESUBMITTED", "PAUSED"];

/// The states that an execution passes through.
const PASSING: &[&str] =
    &["CREATED", "SUBMITTED", "QUEUED", "RUNNING", "RESTARTED", "RETRYING", "KILLING", "BREAKPOINT"];

pub(crate) fn check(check: &FlowCheck<'_>, report: &mut Report) {
    for trigger in &check.flow.triggers {
        if trigger.object.is(FLOW) {
            flow_trigger(check, &trigger.object, report);
        }
    }
    for (_, site) in check.flow.sites.iter() {
        for access in site.accesses.iter().filter(|access| &*access.root.text == "trigger") {
            variable(check, site, access, report);
        }
        if let Owner::Trigger(index) = site.owner
            && check.flow.triggers[index as usize].object.is(SCHEDULE)
            && matches!(&*site.property, "when" | "conditions")
        {
            now(check, site, report);
        }
    }
}

fn flow_trigger(check: &FlowCheck<'_>, trigger: &Arc<Object>, report: &mut Report) {
    let name = trigger.text("id").map(ToString::to_string).unwrap_or_default();
    let says = ["conditions", "preconditions", "dependsOn", "when"];
    if !says.iter().any(|key| trigger.get(key).is_some()) {
        let property = match check.flow.version.dialect() {
            Dialect::V1 => "preconditions",
            Dialect::V2 => "dependsOn",
        };
        let place = check.base.place(trigger.grip());
        report.add(FlowTriggerWithoutConditions { trigger: name, place, property });
        return;
    }
    let states = |object: &Object, key: &str| -> Vec<String> {
        object.items(key).iter().filter_map(Node::as_text).map(ToString::to_string).collect()
    };
    let written = states(trigger, "states");
    let seen: Vec<&str> = if written.is_empty() { SEEN.to_vec() } else { written.iter().map(String::as_str).collect() };
    let preconditions = trigger.object("preconditions").into_iter().flat_map(|it| it.objects("flows"));
    let entries = preconditions.chain(trigger.objects("dependsOn")).map(|entry| (entry, "states"));
    let conditions =
        trigger.objects("conditions").filter(|it| it.is("io.kestra.plugin.core.condition.ExecutionStatus"));
    for (entry, key) in entries.chain(conditions.map(|entry| (entry, "in"))) {
        let wanted = states(entry, key);
        let is_template = wanted.iter().any(|state| crate::ast::is_template(state));
        let unknown = |state: &str| !SEEN.contains(&state) && !PASSING.contains(&state);
        let misspelt = wanted.iter().map(String::as_str).chain(seen.iter().copied()).any(unknown);
        if wanted.is_empty() || is_template || misspelt || wanted.iter().any(|state| seen.contains(&state.as_str())) {
            continue;
        }
        let Some(property) = entry.property(key) else { continue };
        report.add(TriggerNeverFires {
            trigger: name.clone(),
            place: check.base.place(property.value.items().first().map_or(property.value.span, |first| first.span)),
            never: Never::States { wanted, seen: trigger.property("states").map(|it| check.base.place(it.value.span)) },
        });
    }
}

/// What executions that another flow started find under `trigger`.
const OF_CALLS: &[&str] = &["executionId", "namespace", "flowId", "flowRevision", "id", "type", "_context"];

fn variable(check: &FlowCheck<'_>, site: &Site, access: &Access, report: &mut Report) {
    let guarded = access.guard == Guard::Guarded;
    let Some(key) = access.keys.first() else { return };
    let Some(name) = key.name.as_deref() else { return };
    let place = check.base.place(site.span(access.at));
    if let Owner::Variable(_) = site.owner {
        return;
    }
    let triggers: Vec<&Trigger> = match site.owner.trigger() {
        Some(at) => vec![&check.flow.triggers[at]],
        None => check.flow.triggers.iter().collect(),
    };
    if triggers.is_empty() {
        if !OF_CALLS.contains(&name) {
            report.add(TriggerVariableWithoutTrigger { path: access.path(), place, guarded });
        }
        return;
    }
    let gives = |trigger: &&&Trigger| match &trigger.outputs {
        Type::Record(record) if record.openness == Openness::Closed => record.field(name).is_some(),
        Type::Null => false,
        _ => true,
    };
    let flow_trigger = triggers.iter().any(|trigger| trigger.object.is(FLOW));
    let of_calls = OF_CALLS.contains(&name) || flow_trigger && name == "outputs";
    let without = triggers.iter().find(|trigger| !gives(trigger));
    let giver = triggers.iter().find(gives);
    if let (Some(without), false) = (without, of_calls) {
        if giver.is_some() && guarded {
            return;
        }
        let given: Vec<String> = match &without.outputs {
            Type::Record(record) => record.fields.iter().map(|(name, _)| name.to_string()).collect(),
            _ => Vec::new(),
        };
        // A trigger that is not described, or gives nothing, says nothing of what is missing.
        if !given.is_empty() {
            let short = |trigger: &Trigger| {
                trigger.object.declaration().map(|it| it.short_name().to_owned()).unwrap_or_default()
            };
            let nearest = words::nearest(name, given.iter().map(String::as_str)).map(str::to_owned);
            let nearest = nearest.filter(|_| giver.is_none());
            report.add(UnknownTriggerProperty {
                name: name.to_owned(),
                place: check.base.place(site.span(key.at)),
                trigger: (short(without), given),
                giver: giver.map(|giver| short(giver)),
                nearest,
                guarded,
            });
            return;
        }
    }
    if !guarded && matches!(site.owner, Owner::Task(_) | Owner::Output(_)) {
        report.add(TriggerVariableUnguarded { path: access.path(), place });
    }
}

fn now(check: &FlowCheck<'_>, site: &Site, report: &mut Report) {
    let text = &*site.scalar.text;
    for (at, call) in text.match_indices("now()") {
        let starts = !text[..at].ends_with(|it: char| it.is_alphanumeric() || it == '_');
        if starts {
            report.add(ScheduleConditionOnNow { place: check.base.place(site.scalar.span_of(at..at + call.len())) });
        }
    }
}
