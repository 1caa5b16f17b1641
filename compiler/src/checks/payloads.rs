//! What texts hold that others read: JSON, JSON Schema, hosts, bodies of requests.

use std::ops::Range;
use std::sync::Arc;

use grammar::yaml::Scalar;
use plan::types::Type;
use report::Report;

use super::FlowCheck;
use super::taint::MODELS;
use crate::access::{Access, Through};
use crate::ast::{Content, Node, Object, is_template};
use crate::diagnostics::double_json_encoding::{DoubleJsonEncoding, Twice};
use crate::diagnostics::embedded_json_invalid::EmbeddedJsonInvalid;
use crate::diagnostics::embedded_json_schema_invalid::{EmbeddedJsonSchemaInvalid, NoSchema};
use crate::diagnostics::http_get_with_body::HttpGetWithBody;
use crate::diagnostics::unescaped_json_interpolation::UnescapedJsonInterpolation;
use crate::diagnostics::url_in_host_property::UrlInHostProperty;
use crate::embedded::json::{self, Kind};
use crate::environment::Scope;
use crate::ir::{Owner, Site};

/// Properties that hold JSON wherever they occur.
const JSON: &[&str] = &["payload", "body", "jsonResponseSchema", "jsonSchema"];

/// What messages on JSON say of mistakes that repeat.
const HABITS: &[&str] = &["in double quotes", "after the end of the value"];

pub(crate) fn check(check: &FlowCheck<'_>, report: &mut Report) {
    for task in &check.flow.tasks {
        object(check, &task.object, Owner::Task(task.id), report);
    }
    for (index, trigger) in (0..).zip(&check.flow.triggers) {
        object(check, &trigger.object, Owner::Trigger(index), report);
    }
}

fn object(check: &FlowCheck<'_>, object: &Arc<Object>, owner: Owner, report: &mut Report) {
    for property in &object.properties {
        let name = property.name();
        if let Some(scalar) = property.value.as_scalar() {
            let other_content = object.text("contentType").is_some_and(|it| !it.to_ascii_lowercase().contains("json"));
            if JSON.contains(&name) && !(name == "body" && other_content) {
                json_text(check, name, scalar, owner, report);
            }
            if name == "host" || name == "hostname" {
                let port = ["port", "ports"].iter().any(|key| has_property(object, key, check));
                host(check, name, scalar, port, report);
            }
            if name == "url" && object.declaration().is_some_and(|it| it.name.starts_with("io.kestra.plugin.jdbc.")) {
                database(check, scalar, report);
            }
        }
        nested(check, &property.value, owner, report);
    }
    request(check, object, report);
}

fn nested(check: &FlowCheck<'_>, node: &Node, owner: Owner, report: &mut Report) {
    match &node.content {
        Content::Object(inner) if !inner.is_kind(catalog::Kind::Task) => object(check, inner, owner, report),
        Content::List(items) => items.iter().for_each(|item| nested(check, item, owner, report)),
        Content::Missing | Content::Scalar(_) | Content::Map(_) | Content::Object(_) => {}
    }
}

fn json_text(check: &FlowCheck<'_>, name: &str, scalar: &Arc<Scalar>, owner: Owner, report: &mut Report) {
    let text = &*scalar.text;
    let start = text.trim_start();
    let begins =
        start.starts_with('{') && !start.starts_with("{{") && !start.starts_with("{%") || start.starts_with('[');
    // What tags print or leave out cannot be told.
    if !begins || text.contains("{%") {
        return;
    }
    let holes = holes(text);
    let read = json::parse(text, &holes);
    let mut told: Vec<&str> = Vec::new();
    for problem in &read.problems {
        // What is done throughout a text is one mistake, and behind its end everything is wrong.
        if let Some(habit) = HABITS.iter().find(|habit| problem.message.contains(**habit)) {
            if told.contains(habit) {
                continue;
            }
            told.push(habit);
        }
        let at = problem.place.clone();
        let place = if at.is_empty() && at.start > 0 {
            // Something is missing behind a character: the character shows where.
            let before = text[..at.start].char_indices().next_back().map_or(0, |(before, _)| before);
            scalar.span_of(before..at.start)
        } else {
            scalar.span_of(at)
        };
        let repair = problem.repair.as_ref().map(|(range, text)| {
            let span = scalar.span_of(range.clone());
            (check.base.place(span), text.clone())
        });
        report.add(EmbeddedJsonInvalid { place: check.base.place(place), problem: problem.message.clone(), repair });
    }
    if name == "jsonResponseSchema" || name == "jsonSchema" {
        schema(check, scalar, &read.value, report);
    } else if read.problems.is_empty()
        && let Some(site) = check.flow.sites.of(scalar, owner)
    {
        interpolations(check, site, &read.value, &holes, report);
    }
}

