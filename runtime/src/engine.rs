//! The engine as the rest of the program sees it: a handle that is cheap to clone.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use plan::value::Map;
use plan::{App, Failure, FlowName, Plan, Text};
use tokio::sync::broadcast;

use crate::creation::Creation;
use crate::execution::{Birth, Execution, Label, Program, State};
use crate::ids::{ExecutionId, TaskRunId};
use crate::logs::{LogLine, LogQuery};
use crate::parse::Parse;
use crate::query::{Order, Page, Query, Summary};
use crate::refusal::Refusal;
use crate::registry::{Flow, Registry};
use crate::settings::Settings;
use crate::storage::Storage;
use crate::watch::Watch;

/// The engine: flows are deployed to it, executions created, followed and steered.
#[derive(Clone)]
pub struct Engine(Arc<Inner>);

struct Inner {
    settings: Settings,
    parse: Arc<dyn Parse>,
    registry: Registry,
    storage: Storage,
    executions: Mutex<BTreeMap<ExecutionId, Arc<Execution>>>,
    commits: broadcast::Sender<(ExecutionId, u64)>,
}

/// Why an engine does not start; prints as one line.
#[derive(Debug)]
pub struct OpenError(pub String);

impl std::fmt::Display for OpenError {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.0)
    }
}

impl std::error::Error for OpenError {}

/// From where and with what an execution is repeated.
#[derive(Clone, Debug, Default)]
pub struct Replay {
    /// The task run to begin again at; the beginning where absent.
    pub task_run: Option<TaskRunId>,
    /// A revision of the flow; the same where absent.
    pub revision: Option<u32>,
    /// Other inputs; the same where absent.
    pub inputs: Option<Map>,
}

/// Whether executions started by one that is killed are killed too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cascade {
    /// They are.
    Below,
    /// They are not.
    Alone,
}

impl Engine {
    /// Opens the store, asks again for what was not answered, and begins.
    ///
    /// # Errors
    ///
    /// A line that says why the data folder cannot be used.
    pub async fn open(settings: Settings, parse: Arc<dyn Parse>) -> Result<Self, OpenError> {
        let storage = Storage::new(settings.data.join("storage"));
        let (commits, _) = broadcast::channel(1024);
        Ok(Self(Arc::new(Inner {
            settings,
            parse,
            registry: Registry::default(),
            storage,
            executions: Mutex::default(),
            commits,
        })))
    }

    /// What the operator has set.
    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// The compiler.
    pub fn parse(&self) -> &Arc<dyn Parse> {
        &self.0.parse
    }

    /// What is deployed.
    pub fn registry(&self) -> &Registry {
        &self.0.registry
    }

    /// The files of executions.
    pub fn storage(&self) -> &Storage {
        &self.0.storage
    }

    /// Deploys a flow; the revision grows when its source changed.
    ///
    /// # Errors
    ///
    /// When the store does not take it.
    pub async fn deploy(&self, plan: Plan) -> Result<Arc<Flow>, Refusal> {
        Ok(self.0.registry.put_flow(plan, Timestamp::now()))
    }

    /// Deploys an app.
    ///
    /// # Errors
    ///
    /// When the store does not take it.
    pub async fn deploy_app(&self, app: App) -> Result<Arc<App>, Refusal> {
        Ok(self.0.registry.put_app(app))
    }

    /// Takes a flow away; whether there was one.
    ///
    /// # Errors
    ///
    /// When the store does not take it.
    pub async fn remove_flow(&self, name: &FlowName) -> Result<bool, Refusal> {
        Ok(self.0.registry.delete_flow(name))
    }

    /// Takes an app away; whether there was one.
    ///
    /// # Errors
    ///
    /// When the store does not take it.
    pub async fn remove_app(&self, name: &FlowName) -> Result<bool, Refusal> {
        Ok(self.0.registry.delete_app(name))
    }

