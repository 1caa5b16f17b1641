//! Inputs: their types, defaults, bounds and dependencies, and triggers that leave them out.

use std::sync::Arc;

use catalog::{Ability, Kind};
use grammar::yaml::{Resolved, Scalar, resolve};
use petgraph::algo::kosaraju_scc;
use petgraph::graph::DiGraph;
use plan::dialect::Version;
use plan::types::Type;
use report::{FileId, Place, Report, Severity, Source, Span};

use super::FlowCheck;
use crate::access::Through;
use crate::ast::{Content, Node, Object, is_template};
use crate::diagnostics::input_bounds::{Breach, InputBounds};
use crate::diagnostics::input_default_not_allowed::InputDefaultNotAllowed;
use crate::diagnostics::input_default_type_mismatch::{InputDefaultTypeMismatch, Mismatch};
use crate::diagnostics::input_dependency_cycle::InputDependencyCycle;
use crate::diagnostics::invalid_enum_value::InvalidEnumValue;
use crate::diagnostics::invalid_property_type::InvalidPropertyType;
use crate::diagnostics::invalid_regex::InvalidRegex;
use crate::diagnostics::missing_required_property::MissingRequiredProperty;
use crate::diagnostics::trigger_required_input_unset::TriggerRequiredInputUnset;
use crate::diagnostics::unknown_input::UnknownInput;
use crate::diagnostics::unknown_input_type::UnknownInputType;
use crate::embedded::{duration, json, regex};
use crate::flatten::{is_false, is_true};
use crate::ir::{Demand, Input};
use crate::resolve::input_type;
use crate::words;

pub(crate) fn check(check: &FlowCheck<'_>, report: &mut Report) {
    for input in check.flow.ast.inputs() {
        declared(check, input, report);
    }
    for task in &check.flow.tasks {
        for input in task.object.objects("onResume") {
            declared(check, input, report);
        }
    }
    dependencies(check, report);
    for trigger in &check.flow.triggers {
        triggered(check, &trigger.object, report);
    }
}

fn declared(check: &FlowCheck<'_>, input: &Arc<Object>, report: &mut Report) {
    if !type_exists(check, input, report) {
        return;
    }
    if let Some(validator) = input.scalar("validator") {
        pattern(check, validator, report);
    }
    bounds(check, input, report);
    default(check, input, report);
    items(check, input, report);
    for child in input.objects("inputs") {
        declared(check, child, report);
    }
}

fn type_exists(check: &FlowCheck<'_>, input: &Object, report: &mut Report) -> bool {
    let Some(name) = input.scalar("type") else { return true };
    if check.base.catalog.input(&name.text).is_some() {
        return true;
    }
    let known = check.base.catalog.names(Some(Kind::Input), "");
    let types: Vec<&'static str> =
        known.iter().filter(|it| it.available.covers(check.flow.version)).map(|it| it.name).collect();
    if types.is_empty() {
        return true;
    }
    report.add(UnknownInputType {
        name: name.text.to_string(),
        place: check.base.place(name.content()),
        nearest: synonym(&name.text).or_else(|| words::nearest(&name.text, types.iter().copied())),
        types,
    });
    false
}

/// What other languages call a type.
fn synonym(name: &str) -> Option<&'static str> {
    match name.to_ascii_lowercase().as_str() {
        "text" | "str" | "char" | "varchar" | "password" => Some("STRING"),
        "integer" | "long" | "number" => Some("INT"),
        "double" | "decimal" => Some("FLOAT"),
        "object" | "map" | "dict" => Some("JSON"),
        "list" => Some("ARRAY"),
        "timestamp" => Some("DATETIME"),
        "url" => Some("URI"),
        "choice" | "option" => Some("SELECT"),
        _ => None,
    }
}

fn pattern(check: &FlowCheck<'_>, scalar: &Scalar, report: &mut Report) {
    if let Some(problem) = regex::problem(&scalar.text) {
        let place = if problem.place.is_empty() { scalar.content() } else { scalar.span_of(problem.place) };
        let glob = scalar.text.starts_with("*.").then(|| format!(".*{}", scalar.text[1..].replace('.', "\\.")));
        report.add(InvalidRegex {
            place: check.base.place(place),
            message: problem.message.to_owned(),
            instead: glob.map(|glob| (check.base.place(scalar.content()), glob)),
        });
    }
}

