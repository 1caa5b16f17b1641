//! Values that are part of a declaration: defaults.

use plan::Value;

/// A value that can stand in a `static`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Literal {
    /// Nothing.
    Null,
    /// True or false.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A number.
    Float(f64),
    /// Text.
    Text(&'static str),
    /// Values in order.
    List(&'static [Literal]),
    /// Values under names, in order.
    Map(&'static [(&'static str, Literal)]),
}

impl Literal {
    /// As a value at run time.
    pub fn to_value(&self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Bool(value) => Value::Bool(*value),
            Self::Int(value) => i32::try_from(*value).map_or(Value::Long(*value), Value::Int),
            Self::Float(value) => Value::Double(*value),
            Self::Text(text) => Value::text(text),
            Self::List(items) => Value::list(items.iter().map(Self::to_value)),
            Self::Map(entries) => Value::map(entries.iter().map(|(key, value)| (*key, value.to_value()))),
        }
    }

    /// Whether it is text with an expression in it.
    pub fn is_expression(&self) -> bool {
        matches!(self, Self::Text(text) if text.contains("{{"))
    }
}
