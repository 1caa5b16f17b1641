//! Tasks that touch the world, at work.

use std::panic::AssertUnwindSafe;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt as _;
use jiff::SignedDuration;
use plan::value::Map;
use plan::{Failure, evaluate};
use tokio::sync::{OwnedSemaphorePermit, watch};

use super::Machine;
use super::cache::Cached;
use super::compute::outcome;
use super::journal::WorkJournal;
use super::live::Slot;
use crate::execution::event::{End, Outcome};
use crate::execution::{Event, Execution, RunKey};
use crate::storage::FileUri;
use crate::tasks::{self, Act, Here, Host, Journal, Properties};

/// How long a task that was asked to stop may take to do so.
const GRACE: Duration = Duration::from_secs(10);

impl Machine {
    /// A task begins to work, once there is a place for it; it counts as at work from the call on.
    pub(super) fn work(
        self: &Arc<Self>,
        slot: &Arc<Slot>,
        run: RunKey,
        attempt: u32,
        place: Option<OwnedSemaphorePermit>,
        stop: watch::Receiver<bool>,
    ) -> impl Future<Output = ()> + Send + use<> {
        let machine = Arc::clone(self);
        let slot = Arc::clone(slot);
        self.at_work.begin();
        async move {
            let place = match place {
                Some(place) => Some(place),
                None => machine.wait_for_place(&slot, run, attempt, stop.clone()).await,
            };
            let outcome = match place {
                Some(_) => machine.attempt(&slot, run, stop).await,
                None => Outcome { end: End::Killed, outputs: None },
            };
            drop(place);
            machine.at_work.end();
            let mut live = slot.lock();
            live.workers.remove(&run);
            machine.drive(&slot, &mut live, Event::Ended { run, attempt, outcome });
        }
    }

    /// `None` where it is stopped before there is a place.
    async fn wait_for_place(
        self: &Arc<Self>,
        slot: &Arc<Slot>,
        run: RunKey,
        attempt: u32,
        mut stop: watch::Receiver<bool>,
    ) -> Option<OwnedSemaphorePermit> {
        let place = tokio::select! {
            place = Arc::clone(&self.places).acquire_owned() => place.ok()?,
            () = asked_to(&mut stop) => return None,
        };
        let mut live = slot.lock();
        self.drive(slot, &mut live, Event::Started { run, attempt });
        Some(place)
    }

    /// One try at a task; a fault of ours in it stays its own.
    async fn attempt(self: &Arc<Self>, slot: &Arc<Slot>, run: RunKey, stop: watch::Receiver<bool>) -> Outcome {
        let Prepared { act, properties, timeout, folder, here, workspace, to_file, cached } =
            match self.prepare(slot, run) {
                Ok(prepared) => prepared,
                Err(failure) => return Outcome::failed(failure),
            };
        let lines = to_file.then(std::sync::Mutex::default);
        let journal = Arc::new(WorkJournal { machine: Arc::downgrade(self), slot: Arc::clone(slot), run, lines });
        if let Some(outcome) = cached.as_ref().and_then(|cached| self.cached(cached)) {
            return outcome;
        }
        let log_file = folder.join(&format!("{}.log", crate::ids::ExecutionId::random(self.clock().now())));
        let outcome = self.perform_work(&journal, act, properties, timeout, folder, here, workspace, stop).await;
        if let Some(cached) = &cached {
            self.keep_cached(cached, &outcome, &|level, message| Journal::log(&*journal, level, message));
        }
        if let Some(lines) = journal.lines()
            && self.doors.storage.put(&log_file, lines).await.is_ok()
        {
            let file = log_file.as_str().into();
            self.apply(&mut slot.lock(), Event::LogKept { run, file });
        }
        outcome
    }

    #[expect(clippy::too_many_arguments, reason = "all that a task at work is given")]
    async fn perform_work(
        self: &Arc<Self>,
        journal: &Arc<WorkJournal>,
        act: Act,
        properties: Properties,
        timeout: Option<SignedDuration>,
        folder: FileUri,
        here: Here,
        workspace: Option<PathBuf>,
        stop: watch::Receiver<bool>,
    ) -> Outcome {
        let journal = Arc::clone(journal);
        let mut stopped = stop.clone();
        let mut host = self.host(journal.clone(), folder, here, workspace, stop);
        host.client = host.client.within(self.traceparent(&journal.slot, journal.run));
        let work = match act {
            Act::Work(work) => work(properties, host),
            Act::Compute(compute) => Box::pin(async move { compute(&properties, &*journal) }) as tasks::Work,
        };
        let mut work = AssertUnwindSafe(work).catch_unwind();
        let longest = timeout.and_then(|timeout| Duration::try_from(timeout).ok());
        let result = tokio::select! {
            // A task that ends because it was asked to was stopped, however it puts that.
            biased;
            () = asked_to(&mut stopped) => {
                // It hears of it too, and may want to tidy up.
                let _ = tokio::time::timeout(GRACE, &mut work).await;
                return Outcome { end: End::Killed, outputs: None };
            }
            result = &mut work => result,
            () = expire(longest) => {
                return Outcome::failed(timed_out(longest.unwrap_or_default()));
            }
        };
        match result {
            // It was asked to between the two looks.
            _ if *stopped.borrow() => Outcome { end: End::Killed, outputs: None },
            Ok(result) => outcome(result),
            Err(_) => Outcome::failed(Failure::new("the task broke off: this is a fault of the server")),
        }
    }

