//! What failed while it ran, drawn over the file by the hand that draws findings.

use std::collections::HashSet;
use std::sync::Arc;

use plan::step::LogLevel;
use report::{Code, Confidence, Diagnostic, Label, Severity, Source, Sources};
use runtime::execution::{Kind, State, TaskRun};
use runtime::logs::{LogEntry, LogQuery};
use runtime::query::{Order, Query};
use runtime::{Engine, Execution};

use crate::terminal;

/// A task failed; said here only, so that nobody configures it.
static RUN_FAILED: Code = Code {
    name: "run-failed",
    severity: Severity::Error,
    summary: "A task failed while it ran.",
    doc: "",
    group: "run",
    since: "0.1.0",
};

/// As many are drawn at the most.
const MOST: usize = 5;

/// Draws what failed in any of the executions, where it stands in the files of their flows.
pub(super) async fn draw(engine: &Engine) -> String {
    let mut text = String::new();
    let query = Query { order: Order::OldestFirst, states: vec![State::Failed], ..Query::default() };
    let mut drawn: HashSet<(String, u32)> = HashSet::new();
    for summary in engine.list(&query).await.map(|page| page.items).unwrap_or_default() {
        let Ok(Some(execution)) = engine.execution(summary.id).await else { continue };
        let logs = engine.logs(&LogQuery::of(execution.id()), 0, None).await.map(|page| page.items).unwrap_or_default();
        let entries: Vec<LogEntry> =
            logs.into_iter().map(|line| line.entry).filter(|entry| entry.level == LogLevel::Error).collect();
        let mut sources = Sources::default();
        let text_of = &execution.plan().source;
        let file = sources.add(Arc::<str>::from(&*text_of.path), Arc::<str>::from(&*text_of.text));
        let Some(source) = sources.get(file).cloned() else { continue };
        for diagnostic in failures(&execution, &entries, &source) {
            let place = diagnostic.primary.place.span.start;
            if drawn.len() < MOST && drawn.insert((text_of.path.to_string(), place)) {
                report::render::full(&sources, &diagnostic, &terminal::look_of_errors(), &mut text);
            }
        }
    }
    text
}

/// A finding for each task that failed by itself, and for the execution where it did.
fn failures(execution: &Execution, entries: &[LogEntry], source: &Source) -> Vec<Diagnostic> {
    let failed = |run: &&TaskRun| matches!(run.state(), State::Failed | State::Warning);
    let by_itself = |run: &&TaskRun| {
        !execution.task_runs().iter().any(|below| below.parent() == Some(run.key()) && below.state() == State::Failed)
    };
    let mut found = Vec::new();
    for run in execution.task_runs().iter().filter(failed).filter(by_itself) {
        let Some(entry) = entries.iter().rev().find(|entry| entry.task_run == Some(run.id())) else { continue };
        let step = execution.plan().step(run.step());
        let whole = found_at(entry.place.unwrap_or(step.place), entry, source);
        let value = run.value().map(|value| format!(" for `{value}`")).unwrap_or_default();
        let around = Label { place: source.place(step.place), message: format!("in this task{value}") };
        let secondary = if entry.place.is_some() || !value.is_empty() { vec![around] } else { Vec::new() };
        found.push(Diagnostic { secondary, ..whole });
    }
    if found.is_empty()
        && execution.kind() == Kind::Normal
        && let Some(entry) = entries.iter().rev().find(|entry| entry.task_run.is_none())
    {
        let first = execution.plan().steps.first().map(|step| step.place).unwrap_or_default();
        found.push(found_at(entry.place.unwrap_or(first), entry, source));
    }
    found
}

fn found_at(span: report::Span, entry: &LogEntry, source: &Source) -> Diagnostic {
    let mut lines = entry.message.lines();
    let message = lines.next().unwrap_or_default().to_owned();
    let notes = lines.map(str::to_owned).chain(entry.notes.iter().map(ToString::to_string));
    Diagnostic {
        code: &RUN_FAILED,
        severity: Severity::Error,
        confidence: Confidence::High,
        message,
        primary: Label { place: source.place(span), message: String::new() },
        secondary: Vec::new(),
        notes: notes.filter(|note| !note.is_empty()).collect(),
        fixes: Vec::new(),
    }
}
