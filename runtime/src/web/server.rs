//! The listening socket, its connections, and their end.

use std::convert::Infallible;
use std::fmt;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::Semaphore;

use super::context::Context;
use super::housekeeping;
use super::response::Response;
use super::stall::Stall;
use crate::telemetry::Meters;

/// How many connections may wait to be accepted. With less, hundreds of simultaneous connects lose their first
/// packet and wait a second for the next.
const BACKLOG: u32 = 4096;

/// The least room for what a connection sends, in bytes; hyper asks for it.
const LEAST_BUFFER: usize = 8 * 1024;

/// A server that has its port and does not answer yet.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    entrance: Entrance,
}

/// Whom a port is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entrance {
    /// People and programs.
    Everyone,
    /// What watches over the server: it is told how the server is, without a login, and nothing else.
    Operators,
}

/// Why a server cannot listen.
#[derive(Debug)]
pub struct BindError {
    address: SocketAddr,
    cause: io::Error,
}

impl fmt::Display for BindError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let address = self.address;
        match self.cause.kind() {
            io::ErrorKind::AddrInUse => {
                write!(out, "`{address}` is in use; stop the other program or choose another with `--listen`")
            }
            io::ErrorKind::PermissionDenied => {
                write!(out, "not allowed to listen on `{address}`; ports below 1024 need privileges")
            }
            io::ErrorKind::AddrNotAvailable => write!(out, "`{}` is no address of this machine", address.ip()),
            _ => write!(out, "cannot listen on `{address}`: {}", self.cause),
        }
    }
}

impl std::error::Error for BindError {}

impl Server {
    /// Takes a port; port 0 takes any free one.
    ///
    /// # Errors
    ///
    /// Where the address is taken or not available.
    pub fn bind(address: SocketAddr) -> Result<Self, BindError> {
        let listen = || {
            let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
            // A port whose last connections are still closing may be taken again; one with a listener may not.
            socket.set_reuseaddr(true)?;
            socket.bind(address)?;
            let listener = socket.listen(BACKLOG)?;
            let address = listener.local_addr()?;
            Ok(Self { listener, address, entrance: Entrance::Everyone })
        };
        listen().map_err(|cause| BindError { address, cause })
    }

    /// The same port, for what watches over the server alone.
    #[must_use]
    pub fn for_operators(self) -> Self {
        Self { entrance: Entrance::Operators, ..self }
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers requests until `shutdown` is ready, then finishes what was begun, within the drain time.
    pub async fn serve(self, context: Arc<Context>, shutdown: impl Future<Output = ()>) {
        let limits = context.settings.limits;
        let slots = Arc::new(Semaphore::new(limits.connections));
        let graceful = GracefulShutdown::new();
        if self.entrance == Entrance::Everyone {
            tokio::spawn(housekeeping::keep(Arc::downgrade(&context)));
        }
        let mut builder = http1::Builder::new();
        builder
            .timer(TokioTimer::new())
            .header_read_timeout(limits.idle)
            .max_headers(limits.headers)
            .max_header_size(limits.header_bytes)
            .max_buf_size((4 * limits.header_bytes).max(LEAST_BUFFER));
        let mut shutdown = std::pin::pin!(shutdown);
        loop {
            let Ok(slot) = Arc::clone(&slots).acquire_owned().await else { break };
            let (stream, remote) = tokio::select! {
                biased;
                () = &mut shutdown => break,
                accepted = accept(&self.listener) => accepted,
            };
            let service = service(&context, self.entrance, remote);
            let connection = builder.serve_connection(TokioIo::new(Stall::new(stream, limits.patience)), service);
            let connection = graceful.watch(connection);
            let open = Open::new(&context);
            tokio::spawn(async move {
                let _open = open;
                // Clients that go away in the middle are their own affair.
                let _ = connection.await;
                drop(slot);
            });
        }
        context.drain();
        let finishing = tokio::time::timeout(limits.requests_drain, graceful.shutdown());
        let mut finishing = std::pin::pin!(finishing);
        // Whoever comes now is told when to come again, which a closed door does not say.
        loop {
            tokio::select! {
                biased;
                finished = &mut finishing => {
                    if finished.is_err() {
                        tracing::warn!("some requests were still being answered at the end of the drain time");
                    }
                    return;
                }
                (stream, remote) = accept(&self.listener) => {
                    if let Ok(slot) = Arc::clone(&slots).try_acquire_owned() {
                        let service = service(&context, self.entrance, remote);
                        let connection = builder.serve_connection(TokioIo::new(Stall::new(stream, limits.patience)), service);
                        tokio::spawn(async move {
                            // Clients that go away in the middle are their own affair.
                            let _ = connection.await;
                            drop(slot);
                        });
                    }
                }
            }
        }
    }
}

/// The next connection; when the process has no file descriptors left, waits for one to be freed.
async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok((stream, remote)) => {
                // Small answers leave at once.
                let _ = stream.set_nodelay(true);
                return (stream, remote);
            }
            Err(error) => {
                tracing::warn!(%error, "cannot accept a connection");
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
    }
}

/// What answers the requests of a connection.
fn service(
    context: &Arc<Context>,
    entrance: Entrance,
    remote: SocketAddr,
) -> impl Service<hyper::Request<Incoming>, Response = Response, Error = Infallible, Future: Send> + use<> {
    let context = Arc::clone(context);
    service_fn(move |request: hyper::Request<Incoming>| {
        let context = Arc::clone(&context);
        async move { Ok::<_, Infallible>(super::answer::answer(context, entrance, remote, request).await) }
    })
}

/// A connection that is counted as long as it is open.
struct Open(Arc<Meters>);

impl Open {
    fn new(context: &Context) -> Self {
        let meters = Arc::clone(context.engine.meters());
        meters.connections.add(1);
        Self(meters)
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.0.connections.add(-1);
    }
}
