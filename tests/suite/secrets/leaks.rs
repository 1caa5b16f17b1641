//! Flows that do everything they can to give a secret away.

use std::io::{Read, Write};
use std::net::TcpStream;

use tests::folder::Folder;
use tests::server::{Answered, Server, request};
use tests::stub::{Answer, Stub};

use super::{hidden, variable};

const FLOW: &str = "\
id: leaks
namespace: company.team
inputs:
  - {id: pin, type: SECRET, required: false, validator: '[0-9]{4}'}
  - {id: hint, type: STRING, required: false, defaults: \"{{ secret('TOKEN') }}\"}
labels: {team: data}
tasks:
  - id: all
    type: io.kestra.plugin.core.flow.AllowFailure
    tasks:
      - id: side
        type: io.kestra.plugin.core.flow.Parallel
        tasks:
          - {id: gone, type: io.kestra.plugin.core.http.Request, uri: \"http://gone.example:1/{{ secret('TOKEN') | urlencode }}?t={{ secret('TOKEN') | base64encode }}\", allowFailure: true}
          - {id: shut, type: io.kestra.plugin.core.http.Request, uri: \"http://world.example/no?t={{ secret('TOKEN') | urlencode }}\", allowFailure: true, headers: {authorization: \"Bearer {{ secret('TOKEN') | base64encode }}\"}}
          - {id: bad, type: io.kestra.plugin.core.http.Request, uri: \"{{ secret('TOKEN') }}\", allowFailure: true}
          - {id: number, type: io.kestra.plugin.core.debug.Return, format: \"{{ secret('TOKEN') | number }}\", allowFailure: true}
          - {id: date, type: io.kestra.plugin.core.debug.Return, format: \"{{ secret('TOKEN') | date }}\", allowFailure: true}
          - {id: plus, type: io.kestra.plugin.core.debug.Return, format: \"{{ secret('TOKEN') * 2 }}\", allowFailure: true}
          - {id: query, type: io.kestra.plugin.core.debug.Return, format: \"{{ {'a': 1} | jq(secret('TOKEN')) }}\", allowFailure: true}
          - {id: file, type: io.kestra.plugin.core.debug.Return, format: \"{{ read(secret('TOKEN')) }}\", allowFailure: true}
          - {id: pattern, type: io.kestra.plugin.core.debug.Return, format: \"{{ 'a' | replace({'a': secret('TOKEN')}) | date(secret('TOKEN')) }}\", allowFailure: true}
          - {id: key, type: io.kestra.plugin.core.debug.Return, format: \"{{ kv(secret('TOKEN')) }}\", allowFailure: true}
          - {id: inner, type: io.kestra.plugin.core.debug.Return, format: \"{{ render('{{ ' ~ secret('TOKEN') ~ ' }}') }}\", allowFailure: true}
          - {id: names, type: io.kestra.plugin.core.execution.Labels, labels: {team: \"{{ secret('TOKEN') }}\"}}
          - {id: count, type: io.kestra.plugin.core.metric.Publish, metrics: [{type: counter, name: n, value: 1, tags: {t: \"{{ secret('TOKEN') }}\"}}]}
          - id: each
            type: io.kestra.plugin.core.flow.ForEach
            values: [\"{{ secret('TOKEN') }}\"]
            tasks:
              - {id: say, type: io.kestra.plugin.core.log.Log, message: \"{{ taskrun.value }} {{ {secret('TOKEN'): 1} }} {{ secret('TOKEN') | toJson }}\"}
          - {id: fails, type: io.kestra.plugin.core.execution.Fail, errorMessage: \"{{ secret('TOKEN') | upper }}\", allowFailure: true}
  - {id: kept, type: io.kestra.plugin.core.storage.Write, content: \"a,b\\n1,{{ secret('TOKEN') }}\\n\", extension: .csv}
  - {id: text, type: io.kestra.plugin.core.storage.Write, content: \"it is {{ secret('TOKEN') }}\", extension: .txt}
outputs:
  - {id: table, type: FILE, value: \"{{ outputs.kept.uri }}\"}
  - {id: text, type: FILE, value: \"{{ outputs.text.uri }}\"}
  - {id: named, type: JSON, value: \"{{ {secret('TOKEN'): 1} | toJson }}\"}
triggers:
  - {id: hook, type: io.kestra.plugin.core.trigger.Webhook, key: \"opensesame-{{ secret('TOKEN') }}\"}
";

const APP: &str = "\
id: leaks
namespace: company.team
type: io.kestra.plugin.ee.apps.Execution
displayName: Leaks
flowId: leaks
access: {type: PUBLIC}
layout:
  - on: OPEN
    blocks:
      - {type: io.kestra.plugin.ee.apps.execution.blocks.CreateExecutionForm}
      - {type: io.kestra.plugin.ee.apps.execution.blocks.CreateExecutionButton, text: Go}
  - on: SUCCESS
    blocks: &blocks
      - {type: io.kestra.plugin.ee.apps.core.blocks.Markdown, content: \"{{ outputs }} {{ labels }}\"}
      - {type: io.kestra.plugin.ee.apps.execution.blocks.Inputs}
      - {type: io.kestra.plugin.ee.apps.execution.blocks.Outputs}
      - {type: io.kestra.plugin.ee.apps.execution.blocks.Logs}
      - {type: io.kestra.plugin.ee.apps.execution.blocks.DownloadLogsButton, text: Log}
  - on: FALLBACK
    blocks: *blocks
";

fn sent(server: &Server, method: &str, path: &str, headers: &str, body: &str) -> Answered {
    let head = format!(
        "{method} {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n{headers}content-length: {}\r\n\r\n{body}",
        server.address,
        body.len()
    );
    request(&server.address, head.as_bytes())
}

/// What a stream says until it ends.
fn followed(server: &Server, path: &str, end: &str) -> String {
    let mut stream = TcpStream::connect(&server.address).unwrap();
    write!(stream, "GET {path} HTTP/1.0\r\nhost: {}\r\n\r\n", server.address).unwrap();
    let mut said = Vec::new();
    let mut part = [0; 4096];
    while !String::from_utf8_lossy(&said).contains(end) {
        match stream.read(&mut part).unwrap() {
            0 => break,
            count => said.extend_from_slice(&part[..count]),
        }
    }
    String::from_utf8_lossy(&said).into_owned()
}

#[test]
fn whatever_a_flow_does_with_a_secret_nobody_sees_it() {
    let world = Stub::start([("/no".to_owned(), Answer { status: 403, ..Answer::text("no") })]);
    let collector = Stub::start([("/v1/traces".to_owned(), Answer::text("{}"))]);
    let settings = format!(
        "encryption-key: AAAAAAAAAAAAAAAAAAAAAA==\ntelemetry: {{endpoint: {}}}\nlevels: {{public-app-exposes-secret: warning}}\n",
        collector.url()
    );
    let folder = Folder::with(&[("leaks.yaml", FLOW), ("app.yaml", APP), ("lanner.yaml", &settings)]);
    let data = Folder::empty();
    let (name, value) = variable();
    let redirect = format!("world.example={}", world.url());
    let more = ["--redirect", redirect.as_str(), "--log-level", "debug"];
    let server = Server::start_with(folder.path(), data.path(), &more, &[(name, &value)]);
    let listed = server.get("/api/v1/unserved").text();
    assert!(listed.contains("\"total\":0"), "{listed}");

    let base = "/api/v1/executions/company.team/leaks";
    let form = "content-type: multipart/form-data; boundary=B\r\n";
    let body = "--B\r\ncontent-disposition: form-data; name=\"pin\"\r\n\r\nhunter2-hunter2\r\n--B--\r\n";
    for path in [base.to_owned(), format!("{base}/validate")] {
        let refused = sent(&server, "POST", &path, form, body).text();
        assert!(!refused.contains("hunter2"), "{path}: {refused}");
        hidden(&path, &refused);
    }
    let begun = sent(&server, "POST", base, "", "").text();
    let begun: serde_json::Value = serde_json::from_str(&begun).expect("JSON");
    let id = begun["id"].as_str().unwrap_or_else(|| panic!("{begun}"));
    hidden(
        "the console's events",
        &followed(&server, &format!("/ui/executions/company.team/leaks/{id}/events"), "event: end"),
    );
    let ended: serde_json::Value =
        serde_json::from_slice(&server.get(&format!("/api/v1/executions/{id}")).body).unwrap();
    assert!(["SUCCESS", "WARNING"].contains(&ended["state"]["current"].as_str().unwrap()), "{ended}");
    hidden("labels", &ended["labels"].to_string());
    hidden("inputs", &ended["inputs"].to_string());
    for (path, shown) in [
        (format!("/api/v1/logs/{id}"), true),
        (format!("/api/v1/logs/{id}/download"), true),
        ("/api/v1/logs/search?size=1000".to_owned(), true),
        ("/api/v1/logs/search?q=c0rrect".to_owned(), false),
        (format!("/ui/executions/company.team/leaks/{id}"), true),
        (format!("/ui/executions/company.team/leaks/{id}?level=TRACE"), true),
        ("/ui/executions".to_owned(), false),
        ("/ui/flows/company.team/leaks".to_owned(), false),
        ("/apps/company.team/leaks".to_owned(), false),
        ("/api/v1/executions/search".to_owned(), false),
        ("/api/v1/executions/export/by-query/csv".to_owned(), false),
        ("/api/v1/triggers/search".to_owned(), false),
        ("/api/v1/main/flows/company.team/leaks?source=true".to_owned(), false),
        ("/metrics".to_owned(), false),
        (format!("/api/v1/executions/{id}/graph"), false),
    ] {
        let answered = server.get(&path);
        assert_eq!(answered.status, 200, "{path}: {}", answered.text());
        // Programs find in executions what tasks gave out.
        if !path.contains("executions/search") {
            hidden(&path, &answered.text());
        }
        assert!(!shown || answered.text().contains("******"), "{path}: {}", answered.text());
    }
    for (name, output) in [("a table", "table"), ("a text", "text")] {
        let uri = ended["outputs"][output].as_str().unwrap();
        let path = format!("/ui/executions/company.team/leaks/{id}/preview?path={}", plan::percent::encode(uri));
        let preview = server.get(&path);
        assert_eq!(preview.status, 200, "{name}: {}", preview.text());
        hidden(name, &preview.text());
        assert!(preview.text().contains("******"), "{name}: {}", preview.text());
    }

    // The same in the words of an app.
    let form = "content-type: application/x-www-form-urlencoded\r\n";
    let opened = sent(&server, "POST", "/apps/company.team/leaks", form, "");
    let page = opened.headers.iter().find(|(name, _)| name == "location").map(|(_, to)| to.clone());
    let page = page.unwrap_or_else(|| panic!("{}", opened.text()));
    let page = page.split_once("/apps/").map(|(_, rest)| format!("/apps/{rest}")).unwrap();
    hidden("an app's events", &followed(&server, &format!("{page}/events"), "event: end"));
    for path in [page.clone(), format!("{page}/logs")] {
        let answered = server.get(&path);
        assert_eq!(answered.status, 200, "{path}: {}", answered.text());
        hidden(&path, &answered.text());
        assert!(answered.text().contains("******"), "{path}: {}", answered.text());
    }

    // Mistakes that are told to whoever asks.
    for (method, path, body) in [
        (
            "POST",
            format!("/api/v1/executions/{id}/eval"),
            "{{ secret('TOKEN') | number }} {{ secret('TOKEN') | date }}",
        ),
        ("POST", format!("/api/v1/executions/{id}/eval"), "{{ secret('TOKEN') | jq('.') }}"),
        ("POST", format!("/api/v1/executions/{id}/eval"), "{{ {'a': secret('TOKEN') | base64encode} }}"),
        ("POST", format!("/api/v1/executions/{id}/replay"), ""),
        ("GET", "/api/v1/executions/webhook/company.team/leaks/opensesame-wrong".to_owned(), ""),
    ] {
        let answered = sent(&server, method, &path, "content-type: text/plain\r\n", body);
        hidden(body, &answered.text().replace(&ended["outputs"].to_string(), ""));
    }
    let (_, said) = server.stop();
    hidden("the server's log", &said);
    for asked in collector.asked() {
        hidden("a trace", &String::from_utf8_lossy(&asked.body));
    }
    assert!(!collector.asked().is_empty());
    assert!(world.asked().iter().any(|asked| asked.line.contains(&plan::percent::encode(super::SECRET))));
}
