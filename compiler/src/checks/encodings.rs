//! Texts that hold other languages on their way through filters and functions: JSON that is no JSON, rows read as
//! JSON, data that is rendered.

use catalog::Form;
use plan::Value;
use plan::template::{At, Expression, Node};
use plan::types::{Kind, Type};
use report::Report;

use super::FlowCheck;
use crate::access::{Access, Through};
use crate::diagnostics::double_json_encoding::{DoubleJsonEncoding, Twice};
use crate::diagnostics::ion_read_as_json::IonReadAsJson;
use crate::diagnostics::jq_list_as_scalar::{JqListAsScalar, Needed};
use crate::diagnostics::jq_on_non_json_string::JqOnNonJsonString;
use crate::diagnostics::render_of_output::RenderOfOutput;
use crate::environment::Scope;
use crate::ir::{Owner, Site, Task};

pub(crate) fn check(check: &FlowCheck<'_>, report: &mut Report) {
    for (_, site) in check.flow.sites.iter() {
        for access in &site.accesses {
            json(check, site, access, report);
            ion(check, site, access, report);
            rendered(check, site, access, report);
        }
        list_item(check, site, report);
        in_address(check, site, report);
        in_loop(check, site, report);
    }
}

/// Keys under which tasks give text that holds JSON or prose.
const TEXTS: &[&str] = &[
    "body",
    "content",
    "text",
    "textOutput",
    "outputText",
    "completion",
    "stdout",
    "response",
    "aiResponse",
    "summary",
];

/// Keys that name things in one word, which is never JSON.
const NAMES: &[&str] = &["key", "name", "fileName", "path", "bucket", "id", "url", "uri", "etag", "contentType"];

fn json(check: &FlowCheck<'_>, site: &Site, access: &Access, report: &mut Report) {
    let place = || check.base.place(site.span(access.at));
    match access.through.as_slice() {
        [Through::Filter(writer @ ("toJson" | "json")), reader, ..] => {
            let reader = match reader {
                Through::Filter("jq") => "jq",
                Through::Argument(name @ ("fromJson" | "json")) => *name,
                _ => return,
            };
            if !is_text(check, site, access) {
                return;
            }
            // `a | toJson | …`: the bar and the name go.
            let text = &*site.scalar.text;
            let end = access.at.end as usize;
            let rest = text.get(end..).unwrap_or_default();
            let bar = rest.trim_start().strip_prefix('|').map(str::trim_start).and_then(|it| it.strip_prefix(writer));
            let surplus = bar.map(|behind| At::new(end, text.len() - behind.len()));
            report.add(DoubleJsonEncoding {
                place: surplus.map_or_else(place, |at| check.base.place(site.span(at))),
                path: access.path(),
                twice: Twice::Read { writer, reader, surplus: surplus.map(|at| check.base.place(site.span(at))) },
            });
        }
        [Through::Argument("read"), Through::Filter(writer @ ("toJson" | "json")), reader, ..] => {
            let reader = match reader {
                Through::Filter("jq") => "jq",
                Through::Argument(name @ ("fromJson" | "json")) => *name,
                _ => return,
            };
            // `read(a) | toJson | …`: what is read is text.
            let text = &*site.scalar.text;
            let rest = text.get(access.at.end as usize..).unwrap_or_default();
            let Some(close) = rest.find(')').map(|at| access.at.end as usize + at + 1) else { return };
            let rest = text[close..].trim_start();
            let bar = rest.strip_prefix('|').map(str::trim_start).and_then(|it| it.strip_prefix(writer));
            let surplus = bar.map(|behind| At::new(close, text.len() - behind.len()));
            report.add(DoubleJsonEncoding {
                place: surplus.map_or_else(place, |at| check.base.place(site.span(at))),
                path: format!("read({})", access.path()),
                twice: Twice::Read { writer, reader, surplus: surplus.map(|at| check.base.place(site.span(at))) },
            });
        }
        [Through::Filter("jq"), ..] => {
            let ty = type_of(check, site, access);
            let last = access.keys.last().and_then(|key| key.name.as_deref());
            let found = match &ty {
                Type::FileUri => "the address of a file",
                Type::Enumeration(values) if values.iter().all(|value| plan::json::read(value).is_err()) => "a word",
                Type::Text if last.is_some_and(|key| NAMES.contains(&key)) && &*access.root.text != "inputs" => {
                    "plain text"
                }
                Type::Text | Type::Unknown if asks_of_text(site, access) => "text that the program takes for one",
                _ => return,
            };
            report.add(JqOnNonJsonString {
                path: access.path(),
                place: place(),
                found: found.to_owned(),
                file: ty == Type::FileUri,
            });
        }
        _ => {}
    }
}

