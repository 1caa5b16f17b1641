//! An execution as `GET /executions/{id}` shows it.

use jiff::{SignedDuration, Timestamp};
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

use super::state::{History, State};
use super::task_run::{Attempt, TaskRun};
use super::{Execution, Kind, Label};
use crate::json::JsonMap;

/// An execution to be written as JSON; `now` is what a duration runs up to.
pub struct View<'a> {
    /// The execution.
    pub execution: &'a Execution,
    /// The present.
    pub now: Timestamp,
}

impl Execution {
    /// The JSON that Kestra's API shows of it.
    pub fn view(&self, now: Timestamp) -> View<'_> {
        View { execution: self, now }
    }
}

impl Kind {
    /// The name in the API: `NORMAL`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Normal => "NORMAL",
            Self::Test => "TEST",
            Self::Playground => "PLAYGROUND",
            Self::Loop => "LOOP",
        }
    }
}

impl Serialize for View<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let execution = self.execution;
        let mut map = out.serialize_map(None)?;
        map.serialize_entry("tenantId", "main")?;
        map.serialize_entry("id", &Shown(execution.head.id))?;
        map.serialize_entry("namespace", &*execution.flow().namespace)?;
        map.serialize_entry("flowId", &*execution.flow().id)?;
        map.serialize_entry("flowRevision", &execution.revision())?;
        if !execution.runs.is_empty() {
            map.serialize_entry("taskRunList", &TaskRuns(self))?;
        }
        if !execution.head.inputs.is_empty() {
            map.serialize_entry("inputs", &JsonMap(&execution.head.inputs))?;
        }
        if let Some(outputs) = &execution.head.outputs {
            map.serialize_entry("outputs", &JsonMap(outputs))?;
        }
        if !execution.head.variables.is_empty() {
            map.serialize_entry("variables", &JsonMap(&execution.head.variables))?;
        }
        map.serialize_entry("labels", &Labels(&execution.head.labels))?;
        map.serialize_entry("state", &Standing { history: &execution.head.history, now: self.now })?;
        if let Some(parent) = execution.head.lineage.parent {
            map.serialize_entry("parentId", &Shown(parent))?;
        }
        map.serialize_entry("originalId", &Shown(execution.head.lineage.original))?;
        if let Some(trigger) = &execution.head.trigger {
            map.serialize_entry("trigger", &StartedView(trigger))?;
        }
        map.serialize_entry("deleted", &false)?;
        map.serialize_entry("metadata", &Metadata(execution))?;
        if let Some(date) = execution.head.schedule_date {
            map.serialize_entry("scheduleDate", &Shown(date))?;
        }
        if execution.head.kind != Kind::Normal {
            map.serialize_entry("kind", execution.head.kind.name())?;
        }
        map.end()
    }
}

struct Shown<T>(T);

impl<T: std::fmt::Display> Serialize for Shown<T> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(&self.0)
    }
}

/// Labels as a list of `{key, value}`.
pub struct Labels<'a>(pub &'a [Label]);

impl Serialize for Labels<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let mut list = out.serialize_seq(Some(self.0.len()))?;
        for (key, value) in self.0 {
            list.serialize_element(&LabelView { key, value })?;
        }
        list.end()
    }
}

#[derive(serde::Serialize)]
struct LabelView<'a> {
    key: &'a str,
    value: &'a str,
}

struct Metadata<'a>(&'a Execution);

impl Serialize for Metadata<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let mut map = out.serialize_map(Some(2))?;
        map.serialize_entry("attemptNumber", &self.0.head.lineage.attempt)?;
        map.serialize_entry("originalCreatedDate", &Shown(self.0.head.lineage.created))?;
        map.end()
    }
}

struct StartedView<'a>(&'a super::Started);

impl Serialize for StartedView<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let mut map = out.serialize_map(Some(3))?;
        map.serialize_entry("id", &*self.0.id)?;
        map.serialize_entry("type", &*self.0.trigger_type)?;
        map.serialize_entry("variables", &JsonMap(&self.0.variables))?;
        map.end()
    }
}

/// A history as `{current, histories, startDate, endDate, duration}`.
struct Standing<'a> {
    history: &'a History,
    now: Timestamp,
}

