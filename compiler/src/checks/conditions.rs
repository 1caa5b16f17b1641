//! Conditions: what always has one outcome, what can never be false, what is no boolean.

use grammar::yaml::Style;
use plan::template::{Expression, Node};
use plan::types::{Kind, Type};
use plan::{Value, java};
use report::{Place, Report, Span};

use super::FlowCheck;
use super::expressions::in_words;
use crate::access::Access;
use crate::ast::{Object, is_template};
use crate::diagnostics::condition_extra_text::{ConditionExtraText, Extra};
use crate::diagnostics::condition_not_boolean::ConditionNotBoolean;
use crate::diagnostics::constant_condition::{Constant, ConstantCondition};
use crate::environment::is_core;
use crate::expression::visit;
use crate::ir::{Owner, Site};

pub(crate) fn check(check: &FlowCheck<'_>, report: &mut Report) {
    for (_, site) in check.flow.sites.iter() {
        match (site.owner, &*site.property) {
            (Owner::Task(_), "runIf" | "condition") => condition(check, site, report),
            (Owner::Check, "condition") => boolean(check, site, report),
            _ => {}
        }
    }
    for task in &check.flow.tasks {
        words_only(check, &task.object, report);
    }
    for of in check.flow.ast.object.objects("checks") {
        for scalar in ["condition", "when"].iter().filter_map(|key| of.scalar(key)) {
            let text = scalar.text.trim();
            if !is_template(text) && !matches!(text, "" | "true" | "false") {
                let (place, found) = (check.base.place(scalar.content()), "text".to_owned());
                report.add(ConditionNotBoolean { place, found });
            }
        }
    }
}

/// A condition that is one word, and neither `true` nor `false`.
fn words_only(check: &FlowCheck<'_>, task: &Object, report: &mut Report) {
    if !task.declaration().is_some_and(|it| is_core(it.name)) {
        return;
    }
    for scalar in ["runIf", "condition"].iter().filter_map(|key| task.scalar(key)) {
        let text = scalar.text.trim();
        // A path without its braces is told of as that.
        let is_path = super::texts::is_known_path(check, text);
        if !is_template(text) && !is_path && !matches!(text, "" | "true" | "false") {
            let place = check.base.place(scalar.content());
            report.add(ConstantCondition { place, reason: Constant::ReadsNothing(holds(text)) });
        }
    }
}

fn condition(check: &FlowCheck<'_>, site: &Site, report: &mut Report) {
    if !extra_text(check, site, report) {
        constant(check, site, report);
    }
}

/// Tells of what stands beside the only expression; whether it did.
fn extra_text(check: &FlowCheck<'_>, site: &Site, report: &mut Report) -> bool {
    let mut printed = 0;
    let mut text = String::new();
    for node in &site.template.body {
        match node {
            Node::Print(_) => printed += 1,
            Node::Text(beside) => text.push_str(beside),
            // Tags decide themselves what is printed.
            Node::If { .. }
            | Node::For { .. }
            | Node::Set { .. }
            | Node::Block(_)
            | Node::Filter { .. }
            | Node::Fail(_) => return false,
        }
    }
    if printed == 0 || text.is_empty() {
        return false;
    }
    if check.base.is_garbled(site.scalar.content()) {
        return true;
    }
    let words = text.trim();
    let extra = match words.is_empty() {
        false => Extra::Text(words.chars().take(40).collect()),
        true if text.ends_with('\n') && matches!(site.scalar.style, Style::Literal | Style::Folded) => {
            Extra::LineBreak(indicator(check, site))
        }
        true => Extra::Space,
    };
    let place = match &extra {
        Extra::LineBreak(Some((indicator, _))) => *indicator,
        Extra::LineBreak(None) | Extra::Text(_) | Extra::Space => check.base.place(site.scalar.content()),
    };
    report.add(ConditionExtraText { place, extra });
    true
}

