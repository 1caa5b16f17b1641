//! Drawings of findings, as people see them.

use crate::source::Sources;
use crate::{
    Applicability, Code, Confidence, Diagnostic, Edit, FileId, Fix, Label, Place, Severity, Span, json,
    render::{Colours, Look, concise, full},
};

static UNKNOWN: Code = Code {
    name: "unknown-output",
    severity: Severity::Error,
    summary: "An output that its task does not have",
    doc: "",
    group: "references",
    since: "0.1",
};

const FLOW: &str = "id: greet
namespace: demo
tasks:
  - id: fetch
    type: io.kestra.plugin.core.http.Download
    uri: https://example.org/data.csv
  - id: hello
    type: io.kestra.plugin.core.log.Log
    message: \"Grüße 🙂 {{ outputs.fetch.url }}\"
";

fn snapshot(name: &str, text: &str) {
    insta::with_settings!({
        snapshot_path => concat!(env!("CARGO_MANIFEST_DIR"), "/../../snapshots/report"),
        prepend_module_to_snapshot => false,
        omit_expression => true,
        description => FLOW,
    }, {
        insta::assert_snapshot!(name, text);
    });
}

fn place(text: &str, part: &str) -> Place {
    let at = text.find(part).expect("the text has this part");
    Place { file: FileId(0), span: Span::new(at, at + part.len()) }
}

fn finding(text: &str) -> Diagnostic {
    let url = place(text, "url");
    Diagnostic {
        code: &UNKNOWN,
        severity: Severity::Error,
        confidence: Confidence::High,
        message: "`fetch` has no output `url`; did you mean `uri`?".into(),
        primary: Label { place: url, message: "no such output".into() },
        secondary: vec![Label {
            place: place(text, "io.kestra.plugin.core.http.Download"),
            message: "a download".into(),
        }],
        notes: vec![
            "it has `code`, `headers`, `length` and `uri`, and nothing else that an expression could name".into(),
        ],
        fixes: vec![Fix {
            message: "use `uri`".into(),
            applicability: Applicability::Suggestion,
            edits: vec![Edit { place: url, text: "uri".into() }],
        }],
    }
}

fn drawn(text: &str, diagnostic: &Diagnostic, look: &Look) -> String {
    let mut sources = Sources::default();
    sources.add("flows/greet.yaml", text);
    let mut out = String::new();
    full(&sources, diagnostic, look, &mut out);
    concise(&sources, diagnostic, look, &mut out);
    out
}

#[test]
fn in_full_and_concise() {
    snapshot("full-and-concise", &drawn(FLOW, &finding(FLOW), &Look::default()));
}

#[test]
fn in_colour_with_links() {
    let look = Look { colours: Colours::Ansi, width: None, links: Some("/home/ada/my flows".into()) };
    let text = drawn(FLOW, &finding(FLOW), &look).replace('\x1b', "^");
    snapshot("colour", &text);
}

#[test]
fn in_a_narrow_terminal() {
    let text = FLOW.replace("Grüße", &"Grüße ".repeat(20)).replace("}}\"", &format!("}}}}{}\"", " and more".repeat(9)));
    let look = Look { width: Some(60), ..Look::default() };
    snapshot("narrow", &drawn(&text, &finding(&text), &look));
}

#[test]
fn lines_that_come_and_go() {
    let at = FLOW.find("  - id: hello").expect("it");
    let line = |start: usize, end: usize| Place { file: FileId(0), span: Span::new(start, end) };
    let fixes = vec![
        Fix {
            message: "add a retry".into(),
            applicability: Applicability::Unsafe,
            edits: vec![Edit { place: line(at, at), text: "    retry:\n      type: constant\n".into() }],
        },
        Fix {
            message: "remove the rest".into(),
            applicability: Applicability::Suggestion,
            edits: vec![Edit { place: line(at, FLOW.len()), text: String::new() }],
        },
    ];
    let whole = Label { place: line(FLOW.find("tasks").expect("it"), FLOW.len()), message: "all of these".into() };
    let diagnostic = Diagnostic {
        severity: Severity::Info,
        primary: whole,
        secondary: vec![],
        notes: vec![],
        fixes,
        ..finding(FLOW)
    };
    snapshot("lines", &drawn(FLOW, &diagnostic, &Look::default()));
}

#[test]
fn places_outside_the_text_are_drawn_at_its_end() {
    let nowhere = Place { file: FileId(0), span: Span::new(9_000, 9_001) };
    let label = Label { place: nowhere, message: String::new() };
    let diagnostic = Diagnostic { primary: label, secondary: vec![], notes: vec![], fixes: vec![], ..finding(FLOW) };
    snapshot("outside", &drawn(FLOW, &diagnostic, &Look::default()));
    assert!(drawn("", &diagnostic, &Look::default()).starts_with("error[unknown-output]"));
    let elsewhere = Diagnostic {
        primary: Label { place: Place { file: FileId(7), ..nowhere }, message: String::new() },
        ..diagnostic
    };
    assert!(drawn(FLOW, &elsewhere, &Look::default()).contains("did you mean `uri`?"));
}

#[test]
fn as_json() {
    let mut sources = Sources::default();
    sources.add("flows/greet.yaml", FLOW);
    let diagnostics = [finding(FLOW)];
    let document = json::document(&sources, &diagnostics);
    snapshot("json", &serde_json::to_string_pretty(&document).expect("plain data"));
}