    /// The world as a task sees it.
    pub(crate) fn host(
        self: &Arc<Self>,
        journal: Arc<dyn Journal>,
        folder: FileUri,
        here: Here,
        workspace: Option<PathBuf>,
        stop: watch::Receiver<bool>,
    ) -> Host {
        Host {
            engine: crate::engine::Engine::of(Arc::clone(self)),
            here,
            workspace,
            journal,
            client: self.doors.client.clone(),
            storage: self.doors.storage.clone(),
            folder,
            file_limit: self.doors.settings.limits.file,
            body_limit: self.doors.settings.limits.body,
            stop,
        }
    }

    fn prepare(&self, slot: &Slot, run: RunKey) -> Result<Prepared, Failure> {
        let live = slot.lock();
        let execution = &live.execution;
        let task = execution.run(run).ok_or_else(|| Failure::new("the task run is gone"))?;
        let step = execution.plan().step(task.step());
        let behaviour = tasks::find(&step.task_type)
            .ok_or_else(|| Failure::new(format!("this server cannot run tasks of the type `{}`", step.task_type)))?;
        let timeout = step.common.timeout.as_ref().map(|timeout| {
            self.within(&live, Some(run), |context| super::answer::length(&evaluate::evaluate(timeout, context)?))
        });
        let timeout = timeout.transpose()?;
        let folder = execution.folder_of(run);
        let here = Here {
            flow: execution.flow().clone(),
            execution: execution.id(),
            run: Some(run),
            dialect: execution.plan().dialect,
            value: task.value().cloned(),
        };
        let workspaces = execution
            .ancestors(task)
            .filter(|around| matches!(execution.plan().step(around.step()).shape, plan::Shape::Workspace { .. }));
        let workspace = workspaces.map(|around| self.workspace(around.id())).next();
        let mut properties = self.properties(&live, run)?;
        properties.extend(merged(execution, run));
        let cached = step.common.cache.as_ref();
        let cached = cached.map(|cache| Cached::new(cache, execution.flow(), &step.name, task.value(), &properties));
        let properties = Properties::of_step(properties, execution.plan(), task.step());
        let to_file = step.common.log_to_file;
        Ok(Prepared { act: behaviour.act, properties, timeout, folder, here, workspace, to_file, cached })
    }
}

/// What a task begins to work with.
struct Prepared {
    act: Act,
    properties: Properties,
    timeout: Option<SignedDuration>,
    folder: FileUri,
    here: Here,
    workspace: Option<PathBuf>,
    /// Whether what it says goes to a file.
    to_file: bool,
    cached: Option<Cached>,
}

/// What the last step of a `ForEachItem` is told of the step before it.
fn merged(execution: &Execution, run: RunKey) -> Map {
    let plan = execution.plan();
    let around = execution.run(run).and_then(|task| execution.ancestors(task).next());
    // Most tasks have no such step before them, and may have a million others.
    let splits = around.and_then(|around| crate::execution::program::children(&plan.step(around.step()).shape));
    let is_call = |step: &plan::StepId| matches!(plan.step(*step).shape, plan::Shape::CallEach { .. });
    if !splits.is_some_and(|children| children.tasks.iter().any(is_call)) {
        return Map::default();
    }
    let parent = around.map(crate::execution::TaskRun::key);
    let is_before = |task: &&crate::execution::TaskRun| task.parent() == parent && is_call(&task.step());
    let called = execution.task_runs().iter().rev().find(is_before);
    called.and_then(|run| run.outputs()).map(|outputs| outputs.as_ref().clone()).unwrap_or_default()
}

/// Waits until somebody asks for it; for ever where nobody can.
async fn asked_to(stop: &mut watch::Receiver<bool>) {
    if stop.wait_for(|stop| *stop).await.is_err() {
        std::future::pending::<()>().await;
    }
}

async fn expire(longest: Option<Duration>) {
    match longest {
        Some(longest) => tokio::time::sleep(longest).await,
        None => std::future::pending().await,
    }
}

/// What a task says that took longer than it may.
pub(crate) fn timed_out(longest: Duration) -> Failure {
    Failure::new(format!("Timeout after {}", clock(longest)))
}

/// A length of time as `HH:MM:SS.mmm`.
fn clock(length: Duration) -> String {
    let seconds = length.as_secs();
    format!("{:02}:{:02}:{:02}.{:03}", seconds / 3600, seconds / 60 % 60, seconds % 60, length.subsec_millis())
}
