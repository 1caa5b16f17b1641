//! Executions that wait for somebody cost nothing, and wait on after the worst end.

use std::time::{Duration, Instant};

use serde_json::Value;
use tests::folder::Folder;
use tests::server::{Server, request};

use super::{create, until};

/// As many executions in the tests, and in `cargo xtask soak`.
const FEW: usize = 60;
const MANY: usize = 10_000;

/// So long it is looked at what they cost, and so much of it may be spent.
const WHILE: Duration = Duration::from_secs(5);
const MOST: f64 = 0.01;

const FLOW: &str = "\
id: paused
namespace: demo
tasks:
  - id: wait
    type: io.kestra.plugin.core.flow.Pause
  - id: after
    type: io.kestra.plugin.core.debug.Return
    format: done
";

#[test]
fn paused_executions_cost_nothing_and_wait_on_after_a_kill() {
    let folder = Folder::with(&[("flow.yaml", FLOW)]);
    let data = Folder::empty();
    let server = Server::start(folder.path(), data.path(), &[]);
    let number = if super::is_soak() { MANY } else { FEW };
    let ids: Vec<String> = (0..number).map(|_| create(&server, "paused")).collect();
    let last = ids.last().cloned().unwrap_or_default();
    until(&server, &last, |execution| execution["state"]["current"] == "PAUSED");
    if super::is_soak() {
        let (begin, before) = (Instant::now(), spent(server.id()));
        while begin.elapsed() < WHILE {
            std::thread::park_timeout(WHILE - begin.elapsed().min(WHILE));
        }
        let part = (spent(server.id()) - before) / begin.elapsed().as_secs_f64();
        println!("{number} paused executions cost {:.2} % of a core", part * 100.0);
        assert!(part <= MOST, "{number} paused executions cost {:.2} % of a core", part * 100.0);
    }
    server.kill();

    let begin = Instant::now();
    let server = Server::start(folder.path(), data.path(), &[]);
    println!("{number} paused executions were there again after {:?}", begin.elapsed());
    for id in ids.iter().step_by(number / 20) {
        let resume = format!(
            "POST /api/v1/main/executions/{id}/resume HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n\
             content-length: 0\r\n\r\n",
            server.address
        );
        let answered = request(&server.address, resume.as_bytes());
        assert!((200..300).contains(&answered.status), "{id}: {}", answered.text());
        until(&server, id, |execution: &Value| execution["state"]["current"] == "SUCCESS");
    }
    let (code, said) = server.stop();
    assert_eq!(code, Some(0), "{said}");
}

/// Seconds of processor time that a process has used.
fn spent(process: u32) -> f64 {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    let fields: Vec<f64> =
        stat.rsplit_once(')').map_or("", |rest| rest.1).split_whitespace().filter_map(|it| it.parse().ok()).collect();
    // Behind the name and the state, user and system time are the 11th and 12th number, in hundredths.
    fields.get(10).zip(fields.get(11)).map_or(f64::NAN, |(user, system)| (user + system) / 100.0)
}