/// What a list cannot consist of, and values that are computed where they have to be written out.
fn items(check: &FlowCheck<'_>, input: &Object, report: &mut Report) {
    const NOT_ITEMS: &[&str] = &["ARRAY", "SECRET", "FORM", "REUSABLE_INPUTS"];
    if let Some(item) = input.scalar("itemType").filter(|item| NOT_ITEMS.contains(&&*item.text)) {
        let types = check.base.catalog.names(Some(Kind::Input), "");
        let known = types.iter().filter(|it| it.available.covers(check.flow.version) && !NOT_ITEMS.contains(&it.name));
        report.add(InvalidEnumValue {
            property: "itemType".to_owned(),
            value: item.text.to_string(),
            place: check.base.place(item.content()),
            accepted: known.map(|it| it.name.to_owned()).collect(),
            nearest: None,
        });
    }
    let offers = ["values", "options", "expression"].iter().any(|key| input.get(key).is_some());
    if let Some(name) = input.text("type").filter(|name| matches!(&***name, "SELECT" | "ENUM" | "MULTISELECT"))
        && !offers
    {
        report.add(MissingRequiredProperty {
            names: vec!["values".to_owned()],
            owner: format!("the {name} input `{}`", input.text("id").map(AsRef::as_ref).unwrap_or_default()),
            place: check.base.place(input.grip()),
        });
    }
    if let Some(values) = input.scalar("values").filter(|values| is_template(&values.text)) {
        report.add(InvalidPropertyType {
            property: "values".to_owned(),
            expected: "a list; one that is computed goes into `expression`".to_owned(),
            found: "an expression".to_owned(),
            place: check.base.place(values.content()),
            meant: None,
        });
    }
}

/// The keys of the lower and upper bound of a type, where it has any.
fn bound_keys(input_type: &str) -> Option<(&'static str, &'static str)> {
    match input_type {
        "INT" | "FLOAT" | "DURATION" => Some(("min", "max")),
        "DATE" | "DATETIME" | "TIME" => Some(("after", "before")),
        _ => None,
    }
}

/// A number that orders values of a type as Kestra does.
fn order(input_type: &str, text: &str) -> Option<f64> {
    match input_type {
        "INT" | "FLOAT" => text.trim().parse().ok(),
        "DURATION" => duration::parse(text).ok(),
        "DATE" => text
            .parse::<jiff::civil::Date>()
            .ok()
            .and_then(|it| it.to_zoned(jiff::tz::TimeZone::UTC).ok())
            .map(|it| seconds(it.timestamp())),
        "DATETIME" => text.parse::<jiff::Timestamp>().ok().map(seconds),
        "TIME" => text
            .parse::<jiff::civil::Time>()
            .ok()
            .map(|it| f64::from(it.hour()) * 3600.0 + f64::from(it.minute()) * 60.0 + f64::from(it.second())),
        _ => None,
    }
}

fn seconds(at: jiff::Timestamp) -> f64 {
    at.as_duration().as_secs_f64()
}

fn bounds(check: &FlowCheck<'_>, input: &Object, report: &mut Report) {
    let Some(name) = input.text("type") else { return };
    let Some((low, high)) = bound_keys(name) else { return };
    let at = |key: &str| {
        let scalar = input.scalar(key).filter(|it| !is_template(&it.text))?;
        Some((order(name, &scalar.text)?, scalar))
    };
    let (lower, upper, default) = (at(low), at(high), at("defaults"));
    if let (Some((least, lower)), Some((most, upper))) = (lower, upper)
        && least > most
    {
        report.add(InputBounds {
            place: check.base.place(lower.content()),
            bound_place: check.base.place(upper.content()),
            breach: Breach::Crossed { low, high },
        });
        return;
    }
    let Some((value, default)) = default else { return };
    let outside = [(low, lower, true), (high, upper, false)];
    for (bound, limit, is_low) in outside {
        let Some((limit, scalar)) = limit else { continue };
        if if is_low { value < limit } else { value > limit } {
            report.add(InputBounds {
                place: check.base.place(default.content()),
                bound_place: check.base.place(scalar.content()),
                breach: Breach::Default { value: default.text.to_string(), bound, limit: scalar.text.to_string() },
            });
        }
    }
}

