//! Tasks that touch the world, at work.

use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use plan::{Failure, evaluate};
use tokio::sync::{OwnedSemaphorePermit, watch};

use super::Machine;
use super::compute::outcome;
use super::journal::WorkJournal;
use super::live::Slot;
use crate::creation::{execution_folder, slug};
use crate::execution::event::{End, Outcome};
use crate::execution::{Event, RunKey};
use crate::storage::FileUri;
use crate::tasks::{self, Act, Host, Journal, Properties};

/// How long a task that was asked to stop may take to do so.
const GRACE: Duration = Duration::from_secs(10);

impl Machine {
    /// A task begins to work, once there is a place for it.
    pub(super) fn work(
        self: &Arc<Self>,
        slot: &Arc<Slot>,
        run: RunKey,
        attempt: u32,
        place: Option<OwnedSemaphorePermit>,
    ) {
        let machine = Arc::clone(self);
        let slot = Arc::clone(slot);
        let (stopper, stop) = tasks::stop_signal();
        slot.lock().workers.insert(run, stopper);
        self.at_work.begin();
        self.handle.spawn(async move {
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
        });
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

    /// One try at a task, in a task of the runtime of its own, so that a fault of ours stays its own.
    async fn attempt(self: &Arc<Self>, slot: &Arc<Slot>, run: RunKey, stop: watch::Receiver<bool>) -> Outcome {
        let (act, properties, timeout, folder) = match self.prepare(slot, run) {
            Ok(prepared) => prepared,
            Err(failure) => return Outcome::failed(failure),
        };
        let journal = WorkJournal { machine: Arc::downgrade(self), slot: Arc::clone(slot), run };
        let journal = Arc::new(journal);
        let mut stopped = stop.clone();
        let host = self.host(journal.clone(), folder, stop);
        let work = match act {
            Act::Work(work) => work(properties, host),
            Act::Compute(compute) => Box::pin(async move { compute(&properties, &*journal) }) as tasks::Work,
        };
        let mut work = tokio::spawn(work);
        let longest = timeout.and_then(|timeout| Duration::try_from(timeout).ok());
        let result = tokio::select! {
            // A task that ends because it was asked to was stopped, however it puts that.
            biased;
            () = asked_to(&mut stopped) => {
                // It hears of it too, and may want to tidy up.
                if tokio::time::timeout(GRACE, &mut work).await.is_err() {
                    work.abort();
                }
                return Outcome { end: End::Killed, outputs: None };
            }
            result = &mut work => result,
            () = expire(longest) => {
                work.abort();
                let shown = longest.unwrap_or_default();
                return Outcome::failed(Failure::new(format!("Timeout after {}", clock(shown))));
            }
        };
        match result {
            Ok(result) => outcome(result),
            Err(_) => Outcome::failed(Failure::new("the task broke off: this is a fault of the server")),
        }
    }

    /// The world as a task sees it.
    pub(crate) fn host(&self, journal: Arc<dyn Journal>, folder: FileUri, stop: watch::Receiver<bool>) -> Host {
        Host {
            journal,
            client: self.doors.client.clone(),
            storage: self.doors.storage.clone(),
            folder,
            file_limit: self.doors.settings.limits.file,
            body_limit: self.doors.settings.limits.body,
            stop,
        }
    }

    fn prepare(&self, slot: &Slot, run: RunKey) -> Result<(Act, Properties, Option<SignedDuration>, FileUri), Failure> {
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
        let folder = execution_folder(execution.flow(), execution.id())
            .join("tasks")
            .join(&slug(&step.name))
            .join(&task.id().to_string());
        let properties = self.properties(&live, run)?;
        Ok((behaviour.act, Properties::new(properties), timeout, folder))
    }
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

/// A length of time as `HH:MM:SS.mmm`.
fn clock(length: Duration) -> String {
    let seconds = length.as_secs();
    format!("{:02}:{:02}:{:02}.{:03}", seconds / 3600, seconds / 60 % 60, seconds % 60, length.subsec_millis())
}
