//! Pages of executions that keep themselves up to date: what changes is sent as it changes, and a browser that was
//! away goes on behind what it has seen.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use serde_json::json;

use super::apps::Part;
use super::blocks;
use super::context::Context;
use super::events::{Closed, Event, Events, KEEP_ALIVE};
use super::request::Request;
use super::response::Answer;
use crate::execution::Execution;
use crate::ids::ExecutionId;
use crate::logs::LogLine;
use crate::watch::{Change, Watch};

/// The shortest time between two looks at an execution: faster changes are shown as one.
const BREATH: Duration = Duration::from_millis(80);

/// A page of an execution, as far as it changes.
#[derive(Clone, Debug)]
pub struct Picture {
    /// What the page is called while it has these parts; another name makes a new page of it.
    pub stage: &'static str,
    /// What a person reads of the stage.
    pub words: &'static str,
    /// Whether nothing more will change.
    pub last: bool,
    /// The parts.
    pub parts: Vec<Part>,
}

/// Who draws a page again and again.
pub trait Painter: Send + Sync + 'static {
    /// The page as an execution stands; `None` where it cannot be drawn.
    fn paint(&self, context: &Context, execution: Arc<Execution>) -> impl Future<Output = Option<Picture>> + Send;
}

/// What a browser has seen: the number of the change and the stage, `7.RUNNING`.
pub fn cursor(sequence: u64, stage: &str) -> String {
    format!("{sequence}.{stage}")
}

/// The parts as they stand in the page.
pub fn sections(parts: &[Part]) -> String {
    let section = |(index, part): (usize, &Part)| {
        format!("<section class=\"part\" data-part=\"{index}\">\n{}\n</section>\n", part.html)
    };
    parts.iter().enumerate().map(section).collect()
}

/// Opens the stream of a page, behind what `seen` in the query or `Last-Event-ID` names.
///
/// # Errors
///
/// 503 where too many streams are open.
pub fn open<P: Painter>(context: Arc<Context>, request: &Request, id: ExecutionId, painter: P) -> Answer {
    let place = context.stream_place(&request.caller)?;
    let last = request.header("last-event-id").and_then(read_cursor);
    let seen = last.or_else(|| request.query.get("seen").and_then(read_cursor));
    let (sequence, stage) = seen.map_or((None, None), |(sequence, stage)| (Some(sequence), Some(stage)));
    let (events, response) = Events::open(place);
    let watch = context.engine.watch(id, sequence);
    tokio::spawn(Follower { context, painter, events, stage, parts: Vec::new() }.follow(watch));
    Ok(response)
}

fn read_cursor(text: &str) -> Option<(u64, String)> {
    let (sequence, stage) = text.split_once('.')?;
    Some((sequence.parse().ok()?, stage.to_owned()))
}

/// One browser that watches.
struct Follower<P> {
    context: Arc<Context>,
    painter: P,
    events: Events,
    /// The stage the browser shows.
    stage: Option<String>,
    /// The parts it shows, as far as they are known here.
    parts: Vec<String>,
}

impl<P: Painter> Follower<P> {
    async fn follow(mut self, mut watch: Watch) {
        loop {
            let change = tokio::select! {
                change = watch.next() => change,
                () = tokio::time::sleep(KEEP_ALIVE) => match self.events.keep_alive().await {
                    Ok(()) => continue,
                    Err(Closed) => return,
                },
                () = self.events.closed() => return,
            };
            let Some(change) = change else { break };
            match self.show(&change).await {
                Ok(false) => tokio::time::sleep(BREATH).await,
                Ok(true) => break,
                Err(Closed) => return,
            }
        }
        let _ = self.events.send(Event { id: None, kind: Some("end"), data: "{}" }).await;
    }

    /// Sends what is new; whether that was the last.
    async fn show(&mut self, change: &Change) -> Result<bool, Closed> {
        // What cannot be drawn is in the log; the browser keeps what it has.
        let execution = self.context.engine.for_people(Arc::clone(&change.execution));
        let Some(picture) = self.painter.paint(&self.context, execution).await else { return Ok(false) };
        let id = cursor(change.sequence, picture.stage);
        let same_stage = self.stage.as_deref() == Some(picture.stage);
        if !same_stage || (!self.parts.is_empty() && self.parts.len() != picture.parts.len()) {
            let html = sections(&picture.parts);
            let data = json!({"stage": picture.stage, "words": picture.words, "last": picture.last, "html": html});
            self.send(&id, "page", &data).await?;
        } else {
            let has_lines = picture.parts.iter().any(|part| part.lines.is_some());
            let logs = if has_lines { change.logs() } else { Vec::new() };
            for (index, part) in picture.parts.iter().enumerate() {
                match &part.lines {
                    Some(query) => {
                        let new: Vec<LogLine> = logs.iter().filter(|line| query.matches(line)).cloned().collect();
                        if let (false, Ok(lines)) = (new.is_empty(), blocks::lines(&self.context, &new)) {
                            self.send(&id, "lines", &json!({"part": index, "html": lines})).await?;
                        }
                    }
                    // What a browser that comes back shows is not known: everything is sent, and it compares.
                    None if self.parts.get(index) != Some(&part.html) => {
                        self.send(&id, "part", &json!({"part": index, "html": part.html})).await?;
                    }
                    None => {}
                }
            }
        }
        self.stage = Some(picture.stage.to_owned());
        self.parts = picture.parts.into_iter().map(|part| part.html).collect();
        Ok(picture.last)
    }

    async fn send(&self, id: &str, kind: &str, data: &serde_json::Value) -> Result<(), Closed> {
        self.events.send(Event { id: Some(id), kind: Some(kind), data: &data.to_string() }).await
    }
}