fn default(check: &FlowCheck<'_>, input: &Arc<Object>, report: &mut Report) {
    let Some(property) = input.property("defaults") else { return };
    let Some(node) = input.get("defaults") else { return };
    let Some(type_name) = input.scalar("type") else { return };
    let optional = input.property("required").filter(|_| is_false(input, "required"));
    if let Some(required) = optional
        && check.flow.version >= Version::new(1, 1)
    {
        report.add(InputDefaultTypeMismatch {
            place: check.base.place(required.value.span),
            mismatch: Mismatch::Optional {
                line: check.base.line(required.span()),
                severity: check.base.severity_of_refusal(),
            },
            type_place: Some(check.base.place(property.key.span)),
        });
    }
    let mismatch = |place: Span, mismatch: Mismatch| InputDefaultTypeMismatch {
        place: check.base.place(place),
        mismatch,
        type_place: Some(check.base.place(type_name.content())),
    };
    let wrong = |scalar: &Scalar, of: &str, (expected, instead): (&'static str, Option<String>)| {
        let value = Mismatch::Value { value: scalar.text.to_string(), input_type: of.to_owned(), expected, instead };
        mismatch(scalar.content(), value)
    };
    match &*type_name.text {
        "FORM" => report.add(mismatch(property.key.span, Mismatch::Never { input_type: "FORM".to_owned() })),
        "SELECT" | "ENUM" | "MULTISELECT" => offered(check, input, node, report),
        "ARRAY" => {
            let item = input.text("itemType").map(AsRef::as_ref).unwrap_or_default();
            let Content::List(items) = &node.content else {
                let Some(scalar) = node.as_scalar().filter(|it| !is_template(&it.text) && !it.text.is_empty()) else {
                    return;
                };
                let list = scalar.text.trim_start().starts_with('[');
                if !list || !json::parse(&scalar.text, &[]).problems.is_empty() {
                    report.add(wrong(scalar, "ARRAY", ("a list, or one in JSON", None)));
                }
                return;
            };
            for scalar in items.iter().filter_map(Node::as_scalar).filter(|it| !is_template(&it.text)) {
                if let Some(expected) = mistyped(item, scalar) {
                    report.add(wrong(scalar, item, expected));
                }
            }
        }
        name => {
            let Some(scalar) = node.as_scalar().filter(|it| !is_template(&it.text)) else { return };
            if let Some(expected) = mistyped(name, scalar) {
                report.add(wrong(scalar, name, expected));
            } else if let Some(validator) = input.scalar("validator")
                && regex::problem(&validator.text).is_none()
                && fancy_regex::Regex::new(&format!("^(?:{})$", validator.text))
                    .is_ok_and(|regex| matches!(regex.is_match(&*scalar.text), Ok(false)))
            {
                report.add(InputBounds {
                    place: check.base.place(scalar.content()),
                    bound_place: check.base.place(validator.content()),
                    breach: Breach::Default {
                        value: scalar.text.to_string(),
                        bound: "validator",
                        limit: validator.text.to_string(),
                    },
                });
            }
        }
    }
}

