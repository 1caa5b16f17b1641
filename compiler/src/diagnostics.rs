//! Every kind of mistake the compiler can report, one file each.

pub mod unknown_type;

pub use unknown_type::UnknownType;

use report::{Code, Declared};

/// All codes, by name.
pub const ALL: &[&Code] = &[UnknownType::CODE];
