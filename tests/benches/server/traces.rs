//! What it costs that an operator watches: traces are exported, and figures asked for.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::Duration;

use tests::folder::Folder;
use tests::server::Server;

use super::at_most;
use crate::Figure;
use crate::client::{Load, Request, length};
use crate::flows::{HOOK, HOOK_BODY, HOOK_PATH};

/// So long each rate is measured, in turns.
const SECONDS: Duration = Duration::from_secs(2);
const TURNS: usize = 3;

pub(super) fn measure() -> Vec<Figure> {
    let collector = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    let address = collector.local_addr().expect("it is bound");
    std::thread::spawn(move || {
        for stream in collector.incoming().flatten() {
            std::thread::spawn(move || collect(stream));
        }
    });
    let endpoint = format!("http://{address}");
    let folder = Folder::with(&[("hook.yaml", HOOK)]);
    let (data, other) = (Folder::empty(), Folder::empty());
    let plain = Server::start(folder.path(), data.path(), &[]);
    let traced =
        Server::start_with(folder.path(), other.path(), &[], &[("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint.as_str())]);
    let load = |server: &Server| Load::new(&server.address, &Request::post(HOOK_PATH, HOOK_BODY));
    let rate = |server: &Server| load(server).rate(64, SECONDS);
    let (mut without, mut with) = (0.0, 0.0);
    for _ in 0..TURNS {
        without += rate(&plain);
        with += rate(&traced);
    }
    vec![at_most("what traces take from a busy server", (1.0 - with / without) * 100.0, "%", 25.0)]
}

/// Takes what is sent, and says so.
fn collect(mut stream: TcpStream) {
    let mut request = Vec::new();
    let mut part = vec![0; 64 * 1024];
    while let Ok(read) = stream.read(&mut part)
        && read > 0
    {
        request.extend_from_slice(&part[..read]);
        if length(&request).is_some_and(|whole| request.len() >= whole) {
            request.clear();
            if stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}").is_err() {
                return;
            }
        }
    }
}
