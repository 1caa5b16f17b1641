//! What filters and functions are given: patterns of dates, JSON that is no JSON, files and secrets that are not there.

use plan::template::{At, Call, Expression};
use plan::types::{Kind, Type};
use plan::{Value, function::Form};
use report::Report;

use super::{AppCheck, Base, FlowCheck};
use crate::access::{Access, Through};
use crate::diagnostics::call_in_string_literal::CallInStringLiteral;
use crate::diagnostics::date_format_suspicious::{DateFormatSuspicious, Oddity};
use crate::diagnostics::double_json_encoding::{DoubleJsonEncoding, Twice};
use crate::diagnostics::ion_read_as_json::IonReadAsJson;
use crate::diagnostics::jq_list_as_scalar::JqListAsScalar;
use crate::diagnostics::jq_on_non_json_string::JqOnNonJsonString;
use crate::diagnostics::render_of_output::RenderOfOutput;
use crate::diagnostics::unknown_kv_key::UnknownKvKey;
use crate::diagnostics::unknown_namespace_file::UnknownNamespaceFile;
use crate::diagnostics::unknown_secret::UnknownSecret;
use crate::environment::Scope;
use crate::expression::visit;
use crate::ir::{Owner, Site, Task};
use crate::words;

pub(crate) fn check(check: &FlowCheck<'_>, report: &mut Report) {
    for (_, site) in check.flow.sites.iter() {
        texts(check.base, site, report);
        visit::calls(&site.template, &mut |call| {
            pattern(check.base, site, call, report);
            named(check, site, call, report);
        });
        for access in &site.accesses {
            json(check, site, access, report);
            ion(check, site, access, report);
            rendered(check, site, access, report);
        }
        list_item(check, site, report);
    }
}

pub(crate) fn check_app(check: &AppCheck<'_>, report: &mut Report) {
    for (_, site) in check.app.sites.iter() {
        texts(check.base, site, report);
        visit::calls(&site.template, &mut |call| pattern(check.base, site, call, report));
    }
}

/// A pattern that is none.
pub(super) fn bad_pattern(base: Base<'_>, site: &Site, at: At, message: &str, report: &mut Report) {
    let text = site.scalar.text.get(at.range()).unwrap_or_default();
    let instead = text.contains('%').then(|| from_strftime(text)).flatten();
    let oddity = Oddity::Illegal(message.to_owned());
    report.add(DateFormatSuspicious { place: base.place(site.span(at)), oddity, instead });
}

/// The parameters of the filters and functions of dates that are patterns.
const PATTERNS: &[&str] = &["format", "existingFormat"];

fn pattern(base: Base<'_>, site: &Site, call: &Call, report: &mut Report) {
    if call.callee.name == "numberFormat" || call.callee.form == Form::Test {
        return;
    }
    for (index, parameter) in call.callee.parameters.iter().enumerate() {
        let Some(Some(Expression::Constant(Value::Text(pattern)))) = call.arguments.get(index) else { continue };
        if !PATTERNS.contains(&parameter.name) || (parameter.check)(&Value::Text(pattern.clone())).is_err() {
            continue;
        }
        let Some((meaning, instead)) = oddity(pattern) else { continue };
        let at = call.argument_places.get(index).copied().unwrap_or(call.name_at);
        report.add(DateFormatSuspicious {
            place: base.place(site.span(at)),
            oddity: Oddity::Meaning(meaning),
            instead: instead.map(|it| format!("'{it}'")),
        });
    }
}

/// The letters of a pattern that mean something else than they seem to, and what was probably meant.
fn oddity(pattern: &str) -> Option<(&'static str, Option<String>)> {
    let letters = unquoted(pattern);
    // Names of formats have no meaning letter by letter.
    if pattern.contains('_') && letters.chars().all(|it| it.is_ascii_lowercase() || it == '_') || letters.is_empty() {
        return None;
    }
    let has = |word: &str| letters.contains(word);
    let plain = !pattern.contains('\'');
    let replaced = |from: &str, to: &str| plain.then(|| pattern.replace(from, to));
    if has("YYYY") && !has("w") && !has("W") {
        let instead = plain.then(|| pattern.replace("YYYY", "yyyy").replace("DD", "dd"));
        return Some(("`YYYY` is the year of the week, which differs from the year around New Year", instead));
    }
    if has("DD") && (has("M") || has("mm")) && !has("d") {
        return Some(("`DD` is the day of the year", replaced("DD", "dd")));
    }
    let hours = has("H") || has("h") || has("k") || has("K");
    if has("mm") && !hours && !has("M") && (has("y") || has("d")) {
        return Some(("`mm` is minutes", replaced("mm", "MM")));
    }
    if (has("HH:MM") || has("hh:MM")) && !has("mm") {
        let instead = plain.then(|| pattern.replace("HH:MM", "HH:mm").replace("hh:MM", "hh:mm"));
        return Some(("`MM` is months", instead));
    }
    if has("h") && !has("a") && !has("B") && !has("H") {
        return Some(("`h` counts hours to 12 and nothing says which half of the day", replaced("h", "H")));
    }
    None
}

