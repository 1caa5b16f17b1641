//! The questions of an execution, answered: its expressions are evaluated in its own context.

use std::sync::Arc;

use jiff::SignedDuration;
use plan::evaluate::{self, Context, Variables};
use plan::step::{EachStyle, Shape, Step, Update};
use plan::value::Map;
use plan::{Argument, Dialect, Failure, StepId, Template, Text, Value, java};

use super::Machine;
use super::live::Live;
use crate::conditions::Test;
use crate::execution::event::Round;
use crate::execution::{Answer, Execution, Label, Question, RunKey, State};
use crate::scope::Scope;
use crate::storage::FileUri;
use crate::world::Outside;
use crate::{duration, loops, outputs};

impl Machine {
    /// Answers a question.
    pub(super) fn answer(&self, live: &Live, question: Question) -> Result<Answer, Failure> {
        let execution = &live.execution;
        let plan = execution.plan();
        let of = |run: RunKey| {
            let run = execution.run(run).ok_or_else(|| Failure::new("the task run is gone"))?;
            Ok::<_, Failure>(plan.step(run.step()))
        };
        match question {
            Question::RunIf(run) => match &of(run)?.common.run_if {
                Some(condition) => self.text(live, Some(run), condition),
                None => Ok(Answer::Text("true".to_owned())),
            },
            Question::Agreement(index) => match plan.sla.get(index as usize).map(|sla| &sla.kind) {
                Some(plan::flow::SlaKind::Assertion(assertion)) => self.text(live, None, assertion),
                _ => Ok(Answer::Text("true".to_owned())),
            },
            Question::Outputs => self.outputs(live),
            Question::Listener(index) => Ok(Answer::Holds(self.listener_holds(live, index))),
            Question::Folder(_) => Ok(Answer::Folder(None)),
            Question::Branch(run)
            | Question::Values(run)
            | Question::AtMost(run)
            | Question::Times(run)
            | Question::Round(run)
            | Question::Update(run) => self.control(live, run, &of(run)?.shape),
        }
    }

    fn control(&self, live: &Live, run: RunKey, shape: &Shape) -> Result<Answer, Failure> {
        let dialect = live.execution.plan().dialect;
        self.within(live, Some(run), |context| match shape {
            Shape::Choose { on, .. } => render(on, context).map(Answer::Text),
            Shape::Each { over, at_most, style, .. } => {
                let at_most = optional(at_most.as_ref(), context)?.map_or(Ok(0), |value| count(&value))?;
                let over = match style {
                    EachStyle::Isolated { .. } => loops::rounds(over, context, &|uri| self.rows(uri)),
                    EachStyle::Values | EachStyle::Combinations => loops::values(over, context),
                };
                let over = over.map_err(|failure| {
                    Failure::new(match dialect {
                        Dialect::V1 => {
                            format!("Unable to resolve state from the Flowable task: {}", failure.message)
                        }
                        Dialect::V2 => {
                            let id = live.execution.run(run).map(|run| run.id().to_string()).unwrap_or_default();
                            format!("Failed to process flowable task {id}: {}", failure.message)
                        }
                    })
                })?;
                Ok(Answer::Values { values: over.values, keys: over.keys, from_file: over.from_file, at_most })
            }
            Shape::CallEach { split, .. } => {
                let values = self.batches(live, run, *split)?;
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
            Shape::Update(update) => self.update(update, dialect, context),
            Shape::Run | Shape::Sequence { .. } | Shape::Call(_) | Shape::Workspace { .. } => {
                Err(Failure::new("nothing has to be decided here"))
            }
        })
    }

    /// The addresses of the batches that a step has split a file into.
    fn batches(&self, live: &Live, run: RunKey, split: StepId) -> Result<Vec<Text>, Failure> {
        let execution = &live.execution;
        let parent = execution.run(run).and_then(crate::execution::TaskRun::parent);
        let runs = execution.task_runs().iter().rev();
        let splitting = runs.into_iter().find(|run| run.step() == split && run.parent() == parent);
        let splits = splitting.and_then(|run| run.outputs()?.get("splits")?.as_str()?.parse::<FileUri>().ok());
        let splits = splits.ok_or_else(|| Failure::new("the file was not split"))?;
        self.rows(&splits)
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

    fn update(&self, update: &Update, dialect: Dialect, context: &Context<'_>) -> Result<Answer, Failure> {
        match update {
            Update::Labels(labels) => Ok(Answer::Labels(labels_of(&evaluate::evaluate(labels, context)?)?)),
            Update::SetVariables { variables, .. } => match structure(evaluate::evaluate(variables, context)?) {
                Value::Map(map) => Ok(Answer::Map(map)),
                other => {
                    Err(Failure::new(format!("variables must be a map, but they are `{}`", java::to_text(&other))))
                }
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

    fn outputs(&self, live: &Live) -> Result<Answer, Failure> {
        self.within(live, None, |context| {
            outputs::compute(live.execution.declared_outputs(), context, self.surroundings.cipher())
                .map(|map| Answer::Map(Arc::new(map)))
        })
    }

    fn listener_holds(&self, live: &Live, index: u32) -> bool {
        let Some(listener) = live.execution.plan().sections.listeners.get(index as usize) else { return false };
        listener.conditions.iter().all(|condition| {
            let (execution, flow) = (Some(&*live.execution), live.execution.flow());
            let holds =
                self.within(live, None, |context| Test { condition, context, flow, execution, state: None }.holds());
            holds.unwrap_or(false)
        })
    }

    fn text(&self, live: &Live, run: Option<RunKey>, template: &Template) -> Result<Answer, Failure> {
        self.within(live, run, |context| render(template, context).map(Answer::Text))
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
        // It is asked for each flow, by the task itself.
        let is_asked_later = |name: &str| name == "expression" && step.task_type.ends_with(".execution.Count");
        let keeps_type = |name: &str| name == "value" && step.task_type.contains(".kv.");
        self.within(live, Some(run), |context| {
            let rendered = step.properties.iter().map(|(name, argument)| {
                let value = match argument {
                    Argument::Template(template) if is_asked_later(name) => Value::Text(template.source.clone()),
                    argument if keeps_type(name) => evaluate::evaluate(argument, context)?,
                    argument => as_text(argument, context)?,
                };
                Ok((name.clone(), value))
            });
            rendered.collect()
        })
    }
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
