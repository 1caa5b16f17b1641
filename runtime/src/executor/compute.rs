//! Tasks that only compute, run at once.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};

use plan::Failure;
use plan::step::LogLevel;

use super::Machine;
use super::live::Live;
use crate::execution::RunKey;
use crate::execution::event::{End, Outcome};
use crate::metrics::Metric;
use crate::tasks::{self, Journal, Properties};

/// What a task says while it computes.
#[derive(Default)]
struct Notes(Mutex<Vec<Note>>);

enum Note {
    Line(LogLevel, String),
    Figure(Metric),
}

impl Notes {
    fn add(&self, note: Note) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(note);
    }
}

impl Journal for Notes {
    fn log(&self, level: LogLevel, message: String) {
        self.add(Note::Line(level, message));
    }

    fn metric(&self, metric: Metric) {
        self.add(Note::Figure(metric));
    }
}

impl Machine {
    pub(super) fn compute(
        &self,
        live: &mut Live,
        run: RunKey,
        attempt: u32,
        compute: fn(&Properties, &dyn Journal) -> Result<tasks::Outcome, Failure>,
    ) -> Outcome {
        // The task sees itself running.
        self.apply(live, crate::execution::Event::Started { run, attempt });
        let properties = match self.properties(live, run) {
            Ok(properties) => {
                let step = live.execution.run(run).map(crate::execution::TaskRun::step);
                step.map_or_else(Properties::default, |step| {
                    Properties::of_step(properties, live.execution.plan(), step)
                })
            }
            Err(failure) => return Outcome::failed(failure),
        };
        let notes = Notes::default();
        let result = catch_unwind(AssertUnwindSafe(|| compute(&properties, &notes)))
            .unwrap_or_else(|_| Err(Failure::new("the task broke off: this is a fault of the server")));
        for note in notes.0.into_inner().unwrap_or_else(PoisonError::into_inner) {
            match note {
                Note::Line(level, message) => self.say(live, Some(run), level, &message),
                Note::Figure(metric) => self.note(live, run, metric),
            }
        }
        outcome(result)
    }
}

/// How a task ended, as its execution is told.
pub(crate) fn outcome(result: Result<tasks::Outcome, Failure>) -> Outcome {
    match result {
        Ok(outcome) => Outcome {
            end: match outcome.verdict {
                tasks::Verdict::Success => End::Success,
                tasks::Verdict::Warning => End::Warning,
            },
            outputs: outcome.outputs.map(|outputs| Arc::new(crate::outputs::stored_map(outputs))),
        },
        Err(failure) => Outcome::failed(failure),
    }
}
