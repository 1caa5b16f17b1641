//! Where every execution stands, small enough to be kept in memory: lists are counted without reading the store.
//!
//! It is made when somebody asks for the first list. From then on, what was committed of executions is noted down, and
//! joined to the rest before the next list is made.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use indexmap::IndexSet;
use plan::FlowName;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::execution::State;
use crate::ids::ExecutionId;
use crate::query::{Order, Page, Query, Summary, within};
use crate::store::{Direction, Store, StoreError, Table, records};

/// After so many notes they are joined to the rest, also where nobody asks for a list.
const MANY_NOTES: usize = 4096;

/// As many notes are kept at the most, while a list takes long; with more, all executions are counted anew.
const MOST_NOTES: usize = 50_000;

/// Where every execution stands.
#[derive(Default)]
pub(crate) struct Census {
    counted: Mutex<Option<Counted>>,
    /// Whether changes are noted down.
    is_kept: AtomicBool,
    notes: Mutex<FxHashMap<ExecutionId, Note>>,
}

/// What became of an execution.
pub(crate) enum Note {
    /// It stands so.
    Stands(FlowName, State),
    /// It was deleted.
    Gone,
}

impl Note {
    /// Where an execution stands.
    pub(crate) fn of(summary: &Summary) -> Self {
        Self::Stands(summary.flow.clone(), summary.state)
    }
}

/// All executions, oldest first, and the mark of each at the same place.
#[derive(Default)]
struct Counted {
    ids: Vec<ExecutionId>,
    marks: Vec<Mark>,
    flows: IndexSet<FlowName>,
}

/// What lists choose by.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Mark {
    flow: u32,
    state: State,
}

impl Census {
    /// Takes note of what was committed of an execution.
    pub(crate) fn note(&self, id: ExecutionId, note: Note) {
        if !self.is_kept.load(Ordering::Acquire) {
            return;
        }
        let mut notes = lock(&self.notes);
        notes.insert(id, note);
        if notes.len() < MANY_NOTES {
            return;
        }
        // Whoever makes a list just now holds the rest.
        if let Ok(mut counted) = self.counted.try_lock()
            && let Some(counted) = counted.as_mut()
        {
            counted.join(std::mem::take(&mut notes));
        } else if notes.len() >= MOST_NOTES {
            self.is_kept.store(false, Ordering::Release);
            *notes = FxHashMap::default();
        }
    }

    /// The executions that a query asks for; `None` where it asks for what is not counted here.
    pub(crate) fn page(&self, store: &dyn Store, query: &Query) -> Result<Option<Page<ExecutionId>>, StoreError> {
        if !is_counted(query) {
            return Ok(None);
        }
        let mut counted = lock(&self.counted);
        if self.is_kept.swap(true, Ordering::AcqRel)
            && let Some(counted) = counted.as_mut()
        {
            counted.join(std::mem::take(&mut lock(&self.notes)));
        } else {
            // What is committed from here on is noted, and may be counted already: that changes nothing.
            lock(&self.notes).clear();
            *counted = Some(Counted::of(store).inspect_err(|_| self.is_kept.store(false, Ordering::Release))?);
        }
        Ok(counted.as_ref().map(|counted| counted.page(query)))
    }
}

