//! Calls that stand inside a text of an expression, where nobody makes them.

use report::Report;

use super::{AppCheck, Base, FlowCheck};
use crate::diagnostics::call_in_string_literal::CallInStringLiteral;
use crate::ir::Site;

pub(crate) fn check(check: &FlowCheck<'_>, report: &mut Report) {
    check.flow.sites.iter().for_each(|(_, site)| texts(check.base, site, report));
}

pub(crate) fn check_app(check: &AppCheck<'_>, report: &mut Report) {
    check.app.sites.iter().for_each(|(_, site)| texts(check.base, site, report));
}

/// Functions whose call inside a text is surely meant as one; what follows the name.
const CALLED: &[(&str, &[&str])] = &[
    ("secret(", &["'", "\"", "\\"]),
    ("kv(", &["'", "\"", "\\"]),
    ("read(", &["'", "\"", "\\", "inputs", "outputs"]),
    ("render(", &["vars"]),
    ("fromJson(", &["'", "\"", "inputs", "outputs", "taskrun"]),
    ("now()", &[""]),
    ("uuid()", &[""]),
];

fn texts(base: Base<'_>, site: &Site, report: &mut Report) {
    let text = &*site.scalar.text;
    for literal in literals(text) {
        let before = text[..literal.start].trim_end_matches(['\'', '"']).trim_end();
        // Programs of jq have functions of their own, and what is rendered again is an expression.
        if ["jq(", "render(", "renderOnce("].iter().any(|call| before.ends_with(call)) {
            continue;
        }
        let inside = &text[literal.clone()];
        if !inside.contains('(') {
            continue;
        }
        for (name, follows) in CALLED {
            let Some(found) = inside.find(name) else { continue };
            let starts = !inside[..found].ends_with(|it: char| it.is_alphanumeric() || matches!(it, '_' | '.'));
            let rest = &inside[found + name.len()..];
            if starts && follows.iter().any(|follow| rest.starts_with(follow)) {
                let at = literal.start + found;
                let name = name.trim_end_matches([')', '(']);
                report.add(CallInStringLiteral {
                    function: name.to_owned(),
                    place: base.place(site.scalar.span_of(at..at + name.len())),
                });
            }
        }
    }
}

/// The insides of the texts that stand in the expressions of a template.
fn literals(text: &str) -> Vec<std::ops::Range<usize>> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = text.get(at..).and_then(|rest| rest.find("{{").map(|it| at + it + 2)) {
        at = open;
        while at < bytes.len() && !text[at..].starts_with("}}") {
            let quote = bytes[at];
            at += 1;
            if !matches!(quote, b'\'' | b'"') {
                while at < bytes.len() && !text.is_char_boundary(at) {
                    at += 1;
                }
                continue;
            }
            let start = at;
            while at < bytes.len() && (bytes[at] != quote || bytes[at - 1] == b'\\') {
                at += 1;
            }
            found.push(start..at);
            at = (at + 1).min(bytes.len());
            while at < bytes.len() && !text.is_char_boundary(at) {
                at += 1;
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_in_expressions_are_seen() {
        let text = "a 'b' {{ 'c' ~ \"d\\\"e\" }} 'f' {{ \"é\" }}";
        let found: Vec<&str> = literals(text).into_iter().map(|it| &text[it]).collect();
        assert_eq!(found, ["c", "d\\\"e", "é"]);
    }
}