/// The bytes of the expressions in a text.
fn holes(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut holes = Vec::new();
    let mut at = 0;
    while let Some(start) = text.get(at..).and_then(|rest| rest.find("{{")).map(|found| at + found) {
        let mut end = start + 2;
        let mut quote = None;
        while end < bytes.len() {
            match (bytes[end], quote) {
                (byte, Some(open)) if byte == open => quote = None,
                (byte @ (b'\'' | b'"'), None) => quote = Some(byte),
                (b'}', None) if bytes.get(end + 1) == Some(&b'}') => break,
                _ => {}
            }
            end += 1;
        }
        let end = (end + 2).min(bytes.len());
        holes.push(start..end);
        at = end;
    }
    holes
}

const TYPES: &[&str] = &["array", "boolean", "integer", "null", "number", "object", "string"];

fn schema(check: &FlowCheck<'_>, scalar: &Scalar, node: &json::Node, report: &mut Report) {
    let wrong = |node: &json::Node, problem| EmbeddedJsonSchemaInvalid {
        place: check.base.place(scalar.span_of(node.place.clone())),
        problem,
    };
    match &node.kind {
        Kind::Map(entries) => {
            for (key, value) in entries {
                match key.as_text() {
                    Some("properties" | "patternProperties" | "$defs" | "definitions") => {
                        if let Kind::Map(properties) = &value.kind {
                            properties.iter().for_each(|(_, property)| schema(check, scalar, property, report));
                        }
                    }
                    Some("items" | "additionalProperties" | "not") if !matches!(value.kind, Kind::List(_)) => {
                        schema(check, scalar, value, report);
                    }
                    Some("anyOf" | "allOf" | "oneOf") => {
                        if let Kind::List(items) = &value.kind {
                            items.iter().for_each(|item| schema(check, scalar, item, report));
                        }
                    }
                    Some("type") => {
                        if let Some(name) = value.as_text()
                            && !TYPES.contains(&name)
                        {
                            report.add(wrong(value, NoSchema::Type(name.to_owned())));
                        }
                    }
                    _ => {}
                }
            }
        }
        Kind::Text { text, .. } => {
            let problem = if TYPES.contains(&text.as_str()) { NoSchema::Text(text.clone()) } else { NoSchema::Value };
            report.add(wrong(node, problem));
        }
        Kind::Number(_) | Kind::List(_) | Kind::Null => report.add(wrong(node, NoSchema::Value)),
        Kind::Bool(_) | Kind::Hole(_) | Kind::Missing => {}
    }
}

/// Free text between the quotes of JSON texts.
fn interpolations(check: &FlowCheck<'_>, site: &Site, node: &json::Node, holes: &[Range<usize>], report: &mut Report) {
    match &node.kind {
        Kind::Map(entries) => {
            for (key, value) in entries {
                interpolations(check, site, key, holes, report);
                interpolations(check, site, value, holes, report);
            }
        }
        Kind::List(items) => items.iter().for_each(|item| interpolations(check, site, item, holes, report)),
        Kind::Text { holes: inside, .. } => {
            for hole in inside.iter().filter_map(|hole| holes.get(*hole)) {
                if quoted_twice(check, site, (node, hole), report) {
                    continue;
                }
                let within = |access: &&Access| hole.contains(&(access.at.start as usize));
                let free = site.accesses.iter().filter(within).find(|access| is_free_text(check, site, access));
                if let Some(access) = free {
                    report.add(UnescapedJsonInterpolation {
                        place: check.base.place(site.scalar.span_of(hole.clone())),
                        path: access.path(),
                    });
                }
            }
        }
        Kind::Null | Kind::Bool(_) | Kind::Number(_) | Kind::Hole(_) | Kind::Missing => {}
    }
}

