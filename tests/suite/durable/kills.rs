//! A server that is killed again and again under load: whatever it acknowledged comes to its end, no task is
//! repeated whose end was shown, and nothing of it is left behind.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::Value;
use tests::folder::Folder;
use tests::server::{Server, ask};

/// As many kills in the tests; `cargo xtask soak` asks for more.
const KILLS: usize = 5;

/// As many clients create executions.
const CLIENTS: usize = 4;

/// Everything that was begun comes to its end within this time after the last kill.
const PATIENCE: Duration = Duration::from_secs(120);

const FLOW: &str = "\
id: work
namespace: demo
tasks:
  - id: first
    type: io.kestra.plugin.core.flow.Sleep
    duration: PT0.005S
  - id: second
    type: io.kestra.plugin.core.debug.Return
    format: '{{ execution.id }}'
  - id: third
    type: io.kestra.plugin.core.flow.Sleep
    duration: PT0.005S
";

/// What clients know: the executions they were told of, and the latest end of each task that they were shown.
#[derive(Default)]
struct Known {
    created: Vec<String>,
    ended: BTreeMap<(String, String), String>,
}

#[test]
fn a_server_that_is_killed_again_and_again_loses_and_repeats_nothing() {
    let kills = std::env::var("LANNER_KILLS").ok().and_then(|count| count.parse().ok()).unwrap_or(KILLS);
    let folder = Folder::with(&[("flow.yaml", FLOW)]);
    let data = Folder::empty();
    let known = Arc::new(Mutex::new(Known::default()));
    for kill in 0..kills {
        let server = Server::start(folder.path(), data.path(), &[]);
        let stop = Arc::new(AtomicBool::new(false));
        let clients: Vec<_> = (0..CLIENTS)
            .map(|_| {
                let (address, stop, known) = (server.address.clone(), Arc::clone(&stop), Arc::clone(&known));
                std::thread::spawn(move || load(&address, &stop, &known))
            })
            .collect();
        // At times that differ from kill to kill, and are the same from test to test.
        let life = Duration::from_millis(40 + (kill as u64 * 7919) % 400);
        let end = Instant::now() + life;
        while Instant::now() < end {
            std::thread::yield_now();
        }
        let id = server.id();
        server.kill();
        stop.store(true, Ordering::Relaxed);
        for client in clients {
            client.join().unwrap();
        }
        assert!(!Path::new(&format!("/proc/{id}")).exists(), "process {id} is still there");
        assert_eq!(children_of(id), Vec::<u32>::new(), "processes of {id} are left");
    }
    let server = Server::start(folder.path(), data.path(), &[]);
    let known = std::mem::take(&mut *known.lock().unwrap());
    assert!(known.created.len() > kills, "only {} executions were created", known.created.len());
    let deadline = Instant::now() + PATIENCE;
    for id in &known.created {
        let execution = loop {
            let answered = server.get(&format!("/api/v1/main/executions/{id}"));
            assert_eq!(answered.status, 200, "execution {id} was acknowledged and is lost");
            let execution: Value = serde_json::from_slice(&answered.body).unwrap();
            if execution["state"]["current"] == "SUCCESS" {
                break execution;
            }
            assert!(Instant::now() < deadline, "execution {id} does not end: {execution}");
            std::thread::yield_now();
        };
        for run in execution["taskRunList"].as_array().into_iter().flatten() {
            let task = run["taskId"].as_str().unwrap_or_default().to_owned();
            if let Some(end) = known.ended.get(&(id.clone(), task.clone())) {
                assert_eq!(&ended_at(run), end, "task {task} of {id} was repeated after its end was shown");
            }
        }
    }
    println!("{kills} kills, {} executions acknowledged, none lost", known.created.len());
    server.stop();
}

/// Creates executions one after another, and looks at each once, until the server is gone.
fn load(address: &str, stop: &AtomicBool, known: &Mutex<Known>) {
    while !stop.load(Ordering::Relaxed) {
        let create = format!(
            "POST /api/v1/main/executions/demo/work HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
        );
        let Some(id) = ask(address, create.as_bytes()).and_then(|body| text(&body, "id")) else { return };
        known.lock().unwrap().created.push(id.clone());
        let show = format!("GET /api/v1/main/executions/{id} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n");
        let Some(execution) = ask(address, show.as_bytes()) else { return };
        for run in execution["taskRunList"].as_array().into_iter().flatten() {
            if run["state"]["current"] == "SUCCESS" {
                let task = run["taskId"].as_str().unwrap_or_default().to_owned();
                known.lock().unwrap().ended.insert((id.clone(), task), ended_at(run));
            }
        }
    }
}

fn text(document: &Value, name: &str) -> Option<String> {
    document[name].as_str().map(str::to_owned)
}

/// When a task run entered its last state.
fn ended_at(run: &Value) -> String {
    let last = run["state"]["histories"].as_array().and_then(|histories| histories.last());
    last.map(ToString::to_string).unwrap_or_default()
}

/// The processes whose parent is another one.
fn children_of(parent: u32) -> Vec<u32> {
    let Ok(processes) = std::fs::read_dir("/proc") else { return Vec::new() };
    let ids = processes.flatten().filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    let parent_of = |id: &u32| {
        let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
        stat.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse::<u32>().ok()
    };
    ids.filter(|id| parent_of(id) == Some(parent)).collect()
}
