//! Texts of a form as the values they stand for, as far as that can be told without refusing any.

use plan::Value;
use plan::flow::{Input, InputKind};
use plan::value::Map;

use super::answers::leaves;

/// Numbers as numbers and switches as truth, so that conditions compare them as they will be; what cannot be read
/// stays the text it is, and is refused when the form is sent.
pub fn typed(mut values: Map, inputs: &[Input]) -> Map {
    for leaf in leaves(inputs) {
        let Some(Value::Text(text)) = values.get(&leaf.id) else { continue };
        let value = match &leaf.input.kind {
            InputKind::Int { .. } => text.trim().parse().ok().map(Value::Int),
            InputKind::Float { .. } => text.trim().parse().ok().map(Value::Float),
            InputKind::Bool => Some(Value::Bool(text.eq_ignore_ascii_case("true"))),
            InputKind::Date { .. } => text.parse().ok().map(Value::Date),
            InputKind::DateTime { .. } => text.parse().ok().map(Value::Instant),
            InputKind::Time { .. } => text.parse().ok().map(Value::Time),
            InputKind::Json { .. } => crate::web::json::read(text),
            _ => None,
        };
        if let Some(value) = value {
            values.insert(leaf.id.clone(), value);
        }
    }
    values
}
