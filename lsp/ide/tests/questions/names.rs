//! Where names are declared and used, what is known of them, and other names for them.

use report::fix;

use crate::fixture::{Fixture, fixture, snapshot};

const FILES: &str = "--- child.yaml
id: child
namespace: demo
inputs:
  - id: who
    type: STRING
tasks:
  - id: hello
    type: io.kestra.plugin.core.log.Log
    message: \"{{ inputs.who }}\"
outputs:
  - id: said
    type: STRING
    value: x
--- flow.yaml
id: parent
namespace: demo
variables:
  greeting: Hi
tasks:
  - id: fetch
    type: io.kestra.plugin.core.http.Request
    uri: https://example.org
  - id: call
    type: io.kestra.plugin.core.flow.Subflow
    namespace: demo
    flowId: child
    inputs:
      who: \"{{ vars.greeting }} {{ outputs.fetch.body }}\"
  - id: show
    type: io.kestra.plugin.core.log.Log
    message: \"{{ outputs.call.outputs.said | upper }} {{ outputs['fetch'].code }}\"
";

/// The files with the place at the middle of the last occurrence of a text in a line that holds another.
fn at(line: &str, text: &str) -> Fixture {
    let start = FILES.find(line).unwrap_or_else(|| panic!("{line}"));
    let place = start + line.rfind(text).expect("the line holds it") + text.len() / 2;
    fixture(&format!("{}$0{}", &FILES[..place], &FILES[place..]))
}

fn definition(line: &str, text: &str) -> String {
    let asked = at(line, text);
    let found = ide::definition(&asked.workspace, asked.file, asked.offset);
    let [place] = found.as_slice() else { panic!("{found:?}") };
    let source = asked.workspace.source(place.file).expect("the file");
    let position = source.position(place.span.start as usize);
    format!("{}:{} {}", source.path, position.line, source.slice(place.span))
}

#[test]
fn definitions() {
    for (line, text, expected) in [
        ("{{ outputs.fetch.body }}", "fetch", "flow.yaml:6 fetch"),
        ("{{ outputs['fetch'].code", "fetch", "flow.yaml:6 fetch"),
        ("{{ vars.greeting", "greeting", "flow.yaml:4 greeting"),
        ("flowId: child", "child", "child.yaml:1 child"),
        ("      who:", "who", "child.yaml:4 who"),
        ("call.outputs.said", "said", "child.yaml:11 said"),
        ("{{ inputs.who }}", "who", "child.yaml:4 who"),
    ] {
        assert_eq!(definition(line, text), expected, "{line}");
    }
}

#[test]
fn references() {
    let asked = at("- id: fetch", "fetch");
    let found = ide::references(&asked.workspace, asked.file, asked.offset);
    let places: Vec<_> = found.iter().map(|it| (it.place, "here")).collect();
    snapshot("references", "every `fetch`", &asked.drawn(&places));
    let asked = at("- id: who", "who");
    let found = ide::references(&asked.workspace, asked.file, asked.offset);
    assert_eq!(found.len(), 3, "{found:?}");
}

fn renamed(line: &str, text: &str, to: &str) -> String {
    let asked = at(line, text);
    let edits = ide::rename(&asked.workspace, asked.file, asked.offset, to).expect("it can be renamed");
    let mut out = String::new();
    for file in asked.workspace.files() {
        let source = asked.workspace.source(file).expect("the file");
        let here: Vec<_> = edits.iter().filter(|edit| edit.place.file == file).cloned().collect();
        out.push_str(&format!("--- {}\n{}", source.path, fix::apply(&source.text, &here).expect("they fit")));
    }
    out
}

#[test]
fn renaming() {
    let after = renamed("{{ outputs.fetch.body }}", "fetch", "get-it");
    let expected = FILES
        .replace("id: fetch", "id: get-it")
        .replace("outputs.fetch.", "outputs['get-it'].")
        .replace("outputs['fetch']", "outputs['get-it']");
    assert_eq!(after, expected);
    assert_eq!(renamed("- id: who", "who", "name"), FILES.replace("who", "name"));
    assert_eq!(
        renamed("flowId: child", "child", "kid"),
        FILES.replace("id: child", "id: kid").replace("flowId: child", "flowId: kid")
    );
    let asked = at("- id: fetch", "fetch");
    let refused = |to: &str| ide::rename(&asked.workspace, asked.file, asked.offset, to).expect_err("it is refused");
    assert_eq!(refused("call"), "`call` is taken");
    assert!(refused("a b").starts_with("`a b` is no id"));
}

#[test]
fn hovers() {
    let mut out = String::new();
    for (line, text) in [
        ("type: io.kestra.plugin.core.http.Request", "Request"),
        ("    uri: https", "uri"),
        ("{{ outputs.fetch.body }}", "body"),
        ("{{ outputs.fetch.body }}", "fetch"),
        ("{{ vars.greeting", "greeting"),
        ("said | upper", "upper"),
        ("flowId: child", "child"),
        ("      who:", "who"),
        ("{{ inputs.who }}", "inputs"),
    ] {
        let asked = at(line, text);
        let found = ide::hover(&asked.workspace, asked.file, asked.offset).unwrap_or_else(|| panic!("{line}: {text}"));
        let source = asked.workspace.source(asked.file).expect("the file");
        out.push_str(&format!("## {}: `{}`\n\n{}\n", line.trim(), source.slice(found.span), found.text));
    }
    snapshot("hovers", FILES, &out);
}
