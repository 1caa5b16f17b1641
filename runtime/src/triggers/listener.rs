//! Flow triggers: which executions of other flows they wait for.
//!
//! `conditions` and `preconditions` of 1.x and `dependsOn` of 2.0 become the same: a gate that each execution
//! passes or not, and sets of tests of which enough must have been met within a window.

use std::sync::Arc;

use jiff::civil::Time;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use plan::trigger::{Condition, Trigger};
use plan::{Argument, Dialect, Failure, FlowName, Template, Text};

use super::read::{
    compiled, duration, entry, entry_text, fixed, items, pairs, property, template, text, time_of_day, zone,
};
use super::window::{Collected, Met, Rule, Window};
use super::{TriggerName, kinds};
use crate::conditions;
use crate::execution::{Program, State};

/// A trigger that waits for executions of other flows.
#[derive(Debug)]
pub(crate) struct Listener {
    pub(crate) name: TriggerName,
    pub(crate) program: Arc<Program>,
    /// Which of the flow's triggers it is.
    index: usize,
    states: Vec<State>,
    pub(crate) sets: Vec<Set>,
    /// The inputs it gives, by id.
    pub(crate) inputs: Vec<(Text, Argument)>,
}

/// Tests of which enough must have been met within a window.
#[derive(Debug)]
pub(crate) struct Set {
    pub(crate) id: Text,
    pub(crate) tests: Vec<Expected>,
    /// How many.
    needed: Needed,
    pub(crate) window: Window,
    reset: Reset,
}

/// How many tests of a set must have been met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Needed {
    All,
    AtLeast(usize),
}

/// Whether counting begins anew once a set was complete.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reset {
    Anew,
    Never,
}

/// What is expected of an execution.
#[derive(Debug)]
pub(crate) enum Expected {
    /// A condition of a `MultipleCondition` (1.x).
    Condition(Condition),
    /// An execution of a flow: an entry of `preconditions.flows` (1.x) or of `dependsOn` (2.0).
    Upstream(Upstream),
    /// An entry of `preconditions.where` (1.x).
    Filters { any: bool, filters: Vec<Filter> },
}

/// An execution of a flow.
#[derive(Debug)]
pub(crate) struct Upstream {
    pub(crate) namespace: Option<Text>,
    pub(crate) flow: Option<Text>,
    pub(crate) states: Option<Vec<State>>,
    pub(crate) labels: Vec<(Text, Text)>,
    pub(crate) when: Option<Template>,
}

/// A test on an execution.
#[derive(Debug)]
pub(crate) struct Filter {
    pub(crate) field: Field,
    pub(crate) comparison: Text,
    pub(crate) value: Text,
    pub(crate) values: Vec<Text>,
}

/// What is tested.
#[derive(Debug)]
pub(crate) enum Field {
    FlowId,
    Namespace,
    State,
    Expression(Template),
}

/// Compiles text of an expression that nobody compiled before.
type Compile<'a> = &'a dyn Fn(&str) -> Result<Template, Failure>;

/// What an execution that met tests of a set has led to.
#[derive(Debug, PartialEq)]
pub(crate) enum Progress {
    /// Others are still missing.
    Partial,
    /// Enough tests were met; those of earlier executions are given.
    Complete(Vec<Met>),
}

impl Listener {
    /// The Flow triggers of a flow; what cannot be read is told and left out.
    pub(crate) fn all(program: &Arc<Program>, here: &TimeZone, compile: Compile<'_>) -> Vec<Arc<Self>> {
        if program.plan.disabled {
            return Vec::new();
        }
        let triggers = program.plan.triggers.iter().enumerate();
        let listening = triggers.filter(|(_, trigger)| *trigger.trigger_type == *kinds::FLOW && !trigger.disabled);
        let read = listening.filter_map(|(index, trigger)| {
            let name = TriggerName { flow: program.plan.flow.clone(), id: trigger.id.clone() };
            let inputs = trigger.inputs.iter().map(|(id, value)| Ok((id.clone(), compiled(value, compile)?)));
            let inputs: Result<Vec<_>, Failure> = inputs.collect();
            match sets(trigger, here, compile).and_then(|sets| Ok((sets, inputs?))) {
                Ok((sets, inputs)) => {
                    let (program, states) = (Arc::clone(program), states(trigger));
                    Some(Arc::new(Self { name, program, index, states, sets, inputs }))
                }
                Err(failure) => {
                    tracing::error!("trigger `{name}` cannot fire: {}", failure.message);
                    None
                }
            }
        });
        read.collect()
    }

