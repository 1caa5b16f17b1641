//! The questions of an execution, answered in its own context, with the world as the server has it.

use std::sync::Arc;

use jiff::SignedDuration;
use plan::evaluate::{Context, Variables};
use plan::step::Step;
use plan::value::Map;
use plan::{Failure, Text, Value, java};

use super::Machine;
use super::decide::{self, Decision};
use super::live::Live;
use crate::execution::{Answer, Execution, Label, Question, RunKey};
use crate::scope::Scope;
use crate::storage::FileUri;
use crate::world::Outside;
use crate::{duration, loops};

impl Machine {
    /// Answers a question.
    pub(super) fn answer(&self, live: &Live, question: Question) -> Result<Answer, Failure> {
        let rows = |uri: &FileUri| self.rows(uri);
        let decision = Decision { execution: &live.execution, cipher: self.surroundings.cipher(), rows: &rows };
        self.within(live, question.run(), |context| decision.answer(question, context))
    }

    /// The rows of a file of internal storage: of an Ion file each value, of any other each line.
    fn rows(&self, uri: &FileUri) -> Result<Vec<Text>, Failure> {
        let unreadable = |error| crate::tasks::cannot_read(uri, &error);
        let bytes = self.doors.storage.read_waiting(uri, self.doors.settings.limits.file).map_err(unreadable)?;
        let text = String::from_utf8_lossy(&bytes);
        if !uri.file_name().ends_with(".ion") {
            return Ok(text.lines().map(Text::from).collect());
        }
        let rows = plan::ion::rows(&text).map(|row| match row {
            Ok(row) => Ok(loops::text(&row)),
            Err(mistake) => Err(Failure::new(format!("`{uri}` is no Ion file: {mistake}"))),
        });
        rows.collect()
    }