/// What a type expects where a text is none of it, and what was probably meant.
pub(crate) fn mistyped(input_type: &str, scalar: &Scalar) -> Option<(&'static str, Option<String>)> {
    let text = scalar.text.trim();
    let fails = |fails: bool, expected: &'static str| fails.then_some((expected, None));
    match input_type {
        "INT" => {
            fails(text.parse::<i32>().is_err() && !matches!(resolve(scalar), Resolved::Integer(_)), "a whole number")
        }
        "FLOAT" => {
            let number = text.trim_end_matches(['f', 'd', 'F', 'D']);
            fails(number.parse::<f64>().is_err() && !matches!(resolve(scalar), Resolved::Integer(_)), "a number")
        }
        "BOOL" => fails(resolve::boolean(text).is_none(), "`true` or `false`"),
        "DATE" => fails(text.parse::<jiff::civil::Date>().is_err() || text.len() != 10, "a date such as `2026-01-31`"),
        "DATETIME" => {
            let instead = text.parse::<jiff::civil::DateTime>().ok().map(|it| format!("{it}Z"));
            text.parse::<jiff::Timestamp>()
                .is_err()
                .then_some(("a date-time with a zone, such as `2026-01-31T09:00:00Z`", instead))
        }
        "TIME" => fails(text.parse::<jiff::civil::Time>().is_err(), "a time of day such as `09:30:00`"),
        "DURATION" => duration::parse(text).err().map(|it| ("an ISO 8601 duration such as `PT10M`", it.instead)),
        "JSON" => fails(!json::parse(text, &[]).problems.is_empty(), "JSON"),
        "YAML" => fails(!is_yaml(text), "YAML"),
        "URI" => fails(!text.contains(':') || text.contains(' '), "a URI with a scheme, such as `https://example.com`"),
        "EMAIL" => fails(!text.is_empty() && !text.contains('@'), "an address such as `ada@example.com`"),
        "FILE" => fails(
            !["nsfile:///", "file:///", "kestra:///"].iter().any(|scheme| text.starts_with(scheme)),
            "the address of a file, such as `nsfile:///data.csv`",
        ),
        _ => None,
    }
}

/// Whether a text is YAML.
fn is_yaml(text: &str) -> bool {
    let parsed = grammar::parse(&Source::new(FileId(0), "", text));
    !parsed.problems.iter().any(|problem| problem.severity == Severity::Error)
}

/// Whether every value given to a selection is offered by it.
fn offered(check: &FlowCheck<'_>, input: &Arc<Object>, node: &Node, report: &mut Report) {
    let values = match input_type(input) {
        Type::Enumeration(values) => values,
        Type::List(item) => match &*item {
            Type::Enumeration(values) => values.clone(),
            _ => return,
        },
        _ => return,
    };
    for scalar in node.items().iter().filter_map(Node::as_scalar) {
        if is_template(&scalar.text) || values.contains(&scalar.text) {
            continue;
        }
        report.add(InputDefaultNotAllowed {
            value: scalar.text.to_string(),
            place: check.base.place(scalar.content()),
            input: input.text("id").map(ToString::to_string).unwrap_or_default(),
            values: values.iter().map(ToString::to_string).collect(),
            values_place: input.property("values").map(|it| check.base.place(it.key.span)),
            nearest: words::nearest(&scalar.text, values.iter().map(AsRef::as_ref)).map(str::to_owned),
        });
    }
}

/// `dependsOn`: names that are declared, and no circles.
fn dependencies(check: &FlowCheck<'_>, report: &mut Report) {
    let inputs = &check.flow.inputs;
    let mut graph: DiGraph<usize, Place> = DiGraph::new();
    let vertices: Vec<_> = (0..inputs.len()).map(|at| graph.add_node(at)).collect();
    for (at, input) in inputs.iter().enumerate() {
        let needs = input.object.object("dependsOn").map_or(&[][..], |it| it.items("inputs"));
        for need in needs.iter().filter_map(Node::as_scalar) {
            let place = check.base.place(need.content());
            match inputs.iter().position(|other| other.name == need.text) {
                Some(other) => {
                    graph.update_edge(vertices[at], vertices[other], place);
                }
                None if !check.is_read("inputs") => {}
                None => report.add(unknown(check, &need.text, place)),
            }
        }
    }
    for circle in kosaraju_scc(&graph) {
        let Some(start) = circle.iter().min().copied() else { continue };
        let mut round = Vec::new();
        let mut at = start;
        loop {
            let next = graph.edges(at).find(|edge| circle.contains(&petgraph::visit::EdgeRef::target(edge)));
            let Some(next) = next else { break };
            round.push((inputs[graph[at]].name.to_string(), *next.weight()));
            at = petgraph::visit::EdgeRef::target(&next);
            if at == start || round.len() > circle.len() {
                break;
            }
        }
        if let Some((_, place)) = round.first() {
            report.add(InputDependencyCycle { place: *place, round });
        }
    }
}