    /// The flows it waits for by name.
    pub(crate) fn awaited(&self) -> Vec<FlowName> {
        let upstream = self.sets.iter().flat_map(|set| &set.tests).filter_map(|test| match test {
            Expected::Upstream(Upstream { namespace, flow, .. }) => {
                let namespace = namespace.clone().unwrap_or_else(|| self.name.flow.namespace.clone());
                Some(FlowName { namespace, id: flow.clone()? })
            }
            Expected::Condition(condition) => conditions::flow_of(condition),
            Expected::Filters { .. } => None,
        });
        upstream.chain(self.gate().filter_map(conditions::flow_of)).collect()
    }

    /// The trigger as it was written.
    pub(crate) fn trigger(&self) -> &Trigger {
        &self.program.plan.triggers[self.index]
    }

    /// Whether a state of an execution counts.
    pub(crate) fn waits_for(&self, state: State) -> bool {
        self.states.contains(&state)
    }

    /// The conditions that each execution has to pass.
    pub(crate) fn gate(&self) -> impl Iterator<Item = &Condition> {
        self.trigger().conditions.iter().filter(|condition| !conditions::is_multiple(condition))
    }
}

impl Set {
    /// Takes note of tests that an execution has met.
    pub(crate) fn meet(&self, collected: &mut Collected, met: Vec<Met>, now: Timestamp) -> Progress {
        let count = u32::try_from(self.tests.len()).unwrap_or(u32::MAX);
        if collected.conditions != count {
            *collected = Collected { conditions: count, met: Vec::new() };
        }
        self.window.keep(collected, now);
        if self.window.at(now).is_none() {
            return Progress::Partial;
        }
        let earlier = collected.met.clone();
        for new in met {
            let before = collected.met.iter().position(|old| old.condition == new.condition);
            let before = before.map(|index| collected.met.remove(index));
            let at = before.map_or(new.at, |before| self.window.again(before.at, new.at));
            collected.met.push(Met { at, ..new });
        }
        let needed = match self.needed {
            Needed::All => self.tests.len(),
            Needed::AtLeast(least) => least,
        };
        if collected.met.len() < needed {
            return Progress::Partial;
        }
        let told = match self.needed {
            Needed::All => earlier,
            Needed::AtLeast(_) => collected.met.clone(),
        };
        if self.reset == Reset::Anew {
            collected.met.clear();
        }
        Progress::Complete(told)
    }
}

/// The states that count where none are named.
const STATES: [State; 9] = [
    State::Success,
    State::Warning,
    State::Failed,
    State::Killed,
    State::Cancelled,
    State::Retried,
    State::Skipped,
    State::Resubmitted,
    State::Paused,
];

fn states(trigger: &Trigger) -> Vec<State> {
    match property(trigger, "states") {
        Some(written) => named_states(written),
        None => STATES.to_vec(),
    }
}

fn named_states(written: &Argument) -> Vec<State> {
    items(written).iter().filter_map(|state| State::parse(&text(state)?)).collect()
}

