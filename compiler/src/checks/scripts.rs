//! Scripts: the files they keep and the outputs they print.

use std::sync::Arc;

use catalog::Form;
use grammar::yaml::Scalar;
use report::Report;

use super::FlowCheck;
use crate::access::{Access, Guard};
use crate::ast::{Node, Object, is_template};
use crate::diagnostics::malformed_output_marker::MalformedOutputMarker;
use crate::diagnostics::output_file_name_mismatch::OutputFileNameMismatch;
use crate::diagnostics::output_file_undeclared::OutputFileUndeclared;
use crate::diagnostics::script_output_not_emitted::ScriptOutputNotEmitted;
use crate::ir::{Site, Task};
use crate::pattern::Pattern;
use crate::words;

pub(crate) fn check(check: &FlowCheck<'_>, report: &mut Report) {
    for task in &check.flow.tasks {
        for scalar in scripts(&task.object) {
            markers(check, &scalar, report);
        }
        mismatches(check, task, report);
    }
    for (_, site) in check.flow.sites.iter() {
        for access in site.accesses.iter().filter(|access| &*access.root.text == "outputs") {
            file(check, site, access, report);
            emitted(check, site, access, report);
        }
    }
}

/// The texts of a task that are run as scripts.
fn scripts(object: &Object) -> Vec<Arc<Scalar>> {
    let keys = ["script", "commands", "beforeCommands"];
    keys.iter().flat_map(|key| object.items(key)).filter_map(Node::as_scalar).cloned().collect()
}

/// Printed texts that begin like a marker and are none.
fn markers(check: &FlowCheck<'_>, scalar: &Scalar, report: &mut Report) {
    let text = &*scalar.text;
    let mut told = 0;
    for (at, _) in text.match_indices("::") {
        let before = text[..at].chars().next_back();
        let line_start = text[..at].rfind('\n').map_or(0, |it| it + 1);
        let line_end = text[at..].find('\n').map_or(text.len(), |it| at + it);
        let prints =
            ["echo", "print", "printf", "console.log", "cat("].iter().any(|word| text[line_start..at].contains(word));
        let rest = &text[at + 2..line_end];
        let closed = rest.contains("::");
        // JSON that begins like a marker and does not end like one.
        let open = !closed && rest.starts_with(['{']) && ["outputs", "metrics"].iter().any(|word| rest.contains(word));
        // The marker of another service, which is written without quotes, too.
        let foreign = rest.starts_with("set-output") || rest.starts_with("set-env");
        let begins =
            matches!(before, Some('"' | '\'')) && rest.starts_with(|it: char| it.is_alphanumeric() || it == '{');
        if at < told || !prints || !begins && !foreign || !closed && !open {
            continue;
        }
        let is_marker = closed
            && rest.starts_with('{')
            && ["\"outputs", "\"metrics", "\"logs", "'outputs", "'metrics", "{{", "$", "%"]
                .iter()
                .any(|word| rest.contains(word));
        if !is_marker {
            report.add(MalformedOutputMarker {
                place: check.base.place(scalar.span_of(at..line_end.min(at + 2 + rest.len()))),
            });
            told = line_end;
        }
    }
}

/// The files a task keeps, where they are written; `None` where they are computed.
fn kept(object: &Object) -> Option<Vec<(String, Arc<Scalar>)>> {
    let items = object.items("outputFiles");
    let scalar = |node: &Node| {
        let scalar = node.as_scalar()?;
        (!is_template(&scalar.text)).then(|| (scalar.text.to_string(), scalar.clone()))
    };
    items.iter().map(scalar).collect()
}

fn keeps(patterns: &[(String, Arc<Scalar>)], file: &str) -> bool {
    patterns.iter().any(|(pattern, _)| {
        let pattern = pattern.trim_start_matches("./").trim_start_matches("glob:");
        // What only Java's globs and regular expressions can tell is taken to fit.
        let beyond = pattern.contains(['{', '[']) || pattern.starts_with("regex:");
        beyond || Pattern::new(pattern).matches(file) || Pattern::new(&format!("**/{pattern}")).matches(file)
    })
}

