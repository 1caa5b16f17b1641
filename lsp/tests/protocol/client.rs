//! An editor, as small as can be.

use std::collections::VecDeque;
use std::path::Path;
use std::thread::JoinHandle;
use std::time::Duration;

use lsp::{Connection, Opened, Project, Stopped};
use lsp_server::{Message, Notification, Request, RequestId, Response};
use serde_json::{Value, json};

/// A folder that is not on any disk.
#[derive(Clone, Default)]
pub(crate) struct Folder(pub(crate) Vec<(&'static str, String)>);

/// Where the folder is said to be.
pub(crate) const ROOT: &str = "/flows";

impl Project for Folder {
    fn open(&self, folder: &Path) -> Opened {
        assert_eq!(folder, Path::new(ROOT));
        let file = |(path, text): &(&'static str, String)| (Path::new(ROOT).join(path), text.clone());
        Opened { files: self.0.iter().map(file).collect(), ..Opened::default() }
    }

    fn read(&self, path: &Path) -> Option<String> {
        let named = |(name, _): &&(&'static str, String)| *Path::new(ROOT).join(name) == *path;
        self.0.iter().find(named).map(|(_, text)| text.clone())
    }
}

/// The editor's end.
pub(crate) struct Client {
    connection: Option<Connection>,
    server: Option<JoinHandle<Result<(), Stopped>>>,
    waiting: VecDeque<Notification>,
    next: i32,
}

impl Client {
    /// Opens a folder.
    pub(crate) fn start(folder: Folder, capabilities: Value) -> (Self, Value) {
        let (server, connection) = Connection::memory();
        let server = std::thread::spawn(move || lsp::run(&server, &folder));
        let mut client = Self { connection: Some(connection), server: Some(server), waiting: VecDeque::new(), next: 0 };
        let root = format!("file://{ROOT}");
        let parameters = json!({ "processId": null, "rootUri": root, "capabilities": capabilities });
        let answer = client.ask("initialize", parameters).expect("it initializes");
        client.tell("initialized", json!({}));
        (client, answer)
    }

    /// Opens a folder as an editor without particular abilities.
    pub(crate) fn plain(folder: Folder) -> Self {
        Self::start(folder, json!({})).0
    }

    fn connection(&self) -> &Connection {
        self.connection.as_ref().expect("the connection is open")
    }

    pub(crate) fn send(&self, message: Message) {
        self.connection().sender.send(message).expect("the server listens");
    }

    /// Asks and waits for the answer; what the server tells in between is kept.
    pub(crate) fn ask(&mut self, method: &str, parameters: Value) -> Result<Value, String> {
        self.next += 1;
        let id = RequestId::from(self.next);
        self.send(Message::Request(Request::new(id.clone(), method.to_owned(), parameters)));
        loop {
            match self.receive() {
                Message::Response(Response { id: answered, response_result }) if answered == id => {
                    return response_result.map_err(|error| error.message);
                }
                Message::Notification(notification) => self.waiting.push_back(notification),
                other => panic!("{other:?}"),
            }
        }
    }

    pub(crate) fn tell(&self, method: &str, parameters: Value) {
        self.send(Message::Notification(Notification::new(method.to_owned(), parameters)));
    }

    fn receive(&self) -> Message {
        // Only a server that hangs takes this long.
        self.connection().receiver.recv_timeout(Duration::from_secs(20)).expect("the server answers")
    }

    /// The findings the server tells next about a file, as `line:column code message`.
    pub(crate) fn findings(&mut self, path: &str) -> Vec<String> {
        let told = self.published(path);
        let all = told["diagnostics"].as_array().expect("a list").iter();
        all.map(|it| {
            let at = &it["range"]["start"];
            let text = |key: &str| it[key].as_str().unwrap_or_default().to_owned();
            format!("{}:{} {} {}", at["line"], at["character"], text("code"), text("message"))
        })
        .collect()
    }

    /// What the server tells next about a file.
    pub(crate) fn published(&mut self, path: &str) -> Value {
        let uri = uri(path);
        loop {
            let notification = match self.waiting.pop_front() {
                Some(notification) => notification,
                None => match self.receive() {
                    Message::Notification(notification) => notification,
                    other => panic!("{other:?}"),
                },
            };
            if notification.method == "textDocument/publishDiagnostics" && notification.params["uri"] == uri.as_str() {
                return notification.params;
            }
        }
    }

    pub(crate) fn open(&self, path: &str, text: &str) {
        let document = json!({ "uri": uri(path), "languageId": "yaml", "version": 1, "text": text });
        self.tell("textDocument/didOpen", json!({ "textDocument": document }));
    }

    /// Replaces a range of a document, as `[line, character, line, character]`.
    pub(crate) fn edit(&self, path: &str, version: i32, range: [u32; 4], text: &str) {
        let [line, character, end_line, end_character] = range;
        let range = json!({
            "start": { "line": line, "character": character },
            "end": { "line": end_line, "character": end_character },
        });
        let document = json!({ "uri": uri(path), "version": version });
        let changes = json!([{ "range": range, "text": text }]);
        self.tell("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
    }

    /// Says goodbye; how the server ended.
    pub(crate) fn stop(mut self) -> Result<(), String> {
        self.ask("shutdown", Value::Null)?;
        self.tell("exit", Value::Null);
        self.end()
    }

    /// Leaves without a word; how the server ended.
    pub(crate) fn leave(mut self) -> Result<(), String> {
        self.end()
    }

    fn end(&mut self) -> Result<(), String> {
        drop(self.connection.take());
        let server = self.server.take().expect("the server runs");
        server.join().expect("the server does not panic").map_err(|stopped| stopped.to_string())
    }
}

/// The address of a file of the folder.
pub(crate) fn uri(path: &str) -> String {
    format!("file://{ROOT}/{path}")
}

/// A place in a file, as requests name it.
pub(crate) fn at(path: &str, line: u32, character: u32) -> Value {
    json!({ "textDocument": { "uri": uri(path) }, "position": { "line": line, "character": character } })
}