/// Tells of JSON between the quotes of a JSON text; whether it did.
fn quoted_twice(
    check: &FlowCheck<'_>,
    site: &Site,
    (node, hole): (&json::Node, &Range<usize>),
    report: &mut Report,
) -> bool {
    let written = |access: &&Access| {
        let Some(Through::Filter(name @ ("toJson" | "json"))) = access.through.last() else { return false };
        let scope = Scope { flow: check.flow, owner: site.owner, property: &site.property };
        let direct = access.through.len() == 1;
        // Numbers and truths need no quotes of their own.
        let plain = direct && matches!(scope.type_of(access), Type::Int | Type::Float | Type::Bool);
        hole.contains(&(access.at.start as usize)) && !plain && site.scalar.text[hole.clone()].contains(*name)
    };
    let Some(access) = site.accesses.iter().find(written) else { return false };
    let Some(Through::Filter(writer)) = access.through.last() else { return false };
    let whole = node.place.start + 1 == hole.start && node.place.end == hole.end + 1;
    report.add(DoubleJsonEncoding {
        place: check.base.place(site.scalar.span_of(hole.clone())),
        path: access.path(),
        twice: Twice::Quoted {
            writer,
            bare: whole.then(|| {
                let bare = site.scalar.text[hole.clone()].to_owned();
                (check.base.place(site.scalar.span_of(node.place.clone())), bare)
            }),
        },
    });
    true
}

/// Filters whose results hold neither quotes nor line breaks, or hold them escaped.
const HARMLESS: &[&str] = &[
    "toJson",
    "json",
    "escapeChar",
    "urlencode",
    "slugify",
    "number",
    "length",
    "date",
    "timestamp",
    "base64encode",
    "md5",
    "sha1",
    "sha256",
    "sha512",
    "first_letter",
    "keys",
];

/// Keys under which services answer with prose.
const PROSE: &[&str] = &[
    "content",
    "text",
    "textOutput",
    "message",
    "summary",
    "response",
    "body",
    "predictions",
    "choices",
    "description",
    "title",
    "reason",
    "reasoning",
    "rationale",
    "explanation",
    "notes",
    "comment",
    "subject",
    "answer",
    "question",
    "name",
    "outputText",
    "completion",
];

/// Whether what is read is text that anybody can have written.
fn is_free_text(check: &FlowCheck<'_>, site: &Site, access: &Access) -> bool {
    let harmless = access.through.iter().any(|it| match it {
        Through::Filter(name) => HARMLESS.contains(name),
        Through::Condition | Through::Key | Through::Test(_) | Through::Loop => true,
        Through::Argument(_) | Through::Operand | Through::Fallback | Through::Branch => false,
    });
    if harmless {
        return false;
    }
    let scope = Scope { flow: check.flow, owner: site.owner, property: &site.property };
    let ty = scope.type_of(access);
    let prose = access.keys.last().and_then(|key| key.name.as_deref()).is_some_and(|name| PROSE.contains(&name))
        && access.key(0).and_then(|name| check.flow.named(name)).is_some_and(answers);
    let jq = access.through.contains(&Through::Filter("jq")) && takes_prose(site, access);
    match (&*access.root.text, ty) {
        ("inputs", ty) => ty == Type::Text && input_is_prose(check, access),
        ("outputs", Type::Text | Type::Unknown) => prose || jq,
        ("outputs", Type::List(_) | Type::Map(_) | Type::Record(_)) => jq,
        ("taskrun" | "parent" | "parents" | "item", _) => jq,
        ("trigger", Type::Text | Type::Unknown) => access.key(0).is_some_and(|key| **key == *"body"),
        _ => false,
    }
}

/// Whether what `jq` takes out of a value is named like prose.
fn takes_prose(site: &Site, access: &Access) -> bool {
    let rest = site.scalar.text.get(access.at.end as usize..).unwrap_or_default();
    let Some(program) = rest.find("jq(").map(|at| &rest[at + 3..]) else { return false };
    let Some(quote) = program.chars().next().filter(|it| matches!(it, '\'' | '"')) else { return false };
    let program = program[1..].split(quote).next().unwrap_or_default();
    let last = program.rsplit(['.', '|', '[', ' ', '(']).next().unwrap_or_default();
    let name = last.trim_end_matches([']', '?', ')', '"']);
    PROSE.contains(&name)
}

