//! What executions have to say while they run.

use jiff::Timestamp;
use plan::Text;
use plan::step::LogLevel;
use report::Span;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::ids::{ExecutionId, TaskRunId};

/// One line of an execution's log; secrets are masked before it is made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LogEntry {
    /// When it was said.
    #[serde(with = "jiff::fmt::serde::timestamp::microsecond::required")]
    pub at: Timestamp,
    /// How important it is.
    pub level: LogLevel,
    /// What was said.
    pub message: Text,
    /// The task run that said it; `None` for the execution itself.
    pub task_run: Option<TaskRunId>,
    /// The task's id.
    pub task: Option<Text>,
    /// Which attempt said it, from 0.
    pub attempt: Option<u32>,
    /// The trigger that said it.
    pub trigger: Option<Text>,
    /// Where in the file of the flow stands what it is about, where that is known.
    pub place: Option<Span>,
    /// Further lines for whoever looks at it there.
    pub notes: Vec<Text>,
}

/// An entry together with where it belongs.
#[derive(Clone, Debug, PartialEq)]
pub struct LogLine {
    /// The execution.
    pub execution: ExecutionId,
    /// The flow.
    pub flow: plan::FlowName,
    /// The commit of its execution that kept it: grows, and is shared by lines kept together.
    pub sequence: u64,
    /// The entry.
    pub entry: LogEntry,
}

impl LogLine {
    /// The line as the API shows it.
    pub fn document(&self) -> serde_json::Value {
        let entry = &self.entry;
        let mut document = json!({
            "namespace": self.flow.namespace,
            "flowId": self.flow.id,
            "tenantId": "main",
            "executionId": self.execution.to_string(),
            "attemptNumber": entry.attempt,
            "timestamp": entry.at.to_string(),
            "level": level_name(entry.level),
            "thread": "worker",
            "message": entry.message,
            "deleted": false,
        });
        if let Some(members) = document.as_object_mut() {
            let known = [
                ("taskId", entry.task.as_deref().map(str::to_owned)),
                ("taskRunId", entry.task_run.map(|run| run.to_string())),
                ("triggerId", entry.trigger.as_deref().map(str::to_owned)),
            ];
            members.extend(known.into_iter().filter_map(|(key, value)| Some((key.to_owned(), json!(value?)))));
        }
        document
    }
}

/// The name of a level in files and in the API.
pub const fn level_name(level: LogLevel) -> &'static str {
    match level {
        LogLevel::Trace => "TRACE",
        LogLevel::Debug => "DEBUG",
        LogLevel::Info => "INFO",
        LogLevel::Warn => "WARN",
        LogLevel::Error => "ERROR",
    }
}

/// Reads a level's name.
pub fn parse_level(name: &str) -> Option<LogLevel> {
    [LogLevel::Trace, LogLevel::Debug, LogLevel::Info, LogLevel::Warn, LogLevel::Error]
        .into_iter()
        .find(|&level| level_name(level) == name)
}

/// Which lines are asked for.
#[derive(Clone, Debug, Default)]
pub struct LogQuery {
    /// Only of this execution.
    pub execution: Option<ExecutionId>,
    /// Only of flows in this namespace or below it.
    pub namespace: Option<String>,
    /// Only of flows in one of these namespaces or below them; of all where absent.
    pub visible: Option<Vec<Text>>,
    /// Only of flows with this id.
    pub flow: Option<String>,
    /// Only of one of these tasks; of all where empty.
    pub tasks: Vec<String>,
    /// Only of this task run.
    pub task_run: Option<TaskRunId>,
    /// Only of this attempt.
    pub attempt: Option<u32>,
    /// Only of this trigger.
    pub trigger: Option<String>,
    /// At least this important.
    pub level: Option<LogLevel>,
    /// Not before.
    pub from: Option<Timestamp>,
    /// Not after.
    pub to: Option<Timestamp>,
    /// Messages that contain this text, whatever the case.
    pub text: Option<String>,
}

impl LogQuery {
    /// All lines of one execution.
    pub fn of(execution: ExecutionId) -> Self {
        Self { execution: Some(execution), ..Self::default() }
    }

    /// Whether a line is asked for.
    pub fn matches(&self, line: &LogLine) -> bool {
        let entry = &line.entry;
        self.execution.is_none_or(|id| id == line.execution)
            && self.namespace.as_ref().is_none_or(|namespace| crate::query::within(&line.flow.namespace, namespace))
            && (self.visible.as_ref())
                .is_none_or(|all| all.iter().any(|one| crate::query::within(&line.flow.namespace, one)))
            && self.flow.as_ref().is_none_or(|flow| **flow == *line.flow.id)
            && (self.tasks.is_empty()
                || entry.task.as_deref().is_some_and(|task| self.tasks.iter().any(|asked| asked == task)))
            && self.task_run.is_none_or(|run| entry.task_run == Some(run))
            && self.attempt.is_none_or(|attempt| entry.attempt == Some(attempt))
            && self.trigger.as_ref().is_none_or(|trigger| entry.trigger.as_deref() == Some(trigger))
            && self.level.is_none_or(|level| entry.level >= level)
            && self.from.is_none_or(|from| entry.at >= from)
            && self.to.is_none_or(|to| entry.at <= to)
            && self.text.as_ref().is_none_or(|text| entry.message.to_lowercase().contains(&text.to_lowercase()))
    }
}
