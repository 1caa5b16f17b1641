//! Inputs that are missing or do not fit, drawn over the file that asks for them.

use std::sync::Arc;

use grammar::yaml::tree::Node;
use plan::flow::InputKind;
use plan::value::Map;
use plan::{Plan, java};
use report::{Code, Confidence, Diagnostic, Label, Severity, Sources, Span};
use runtime::inputs::Resolved;

use super::wanted::{find, wanted};
use crate::terminal;

/// An input was refused; said here only, so that nobody configures it.
static INPUT_REFUSED: Code = Code {
    name: "input-refused",
    severity: Severity::Error,
    summary: "An input is missing or does not fit.",
    doc: "",
    group: "run",
    since: "0.1.0",
};

/// Draws what is wrong with the inputs a flow is to be started with; empty where nothing is.
pub(super) fn draw(plan: &Plan, resolved: &[Resolved], given: &Map) -> String {
    let mut sources = Sources::default();
    let file = sources.add(Arc::<str>::from(&*plan.source.path), Arc::<str>::from(&*plan.source.text));
    let mut text = String::new();
    let Some(source) = sources.get(file).cloned() else { return text };
    let parsed = grammar::yaml::parse(&source);
    for input in resolved.iter().filter(|input| input.enabled && !input.problems.is_empty()) {
        let Some(declared) = find(&plan.inputs, &input.id) else { continue };
        let expected = wanted(&declared.kind, &input.offered);
        let value = given.get(&input.id).filter(|value| !value.is_null());
        let id = &input.id;
        let message = match (value, &declared.kind) {
            (None, _) => format!("input `{id}` is missing"),
            (Some(_), InputKind::Secret { .. }) => format!("input `{id}` does not fit"),
            (Some(value), _) => format!("input `{id}` cannot be `{}`", java::to_text(value)),
        };
        let place = parsed.tree.root().and_then(|root| place(root, id)).unwrap_or_default();
        let is_file = matches!(declared.kind, InputKind::File { .. });
        let way = if is_file { format!("-i {id}=@path") } else { format!("-i {id}=…") };
        let diagnostic = Diagnostic {
            code: &INPUT_REFUSED,
            severity: Severity::Error,
            confidence: Confidence::High,
            message,
            primary: Label { place: source.place(place), message: format!("it has to be {expected}") },
            secondary: Vec::new(),
            notes: vec![format!("give it with `{way}`")],
            fixes: Vec::new(),
        };
        report::render::full(&sources, &diagnostic, &terminal::look_of_errors(), &mut text);
    }
    text
}

/// Where the id of an input stands, dotted where it belongs to a group.
fn place(around: &Node, id: &str) -> Option<Span> {
    around.get("inputs")?.value.items()?.iter().find_map(|item| {
        let own = &item.get("id")?.value;
        if own.as_str() == Some(id) {
            return Some(own.span);
        }
        let rest = id.strip_prefix(own.as_str()?)?.strip_prefix('.')?;
        place(item, rest).or_else(|| place(item, id))
    })
}
