//! What it costs that many keep a stream open on executions that go on, and how soon they are sent away.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use serde_json::Value;
use tests::folder::Folder;
use tests::server::{Server, request};

use super::at_most;
use crate::Figure;
use crate::client::{Load, Request};
use crate::flows::{HOOK, HOOK_BODY, HOOK_PATH, PAUSED};
use crate::process::{cpu, resident};

/// So many streams are kept open, each on an execution of its own.
const STREAMS: usize = 1_000;

/// So long it is looked at what they cost.
const WHILE: Duration = Duration::from_secs(4);

pub(super) fn measure() -> Vec<Figure> {
    let (folder, data) = (Folder::with(&[("hook.yaml", HOOK), ("paused.yaml", PAUSED)]), Folder::empty());
    let server = Server::start(folder.path(), data.path(), &[]);
    let ids: Vec<String> = (0..STREAMS).map(|_| create(&server.address)).collect();
    let hook = Load::new(&server.address, &Request::post(HOOK_PATH, HOOK_BODY));
    let alone = hook.rate(32, WHILE);

    let before = resident(server.id());
    let idle: Vec<TcpStream> = ids.iter().map(|_| connect(&server.address)).collect();
    let connections = resident(server.id()) - before;
    drop(idle);
    std::thread::sleep(Duration::from_millis(200));
    let before = resident(server.id());
    let streams: Vec<TcpStream> = ids.iter().map(|id| follow(&server.address, id)).collect();
    let memory = resident(server.id()) - before;

    let (begin, before) = (Instant::now(), cpu(server.id()));
    std::thread::sleep(WHILE);
    let spent = (cpu(server.id()) - before) / begin.elapsed().as_secs_f64() * 100.0;
    let beside = hook.rate(32, WHILE);
    drop(streams);
    std::thread::sleep(Duration::from_millis(200));
    // The store has grown in the meantime, and the machine may be busier: without streams it is looked at before and
    // after.
    let alone = (alone + hook.rate(32, WHILE)) / 2.0;

    let streams: Vec<TcpStream> = ids.iter().map(|id| follow(&server.address, id)).collect();
    let begin = Instant::now();
    let reading: Vec<_> = streams.into_iter().map(|stream| std::thread::spawn(move || read_to_end(stream))).collect();
    let (code, said) = server.stop();
    let stopped = begin.elapsed().as_secs_f64();
    assert_eq!(code, Some(0), "{said}");
    let told = reading.into_iter().filter_map(|reader| reader.join().ok()).filter(|told| *told).count();
    assert_eq!(told, STREAMS, "every stream is told that the server stops");
    vec![
        at_most("1,000 idle connections", connections, "MB", 30.0),
        at_most("1,000 open streams", memory, "MB", 30.0),
        at_most("CPU of 1,000 idle streams", spent, "%", 1.0),
        at_most("what they take from a busy server", (1.0 - beside / alone) * 100.0, "%", 10.0),
        at_most("stopping with 1,000 open streams", stopped, "s", 2.0),
    ]
}

fn create(address: &str) -> String {
    let path = "/api/v1/executions/bench/paused";
    let text = format!("POST {path} HTTP/1.1\r\nhost: {address}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
    let answered = request(address, text.as_bytes());
    assert_eq!(answered.status, 200, "{}", answered.text());
    let execution: Value = serde_json::from_slice(&answered.body).expect("an execution");
    execution["id"].as_str().expect("an id").to_owned()
}

/// Opens a connection on which one request was answered.
fn connect(address: &str) -> TcpStream {
    opened(address, "/health", b"\r\n\r\n")
}

/// Opens a stream and reads until the execution has been told once.
fn follow(address: &str, id: &str) -> TcpStream {
    opened(address, &format!("/api/v1/executions/{id}/follow"), b"id: progress")
}

fn opened(address: &str, path: &str, wanted: &[u8]) -> TcpStream {
    let mut stream = TcpStream::connect(address).expect("it listens");
    stream.set_read_timeout(Some(Duration::from_secs(60))).expect("a timeout");
    stream.write_all(format!("GET {path} HTTP/1.1\r\nhost: {address}\r\n\r\n").as_bytes()).expect("it reads");
    let mut read = Vec::new();
    let mut part = [0; 4096];
    while !read.windows(wanted.len()).any(|window| window == wanted) {
        let count = stream.read(&mut part).expect("it answers");
        assert!(count > 0, "{}", String::from_utf8_lossy(&read));
        read.extend_from_slice(&part[..count]);
    }
    stream
}

/// Reads what is left; whether it was told that the server stops.
fn read_to_end(mut stream: TcpStream) -> bool {
    let mut rest = Vec::new();
    // What came before a connection broke counts.
    let _ = stream.read_to_end(&mut rest);
    String::from_utf8_lossy(&rest).contains("the server is stopping")
}
