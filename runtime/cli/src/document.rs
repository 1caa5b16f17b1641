//! The content of a YAML document as a value, by the rules of Kestra's reader.

use grammar::yaml::resolve::{Resolved, resolve};
use grammar::yaml::tree::{Node, NodeKind};
use plan::value::{Big, Map};
use plan::{Failure, Value};
use report::{Severity, Sources};

/// Reads the first document of a text.
pub(crate) fn read(text: &str) -> Result<Value, Failure> {
    let mut sources = Sources::default();
    let file = sources.add("", text);
    let Some(source) = sources.get(file) else { return Ok(Value::Null) };
    let parsed = grammar::yaml::parse(source);
    if let Some(problem) = parsed.problems.iter().find(|problem| problem.severity == Severity::Error) {
        let at = source.position(problem.primary.place.span.start as usize);
        return Err(Failure::new(format!("line {}: {}", at.line, problem.message)));
    }
    Ok(parsed.tree.root().map_or(Value::Null, value))
}

/// A node of a document as a value.
pub(crate) fn value(node: &Node) -> Value {
    match &node.value().kind {
        NodeKind::Scalar(scalar) => match resolve(scalar) {
            Resolved::Null => Value::Null,
            Resolved::Boolean(value) => Value::Bool(value),
            Resolved::Integer(value) => i32::try_from(value).map_or(Value::Long(value), Value::Int),
            Resolved::BigInteger(digits) => match Big::parse(digits) {
                Some(big) => Value::Big(big.into()),
                None => Value::text(digits),
            },
            Resolved::Float(value) => Value::Double(value),
            Resolved::Text(text) => Value::text(text),
        },
        NodeKind::List(items) => Value::list(items.iter().map(value)),
        NodeKind::Map(_) => {
            let mut map = Map::default();
            for entry in node.entries().unwrap_or_default() {
                if let Some(name) = entry.name() {
                    map.insert(name.into(), value(&entry.value));
                }
            }
            Value::Map(map.into())
        }
        NodeKind::Alias(_) | NodeKind::Missing => Value::Null,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scalars_are_what_kestra_reads() {
        let read = |text: &str| read(text).expect("it is YAML");
        let expected = Value::map([
            ("a", Value::Int(1)),
            ("b", Value::Bool(true)),
            ("c", Value::list([Value::text("x"), Value::Null, Value::Double(1.5)])),
            ("on", Value::text("yes")),
        ]);
        assert_eq!(read("a: 1\nb: yes\nc: [x, ~, 1.5]\non: 'yes'\n"), expected);
        assert_eq!(read(""), Value::Null);
    }

    #[test]
    fn what_is_no_yaml_is_told_with_its_line() {
        let failure = read("a: [1\nb: 2\n").expect_err("it is no YAML");
        assert!(failure.message.starts_with("line "), "{}", failure.message);
    }
}
