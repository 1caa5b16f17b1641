//! How a task ended when it did not fail.

use plan::Value;
use plan::value::Map;

/// What a task gives out, and how well it went.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Outcome {
    /// What expressions see as `outputs.<id>`; `None` leaves no key there at all.
    pub(crate) outputs: Option<Map>,
    /// How well it went.
    pub(crate) verdict: Verdict,
}

/// How well a task went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// As it should.
    #[default]
    Success,
    /// Something was odd.
    #[expect(dead_code, reason = "no behaviour here ends so yet")]
    Warning,
}

impl Outcome {
    /// Nothing to give out.
    pub(crate) fn nothing() -> Self {
        Self::default()
    }

    /// Outputs in order; those that are null are left out, as Kestra does.
    pub(crate) fn of<const N: usize>(outputs: [(&str, Value); N]) -> Self {
        let known = outputs.into_iter().filter(|(_, value)| !value.is_null());
        let outputs = known.map(|(name, value)| (name.into(), value)).collect();
        Self { outputs: Some(outputs), verdict: Verdict::Success }
    }
}