fn sets(trigger: &Trigger, here: &TimeZone, compile: Compile<'_>) -> Result<Vec<Set>, Failure> {
    let mut sets = Vec::new();
    for condition in trigger.conditions.iter().filter(|condition| conditions::is_multiple(condition)) {
        let properties =
            Argument::Map(condition.properties.iter().map(|(name, value)| (name_of(name), value.clone())).collect());
        sets.push(Set {
            id: entry_text(&properties, "id").unwrap_or_default(),
            tests: condition.children.iter().cloned().map(Expected::Condition).collect(),
            needed: Needed::All,
            window: window_before(&properties, here)?,
            reset: reset(&properties),
        });
    }
    if let Some(written) = property(trigger, "preconditions") {
        let mut tests = Vec::new();
        for flow in entry(written, "flows").iter().flat_map(items) {
            tests.push(Expected::Upstream(upstream(&flow, compile)?));
        }
        for test in entry(written, "where").iter().flat_map(items) {
            let any = entry_text(&test, "operand").is_some_and(|operand| &*operand == "OR");
            let filters: Result<Vec<Filter>, Failure> =
                entry(&test, "filters").iter().flat_map(items).map(|it| filter(&it, compile)).collect();
            tests.push(Expected::Filters { any, filters: filters? });
        }
        sets.push(Set {
            id: entry_text(written, "id").unwrap_or_default(),
            tests,
            needed: Needed::All,
            window: window_before(written, here)?,
            reset: reset(written),
        });
    }
    if let Some(written) = property(trigger, "dependsOn").map(items).filter(|entries| !entries.is_empty()) {
        let tests: Result<Vec<Upstream>, Failure> = written.iter().map(|entry| upstream(entry, compile)).collect();
        let needed = match fixed(trigger, "mode").as_deref() {
            Some("ANY") => Needed::AtLeast(1),
            Some("AT_LEAST") => {
                Needed::AtLeast(fixed(trigger, "minSatisfied").and_then(|count| count.parse().ok()).unwrap_or(1))
            }
            _ => Needed::All,
        };
        sets.push(Set {
            id: format!("depends_on_{}", trigger.id).into(),
            tests: tests?.into_iter().map(Expected::Upstream).collect(),
            needed,
            window: window(property(trigger, "window"), here)?,
            reset: Reset::Anew,
        });
    }
    Ok(sets)
}

fn name_of(name: &Text) -> Argument {
    Argument::Fixed(plan::Value::Text(name.clone()))
}

fn reset(written: &Argument) -> Reset {
    match entry_text(written, "resetOnSuccess").as_deref() {
        Some("false") => Reset::Never,
        _ => Reset::Anew,
    }
}

fn upstream(written: &Argument, compile: Compile<'_>) -> Result<Upstream, Failure> {
    Ok(Upstream {
        namespace: entry_text(written, "namespace"),
        flow: entry_text(written, "flowId"),
        states: entry(written, "states").map(|states| named_states(&states)),
        labels: entry(written, "labels").map(|labels| pairs(&labels)).unwrap_or_default(),
        when: entry(written, "when").map(|when| template(&when, compile)).transpose()?,
    })
}

fn filter(written: &Argument, compile: Compile<'_>) -> Result<Filter, Failure> {
    let field = match entry_text(written, "field").as_deref() {
        Some("FLOW_ID") => Field::FlowId,
        Some("NAMESPACE") => Field::Namespace,
        Some("STATE") => Field::State,
        _ => Field::Expression(match entry(written, "value") {
            Some(value) => template(&value, compile)?,
            None => Template::verbatim("", report::Span::default(), Dialect::V1),
        }),
    };
    Ok(Filter {
        field,
        comparison: entry_text(written, "type").unwrap_or_default(),
        value: entry_text(written, "value").unwrap_or_default(),
        values: entry(written, "values").iter().flat_map(items).filter_map(|it| text(&it)).map(Text::from).collect(),
    })
}

const DAY: SignedDuration = SignedDuration::from_hours(24);

/// The window of a set of 1.x: `timeWindow`, or the older `window` with `windowAdvance`.
fn window_before(written: &Argument, here: &TimeZone) -> Result<Window, Failure> {
    let inner = entry(written, "timeWindow").unwrap_or_else(|| written.clone());
    let length = |name: &str| entry_text(&inner, name).and_then(|text| duration(&text));
    match entry_text(&inner, "type").as_deref() {
        Some("DAILY_TIME_DEADLINE") => daily(None, entry_text(&inner, "deadline"), None, here),
        Some("DAILY_TIME_WINDOW") => daily(entry_text(&inner, "startTime"), entry_text(&inner, "endTime"), None, here),
        Some("SLIDING_WINDOW") => {
            Ok(Window { rule: Rule::Lookback(length("window").unwrap_or(DAY)), zone: here.clone() })
        }
        _ => {
            let offset = length("windowAdvance").unwrap_or_default();
            Ok(Window { rule: Rule::Every { length: length("window").unwrap_or(DAY), offset }, zone: here.clone() })
        }
    }
}

