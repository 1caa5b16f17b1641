//! Forms over the inputs of a flow: what is asked, what was answered, what is wrong with it.

pub mod answers;
pub mod field;
pub mod reading;
pub mod received;
pub mod sheet;

pub use answers::Answers;
pub use field::Field;
pub use received::Received;
pub use sheet::{Liveness, Sheet};
