//! What handlers are given beside their request.

use std::sync::Arc;

use http::StatusCode;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

use super::problem::Problem;
use super::route::Router;
use super::routes::ROUTES;
use super::settings::Settings;
use super::templates::Templates;

/// What handlers are given beside their request.
#[derive(Debug)]
pub struct Context {
    /// What whoever operates the server decided.
    pub settings: Settings,
    /// Which handler answers what.
    pub router: Router,
    /// The pages' templates.
    pub templates: Templates,
    streams: Arc<Semaphore>,
    draining: watch::Sender<bool>,
}

impl Context {
    /// Everything a server needs to answer.
    pub fn new(settings: Settings) -> Arc<Self> {
        let streams = Arc::new(Semaphore::new(settings.limits.streams));
        let router = Router::new(ROUTES);
        Arc::new(Self {
            settings,
            router,
            templates: Templates::default(),
            streams,
            draining: watch::Sender::new(false),
        })
    }

    /// Ends the streams, since the server is stopping.
    pub(super) fn drain(&self) {
        self.draining.send_replace(true);
    }

    /// Whether the server still takes requests.
    pub fn is_draining(&self) -> bool {
        *self.draining.borrow()
    }

    /// Ready when the server is stopping.
    pub async fn drained(&self) {
        // The sender lives as long as this context, so waiting cannot fail.
        let _ = self.draining.subscribe().wait_for(|draining| *draining).await;
    }

    /// A place among the streams that may be open at once.
    ///
    /// # Errors
    ///
    /// 503 where all are taken.
    pub fn stream_place(&self) -> Result<OwnedSemaphorePermit, Problem> {
        Arc::clone(&self.streams)
            .try_acquire_owned()
            .map_err(|_| Problem::new(StatusCode::SERVICE_UNAVAILABLE, "too many open event streams; try again later"))
    }
}