/// Whether a program of `jq` begins by asking something that only a text can answer: what it is given would have to be
/// JSON that holds a text.
fn asks_of_text(site: &Site, access: &Access) -> bool {
    const OF_TEXT: &[&str] =
        &["endswith(", "startswith(", "ltrimstr(", "rtrimstr(", "ascii_downcase", "ascii_upcase", "test(", "split("];
    let rest = site.scalar.text.get(access.at.end as usize..).unwrap_or_default();
    let behind = rest.trim_start().strip_prefix('|').map(str::trim_start).and_then(|it| it.strip_prefix("jq("));
    behind.is_some_and(|program| {
        let program = program.trim_start_matches(['\'', '"', ' ']);
        OF_TEXT.iter().any(|function| program.starts_with(function))
    })
}

/// Whether what is read is text for certain, or by its name.
fn is_text(check: &FlowCheck<'_>, site: &Site, access: &Access) -> bool {
    if access.keys.last().is_some_and(|key| key.name.is_none()) {
        return false;
    }
    match type_of(check, site, access) {
        Type::Text | Type::Enumeration(_) | Type::FileUri => true,
        Type::Unknown => {
            let named = access.keys.last().and_then(|key| key.name.as_deref());
            &*access.root.text == "outputs" && named.is_some_and(|name| TEXTS.contains(&name))
        }
        _ => false,
    }
}

fn type_of(check: &FlowCheck<'_>, site: &Site, access: &Access) -> Type {
    Scope { flow: check.flow, owner: site.owner, property: &site.property }.type_of(access)
}

/// `fromJson(read(…))` of a file of rows.
fn ion(check: &FlowCheck<'_>, site: &Site, access: &Access, report: &mut Report) {
    let reads = matches!(
        access.through.as_slice(),
        [Through::Argument("read"), Through::Argument("fromJson" | "json") | Through::Filter("jq"), ..]
    );
    let outputs = &*access.root.text == "outputs";
    let Some(task) = access.key(0).filter(|_| reads && outputs).and_then(|name| check.flow.named(name)) else { return };
    if access.keys.last().is_none_or(|key| key.name.as_deref() != Some("uri")) {
        return;
    }
    let Some(reason) = writes_ion(task) else { return };
    report.add(IonReadAsJson {
        path: access.path(),
        place: check.base.place(site.span(access.at)),
        task: task.name.to_string(),
        reason_place: check.base.place(reason),
    });
}

/// What makes the `uri` of a task an Ion file.
fn writes_ion(task: &Task) -> Option<report::Span> {
    let declaration = task.object.declaration()?;
    if declaration.short_name().ends_with("ToIon") {
        return Some(task.object.grip());
    }
    let store = task.object.scalar("fetchType").filter(|it| &*it.text == "STORE");
    let old = task.object.scalar("store").filter(|it| &*it.text == "true");
    store.or(old).map(|scalar| scalar.content())
}

