//! Internal storage in an S3-compatible store, beside a real one.

mod signed;

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::Value;
use tests::folder::Folder;
use tests::machine::tool;
use tests::server::{Answered, Server, request};

/// A store that runs as long as this lives.
struct Store {
    child: Child,
    address: String,
    objects: Folder,
}

impl Store {
    /// `None` where the program is not installed.
    fn start() -> Option<Self> {
        let program = tool("s3rver")?;
        let objects = Folder::empty();
        let mut child = Command::new(program)
            .args(["--address", "127.0.0.1", "--port", "0", "--configure-bucket", "flows", "--directory"])
            .arg(objects.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("it starts");
        let mut said = BufReader::new(child.stdout.take().expect("it was piped"));
        let mut line = String::new();
        let address = loop {
            line.clear();
            assert!(said.read_line(&mut line).expect("it talks") > 0, "it says where it listens");
            if let Some((_, port)) = line.rsplit_once("127.0.0.1:") {
                let digits: String = port.chars().take_while(char::is_ascii_digit).collect();
                break format!("127.0.0.1:{digits}");
            }
        };
        // What is said later must not fill the pipe.
        std::thread::spawn(move || said.lines().for_each(drop));
        Some(Self { child, address, objects })
    }

    /// The objects of the bucket, by key.
    fn keys(&self) -> Vec<String> {
        let folder = self.objects.path().join("flows");
        let mut keys: Vec<String> = walk(&folder)
            .iter()
            .filter_map(|path| path.strip_prefix(&folder).ok()?.to_str()?.strip_suffix("._S3rver_object"))
            .map(str::to_owned)
            .collect();
        keys.sort();
        keys
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn walk(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let entries = entries.filter_map(Result::ok).map(|entry| entry.path());
    entries.flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] }).collect()
}

const FLOW: &str = "\
id: writer
namespace: company.team
tasks:
  - {id: write, type: io.kestra.plugin.core.storage.Write, content: \"a line\\nanother\\n\", extension: .txt}
  - {id: back, type: io.kestra.plugin.core.debug.Return, format: \"{{ read(outputs.write.uri) }}{{ read('large.bin') | length }}\"}
  - {id: joined, type: io.kestra.plugin.core.storage.Concat, files: [\"{{ outputs.write.uri }}\", \"{{ outputs.write.uri }}\"]}
";

fn started(store: &Store, user: &str) -> (Folder, Folder, Server) {
    let settings = format!(
        "storage:\n  type: s3\n  bucket: flows\n  endpoint: http://{}\n  region: eu-central-1\n  prefix: of/lanner\n",
        store.address
    );
    let folder = Folder::with(&[("lanner.yaml", &settings), ("writer.yaml", FLOW)]);
    let data = Folder::empty();
    let variables = [("AWS_ACCESS_KEY_ID", user), ("AWS_SECRET_ACCESS_KEY", "S3RVER")];
    let server = Server::start_with(folder.path(), data.path(), &[], &variables);
    (folder, data, server)
}

fn send(server: &Server, method: &str, path: &str, headers: &str, body: &[u8]) -> Answered {
    let length = body.len();
    let head = format!(
        "{method} {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n{headers}content-length: {length}\r\n\r\n",
        server.address
    );
    request(&server.address, &[head.as_bytes(), body].concat())
}

fn upload(server: &Server, path: &str, content: &[u8]) -> Answered {
    let head = b"--B\r\ncontent-disposition: form-data; name=\"fileContent\"; filename=\"x\"\r\n\r\n";
    let body = [head.as_slice(), content, b"\r\n--B--\r\n"].concat();
    let path = format!("/api/v1/namespaces/company.team/files?path={path}");
    send(server, "POST", &path, "content-type: multipart/form-data; boundary=B\r\n", &body)
}

#[test]
fn files_live_in_a_bucket() {
    let Some(store) = Store::start() else { return };
    let (_folder, data, server) = started(&store, "S3RVER");
    // More than two parts of an upload, and a name that has to be encoded.
    let large: Vec<u8> = (0..9_000_000_u32).map(|at| (at % 251) as u8).collect();
    let written = upload(&server, "large.bin", &large);
    assert_eq!(written.status, 200, "{}", written.text());
    assert_eq!(upload(&server, "a%20b%26c.txt", b"small").status, 200);
    assert_eq!(server.get("/api/v1/namespaces/company.team/files?path=large.bin").body, large);
    assert_eq!(server.get("/api/v1/namespaces/company.team/files?path=a%20b%26c.txt").text(), "small");
    let keys = store.keys();
    assert_eq!(keys.len(), 2, "{keys:?}");
    assert!(keys.iter().all(|key| key.starts_with("of/lanner/company/team/_files/")), "{keys:?}");

    let ended = send(&server, "POST", "/api/v1/executions/company.team/writer?wait=true", "", b"");
    let ended: Value = serde_json::from_slice(&ended.body).expect("JSON");
    assert_eq!(ended["state"]["current"], "SUCCESS", "{ended}");
    assert!(ended["taskRunList"][1]["outputs"]["value"].as_str().unwrap().starts_with("a line\nanother\n"));
    let id = ended["id"].as_str().unwrap();
    let uri = ended["taskRunList"][2]["outputs"]["uri"].as_str().unwrap();
    let path = format!("/api/v1/executions/{id}/file?path={}", plan::percent::encode(uri));
    assert_eq!(server.get(&path).text(), "a line\nanother\na line\nanother\n");
    assert_eq!(store.keys().len(), 4, "{:?}", store.keys());
    // Nothing of it lies on the disk of the server.
    assert_eq!(walk(&data.path().join("storage")), Vec::<PathBuf>::new());

    assert_eq!(send(&server, "DELETE", &format!("/api/v1/executions/{id}"), "", b"").status, 204);
    assert_eq!(store.keys(), keys);
    assert_eq!(send(&server, "DELETE", "/api/v1/namespaces/company.team/files?path=large.bin", "", b"").status, 200);
    assert_eq!(store.keys().len(), 1);
}

#[test]
fn a_stranger_is_refused_by_the_store() {
    let Some(store) = Store::start() else { return };
    let (_folder, _data, server) = started(&store, "STRANGER");
    let refused = upload(&server, "a.txt", b"a");
    assert_eq!(refused.status, 500);
    let (_, said) = server.stop();
    assert!(said.contains("InvalidAccessKeyId"), "{said}");
    assert!(!refused.text().contains("InvalidAccessKeyId"), "{}", refused.text());
    assert_eq!(store.keys(), Vec::<String>::new());
}
