//! What an evaluation may spend, so that an expression from a stranger cannot hang or exhaust a server.

/// Limits of one evaluation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// Steps: every operation costs one, functions cost more where they do more.
    pub fuel: u64,
    /// Bytes of rendered text.
    pub output: usize,
    /// How deep `render()` may call itself.
    pub render_depth: u32,
    /// How often a text is rendered again until nothing changes.
    pub render_passes: u32,
    /// How deep macros and blocks may call each other.
    pub call_depth: u32,
    /// Elements of a `range()`.
    pub range: u64,
    /// Steps a regular expression may go back.
    pub regex_backtracks: usize,
}

impl Budget {
    /// Kestra's limits where it has one (output, `render()` depth and passes, range), else generous ones.
    pub const USUAL: Self = Self {
        fuel: 50_000_000,
        output: 10_485_760,
        render_depth: 16,
        render_passes: 100,
        call_depth: 64,
        range: 1_000_000,
        regex_backtracks: 1_000_000,
    };
}

impl Default for Budget {
    fn default() -> Self {
        Self::USUAL
    }
}

/// Which limit was reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// [`Budget::fuel`]
    Fuel,
    /// [`Budget::output`]
    Output,
    /// [`Budget::render_depth`]
    RenderDepth,
    /// [`Budget::render_passes`]
    RenderPasses,
    /// [`Budget::call_depth`]
    CallDepth,
    /// [`Budget::range`]
    Range,
    /// [`Budget::regex_backtracks`]
    Regex,
}

impl Limit {
    /// The key under `expressions` in `lanner.yaml` that raises it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Fuel => "fuel",
            Self::Output => "max-output-size",
            Self::RenderDepth => "max-render-depth",
            Self::RenderPasses => "max-render-passes",
            Self::CallDepth => "max-call-depth",
            Self::Range => "max-range",
            Self::Regex => "max-regex-backtracks",
        }
    }
}