fn file(check: &FlowCheck<'_>, site: &Site, access: &Access, report: &mut Report) {
    let Some(at) = access.keys.iter().position(|key| key.name.as_deref() == Some("outputFiles")) else { return };
    let (Some(task), Some(key)) = (access.key(0).and_then(|name| check.flow.named(name)), access.keys.get(at + 1))
    else {
        return;
    };
    let Some(name) = key.name.as_deref().filter(|_| at > 0) else { return };
    let Some(declaration) = task.object.declaration() else { return };
    if declaration.property("outputFiles", check.flow.version).is_none() {
        return;
    }
    let Some(patterns) = kept(&task.object) else { return };
    if keeps(&patterns, name) {
        return;
    }
    let folder = check
        .flow
        .around(task.id)
        .find(|around| matches!(around.object.form(), Some(Form::Workspace { .. })))
        .filter(|folder| kept(&folder.object).is_some_and(|patterns| keeps(&patterns, name)));
    let names: Vec<String> = patterns.into_iter().map(|(name, _)| name).collect();
    report.add(OutputFileUndeclared {
        file: name.to_owned(),
        place: check.base.place(site.span(key.at)),
        task: task.name.to_string(),
        folder: folder.map(|folder| {
            let notation = crate::access::key_notation(&folder.name);
            (check.base.place(site.span(access.at)), format!("outputs{notation}.outputFiles['{name}']"))
        }),
        nearest: words::nearest(name, names.iter().map(String::as_str)).map(str::to_owned),
        kept: names,
        guarded: access.guard == Guard::Guarded,
    });
}

/// Files that a shell writes under a name that is almost declared.
fn mismatches(check: &FlowCheck<'_>, task: &Task, report: &mut Report) {
    let Some(declared) = kept(&task.object) else { return };
    if declared.is_empty() {
        return;
    }
    let written: Vec<(Arc<Scalar>, std::ops::Range<usize>)> =
        scripts(&task.object).into_iter().flat_map(|scalar| redirects(&scalar)).collect();
    let names: Vec<&str> = written.iter().map(|(scalar, range)| &scalar.text[range.clone()]).collect();
    for ((scalar, range), name) in written.iter().zip(&names) {
        if keeps(&declared, name) {
            continue;
        }
        let near = declared.iter().find(|(pattern, _)| {
            let literal = !pattern.contains(['*', '?', '{', '[']);
            let unwritten = !names.contains(&pattern.as_str());
            literal
                && unwritten
                && (name.starts_with(&format!("{pattern}.")) || words::nearest(name, [pattern.as_str()]).is_some())
        });
        if let Some((pattern, place)) = near {
            report.add(OutputFileNameMismatch {
                written: (*name).to_owned(),
                place: check.base.place(scalar.span_of(range.clone())),
                declared: pattern.clone(),
                declared_place: check.base.place(place.content()),
            });
        }
    }
}

/// The files that a shell text redirects into.
fn redirects(scalar: &Arc<Scalar>) -> Vec<(Arc<Scalar>, std::ops::Range<usize>)> {
    let text = &*scalar.text;
    let mut found = Vec::new();
    for (at, _) in text.match_indices("> ") {
        if text[..at].ends_with(['>', '-', '=', '<']) && !text[..at].ends_with(">>") {
            continue;
        }
        let start = at + 2 + (text[at + 2..].len() - text[at + 2..].trim_start().len());
        let length = text[start..]
            .find(|it: char| !(it.is_alphanumeric() || matches!(it, '.' | '_' | '-' | '/')))
            .unwrap_or(text.len() - start);
        if length > 0 {
            found.push((scalar.clone(), start..start + length));
        }
    }
    found
}