    /// Creates an execution and begins it; it is durable when this returns.
    ///
    /// # Errors
    ///
    /// Why it is not created.
    pub async fn create(&self, creation: Creation) -> Result<ExecutionId, Refusal> {
        let flow = match creation.revision {
            None => self.0.registry.flow(&creation.flow),
            Some(revision) => self.0.registry.revision(&creation.flow, revision),
        };
        let flow = flow.ok_or_else(|| Refusal::UnknownFlow(creation.flow.clone()))?;
        if flow.plan.disabled {
            return Err(Refusal::Disabled(creation.flow));
        }
        let now = Timestamp::now();
        let birth = Birth {
            id: creation.id,
            kind: creation.kind,
            labels: creation.labels,
            inputs: Arc::new(creation.inputs),
            trigger: creation.trigger,
            lineage: None,
            schedule_date: creation.schedule_date,
            hold: None,
        };
        let execution = Execution::new(Arc::new(Program::new(flow.plan.clone(), flow.revision)), birth, now);
        self.executions().insert(creation.id, Arc::new(execution));
        let _ = self.0.commits.send((creation.id, 0));
        Ok(creation.id)
    }

    /// An execution as it stands.
    pub async fn execution(&self, id: ExecutionId) -> Option<Arc<Execution>> {
        self.executions().get(&id).cloned()
    }

    /// The executions asked for.
    pub async fn list(&self, query: &Query) -> Page<Summary> {
        let executions = self.executions();
        let mut items: Vec<_> =
            executions.values().map(|execution| execution.summary()).filter(|summary| query.matches(summary)).collect();
        if query.order == Order::NewestFirst {
            items.reverse();
        }
        let total = items.len();
        let items = items.into_iter().skip(query.offset).take(query.limit.unwrap_or(usize::MAX)).collect();
        Page { items, total }
    }

    /// The log lines asked for, oldest first.
    pub async fn logs(&self, query: &LogQuery, offset: usize, limit: Option<usize>) -> Page<LogLine> {
        let _ = (query, offset, limit);
        Page { items: Vec::new(), total: 0 }
    }

    /// Follows an execution from now, or from behind a sequence seen before.
    pub fn watch(&self, id: ExecutionId, seen: Option<u64>) -> Watch {
        Watch { engine: self.clone(), id, seen, commits: self.0.commits.subscribe() }
    }

    /// Waits until an execution has ended; `None` where there is none.
    pub async fn wait(&self, id: ExecutionId) -> Option<Arc<Execution>> {
        let mut watch = self.watch(id, None);
        loop {
            let change = watch.next().await?;
            if change.execution.state().is_terminated() {
                return Some(change.execution);
            }
        }
    }

    /// Goes on with a paused execution; `inputs` are what its pause asks for.
    ///
    /// # Errors
    ///
    /// When it is not paused, or the inputs do not fit.
    pub async fn resume(&self, id: ExecutionId, inputs: Map, by: Option<Text>) -> Result<(), Refusal> {
        let _ = (inputs, by);
        self.require(id, &[State::Paused], "is not paused")
    }

    /// Pauses a running execution.
    ///
    /// # Errors
    ///
    /// When it is not running.
    pub async fn pause(&self, id: ExecutionId) -> Result<(), Refusal> {
        self.require(id, &[State::Running], "is not running")
    }

    /// Stops an execution.
    ///
    /// # Errors
    ///
    /// When there is none.
    pub async fn kill(&self, id: ExecutionId, cascade: Cascade) -> Result<(), Refusal> {
        let _ = cascade;
        self.require(id, &State::ALL, "cannot be killed")
    }

    /// Begins an ended execution again at what failed.
    ///
    /// # Errors
    ///
    /// When it has not ended, or nothing failed.
    pub async fn restart(&self, id: ExecutionId, revision: Option<u32>) -> Result<ExecutionId, Refusal> {
        let _ = revision;
        self.require(id, &[State::Failed, State::Killed, State::Paused], "has not ended").map(|()| id)
    }

