//! The text form of Amazon Ion that Kestra keeps its data files in: `toIon`, `fromIon`, rows of files.

mod print;
mod read;

pub use print::to_text;
pub use read::{Mistake, Rows, rows};
