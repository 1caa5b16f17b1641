//! What handlers are given beside their request.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

use super::drafts::Drafts;
use super::guard::{Caller, Guard};
use super::links::Links;
use super::problem::Problem;
use super::route::Router;
use super::routes::ROUTES;
use super::seal::Seal;
use super::settings::Settings;
use super::templates::{Accounts, Templates};
use crate::access::Passes;
use crate::access::passes::Pass;
use crate::engine::Engine;
use crate::execution::Execution;
use crate::ids::ExecutionId;
use crate::scope::Surroundings;
use crate::store::StoreError;

/// When another stream may find a place.
const STREAM_RETRY: Duration = Duration::from_secs(5);

/// What handlers are given beside their request.
pub struct Context {
    /// What runs the flows.
    pub engine: Engine,
    /// What whoever operates the server decided.
    pub settings: Settings,
    /// Who may come in.
    pub guard: Guard,
    /// Which handler answers what.
    pub router: Router,
    /// The pages' templates.
    pub templates: Templates,
    /// Addresses of pages, as paths.
    pub links: Links,
    /// What this server has written itself.
    pub seal: Seal,
    /// What became of the forms that were sent.
    pub drafts: Drafts,
    /// What expressions of pages see, whatever the execution.
    pub(super) surroundings: Surroundings,
    streams: Arc<Semaphore>,
    draining: watch::Sender<bool>,
}

impl Context {
    /// Everything a server needs to answer for an engine.
    ///
    /// # Errors
    ///
    /// When the data folder cannot be written.
    pub fn new(engine: Engine, settings: Settings) -> io::Result<Arc<Self>> {
        let seal = Seal::open(&engine.settings().data)?;
        Ok(Arc::new(Self {
            guard: Guard::new(&engine, &settings),
            router: Router::new(ROUTES),
            templates: Templates::new(if settings.users.is_empty() { Accounts::Absent } else { Accounts::Present }),
            links: Links::new("", seal.clone()),
            drafts: Drafts::default(),
            streams: Arc::new(Semaphore::new(settings.limits.streams)),
            draining: watch::Sender::new(false),
            surroundings: Surroundings::new(engine.settings()).without_key(),
            seal,
            engine,
            settings,
        }))
    }

    /// An execution as pages show it: without its secrets; `None` where there is none.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub async fn execution(&self, id: ExecutionId) -> Result<Option<Arc<Execution>>, StoreError> {
        Ok(self.engine.execution(id).await?.map(|execution| self.engine.for_people(execution)))
    }

    /// An execution as pages show it, and the number of its last commit.
    pub async fn committed(&self, id: ExecutionId) -> Option<(Arc<Execution>, u64)> {
        let (execution, number) = self.engine.committed(id).await?;
        Some((self.engine.for_people(execution), number))
    }

    /// Ends the streams, since the server is stopping.
    pub(super) fn drain(&self) {
        self.draining.send_replace(true);
    }

    /// Whether the server no longer takes requests.
    pub fn is_draining(&self) -> bool {
        *self.draining.borrow()
    }

    /// How many streams are open.
    pub fn open_streams(&self) -> usize {
        self.settings.limits.streams - self.streams.available_permits()
    }

    /// A place among the streams that may be open at once, for somebody.
    ///
    /// # Errors
    ///
    /// 503 where all are taken.
    pub fn stream_place(&self, caller: &Caller) -> Result<StreamPlace, Problem> {
        let permit = Arc::clone(&self.streams).try_acquire_owned();
        let permit =
            permit.map_err(|_| Problem::busy("too many event streams are open; try again later", STREAM_RETRY))?;
        let pass = caller.pass.clone().map(|pass| (self.guard.passes.clone(), pass));
        Ok(StreamPlace { _permit: permit, draining: self.draining.subscribe(), pass })
    }
}

/// A place among the streams that may be open at once; free again when it is dropped.
pub struct StreamPlace {
    _permit: OwnedSemaphorePermit,
    draining: watch::Receiver<bool>,
    /// What whoever reads the stream came with.
    pass: Option<(Passes, Pass)>,
}

impl StreamPlace {
    /// Whether the server is stopping.
    pub fn is_draining(&self) -> bool {
        *self.draining.borrow()
    }

    /// Ready when the server is stopping, or whoever reads the stream may no longer.
    pub async fn over(&self) {
        let mut draining = self.draining.clone();
        let ended = async {
            match &self.pass {
                Some((passes, pass)) => passes.ended(pass).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            // A sender that is gone has stopped with its server.
            _ = draining.wait_for(|draining| *draining) => {}
            () = ended => {}
        }
    }
}