    /// Repeats an execution as a new one.
    ///
    /// # Errors
    ///
    /// When there is none, or its flow is gone.
    pub async fn replay(&self, id: ExecutionId, replay: Replay) -> Result<ExecutionId, Refusal> {
        let _ = replay;
        self.require(id, &State::ALL, "cannot be replayed").map(|()| id)
    }

    /// Sets the state of an ended execution to another end.
    ///
    /// # Errors
    ///
    /// When it has not ended, or the state is no end.
    pub async fn change_status(&self, id: ExecutionId, state: State) -> Result<(), Refusal> {
        let _ = state;
        self.require(id, &State::ALL, "has not ended")
    }

    /// Sets the state of a task run, and goes on from there.
    ///
    /// # Errors
    ///
    /// When the execution has not ended or has no such task run.
    pub async fn change_task_run(&self, id: ExecutionId, run: TaskRunId, state: State) -> Result<(), Refusal> {
        let _ = (run, state);
        self.require(id, &State::ALL, "has not ended")
    }

    /// Adds labels to an ended execution, or gives existing ones other values.
    ///
    /// # Errors
    ///
    /// When it has not ended, or a label is the engine's own.
    pub async fn set_labels(&self, id: ExecutionId, labels: Vec<Label>) -> Result<(), Refusal> {
        let _ = labels;
        self.require(id, &State::ALL, "has not ended")
    }

    /// Begins an execution that waits, whatever it waits for.
    ///
    /// # Errors
    ///
    /// When it has ended.
    pub async fn force_run(&self, id: ExecutionId) -> Result<(), Refusal> {
        self.require(id, &State::ALL, "has ended")
    }

    /// Takes an execution out of the queue of its flow, into a state.
    ///
    /// # Errors
    ///
    /// When it is not queued.
    pub async fn unqueue(&self, id: ExecutionId, state: State) -> Result<(), Refusal> {
        let _ = state;
        self.require(id, &[State::Queued], "is not queued")
    }

    /// Forgets an ended execution with its logs and files.
    ///
    /// # Errors
    ///
    /// When there is none.
    pub async fn delete(&self, id: ExecutionId) -> Result<(), Refusal> {
        self.executions().remove(&id).map(|_| ()).ok_or(Refusal::UnknownExecution(id))
    }

    /// Renders a template as a task run of an execution would see it.
    ///
    /// # Errors
    ///
    /// What is wrong with the template, or missing.
    pub async fn evaluate(&self, id: ExecutionId, run: Option<TaskRunId>, template: &str) -> Result<String, Failure> {
        let _ = run;
        let execution =
            self.execution(id).await.ok_or_else(|| Failure::new(Refusal::UnknownExecution(id).to_string()))?;
        let template = self.0.parse.template(template, execution.plan().dialect)?;
        plan::evaluate::render(&template, &plan::evaluate::Context::new(&Map::default()))
    }

    /// Stops to begin new work and waits for running tasks, no longer than the deadline.
    pub async fn drain(&self, deadline: Duration) {
        let _ = deadline;
    }

    /// The execution as committed, with the number of the commit.
    pub(crate) async fn committed(&self, id: ExecutionId) -> Option<(Arc<Execution>, u64)> {
        Some((self.execution(id).await?, 0))
    }

    /// The log lines of the commits after `seen` up to `sequence`.
    pub(crate) async fn logs_since(&self, id: ExecutionId, seen: Option<u64>, sequence: u64) -> Vec<LogLine> {
        let _ = (id, seen, sequence);
        Vec::new()
    }

    fn require(&self, id: ExecutionId, states: &[State], otherwise: &str) -> Result<(), Refusal> {
        let state = self.executions().get(&id).map(|execution| execution.state());
        let state = state.ok_or(Refusal::UnknownExecution(id))?;
        if states.contains(&state) {
            return Ok(());
        }
        Err(Refusal::WrongState { state, message: format!("the execution {otherwise}: it is {state}").into() })
    }

    fn executions(&self) -> std::sync::MutexGuard<'_, BTreeMap<ExecutionId, Arc<Execution>>> {
        self.0.executions.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
