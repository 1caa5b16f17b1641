//! What an author wrote behind a key: a fixed value, a template, or a structure that holds templates.

use serde::{Deserialize, Serialize};

use crate::{Template, Value};

/// The right-hand side of a property.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Argument {
    /// Known when compiled, and never rendered.
    Fixed(Value),
    /// Rendered each time.
    Template(Box<Template>),
    /// Elements in order.
    List(Vec<Argument>),
    /// Entries in order; keys may be templates too.
    Map(Vec<(Argument, Argument)>),
}