pub(crate) fn unknown(check: &FlowCheck<'_>, name: &str, place: Place) -> UnknownInput {
    let declared: Vec<String> = check.flow.inputs.iter().map(|input| input.name.to_string()).collect();
    let nearest = words::nearest(name, declared.iter().map(String::as_str)).map(str::to_owned);
    UnknownInput { name: name.to_owned(), place, nearest, declared, guarded: false }
}

/// What a trigger passes, and what it leaves out.
fn triggered(check: &FlowCheck<'_>, trigger: &Arc<Object>, report: &mut Report) {
    let given: Vec<(&str, &Node, Span)> = match trigger.get("inputs").map(|node| &node.content) {
        Some(Content::Map(entries)) => entries.iter().map(|it| (&*it.key.text, &it.value, it.key.span)).collect(),
        Some(Content::Scalar(_)) => return,
        _ => Vec::new(),
    };
    for (name, value, span) in &given {
        match check.flow.input(name) {
            Some(input) => {
                offered(check, &input.object, value, report);
                passed(check, input, value, report);
            }
            None if check.flow.inputs.iter().any(|input| input.name.starts_with(&format!("{name}."))) => {}
            None if !check.is_read("inputs") => {}
            None => report.add(unknown(check, name, check.base.place(*span))),
        }
    }
    if !starts_without_inputs(trigger) {
        return;
    }
    let is_given = |input: &Input| {
        given.iter().any(|(name, value, _)| {
            **name == *input.name && !matches!(value.content, Content::Missing)
                || input.name.starts_with(&format!("{name}."))
        })
    };
    let left_out: Vec<(String, Place)> = check
        .flow
        .inputs
        .iter()
        .filter(|input| input.demand == Demand::Required && !is_given(input) && !only_a_fallback(check, input))
        .filter(|input| !input.name.is_empty())
        .map(|input| (input.name.to_string(), check.base.place(input.object.grip())))
        .collect();
    if let (false, Some(id)) = (left_out.is_empty(), trigger.id()) {
        report.add(TriggerRequiredInputUnset {
            trigger: id.text.to_string(),
            place: check.base.place(id.content()),
            inputs: left_out,
            severity: if is_true(trigger, "disabled") { Severity::Hint } else { check.base.severity_of_refusal() },
        });
    }
}

/// A value that is written out for an input, and is none of its type.
fn passed(check: &FlowCheck<'_>, input: &Input, value: &Node, report: &mut Report) {
    let Some(type_name) = input.object.scalar("type") else { return };
    let Some(scalar) = value.as_scalar().filter(|it| !is_template(&it.text)) else { return };
    if let Some((expected, instead)) = mistyped(&type_name.text, scalar) {
        let (value, input_type) = (scalar.text.to_string(), type_name.text.to_string());
        report.add(InputDefaultTypeMismatch {
            place: check.base.place(scalar.content()),
            mismatch: Mismatch::Value { value, input_type, expected, instead },
            type_place: Some(check.base.place(type_name.content())),
        });
    }
}

/// Whether a trigger starts executions with nothing but what stands under its `inputs`.
///
/// Executions after those of other flows keep what they are given as it is, without asking for the rest; a tool
/// is given its arguments by whoever calls it.
fn starts_without_inputs(trigger: &Object) -> bool {
    let Some(declaration) = trigger.declaration() else { return false };
    match declaration.name {
        "io.kestra.plugin.core.trigger.Schedule"
        | "io.kestra.plugin.core.trigger.ScheduleOnDates"
        | "io.kestra.plugin.core.trigger.Webhook" => true,
        _ => declaration.is(Ability::Polling) || declaration.is(Ability::Realtime),
    }
}

/// Whether an input is only read where something else is missing: `trigger.body.name ?? inputs.name`.
fn only_a_fallback(check: &FlowCheck<'_>, input: &Input) -> bool {
    let keys: Vec<&str> = input.name.split('.').collect();
    let mut read = false;
    for (_, site) in check.flow.sites.iter() {
        for access in site.accesses.iter().filter(|access| access.starts_with("inputs", &keys)) {
            read = true;
            if !access.through.contains(&Through::Fallback) {
                return false;
            }
        }
    }
    read
}
