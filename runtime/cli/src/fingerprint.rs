//! What a finding is recognised by after edits elsewhere: its code, its path, and what it stands in and points at.

use compiler::Workspace;
use grammar::yaml::{Node, NodeKind};
use report::{Diagnostic, Span};
use sha2::{Digest, Sha256};

/// What surrounds a finding, as a hash of 16 hexadecimal digits: the keys and ids above it and the text it
/// points at, blanks aside. Lines above and below, indentation and the order of tasks change nothing.
pub(crate) fn context(workspace: &Workspace, finding: &Diagnostic) -> String {
    let place = finding.primary.place;
    let mut hasher = Sha256::new();
    if let Some(prepared) = workspace.prepare(place.file) {
        let mut trail = Vec::new();
        if let Some(root) = prepared.tree.root() {
            follow(root, place.span, &mut trail);
        }
        for step in trail {
            hasher.update(step);
            hasher.update([0]);
        }
        for word in prepared.source.slice(place.span).split_whitespace() {
            hasher.update(word);
            hasher.update([1]);
        }
    }
    hexadecimal(&hasher.finalize()[..8])
}

/// The same with code and path, for services that keep one name for each finding.
pub(crate) fn fingerprint(workspace: &Workspace, finding: &Diagnostic) -> String {
    let path = workspace.source(finding.primary.place.file).map_or("", |source| &*source.path);
    let parts = [finding.code.name, path, &context(workspace, finding)];
    hexadecimal(&Sha256::digest(parts.join("\0"))[..8])
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The keys and ids on the way from a node to a place.
fn follow<'n>(node: &'n Node, place: Span, trail: &mut Vec<&'n str>) {
    match &node.kind {
        NodeKind::Map(entries) => {
            trail.extend(node.get("id").and_then(|entry| entry.value.as_str()));
            let Some(entry) = entries.iter().find(|entry| entry.span().contains(place)) else { return };
            trail.extend(entry.name());
            follow(&entry.value, place, trail);
        }
        NodeKind::List(items) => {
            if let Some(item) = items.iter().find(|item| item.full_span().contains(place)) {
                follow(item, place, trail);
            }
        }
        NodeKind::Scalar(_) | NodeKind::Alias(_) | NodeKind::Missing => {}
    }
}

#[cfg(test)]
mod tests {
    use compiler::Workspace;

    fn contexts(text: &str) -> Vec<String> {
        let mut workspace = Workspace::default();
        let file = workspace.set("a.yaml", text);
        let report = workspace.check_file(file).unwrap();
        report.diagnostics.iter().map(|finding| super::context(&workspace, finding)).collect()
    }

    #[test]
    fn edits_elsewhere_change_nothing() {
        let before = contexts("id: a\nnamespace: demo\ntasks:\n  - id: x\n    type: demo.Nothing\n");
        let after = contexts(
            "# first\nid: a\nnamespace: demo\ndescription: new\ntasks:\n- id: y\n  type: io.kestra.plugin.core.log.Log\n  message: hello\n- id: x\n  description: also new\n  type: demo.Nothing\n",
        );
        assert_eq!((before.len(), &before), (1, &after));
    }

    #[test]
    fn the_same_mistake_elsewhere_is_another() {
        let found = contexts(
            "id: a\nnamespace: demo\ntasks:\n  - id: x\n    type: demo.Nothing\n  - id: y\n    type: demo.Nothing\n",
        );
        assert_eq!(found.len(), 2);
        assert_ne!(found[0], found[1]);
    }
}
