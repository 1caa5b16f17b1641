//! What operators are told of executions as they go on: figures, and spans where they are exported.

use std::sync::PoisonError;

use http::HeaderValue;

use super::Machine;
use super::live::{Live, Slot};
use crate::execution::{Execution, RunKey, State, TaskRun};
use crate::ids::ExecutionId;
use crate::mask::Mask;
use crate::telemetry::span::{Attribute, Attributes, Name, Outcome, Span};
use crate::telemetry::{Trace, trace};

/// The trace somebody else began is remembered for so many executions, for those that they start in turn.
const REMEMBERED: usize = 10_000;

impl Machine {
    /// Counts what has changed since the last call, and exports what has ended.
    pub(super) fn observe(&self, live: &mut Live) {
        let Live { execution, ended, counted, mask, .. } = live;
        for run in execution.changed_runs() {
            if !run.state().is_terminated() {
                ended.remove(&run.key());
            } else if ended.insert(run.key()) {
                self.meters.task_runs_ended.of(run.state()).add(1);
                if let Some(exporter) = &self.exporter {
                    exporter.add(self.task_span(execution, run, mask));
                }
            }
        }
        let state = execution.state();
        if *counted == Some(state) {
            return;
        }
        match *counted {
            None => {
                self.meters.executions_created.add(1);
                self.remember_trace(execution);
            }
            Some(before) => self.left(before),
        }
        *counted = Some(state);
        if !state.is_terminated() {
            self.meters.executions.of(state).add(1);
            return;
        }
        self.meters.executions_ended.of(state).add(1);
        if let Some(exporter) = &self.exporter {
            exporter.add(self.execution_span(execution));
        }
    }

    /// An execution is no longer in a state that it was counted in.
    pub(super) fn left(&self, before: State) {
        if !before.is_terminated() {
            self.meters.executions.of(before).add(-1);
        }
    }

    /// What a task that talks to other servers names its place in the trace with: where traces are exported, or
    /// somebody else began one.
    pub(super) fn traceparent(&self, slot: &Slot, run: RunKey) -> Option<HeaderValue> {
        let live = slot.lock();
        let incoming = self.incoming(&live.execution);
        if self.exporter.is_none() && incoming.is_none() {
            return None;
        }
        let id = self.trace(&live.execution);
        let span = trace::of_task_run(live.execution.run(run)?.id());
        HeaderValue::from_str(&Trace { id, span }.to_string()).ok()
    }

    fn incoming(&self, execution: &Execution) -> Option<Trace> {
        if let Some(trace) = execution.trigger().and_then(|trigger| Trace::of_trigger(&trigger.variables)) {
            return Some(trace);
        }
        self.traces.lock().unwrap_or_else(PoisonError::into_inner).get(&root(execution)).copied()
    }

    /// The trace of an execution: one that somebody else began, or that of the first execution of its chain.
    fn trace(&self, execution: &Execution) -> [u8; 16] {
        self.incoming(execution).map_or_else(|| trace::own(root(execution)), |trace| trace.id)
    }

    fn remember_trace(&self, execution: &Execution) {
        if let Some(trace) = execution.trigger().and_then(|trigger| Trace::of_trigger(&trigger.variables)) {
            self.join_trace(execution, trace);
        }
    }

    /// An execution, and those that it starts, belong to a trace that somebody else began.
    pub(crate) fn join_trace(&self, execution: &Execution, trace: Trace) {
        let mut traces = self.traces.lock().unwrap_or_else(PoisonError::into_inner);
        if traces.len() >= REMEMBERED {
            traces.clear();
        }
        traces.insert(root(execution), trace);
    }

    fn execution_span(&self, execution: &Execution) -> Span {
        // Only the first of a chain stands below the span of whoever began the trace.
        let own = self.incoming(execution).filter(|_| execution.starter().is_none());
        let starter = execution.starter().map(trace::of_execution);
        let history = execution.history();
        let start = history.start();
        Span {
            trace: self.trace(execution),
            id: trace::of_execution(execution.id()),
            parent: own.map(|trace| trace.span).or(starter),
            name: Name::Flow(execution.flow().clone()),
            start,
            end: history.end().unwrap_or(start),
            attributes: about(execution, execution.state()),
            outcome: outcome(execution.state()),
        }
    }

    fn task_span(&self, execution: &Execution, run: &TaskRun, mask: &Mask) -> Span {
        let around = run.parent().and_then(|key| execution.run(key)).map(|around| trace::of_task_run(around.id()));
        let step = execution.plan().step(run.step());
        let start = run.history().start();
        let mut attributes = about(execution, run.state());
        attributes.push(("lanner.task.id", Attribute::Text(step.name.clone())));
        attributes.push(("lanner.task.type", Attribute::Text(step.task_type.clone())));
        attributes.push(("lanner.task_run.id", Attribute::TaskRun(run.id())));
        attributes.push(("lanner.task_run.attempts", Attribute::Number(run.attempts().len() as i64)));
        if let Some(value) = run.value() {
            attributes.push(("lanner.task_run.value", Attribute::Text(mask.hide(value).into())));
        }
        Span {
            trace: self.trace(execution),
            id: trace::of_task_run(run.id()),
            parent: Some(around.unwrap_or_else(|| trace::of_execution(execution.id()))),
            name: Name::Task(step.name.clone()),
            start,
            end: run.history().end().unwrap_or(start),
            attributes,
            outcome: outcome(run.state()),
        }
    }
}

/// The first execution of a chain in which one starts the other.
fn root(execution: &Execution) -> ExecutionId {
    let label = execution.labels().iter().find(|(key, _)| &**key == "system.correlationId");
    label.and_then(|(_, id)| id.parse().ok()).unwrap_or_else(|| execution.id())
}

fn about(execution: &Execution, state: State) -> Attributes {
    let flow = execution.flow();
    Attributes::from_iter([
        ("lanner.namespace", Attribute::Text(flow.namespace.clone())),
        ("lanner.flow.id", Attribute::Text(flow.id.clone())),
        ("lanner.flow.revision", Attribute::Number(execution.revision().into())),
        ("lanner.execution.id", Attribute::Execution(execution.id())),
        ("lanner.state", Attribute::Word(state.name())),
    ])
}

fn outcome(state: State) -> Outcome {
    match state {
        State::Success | State::Warning => Outcome::Good,
        State::Failed => Outcome::Bad,
        State::Killed
        | State::Cancelled
        | State::Retried
        | State::Skipped
        | State::Created
        | State::Submitted
        | State::Running
        | State::Paused
        | State::Restarted
        | State::Killing
        | State::Queued
        | State::Retrying
        | State::Breakpoint
        | State::Resubmitted => Outcome::Other,
    }
}