/// Whether a task gives out what others say: services, models, mailboxes.
fn answers(task: &crate::ir::Task) -> bool {
    const SOURCES: &[&str] = &[".http.", ".mail.", ".email.", "slack", "discord", "rss", "notion", "jira"];
    task.object.type_name().is_some_and(|name| SOURCES.iter().chain(MODELS).any(|source| name.text.contains(source)))
}

/// Whether an input asks for words rather than for the name of a thing.
fn input_is_prose(check: &FlowCheck<'_>, access: &Access) -> bool {
    let read = |input: &&crate::ir::Input| {
        let keys: Vec<&str> = input.name.split('.').collect();
        access.starts_with("inputs", &keys)
    };
    let Some(input) = check.flow.inputs.iter().find(read) else { return false };
    let is_text = input.object.text("type").is_some_and(|it| **it == *"STRING");
    let names = [
        "id",
        "url",
        "uri",
        "key",
        "tag",
        "host",
        "node",
        "file",
        "object",
        "path",
        "namespace",
        "region",
        "bucket",
        "branch",
        "version",
        "table",
        "channel",
    ];
    let last = input.name.rsplit(['.', '_', '-']).next().unwrap_or_default().to_ascii_lowercase();
    let named = names.contains(&last.as_str()) || last == "name" && !input.name.contains('.');
    is_text && !named && input.object.get("validator").is_none()
}

fn has_property(object: &Object, name: &str, check: &FlowCheck<'_>) -> bool {
    object.declaration().is_some_and(|it| it.property(name, check.flow.version).is_some())
}

fn host(check: &FlowCheck<'_>, name: &str, scalar: &Scalar, has_port: bool, report: &mut Report) {
    let text = scalar.text.trim();
    if is_template(text) {
        return;
    }
    if let Some(at) = text.find("://") {
        let rest = &text[at + 3..];
        let host = rest.split(['/', ':']).next().unwrap_or(rest);
        report.add(UrlInHostProperty {
            property: name.to_owned(),
            place: check.base.place(scalar.content()),
            surplus: text[..at + 3].to_owned(),
            host: host.to_owned(),
        });
        return;
    }
    // A port beside the name, where there is a property for it.
    if let Some((host, port)) = text.split_once(':').filter(|_| has_port)
        && !host.is_empty()
        && !port.is_empty()
        && port.bytes().all(|byte| byte.is_ascii_digit())
    {
        report.add(UrlInHostProperty {
            property: name.to_owned(),
            place: check.base.place(scalar.content()),
            surplus: format!(":{port}"),
            host: host.to_owned(),
        });
    }
}

/// The address of a database as its own programs take it, without what says that it is for a driver.
fn database(check: &FlowCheck<'_>, scalar: &Scalar, report: &mut Report) {
    let text = scalar.text.trim();
    let scheme = text.split("://").next().unwrap_or_default();
    if text.len() > scheme.len() && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        report.add(UrlInHostProperty {
            property: "url".to_owned(),
            place: check.base.place(scalar.content()),
            surplus: String::new(),
            host: format!("jdbc:{text}"),
        });
    }
}

/// The address of a request without its scheme.
fn scheme(check: &FlowCheck<'_>, object: &Object, report: &mut Report) {
    let Some(uri) = object.scalar("uri") else { return };
    let text = uri.text.trim();
    let host = text.split(['/', '?', ':']).next().unwrap_or_default();
    let named =
        host.contains('.') && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-'));
    if named && !text.contains("://") && !is_template(host) {
        report.add(UrlInHostProperty {
            property: "uri".to_owned(),
            place: check.base.place(uri.content()),
            surplus: String::new(),
            host: format!("https://{text}"),
        });
    }
}

fn request(check: &FlowCheck<'_>, object: &Object, report: &mut Report) {
    let requests = ["Request", "Download", "Trigger", "SseRequest"];
    let is_request = object.declaration().is_some_and(|it| {
        it.name.strip_prefix("io.kestra.plugin.core.http.").is_some_and(|short| requests.contains(&short))
    });
    if !is_request {
        return;
    }
    scheme(check, object, report);
    let Some(body) = ["body", "formData"].iter().find_map(|key| object.property(key)) else { return };
    let method = object.scalar("method");
    let name = method.map_or("GET", |it| &*it.text);
    if matches!(name, "GET" | "HEAD") {
        report.add(HttpGetWithBody {
            place: check.base.place(body.key.span),
            method: name.to_owned(),
            method_place: method.map(|it| check.base.place(it.content())),
        });
    }
}
