//! Secrets through every door: they work, and nobody sees them.

mod leaks;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use tests::command::{Said, command, finish, run};
use tests::folder::Folder;
use tests::server::{Server, request};

const SECRET: &str = "c0rrect-h0rse/battery&staple";

/// Whatever would give the secret away.
fn traces() -> Vec<String> {
    let hex: String = SECRET.bytes().map(|byte| format!("{byte:02x}")).collect();
    vec![
        SECRET.to_owned(),
        SECRET[..12].to_owned(),
        SECRET[12..].to_owned(),
        SECRET.to_uppercase(),
        BASE64_STANDARD.encode(SECRET)[..16].to_owned(),
        plan::percent::encode(SECRET),
        hex[..32].to_owned(),
    ]
}

fn hidden(door: &str, text: &str) {
    for trace in traces() {
        assert!(!text.contains(&trace), "{door} shows `{trace}`: {text}");
    }
}

const FLOW: &str = "\
id: teller
namespace: company.team
inputs:
  - {id: word, type: SECRET, defaults: open-sesame-please}
variables: {wrapped: \"{{ secret('TOKEN') }}\"}
tasks:
  - id: say
    type: io.kestra.plugin.core.log.Log
    message:
      - \"it is {{ secret('TOKEN') }}\"
      - \"{{ secret('TOKEN') | base64encode }} {{ (inputs.word ~ ':' ~ secret('TOKEN')) | base64encode }}\"
      - \"{{ secret('TOKEN') | urlencode }} {{ secret('TOKEN') | upper }} {{ {'a': secret('TOKEN')} | toJson }}\"
      - \"{{ secret('TOKEN') | substringBefore('/') }} and {{ secret('TOKEN') | substringAfter('/') }}\"
      - \"{{ inputs.word }} {{ render(vars.wrapped) }}\"
  - {id: hand, type: io.kestra.plugin.core.debug.Return, format: \"{{ secret('TOKEN') }} {{ inputs.word }}\"}
  - id: proof
    type: io.kestra.plugin.core.execution.Assert
    conditions: [\"{{ outputs.hand.value == secret('TOKEN') ~ ' ' ~ inputs.word }}\"]
  - id: fails
    type: io.kestra.plugin.core.execution.Fail
    errorMessage: \"no: {{ outputs.hand.value }}\"
    allowFailure: true
  - id: wrong
    type: io.kestra.plugin.core.debug.Return
    format: \"{{ fromJson(secret('TOKEN')) }}\"
    allowFailure: true
outputs:
  - {id: plain, type: STRING, value: \"{{ outputs.hand.value }}\"}
  - {id: kept, type: SECRET, value: \"{{ secret('TOKEN') }}\"}
";

fn folder() -> Folder {
    Folder::with(&[("teller.yaml", FLOW), ("lanner.yaml", "encryption-key: AAAAAAAAAAAAAAAAAAAAAA==\n")])
}

fn variable() -> (&'static str, String) {
    ("SECRET_TOKEN", BASE64_STANDARD.encode(SECRET))
}

fn with_secret(folder: &Folder, arguments: &[&str]) -> Said {
    let mut command = command(folder.path(), arguments);
    let (name, value) = variable();
    command.env(name, value);
    finish(command)
}

#[test]
fn a_run_uses_a_secret_and_shows_it_nowhere() {
    let folder = folder();
    let said = with_secret(&folder, &["run", "teller.yaml"]);
    assert_eq!(said.code, 0, "{said:?}");
    hidden("standard output", &said.out);
    hidden("standard error", &said.err);
    assert!(!said.out.contains("sesame") && !said.err.contains("sesame"), "{said:?}");
    assert!(said.out.contains("******"), "{said:?}");
    // What tasks give out is there for programs, as it is in Kestra's answers; the log is for people.
    let said = with_secret(&folder, &["run", "teller.yaml", "--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&said.out).expect("JSON");
    let (logs, inputs) = (document["logs"].to_string(), document["inputs"].to_string());
    hidden("the log of the document", &logs);
    assert!(logs.contains("******") && !logs.contains("sesame") && !inputs.contains("sesame"), "{said:?}");
    let compiled = with_secret(&folder, &["compile", "-o", "plans", "teller.yaml"]);
    assert_eq!(compiled.code, 0, "{compiled:?}");
    let mut plans = 0;
    let mut folders = vec![folder.path().join("plans")];
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            hidden("the plan", &String::from_utf8_lossy(&std::fs::read(path).unwrap()));
            plans += 1;
        }
    }
    assert!(plans > 0);
}

#[test]
fn a_server_shows_a_secret_on_no_page_and_keeps_inputs_encrypted() {
    let folder = folder();
    let data = Folder::empty();
    let (name, value) = variable();
    let server = Server::start_with(folder.path(), data.path(), &[], &[(name, &value)]);
    let post = |path: &str| {
        let head = format!(
            "POST {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n",
            server.address
        );
        request(&server.address, head.as_bytes())
    };
    let ended = post("/api/v1/executions/company.team/teller?wait=true").text();
    let document: serde_json::Value = serde_json::from_str(&ended).expect("JSON");
    assert_eq!(document["state"]["current"], "WARNING", "{ended}");
    let id = document["id"].as_str().unwrap();
    assert!(!document["inputs"].to_string().contains("sesame"), "{ended}");
    assert_eq!(document["outputs"]["kept"]["type"], "io.kestra.datatype:aes_encrypted", "{ended}");
    for path in [
        format!("/api/v1/logs/{id}"),
        format!("/api/v1/logs/{id}/download"),
        "/api/v1/logs/search".to_owned(),
        format!("/ui/executions/company.team/teller/{id}"),
        "/ui/executions".to_owned(),
        "/ui/flows/company.team/teller".to_owned(),
        "/api/v1/flows/company.team/teller?source=true".to_owned(),
    ] {
        let shown = server.get(&path);
        assert_eq!(shown.status, 200, "{path}: {}", shown.text());
        hidden(&path, &shown.text());
        // The flow's own source has the default of the input.
        assert!(path.contains("flows") || !shown.text().contains("sesame"), "{path}: {}", shown.text());
    }
    let evaluated = {
        let body = "{{ secret('TOKEN') }} {{ inputs.word }}";
        let head = format!(
            "POST /api/v1/executions/{id}/eval HTTP/1.1\r\nhost: {}\r\nconnection: close\r\ncontent-type: text/plain\r\ncontent-length: {}\r\n\r\n{body}",
            server.address,
            body.len()
        );
        request(&server.address, head.as_bytes()).text()
    };
    hidden("an evaluation", &evaluated);
    assert!(evaluated.contains("******") && !evaluated.contains("sesame"), "{evaluated}");
    let (_, said) = server.stop();
    hidden("the server's log", &said);
    let stored = std::fs::read(data.path().join("lanner.redb")).unwrap();
    let sesame = String::from_utf8_lossy(&stored).matches("open-sesame-please").count();
    // In the flow's source and plan it is the author's; what an execution was given is encrypted.
    let outputs = String::from_utf8_lossy(&stored).matches("aes_encrypted").count();
    assert!(outputs > 0 && sesame > 0);
}

#[test]
fn secrets_come_from_files_folders_and_plain_variables() {
    let flow = "\
id: reader
namespace: b
tasks:
  - id: proof
    type: io.kestra.plugin.core.execution.Assert
    conditions:
      - \"{{ secret('OF_FOLDER') == 'one' }}\"
      - \"{{ secret('OF_FILE') == 'two' }}\"
      - \"{{ secret('OF_VARIABLE') == 'three' }}\"
      - \"{{ secret('BOTH') == 'variable' }}\"
";
    let folder = Folder::with(&[
        ("reader.yaml", flow),
        ("lanner.yaml", "secret-folder: mounted\nsecret-file: secrets.env\nsecret-encoding: plain\n"),
        ("mounted/OF_FOLDER", "one\n"),
        ("mounted/BOTH", "folder"),
        ("secrets.env", "OF_FILE=two\nBOTH=file\n"),
    ]);
    let mut started = command(folder.path(), &["run", "reader.yaml"]);
    started.envs([("SECRET_OF_VARIABLE", "three"), ("SECRET_BOTH", "variable")]);
    let said = finish(started);
    assert_eq!(said.code, 0, "{said:?}");

    let folder = Folder::with(&[
        ("reader.yaml", flow),
        ("lanner.yaml", "secret-file: secrets.env\n"),
        ("secrets.env", "hunter2 hunter2\n"),
    ]);
    let said = run(folder.path(), &["run", "reader.yaml"]);
    assert!(said.code == 2 && said.err.contains("`secrets.env` holds neither lines"), "{said:?}");
    assert!(!said.err.contains("hunter2"), "{said:?}");
}

#[test]
fn a_secret_input_without_a_key_is_refused_by_a_server() {
    let flow = "id: a\nnamespace: b\ninputs:\n  - {id: word, type: SECRET}\ntasks:\n  - {id: t, type: io.kestra.plugin.core.log.Log, message: x}\n";
    let folder = Folder::with(&[("a.yaml", flow)]);
    let data = Folder::empty();
    let server = Server::start(folder.path(), data.path(), &[]);
    let body = "--B\r\ncontent-disposition: form-data; name=\"word\"\r\n\r\nhunter2-hunter2\r\n--B--\r\n";
    let head = format!(
        "POST /api/v1/executions/b/a HTTP/1.1\r\nhost: {}\r\nconnection: close\r\ncontent-type: multipart/form-data; boundary=B\r\ncontent-length: {}\r\n\r\n{body}",
        server.address,
        body.len()
    );
    let refused = request(&server.address, head.as_bytes());
    assert_eq!(refused.status, 422, "{}", refused.text());
    assert!(
        refused.text().contains("encryption is not configured") && !refused.text().contains("hunter2"),
        "{}",
        refused.text()
    );
}
