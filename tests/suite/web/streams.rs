//! Event streams of the API, byte by byte: what Kestra's clients read, and what a client gets that comes back.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::Value;
use tests::site::Site;

const FLOW: &str = "\
id: talks
namespace: demo
tasks:
  - {id: one, type: io.kestra.plugin.core.log.Log, message: first}
  - {id: wait, type: io.kestra.plugin.core.flow.Pause}
  - {id: two, type: io.kestra.plugin.core.log.Log, message: second}
";

/// One event as it was framed.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Event {
    id: Option<String>,
    data: String,
}

/// An open stream.
struct Stream {
    connection: TcpStream,
    read: Vec<u8>,
}

impl Stream {
    /// Opens a stream; its status and headers are read.
    fn open(site: &Site, path: &str, last: Option<&str>) -> Self {
        let mut connection = TcpStream::connect(&site.address).unwrap();
        connection.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        let last = last.map(|id| format!("last-event-id: {id}\r\n")).unwrap_or_default();
        let host = &site.address;
        let request = format!("GET {path} HTTP/1.0\r\nhost: {host}\r\naccept: text/event-stream\r\n{last}\r\n");
        connection.write_all(request.as_bytes()).unwrap();
        let mut stream = Self { connection, read: Vec::new() };
        let head = stream.until(b"\r\n\r\n").to_lowercase();
        assert!(head.starts_with("http/1.0 200"), "{head}");
        assert!(head.contains("content-type: text/event-stream\r\n"), "{head}");
        stream
    }

    fn until(&mut self, end: &[u8]) -> String {
        loop {
            if let Some(at) = self.read.windows(end.len()).position(|window| window == end) {
                let rest = self.read.split_off(at + end.len());
                return String::from_utf8(std::mem::replace(&mut self.read, rest)).unwrap();
            }
            let mut part = [0; 4096];
            match self.connection.read(&mut part) {
                Ok(0) => return String::from_utf8(std::mem::take(&mut self.read)).unwrap(),
                Ok(count) => self.read.extend_from_slice(&part[..count]),
                Err(error) => panic!("{error}: {:?}", String::from_utf8_lossy(&self.read)),
            }
        }
    }

    /// The next event, `None` at the end; every frame is as Kestra writes it.
    fn next(&mut self) -> Option<Event> {
        loop {
            let frame = self.until(b"\n\n");
            if frame.is_empty() {
                return None;
            }
            if frame == ":\n\n" {
                continue;
            }
            let mut lines = frame.trim_end_matches('\n').split('\n').peekable();
            let id = lines.next_if(|line| line.starts_with("id: ")).map(|line| line[4..].to_owned());
            let data = lines.next().and_then(|line| line.strip_prefix("data: ")).unwrap_or_else(|| panic!("{frame}"));
            assert_eq!(lines.next(), None, "{frame}");
            return Some(Event { id, data: data.to_owned() });
        }
    }
}

fn document(event: &Event) -> Value {
    serde_json::from_str(&event.data).unwrap()
}

fn begin(site: &Site) -> String {
    let answered = site.send("POST", "/api/v1/main/executions/demo/talks", &[], b"");
    let execution: Value = serde_json::from_slice(&answered.body).unwrap();
    execution["id"].as_str().unwrap().to_owned()
}

/// Goes on with an execution once it is paused.
fn resume(site: &Site, id: &str) {
    let mut stream = Stream::open(site, &format!("/api/v1/main/executions/{id}/follow"), None);
    let is_paused = |event: &Event| document(event)["state"]["current"] == "PAUSED";
    while !is_paused(&stream.next().expect("it pauses")) {}
    let answered = site.send("POST", &format!("/api/v1/main/executions/{id}/resume"), &[], b"");
    assert_eq!(answered.status, 204, "{}", answered.text());
}

#[test]
fn an_execution_is_followed_from_its_start_to_its_end() {
    let site = Site::start(&[("talks.yaml", FLOW)]);
    let id = begin(&site);
    let mut stream = Stream::open(&site, &format!("/api/v1/main/executions/{id}/follow"), None);
    let start = stream.next().unwrap();
    assert_eq!((start.id.as_deref(), document(&start)["id"].as_str()), (Some("start"), Some(id.as_str())));
    let mut states = Vec::new();
    while let Some(event) = stream.next() {
        let state = document(&event)["state"]["current"].as_str().unwrap().to_owned();
        if state == "PAUSED" && !states.contains(&state) {
            resume(&site, &id);
        }
        let expected = if state == "SUCCESS" { "end" } else { "progress" };
        assert_eq!(event.id.as_deref(), Some(expected), "{state}");
        states.push(state);
    }
    assert!(states.contains(&"PAUSED".to_owned()), "{states:?}");
    assert_eq!(states.iter().filter(|state| *state == "SUCCESS").count(), 1, "{states:?}");

    // One that comes back after the end is told not to come again; others get it once more.
    let path = format!("/api/v1/main/executions/{id}/follow");
    assert_eq!(site.send("GET", &path, &[("last-event-id", "end")], b"").status, 204);
    let mut again = Stream::open(&site, &path, Some("progress"));
    let ids: Vec<_> = std::iter::from_fn(|| again.next()).map(|event| event.id.unwrap()).collect();
    assert_eq!(ids, ["start", "end"]);
}

#[test]
fn a_client_that_counts_goes_on_behind_what_it_has_seen() {
    let site = Site::start(&[("talks.yaml", FLOW)]);
    let id = begin(&site);
    let path = format!("/api/v1/main/logs/{id}/follow?ids=sequence");
    let mut stream = Stream::open(&site, &path, None);
    let first = stream.next().unwrap();
    assert_eq!(document(&first)["message"], "first");
    let seen = first.id.unwrap();
    drop(stream);
    resume(&site, &id);
    let mut stream = Stream::open(&site, &path, Some(&seen));
    let second = stream.next().unwrap();
    assert_eq!(document(&second)["message"], "second");
    assert!(second.id.unwrap().parse::<u64>().unwrap() > seen.parse().unwrap());
    assert_eq!(site.get("/api/v1/main/logs/x/follow?ids=sequence").status, 404);
    assert_eq!(site.get(&format!("/api/v1/main/logs/{id}/follow?ids=colours")).status, 422);
}

#[test]
fn a_log_is_followed_without_a_line_lost_or_told_twice() {
    let site = Site::start(&[("talks.yaml", FLOW)]);
    let id = begin(&site);
    let mut stream = Stream::open(&site, &format!("/api/v1/main/logs/{id}/follow"), None);
    let start = stream.next().unwrap();
    assert_eq!((start.id.as_deref(), start.data.as_str()), (Some("start"), "{\"attemptNumber\":null}"));
    let mut messages = Vec::new();
    while messages.last().is_none_or(|message| message != "second") {
        let event = stream.next().unwrap();
        assert_eq!(event.id.as_deref(), Some("progress"));
        messages.push(document(&event)["message"].as_str().unwrap().to_owned());
        if messages.len() == 1 {
            resume(&site, &id);
        }
    }
    assert_eq!(messages, ["first", "second"]);
}