/// A pattern without what stands in quotes.
fn unquoted(pattern: &str) -> String {
    pattern.split('\'').step_by(2).collect()
}

/// A pattern of `strftime` in Java's letters, with quotes around it.
fn from_strftime(text: &str) -> Option<String> {
    let mut out = String::new();
    let mut letters = text.trim_matches(['\'', '"']).chars();
    while let Some(letter) = letters.next() {
        if letter != '%' {
            out.push(letter);
            continue;
        }
        out.push_str(match letters.next()? {
            'Y' => "yyyy",
            'y' => "yy",
            'm' => "MM",
            'd' => "dd",
            'H' => "HH",
            'M' => "mm",
            'S' => "ss",
            'B' => "MMMM",
            'b' => "MMM",
            'A' => "EEEE",
            'a' => "EEE",
            'F' => "yyyy-MM-dd",
            'T' => "HH:mm:ss",
            _ => return None,
        });
    }
    Some(format!("'{out}'"))
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

/// Files of the namespace and secrets that are named in full.
fn named(check: &FlowCheck<'_>, site: &Site, call: &Call, report: &mut Report) {
    let Some(Some(Expression::Constant(Value::Text(name)))) = call.arguments.first() else { return };
    let settings = check.base.settings;
    let at = call.argument_places.first().copied().unwrap_or(call.name_at);
    let place = check.base.place(site.span(at));
    match call.callee.name {
        "secret" => {
            let elsewhere = call.arguments.get(1).is_some_and(Option::is_some);
            let Some(known) = settings.secrets.as_ref().filter(|_| !elsewhere) else { return };
            if known.iter().any(|known| known.eq_ignore_ascii_case(name)) {
                return;
            }
            let nearest = words::nearest(name, known.iter().map(String::as_str)).map(str::to_owned);
            report.add(UnknownSecret { name: name.to_string(), place, nearest });
        }
        "kv" => {
            let elsewhere = call.arguments.get(1).is_some_and(Option::is_some);
            let Some(known) = settings.keys.as_ref().filter(|_| !elsewhere) else { return };
            // A key that the flow writes itself need not be there before.
            let is_set = check.flow.tasks.iter().any(|task| task.object.is("io.kestra.plugin.core.kv.Set"));
            if is_set || known.iter().any(|known| **known == **name) {
                return;
            }
            let nearest = words::nearest(name, known.iter().map(String::as_str)).map(str::to_owned);
            report.add(UnknownKvKey { name: name.to_string(), place, nearest });
        }
        "read" | "fileSize" | "fileURI" => {
            let namespace = &*check.flow.name.namespace;
            let elsewhere = call.arguments.get(1).is_some_and(Option::is_some);
            let files = settings.namespace_files.iter().find(|files| files.namespace == namespace);
            let Some(files) = files.filter(|_| !elsewhere && !name.contains("://")) else { return };
            let path = name.trim_start_matches('/');
            if files.paths.iter().any(|known| known == path) {
                return;
            }
            let nearest = words::nearest(path, files.paths.iter().map(String::as_str)).map(str::to_owned);
            let namespace = namespace.to_owned();
            report.add(UnknownNamespaceFile { path: name.to_string(), place, namespace, nearest });
        }
        _ => {}
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
    let [Through::Argument("render" | "renderOnce"), ..] = access.through.as_slice() else { return };
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
        report.add(JqListAsScalar { place: check.base.place(site.scalar.content()), insert: None });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_that_mean_something_else_are_odd() {
        for (pattern, instead) in [
            ("YYYY-MM-DD", Some("yyyy-MM-dd")),
            ("yyyy-MM-DD", Some("yyyy-MM-dd")),
            ("yyyy-mm-dd", Some("yyyy-MM-dd")),
            ("HH:MM", Some("HH:mm")),
            ("hh:mm", Some("HH:mm")),
        ] {
            assert_eq!(oddity(pattern).and_then(|it| it.1).as_deref(), instead, "{pattern}");
        }
        for pattern in ["yyyy-MM-dd'T'HH:mm:ss", "iso_local_date", "YYYY-'W'ww", "hh:mm a", "D", "mm:ss", "full"] {
            assert!(oddity(pattern).is_none(), "{pattern}");
        }
    }

    #[test]
    fn texts_in_expressions_are_seen() {
        let text = "a 'b' {{ 'c' ~ \"d\\\"e\" }} 'f' {{ \"é\" }}";
        let found: Vec<&str> = literals(text).into_iter().map(|it| &text[it]).collect();
        assert_eq!(found, ["c", "d\\\"e", "é"]);
    }
}
