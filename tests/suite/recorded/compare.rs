//! Whether what came of an execution here is what was recorded: documents compared, placeholders understood.

use std::collections::BTreeMap;

use serde_json::Value;

/// Adds to `differences` everything in which ours differs from what was recorded; what was not recorded is not
/// looked at. Paths in `varying` are those that varied when it was recorded.
pub(super) fn compare(path: &str, recorded: &Value, ours: &Value, varying: &[String], differences: &mut Vec<String>) {
    if varying.iter().any(|varying| varying == path) {
        return;
    }
    match (recorded, ours) {
        (Value::Object(recorded), Value::Object(ours)) if is_truth(path) => {
            for (key, recorded) in recorded.iter().filter(|(key, _)| !is_beside(key)) {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                compare(&path, recorded, ours.get(key).unwrap_or(&Value::Null), varying, differences);
            }
        }
        (Value::Array(recorded), Value::Array(ours)) if path.ends_with("taskruns") || path.ends_with("taskRuns") => {
            compare_runs(path, recorded, ours, varying, differences);
        }
        (Value::Array(recorded), Value::Array(ours)) if path.ends_with("logs") || path.ends_with("errorLogs") => {
            if !same_lines(&sorted(recorded), &sorted(ours)) {
                differences.push(format!(
                    "{path}: {} and not {}",
                    Value::Array(sorted(ours)),
                    Value::Array(sorted(recorded))
                ));
            }
        }
        (Value::Array(recorded), Value::Array(ours)) if is_list_of_truths(path) && recorded.len() == ours.len() => {
            compare_list(path, recorded, ours, varying, differences);
        }
        (recorded, ours) if agree(recorded, ours) => {}
        (recorded, ours) => differences.push(format!("{path}: {} and not {}", short(ours), short(recorded))),
    }
}

/// Whether the parts of a document are to be looked at one by one, and only those recorded.
fn is_truth(path: &str) -> bool {
    let last = path.rsplit('.').next().unwrap_or_default();
    let last = last.split('[').next().unwrap_or_default();
    ["", "first", "action", "final", "action2", "final2", "paused", "resumed", "early", "exec", "trigger"]
        .contains(&last)
        || is_list_of_truths(last)
}

fn is_list_of_truths(path: &str) -> bool {
    ["executions", "subExecutions", "triggered", "steps", "iterations", "otherExecutions"]
        .iter()
        .any(|name| path.rsplit('.').next() == Some(name))
}

/// What tells how the recording was made, or names things that are ours.
fn is_beside(key: &str) -> bool {
    ["id", "deprecated", "changes", "javaTypes", "note", "parentId", "originalId", "dependenciesInvalid", "files"]
        .contains(&key)
}

/// Task runs, by what they run: side by side, they begin in any order.
fn compare_runs(path: &str, recorded: &[Value], ours: &[Value], varying: &[String], differences: &mut Vec<String>) {
    let places = |runs: &[Value]| -> BTreeMap<String, usize> {
        let mut places = BTreeMap::new();
        for index in 0..runs.len() {
            let name = place(runs, index);
            let count = (1..).find(|count| !places.contains_key(&format!("{name}#{count}"))).unwrap_or(1);
            places.insert(format!("{name}#{count}"), index);
        }
        places
    };
    let (recorded_places, our_places) = (places(recorded), places(ours));
    for (name, &index) in &recorded_places {
        let Some(&our) = our_places.get(name) else {
            differences.push(format!("{path}: no {name}"));
            continue;
        };
        let run = recorded[index].as_object().into_iter().flatten();
        for (key, value) in run.filter(|(key, _)| !["parent", "task", "value"].contains(&key.as_str())) {
            let at = format!("{path}[{index}].{key}");
            if varying.iter().any(|varying| varying.starts_with(&at)) {
                continue;
            }
            let mine = ours[our].get(key).unwrap_or(&Value::Null);
            if !agree(value, mine) {
                differences.push(format!("{key} of {name}: {} and not {}", short(mine), short(value)));
            }
        }
        if recorded[index].get("outputs").is_none_or(Value::is_null)
            && let Some(more) = ours[our].get("outputs").filter(|outputs| !is_empty(outputs))
        {
            differences.push(format!("outputs of {name}: {} and none", short(more)));
        }
    }
    for name in our_places.keys().filter(|name| !recorded_places.contains_key(*name)) {
        differences.push(format!("{path}: {name} too"));
    }
}

