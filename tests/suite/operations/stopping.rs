//! A server that stops finishes what was begun, and tells others to come again.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use runtime::web::{Limits, Settings};
use tests::site::{Site, Wishes};

use super::{header, json};

const FLOW: &str = "\
id: hello
namespace: demo
tasks:
  - {id: wait, type: io.kestra.plugin.core.flow.Pause}
";

/// Reads until some text has come.
fn read_until(stream: &mut TcpStream, wanted: &str) -> String {
    let (mut all, mut part) = (Vec::new(), [0; 4096]);
    loop {
        let text = String::from_utf8_lossy(&all).into_owned();
        if text.contains(wanted) {
            return text;
        }
        let read = stream.read(&mut part).unwrap();
        assert!(read > 0, "no {wanted:?} in {text}");
        all.extend_from_slice(&part[..read]);
    }
}

/// A request whose head has been read, and whose body has not been sent.
fn begun(site: &Site) -> TcpStream {
    let mut stream = TcpStream::connect(&site.address).unwrap();
    let head = "POST /api/v1/main/flows/validate HTTP/1.1\r\nexpect: 100-continue";
    let length = FLOW.len();
    write!(stream, "{head}\r\nhost: {}\r\ncontent-length: {length}\r\n\r\n", site.address).unwrap();
    read_until(&mut stream, "100 Continue\r\n\r\n");
    stream
}

#[test]
fn what_was_begun_is_finished_and_what_is_new_is_sent_away() {
    let mut site = Site::start(&[("flow.yaml", FLOW)]);
    let execution = json(&site.send("POST", "/api/v1/main/executions/demo/hello", &[], b""));
    let id = execution["id"].as_str().unwrap();
    let mut followed = TcpStream::connect(&site.address).unwrap();
    let host = &site.address;
    write!(followed, "GET /api/v1/main/executions/{id}/follow HTTP/1.1\r\nhost: {host}\r\n\r\n").unwrap();
    read_until(&mut followed, "data: ");
    let mut asked = begun(&site);

    site.begin_to_stop();
    // Whoever balances the load hears of it first.
    while site.get("/ready").status != 503 {
        std::thread::yield_now();
    }
    let refused = site.get("/api/v1/main/flows/search");
    assert_eq!((refused.status, header(&refused, "retry-after")), (503, Some("5")), "{}", refused.text());
    assert_eq!(site.get("/health").status, 200);
    let mut rest = String::new();
    followed.read_to_string(&mut rest).unwrap();
    assert!(rest.contains(": the server is stopping\nretry: 2000\n\n"), "{rest}");
    asked.write_all(FLOW.as_bytes()).unwrap();
    let answer = read_until(&mut asked, "\r\n\r\n");
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    site.stop();
}

#[test]
fn the_end_comes_although_somebody_never_finishes() {
    let limits = Limits { requests_drain: Duration::from_millis(50), ..Limits::default() };
    let web = Settings { limits, ..Settings::default() };
    let site = Site::start_with(&[("flow.yaml", FLOW)], Wishes { web, ..Wishes::default() });
    let _asked = begun(&site);
    site.stop();
}
