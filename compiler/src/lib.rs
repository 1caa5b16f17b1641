//! Sources to plan or diagnostics.

pub mod diagnostics;
