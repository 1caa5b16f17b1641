//! Drawing diagnostics for a terminal: in full with source lines, or concise on one line each.

mod concise;
mod excerpt;
mod full;
mod help;
mod paint;

pub use concise::concise;
pub use full::full;

/// How a drawing should look.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// Whether to colour.
    pub colours: Colours,
    /// The columns there are; lines are cut around what matters so that they fit.
    pub width: Option<usize>,
    /// The folder that paths are relative to, where the terminal follows links: places become links to files.
    pub links: Option<String>,
}

/// Whether to colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Colours {
    /// Characters only.
    #[default]
    None,
    /// ANSI escapes.
    Ansi,
}

#[cfg(test)]
mod tests;
