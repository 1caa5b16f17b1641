//! From the first message to the last.

use lsp_server::{Message, Notification};
use serde_json::json;

use crate::client::{Client, Folder, at};

#[test]
fn columns_are_negotiated() {
    for (offered, chosen) in [
        (json!({}), "utf-16"),
        (json!({ "general": { "positionEncodings": ["utf-16", "utf-8"] } }), "utf-8"),
        (json!({ "general": { "positionEncodings": ["utf-16"] } }), "utf-16"),
        (json!({ "general": { "positionEncodings": ["utf-32"] } }), "utf-32"),
    ] {
        let (client, answer) = Client::start(Folder::default(), offered);
        assert_eq!(answer["capabilities"]["positionEncoding"], chosen);
        assert_eq!(answer["serverInfo"]["name"], "lanner");
        client.stop().expect("it stops");
    }
}

#[test]
fn goodbye_is_expected() {
    Client::plain(Folder::default()).stop().expect("it stops");
    let error = Client::plain(Folder::default()).leave().expect_err("it was left");
    assert_eq!(error, "the editor is gone");
}

#[test]
fn what_is_not_understood_costs_one_answer() {
    let mut client = Client::plain(Folder::default());
    assert_eq!(client.ask("lanner/unheard", json!({})), Err("`lanner/unheard` is not supported".into()));
    assert!(client.ask("textDocument/hover", json!({ "nonsense": 1 })).is_err());
    client.send(Message::Notification(Notification::new("textDocument/didOpen".into(), json!([1]))));
    client.send(Message::Notification(Notification::new("$/unheard".into(), json!(null))));
    assert_eq!(client.ask("textDocument/hover", at("absent.yaml", 0, 0)), Ok(json!(null)));
    client.stop().expect("it stops");
}
