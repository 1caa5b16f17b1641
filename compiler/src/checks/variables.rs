//! Values that are not what they seem to be where they are read: unrendered variables, inputs that may be absent.

use grammar::yaml::Scalar;
use report::Report;

use super::FlowCheck;
use crate::access::{Access, Guard, Through};
use crate::ast::{Content, Node, is_template};
use crate::diagnostics::conditional_input_unguarded::ConditionalInputUnguarded;
use crate::diagnostics::optional_input_unguarded::OptionalInputUnguarded;
use crate::diagnostics::variable_needs_render::VariableNeedsRender;
use crate::ir::{Demand, Input, Owner, Site};

pub(crate) fn check(check: &FlowCheck<'_>, report: &mut Report) {
    for (_, site) in check.flow.sites.iter() {
        for access in &site.accesses {
            match &*access.root.text {
                "vars" => unrendered(check, site, access, report),
                "inputs" => input(check, site, access, report),
                _ => {}
            }
        }
    }
}

/// A variable that holds an expression, read as it is written.
fn unrendered(check: &FlowCheck<'_>, site: &Site, access: &Access, report: &mut Report) {
    let is_rendered = access
        .through
        .iter()
        .any(|it| matches!(it, Through::Argument("render" | "renderOnce") | Through::Test(_) | Through::Key));
    if is_rendered || super::references::sets(check, access.key(0).map_or("", AsRef::as_ref)) {
        return;
    }
    // What `render()` is called on is rendered until nothing changes: only filters and functions see the braces.
    let plain = access.through.iter().all(|it| matches!(it, Through::Operand | Through::Fallback));
    if matches!(site.owner, Owner::Variable(_)) && plain {
        return;
    }
    let Some(first) = access.key(0) else { return };
    let Some(variable) = check.flow.variables.iter().find(|variable| variable.name == *first) else { return };
    let mut node = &variable.value;
    for key in &access.keys[1..] {
        let Some(name) = &key.name else { return };
        let below = match &node.content {
            Content::Map(entries) => entries.iter().find(|entry| entry.key.text == *name).map(|entry| &entry.value),
            Content::List(items) => name.parse::<usize>().ok().and_then(|at| items.get(at)),
            Content::Missing | Content::Scalar(_) | Content::Object(_) => None,
        };
        let Some(below) = below else { return };
        node = below;
    }
    // Braces that hold nothing of ours are meant for another language.
    let reads = |scalar: &Scalar| {
        check.flow.sites.iter().any(|(_, site)| {
            matches!(site.owner, Owner::Variable(_))
                && site.scalar.content() == scalar.content()
                && (!site.accesses.is_empty() || scalar.text.contains('('))
        })
    };
    // Of a list or map one element is enough.
    let mut unrendered = None;
    node.scalars(&mut |scalar| {
        if unrendered.is_none() && is_template(&scalar.text) && reads(scalar) {
            unrendered = Some(scalar);
        }
    });
    if let Some(scalar) = unrendered {
        report.add(VariableNeedsRender {
            path: access.path(),
            place: check.base.place(site.span(whole(site, access))),
            value_place: check.base.place(scalar.content()),
        });
    }
}

/// An access with the bracket that ends it.
fn whole(site: &Site, access: &Access) -> plan::template::At {
    let rest = site.scalar.text.get(access.at.end as usize..).unwrap_or_default();
    let surplus = ["']", "\"]"].iter().find(|end| rest.starts_with(**end)).map_or(0, |end| end.len());
    plan::template::At::new(access.at.start as usize, access.at.end as usize + surplus)
}

fn input(check: &FlowCheck<'_>, site: &Site, access: &Access, report: &mut Report) {
    let last_resort = access.through.contains(&Through::Fallback);
    if access.guard == Guard::Guarded || last_resort || !matches!(site.owner, Owner::Task(_) | Owner::Output(_)) {
        return;
    }
    let names: Vec<&str> = access.keys.iter().map_while(|key| key.name.as_deref()).collect();
    let read = (1..=names.len()).rev().find_map(|keys| Some((keys, check.flow.input(&names[..keys].join("."))?)));
    let Some((keys, input)) = read else { return };
    let (path, place) = (access.path_to(keys), check.base.place(site.span(access.at)));
    match input.demand {
        Demand::Required | Demand::Default => {}
        Demand::Optional => {
            let arithmetic = access.through.first() == Some(&Through::Operand) && calculates(site, access);
            if access.keys.len() > keys || access.through.first() == Some(&Through::Loop) || arithmetic {
                let input_place = check.base.place(input.object.grip());
                report.add(OptionalInputUnguarded { path, place, input_place });
            }
        }
        Demand::Conditional => {
            let condition = input.object.object("dependsOn").and_then(|it| it.property("condition"));
            let Some(condition) = condition.filter(|_| input.object.get("defaults").is_none()) else { return };
            if !is_conditional(check, site, input) {
                let condition_place = check.base.place(condition.value.span);
                report.add(ConditionalInputUnguarded { path, place, condition_place });
            }
        }
    }
}

/// Whether an operator that calculates stands beside an access.
fn calculates(site: &Site, access: &Access) -> bool {
    let text = &*site.scalar.text;
    let before = text.get(..access.at.start as usize).unwrap_or_default().trim_end();
    let behind = text.get(access.at.end as usize..).unwrap_or_default().trim_start();
    before.ends_with(['+', '*', '/']) || behind.starts_with(['+', '*', '/'])
}

/// Whether an input is read only where its condition holds, as far as the conditions around speak of the same things.
fn is_conditional(check: &FlowCheck<'_>, site: &Site, input: &Input) -> bool {
    let depends = input.object.object("dependsOn");
    let mut names: Vec<String> = depends
        .map_or(&[][..], |it| it.items("inputs"))
        .iter()
        .filter_map(Node::as_text)
        .map(|name| format!("inputs.{name}"))
        .collect();
    names.push(format!("inputs.{}", input.name));
    let speaks = |text: &str| names.iter().any(|name| text.contains(name.as_str()));
    let decides = |access: &Access| access.through.contains(&Through::Condition) && speaks(&access.path());
    if site.accesses.iter().any(decides) {
        return true;
    }
    let Owner::Task(task) = site.owner else { return false };
    std::iter::once(check.flow.task(task)).chain(check.flow.around(task)).any(|around| {
        ["runIf", "condition", "value"].iter().filter_map(|key| around.object.text(key)).any(|text| speaks(text))
    })
}
