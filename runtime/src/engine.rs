//! The engine as the rest of the program sees it: a handle that is cheap to clone.

mod actions;
mod checks;
mod clear_logs;
mod deploy;
mod ending;
mod figures;
mod find;
mod foremost;
mod open;
mod purge;
pub mod survey;
mod triggers;

use std::borrow::Cow;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use plan::step::{LogLevel, Step};
use plan::value::Map;
use plan::{App, Failure, FlowName, Plan, Text};

use crate::access::{Audit, Passes};
use crate::creation::Creation;
use crate::execution::{Execution, Label, State};
use crate::executor::Machine;
use crate::ids::{ExecutionId, TaskRunId};
use crate::inputs::Resolved;
use crate::kv::KeyValues;
use crate::logs::{LogLine, LogQuery};
use crate::metrics::{MetricLine, MetricQuery};
use crate::namespace_files::NamespaceFiles;
use crate::parse::Parse;
use crate::query::{Order, Page, Query, Summary};
use crate::refusal::Refusal;
use crate::registry::{Flow, Registry};
use crate::settings::Settings;
use crate::storage::Storage;
use crate::store::{Store, StoreError};
use crate::tasks::{Here, Properties};
use crate::telemetry::Meters;
use crate::watch::Watch;

pub use checks::FailedCheck;
pub use ending::Ending;
pub use figures::Figures;
pub(crate) use find::stored_logs;
use foremost::Foremost;
pub use open::OpenError;
pub(crate) use purge::{Parts, Purged};

/// How long a collector may take for the last spans.
const FLUSH: Duration = Duration::from_secs(5);

/// How long an answer waits for what it shows to be durable.
const DURABLE_WITHIN: Duration = Duration::from_secs(1);

