//! Clients that ask for the same again and again, each on a connection of its own.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A request as it is sent.
#[derive(Clone)]
pub(crate) struct Request {
    method: &'static str,
    path: String,
    body: String,
}

impl Request {
    /// A `GET`.
    pub(crate) fn get(path: &str) -> Self {
        Self { method: "GET", path: path.to_owned(), body: String::new() }
    }

    /// A `POST` of a JSON document, or of nothing.
    pub(crate) fn post(path: &str, body: &str) -> Self {
        Self { method: "POST", path: path.to_owned(), body: body.to_owned() }
    }
}

/// A request to a server.
pub(crate) struct Load {
    address: SocketAddr,
    bytes: Arc<Vec<u8>>,
}

impl Load {
    /// Clients of the server at an address.
    pub(crate) fn new(address: &str, request: &Request) -> Self {
        let Request { method, path, body } = request;
        let media_type = if body.is_empty() { "" } else { "content-type: application/json\r\n" };
        let length = body.len();
        let text = format!(
            "{method} {path} HTTP/1.1\r\nhost: {address}\r\n{media_type}content-length: {length}\r\n\r\n{body}"
        );
        Self { address: address.parse().expect("an address"), bytes: Arc::new(text.into_bytes()) }
    }

    /// How many requests a second are answered while so many clients ask.
    pub(crate) fn rate(&self, clients: usize, time: Duration) -> f64 {
        // What is there only after some requests is there before it counts.
        self.run(clients, time / 4, usize::MAX);
        let begin = Instant::now();
        let answered = self.run(clients, time, usize::MAX);
        #[expect(clippy::cast_precision_loss, reason = "no server answers so many")]
        let answered = answered as f64;
        answered / begin.elapsed().as_secs_f64()
    }

    /// Has so many requests answered.
    pub(crate) fn count(&self, clients: usize, count: usize) {
        self.run(clients, Duration::from_secs(600), count);
    }

    /// How long each of so many requests takes that one client sends one after another, in milliseconds.
    pub(crate) fn times(&self, count: usize) -> Vec<f64> {
        runtime().block_on(async {
            let mut connection = Connection::open(self.address).await;
            let mut times = Vec::with_capacity(count);
            for number in 0..count + 20 {
                let begin = Instant::now();
                connection.ask(&self.bytes).await;
                if number >= 20 {
                    times.push(begin.elapsed().as_secs_f64() * 1e3);
                }
            }
            times
        })
    }

    /// How long each request takes while so many clients ask, in milliseconds, shortest first.
    pub(crate) fn times_among(&self, clients: usize, time: Duration) -> Vec<f64> {
        let end = Instant::now() + time;
        let mut times: Vec<f64> = runtime().block_on(async {
            let mut tasks = tokio::task::JoinSet::new();
            for _ in 0..clients {
                let (bytes, address) = (Arc::clone(&self.bytes), self.address);
                tasks.spawn(async move {
                    let mut connection = Connection::open(address).await;
                    let mut times = Vec::new();
                    while Instant::now() < end {
                        let begin = Instant::now();
                        connection.ask(&bytes).await;
                        times.push(begin.elapsed().as_secs_f64() * 1e3);
                    }
                    times
                });
            }
            tasks.join_all().await.concat()
        });
        times.sort_by(f64::total_cmp);
        times
    }

    /// How long each request takes where so many a second are due, whether those before it are answered or not, in
    /// milliseconds from when it was due, shortest first.
    pub(crate) fn times_at(&self, rate: u32, clients: usize, time: Duration) -> Vec<f64> {
        let step = Duration::from_secs(1) / rate;
        let count = (time.as_secs_f64() * f64::from(rate)) as u32;
        let next = Arc::new(AtomicUsize::new(0));
        let mut times: Vec<f64> = runtime().block_on(async {
            let mut connections = Vec::new();
            for _ in 0..clients {
                connections.push(Connection::open(self.address).await);
            }
            let begin = Instant::now();
            let mut tasks = tokio::task::JoinSet::new();
            for mut connection in connections {
                let (bytes, next) = (Arc::clone(&self.bytes), Arc::clone(&next));
                tasks.spawn(async move {
                    let mut times = Vec::new();
                    while let Ok(number) = u32::try_from(next.fetch_add(1, Ordering::Relaxed))
                        && number < count
                    {
                        let due = begin + step * number;
                        tokio::time::sleep_until(due.into()).await;
                        connection.ask(&bytes).await;
                        times.push(due.elapsed().as_secs_f64() * 1e3);
                    }
                    times
                });
            }
            tasks.join_all().await.concat()
        });
        times.sort_by(f64::total_cmp);
        times
    }

    fn run(&self, clients: usize, time: Duration, most: usize) -> usize {
        let end = Instant::now() + time;
        let asked = Arc::new(AtomicUsize::new(0));
        let answered = Arc::new(AtomicUsize::new(0));
        runtime().block_on(async {
            let mut tasks = tokio::task::JoinSet::new();
            for _ in 0..clients {
                let (bytes, address) = (Arc::clone(&self.bytes), self.address);
                let (asked, answered) = (Arc::clone(&asked), Arc::clone(&answered));
                tasks.spawn(async move {
                    let mut connection = Connection::open(address).await;
                    while Instant::now() < end && asked.fetch_add(1, Ordering::Relaxed) < most {
                        connection.ask(&bytes).await;
                        answered.fetch_add(1, Ordering::Relaxed);
                    }
                });
            }
            tasks.join_all().await;
        });
        answered.load(Ordering::Relaxed)
    }
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a process can start a runtime")
}

struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    async fn open(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).await.expect("it listens");
        stream.set_nodelay(true).expect("a socket can be told");
        Self { stream, buffer: Vec::with_capacity(64 * 1024) }
    }

    /// Sends a request and reads the whole answer.
    async fn ask(&mut self, bytes: &[u8]) {
        self.stream.write_all(bytes).await.expect("it reads");
        self.buffer.clear();
        loop {
            let read = self.stream.read_buf(&mut self.buffer).await.expect("it answers");
            assert!(read > 0, "the server closed the connection");
            if let Some(whole) = length(&self.buffer)
                && self.buffer.len() >= whole
            {
                assert!(self.buffer.starts_with(b"HTTP/1.1 2"), "{}", String::from_utf8_lossy(&self.buffer));
                return;
            }
        }
    }
}

/// How long an answer is, once its head is there.
pub(crate) fn length(answer: &[u8]) -> Option<usize> {
    let head = answer.windows(4).position(|window| window == b"\r\n\r\n")?;
    let text = std::str::from_utf8(&answer[..head]).ok()?;
    let length = text.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
    });
    Some(head + 4 + length.unwrap_or(0))
}
