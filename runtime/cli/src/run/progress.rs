//! What an execution does, as it does it: a line for each task that ends and each entry of the log, and on a
//! terminal what is being worked on below them.

use std::collections::HashSet;
use std::io::{self, IsTerminal, Write};
use std::sync::Arc;

use anstyle::{AnsiColor, Style};
use plan::FlowName;
use plan::step::LogLevel;
use runtime::execution::{State, TaskRun};
use runtime::logs::LogLine;
use runtime::watch::Change;
use runtime::{Execution, TaskRunId};

use super::Print;

/// Drawn one after another where something goes on.
const SPINNER: [char; 10] = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

/// Shows changes of one execution on standard error, so that standard output holds nothing but its outputs.
pub(super) struct Progress {
    print: Print,
    /// The flow that is run.
    flow: FlowName,
    told: HashSet<TaskRunId>,
    place: Place,
    /// What was shown last.
    shown: Option<Arc<Execution>>,
    /// How often what goes on was drawn.
    drawings: usize,
}

/// Where progress is shown.
enum Place {
    /// On a terminal; there are so many lines that are drawn anew with each change.
    Terminal { drawn: usize },
    /// In a file or a pipe, where nothing can be drawn anew.
    Stream,
}

impl Progress {
    pub(super) fn new(print: Print, flow: FlowName) -> Self {
        let place = if io::stderr().is_terminal() { Place::Terminal { drawn: 0 } } else { Place::Stream };
        Self { print, flow, told: HashSet::new(), place, shown: None, drawings: 0 }
    }

    /// Shows what changed.
    pub(super) fn show(&mut self, change: &Change) {
        if self.print == Print::Json {
            return;
        }
        let mut text = self.erase();
        for line in change.logs() {
            text.push_str(&entry(&line, ""));
        }
        for run in change.execution.task_runs() {
            if run.state().is_terminated() && self.told.insert(run.id()) {
                text.push_str(&ended(&change.execution, run));
            }
        }
        text.push_str(&self.draw(&change.execution));
        self.shown = Some(Arc::clone(&change.execution));
        let mut out = anstream::stderr().lock();
        // Progress that nobody can see is no reason to stop.
        let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    }

    /// Tells what other executions have said.
    pub(super) fn say(&mut self, lines: &[LogLine]) {
        if lines.is_empty() || self.print == Print::Json {
            return;
        }
        let mut text = self.erase();
        for line in lines {
            match self.flow == line.flow {
                true => text.push_str(&entry(line, "")),
                false => text.push_str(&entry(line, &format!("{} › ", line.flow.id))),
            }
        }
        if let Some(execution) = self.shown.clone() {
            text.push_str(&self.draw(&execution));
        }
        // Progress that nobody can see is no reason to stop.
        let _ = anstream::stderr().lock().write_all(text.as_bytes());
    }

    /// Time has passed: on a terminal what goes on is drawn anew.
    pub(super) fn tick(&mut self) {
        let Some(execution) = self.shown.clone() else { return };
        if matches!(self.place, Place::Stream) || self.print == Print::Json || execution.state() == State::Paused {
            return;
        }
        let mut text = self.erase();
        text.push_str(&self.draw(&execution));
        // Progress that nobody can see is no reason to stop.
        let _ = anstream::stderr().lock().write_all(text.as_bytes());
    }

    /// Takes away what would be drawn anew.
    pub(super) fn finish(&mut self) {
        let text = self.erase();
        let _ = anstream::stderr().lock().write_all(text.as_bytes());
    }

    fn erase(&mut self) -> String {
        match &mut self.place {
            Place::Terminal { drawn } => format!("\r\x1b[J{}", "\x1b[1A\x1b[J".repeat(std::mem::take(drawn))),
            Place::Stream => String::new(),
        }
    }

    /// What is being worked on.
    fn draw(&mut self, execution: &Execution) -> String {
        let Place::Terminal { drawn } = &mut self.place else { return String::new() };
        let dim = Style::new().dimmed();
        let open = execution.task_runs().iter().filter(|run| !run.state().is_terminated());
        self.drawings += 1;
        let spinner = SPINNER[self.drawings % SPINNER.len()];
        let now = jiff::Timestamp::now();
        let lines: Vec<String> = open
            .map(|run| {
                let state = run.state().name().to_lowercase();
                let indent = "  ".repeat(depth(execution, run));
                let seconds = (now - run.history().start()).total(jiff::Unit::Second).unwrap_or(0.0);
                format!("  {indent}{spinner} {} {dim}{state}, {seconds:.1} s{dim:#}\n", name(execution, run))
            })
            .collect();
        *drawn = lines.len();
        lines.concat()
    }
}

/// How many controls stand around a task run.
fn depth(execution: &Execution, run: &TaskRun) -> usize {
    std::iter::successors(run.parent(), |parent| execution.run(*parent)?.parent()).count()
}

fn name(execution: &Execution, run: &TaskRun) -> String {
    let value = run.value().map(|value| format!("[{value}]")).unwrap_or_default();
    format!("{}{value}", execution.task_name(run))
}

/// `✓ extract 0.31 s`, deeper tasks further in.
fn ended(execution: &Execution, run: &TaskRun) -> String {
    let (mark, style) = match run.state() {
        State::Success => ("✓", AnsiColor::Green.on_default()),
        State::Warning => ("!", AnsiColor::Yellow.on_default()),
        State::Skipped => ("-", Style::new().dimmed()),
        _ => ("✗", AnsiColor::Red.on_default()),
    };
    let seconds =
        run.history().end().map_or(0.0, |end| (end - run.history().start()).total(jiff::Unit::Second).unwrap_or(0.0));
    let indent = "  ".repeat(depth(execution, run));
    let attempts = match run.attempts().len() {
        0 | 1 => String::new(),
        count => format!(", {count} attempts"),
    };
    let dim = Style::new().dimmed();
    format!("  {indent}{style}{mark}{style:#} {} {dim}{seconds:.2} s{attempts}{dim:#}\n", name(execution, run))
}

/// An entry of the log, of the flow that is told before it.
fn entry(line: &LogLine, flow: &str) -> String {
    let entry = &line.entry;
    let style = match entry.level {
        LogLevel::Trace | LogLevel::Debug => Style::new().dimmed(),
        LogLevel::Info => AnsiColor::Cyan.on_default(),
        LogLevel::Warn => AnsiColor::Yellow.on_default(),
        LogLevel::Error => AnsiColor::Red.on_default(),
    };
    let level = runtime::logs::level_name(entry.level);
    let task = entry.task.as_deref().map(|task| format!("{task}: ")).unwrap_or_default();
    format!("  {style}{level:5}{style:#} {flow}{task}{}\n", entry.message)
}