impl Serialize for Standing<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let start = self.history.start();
        let end = self.history.end();
        let mut map = out.serialize_map(None)?;
        map.serialize_entry("current", self.history.current().name())?;
        map.serialize_entry("histories", &Entries(self.history))?;
        map.serialize_entry("startDate", &Shown(start))?;
        if let Some(end) = end {
            map.serialize_entry("endDate", &Shown(end))?;
        }
        map.serialize_entry("duration", &Shown(Seconds(end.unwrap_or(self.now).duration_since(start))))?;
        map.end()
    }
}

struct Entries<'a>(&'a History);

impl Serialize for Entries<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let entries = self.0.entries();
        let mut list = out.serialize_seq(Some(entries.len()))?;
        for entry in entries {
            list.serialize_element(&EntryView { state: entry.state, date: Shown(entry.at) })?;
        }
        list.end()
    }
}

#[derive(serde::Serialize)]
struct EntryView {
    #[serde(serialize_with = "state_name")]
    state: State,
    date: Shown<Timestamp>,
}

fn state_name<S: Serializer>(state: &State, out: S) -> Result<S::Ok, S::Error> {
    out.serialize_str(state.name())
}

/// A length of time as Java prints it: `PT1H2M3.004S`.
pub(crate) struct Seconds(pub(crate) SignedDuration);

impl std::fmt::Display for Seconds {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let whole = self.0.as_secs().max(0);
        let (hours, minutes, seconds) = (whole / 3600, whole / 60 % 60, whole % 60);
        let fraction = self.0.subsec_nanos().max(0);
        out.write_str("PT")?;
        if hours > 0 {
            write!(out, "{hours}H")?;
        }
        if minutes > 0 {
            write!(out, "{minutes}M")?;
        }
        if fraction > 0 {
            let digits = format!("{fraction:09}");
            write!(out, "{seconds}.{}S", digits.trim_end_matches('0'))?;
        } else if seconds > 0 || whole == 0 {
            write!(out, "{seconds}S")?;
        }
        Ok(())
    }
}

struct TaskRuns<'a>(&'a View<'a>);

impl Serialize for TaskRuns<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let runs = &self.0.execution.runs;
        let mut list = out.serialize_seq(Some(runs.len()))?;
        for run in runs {
            list.serialize_element(&TaskRunView { view: self.0, run })?;
        }
        list.end()
    }
}

struct TaskRunView<'a> {
    view: &'a View<'a>,
    run: &'a TaskRun,
}

impl Serialize for TaskRunView<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let Self { view: View { execution, now }, run } = self;
        let mut map = out.serialize_map(None)?;
        map.serialize_entry("id", &Shown(run.id))?;
        map.serialize_entry("executionId", &Shown(execution.head.id))?;
        map.serialize_entry("namespace", &*execution.flow().namespace)?;
        map.serialize_entry("flowId", &*execution.flow().id)?;
        map.serialize_entry("taskId", &**execution.task_name(run))?;
        if let Some(parent) = run.parent.and_then(|key| execution.run(key)) {
            map.serialize_entry("parentTaskRunId", &Shown(parent.id))?;
        }
        if let Some(value) = &run.value {
            map.serialize_entry("value", &**value)?;
        }
        if let Some(iteration) = run.iteration {
            map.serialize_entry("iteration", &iteration)?;
        }
        if !run.attempts.is_empty() {
            map.serialize_entry("attempts", &Attempts { attempts: &run.attempts, now: *now })?;
        }
        map.serialize_entry("outputs", &run.outputs.as_ref().map(|outputs| JsonMap(outputs)))?;
        map.serialize_entry("state", &Standing { history: &run.history, now: *now })?;
        map.end()
    }
}

struct Attempts<'a> {
    attempts: &'a [Attempt],
    now: Timestamp,
}

impl Serialize for Attempts<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let mut list = out.serialize_seq(Some(self.attempts.len()))?;
        for attempt in self.attempts {
            let state = Standing { history: &attempt.history, now: self.now };
            list.serialize_element(&AttemptView { state, log_file: attempt.log_file.as_deref() })?;
        }
        list.end()
    }
}

#[derive(serde::Serialize)]
#[serde(rename_all = "camelCase")]
struct AttemptView<'a> {
    state: Standing<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    log_file: Option<&'a str>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_written_as_java_writes_them() {
        let shown = |seconds, nanoseconds| Seconds(SignedDuration::new(seconds, nanoseconds)).to_string();
        assert_eq!(shown(0, 0), "PT0S");
        assert_eq!(shown(3723, 4_000_000), "PT1H2M3.004S");
        assert_eq!(shown(60, 0), "PT1M");
        assert_eq!(shown(3600, 500_000_000), "PT1H0.5S");
    }
}
