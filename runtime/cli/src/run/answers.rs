//! Asking whoever sits at the terminal for what a pause wants to know.

use std::io;

use plan::flow::Input;
use plan::step::Shape;
use plan::value::Map;
use plan::{Text, Value};
use runtime::Execution;
use runtime::execution::State;
use runtime::inputs::Resolved;

use super::wanted::{find, wanted};
use crate::exit::Complaint;
use crate::terminal::{self, tell};

/// What a pause asks for, and what was answered so far.
pub(super) struct Asked {
    inputs: Vec<Input>,
    answers: Map,
    /// What is to be asked yet; those that did not fit are asked again.
    open: Vec<Text>,
}

impl Asked {
    /// What the pause asks for that an execution stands at.
    pub(super) fn of(execution: &Execution) -> Self {
        let paused = execution.task_runs().iter().filter(|run| run.state() == State::Paused);
        let steps = paused.map(|run| execution.plan().step(run.step()));
        let inputs: Vec<Input> = steps
            .flat_map(|step| if let Shape::Await { on_resume, .. } = &step.shape { on_resume.as_slice() } else { &[] })
            .cloned()
            .collect();
        let open = inputs.iter().map(|input| input.id.clone()).collect();
        Self { inputs, answers: Map::default(), open }
    }

    /// Asks for everything that is open; an empty line takes the default.
    pub(super) fn ask(&mut self) -> Result<Map, Complaint> {
        if self.inputs.is_empty() {
            read_line("the execution is paused; press Enter to go on")?;
            return Ok(Map::default());
        }
        if self.answers.is_empty() {
            tell!("the execution is paused and asks:");
        }
        for id in std::mem::take(&mut self.open) {
            let Some(input) = find(&self.inputs, &id) else { continue };
            let text = read_line(&question(input))?;
            if text.is_empty() {
                self.answers.shift_remove(&id);
            } else {
                self.answers.insert(id, Value::text(text));
            }
        }
        Ok(self.answers.clone())
    }

    /// Takes what became of the answers; whether all of them fit. Those that do not are said, and open again.
    pub(super) fn take(&mut self, resolved: Vec<Resolved>) -> bool {
        for answer in resolved.into_iter().filter(|answer| answer.enabled && !answer.problems.is_empty()) {
            if let Some(input) = find(&self.inputs, &answer.id) {
                tell!("  `{}` has to be {}", answer.id, wanted(&input.kind, &answer.offered));
            }
            self.open.push(answer.id);
        }
        self.open.is_empty()
    }
}

/// `approve (true or false; required)`.
fn question(input: &Input) -> String {
    let need = match (&input.defaults, input.required) {
        (Some(_), _) => "has a default",
        (None, true) => "required",
        (None, false) => "may be left out",
    };
    format!("{} ({}; {need})", input.id, wanted(&input.kind, &[]))
}

fn read_line(question: &str) -> Result<String, Complaint> {
    let cannot = |error: io::Error| Complaint::failure(format!("cannot ask: {error}"));
    terminal::draw(&format!("{question}: "));
    let mut line = String::new();
    if io::stdin().read_line(&mut line).map_err(cannot)? == 0 {
        return Err(Complaint::failure("the terminal was closed before the answer came"));
    }
    Ok(line.trim().to_owned())
}
