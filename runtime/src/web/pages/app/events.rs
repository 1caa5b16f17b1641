//! The page of an execution while it goes on: what changes is sent as it changes.

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;

use super::{Served, served, session};
use crate::execution::Execution;
use crate::logs::LogLine;
use crate::watch::Watch;
use crate::web::apps::{Page, Session, Stage, View};
use crate::web::blocks;
use crate::web::context::Context;
use crate::web::events::{Closed, Event, Events, KEEP_ALIVE};
use crate::web::request::Request;
use crate::web::response::Answer;

/// The shortest time between two looks at an execution: faster changes are shown as one.
const BREATH: Duration = Duration::from_millis(80);

/// What a browser has seen: the number of the change and the stage, `7.RUNNING`.
pub(super) fn cursor(sequence: u64, stage: Stage) -> String {
    format!("{sequence}.{}", stage.name())
}

fn read_cursor(text: &str) -> Option<(u64, Stage)> {
    let (sequence, stage) = text.split_once('.')?;
    Some((sequence.parse().ok()?, Stage::ALL.into_iter().find(|known| known.name() == stage)?))
}

/// `GET /apps/{namespace}/{id}/{session}/events?seen=CURSOR`: goes on behind what was seen, also by `Last-Event-ID`.
pub async fn get(context: Arc<Context>, request: Request) -> Answer {
    let served = served(&context, &request)?;
    let session = session(&context, &served, &request).await?;
    let place = context.stream_place()?;
    let last = request.header("last-event-id").and_then(read_cursor);
    let seen = last.or_else(|| request.query.get("seen").and_then(read_cursor));
    let (events, response) = Events::open(place);
    let watch = context.engine.watch(session.execution.id(), seen.map(|(sequence, _)| sequence));
    let follower = Follower {
        context,
        served,
        token: session.token,
        events,
        shown: seen.map(|(_, stage)| stage),
        parts: Vec::new(),
    };
    tokio::spawn(follower.follow(watch));
    Ok(response)
}

/// One browser that watches.
struct Follower {
    context: Arc<Context>,
    served: Served,
    token: String,
    events: Events,
    /// The stage the browser shows.
    shown: Option<Stage>,
    /// The parts it shows, as far as they are known here.
    parts: Vec<String>,
}

impl Follower {
    async fn follow(mut self, mut watch: Watch) {
        loop {
            let change = tokio::select! {
                change = watch.next() => change,
                () = tokio::time::sleep(KEEP_ALIVE) => {
                    if self.events.keep_alive().await.is_err() {
                        return;
                    }
                    continue;
                }
                () = self.events.closed() => return,
                () = self.context.drained() => return,
            };
            let Some(change) = change else { break };
            let last = Stage::of(&change.execution).is_last();
            match self.show(change.sequence, change.execution, &change.logs).await {
                Ok(()) if !last => tokio::time::sleep(BREATH).await,
                Ok(()) => break,
                Err(Closed) => return,
            }
        }
        let _ = self.events.send(Event { id: None, kind: Some("end"), data: "{}" }).await;
    }

    async fn show(&mut self, sequence: u64, execution: Arc<Execution>, logs: &[LogLine]) -> Result<(), Closed> {
        let session = Session { token: self.token.clone(), execution };
        let Served { app, flow } = &self.served;
        let view = View::session(&self.context, app, flow, session, &plan::value::Map::default(), None);
        let stage = view.stage;
        let id = cursor(sequence, stage);
        // What cannot be drawn is in the log; the browser keeps what it has.
        let Ok(page) = Page::draw(&view).await else { return Ok(()) };
        let parts: Vec<String> = page.parts.iter().map(|part| part.html.clone()).collect();
        let new_page = self.shown != Some(stage) || (!self.parts.is_empty() && self.parts.len() != parts.len());
        if new_page {
            let html: String = parts
                .iter()
                .enumerate()
                .map(|(index, part)| format!("<section class=\"part\" data-part=\"{index}\">\n{part}\n</section>\n"))
                .collect();
            let data = json!({"stage": stage.name(), "words": stage.words(), "last": stage.is_last(), "html": html});
            self.send(&id, "page", &data).await?;
        } else {
            for (index, part) in page.parts.iter().enumerate() {
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
        self.shown = Some(stage);
        self.parts = parts;
        Ok(())
    }

    async fn send(&self, id: &str, kind: &str, data: &serde_json::Value) -> Result<(), Closed> {
        self.events.send(Event { id: Some(id), kind: Some(kind), data: &data.to_string() }).await
    }
}
