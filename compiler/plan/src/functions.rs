//! Every filter, function and test, each in one file below: one file and one line here to add one.

mod default;
mod length;
mod upper;

use crate::function::Function;

/// All of them, by name within each form.
pub static ALL: &[&Function] = &[&default::FILTER, &length::FILTER, &upper::FILTER];