/// The engine: flows are deployed to it, executions created, followed and steered.
#[derive(Clone)]
pub struct Engine(Arc<Machine>);

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
    /// A handle on a machine that runs.
    pub(crate) fn of(machine: Arc<Machine>) -> Self {
        Self(machine)
    }

    /// What is counted while it works.
    pub fn meters(&self) -> &Arc<Meters> {
        &self.0.meters
    }

    /// How it is at the moment.
    pub async fn figures(&self) -> Figures {
        figures::figures(&self.0).await
    }

    /// Whether the store takes changes at the moment; where it does not, those that must not be lost wait for it.
    pub fn takes_changes(&self) -> bool {
        !self.0.committer.is_failing()
    }

    /// The sessions and tokens of users.
    pub fn passes(&self) -> Passes {
        Passes::new(Arc::clone(&self.0))
    }

    /// What users did.
    pub fn audit(&self) -> Audit {
        Audit::new(Arc::clone(&self.0))
    }

    /// Opens the store, asks again for what was not answered, and begins.
    ///
    /// # Errors
    ///
    /// A line that says why the data folder cannot be used.
    pub async fn open(settings: Settings, parse: Arc<dyn Parse>) -> Result<Self, OpenError> {
        open::open(settings, parse).map(Self)
    }

    /// As [`Engine::open`], on a store that is there already.
    ///
    /// # Errors
    ///
    /// A line that says why the store cannot be read.
    pub async fn open_on(settings: Settings, parse: Arc<dyn Parse>, store: Arc<dyn Store>) -> Result<Self, OpenError> {
        open::on(settings, parse, store).map(Self)
    }

    /// What the operator has set.
    pub fn settings(&self) -> &Settings {
        &self.0.doors.settings
    }

    /// The compiler.
    pub fn parse(&self) -> &Arc<dyn Parse> {
        &self.0.doors.parse
    }

    /// What is deployed.
    pub fn registry(&self) -> &Registry {
        &self.0.registry
    }

    /// The files of executions.
    pub fn storage(&self) -> &Storage {
        &self.0.doors.storage
    }

    /// The files of namespaces.
    pub fn namespace_files(&self) -> &NamespaceFiles {
        &self.0.doors.files
    }

    /// Keys and values that outlive executions.
    pub fn key_values(&self) -> &KeyValues {
        &self.0.keys
    }

    /// Deploys a flow; the revision grows when its source changed.
    ///
    /// # Errors
    ///
    /// When the store does not take it.
    pub async fn deploy(&self, plan: impl Into<Arc<Plan>>) -> Result<Arc<Flow>, Refusal> {
        deploy::flow(&self.0, plan.into()).await
    }

    /// Deploys flows with few commits.
    ///
    /// # Errors
    ///
    /// When the store does not take all of them; some may be deployed then.
    pub async fn deploy_all(&self, plans: Vec<Arc<Plan>>) -> Result<(), Refusal> {
        deploy::flows(&self.0, plans).await
    }

    /// Deploys an app.
    ///
    /// # Errors
    ///
    /// When the store does not take it.
    pub async fn deploy_app(&self, app: App) -> Result<Arc<App>, Refusal> {
        deploy::app(&self.0, app).await
    }

    /// Takes a flow away; whether there was one.
    ///
    /// # Errors
    ///
    /// When the store does not take it.
    pub async fn remove_flow(&self, name: &FlowName) -> Result<bool, Refusal> {
        deploy::remove_flow(&self.0, name).await
    }

    /// Takes an app away; whether there was one.
    ///
    /// # Errors
    ///
    /// When the store does not take it.
    pub async fn remove_app(&self, name: &FlowName) -> Result<bool, Refusal> {
        deploy::remove_app(&self.0, name).await
    }

    /// Creates an execution and begins it; it is durable when this returns.
    ///
    /// # Errors
    ///
    /// Why it is not created.
    pub async fn create(&self, creation: Creation) -> Result<ExecutionId, Refusal> {
        actions::create(&self.0, creation).await
    }

    /// What would become of raw inputs, without creating anything.
    ///
    /// # Errors
    ///
    /// When there is no such flow.
    pub fn check_inputs(&self, flow: &FlowName, revision: Option<u32>, raw: &Map) -> Result<Vec<Resolved>, Refusal> {
        let unknown = || Refusal::UnknownFlow(flow.clone());
        let program = self.0.program(flow, revision).ok_or_else(unknown)?;
        Ok(self.0.resolve_inputs(&program, &program.plan.inputs, raw))
    }

    /// The conditions of a flow (`checks`) that do not hold for raw inputs, in its order; none where inputs are
    /// missing or wrong.
    ///
    /// # Errors
    ///
    /// When there is no such flow.
    pub fn failed_checks(
        &self,
        flow: &FlowName,
        revision: Option<u32>,
        raw: &Map,
    ) -> Result<Vec<FailedCheck>, Refusal> {
        let unknown = || Refusal::UnknownFlow(flow.clone());
        let program = self.0.program(flow, revision).ok_or_else(unknown)?;
        Ok(actions::failed_checks(&self.0, &program, raw))
    }

    /// What would become of raw inputs that a paused execution is to go on with.
    ///
    /// # Errors
    ///
    /// When it is not paused.
    pub fn check_resume_inputs(&self, id: ExecutionId, raw: &Map) -> Result<Vec<Resolved>, Refusal> {
        actions::check_resume_inputs(&self.0, id, raw)
    }

    /// An execution as it stands; `None` where there is none.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub async fn execution(&self, id: ExecutionId) -> Result<Option<Arc<Execution>>, StoreError> {
        let Some(shown) = find::shown(&self.0, id)? else { return Ok(None) };
        // What is shown is durable: a crash right after the answer takes nothing of it back. A disk that does
        // not answer must not hide what is known, though.
        let _ = tokio::time::timeout(DURABLE_WITHIN, shown.durable()).await;
        Ok(Some(shown.execution))
    }

    /// An execution without what is secret in its outputs too.
    pub fn for_people(&self, execution: Arc<Execution>) -> Arc<Execution> {
        let mask = self.0.mask_of(&execution);
        Execution::for_people(execution, &mask)
    }

    /// Whether a text holds a secret of the settings, whole or in part.
    pub fn holds_secret(&self, text: &str) -> bool {
        matches!(self.0.doors.mask.hide(text), Cow::Owned(_))
    }

    /// A text without the secrets of an execution.
    pub fn without_secrets<'t>(&self, execution: &Execution, text: &'t str) -> Cow<'t, str> {
        match self.0.mask_of(execution).hide(text) {
            Cow::Borrowed(_) => Cow::Borrowed(text),
            Cow::Owned(hidden) => Cow::Owned(hidden),
        }
    }

    /// The namespace of an execution; `None` where there is none.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn namespace_of(&self, id: ExecutionId) -> Result<Option<Text>, StoreError> {
        if let Some(summary) = find::summary(&*self.0.store, id)? {
            return Ok(Some(summary.flow.namespace));
        }
        Ok(find::shown(&self.0, id)?.map(|shown| shown.execution.flow().namespace.clone()))
    }

    /// How many executions of a flow with a limit take a place.
    pub fn places_taken(&self, flow: &FlowName) -> usize {
        self.0.admissions.taken(flow)
    }

    /// The executions asked for.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub async fn list(&self, query: &Query) -> Result<Page<Summary>, StoreError> {
        find::list(&self.0, query)
    }

    /// The log lines asked for, oldest first.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub async fn logs(
        &self,
        query: &LogQuery,
        offset: usize,
        limit: Option<usize>,
    ) -> Result<Page<LogLine>, StoreError> {
        self.logs_that(query, &|_| true, Order::OldestFirst, offset, limit).await
    }

    /// The log lines asked for that a test accepts. No more of them are held in memory than lie before the end of the
    /// page.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub async fn logs_that(
        &self,
        query: &LogQuery,
        accepts: &(dyn Fn(&LogLine) -> bool + Sync),
        order: Order,
        offset: usize,
        limit: Option<usize>,
    ) -> Result<Page<LogLine>, StoreError> {
        find::logs(&self.0, query, accepts, Foremost::new(order, offset, limit))
    }

    /// The figures asked for, oldest first.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub async fn metrics(
        &self,
        query: &MetricQuery,
        offset: usize,
        limit: Option<usize>,
    ) -> Result<Page<MetricLine>, StoreError> {
        find::metrics(&self.0, query, offset, limit)
    }

    /// Follows an execution from now, or from behind a sequence seen before.
    pub fn watch(&self, id: ExecutionId, seen: Option<u64>) -> Watch {
        Watch { engine: self.clone(), id, seen, follower: self.0.followers.follow(id) }
    }

    /// Goes on with a paused execution; `inputs` are what its pause asks for. Gives it as the deed left it, before
    /// anything followed from it.
    ///
    /// # Errors
    ///
    /// When it is not paused, or the inputs do not fit.
    pub async fn resume(&self, id: ExecutionId, inputs: Map, by: Option<Text>) -> Result<Arc<Execution>, Refusal> {
        actions::resume(&self.0, id, &inputs, by).await
    }

    /// Pauses a running execution.
    ///
    /// # Errors
    ///
    /// When it is not running.
    pub async fn pause(&self, id: ExecutionId) -> Result<(), Refusal> {
        actions::pause(&self.0, id).await.map(|_| ())
    }

    /// Stops an execution.
    ///
    /// # Errors
    ///
    /// When there is none.
    pub async fn kill(&self, id: ExecutionId, cascade: Cascade) -> Result<(), Refusal> {
        actions::kill(&self.0, id, cascade).await
    }

    /// Begins an ended execution again at what failed; under another revision, as a new one. Gives it as the deed
    /// left it, before anything followed from it.
    ///
    /// # Errors
    ///
    /// When it has not ended, or nothing failed.
    pub async fn restart(&self, id: ExecutionId, revision: Option<u32>) -> Result<Arc<Execution>, Refusal> {
        actions::restart(&self.0, id, revision).await
    }

    /// Repeats an execution as a new one, and gives that as it begins.
    ///
    /// # Errors
    ///
    /// When there is none, or its flow is gone.
    pub async fn replay(&self, id: ExecutionId, replay: Replay) -> Result<Arc<Execution>, Refusal> {
        actions::replay(&self.0, id, replay).await
    }

    /// Sets the state of an ended execution to another end.
    ///
    /// # Errors
    ///
    /// When it has not ended, or the state is no end.
    pub async fn change_status(&self, id: ExecutionId, state: State) -> Result<(), Refusal> {
        actions::change_status(&self.0, id, state).await.map(|_| ())
    }

    /// Sets the state of a task run, and goes on from there; gives the execution as the deed left it.
    ///
    /// # Errors
    ///
    /// When the execution has not ended or has no such task run.
    pub async fn change_task_run(
        &self,
        id: ExecutionId,
        run: TaskRunId,
        state: State,
    ) -> Result<Arc<Execution>, Refusal> {
        actions::change_task_run(&self.0, id, run, state).await
    }

    /// Adds labels to an ended execution, or gives existing ones other values.
    ///
    /// # Errors
    ///
    /// When it has not ended, or a label is the engine's own.
    pub async fn set_labels(&self, id: ExecutionId, labels: Vec<Label>) -> Result<(), Refusal> {
        actions::set_labels(&self.0, id, labels).await.map(|_| ())
    }

    /// Begins an execution that waits, whatever it waits for.
    ///
    /// # Errors
    ///
    /// When it has ended.
    pub async fn force_run(&self, id: ExecutionId) -> Result<(), Refusal> {
        actions::force_run(&self.0, id).await.map(|_| ())
    }

    /// Takes an execution out of the queue of its flow, into a state.
    ///
    /// # Errors
    ///
    /// When it is not queued.
    pub async fn unqueue(&self, id: ExecutionId, state: State) -> Result<(), Refusal> {
        actions::unqueue(&self.0, id, state).await.map(|_| ())
    }

    /// Forgets an ended execution with its logs and files.
    ///
    /// # Errors
    ///
    /// When there is none.
    pub async fn delete(&self, id: ExecutionId) -> Result<(), Refusal> {
        actions::delete(&self.0, id).await
    }

    /// Forgets executions that ended before a time, with their logs and files, and gives back the room they took;
    /// how many.
    ///
    /// # Errors
    ///
    /// When the store does not take it.
    pub async fn purge(&self, before: Timestamp) -> Result<usize, Refusal> {
        purge::purge(&self.0, before).await
    }

    /// Forgets what executions have said, as far as a query finds it; how many lines.
    ///
    /// # Errors
    ///
    /// When the store does not take it.
    pub async fn clear_logs(&self, query: &LogQuery) -> Result<usize, Refusal> {
        clear_logs::clear(&self.0, query).await
    }

    /// From here on, executions are forgotten that ended longer ago than this.
    pub fn forget_after(&self, age: SignedDuration) {
        tokio::spawn(purge::keep(Arc::downgrade(&self.0), age));
    }

    /// Renders a template as a task run of an execution would see it.
    ///
    /// # Errors
    ///
    /// What is wrong with the template, or missing.
    pub async fn evaluate(&self, id: ExecutionId, run: Option<TaskRunId>, template: &str) -> Result<String, Failure> {
        actions::evaluate(&self.0, id, run, template)
    }

    /// What a step is told, rendered as the task run sees it that stands here.
    pub(crate) fn rendered(&self, here: &Here, step: &Step) -> Result<Properties, Failure> {
        let gone = || Failure::new("the task run is gone");
        let run = here.run.ok_or_else(gone)?;
        let rendered = self.0.with(here.execution, |_, live| self.0.properties_of(live, run, step));
        let rendered = rendered.map_err(|error| Failure::new(error.0))?;
        rendered.ok_or_else(gone)?.map(Properties::new)
    }

    /// Forgets parts of the ended executions that are asked for.
    pub(crate) async fn purge_executions(&self, query: &Query, parts: Parts) -> Result<Purged, Refusal> {
        purge::matching(&self.0, query, parts).await
    }

    /// Forgets the log lines that are asked for, of these levels; of all where none is named. How many.
    pub(crate) async fn purge_logs(&self, query: &LogQuery, levels: &[LogLevel]) -> Result<usize, Refusal> {
        purge::logs(&self.0, query, levels).await
    }

    /// Stops to begin new work and waits for running tasks, no longer than the deadline. Whatever is still
    /// running then is asked for again with the next start.
    pub async fn drain(&self, deadline: Duration) {
        self.0.stopping.store(true, Ordering::SeqCst);
        let end = Instant::now() + deadline;
        loop {
            let done = self.0.at_work.done.notified();
            if self.0.at_work.count() == 0 {
                break;
            }
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() || tokio::time::timeout(left, done).await.is_err() {
                break;
            }
        }
        let committer = self.0.committer.clone();
        // It blocks until the last commit is done; a failure to wait for it changes nothing.
        let _ = tokio::task::spawn_blocking(move || committer.stop()).await;
        if let Some(exporter) = &self.0.exporter {
            exporter.flush(FLUSH).await;
        }
    }

    /// The execution as committed, with the number of the commit; waits while a commit is under way.
    pub(crate) async fn committed(&self, id: ExecutionId) -> Option<(Arc<Execution>, u64)> {
        let change = self.watch(id, None).next().await?;
        Some((change.execution, change.sequence))
    }

    /// The execution as it stands, with the number of its last commit; without it while one is under way.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub(crate) fn standing(&self, id: ExecutionId) -> Result<Option<find::Standing>, StoreError> {
        find::execution(&self.0, id)
    }

    /// The log lines of the commits after `seen` up to `sequence`.
    pub(crate) fn logs_since(&self, execution: &Execution, seen: Option<u64>, sequence: u64) -> Vec<LogLine> {
        find::logs_since(&self.0, execution, seen, sequence)
    }
}
