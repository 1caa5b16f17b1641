//! Internal storage in a store that verifies every signature with Amazon's own code.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use tests::folder::Folder;
use tests::machine::fetched;
use tests::places::project;
use tests::server::Server;

use super::{FLOW, send, upload};

/// Nothing of this takes so long.
const PATIENCE: Duration = Duration::from_secs(60);

/// A store that runs as long as this lives.
struct Store {
    child: Child,
    endpoint: String,
    key: String,
    secret: String,
}

/// As many requests prepare the store; from then on it asks who somebody is.
const PREPARING: &str = "4";

impl Store {
    /// `None` where the program is not installed.
    fn start() -> Option<Self> {
        let program = fetched("clients/moto/bin/moto_server")?;
        let mut child = Command::new(program)
            .args(["-H", "127.0.0.1", "-p", "0"])
            .env("INITIAL_NO_AUTH_ACTION_COUNT", PREPARING)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it starts");
        let mut said = BufReader::new(child.stderr.take().expect("it was piped"));
        let mut line = String::new();
        let endpoint = loop {
            line.clear();
            assert!(said.read_line(&mut line).expect("it talks") > 0, "it says where it listens");
            if let Some((_, port)) = line.rsplit_once("http://127.0.0.1:") {
                let digits: String = port.chars().take_while(char::is_ascii_digit).collect();
                break format!("http://127.0.0.1:{digits}");
            }
        };
        // What is said later must not fill the pipe.
        std::thread::spawn(move || said.lines().for_each(drop));
        let mut store = Self { child, endpoint, key: String::new(), secret: String::new() };
        let keys = store.script(&["make", &store.endpoint, "flows"]);
        let (key, secret) = keys.split_once(' ').expect("a key and its secret");
        (store.key, store.secret) = (key.to_owned(), secret.to_owned());
        Some(store)
    }

    fn script(&self, arguments: &[&str]) -> String {
        let python = fetched("clients/moto/bin/python").expect("it comes with the store");
        let said = Command::new(python).arg(project("tests/clients/bucket.py")).args(arguments).output();
        let said = said.expect("it starts");
        assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
        String::from_utf8_lossy(&said.stdout).trim().to_owned()
    }

    /// Waits until so many uploads in parts are open.
    fn until_open(&self, expected: &str) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let open = self.script(&["uploads", &self.endpoint, "flows", &self.key, &self.secret]);
            if open == expected {
                return;
            }
            assert!(Instant::now() < deadline, "{open} uploads are open, and not {expected}");
        }
    }

    fn serve(&self, secret: &str) -> (Folder, Folder, Server) {
        let settings = format!(
            "storage:\n  type: s3\n  bucket: flows\n  endpoint: {}\n  region: eu-central-1\n  prefix: of/lanner\n",
            self.endpoint
        );
        let folder = Folder::with(&[("lanner.yaml", &settings), ("writer.yaml", FLOW)]);
        let data = Folder::empty();
        let variables = [("AWS_ACCESS_KEY_ID", self.key.as_str()), ("AWS_SECRET_ACCESS_KEY", secret)];
        let server = Server::start_with(folder.path(), data.path(), &[], &variables);
        (folder, data, server)
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn every_request_is_signed_as_amazon_signs_it() {
    let Some(store) = Store::start() else { return };
    let (_folder, _data, server) = store.serve(&store.secret);
    // Names that two ways of encoding write differently.
    for name in ["plain.txt", "a b&c.txt", "grün+weiß=100%.txt", "it's (a) *~@!$,;:.txt", "deep/er/file.txt"] {
        let path = plan::percent::encode(name);
        let written = upload(&server, &path, name.as_bytes());
        assert_eq!(written.status, 200, "{name}: {}", written.text());
        let read = server.get(&format!("/api/v1/namespaces/company.team/files?path={path}"));
        assert_eq!((read.status, read.text().as_str()), (200, name));
    }
    // More than two parts of an upload.
    let large: Vec<u8> = (0..9_000_000_u32).map(|at| (at % 251) as u8).collect();
    let written = upload(&server, "large.bin", &large);
    assert_eq!(written.status, 200, "{}", written.text());
    assert_eq!(server.get("/api/v1/namespaces/company.team/files?path=large.bin").body, large);
    let ended = send(&server, "POST", "/api/v1/executions/company.team/writer?wait=true", "", b"");
    let ended: Value = serde_json::from_slice(&ended.body).expect("JSON");
    assert_eq!(ended["state"]["current"], "SUCCESS", "{ended}");
    // What belongs to the execution is found by a list, and taken away.
    let uri = ended["taskRunList"][2]["outputs"]["uri"].as_str().unwrap();
    let execution = format!("/api/v1/executions/{}", ended["id"].as_str().unwrap());
    let file = format!("{execution}/file?path={}", plan::percent::encode(uri));
    assert_eq!(server.get(&file).text(), "a line\nanother\na line\nanother\n");
    assert_eq!(send(&server, "DELETE", &execution, "", b"").status, 204);
    assert_eq!(send(&server, "DELETE", "/api/v1/namespaces/company.team/files?path=large.bin", "", b"").status, 200);
    assert_eq!(server.get("/api/v1/namespaces/company.team/files?path=large.bin").status, 404);
}

#[test]
fn a_wrong_secret_is_refused_by_the_store() {
    let Some(store) = Store::start() else { return };
    let (_folder, _data, server) = store.serve("wrong");
    let refused = upload(&server, "a.txt", b"a");
    assert_eq!(refused.status, 500);
    let (_, said) = server.stop();
    assert!(said.contains("SignatureDoesNotMatch") && !said.contains("wrong"), "{said}");
}

#[test]
fn an_upload_that_breaks_off_leaves_no_parts() {
    let Some(store) = Store::start() else { return };
    let (_folder, _data, server) = store.serve(&store.secret);
    let mut stream = TcpStream::connect(&server.address).unwrap();
    let head = format!(
        "POST /api/v1/namespaces/company.team/files?path=large.bin HTTP/1.1\r\nhost: {}\r\n\
         content-type: multipart/form-data; boundary=B\r\ncontent-length: 50000000\r\n\r\n\
         --B\r\ncontent-disposition: form-data; name=\"fileContent\"; filename=\"x\"\r\n\r\n",
        server.address
    );
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(&vec![b'x'; 12_000_000]).unwrap();
    store.until_open("1");
    drop(stream);
    store.until_open("0");
    assert_eq!(server.get("/api/v1/namespaces/company.team/files?path=large.bin").status, 404);
}
