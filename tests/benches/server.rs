//! What people wait for at a server that has been used for long: lists, and streams that many keep open.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use tests::folder::Folder;
use tests::places::lanner;
use tests::server::{Server, request};

use crate::{Bench, Figure};

/// Goals 9b and the open streams of the reference on performance.
pub(crate) const BENCH: Bench = Bench { name: "server", measure };

/// So many executions a list is made over.
const EXECUTIONS: usize = 100_000;

/// So many at once create them.
const AT_ONCE: usize = 64;

/// So often a list is asked for.
const LISTS: usize = 300;

/// So many streams are kept open.
const STREAMS: usize = 1_000;

const FLOWS: &[(&str, &str)] = &[
    (
        "quick.yaml",
        "id: quick\nnamespace: bench\ntasks:\n  - {id: t, type: io.kestra.plugin.core.debug.Return, format: x}\n",
    ),
    ("paused.yaml", "id: paused\nnamespace: bench\ntasks:\n  - {id: wait, type: io.kestra.plugin.core.flow.Pause}\n"),
];

fn measure() -> Vec<Figure> {
    lanner();
    let (folder, data) = (Folder::with(FLOWS), Folder::empty());
    let server = Server::start(folder.path(), data.path(), &[]);
    fill(&server);
    let mut figures = Vec::new();
    for (name, path) in [
        ("a list over 100,000 executions, p99", "/api/v1/executions/search?size=50"),
        ("the same of one flow, p99", "/api/v1/executions/search?size=50&namespace=bench&flowId=quick"),
        ("the same in one state, p99", "/api/v1/executions/search?size=50&state=SUCCESS"),
    ] {
        let mut times: Vec<f64> = (0..LISTS)
            .map(|_| {
                let begin = Instant::now();
                assert_eq!(server.get(path).status, 200, "{path}");
                begin.elapsed().as_secs_f64() * 1e3
            })
            .collect();
        times.sort_by(f64::total_cmp);
        let value = times[LISTS * 99 / 100];
        figures.push(Figure { name: name.to_owned(), value, unit: "ms", target: Some(5.0) });
    }
    figures.push(streams(&server));
    figures
}

fn post(address: &str, path: &str) -> Vec<u8> {
    let text = format!("POST {path} HTTP/1.1\r\nhost: {address}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
    let answered = request(address, text.as_bytes());
    assert_eq!(answered.status, 200, "{}", answered.text());
    answered.body
}

fn fill(server: &Server) {
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                for _ in 0..EXECUTIONS / AT_ONCE {
                    post(&server.address, "/api/v1/executions/bench/quick");
                }
            });
        }
    });
}

/// What it costs to have many follow executions that go on.
fn streams(server: &Server) -> Figure {
    let body = post(&server.address, "/api/v1/executions/bench/paused");
    let execution: serde_json::Value = serde_json::from_slice(&body).expect("an execution");
    let path = format!("/api/v1/executions/{}/follow", execution["id"].as_str().expect("an id"));
    let before = resident(server.id());
    let open: Vec<TcpStream> = (0..STREAMS).map(|_| follow(&server.address, &path)).collect();
    let value = resident(server.id()) - before;
    drop(open);
    Figure { name: "1,000 open streams".to_owned(), value, unit: "MB", target: Some(30.0) }
}

/// Opens a stream and reads until the execution has been told once.
fn follow(address: &str, path: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).expect("it listens");
    stream.set_read_timeout(Some(Duration::from_secs(60))).expect("a timeout");
    stream.write_all(format!("GET {path} HTTP/1.1\r\nhost: {address}\r\n\r\n").as_bytes()).expect("it reads");
    let mut read = Vec::new();
    let mut part = [0; 4096];
    while !read.windows(12).any(|window| window == b"id: progress") {
        let count = stream.read(&mut part).expect("it answers");
        assert!(count > 0, "{}", String::from_utf8_lossy(&read));
        read.extend_from_slice(&part[..count]);
    }
    stream
}

/// The memory of a process in megabytes.
fn resident(id: u32) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").trim().parse::<f64>().unwrap_or_default() / 1024.0
}
