//! Questions about places marked `$0`, and their answers.

mod completion;
mod fixture;
mod names;
mod shapes;
