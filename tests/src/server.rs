//! A Lanner server in a process of its own, as people start it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ChildStderr, ChildStdout, Stdio};
use std::time::{Duration, Instant};

use crate::command::command;

/// No server takes this long to start, answer or stop.
const PATIENCE: Duration = Duration::from_secs(90);

/// A running server; killed when it is dropped.
pub struct Server {
    child: Child,
    /// `127.0.0.1:PORT`.
    pub address: String,
    out: BufReader<ChildStdout>,
    err: Option<ChildStderr>,
}

/// An answer to a request.
#[derive(Debug)]
pub struct Answered {
    /// The status.
    pub status: u16,
    /// The headers as they came, lower case names.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
    is_whole: bool,
}

impl Server {
    /// Starts on a free port, with its state below `data`, and waits until it has said where it listens.
    ///
    /// # Panics
    ///
    /// With what it said, where it does not start.
    pub fn start(folder: &Path, data: &Path, more: &[&str]) -> Self {
        Self::start_with(folder, data, more, &[])
    }

    /// The same with variables of the process.
    ///
    /// # Panics
    ///
    /// As [`Server::start`].
    #[expect(clippy::zombie_processes, reason = "a server is waited for when it is stopped or dropped")]
    pub fn start_with(folder: &Path, data: &Path, more: &[&str], variables: &[(&str, &str)]) -> Self {
        let data = data.to_string_lossy();
        let mut arguments = vec!["serve", ".", "--listen", "127.0.0.1:0", "--data", &data];
        arguments.extend(more);
        let mut child = command(folder, &arguments)
            .envs(variables.iter().copied())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary can be started");
        let mut out = BufReader::new(child.stdout.take().expect("it was piped"));
        let mut err = child.stderr.take();
        let mut line = String::new();
        while out.read_line(&mut line).unwrap_or_default() > 0 {
            if let Some(address) = line.split("http://").nth(1).and_then(|rest| rest.split_whitespace().next()) {
                return Self { child, address: address.to_owned(), out, err };
            }
            line.clear();
        }
        let mut said = String::new();
        if let Some(err) = &mut err {
            // What it said is for the message alone.
            let _ = err.read_to_string(&mut said);
        }
        panic!("the server did not start: {said}");
    }

    /// `http://127.0.0.1:PORT` and a path.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The id of its process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Asks for a path.
    ///
    /// # Panics
    ///
    /// Where nothing is answered.
    pub fn get(&self, path: &str) -> Answered {
        let text = format!("GET {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n\r\n", self.address);
        request(&self.address, text.as_bytes())
    }

    /// Sends a signal.
    ///
    /// # Panics
    ///
    /// Where there is no such process.
    pub fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        let sent = std::process::Command::new("kill").args(["-s", name, &id]).status();
        assert!(sent.is_ok_and(|status| status.success()), "cannot send {name} to {id}");
    }

    /// Asks it to stop, and waits for that; its exit code and what it said on standard error.
    ///
    /// # Panics
    ///
    /// Where it does not stop.
    pub fn stop(mut self) -> (Option<i32>, String) {
        self.signal("INT");
        let deadline = Instant::now() + PATIENCE;
        let mut rest = String::new();
        // Reading to the end waits for the process to close its side.
        let _ = self.out.read_to_string(&mut rest);
        let mut said = String::new();
        if let Some(mut err) = self.err.take() {
            let _ = err.read_to_string(&mut said);
        }
        loop {
            if let Ok(Some(status)) = self.child.try_wait() {
                return (status.code(), said);
            }
            assert!(Instant::now() < deadline, "the server did not stop");
            std::thread::yield_now();
        }
    }

    /// Ends it at once, as a power cut would.
    pub fn kill(mut self) {
        // It may be gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may be gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Sends a whole request and reads the whole answer.
///
/// # Panics
///
/// Where nothing is answered.
pub fn request(address: &str, bytes: &[u8]) -> Answered {
    let mut stream = TcpStream::connect(address).expect("it listens");
    stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
    // A server that refuses early does not read to the end.
    let _ = stream.write_all(bytes);
    let mut answer = Vec::new();
    let mut part = [0; 64 * 1024];
    loop {
        // Not every server closes the connection when it is asked to.
        if let Some(answered) = parse(&answer).filter(|answered| answered.is_whole) {
            return answered;
        }
        match stream.read(&mut part) {
            Ok(0) | Err(_) => return parse(&answer).expect("an HTTP answer"),
            Ok(read) => answer.extend_from_slice(&part[..read]),
        }
    }
}

/// The document that a request is answered with; `None` where the server is gone, or answers otherwise.
pub fn ask(address: &str, bytes: &[u8]) -> Option<serde_json::Value> {
    let mut stream = TcpStream::connect(address).ok()?;
    stream.set_read_timeout(Some(PATIENCE)).ok()?;
    stream.write_all(bytes).ok()?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).ok()?;
    let answered = parse(&answer).filter(|answered| answered.is_whole && answered.status == 200)?;
    serde_json::from_slice(&answered.body).ok()
}

fn parse(bytes: &[u8]) -> Option<Answered> {
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
    let head = std::str::from_utf8(&bytes[..end]).ok()?;
    let mut lines = head.lines();
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_lowercase(), value.trim().to_owned()))
        .collect();
    let header = |name: &str| headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    let body = &bytes[end + 4..];
    let (body, is_whole) = if header("transfer-encoding") == Some("chunked") {
        (unchunk(body), body.ends_with(b"0\r\n\r\n"))
    } else {
        let length = header("content-length").and_then(|length| length.parse::<usize>().ok());
        (body.to_vec(), length.is_some_and(|length| body.len() >= length))
    };
    Some(Answered { status, headers, body, is_whole })
}

/// The body of `transfer-encoding: chunked`, as far as it came.
fn unchunk(mut rest: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    while let Some(end) = rest.windows(2).position(|window| window == b"\r\n") {
        let size = std::str::from_utf8(&rest[..end]).ok().and_then(|size| usize::from_str_radix(size.trim(), 16).ok());
        let Some(size) = size.filter(|size| *size > 0 && end + 2 + size <= rest.len()) else { break };
        body.extend_from_slice(&rest[end + 2..end + 2 + size]);
        rest = rest.get(end + 4 + size..).unwrap_or_default();
    }
    body
}

impl Answered {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}
