//! A web server inside the test's own process, over sources given as text, with its state in memory.

use std::path::Path;
use std::sync::Arc;
use std::thread::JoinHandle;

use compiler::Settings as Rules;
use plan::flow::SourceText;
use runtime::parse::Parse;
use runtime::settings::{Limits, Redirect, Settings};
use runtime::store::Store;
use runtime::telemetry::Destination;
use runtime::web::{self, Context};
use runtime::{Engine, web::Server};
use tokio::sync::oneshot;

use crate::folder::Folder;
use crate::server::{Answered, request};

/// A server on a free port; it drains and stops when it is dropped.
pub struct Site {
    /// `127.0.0.1:PORT`.
    pub address: String,
    /// The engine behind it.
    pub engine: Engine,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
    _data: Folder,
}

/// What a test may want otherwise than usual.
#[derive(Default)]
pub struct Wishes {
    /// Requests to one host that go to another.
    pub redirects: Vec<Redirect>,
    /// The door's settings.
    pub web: web::Settings,
    /// What the engine may take.
    pub limits: Limits,
    /// Where traces go.
    pub traces: Option<Destination>,
    /// Where state is kept; in memory where nothing is said.
    pub store: Option<Arc<dyn Store>>,
}

impl Site {
    /// Serves some sources, each with its path.
    ///
    /// # Panics
    ///
    /// With the findings, where a source does not compile.
    pub fn start(sources: &[(&str, &str)]) -> Self {
        Self::start_with(sources, Wishes::default())
    }

    /// The same, otherwise than usual.
    ///
    /// # Panics
    ///
    /// As [`Site::start`].
    pub fn start_with(sources: &[(&str, &str)], wishes: Wishes) -> Self {
        let sources: Vec<SourceText> =
            sources.iter().map(|(path, text)| SourceText { path: (*path).into(), text: (*text).into() }).collect();
        let data = Folder::empty();
        let folder = data.path().to_owned();
        let (tell, told) = std::sync::mpsc::channel();
        let (stop, stopped) = oneshot::channel();
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
            runtime.expect("a runtime").block_on(async {
                let (engine, context) = open(&folder, &sources, wishes).await;
                let server = Server::bind(([127, 0, 0, 1], 0).into()).expect("a free port");
                let behind = engine.clone();
                tell.send((server.address().to_string(), engine)).expect("somebody waits for the address");
                // A sender that is gone stops it too.
                server.serve(context, async { drop(stopped.await) }).await;
                behind.drain(behind.settings().limits.tasks_drain).await;
            });
        });
        let (address, engine) = told.recv().expect("the server starts");
        Self { address, engine, stop: Some(stop), thread: Some(thread), _data: data }
    }

    /// Serves every file of some folders.
    ///
    /// # Panics
    ///
    /// As [`Site::start`].
    pub fn of_files(files: &[&Path], wishes: Wishes) -> Self {
        let texts: Vec<(String, String)> = files
            .iter()
            .map(|file| (file.display().to_string(), std::fs::read_to_string(file).expect("the file can be read")))
            .collect();
        let sources: Vec<(&str, &str)> = texts.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        Self::start_with(&sources, wishes)
    }

    /// Asks it to stop, and does not wait for that.
    pub fn begin_to_stop(&mut self) {
        drop(self.stop.take());
    }

    /// Stops it, and waits for that.
    pub fn stop(mut self) {
        self.end();
    }

    fn end(&mut self) {
        self.begin_to_stop();
        if let Some(thread) = self.thread.take() {
            // A server that panicked has said so.
            let _ = thread.join();
        }
    }

    /// `http://127.0.0.1:PORT` and a path.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Asks for a path.
    pub fn get(&self, path: &str) -> Answered {
        self.send("GET", path, &[], b"")
    }

    /// Sends a form as browsers do without files.
    pub fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answered {
        let encode = plan::percent::encode;
        let body: Vec<String> =
            fields.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
        self.send("POST", path, &[("content-type", "application/x-www-form-urlencoded")], body.join("&").as_bytes())
    }

    /// Sends a form as browsers do with files; a part with a file name is a file.
    pub fn post_parts(&self, path: &str, parts: &[Part<'_>]) -> Answered {
        let mut body = Vec::new();
        for part in parts {
            let file = part.file.map(|name| format!("; filename=\"{name}\"")).unwrap_or_default();
            let head = format!("--BOUNDARY\r\ncontent-disposition: form-data; name=\"{}\"{file}\r\n\r\n", part.name);
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(part.content);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--BOUNDARY--\r\n");
        self.send("POST", path, &[("content-type", "multipart/form-data; boundary=BOUNDARY")], &body)
    }

    /// Sends any request.
    ///
    /// # Panics
    ///
    /// Where nothing is answered.
    pub fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answered {
        let mut bytes =
            format!("{method} {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n", self.address).into_bytes();
        for (name, value) in headers {
            bytes.extend_from_slice(format!("{name}: {value}\r\n").as_bytes());
        }
        bytes.extend_from_slice(format!("content-length: {}\r\n\r\n", body.len()).as_bytes());
        bytes.extend_from_slice(body);
        request(&self.address, &bytes)
    }
}

/// A part of a form.
#[derive(Clone, Copy, Debug)]
pub struct Part<'a> {
    /// The control.
    pub name: &'a str,
    /// The name of the file, where it is one.
    pub file: Option<&'a str>,
    /// What it holds.
    pub content: &'a [u8],
}

impl Drop for Site {
    fn drop(&mut self) {
        self.end();
    }
}

async fn open(folder: &Path, sources: &[SourceText], wishes: Wishes) -> (Engine, Arc<Context>) {
    let parse: Arc<dyn Parse> = Arc::new(cli::Compiler::with(Rules::default()));
    for source in sources {
        parse.remember(&source.path, Some(&source.text));
    }
    let compiled = parse.compile(sources);
    let found = compiled.plans.len() + compiled.apps.len();
    assert_eq!(found, sources.len(), "{:#?}", compiled.diagnostics);
    let settings = Settings {
        redirects: wishes.redirects.into_iter().collect(),
        limits: wishes.limits,
        traces: wishes.traces,
        ..Settings::in_memory(folder)
    };
    let engine = match wishes.store {
        Some(store) => Engine::open_on(settings, parse, store).await,
        None => Engine::open(settings, parse).await,
    };
    let engine = engine.expect("the engine opens");
    for plan in compiled.plans {
        engine.deploy(plan).await.expect("it is deployed");
    }
    for app in compiled.apps {
        engine.deploy_app(app).await.expect("it is deployed");
    }
    let context = Context::new(engine.clone(), wishes.web).expect("the folder can be written");
    (engine, context)
}