fn is_empty(value: &Value) -> bool {
    value.is_null() || value.as_object().is_some_and(serde_json::Map::is_empty)
}

/// A task with everything around it and the values of loops.
fn place(runs: &[Value], index: usize) -> String {
    let run = &runs[index];
    let task = run["task"].as_str().unwrap_or_default();
    let value = run["value"].as_str().map(|value| format!("[{value}]")).unwrap_or_default();
    match &run["parent"] {
        Value::Number(parent) => {
            let parent = parent.as_u64().and_then(|parent| usize::try_from(parent).ok()).unwrap_or_default();
            format!("{} > {task}{value}", place(runs, parent))
        }
        Value::String(parent) => format!("{parent} > {task}{value}"),
        _ => format!("{task}{value}"),
    }
}

/// Executions beside the main one: side by side, they begin in any order.
fn compare_list(path: &str, recorded: &[Value], ours: &[Value], varying: &[String], differences: &mut Vec<String>) {
    let mut left: Vec<&Value> = ours.iter().collect();
    for (index, recorded) in recorded.iter().enumerate() {
        let compared = left.iter().map(|ours| {
            let mut found = Vec::new();
            compare(&format!("{path}[{index}]"), recorded, ours, varying, &mut found);
            found
        });
        let nearest = compared.enumerate().min_by_key(|(_, found)| found.len());
        if let Some((at, found)) = nearest {
            left.remove(at);
            differences.extend(found);
        }
    }
}

/// Lines of a log in an order of their own, each once: how often the same is said depends on how often an engine
/// looks.
fn sorted(lines: &[Value]) -> Vec<Value> {
    let mut lines = lines.to_vec();
    lines.sort_by_key(|line| {
        let of = |key: &str| line[key].as_str().unwrap_or_default().to_owned();
        (of("task"), of("level"), of("message"), line.as_str().unwrap_or_default().to_owned())
    });
    lines.dedup();
    lines
}

fn same_lines(recorded: &[Value], ours: &[Value]) -> bool {
    // What cannot be evaluated is said in our own words: level and task count.
    let plain = |line: &&Value| !is_about_an_expression(line);
    let (about, rest): (Vec<&Value>, Vec<&Value>) = recorded.iter().partition(|line| !plain(line));
    let mut left: Vec<&Value> = ours.iter().collect();
    rest.into_iter().all(|line| take(&mut left, |ours| agree(line, ours)))
        && about.into_iter().all(|line| take(&mut left, |ours| same_place(line, ours)))
        && left.is_empty()
}

fn take(lines: &mut Vec<&Value>, fits: impl Fn(&Value) -> bool) -> bool {
    match lines.iter().position(|line| fits(line)) {
        Some(at) => {
            lines.remove(at);
            true
        }
        None => false,
    }
}

fn is_about_an_expression(line: &Value) -> bool {
    let text = line["message"].as_str().or(line.as_str()).unwrap_or_default();
    ["Unable to find `", "pebbletemplates", "PebbleException"].iter().any(|part| text.contains(part))
}

fn same_place(recorded: &Value, ours: &Value) -> bool {
    match (recorded.as_str(), ours.as_str()) {
        (Some(recorded), Some(ours)) => recorded.split(']').next() == ours.split(']').next(),
        _ => recorded["task"] == ours["task"] && recorded["level"] == ours["level"],
    }
}

