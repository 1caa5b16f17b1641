//! The questions of an execution, answered from what its expressions see, and from nothing else.

use std::sync::Arc;

use jiff::SignedDuration;
use plan::evaluate::{self, Context};
use plan::step::{EachStyle, Shape, Step, Update};
use plan::value::Map;
use plan::{Argument, Dialect, Failure, StepId, Template, Text, Value, java};

use super::answer::{count, labels_of, length, structure};
use crate::conditions::Test;
use crate::encryption::Cipher;
use crate::execution::event::Round;
use crate::execution::{Answer, Execution, Question, RunKey, State, TaskRun};
use crate::storage::FileUri;
use crate::{loops, outputs};

/// What a question is answered from, besides the context of its expressions.
pub(crate) struct Decision<'a> {
    /// The execution that asks.
    pub(crate) execution: &'a Execution,
    /// The key of secret outputs.
    pub(crate) cipher: Option<&'a Cipher>,
    /// Reads the rows of a file of internal storage.
    pub(crate) rows: &'a dyn Fn(&FileUri) -> Result<Vec<Text>, Failure>,
}

impl Decision<'_> {
    /// Answers a question, in the context of the task run it is about.
    pub(crate) fn answer(&self, question: Question, context: &Context<'_>) -> Result<Answer, Failure> {
        let plan = self.execution.plan();
        let of = |run: RunKey| {
            let run = self.execution.run(run).ok_or_else(|| Failure::new("the task run is gone"))?;
            Ok::<_, Failure>(plan.step(run.step()))
        };
        match question {
            Question::RunIf(run) => match &of(run)?.common.run_if {
                Some(condition) => render(condition, context).map(Answer::Text),
                None => Ok(Answer::Text("true".to_owned())),
            },
            Question::Agreement(index) => match plan.sla.get(index as usize).map(|sla| &sla.kind) {
                Some(plan::flow::SlaKind::Assertion(assertion)) => render(assertion, context).map(Answer::Text),
                _ => Ok(Answer::Text("true".to_owned())),
            },
            Question::Outputs => outputs::compute(self.execution.declared_outputs(), context, self.cipher)
                .map(|map| Answer::Map(Arc::new(map))),
            Question::Listener(index) => Ok(Answer::Holds(self.listener_holds(index, context))),
            Question::Folder(_) => Ok(Answer::Folder(None)),
            Question::Branch(run)
            | Question::Values(run)
            | Question::AtMost(run)
            | Question::Times(run)
            | Question::Round(run)
            | Question::Update(run) => self.control(run, &of(run)?.shape, context),
        }
    }

    fn control(&self, run: RunKey, shape: &Shape, context: &Context<'_>) -> Result<Answer, Failure> {
        let dialect = self.execution.plan().dialect;
        match shape {
            Shape::Choose { on, .. } => render(on, context).map(Answer::Text),
            Shape::Each { over, at_most, style, .. } => {
                let at_most = optional(at_most.as_ref(), context)?.map_or(Ok(0), |value| count(&value))?;
                let over = match style {
                    EachStyle::Isolated { .. } => loops::rounds(over, context, self.rows),
                    EachStyle::Values | EachStyle::Combinations => loops::values(over, context),
                };
                let over = over.map_err(|failure| {
                    Failure::new(match dialect {
                        Dialect::V1 => {
                            format!("Unable to resolve state from the Flowable task: {}", failure.message)
                        }
                        Dialect::V2 => {
                            let id = self.execution.run(run).map(|run| run.id().to_string()).unwrap_or_default();
                            format!("Failed to process flowable task {id}: {}", failure.message)
                        }
                    })
                })?;
                Ok(Answer::Values { values: over.values, keys: over.keys, from_file: over.from_file, at_most })
            }
            Shape::CallEach { split, .. } => {
                let values = self.batches(run, *split)?;
                Ok(Answer::Values { values, keys: None, from_file: false, at_most: 0 })
            }
            Shape::Parallel { at_most, .. } | Shape::Graph { at_most, .. } => {
                Ok(Answer::AtMost(optional(at_most.as_ref(), context)?.map_or(Ok(0), |value| count(&value))?))
            }
            Shape::Await { delay, timeout, .. } => Ok(Answer::Times {
                delay: optional(delay.as_ref(), context)?.map(|value| length(&value)).transpose()?,
                timeout: optional(timeout.as_ref(), context)?.map(|value| length(&value)).transpose()?,
            }),
            Shape::Repeat { until, interval, max_iterations, max_duration, .. } => Ok(Answer::Round(Round {
                until: render(until, context)?,
                interval: optional(interval.as_ref(), context)?
                    .map_or(Ok(SignedDuration::from_secs(60)), |value| length(&value))?,
                max_iterations: optional(max_iterations.as_ref(), context)?.map(|value| count(&value)).transpose()?,
                max_duration: optional(max_duration.as_ref(), context)?.map(|value| length(&value)).transpose()?,
            })),
            Shape::Update(update) => update_of(update, dialect, context),
            Shape::Run | Shape::Sequence { .. } | Shape::Call(_) | Shape::Workspace { .. } => {
                Err(Failure::new("nothing has to be decided here"))
            }
        }
    }

    /// The addresses of the batches that a step has split a file into.
    fn batches(&self, run: RunKey, split: StepId) -> Result<Vec<Text>, Failure> {
        let execution = self.execution;
        let parent = execution.run(run).and_then(TaskRun::parent);
        let runs = execution.task_runs().iter().rev();
        let splitting = runs.into_iter().find(|run| run.step() == split && run.parent() == parent);
        let splits = splitting.and_then(|run| run.outputs()?.get("splits")?.as_str()?.parse::<FileUri>().ok());
        let splits = splits.ok_or_else(|| Failure::new("the file was not split"))?;
        (self.rows)(&splits)
    }

    fn listener_holds(&self, index: u32, context: &Context<'_>) -> bool {
        let Some(listener) = self.execution.plan().sections.listeners.get(index as usize) else { return false };
        let (execution, flow) = (Some(self.execution), self.execution.flow());
        let holds = |condition| Test { condition, context, flow, execution, state: None }.holds().unwrap_or(false);
        listener.conditions.iter().all(holds)
    }
}