/// `outputs.<script>.vars.<name>` that the script never gives out.
fn emitted(check: &FlowCheck<'_>, site: &Site, access: &Access, report: &mut Report) {
    let Some(at) = access.keys.iter().position(|key| key.name.as_deref() == Some("vars")).filter(|at| *at > 0) else {
        return;
    };
    let (Some(task), Some(key)) = (access.key(0).and_then(|name| check.flow.named(name)), access.keys.get(at + 1))
    else {
        return;
    };
    let Some(name) = key.name.as_deref() else { return };
    // Only what is written in the flow itself can be looked through; commands run other programs.
    let Some(script) = task.object.scalar("script").filter(|_| task.object.declaration().is_some()) else { return };
    let text = &*script.text;
    let emits = text.to_ascii_lowercase().contains("kestra.outputs")
        || text.contains("::{")
        || text.contains("::%s")
        || is_template(text) && text.contains("read(");
    // A module of one's own may print markers; those of Kestra print what they are given.
    let required = text.matches("require(").count() > text.matches("@kestra-io/libs").count();
    let runs_others = required || ["source ", "subprocess", "exec("].iter().any(|word| text.contains(word));
    // Names that are written out where outputs are given must be the ones that are read.
    let of_javascript = task
        .object
        .type_name()
        .is_some_and(|it| [".node.", ".bun.", ".deno."].iter().any(|language| it.text.contains(language)));
    let keys = if of_javascript { Keys::Bare } else { Keys::Quoted };
    if runs_others || emits && !lists_others(text, name, keys) {
        return;
    }
    report.add(ScriptOutputNotEmitted {
        task: task.name.to_string(),
        name: name.to_owned(),
        place: check.base.place(site.span(access.at)),
        script_place: check.base.place(task.object.property("script").map_or(script.content(), |it| it.key.span)),
    });
}

/// How a language writes the keys of what is given out.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Keys {
    /// Always in quotes: what has none is computed.
    Quoted,
    /// Also as they are.
    Bare,
}

/// Whether all that a script gives out is written as literal names, and one is not among them.
fn lists_others(script: &str, name: &str, keys: Keys) -> bool {
    let calls = script.match_indices("Kestra.outputs(").map(|(at, call)| at + call.len());
    let markers = script.match_indices("::{").map(|(at, _)| at + 2);
    let mut names = Vec::new();
    for start in calls {
        let Some(map) = script[start..].trim_start().strip_prefix('{') else { return false };
        let Some(found) = literal_keys(map, keys) else { return false };
        names.extend(found);
    }
    for start in markers {
        let Some((_, map)) = script[start..].split_once("\"outputs\"") else { return false };
        let Some(map) = map.trim_start().strip_prefix(':').and_then(|map| map.trim_start().strip_prefix('{')) else {
            return false;
        };
        let Some(found) = literal_keys(map, Keys::Quoted) else { return false };
        names.extend(found);
    }
    !names.is_empty() && !script.contains("::%s") && !names.contains(&name)
}

/// The keys of a map that begins behind its brace; `None` where one of them is computed.
fn literal_keys(map: &str, keys: Keys) -> Option<Vec<&str>> {
    let (inside, _) = map.split_once('}')?;
    // What is spread or computed can have any name.
    if inside.contains("**") || inside.contains("...") || inside.contains(['{', '$', '%']) {
        return None;
    }
    let mut names = Vec::new();
    for entry in inside.split(',').map(str::trim).filter(|entry| !entry.is_empty()) {
        let key = match (entry.split_once(':'), keys) {
            (Some((key, _)), _) => key.trim(),
            (None, Keys::Bare) => entry,
            (None, Keys::Quoted) => return None,
        };
        let quoted = key.starts_with(['\'', '"']) && key.len() > 2;
        let bare = keys == Keys::Bare && key.chars().all(|it| it.is_alphanumeric() || it == '_');
        if !quoted && !bare {
            return None;
        }
        names.push(key.trim_matches(['\'', '"']));
    }
    Some(names)
}
