//! The time as an engine sees it: that of the machine, or one that a test sets.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::watch;

/// Where an engine takes the time from.
#[derive(Clone, Debug, Default)]
pub enum Clock {
    /// The clock of the machine, which somebody may set back or forth.
    #[default]
    Machine,
    /// A clock that stands still until it is set: whatever waits for a time waits for [`crate::Engine::advance`].
    Scripted(Script),
}

/// The hands of a clock that is set; a cheap clone shares them.
#[derive(Clone, Debug)]
pub struct Script(Arc<watch::Sender<Timestamp>>);

/// A clock may be set while nobody looks.
const LONGEST: Duration = Duration::from_secs(10);

impl Clock {
    /// A clock that stands still at a time.
    pub fn scripted(at: Timestamp) -> Self {
        Self::Scripted(Script(Arc::new(watch::Sender::new(at))))
    }

    /// The time, in the steps in which it is stored.
    pub fn now(&self) -> Timestamp {
        let now = match self {
            Self::Machine => Timestamp::now(),
            Self::Scripted(script) => *script.0.borrow(),
        };
        Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now)
    }

    /// Waits until a time has come, or for a while where there is none; it may be too early, so that whoever
    /// waits looks again.
    pub(crate) async fn until(&self, at: Option<Timestamp>) {
        let wait = match at {
            Some(at) => Duration::try_from(at.duration_since(self.now())).unwrap_or_default().min(LONGEST),
            None => LONGEST,
        };
        tokio::time::sleep(wait).await;
    }
}

impl Script {
    /// Sets the clock, forth or back.
    pub fn set(&self, at: Timestamp) {
        self.0.send_replace(at);
    }
}
