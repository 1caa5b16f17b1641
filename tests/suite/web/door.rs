//! Requests that are wrong, too large, too slow, or meant to do harm.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use runtime::web::{Limits, Settings};
use tests::server::{Answered, request};
use tests::site::{Site, Wishes};

const FLOW: &str = "\
id: hello
namespace: demo
inputs:
  - {id: name, type: STRING}
tasks:
  - {id: say, type: io.kestra.plugin.core.log.Log, message: Hello}
";

const APP: &str = "\
id: greet
namespace: demo
type: io.kestra.plugin.ee.apps.Execution
displayName: Greet
flowId: hello
access: {type: PUBLIC}
layout:
  - on: OPEN
    blocks:
      - {type: io.kestra.plugin.ee.apps.execution.blocks.CreateExecutionForm}
      - {type: io.kestra.plugin.ee.apps.execution.blocks.CreateExecutionButton, text: Greet}
";

fn site(limits: Limits) -> Site {
    let web = Settings { limits, ..Settings::default() };
    Site::start_with(&[("flow.yaml", FLOW), ("app.yaml", APP)], Wishes { web, ..Wishes::default() })
}

fn header<'a>(answered: &'a Answered, name: &str) -> Option<&'a str> {
    answered.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}

#[test]
fn what_is_not_there_is_told_to_people_and_to_programs() {
    let site = site(Limits::default());
    let page = site.send("GET", "/app/demo/greet", &[("accept", "text/html")], b"");
    assert_eq!((page.status, header(&page, "content-type")), (404, Some("text/html; charset=utf-8")));
    let document = site.get("/api/v1/flow/search");
    assert_eq!((document.status, header(&document, "content-type")), (404, Some("application/json")));
    let document = site.get("/helth");
    assert!(document.text().contains("perhaps `/health` is meant"), "{}", document.text());
    let page = site.send("GET", "/apps/demo/<script>", &[("accept", "text/html")], b"");
    assert!(!page.text().contains("<script>"), "{}", page.text());
}

#[test]
fn other_methods_are_named() {
    let site = site(Limits::default());
    let answered = site.send("PATCH", "/api/v1/flows/demo/hello", &[], b"");
    assert_eq!((answered.status, header(&answered, "allow")), (405, Some("GET, PUT, DELETE")));
    let answered = site.send("OPTIONS", "/health", &[], b"");
    assert_eq!((answered.status, header(&answered, "allow")), (204, Some("GET")));
    assert_eq!(site.send("HEAD", "/health", &[], b"").body, b"");
}

#[test]
fn pages_of_other_sites_cannot_send_anything() {
    let site = site(Limits::default());
    let own = format!("http://{}", site.address);
    for (origin, allowed) in [("https://evil.example", false), ("null", false), (own.as_str(), true)] {
        for path in ["/apps/demo/greet", "/api/v1/executions/demo/hello", "/ui/flows/demo/hello/execute"] {
            let headers = [("origin", origin), ("content-type", "multipart/form-data; boundary=B")];
            let body = b"--B\r\ncontent-disposition: form-data; name=name\r\n\r\nAda\r\n--B--\r\n";
            let status = site.send("POST", path, &headers, body).status;
            assert_eq!(status != 403, allowed, "{origin} to {path}: {status}");
        }
    }
}

