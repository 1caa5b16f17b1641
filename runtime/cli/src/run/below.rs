//! What the other executions of a run say: those of flows that it calls, and the iterations of its loops.

use std::collections::{HashMap, HashSet};

use runtime::logs::{LogLine, LogQuery};
use runtime::query::{Order, Query};
use runtime::{Engine, ExecutionId};

/// How much of what they said was told already.
pub(super) struct Below {
    of: ExecutionId,
    told: HashMap<ExecutionId, usize>,
    /// Those that have nothing more to say.
    over: HashSet<ExecutionId>,
}

impl Below {
    /// The executions beside this one.
    pub(super) fn of(of: ExecutionId) -> Self {
        Self { of, told: HashMap::new(), over: HashSet::new() }
    }

    /// What was said since the last look, oldest first.
    pub(super) async fn news(&mut self, engine: &Engine) -> Vec<LogLine> {
        let query = Query { order: Order::OldestFirst, ..Query::default() };
        let mut news = Vec::new();
        // What cannot be read now is told with the next look.
        let summaries = engine.list(&query).await.map(|page| page.items).unwrap_or_default();
        for summary in summaries {
            if summary.id == self.of || self.over.contains(&summary.id) {
                continue;
            }
            let told = self.told.entry(summary.id).or_default();
            let lines =
                engine.logs(&LogQuery::of(summary.id), *told, None).await.map(|page| page.items).unwrap_or_default();
            *told += lines.len();
            // What is run after its end may say something, too.
            if lines.is_empty() && summary.state.is_terminated() {
                self.over.insert(summary.id);
            }
            news.extend(lines);
        }
        news.sort_by_key(|line| line.entry.at);
        news
    }
}
