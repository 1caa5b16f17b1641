//! Following an execution while it runs.

use std::sync::Arc;
use std::time::Duration;

use crate::engine::Engine;
use crate::execution::Execution;
use crate::executor::Follower;
use crate::ids::ExecutionId;
use crate::logs::LogLine;

/// What became of an execution since the change before.
#[derive(Clone)]
pub struct Change {
    /// Grows with each commit of the execution; a stream goes on behind it.
    pub sequence: u64,
    /// The execution as it stands.
    pub execution: Arc<Execution>,
    /// The sequence of the change before.
    seen: Option<u64>,
    engine: Engine,
}

impl Change {
    /// What the execution has said since the change before, oldest first.
    pub fn logs(&self) -> Vec<LogLine> {
        self.engine.logs_since(&self.execution, self.seen, self.sequence)
    }
}

/// A store that cannot be read now is asked again so often, after so long each time.
const TRIES: u32 = 25;
const BREATH: Duration = Duration::from_millis(200);

/// The changes of one execution, from a sequence on; several may be told as one.
pub struct Watch {
    pub(crate) engine: Engine,
    pub(crate) id: ExecutionId,
    pub(crate) seen: Option<u64>,
    pub(crate) follower: Follower,
}

impl Watch {
    /// The next change; waits for one. `None` when the execution is gone, or cannot be read.
    ///
    /// The first call answers at once with how things stand.
    pub async fn next(&mut self) -> Option<Change> {
        let mut tries = 0;
        loop {
            // From here on nothing is missed.
            let news = self.follower.news();
            let (execution, sequence) = match self.engine.standing(self.id) {
                Ok(standing) => standing?,
                Err(_) if tries < TRIES => {
                    tries += 1;
                    tokio::time::sleep(BREATH).await;
                    continue;
                }
                Err(error) => {
                    tracing::error!("execution `{}` cannot be followed: {error}", self.id);
                    return None;
                }
            };
            tries = 0;
            if let Some(sequence) = sequence
                && self.seen.is_none_or(|seen| seen < sequence)
            {
                let seen = self.seen.replace(sequence);
                return Some(Change { sequence, execution, seen, engine: self.engine.clone() });
            }
            drop(execution);
            news.await;
        }
    }
}
