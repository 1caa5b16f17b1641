//! What is too much is refused, or left out, instead of kept.

use runtime::settings;
use runtime::web::{self, Settings};
use tests::site::{Site, Wishes};

use super::figures::value;
use super::{header, json};

const FLOW: &str = "\
id: hello
namespace: demo
tasks:
  - id: each
    type: io.kestra.plugin.core.flow.ForEach
    values: [1, 2, 3, 4, 5]
    tasks:
      - {id: say, type: io.kestra.plugin.core.log.Log, message: 'line {{ taskrun.value }}'}
  - {id: wait, type: io.kestra.plugin.core.flow.Pause}
triggers:
  - {id: hook, type: io.kestra.plugin.core.trigger.Webhook, key: opensesame}
";

fn site(limits: settings::Limits) -> Site {
    Site::start_with(&[("flow.yaml", FLOW)], Wishes { limits, ..Wishes::default() })
}

#[test]
fn executions_beyond_the_limit_are_refused_for_now() {
    let site = site(settings::Limits { executions: 0, ..settings::Limits::default() });
    let refused = [
        site.send("POST", "/api/v1/main/executions/demo/hello", &[], b""),
        site.get("/api/v1/main/executions/webhook/demo/hello/opensesame"),
    ];
    for answered in refused {
        assert_eq!((answered.status, header(&answered, "retry-after")), (503, Some("1")), "{}", answered.text());
    }
    assert_eq!(value(&site.get("/metrics").text(), "lanner_refused_total"), 2.0);
}

#[test]
fn nothing_new_is_taken_while_the_store_is_behind() {
    let site = site(settings::Limits { queue: 10, ..settings::Limits::default() });
    let run = || site.send("POST", "/api/v1/main/executions/demo/hello", &[], b"").status;
    assert_eq!(run(), 200);
    let behind = site.engine.meters();
    behind.queue.add(1_000);
    assert_eq!(run(), 503);
    behind.queue.add(-1_000);
    assert_eq!(run(), 200);
}

#[test]
fn a_log_that_is_full_says_so_and_grows_no_more() {
    let site = site(settings::Limits { log_lines: 2, ..settings::Limits::default() });
    let begun = json(&site.send("POST", "/api/v1/main/executions/demo/hello", &[], b""));
    let id = begun["id"].as_str().unwrap();
    let lines = loop {
        let state = json(&site.get(&format!("/api/v1/main/executions/{id}")))["state"]["current"].clone();
        if state == "PAUSED" {
            break site.get(&format!("/api/v1/main/logs/{id}/download")).text();
        }
        std::thread::yield_now();
    };
    let lines: Vec<&str> = lines.lines().filter_map(|line| line.splitn(3, ' ').nth(2)).collect();
    assert_eq!(lines, ["line 1", "line 2", "further lines are left out: a log has no more than 2"]);
    assert_eq!(value(&site.get("/metrics").text(), "lanner_log_lines_dropped_total"), 3.0);
}

#[test]
fn streams_beyond_the_limit_are_refused_for_now() {
    let limits = web::Limits { streams: 0, ..web::Limits::default() };
    let web = Settings { limits, ..Settings::default() };
    let site = Site::start_with(&[("flow.yaml", FLOW)], Wishes { web, ..Wishes::default() });
    let begun = json(&site.send("POST", "/api/v1/main/executions/demo/hello", &[], b""));
    let answered = site.get(&format!("/api/v1/main/executions/{}/follow", begun["id"].as_str().unwrap()));
    assert_eq!((answered.status, header(&answered, "retry-after")), (503, Some("5")), "{}", answered.text());
}
