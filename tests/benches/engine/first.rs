//! How soon the first task of an execution is at work: from the request that asks for it to the request that its
//! task sends.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Sender, channel};
use std::time::Instant;

use tests::folder::Folder;
use tests::server::Server;

/// So many executions are asked for, one after another.
const COUNT: usize = 500;

/// The times in milliseconds, shortest first.
pub(super) fn times() -> Vec<f64> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    let world = listener.local_addr().expect("it is bound");
    let (sender, asked) = channel();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let sender = sender.clone();
            std::thread::spawn(move || answer(stream, &sender));
        }
    });
    let flow = format!(
        "id: ask\nnamespace: bench\ntasks:\n  - id: world\n    type: io.kestra.plugin.core.http.Request\n    \
         uri: http://{world}/\n"
    );
    let (folder, data) = (Folder::with(&[("ask.yaml", &flow)]), Folder::empty());
    let server = Server::start(folder.path(), data.path(), &[]);
    let mut stream = TcpStream::connect(&server.address).expect("it listens");
    stream.set_nodelay(true).expect("a socket can be told");
    let create = format!(
        "POST /api/v1/main/executions/bench/ask?wait=true HTTP/1.1\r\nhost: {}\r\ncontent-length: 0\r\n\r\n",
        server.address
    );
    let mut times = Vec::with_capacity(COUNT);
    for number in 0..COUNT + 20 {
        let begin = Instant::now();
        stream.write_all(create.as_bytes()).expect("it reads");
        let at = asked.recv().expect("the task asks");
        read_answer(&mut stream);
        if number >= 20 {
            times.push((at - begin).as_secs_f64() * 1e3);
        }
    }
    times.sort_by(f64::total_cmp);
    times
}

/// Answers every request on a connection, and tells when it came.
fn answer(mut stream: TcpStream, asked: &Sender<Instant>) {
    let mut head = Vec::new();
    let mut part = [0; 4096];
    while let Ok(read) = stream.read(&mut part)
        && read > 0
    {
        let at = Instant::now();
        head.extend_from_slice(&part[..read]);
        if head.ends_with(b"\r\n\r\n") {
            head.clear();
            let told = asked.send(at).is_ok();
            if !told || stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\ndone").is_err() {
                return;
            }
        }
    }
}

/// Reads one answer whose length is told.
fn read_answer(stream: &mut TcpStream) {
    let mut answer = Vec::new();
    let mut part = [0; 16 * 1024];
    loop {
        let read = stream.read(&mut part).expect("it answers");
        assert!(read > 0, "the server closed the connection");
        answer.extend_from_slice(&part[..read]);
        if crate::client::length(&answer).is_some_and(|whole| answer.len() >= whole) {
            assert!(answer.starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(&answer));
            return;
        }
    }
}
