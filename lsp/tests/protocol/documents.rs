//! Documents and what is found in them.

use serde_json::json;

use crate::client::{Client, Folder, uri};

const FLOW: &str = "id: a
namespace: demo
tasks:
  - id: hello
    type: io.kestra.plugin.core.log.Log
    message: hi
";

#[test]
fn mistakes_come_and_go_with_edits() {
    let mut client = Client::plain(Folder::default());
    client.open("a.yaml", FLOW);
    assert_eq!(client.findings("a.yaml"), [""; 0]);
    client.edit("a.yaml", 2, [5, 4, 5, 11], "type");
    let found = client.findings("a.yaml");
    assert!(found.iter().any(|it| it.starts_with("5:4 yaml-duplicate-key ")), "{found:?}");
    client.edit("a.yaml", 3, [5, 4, 5, 8], "message");
    assert_eq!(client.findings("a.yaml"), [""; 0]);
    client.stop().expect("it stops");
}

#[test]
fn columns_count_as_negotiated() {
    let flow = FLOW.replace("hi", "\"é🙂 {{ outputs.nobody }}\"");
    for (encoding, column) in [("utf-8", 32), ("utf-16", 29)] {
        let offered = json!({ "general": { "positionEncodings": [encoding] } });
        let (mut client, _) = Client::start(Folder::default(), offered);
        client.open("a.yaml", &flow);
        let found = client.findings("a.yaml");
        assert!(found.iter().any(|it| it.starts_with(&format!("5:{column} "))), "{encoding}: {found:?}");
        client.stop().expect("it stops");
    }
}

#[test]
fn related_places_and_fixes_come_along() {
    let mut client = Client::plain(Folder::default());
    client.open("a.yaml", &format!("{FLOW}id: b\n"));
    let told = client.published("a.yaml");
    let found = &told["diagnostics"][0];
    assert_eq!(found["code"], "yaml-duplicate-key");
    assert_eq!(found["relatedInformation"][0]["location"]["range"]["start"]["line"], 0);
    let range = found["range"].clone();
    let parameters =
        json!({ "textDocument": { "uri": uri("a.yaml") }, "range": range, "context": { "diagnostics": [] } });
    let actions = client.ask("textDocument/codeAction", parameters).expect("actions");
    assert_eq!(actions[0]["title"], "remove the second");
    assert_eq!(actions[0]["edit"]["changes"][uri("a.yaml")][0]["newText"], "");
    client.stop().expect("it stops");
}

#[test]
fn a_change_in_one_file_is_told_about_the_other() {
    let child = "id: child\nnamespace: demo\ninputs:\n  - id: who\n    type: STRING\ntasks:\n  - id: x\n    type: io.kestra.plugin.core.log.Log\n    message: \"{{ inputs.who }}\"\n";
    let parent = "id: parent\nnamespace: demo\ntasks:\n  - id: call\n    type: io.kestra.plugin.core.flow.Subflow\n    namespace: demo\n    flowId: child\n    inputs:\n      who: me\n";
    let folder = Folder(vec![("child.yaml", child.to_owned()), ("parent.yaml", parent.to_owned())]);
    let mut client = Client::plain(folder);
    client.open("parent.yaml", parent);
    assert_eq!(client.findings("parent.yaml"), [""; 0]);
    client.open("child.yaml", child);
    client.edit("child.yaml", 2, [3, 8, 3, 11], "name");
    let found = client.findings("parent.yaml");
    assert!(found.iter().any(|it| it.starts_with("8:6 ")), "{found:?}");
    client.stop().expect("it stops");
}

/// A generator of numbers that is the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % sides.max(1)
    }
}

#[test]
fn many_edits_are_as_good_as_a_fresh_start() {
    let pieces = ["x", "\n", "  ", "é🙂", ": ", "- id: z\n", "{{ ", " }}", "\"", "\t", "tasks:\n", "[", "\r\n"];
    let mut dice = Dice(7);
    let mut text: Vec<char> = FLOW.repeat(3).chars().collect();
    let mut client = Client::plain(Folder::default());
    client.open("a.yaml", &text.iter().collect::<String>());
    for version in 2..202 {
        let start = dice.roll(text.len() + 1);
        let end = (start + dice.roll(6)).min(text.len());
        let position = |at: usize| {
            // A `\r` in front of its `\n` is no place of its own.
            let before: String = text[..at].iter().collect();
            let line = before.matches('\n').count();
            let column = before.rsplit('\n').next().unwrap_or_default().trim_end_matches('\r').encode_utf16().count();
            (u32::try_from(line).unwrap_or(0), u32::try_from(column).unwrap_or(0))
        };
        let splits = |at: usize| at > 0 && text[at - 1] == '\r';
        if splits(start) || splits(end) {
            continue;
        }
        let piece = pieces[dice.roll(pieces.len())];
        let ((line, character), (end_line, end_character)) = (position(start), position(end));
        client.edit("a.yaml", version, [line, character, end_line, end_character], piece);
        text.splice(start..end, piece.chars());
    }
    let text: String = text.into_iter().collect();
    let symbols = |client: &mut Client, path: &str| {
        let document = json!({ "textDocument": { "uri": uri(path) } });
        (
            client.ask("textDocument/documentSymbol", document.clone()).expect("symbols"),
            client.ask("textDocument/foldingRange", document).expect("folds"),
        )
    };
    client.edit("a.yaml", 900, [0, 0, 0, 0], "#");
    let edited = symbols(&mut client, "a.yaml");
    client.open("b.yaml", &format!("#{text}"));
    assert_eq!(edited, symbols(&mut client, "b.yaml"));
    client.stop().expect("it stops");
}

#[test]
fn a_storm_of_edits_is_told_about_once_or_twice() {
    let mut client = Client::plain(Folder::default());
    client.open("a.yaml", FLOW);
    client.published("a.yaml");
    for version in 2..52 {
        client.edit("a.yaml", version, [5, 13, 5, 13], "x");
    }
    client.edit("a.yaml", 52, [5, 4, 5, 11], "type");
    // Each answer comes after what was told before it.
    client.ask("textDocument/hover", crate::client::at("a.yaml", 0, 0)).expect("an answer");
    client.edit("a.yaml", 53, [5, 4, 5, 8], "message");
    let mut versions = Vec::new();
    while versions.last() != Some(&53) {
        versions.push(client.published("a.yaml")["version"].as_i64().expect("a version"));
    }
    assert!(versions.windows(2).all(|pair| pair[0] < pair[1]), "{versions:?}");
    client.stop().expect("it stops");
}
