//! An execution without its secrets: what programs are given of it, and what people are shown.

use std::sync::Arc;

use plan::value::Map;

use super::Execution;
use crate::mask::Mask;

impl Execution {
    /// An execution as programs may have it; where there are no secrets, the very same.
    pub(crate) fn without_secrets(mut execution: Arc<Self>, mask: &Mask) -> Arc<Self> {
        if !mask.is_empty() {
            Arc::make_mut(&mut execution).hide(mask);
        }
        execution
    }

    /// An execution as people may see it; where there are no secrets, the very same.
    pub(crate) fn for_people(mut execution: Arc<Self>, mask: &Mask) -> Arc<Self> {
        if !mask.is_empty() {
            let shown = Arc::make_mut(&mut execution);
            shown.hide(mask);
            shown.head.outputs.iter_mut().for_each(|outputs| hide(outputs, mask));
            shown.runs.iter_mut().filter_map(|run| run.outputs.as_mut()).for_each(|outputs| hide(outputs, mask));
        }
        execution
    }

    /// Takes the secrets out of what it was given. It is good for being shown from then on, not for being gone on
    /// with. What tasks gave out stays, as Kestra's clients know it: a flow that gives a secret out means to.
    pub(crate) fn hide(&mut self, mask: &Mask) {
        if mask.is_empty() {
            return;
        }
        let head = &mut self.head;
        hide_values(&mut head.inputs, mask);
        hide(&mut head.variables, mask);
        head.trigger.iter_mut().for_each(|trigger| hide(&mut trigger.variables, mask));
        for (key, value) in &mut head.labels {
            (*key, *value) = (mask.text(key), mask.text(value));
        }
        for run in &mut self.runs {
            run.value = run.value.take().map(|value| mask.text(&value));
        }
    }
}

/// Of inputs only the values: what they are called is no secret, also where a secret reads the same.
fn hide_values(inputs: &mut Arc<Map>, mask: &Mask) {
    if inputs.values().any(|value| mask.hides(value)) {
        let hidden = inputs.iter().map(|(id, value)| (id.clone(), mask.value(value)));
        *inputs = Arc::new(hidden.collect());
    }
}

fn hide(map: &mut Arc<Map>, mask: &Mask) {
    if mask.hides_in(map) {
        *map = Arc::new(mask.map(map));
    }
}
