//! A second opinion: another reader sees the same texts in the same structure.

use grammar::yaml::{Node, NodeKind};
use report::{FileId, Source};
use serde_yaml::Value;

use crate::corpus;

/// Whether two readers see the same; scalars are compared where the other reader took them for text.
fn agree(ours: &Node, theirs: &Value) -> bool {
    let ours = ours.value();
    match (&ours.kind, theirs) {
        (NodeKind::Scalar(scalar), Value::String(text)) => {
            *scalar.text == **text || text.strip_suffix('\n') == Some(&*scalar.text)
        }
        (NodeKind::Scalar(_), Value::Bool(_) | Value::Number(_) | Value::Null) => true,
        (NodeKind::Missing, Value::Null) => true,
        (NodeKind::List(items), Value::Sequence(values)) => {
            items.len() == values.len() && items.iter().zip(values).all(|(item, value)| agree(item, value))
        }
        (NodeKind::Map(entries), Value::Mapping(map)) => {
            entries.len() == map.len()
                && entries
                    .iter()
                    .zip(map)
                    .all(|(entry, (key, value))| agree(&entry.key, key) && agree(&entry.value, value))
        }
        _ => false,
    }
}

#[test]
fn serde_yaml_sees_the_same() {
    let mut compared = 0;
    for (path, text) in corpus::files() {
        let Ok(theirs) = serde_yaml::from_str::<Value>(&text) else { continue };
        let source = Source::new(FileId(0), path, text);
        let parsed = grammar::parse(&source);
        let Some(root) = parsed.tree.root() else { continue };
        assert!(agree(root, &theirs), "{}", source.path);
        compared += 1;
    }
    println!("{compared} files compared");
}
