//! Languages inside texts: read in place, so that a mistake is shown at its own column.

pub mod clock;
pub(crate) mod credentials;
pub mod duration;
pub mod json;
pub mod regex;
