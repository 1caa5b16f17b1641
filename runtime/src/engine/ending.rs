//! Waiting for the end of an execution.

use std::sync::Arc;

use tokio::sync::oneshot;

use super::Engine;
use crate::execution::Execution;
use crate::ids::ExecutionId;
use crate::store::StoreError;

/// An end that is waited for.
pub struct Ending {
    engine: Engine,
    id: ExecutionId,
    told: oneshot::Receiver<Option<Arc<Execution>>>,
}

impl Ending {
    /// The execution as it ended; `None` where there is none.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub async fn wait(mut self) -> Result<Option<Arc<Execution>>, StoreError> {
        match (&mut self.told).await {
            Ok(Some(execution)) => Ok(Some(execution)),
            Ok(None) | Err(_) => self.engine.wait(self.id).await,
        }
    }
}

impl Drop for Ending {
    fn drop(&mut self) {
        self.told.close();
        self.engine.0.waiters.forget(self.id);
    }
}

impl Engine {
    /// Waits until an execution has ended; `None` where there is none.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub async fn wait(&self, id: ExecutionId) -> Result<Option<Arc<Execution>>, StoreError> {
        loop {
            // It may end while it is looked at.
            let mut ending = self.ending(id);
            let Some(execution) = self.execution(id).await? else { return Ok(None) };
            if execution.state().is_terminated() {
                return Ok(Some(execution));
            }
            if let Ok(Some(execution)) = (&mut ending.told).await {
                return Ok(Some(execution));
            }
        }
    }

    /// The end of an execution, waited for from now on, also where it is only about to be created: nothing has to
    /// be looked for then once it has ended.
    pub fn ending(&self, id: ExecutionId) -> Ending {
        Ending { engine: self.clone(), id, told: self.0.waiters.wait(id) }
    }
}