/// The indicator of a block, and the one that leaves out the line break.
fn indicator(check: &FlowCheck<'_>, site: &Site) -> Option<(Place, &'static str)> {
    let text = &check.base.prepared.source.text;
    let start = site.scalar.content().start as usize;
    let (sign, stripped) = match site.scalar.style {
        Style::Literal => ('|', "|-"),
        Style::Folded => ('>', ">-"),
        Style::Plain | Style::SingleQuoted | Style::DoubleQuoted => return None,
    };
    let header = text[..start].trim_end();
    let at = header.rfind(sign)?;
    // Only where it stands alone behind the key.
    (header[at..] == text[at..=at]).then(|| (check.base.place(Span::new(at, at + 1)), stripped))
}

fn constant(check: &FlowCheck<'_>, site: &Site, report: &mut Report) {
    let place = check.base.place(site.scalar.content());
    let Some(expression) = site.template.whole_expression() else {
        fixed(site, place, report);
        return;
    };
    if let Expression::Constant(value) = expression {
        report.add(ConstantCondition { place, reason: Constant::ReadsNothing(holds(&java::to_text(value))) });
        return;
    }
    let mut reads = false;
    visit::expressions(&site.template, &mut |it| {
        reads |= matches!(it, Expression::Path(_) | Expression::Local(_) | Expression::Call(_) | Expression::IsNot(_));
    });
    if !reads {
        return;
    }
    // A task's outputs as a whole, also of one that is not known yet.
    let whole = matches!(expression, Expression::Path(path) if &*path.root.text == "outputs" && path.keys.len() == 1);
    let kinds = if whole { vec![Kind::Map] } else { site.ty.kinds() };
    let (found, empty) = match kinds.as_slice() {
        [Kind::List] => ("a list".to_owned(), "[]"),
        [Kind::Map] => ("a map".to_owned(), "{}"),
        [Kind::Text] if site.ty == Type::FileUri => ("the address of a file".to_owned(), ""),
        [Kind::Temporal | Kind::Duration] => (in_words(&site.ty), ""),
        _ => return,
    };
    let path = site.accesses.first().filter(|_| matches!(expression, Expression::Path(_))).map(Access::path);
    let is_file = site.ty == Type::FileUri;
    let instead = path.filter(|_| !empty.is_empty()).map(|path| format!("{path} is not empty"));
    let instead = instead.or_else(|| {
        let path = site.accesses.first().filter(|_| is_file)?.path();
        Some(format!("not isFileEmpty({path})"))
    });
    report.add(ConstantCondition { place, reason: Constant::NeverFalse { found, empty, instead } });
}

/// A condition whose expressions were all computed beforehand.
fn fixed(site: &Site, place: Place, report: &mut Report) {
    if let Some(text) = site.template.fixed_text() {
        report.add(ConstantCondition { place, reason: Constant::ReadsNothing(holds(text)) });
    }
}

/// Whether a rendered condition counts as true.
fn holds(text: &str) -> bool {
    !matches!(text.trim(), "" | "false" | "0" | "-0")
}

/// The condition of a check is one expression that is true or false.
fn boolean(check: &FlowCheck<'_>, site: &Site, report: &mut Report) {
    let place = check.base.place(site.scalar.content());
    let found = match site.template.whole_expression() {
        None if site.template.body.len() > 1 || !site.template.body.iter().any(|it| matches!(it, Node::Fail(_))) => {
            match site.template.fixed_text().map(AsRef::as_ref) {
                Some("true" | "false") => return,
                _ => "text".to_owned(),
            }
        }
        None => return,
        Some(Expression::Constant(Value::Bool(_))) => return,
        Some(_) => {
            let kinds = site.ty.kinds();
            if kinds.is_empty() || kinds.contains(&Kind::Bool) {
                return;
            }
            in_words(&site.ty)
        }
    };
    report.add(ConditionNotBoolean { place, found });
}
