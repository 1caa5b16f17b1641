//! The types of expressions, and what they reveal.

use plan::{Template, Type};

use super::Finding;

/// The names an expression may use, with what is known of them.
pub trait Environment {
    /// The type of a root name; `None` where there is none of this name.
    fn root(&self, name: &str) -> Option<Type>;

    /// All root names, for suggestions.
    fn names(&self) -> Vec<plan::Text>;
}

/// What is known of a template.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Inference {
    /// The type of its value where it is one whole expression, else text.
    pub ty: Type,
    /// What there is to tell.
    pub findings: Vec<Finding>,
}

/// Works out the type of a template in an environment.
pub fn infer(template: &Template, environment: &dyn Environment) -> Inference {
    let _ = (template, environment);
    Inference::default()
}