/// Whether a query asks for nothing but flows and states.
fn is_counted(query: &Query) -> bool {
    query.labels.is_empty()
        && query.trigger_execution.is_none()
        && query.parent.is_none()
        && query.kind.is_none()
        && query.from.is_none()
        && query.to.is_none()
        && query.text.is_none()
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Counted {
    fn of(store: &dyn Store) -> Result<Self, StoreError> {
        let mut counted = Self::default();
        store.scan(Table::Summaries, &[], None, Direction::Forward, &mut |_, value| {
            // What cannot be read is told where it is looked for.
            if let Ok(summary) = records::decode::<Summary>(value) {
                let mark = counted.mark(&summary.flow, summary.state);
                counted.ids.push(summary.id);
                counted.marks.push(mark);
            }
            ControlFlow::Continue(())
        })?;
        Ok(counted)
    }

    fn mark(&mut self, flow: &FlowName, state: State) -> Mark {
        let flow = match self.flows.get_index_of(flow) {
            Some(index) => index,
            None => self.flows.insert_full(flow.clone()).0,
        };
        Mark { flow: u32::try_from(flow).unwrap_or(u32::MAX), state }
    }

    fn join(&mut self, notes: FxHashMap<ExecutionId, Note>) {
        let mut gone = FxHashSet::default();
        let mut new = Vec::new();
        for (id, note) in notes {
            match (self.ids.binary_search(&id), note) {
                (Ok(at), Note::Stands(flow, state)) => self.marks[at] = self.mark(&flow, state),
                (Err(_), Note::Stands(flow, state)) => new.push((id, self.mark(&flow, state))),
                (Ok(_), Note::Gone) => drop(gone.insert(id)),
                (Err(_), Note::Gone) => {}
            }
        }
        if !gone.is_empty() {
            let mut stays = self.ids.iter().map(|id| !gone.contains(id)).collect::<Vec<_>>().into_iter();
            self.marks.retain(|_| stays.next().unwrap_or(true));
            self.ids.retain(|id| !gone.contains(id));
        }
        new.sort_unstable_by_key(|(id, _)| *id);
        for (id, mark) in new {
            // Almost always the latest.
            let at = self.ids.partition_point(|other| *other < id);
            self.ids.insert(at, id);
            self.marks.insert(at, mark);
        }
    }

    fn page(&self, query: &Query) -> Page<ExecutionId> {
        let flows: Vec<bool> = self.flows.iter().map(|flow| is_asked_for(query, flow)).collect();
        let fits = |mark: &Mark| {
            flows.get(mark.flow as usize).copied().unwrap_or_default()
                && (query.states.is_empty() || query.states.contains(&mark.state))
        };
        let total = self.marks.iter().filter(|mark| fits(mark)).count();
        let all = self.ids.iter().zip(&self.marks);
        let fitting = |(id, mark): (&ExecutionId, &Mark)| fits(mark).then_some(*id);
        let limit = query.limit.unwrap_or(usize::MAX);
        let items = match query.order {
            Order::OldestFirst => all.filter_map(fitting).skip(query.offset).take(limit).collect(),
            Order::NewestFirst => all.rev().filter_map(fitting).skip(query.offset).take(limit).collect(),
        };
        Page { items, total }
    }
}

fn is_asked_for(query: &Query, flow: &FlowName) -> bool {
    query.namespace.as_ref().is_none_or(|namespace| within(&flow.namespace, namespace))
        && query.flow.as_ref().is_none_or(|id| **id == *flow.id)
        && query.visible.as_ref().is_none_or(|all| all.iter().any(|outer| within(&flow.namespace, outer)))
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::execution::Kind;
    use crate::store::Write;
    use crate::store::memory::MemoryStore;

    fn put(store: &MemoryStore, second: i64, flow: &str, state: State) -> ExecutionId {
        let start = Timestamp::from_second(second).unwrap();
        let id = ExecutionId::new(start, 0);
        let summary = Summary {
            id,
            flow: FlowName { namespace: "company.team".into(), id: flow.into() },
            revision: 1,
            state,
            start,
            end: None,
            labels: Vec::new(),
            parent: None,
            trigger_execution: None,
            kind: Kind::Normal,
        };
        let bytes = records::encode(&summary).unwrap();
        store.commit(&[&[Write::Put(Table::Summaries, records::execution(id), bytes)]]).unwrap();
        id
    }

    #[test]
    fn lists_follow_what_is_noted() {
        let (store, census) = (MemoryStore::default(), Census::default());
        let first = put(&store, 1, "a", State::Running);
        let second = put(&store, 2, "b", State::Success);
        let ask = |query: &Query| {
            let page = census.page(&store, query).unwrap().unwrap();
            (page.items, page.total)
        };
        assert_eq!(ask(&Query::default()), (vec![second, first], 2));
        let running = Query { states: vec![State::Running], ..Query::default() };
        assert_eq!(ask(&running), (vec![first], 1));
        let page = Query { limit: Some(1), offset: 1, order: Order::OldestFirst, ..Query::default() };
        assert_eq!(ask(&page), (vec![second], 2));

        let third = ExecutionId::new(Timestamp::from_second(3).unwrap(), 0);
        let flow = || FlowName { namespace: "company.team".into(), id: "a".into() };
        census.note(first, Note::Stands(flow(), State::Failed));
        census.note(third, Note::Stands(flow(), State::Running));
        census.note(second, Note::Gone);
        assert_eq!(ask(&running), (vec![third], 1));
        assert_eq!(ask(&Query { flow: Some("a".into()), ..Query::default() }), (vec![third, first], 2));
        assert_eq!(ask(&Query { namespace: Some("other".into()), ..Query::default() }), (vec![], 0));
        assert_eq!(ask(&Query { visible: Some(vec!["company".into()]), ..Query::default() }).1, 2);
        let by_text = Query { text: Some("a".into()), ..Query::default() };
        assert!(census.page(&store, &by_text).unwrap().is_none());
    }
}
