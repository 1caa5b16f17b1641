//! How buttons look.

use crate::prelude::*;

/// How a button looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum ButtonStyle {
    /// Plain.
    Default,
    /// Green.
    Success,
    /// Blue.
    Info,
    /// Yellow.
    Warning,
    /// Red.
    Danger,
}

/// How large a button is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum ButtonSize {
    /// As large as text.
    Default,
    /// Larger.
    Large,
    /// Smaller.
    Small,
}
