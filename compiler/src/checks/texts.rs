//! Texts that look like expressions and are none.

use std::sync::Arc;

use catalog::{Dynamic, Kind};
use grammar::yaml::Scalar;
use report::Report;

use super::FlowCheck;
use crate::ast::{Content, Node, Object};
use crate::diagnostics::foreign_interpolation::ForeignInterpolation;
use crate::diagnostics::unbraced_expression::{Extent, UnbracedExpression};

/// Properties whose text another language reads.
const CODE: &[&str] = &[
    "script",
    "commands",
    "beforeCommands",
    "sql",
    "query",
    "expression",
    "filterCondition",
    "expr",
    "condition",
    "conditions",
    "env",
    "inputFiles",
    "prompt",
    "systemMessage",
    "description",
];

pub(crate) fn check(check: &FlowCheck<'_>, report: &mut Report) {
    for task in &check.flow.tasks {
        object(check, &task.object, report);
    }
    for output in &check.flow.outputs {
        if let Some(scalar) = output.object.scalar("value") {
            text(check, scalar, report);
        }
    }
}

fn object(check: &FlowCheck<'_>, object_of: &Arc<Object>, report: &mut Report) {
    for property in &object_of.properties {
        let fixed = property.field.is_none_or(|field| field.dynamic == Dynamic::Fixed);
        if fixed || CODE.contains(&property.name()) {
            continue;
        }
        node(check, &property.value, report);
    }
}

fn node(check: &FlowCheck<'_>, of: &Node, report: &mut Report) {
    match &of.content {
        Content::Missing => {}
        Content::Scalar(scalar) => text(check, scalar, report),
        Content::List(items) => items.iter().for_each(|item| node(check, item, report)),
        Content::Map(entries) => entries.iter().for_each(|entry| node(check, &entry.value, report)),
        Content::Object(inner) if inner.is_kind(Kind::Task) => {}
        Content::Object(inner) => object(check, inner, report),
    }
}

fn text(check: &FlowCheck<'_>, scalar: &Scalar, report: &mut Report) {
    let whole = scalar.text.trim();
    if is_known_path(check, whole) {
        let quoted = quoted(check, scalar);
        let place = check.base.place(quoted);
        report.add(UnbracedExpression { path: whole.to_owned(), place, extent: Extent::Whole });
        return;
    }
    if let Some(call) = bare_call(whole) {
        let at = scalar.text.find(call).unwrap_or_default();
        let (span, extent) = match call.len() == whole.len() {
            true => (quoted(check, scalar), Extent::Whole),
            false => (scalar.span_of(at..at + call.len()), Extent::Part),
        };
        report.add(UnbracedExpression { path: call.to_owned(), place: check.base.place(span), extent });
        return;
    }
    for (at, length, inner) in foreign(&scalar.text) {
        if is_known_path(check, inner) {
            report.add(ForeignInterpolation {
                written: scalar.text[at..at + length].to_owned(),
                place: check.base.place(scalar.span_of(at..at + length)),
                instead: format!("{{{{ {inner} }}}}"),
            });
        }
    }
}

/// The call of `secret` or `kv` that a text is, behind the name of a scheme or not: `Bearer secret('TOKEN')`.
fn bare_call(text: &str) -> Option<&str> {
    let call = ["Bearer ", "Basic ", "Token ", "token "].iter().find_map(|it| text.strip_prefix(it)).unwrap_or(text);
    let argument = ["secret(", "kv("].iter().find_map(|it| call.strip_prefix(it))?.strip_suffix(')')?;
    let name = ['\'', '"'].iter().find_map(|quote| argument.strip_prefix(*quote)?.strip_suffix(*quote))?;
    let is_name = !name.is_empty() && name.chars().all(|it| it.is_alphanumeric() || matches!(it, '_' | '-' | '.'));
    is_name.then_some(call)
}

