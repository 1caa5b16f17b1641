//! SARIF 2.1.0: for code scanning services.
//!
//! Shape: <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>.

use std::collections::BTreeMap;
use std::io::{self, Write};

use report::source::reference;
use report::{Code, Diagnostic, Edit, Fix, Severity};
use serde_json::{Value, json};

use super::{At, Findings, Format};

pub(crate) const FORMAT: Format = Format { name: "sarif", about: "code scanning services", write };

fn write(out: &mut dyn Write, findings: &Findings<'_>) -> io::Result<()> {
    let codes: BTreeMap<&str, &Code> = findings.iter().map(|finding| (finding.code.name, finding.code)).collect();
    let index: BTreeMap<&str, usize> = codes.keys().enumerate().map(|(at, name)| (*name, at)).collect();
    let results = findings.with_fingerprints().filter_map(|(finding, fingerprint)| {
        let at = findings.at(finding.primary.place)?;
        Some(json!({
            "ruleId": finding.code.name,
            "ruleIndex": index.get(finding.code.name),
            "level": level(finding.severity),
            "message": { "text": text(finding) },
            "locations": [{ "physicalLocation": place(&at) }],
            "relatedLocations": related(findings, finding),
            "partialFingerprints": { "lanner/v1": fingerprint },
            "fixes": finding.fixes.iter().filter_map(|it| fix(findings, it)).collect::<Vec<_>>(),
        }))
    });
    let document = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "lanner",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": codes.values().map(|code| rule(code)).collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "results": results.collect::<Vec<_>>(),
        }],
    });
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}

fn rule(code: &Code) -> Value {
    json!({
        "id": code.name,
        "shortDescription": { "text": code.summary },
        "help": { "text": code.doc, "markdown": code.doc },
        "defaultConfiguration": { "level": level(code.severity) },
        "properties": { "tags": [code.group] },
    })
}

fn text(finding: &Diagnostic) -> String {
    let lines = std::iter::once(&finding.message).chain(&finding.notes).map(String::as_str);
    lines.collect::<Vec<_>>().join("\n")
}

fn related(findings: &Findings<'_>, finding: &Diagnostic) -> Vec<Value> {
    let location = |(id, label): (usize, &report::Label)| {
        let at = findings.at(label.place)?;
        Some(json!({ "id": id, "physicalLocation": place(&at), "message": { "text": label.message } }))
    };
    finding.secondary.iter().enumerate().filter_map(location).collect()
}

/// A file: relative to the working directory, or where it lies outside of it with its scheme.
fn uri(path: &str) -> String {
    let scheme = if path.starts_with('/') { "file://" } else { "" };
    format!("{scheme}{}", reference(path))
}

fn place(at: &At<'_>) -> Value {
    json!({ "artifactLocation": { "uri": uri(at.path) }, "region": region(at) })
}

fn region(at: &At<'_>) -> Value {
    json!({
        "startLine": at.start.line,
        "startColumn": at.start.column,
        "endLine": at.end.line,
        "endColumn": at.end.column,
    })
}

/// The edits of a fix by file; `None` where a file is gone.
fn fix(findings: &Findings<'_>, fix: &Fix) -> Option<Value> {
    let mut files: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    for Edit { place, text } in &fix.edits {
        let at = findings.at(*place)?;
        let replacement = json!({ "deletedRegion": region(&at), "insertedContent": { "text": text } });
        files.entry(at.path).or_default().push(replacement);
    }
    let change = |(path, replacements): (&str, Vec<Value>)| json!({ "artifactLocation": { "uri": uri(path) }, "replacements": replacements });
    let changes: Vec<Value> = files.into_iter().map(change).collect();
    (!changes.is_empty()).then(|| json!({ "description": { "text": fix.message }, "artifactChanges": changes }))
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info | Severity::Hint => "note",
    }
}