#[test]
fn requests_that_two_servers_would_cut_differently_are_refused() {
    let site = site(Limits::default());
    let host = format!("host: {}\r\n", site.address);
    let cases = [
        // Both lengths: what a proxy takes for the end is not what comes next here.
        format!(
            "POST /api/v1/flows HTTP/1.1\r\n{host}content-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n"
        ),
        format!("POST /api/v1/flows HTTP/1.1\r\n{host}content-length: 4\r\ncontent-length: 5\r\n\r\nabcde"),
        format!("POST /api/v1/flows HTTP/1.1\r\n{host}transfer-encoding: xchunked\r\n\r\n0\r\n\r\n"),
        format!("POST /api/v1/flows HTTP/1.1\r\n{host}content-length: +4\r\n\r\nabcd"),
        format!("POST /api/v1/flows HTTP/1.1\r\n{host}content-length: 4, 4\r\n\r\nabcd"),
        format!("POST /api/v1/flows HTTP/1.1\r\n{host}content-length: 0x4\r\n\r\nabcd"),
        format!("POST /api/v1/flows HTTP/1.1\r\n{host}content-length : 4\r\n\r\nabcd"),
        format!("POST /api/v1/flows HTTP/1.1\r\n{host}content-length: -1\r\n\r\n"),
        format!("POST /api/v1/flows HTTP/1.1\r\n{host}content-length: 99999999999999999999999\r\n\r\n"),
        // Of two codings each server picks its own.
        format!(
            "POST /api/v1/flows HTTP/1.1\r\n{host}transfer-encoding: chunked\r\ntransfer-encoding: identity\r\n\r\n0\r\n\r\n"
        ),
        format!(
            "POST /api/v1/flows HTTP/1.1\r\n{host}transfer-encoding: identity\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n"
        ),
        format!("POST /api/v1/flows HTTP/1.1\r\n{host}transfer-encoding: chunked, identity\r\n\r\n0\r\n\r\n"),
        format!("POST /api/v1/flows HTTP/1.1\r\n{host}transfer-encoding: identity, chunked\r\n\r\n0\r\n\r\n"),
        format!("POST /api/v1/flows HTTP/1.1\r\n{host}transfer-encoding: chunked, chunked\r\n\r\n0\r\n\r\n"),
        format!("POST /api/v1/flows HTTP/1.1\r\n{host}transfer-encoding: \x0bchunked\r\n\r\n0\r\n\r\n"),
        format!("POST /api/v1/flows HTTP/1.1\r\n{host}transfer-encoding : chunked\r\n\r\n0\r\n\r\n"),
        format!("POST /api/v1/flows HTTP/1.1\r\n{host}transfer-encoding:\r\n chunked\r\n\r\n0\r\n\r\n"),
        // HTTP/1.0 knows no chunks.
        format!(
            "POST /api/v1/flows HTTP/1.0\r\n{host}connection: keep-alive\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n"
        ),
        // Sizes of chunks that are none, or wrap around.
        format!("POST /api/v1/flows HTTP/1.1\r\n{host}transfer-encoding: chunked\r\n\r\n-1\r\n\r\n"),
        format!("POST /api/v1/flows HTTP/1.1\r\n{host}transfer-encoding: chunked\r\n\r\n0x0\r\n\r\n"),
        format!("POST /api/v1/flows HTTP/1.1\r\n{host}transfer-encoding: chunked\r\n\r\n10000000000000000\r\n\r\n"),
        format!("POST /api/v1/flows HTTP/1.1\r\n{host}transfer-encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n"),
        // A line that goes on in the next one, and line ends of others.
        format!("GET /health HTTP/1.1\r\n{host}x: a\r\n b\r\n\r\n"),
        format!("GET /health HTTP/1.1\r\n{host}x: a\rtransfer-encoding: chunked\r\n\r\n"),
        format!("GET /health HTTP/1.1\r\n{host}x: a\0b\r\n\r\n"),
        format!("GET /health HTTP/1.1\r\n{host} folded: x\r\n\r\n"),
        format!("GET /hea lth HTTP/1.1\r\n{host}\r\n"),
    ];
    for text in cases {
        let mut stream = TcpStream::connect(&site.address).unwrap();
        let smuggled = format!("{text}GET /ping HTTP/1.1\r\n{host}connection: close\r\n\r\n");
        stream.write_all(smuggled.as_bytes()).unwrap();
        let mut answer = String::new();
        let _ = stream.read_to_string(&mut answer);
        assert!(!answer.contains("pong"), "{text:?} let a second request in: {answer}");
    }
}

#[test]
fn other_protocols_are_not_spoken() {
    let site = site(Limits::default());
    let host = format!("host: {}\r\n", site.address);
    let upgrade = |to: &str| format!("GET /health HTTP/1.1\r\n{host}connection: upgrade, close\r\nupgrade: {to}\r\n");
    let key = "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\nsec-websocket-version: 13\r\n";
    for (text, expected) in [
        // HTTP/2 by prior knowledge, and a handshake of TLS.
        ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0".to_owned(), None),
        ("\x16\x03\x01\x02\0\x01\0\x01\u{7f}\x03\x03".to_owned(), None),
        // Who asks for another protocol stays with this one.
        (format!("{}{key}\r\n", upgrade("websocket")), Some(200)),
        (format!("{}http2-settings: AAMAAABkAAQAAP__\r\n\r\n", upgrade("h2c")), Some(200)),
        ("CONNECT evil.example:443 HTTP/1.1\r\nhost: evil.example:443\r\nconnection: close\r\n\r\n".to_owned(), None),
        (format!("GET http://evil.example/health HTTP/1.1\r\n{host}connection: close\r\n\r\n"), Some(421)),
        (format!("TRACE /health HTTP/1.1\r\n{host}cookie: a=b\r\nconnection: close\r\n\r\n"), Some(405)),
    ] {
        let mut stream = TcpStream::connect(&site.address).unwrap();
        stream.write_all(text.as_bytes()).unwrap();
        let mut answer = Vec::new();
        // Ends only because the other side ends it.
        let _ = stream.read_to_end(&mut answer);
        let answer = String::from_utf8_lossy(&answer);
        let status = answer.split(' ').nth(1).and_then(|status| status.parse::<u16>().ok());
        match expected {
            Some(expected) => assert_eq!(status, Some(expected), "{text:?}: {answer}"),
            // What is no HTTP at all may stay without an answer.
            None => assert!(status.is_none_or(|status| (400..500).contains(&status)), "{text:?}: {answer}"),
        }
        assert!(!answer.contains("a=b"), "{answer}");
    }
}

