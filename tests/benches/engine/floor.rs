//! The floor: a server that only writes. `POST /N` is answered once N records are durable, one after another, in
//! the same store, with the same grouping of commits, behind the same HTTP library.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use runtime::settings::Sync;
use runtime::store::committer::{Batch, Committer, Importance};
use runtime::store::file::FileStore;
use runtime::store::{Table, Write};
use tests::folder::Folder;
use tokio::net::TcpSocket;
use tokio::sync::oneshot;

/// As long as a state of an execution.
const RECORD: usize = 300;

/// A server that is there as long as this is.
pub(crate) struct Floor {
    /// `127.0.0.1:PORT`.
    pub(crate) address: String,
    _runtime: tokio::runtime::Runtime,
    _data: Folder,
}

impl Floor {
    /// Starts on a free port.
    pub(crate) fn start() -> Self {
        let data = Folder::empty();
        let store = FileStore::open(data.path(), Sync::Always).expect("the disk takes it");
        let committer = Committer::start(Arc::new(store), Arc::default());
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("threads can be started");
        let listener = runtime.block_on(async {
            let socket = TcpSocket::new_v4().expect("a socket");
            socket.bind(([127, 0, 0, 1], 0).into()).expect("a free port");
            socket.listen(4096).expect("it listens")
        });
        let address = listener.local_addr().expect("it is bound").to_string();
        let numbers = Arc::new(AtomicU64::new(0));
        runtime.spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                // Small answers leave at once.
                let _ = stream.set_nodelay(true);
                let (committer, numbers) = (committer.clone(), Arc::clone(&numbers));
                let service = service_fn(move |request| write(request, committer.clone(), Arc::clone(&numbers)));
                tokio::spawn(async move {
                    let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
                });
            }
        });
        Self { address, _runtime: runtime, _data: data }
    }
}

async fn write(
    request: Request<Incoming>,
    committer: Committer,
    numbers: Arc<AtomicU64>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let count: u64 = request.uri().path().trim_start_matches('/').parse().unwrap_or(1);
    // The body is read as a server reads it, and means nothing.
    let _ = request.into_body().collect().await;
    let number = numbers.fetch_add(1, Ordering::Relaxed);
    for step in 0..count {
        let mut key = number.to_be_bytes().to_vec();
        key.extend(step.to_be_bytes());
        let writes = vec![Write::Put(Table::Executions, key.into(), vec![7; RECORD])];
        let (sender, told) = oneshot::channel();
        let done = Box::new(move |result| drop(sender.send(result)));
        committer.commit(Batch { writes, importance: Importance::Kept, done });
        told.await.expect("the committer answers").expect("the disk takes it");
    }
    Ok(Response::new(Full::new(Bytes::from_static(b"done"))))
}