/// `render()` of what comes from outside.
fn rendered(check: &FlowCheck<'_>, site: &Site, access: &Access, report: &mut Report) {
    // What stands beside it in a fallback or a text is rendered with it.
    let within = |it: &&Through| !matches!(it, Through::Operand | Through::Fallback | Through::Branch);
    let Some(Through::Argument("render" | "renderOnce")) = access.through.iter().find(within) else { return };
    let foreign = match &*access.root.text {
        // Also what a task of one's own gives out was rendered before: what is in it now comes from elsewhere.
        "outputs" => true,
        "trigger" => access.key(0).is_some_and(|key| matches!(&**key, "body" | "parameters" | "headers")),
        _ => false,
    };
    if !foreign {
        return;
    }
    let text = &*site.scalar.text;
    let before = text.get(..access.at.start as usize).unwrap_or_default().trim_end();
    let behind = text.get(access.at.end as usize..).unwrap_or_default();
    let whole = before.strip_suffix("render(").zip(behind.trim_start().strip_prefix(')'));
    report.add(RenderOfOutput {
        path: access.path(),
        place: check.base.place(site.span(access.at)),
        call: whole
            .map(|(before, behind)| check.base.place(site.span(At::new(before.len(), text.len() - behind.len())))),
    });
}

/// A loop over what a path of `jq` finds, which is one result in a list.
fn in_loop(check: &FlowCheck<'_>, site: &Site, report: &mut Report) {
    let Owner::Task(task) = site.owner else { return };
    let is_over = match check.flow.task(task).object.form() {
        Some(Form::Each { over, .. }) => **over == *site.property,
        _ => false,
    };
    let Some(Expression::Call(call)) = site.template.whole_expression().filter(|_| is_over) else { return };
    let Some(Some(Expression::Constant(Value::Text(program)))) = call.arguments.first() else { return };
    let is_path = program.trim().strip_prefix('.').is_some_and(|path| {
        path.starts_with(|it: char| it.is_alphabetic() || it == '_')
            && path.chars().all(|it| it.is_alphanumeric() || matches!(it, '_' | '.'))
    });
    if call.callee.name == "jq" && is_path {
        let end = call.at.end;
        let insert = Some(check.base.place(site.span(At { start: end, end })));
        let place = check.base.place(site.span(call.at));
        report.add(JqListAsScalar { place, insert, needed: Needed::Elements });
    }
}

/// A list that `jq` gives, as a part of an address.
fn in_address(check: &FlowCheck<'_>, site: &Site, report: &mut Report) {
    if !matches!(site.owner, Owner::Task(_) | Owner::Trigger(_)) || !matches!(&*site.property, "uri" | "url") {
        return;
    }
    for node in &site.template.body {
        if let Node::Print(Expression::Call(call)) = node
            && call.callee.name == "jq"
        {
            let end = call.at.end;
            let insert = check.base.place(site.span(At { start: end, end }));
            report.add(JqListAsScalar {
                place: check.base.place(site.span(call.at)),
                insert: Some(insert),
                needed: Needed::Value,
            });
        }
    }
}

/// A list that `jq` gives, as one item of a list of texts.
fn list_item(check: &FlowCheck<'_>, site: &Site, report: &mut Report) {
    let (Owner::Task(task), Some(Expression::Call(call))) = (site.owner, site.template.whole_expression()) else {
        return;
    };
    if call.callee.name != "jq" {
        return;
    }
    let object = &check.flow.task(task).object;
    let texts = object.property(&site.property).and_then(|property| property.field).is_some_and(|field| {
        let item = match &field.ty {
            catalog::FieldType::List(item) => item,
            catalog::FieldType::AnyOf(types) => {
                match types.iter().find_map(|it| match it {
                    catalog::FieldType::List(item) => Some(item),
                    _ => None,
                }) {
                    Some(item) => item,
                    None => return false,
                }
            }
            _ => return false,
        };
        matches!(item, catalog::FieldType::String | catalog::FieldType::Uri)
    });
    let is_item = object.items(&site.property).len() > 1
        || matches!(object.get(&site.property).map(|node| &node.content), Some(crate::ast::Content::List(_)));
    let direct = object
        .items(&site.property)
        .iter()
        .any(|it| it.as_scalar().is_some_and(|scalar| scalar.content().start == site.scalar.content().start));
    if is_item && direct && (texts || site.property.to_string().ends_with('s')) && site.ty.kinds().contains(&Kind::List)
    {
        report.add(JqListAsScalar {
            place: check.base.place(site.scalar.content()),
            insert: None,
            needed: Needed::Value,
        });
    }
}
