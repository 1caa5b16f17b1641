//! Documents of apps, one file each.

use crate::declaration::Declaration;
use crate::typed::Declared;

pub mod execution;

/// All of them, by file.
pub(crate) static ALL: &[&Declaration] = &[execution::Execution::DECLARATION];
