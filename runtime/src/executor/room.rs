//! Whether there is room for more: what is too much is refused at the door, before it takes memory.

use super::Machine;
use crate::refusal::Refusal;

impl Machine {
    /// Refuses a new execution while too much is going on. What executions start themselves is not refused: they
    /// could not go on.
    pub(crate) fn has_room(&self) -> Result<(), Refusal> {
        let limits = &self.doors.settings.limits;
        let busy = |message: &str| {
            self.meters.refused.add(1);
            Err(Refusal::Busy(message.into()))
        };
        if usize::try_from(self.meters.queue.get()).is_ok_and(|waiting| waiting > limits.queue) {
            return busy("too many changes wait for the store; try again in a moment");
        }
        if self.lives.count() >= limits.executions {
            return busy("too many executions are going on; try again in a moment");
        }
        Ok(())
    }
}
