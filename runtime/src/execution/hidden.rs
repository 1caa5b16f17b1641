//! An execution without its secrets, as it is shown to people and programs.

use std::borrow::Cow;
use std::sync::Arc;

use plan::value::Map;

use super::Execution;
use crate::mask::Mask;

impl Execution {
    /// An execution as it may be shown; where there are no secrets, the very same.
    pub(crate) fn without_secrets(mut execution: Arc<Self>, mask: &Mask) -> Arc<Self> {
        if !mask.is_empty() {
            Arc::make_mut(&mut execution).hide(mask);
        }
        execution
    }

    /// Takes the secrets out of whatever it holds of texts. It is good for being shown from then on, not for being
    /// gone on with.
    pub(crate) fn hide(&mut self, mask: &Mask) {
        if mask.is_empty() {
            return;
        }
        let head = &mut self.head;
        hide(&mut head.inputs, mask);
        hide(&mut head.variables, mask);
        head.outputs.iter_mut().for_each(|outputs| hide(outputs, mask));
        head.trigger.iter_mut().for_each(|trigger| hide(&mut trigger.variables, mask));
        for (_, value) in &mut head.labels {
            if let Cow::Owned(hidden) = mask.hide(value) {
                *value = hidden.into();
            }
        }
        for run in &mut self.runs {
            run.outputs.iter_mut().for_each(|outputs| hide(outputs, mask));
            if let Some(Cow::Owned(hidden)) = run.value.as_deref().map(|value| mask.hide(value)) {
                run.value = Some(hidden.into());
            }
        }
    }
}

fn hide(map: &mut Arc<Map>, mask: &Mask) {
    if map.values().any(|value| mask.hides(value)) {
        *map = Arc::new(map.iter().map(|(name, value)| (name.clone(), mask.value(value))).collect());
    }
}
