//! Following an execution while it runs.

use std::sync::Arc;

use tokio::sync::broadcast;

use crate::engine::Engine;
use crate::execution::Execution;
use crate::ids::ExecutionId;
use crate::logs::LogLine;

/// What became of an execution since the change before.
#[derive(Clone, Debug)]
pub struct Change {
    /// Grows with each commit of the execution; a stream goes on behind it.
    pub sequence: u64,
    /// The execution as it stands.
    pub execution: Arc<Execution>,
    /// What it has said since the change before, oldest first.
    pub logs: Vec<LogLine>,
}

/// The changes of one execution, from a sequence on; several may be told as one.
pub struct Watch {
    pub(crate) engine: Engine,
    pub(crate) id: ExecutionId,
    pub(crate) seen: Option<u64>,
    pub(crate) commits: broadcast::Receiver<(ExecutionId, u64)>,
}

impl Watch {
    /// The next change; waits for one. `None` when the execution is gone or the engine stops.
    ///
    /// The first call answers at once with how things stand.
    pub async fn next(&mut self) -> Option<Change> {
        loop {
            let (execution, sequence) = self.engine.committed(self.id).await?;
            if self.seen.is_none_or(|seen| seen < sequence) {
                let logs = self.engine.logs_since(&execution, self.seen, sequence).await;
                self.seen = Some(sequence);
                return Some(Change { sequence, execution, logs });
            }
            loop {
                match self.commits.recv().await {
                    Ok((id, _)) if id != self.id => {}
                    Ok(_) | Err(broadcast::error::RecvError::Lagged(_)) => break,
                    Err(broadcast::error::RecvError::Closed) => return None,
                }
            }
        }
    }
}
