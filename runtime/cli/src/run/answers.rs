//! Asking whoever sits at the terminal for what a pause wants to know.

use std::io::{self, Write};

use plan::Value;
use plan::flow::{Input, InputKind, Values};
use plan::step::Shape;
use plan::value::Map;
use runtime::Execution;
use runtime::execution::State;

use crate::exit::Complaint;

/// Asks for every input of the pause an execution stands at; an empty line takes the default.
pub(super) fn ask(execution: &Execution) -> Result<Map, Complaint> {
    let paused = execution.task_runs().iter().filter(|run| run.state() == State::Paused);
    let steps = paused.map(|run| execution.plan().step(run.step()));
    let wanted: Vec<&Input> = steps
        .flat_map(|step| match &step.shape {
            Shape::Await { on_resume, .. } => on_resume.as_slice(),
            _ => &[],
        })
        .collect();
    if wanted.is_empty() {
        read_line("the execution is paused; press Enter to go on")?;
        return Ok(Map::default());
    }
    println!("the execution is paused and asks:");
    let mut answers = Map::default();
    for input in wanted {
        let text = read_line(&question(input))?;
        if !text.is_empty() {
            answers.insert(input.id.clone(), Value::text(text));
        }
    }
    Ok(answers)
}

/// `approve (true or false, required)`.
fn question(input: &Input) -> String {
    let choices = match &input.kind {
        InputKind::Bool => Some("true or false".to_owned()),
        InputKind::Select { values: Values::Listed(values), .. } => Some(values.join(", ")),
        _ => None,
    };
    let need = match (&input.defaults, input.required) {
        (Some(_), _) => Some("has a default".to_owned()),
        (None, true) => Some("required".to_owned()),
        (None, false) => None,
    };
    let hints: Vec<String> = choices.into_iter().chain(need).collect();
    if hints.is_empty() { input.id.to_string() } else { format!("{} ({})", input.id, hints.join("; ")) }
}

fn read_line(question: &str) -> Result<String, Complaint> {
    let cannot = |error: io::Error| Complaint::failure(format!("cannot ask: {error}"));
    print!("{question}: ");
    io::stdout().flush().map_err(cannot)?;
    let mut line = String::new();
    if io::stdin().read_line(&mut line).map_err(cannot)? == 0 {
        return Err(Complaint::failure("the terminal was closed before the answer came"));
    }
    Ok(line.trim().to_owned())
}