/// The window of 2.0.
fn window(written: Option<&Argument>, here: &TimeZone) -> Result<Window, Failure> {
    let day = Rule::Every { length: DAY, offset: SignedDuration::ZERO };
    let Some(written) = written else { return Ok(Window { rule: day, zone: here.clone() }) };
    let said = |name: &str| entry_text(written, name);
    let length = |name: &str| said(name).and_then(|text| duration(&text));
    let own = said("timezone").map(|name| zone(&name).ok_or_else(|| Failure::new(format!("`{name}` is no time zone"))));
    let own = own.transpose()?;
    if let Some(deadline) = said("deadline") {
        return daily(None, Some(deadline), own, here);
    }
    if said("from").is_some() || said("to").is_some() {
        return daily(said("from"), said("to"), own, here);
    }
    let rule = match length("lookback") {
        Some(length) => Rule::Lookback(length),
        None => Rule::Every { length: length("every").unwrap_or(DAY), offset: length("offset").unwrap_or_default() },
    };
    Ok(Window { rule, zone: own.unwrap_or_else(|| here.clone()) })
}

fn daily(from: Option<Text>, to: Option<Text>, own: Option<TimeZone>, here: &TimeZone) -> Result<Window, Failure> {
    let read = |time: Option<Text>, otherwise: Time| match time {
        None => Ok((otherwise, None)),
        Some(time) => time_of_day(&time).ok_or_else(|| Failure::new(format!("`{time}` is no time of day"))),
    };
    let (from, first) = read(from, Time::midnight())?;
    let (to, second) = read(to, Time::MAX)?;
    let zone = own.or(second).or(first).unwrap_or_else(|| here.clone());
    Ok(Window { rule: Rule::Daily { from, to }, zone })
}

#[cfg(test)]
mod tests {
    use plan::FlowName;

    use super::*;

    fn set(needed: Needed, reset: Reset) -> Set {
        let expected = || {
            Expected::Upstream(Upstream { namespace: None, flow: None, states: None, labels: Vec::new(), when: None })
        };
        let rule = Rule::Lookback(SignedDuration::from_hours(1));
        let window = Window { rule, zone: TimeZone::UTC };
        Set { id: "both".into(), tests: vec![expected(), expected()], needed, window, reset }
    }

    fn met(condition: u32, minute: i64) -> Vec<Met> {
        let flow = FlowName { namespace: "demo".into(), id: format!("up{condition}").into() };
        vec![Met { condition, at: at(minute), flow, outputs: None }]
    }

    fn at(minute: i64) -> Timestamp {
        Timestamp::from_second(1_767_225_600 + minute * 60).expect("in range")
    }

    #[test]
    fn a_set_is_complete_once_and_begins_anew() {
        let set = set(Needed::All, Reset::Anew);
        let mut collected = Collected::default();
        assert_eq!(set.meet(&mut collected, met(0, 0), at(0)), Progress::Partial);
        assert_eq!(set.meet(&mut collected, met(0, 1), at(1)), Progress::Partial);
        assert_eq!(set.meet(&mut collected, met(1, 2), at(2)), Progress::Complete(met(0, 1)));
        assert_eq!(set.meet(&mut collected, met(1, 3), at(3)), Progress::Partial);
    }

    #[test]
    fn a_set_that_is_not_reset_fires_with_each_further_execution() {
        let set = set(Needed::All, Reset::Never);
        let mut collected = Collected::default();
        set.meet(&mut collected, met(0, 0), at(0));
        assert!(matches!(set.meet(&mut collected, met(1, 1), at(1)), Progress::Complete(_)));
        assert!(matches!(set.meet(&mut collected, met(1, 2), at(2)), Progress::Complete(_)));
    }

    #[test]
    fn what_lies_outside_of_the_window_does_not_count() {
        let set = set(Needed::All, Reset::Anew);
        let mut collected = Collected::default();
        set.meet(&mut collected, met(0, 0), at(0));
        assert_eq!(set.meet(&mut collected, met(1, 61), at(61)), Progress::Partial);
    }

    #[test]
    fn one_of_several_may_be_enough() {
        let set = set(Needed::AtLeast(1), Reset::Anew);
        assert_eq!(set.meet(&mut Collected::default(), met(1, 0), at(0)), Progress::Complete(met(1, 0)));
    }
}
