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

impl Budget {
    /// The same with another limit; what is more than can be counted counts as no limit.
    #[must_use]
    pub fn with(mut self, limit: Limit, value: u64) -> Self {
        let small = u32::try_from(value).unwrap_or(u32::MAX);
        let size = usize::try_from(value).unwrap_or(usize::MAX);
        match limit {
            Limit::Fuel => self.fuel = value,
            Limit::Output => self.output = size,
            // Each level takes some of the stack.
            Limit::RenderDepth => self.render_depth = small.min(DEEPEST),
            Limit::RenderPasses => self.render_passes = small,
            Limit::CallDepth => self.call_depth = small.min(DEEPEST),
            Limit::Range => self.range = value,
            Limit::Regex => self.regex_backtracks = size,
        }
        self
    }
}

/// How deep calls may be nested at most, whatever anybody sets: the stack is not endless.
const DEEPEST: u32 = 256;

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
    /// Every limit, by its key.
    pub const ALL: [Self; 7] =
        [Self::Fuel, Self::CallDepth, Self::Output, Self::Range, Self::Regex, Self::RenderDepth, Self::RenderPasses];

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