#[test]
fn many_who_dawdle_keep_nobody_out() {
    let site = site(Limits { idle: Duration::from_secs(2), ..Limits::default() });
    let slow: Vec<TcpStream> = (0..300)
        .map(|_| {
            let mut stream = TcpStream::connect(&site.address).unwrap();
            stream.write_all(b"GET /health HTTP/1.1\r\nhost: x\r\nx-slow: ").unwrap();
            stream
        })
        .collect();
    assert_eq!(site.get("/health").status, 200);
    for mut stream in slow {
        // Ends only because the other side ends it.
        let _ = stream.read_to_end(&mut Vec::new());
    }
    assert_eq!(site.get("/health").status, 200);
}

#[test]
fn floods_of_headers_end_at_their_limit() {
    let site = site(Limits::default());
    let many: String = (0..200).map(|number| format!("x-{number}: y\r\n")).collect();
    let large = format!("x: {}\r\n", "y".repeat(100_000));
    for headers in [many, large] {
        let text = format!("GET /health HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n{headers}\r\n", site.address);
        assert_eq!(request(&site.address, text.as_bytes()).status, 431);
    }
    assert_eq!(site.get("/health").status, 200);
}

#[test]
fn whoever_does_not_finish_a_request_is_sent_away() {
    let moment = Duration::from_millis(150);
    let site = site(Limits { idle: moment, patience: moment, ..Limits::default() });
    let beginnings = [
        "GET /health HTTP/1.1\r\nhost: x\r\nx-slow: ".to_owned(),
        String::new(),
        format!(
            "POST /apps/demo/greet HTTP/1.1\r\nhost: {}\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: 10\r\n\r\nabc",
            site.address
        ),
    ];
    for beginning in beginnings {
        let mut stream = TcpStream::connect(&site.address).unwrap();
        stream.write_all(beginning.as_bytes()).unwrap();
        let mut answer = Vec::new();
        // Ends only because the other side ends it.
        let _ = stream.read_to_end(&mut answer);
        let answer = String::from_utf8_lossy(&answer);
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 408"), "{beginning:?}: {answer}");
    }
    assert_eq!(site.get("/health").status, 200);
}

#[test]
fn what_is_too_large_is_refused_before_it_is_read() {
    let site = site(Limits { document: 1_000, upload: 5_000, ..Limits::default() });
    let answered = site.send("POST", "/api/v1/flows", &[], &[b'x'; 1_001]);
    assert_eq!(answered.status, 413, "{}", answered.text());
    assert!(answered.text().contains("larger than 1.0 KB"), "{}", answered.text());
    let chunked = format!(
        "POST /api/v1/flows HTTP/1.1\r\nhost: {}\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n7d0\r\n{}\r\n0\r\n\r\n",
        site.address,
        "x".repeat(2_000)
    );
    assert_eq!(request(&site.address, chunked.as_bytes()).status, 413);
    let head = "POST /apps/demo/greet HTTP/1.1\r\nconnection: close\r\ncontent-type: multipart/form-data; boundary=B";
    let announced = format!("{head}\r\nhost: {}\r\ncontent-length: 99999999999\r\n\r\n", site.address);
    assert_eq!(request(&site.address, announced.as_bytes()).status, 413);
}

#[test]
fn paths_lead_nowhere_else() {
    let site = site(Limits::default());
    for path in
        ["/assets/x/../../../etc/passwd", "/assets/x/%2e%2e%2fapp.css", "/apps/%00/x", "/apps/%ff/x", "//etc/passwd"]
    {
        let status = site.get(path).status;
        assert!(status == 404 || status == 400, "{path}: {status}");
    }
}

#[test]
fn assets_are_compressed_and_kept() {
    let site = site(Limits::default());
    let page = site.get("/").text();
    let address = page.split('"').find(|part| part.ends_with("app.css")).unwrap().to_owned();
    let plain = site.get(&address);
    let packed = site.send("GET", &address, &[("accept-encoding", "gzip, br")], b"");
    assert_eq!(header(&packed, "content-encoding"), Some("gzip"));
    assert!(packed.body.len() * 2 < plain.body.len(), "{} of {}", packed.body.len(), plain.body.len());
    let tag = header(&plain, "etag").unwrap().to_owned();
    assert_eq!(site.send("GET", &address, &[("if-none-match", &tag)], b"").status, 304);
    assert!(header(&plain, "cache-control").unwrap().contains("immutable"));
}

#[test]
fn pages_may_load_nothing_from_elsewhere() {
    let site = site(Limits::default());
    for path in ["/", "/apps/demo/greet", "/ui/executions", "/ui/flows", "/ui/flows/demo/hello"] {
        let page = site.get(path);
        assert_eq!(page.status, 200, "{path}");
        let policy = header(&page, "content-security-policy").unwrap();
        assert!(policy.contains("default-src 'none'") && policy.contains("script-src 'self'"), "{path}: {policy}");
        let text = page.text();
        for forbidden in ["http://", "https://", " style=", " onclick=", "<script>"] {
            assert!(!text.replace("http://www.w3.org", "").contains(forbidden), "{path} has {forbidden}: {text}");
        }
    }
}