fn update_of(update: &Update, dialect: Dialect, context: &Context<'_>) -> Result<Answer, Failure> {
    match update {
        Update::Labels(labels) => Ok(Answer::Labels(labels_of(&evaluate::evaluate(labels, context)?)?)),
        Update::SetVariables { variables, .. } => match structure(evaluate::evaluate(variables, context)?) {
            Value::Map(map) => Ok(Answer::Map(map)),
            other => Err(Failure::new(format!("variables must be a map, but they are `{}`", java::to_text(&other)))),
        },
        Update::UnsetVariables { variables, .. } => match structure(evaluate::evaluate(variables, context)?) {
            Value::List(names) => Ok(Answer::Names(names.iter().map(|name| java::to_text(name).into()).collect())),
            other => Ok(Answer::Names(vec![java::to_text(&other).into()])),
        },
        Update::Exit(state) => {
            let name = java::to_text(&evaluate::evaluate(state, context)?);
            let ends = [State::Success, State::Warning, State::Killed, State::Failed, State::Cancelled];
            // 2.0 knows only the spelling with two `l`.
            let known = State::parse(&name).filter(|_| dialect == Dialect::V1 || name != "CANCELED");
            known.filter(|state| ends.contains(state)).map(Answer::State).ok_or_else(|| {
                Failure::new(format!(
                    "`{name}` is no state to end in: use SUCCESS, WARNING, KILLED, FAILED or CANCELLED"
                ))
            })
        }
    }
}

/// Everything a task is told, rendered: templates give texts, which the task reads as what it needs; only where a value
/// is kept as it is does an expression keep its type.
pub(crate) fn properties(step: &Step, context: &Context<'_>) -> Result<Map, Failure> {
    // It is asked for each flow, by the task itself.
    let is_asked_later = |name: &str| name == "expression" && step.task_type.ends_with(".execution.Count");
    let keeps_type = |name: &str| name == "value" && step.task_type.contains(".kv.");
    let rendered = step.properties.iter().map(|(name, argument)| {
        let value = match argument {
            Argument::Template(template) if is_asked_later(name) => Value::Text(template.source.clone()),
            argument if keeps_type(name) => evaluate::evaluate(argument, context)?,
            argument => as_text(argument, context)?,
        };
        Ok((name.clone(), value))
    });
    rendered.collect()
}

/// A property with every template in it as text.
fn as_text(argument: &Argument, context: &Context<'_>) -> Result<Value, Failure> {
    match argument {
        Argument::Fixed(value) => Ok(value.clone()),
        Argument::Template(template) => render(template, context).map(Value::from),
        Argument::List(items) => {
            let items: Result<Vec<Value>, Failure> = items.iter().map(|item| as_text(item, context)).collect();
            items.map(Value::list)
        }
        Argument::Map(entries) => {
            let mut map = Map::default();
            for (key, value) in entries {
                let key = java::to_text(&as_text(key, context)?);
                let value = as_text(value, context)?;
                // Of two keys that render alike the first counts.
                map.entry(key.into()).or_insert(value);
            }
            Ok(Value::Map(Arc::new(map)))
        }
    }
}

fn render(template: &Template, context: &Context<'_>) -> Result<String, Failure> {
    evaluate::render(template, context)
}

/// A property that may be absent; null counts as absent.
fn optional(argument: Option<&Argument>, context: &Context<'_>) -> Result<Option<Value>, Failure> {
    let value = argument.map(|argument| evaluate::evaluate(argument, context)).transpose()?;
    Ok(value.filter(|value| !value.is_null()))
}
