//! `trigger.Toggle`: switches a trigger on or off.

use plan::{Failure, FlowName, Text};

use crate::refusal::Refusal;
use crate::tasks::{Act, Behaviour, Host, Outcome, Properties, Work};
use crate::triggers::TriggerName;
use crate::triggers::switches::Switch;

pub(in crate::tasks) const BEHAVIOUR: Behaviour =
    Behaviour { task_type: "io.kestra.plugin.core.trigger.Toggle", act: Act::Work(run) };

fn run(properties: Properties, host: Host) -> Work {
    Box::pin(toggle(properties, host))
}

async fn toggle(properties: Properties, host: Host) -> Result<Outcome, Failure> {
    let id = properties.require("trigger", Properties::text)?;
    let here = &host.here.flow;
    let other = |written: Option<String>, here: &Text| written.map_or_else(|| here.clone(), Text::from);
    let flow = FlowName {
        namespace: other(properties.text("namespace")?, &here.namespace),
        id: other(properties.text("flowId")?, &here.id),
    };
    let to = if properties.flag("enabled")? == Some(true) { Switch::On } else { Switch::Off };
    let name = TriggerName { flow, id: id.as_str().into() };
    match host.engine.switch_trigger(&name, to).await {
        Ok(()) => Ok(Outcome::nothing()),
        Err(Refusal::UnknownFlow(flow)) => Err(Failure::new(format!("Unable to find flow {flow}"))),
        Err(Refusal::UnknownTrigger(_)) => {
            Err(Failure::new(format!("Unable to find trigger {id} for the flow {}", name.flow)))
        }
        Err(refusal) => Err(Failure::new(refusal.to_string())),
    }
}
