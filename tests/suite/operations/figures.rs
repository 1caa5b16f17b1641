//! `/metrics`: what is counted, and whether Prometheus can read it.

use std::io::Write as _;
use std::process::{Command, Stdio};

use tests::folder::Folder;
use tests::machine::tool;
use tests::server::Server;
use tests::site::Site;

const GOOD: &str = "\
id: good
namespace: demo
tasks:
  - {id: say, type: io.kestra.plugin.core.log.Log, message: Hello}
";

const BAD: &str = "\
id: bad
namespace: demo
tasks:
  - {id: fail, type: io.kestra.plugin.core.execution.Fail}
";

const PAUSED: &str = "\
id: paused
namespace: demo
tasks:
  - {id: wait, type: io.kestra.plugin.core.flow.Pause}
";

/// The value of a figure.
pub(super) fn value(page: &str, figure: &str) -> f64 {
    let line = page.lines().find_map(|line| line.strip_prefix(figure)?.strip_prefix(' '));
    line.and_then(|value| value.parse().ok()).unwrap_or_else(|| panic!("no `{figure}` in {page}"))
}

#[test]
fn what_happens_is_counted() {
    let site = Site::start(&[("good.yaml", GOOD), ("bad.yaml", BAD), ("paused.yaml", PAUSED)]);
    for flow in ["good", "good", "bad"] {
        let path = format!("/api/v1/main/executions/demo/{flow}?wait=true");
        assert_eq!(site.send("POST", &path, &[], b"").status, 200);
    }
    assert_eq!(site.send("POST", "/api/v1/main/executions/demo/paused", &[], b"").status, 200);
    let page = site.get("/metrics").text();
    for (figure, expected) in [
        ("lanner_flows", 3.0),
        ("lanner_executions_created_total", 4.0),
        ("lanner_executions_ended_total{state=\"SUCCESS\"}", 2.0),
        ("lanner_executions_ended_total{state=\"FAILED\"}", 1.0),
        ("lanner_task_runs_ended_total{state=\"SUCCESS\"}", 2.0),
        ("lanner_task_runs_ended_total{state=\"FAILED\"}", 1.0),
        ("lanner_executions{state=\"QUEUED\"}", 0.0),
        ("lanner_store_commits_failed_total", 0.0),
        ("lanner_triggers_late", 0.0),
        ("lanner_http_requests_total{method=\"POST\",route=\"/executions/{namespace}/{id}\",status=\"200\"}", 4.0),
    ] {
        assert_eq!(value(&page, figure), expected, "{figure}");
    }
    let going_on =
        ["CREATED", "RUNNING", "PAUSED"].map(|state| value(&page, &format!("lanner_executions{{state=\"{state}\"}}")));
    assert_eq!(going_on.iter().sum::<f64>(), 1.0, "{going_on:?}");
    assert!(value(&page, "lanner_store_commit_seconds_count") >= 4.0, "{page}");
    assert!(value(&page, "process_resident_memory_bytes") > 1e6, "{page}");
}

/// Reads a page with Prometheus' own client, and says what it found.
const PARSE: &str = "
import sys
from prometheus_client.parser import text_string_to_metric_families
for family in text_string_to_metric_families(sys.stdin.read()):
    assert family.documentation, family.name
    assert family.samples, family.name
    print(family.name, family.type)
";

#[test]
fn prometheus_reads_the_figures() {
    let Some(python) = tool("check-jsonschema").map(|tool| tool.with_file_name("python")) else { return };
    let folder = Folder::with(&[("good.yaml", GOOD)]);
    let data = Folder::empty();
    let server = Server::start(folder.path(), data.path(), &[]);
    assert_eq!(server.get("/health").status, 200);
    let page = server.get("/metrics");
    assert_eq!(super::header(&page, "content-type"), Some("text/plain; version=0.0.4; charset=utf-8"));
    let mut parser =
        Command::new(python).args(["-c", PARSE]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    parser.stdin.take().unwrap().write_all(&page.body).unwrap();
    let said = parser.wait_with_output().unwrap();
    assert!(said.status.success(), "{}", page.text());
    let found = String::from_utf8(said.stdout).unwrap();
    // The parser leaves out what counters end with.
    for family in
        ["lanner_store_bytes gauge", "lanner_http_request_seconds histogram", "lanner_executions_ended counter"]
    {
        assert!(found.lines().any(|line| line == family), "no {family} in {found}");
    }
    assert_eq!(found.lines().count(), page.text().matches("# TYPE ").count(), "{found}");
}