    /// Evaluates something as a task run, or the execution itself, sees it.
    pub(crate) fn within<R>(
        &self,
        live: &Live,
        run: Option<RunKey>,
        act: impl FnOnce(&Context<'_>) -> Result<R, Failure>,
    ) -> Result<R, Failure> {
        let scope = match run {
            Some(run) => Scope::of_run(&live.execution, run, &self.surroundings),
            None => Scope::of_execution(&live.execution, &self.surroundings),
        };
        self.with_scope(live, &scope, act)
    }

    /// Evaluates something in a given scope of an execution.
    pub(crate) fn with_scope<R>(
        &self,
        live: &Live,
        scope: &dyn Variables,
        act: impl FnOnce(&Context<'_>) -> Result<R, Failure>,
    ) -> Result<R, Failure> {
        let error_logs = || self.error_logs(live);
        let outside = Outside {
            doors: &self.doors,
            flow: live.execution.flow(),
            execution: Some(live.execution.id()),
            dialect: live.execution.plan().dialect,
            mask: &live.mask,
            error_logs: &error_logs,
        };
        act(&Context::new(scope).with_world(&outside).with_settings(&self.evaluation))
    }

    /// The error logs of an execution so far, as `errorLogs()` gives them.
    fn error_logs(&self, live: &Live) -> Value {
        let stored = crate::engine::stored_logs(&*self.store, live.execution.id(), None).unwrap_or_default();
        let stored = stored.into_iter().flat_map(|(_, entries)| entries);
        let all = stored.chain(live.logs.iter().cloned());
        Value::list(all.filter(|entry| entry.level == plan::step::LogLevel::Error).map(|entry| {
            let mut map = Map::default();
            map.insert("namespace".into(), Value::Text(live.execution.flow().namespace.clone()));
            map.insert("flowId".into(), Value::Text(live.execution.flow().id.clone()));
            map.insert("executionId".into(), Value::text(live.execution.id().to_string()));
            if let (Some(task), Some(run)) = (&entry.task, entry.task_run) {
                map.insert("taskId".into(), Value::Text(task.clone()));
                map.insert("taskRunId".into(), Value::text(run.to_string()));
            }
            if let Some(attempt) = entry.attempt {
                map.insert("attemptNumber".into(), Value::integer(i64::from(attempt)));
            }
            map.insert("timestamp".into(), Value::text(format!("{:.6}", entry.at)));
            map.insert("level".into(), Value::text("ERROR"));
            map.insert("message".into(), Value::Text(entry.message));
            Value::Map(Arc::new(map))
        }))
    }

    /// Everything a task is told, rendered: templates give texts, which the task reads as what it needs; only
    /// where a value is kept as it is does an expression keep its type.
    pub(super) fn properties(&self, live: &Live, run: RunKey) -> Result<Map, Failure> {
        let execution: &Execution = &live.execution;
        let task = execution.run(run).ok_or_else(|| Failure::new("the task run is gone"))?;
        self.properties_of(live, run, execution.plan().step(task.step()))
    }

    /// What a step is told, rendered as a task run sees it.
    pub(crate) fn properties_of(&self, live: &Live, run: RunKey, step: &Step) -> Result<Map, Failure> {
        self.within(live, Some(run), |context| decide::properties(step, context))
    }
}

/// A number from 0, also as text.
pub(crate) fn count(value: &Value) -> Result<u32, Failure> {
    let number = value.as_i64().or_else(|| java::to_text(value).trim().parse().ok());
    let number = number.and_then(|number| u32::try_from(number).ok());
    number.ok_or_else(|| Failure::new(format!("`{}` is no whole number from 0", java::to_text(value))))
}

/// A length of time: a duration, its ISO 8601 text, or a number of seconds.
pub(crate) fn length(value: &Value) -> Result<SignedDuration, Failure> {
    let length = match value {
        Value::Duration(length) => Some(*length),
        other => match other.as_f64() {
            Some(seconds) => SignedDuration::try_from_secs_f64(seconds).ok(),
            None => duration::parse(&java::to_text(other)),
        },
    };
    length.ok_or_else(|| Failure::new(format!("`{}` is no duration such as `PT30S`", java::to_text(value))))
}

/// Labels as a map, a list of `{key, value}`, or the JSON of either.
pub(crate) fn labels_of(value: &Value) -> Result<Vec<Label>, Failure> {
    let value = structure(value.clone());
    let pairs: Vec<(Text, Value)> = match &value {
        Value::Null => Vec::new(),
        Value::Map(map) => map.iter().map(|(key, value)| (key.clone(), value.clone())).collect(),
        Value::List(items) => {
            let pair = |item: &Value| Some((java::to_text(item.get("key")?).into(), item.get("value")?.clone()));
            items.iter().map(pair).collect::<Option<_>>().ok_or_else(|| not_labels(&value))?
        }
        _ => return Err(not_labels(&value)),
    };
    let mut labels: Vec<Label> = Vec::new();
    for (key, value) in pairs {
        if is_system(&key) {
            let shown = java::to_text(&value);
            return Err(Failure::new(format!(
                "System labels can only be set by Kestra itself, offending label: {key}={shown}"
            )));
        }
        if labels.iter().any(|label| label.0 == key) {
            return Err(Failure::new(format!("the label `{key}` is given twice")));
        }
        labels.push((key, java::to_text(&value).into()));
    }
    Ok(labels)
}

fn not_labels(value: &Value) -> Failure {
    Failure::new(format!("labels must be a map or a list of keys and values, but they are `{}`", java::to_text(value)))
}

/// Whether a label is the engine's own.
pub(crate) fn is_system(key: &str) -> bool {
    key.starts_with("system.")
}

/// JSON text as the value it spells; everything else as it is.
pub(crate) fn structure(value: Value) -> Value {
    let Some(text) = value.as_str() else { return value };
    let text = text.trim();
    match plan::json::read(text) {
        Ok((read, end)) if text[end..].trim().is_empty() && matches!(read, Value::Map(_) | Value::List(_)) => read,
        _ => value,
    }
}
