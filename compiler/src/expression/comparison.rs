//! Which values are never equal, and what is known of the sides of a comparison.

use plan::template::Expression;
use plan::types::Kind;
use plan::{Type, Value};

/// Whether `==` gives false for all values of two types. Dates are left out: as inputs of another execution
/// they arrive as text.
pub(super) fn never_equal(left: &Type, right: &Type) -> bool {
    // Whether something is there is asked of what may be missing, which types do not say.
    if [left, right].contains(&&Type::Null) {
        return false;
    }
    let groups = |ty: &Type| -> Option<Vec<u8>> {
        let kinds = ty.kinds();
        let group = |kind: &Kind| match kind {
            Kind::Null => Some(0),
            Kind::Bool => Some(1),
            Kind::Int | Kind::Float => Some(2),
            Kind::Text => Some(3),
            Kind::List => Some(4),
            Kind::Map => Some(5),
            Kind::Array => Some(6),
            Kind::Set => Some(7),
            Kind::Temporal | Kind::Duration | Kind::Bytes => None,
        };
        if kinds.is_empty() { None } else { kinds.iter().map(group).collect() }
    };
    if let (Type::Enumeration(left), Type::Enumeration(right)) = (left, right) {
        return !left.iter().any(|value| right.contains(value));
    }
    match (groups(left), groups(right)) {
        (Some(left), Some(right)) => !left.iter().any(|group| right.contains(group)),
        _ => false,
    }
}

/// Dates given to a flow are stored as text, and read as that.
pub(super) fn stored(expression: &Expression, ty: Type) -> Type {
    match expression {
        Expression::Path(path) if &*path.root.text == "inputs" && ty == Type::Temporal => Type::Unknown,
        _ => ty,
    }
}

/// A constant text as the only one of its type.
pub(super) fn exact(expression: &Expression, ty: Type) -> Type {
    match expression {
        Expression::Constant(Value::Text(text)) => Type::Enumeration([text.clone()].into()),
        _ => ty,
    }
}
