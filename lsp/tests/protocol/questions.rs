//! Questions about a place, and their answers on the wire.

use serde_json::{Value, json};

use crate::client::{Client, Folder, at, uri};

const FLOW: &str = "id: a
namespace: demo
inputs:
  - id: name
    type: STRING
tasks:
  - id: fetch
    type: io.kestra.plugin.core.http.Request
    uri: https://example.org
  - id: hello
    type: io.kestra.plugin.core.log.Log
    message: \"é {{ outputs.fetch.body }} {{ inputs.name }}\"
";

fn open() -> Client {
    let mut client = Client::start(Folder::default(), snippets()).0;
    client.open("a.yaml", FLOW);
    assert_eq!(client.findings("a.yaml"), [""; 0]);
    client
}

fn snippets() -> Value {
    json!({ "textDocument": { "completion": { "completionItem": { "snippetSupport": true } } } })
}

/// The line and column, in UTF-16, of a part of a line.
fn place(line: u32, part: &str) -> (u32, u32) {
    let text = FLOW.lines().nth(line as usize).expect("the line");
    let column = text[..text.find(part).expect("the part")].encode_utf16().count();
    (line, u32::try_from(column).expect("a short line"))
}

#[test]
fn completion_and_what_is_said_of_it() {
    let mut client = open();
    client.edit("a.yaml", 2, [7, 10, 7, 44], "");
    let list = client.ask("textDocument/completion", at("a.yaml", 7, 10)).expect("a list");
    let items = list["items"].as_array().expect("items");
    let item = items.iter().find(|it| it["label"] == "io.kestra.plugin.core.log.Log").expect("Log is offered");
    assert_eq!(item["textEdit"]["range"]["start"], json!({ "line": 7, "character": 10 }));
    let resolved = client.ask("completionItem/resolve", item.clone()).expect("resolved");
    assert!(resolved["documentation"]["value"].as_str().expect("words").contains("**io.kestra.plugin.core.log.Log**"));
    client.edit("a.yaml", 3, [12, 0, 12, 0], "    re");
    let list = client.ask("textDocument/completion", at("a.yaml", 12, 6)).expect("a list");
    let items = list["items"].as_array().expect("items");
    let retry = items.iter().find(|it| it["label"] == "retry").expect("retry is offered");
    assert_eq!(retry["textEdit"]["newText"], "retry:\n      $1");
    assert_eq!(retry["insertTextFormat"], 2);
    client.stop().expect("it stops");
}

#[test]
fn hover_and_definition() {
    let mut client = open();
    let (line, column) = place(11, "fetch");
    let hover = client.ask("textDocument/hover", at("a.yaml", line, column + 1)).expect("a hover");
    assert!(hover["contents"]["value"].as_str().expect("words").contains("outputs.fetch"));
    assert_eq!(hover["range"]["start"]["character"], column);
    let found = client.ask("textDocument/definition", at("a.yaml", line, column + 1)).expect("a place");
    assert_eq!(found[0]["uri"], uri("a.yaml"));
    assert_eq!(found[0]["range"]["start"], json!({ "line": 6, "character": 8 }));
    client.stop().expect("it stops");
}

#[test]
fn references_highlights_and_renaming() {
    let mut client = open();
    let (line, column) = place(6, "fetch");
    let mut parameters = at("a.yaml", line, column);
    parameters["context"] = json!({ "includeDeclaration": false });
    let found = client.ask("textDocument/references", parameters).expect("places");
    assert_eq!(found.as_array().map(Vec::len), Some(1));
    let found = client.ask("textDocument/documentHighlight", at("a.yaml", line, column)).expect("places");
    assert_eq!(found.as_array().map(Vec::len), Some(2));
    let prepared = client.ask("textDocument/prepareRename", at("a.yaml", line, column)).expect("a name");
    assert_eq!(prepared["placeholder"], "fetch");
    let mut parameters = at("a.yaml", line, column);
    parameters["newName"] = json!("get");
    let edit = client.ask("textDocument/rename", parameters.clone()).expect("edits");
    assert_eq!(edit["changes"][uri("a.yaml")].as_array().map(Vec::len), Some(2));
    parameters["newName"] = json!("hello");
    assert_eq!(client.ask("textDocument/rename", parameters), Err("`hello` is taken".into()));
    client.stop().expect("it stops");
}

#[test]
fn symbols_and_folds() {
    let mut client = open();
    let document = json!({ "textDocument": { "uri": uri("a.yaml") } });
    let symbols = client.ask("textDocument/documentSymbol", document.clone()).expect("symbols");
    assert_eq!(symbols[1]["children"][0]["name"], "fetch");
    assert_eq!(symbols[1]["children"][0]["detail"], "Request");
    let folds = client.ask("textDocument/foldingRange", document).expect("folds");
    assert!(folds.as_array().expect("a list").contains(&json!({ "startLine": 5, "endLine": 11 })), "{folds}");
    let found = client.ask("workspace/symbol", json!({ "query": "ftch" })).expect("symbols");
    assert_eq!(found[0]["name"], "fetch");
    client.stop().expect("it stops");
}