fn short(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(900) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// Whether a value agrees with a recorded one, in which `$name`, `@NAME@` and `…<n chars>` stand for something.
fn agree(recorded: &Value, ours: &Value) -> bool {
    match (recorded, ours) {
        (Value::String(recorded), Value::String(ours)) => fits(recorded, ours) || same_document(recorded, ours),
        (Value::Array(recorded), Value::Array(ours)) if recorded.iter().any(|it| it["item"]["iteration"].is_u64()) => {
            // The outputs of iterations stand in the order in which they ended.
            let ordered = |list: &[Value]| {
                let mut list = list.to_vec();
                list.sort_by_key(|it| it["item"]["iteration"].as_u64());
                list
            };
            let (recorded, ours) = (ordered(recorded), ordered(ours));
            recorded.len() == ours.len() && recorded.iter().zip(&ours).all(|(recorded, ours)| agree(recorded, ours))
        }
        (Value::Array(recorded), Value::Array(ours)) => {
            recorded.len() == ours.len() && recorded.iter().zip(ours).all(|(recorded, ours)| agree(recorded, ours))
        }
        (Value::Object(recorded), Value::Object(ours)) => {
            recorded.len() == ours.len()
                && recorded.iter().all(|(key, value)| ours.get(key).is_some_and(|ours| agree(value, ours)))
        }
        (Value::Number(recorded), Value::Number(ours)) => recorded.as_f64() == ours.as_f64(),
        (recorded, ours) => recorded == ours || (is_empty(recorded) && is_empty(ours)),
    }
}

/// Whether two texts hold the same document: maps of Java have no order.
fn same_document(recorded: &str, ours: &str) -> bool {
    let read = |text: &str| serde_json::from_str::<Value>(text).ok().filter(|value| !value.is_string());
    match (read(recorded), read(ours)) {
        (Some(recorded), Some(ours)) => agree(&recorded, &ours),
        _ => {
            // A document at the end of a line of text.
            let split = |text: &str| text.find('{').map(|at| (text[..at].to_owned(), text[at..].to_owned()));
            match (split(recorded), split(ours)) {
                (Some((a, b)), Some((c, d))) if !a.is_empty() && fits(&a, &c) => {
                    matches!((read(&b), read(&d)), (Some(b), Some(d)) if agree(&b, &d))
                }
                _ => false,
            }
        }
    }
}

/// Whether a text has the parts of a recorded one around its placeholders, in their order.
pub(super) fn fits(recorded: &str, ours: &str) -> bool {
    let parts = parts(recorded);
    let (Some(first), Some(last)) = (parts.first(), parts.last()) else { return ours.is_empty() };
    if parts.len() == 1 {
        return recorded == ours;
    }
    let Some(mut rest) = ours.strip_prefix(first.as_str()) else { return false };
    for part in &parts[1..parts.len() - 1] {
        match rest.find(part.as_str()) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last.as_str())
}

/// The texts between placeholders.
fn parts(recorded: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut rest = recorded;
    while let Some(letter) = rest.chars().next() {
        match placeholder(rest) {
            Some(length) => {
                parts.push(String::new());
                rest = &rest[length..];
            }
            None => {
                parts.last_mut().unwrap().push(letter);
                rest = &rest[letter.len_utf8()..];
            }
        }
    }
    parts
}

const NAMES: [&str; 11] = [
    "$executionId",
    "$newExecutionId",
    "$taskrunId",
    "$uri",
    "$date",
    "$uuid",
    "$path",
    "$encrypted",
    "$duration",
    "$thread",
    "$tenant",
];

/// How long the placeholder is that a text begins with.
fn placeholder(text: &str) -> Option<usize> {
    if text.starts_with("…<") {
        return Some(text.len());
    }
    for name in ["@ID@", "@TIME@", "kestra:///@URI@", "@URI@", "@NS@", "@NSPATH@"] {
        if text.starts_with(name) {
            return Some(name.len());
        }
    }
    let name = NAMES.iter().filter(|name| text.starts_with(**name)).max_by_key(|name| name.len())?;
    let mut length = name.len();
    if text[length..].starts_with('(') {
        length += text[length..].find(')')? + 1;
    }
    Some(length)
}

#[test]
fn placeholders_stand_for_anything() {
    assert!(fits("a $executionId(b#2) c", "a 77 c"));
    assert!(fits("$date", "2020"));
    assert!(fits("x $taskrunId(t[a])", "x 5"));
    assert!(fits("abc…<2000 chars>", "abcdef"));
    assert!(!fits("a $uri c", "a b d"));
    assert!(!fits("a", "ab"));
    assert!(agree(&Value::from("{\"a\":\"@ID@\",\"b\":1}"), &Value::from("{\"b\":1,\"a\":\"x\"}")));
}