/// A scalar with its quotes.
fn quoted(check: &FlowCheck<'_>, scalar: &Scalar) -> report::Span {
    let text = &check.base.prepared.source.text;
    let mut span = scalar.content();
    let (start, end) = (span.start as usize, span.end as usize);
    let quote = |byte: Option<&u8>| matches!(byte, Some(b'"' | b'\''));
    if start > 0 && quote(text.as_bytes().get(start - 1)) && quote(text.as_bytes().get(end)) {
        span.start -= 1;
        span.end += 1;
    }
    span
}

/// What stands in the braces of other languages: where, how long, and what is inside.
fn foreign(text: &str) -> Vec<(usize, usize, &str)> {
    let mut found = Vec::new();
    let mut behind = 0;
    for (at, _) in text.match_indices('{') {
        let rest = &text[at + 1..];
        // What stands in braces of ours is read with them.
        if at < behind {
            continue;
        }
        let dollar = text[..at].ends_with(['$', '%', '#']);
        if rest.starts_with(['{', '%', '#']) {
            // `${{ … }}` as a whole; inside of a text the sign may be a currency.
            let end = rest.find("}}").filter(|_| at == 1 && dollar && rest.starts_with('{'));
            if let Some(end) = end.filter(|end| rest[end + 2..].trim().is_empty()) {
                found.push((0, text.trim_end().len(), rest[1..end].trim()));
            }
            let close = rest.find(if rest.starts_with('{') { "}}" } else { "%}" });
            behind = close.map_or(text.len(), |close| at + 1 + close + 2);
            continue;
        }
        let Some(end) = rest.find('}') else { continue };
        if rest[end + 1..].starts_with('}') {
            continue;
        }
        let start = if dollar { at - 1 } else { at };
        found.push((start, at + 2 + end - start, rest[..end].trim()));
    }
    found
}

/// Whether a text is the path of something that exists: `outputs.task.value`, `inputs.name`, `vars.name`.
pub(super) fn is_known_path(check: &FlowCheck<'_>, text: &str) -> bool {
    let Some((root, rest)) = text.split_once('.') else { return false };
    let is_path = rest.chars().all(|it| it.is_alphanumeric() || "_.-[]'\"".contains(it)) && !rest.ends_with('.');
    if !is_path {
        return false;
    }
    let first = rest.split(['.', '[']).next().unwrap_or_default();
    let deeper = rest.len() > first.len();
    match root {
        "inputs" => check.flow.input(rest).is_some() || check.flow.input(first).is_some(),
        "outputs" => deeper && check.flow.named(first).is_some(),
        "vars" => check.flow.variables.iter().any(|variable| *variable.name == *first),
        "taskrun" => matches!(rest, "value" | "iteration"),
        "trigger" => !check.flow.triggers.is_empty() && matches!(first, "date" | "body" | "uri"),
        "flow" => matches!(rest, "id" | "namespace"),
        "execution" => matches!(rest, "id" | "startDate"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{bare_call, foreign};

    #[test]
    fn a_call_without_braces_is_seen() {
        assert_eq!(bare_call("Bearer secret('T')"), Some("secret('T')"));
        assert_eq!(bare_call("kv(\"a.b\")"), Some("kv(\"a.b\")"));
        assert_eq!(bare_call("write secret('T') here"), None);
        assert_eq!(bare_call("secret('a') ~ secret('b')"), None);
    }

    #[test]
    fn braces_of_other_languages_are_seen() {
        let inner = |text| foreign(text).into_iter().map(|it| it.2).collect::<Vec<_>>();
        assert_eq!(inner("${inputs.a} {inputs.b} %{inputs.c}"), ["inputs.a", "inputs.b", "inputs.c"]);
        assert_eq!(inner("${{ inputs.a }}"), ["inputs.a"]);
        assert_eq!(inner("it costs ${{ outputs.a.b }}"), Vec::<&str>::new());
        assert_eq!(inner("{{ \"#{inputs.a}\" }} {% set x = {'a': 1} %} {inputs.b}"), ["inputs.b"]);
    }
}
