//! Driving an execution: events go in, what can be done at once is done, the rest waits for the commit.

use std::sync::Arc;
use std::time::Duration;

use plan::Text;
use plan::step::{Effects, LogLevel, Shape};
use tokio::sync::{OwnedSemaphorePermit, oneshot, watch};

use super::Machine;
use super::birth::Newborn;
use super::census::Note;
use super::live::{Live, Slot};
use crate::execution::{Command, Event, Execution, Pace, RunKey};
use crate::ids::ExecutionId;
use crate::logs::LogEntry;
use crate::metrics::{Metric, MetricEntry};
use crate::store::committer::{Batch, Importance};
use crate::store::{StoreError, Table, Write, records};
use crate::tasks::{self, Act};

/// Told when what was asked for is durable, or refused.
pub(crate) type Told = oneshot::Receiver<Result<(), StoreError>>;

/// How long an execution that cannot be read is left alone: first so long, then twice as long each time, up to the
/// longest.
const PATIENCE: Duration = Duration::from_millis(50);
const LONGEST: Duration = Duration::from_secs(60);

/// As many steps are done for one commit at the most; then others get their turn.
const STEPS: usize = 512;

/// What is done once a commit is durable.
pub(super) enum After {
    /// A task begins to work; with the place it has got, where it has one.
    Work { run: RunKey, attempt: u32, place: Option<OwnedSemaphorePermit>, stop: watch::Receiver<bool> },
    /// A task is asked to stop.
    Stop(RunKey),
    /// An execution that was created begins.
    Begin(ExecutionId),
    /// Another flow is called a little later, because the store could not be asked now.
    CallLater { run: RunKey, child: ExecutionId, part: u32 },
    /// The end of an execution that was called is waited for.
    Follow { run: RunKey, child: ExecutionId },
    /// An execution that was called before is restarted, and its end waited for.
    RestartCalled { run: RunKey, child: ExecutionId },
    /// The execution around an iteration of a loop hears that it is paused, or goes on.
    TellAround(Pace),
    /// An execution that was called is stopped.
    Kill(ExecutionId),
    /// The folder of a workspace is made ready.
    OpenFolder(RunKey),
    /// The folder of a workspace is emptied.
    CloseFolder(RunKey),
    /// There is more to do than went into this commit.
    GoOn,
    /// It has ended: whoever waits for that is told.
    Ended,
}

/// What a turn of the machine brings besides the changes of the execution itself.
#[derive(Default)]
pub(super) struct Effect {
    pub(super) after: Vec<After>,
    /// Executions that come to be with this commit.
    pub(super) newborn: Vec<Newborn>,
    /// Further changes of the store.
    pub(super) writes: Vec<Write>,
}

impl Machine {
    /// Tells an execution what has happened, and does what follows from it.
    pub(crate) fn drive(self: &Arc<Self>, slot: &Arc<Slot>, live: &mut Live, event: Event) {
        self.apply(live, event);
        self.go_on(slot, live);
    }

    /// Does what an execution asked for before, once more.
    pub(super) fn command(self: &Arc<Self>, slot: &Arc<Slot>, live: &mut Live, command: Command) {
        live.queue.push_back(command);
        self.go_on(slot, live);
    }

    fn go_on(self: &Arc<Self>, slot: &Arc<Slot>, live: &mut Live) {
        let effect = self.settle(live);
        self.commit(slot, live, effect, Importance::Kept, None);
    }

    /// Does what is left to do, and tells when it is durable.
    pub(crate) fn settle_and_tell(
        self: &Arc<Self>,
        slot: &Arc<Slot>,
        live: &mut Live,
        importance: Importance,
        writes: Vec<Write>,
    ) -> Told {
        let (sender, told) = oneshot::channel();
        let mut effect = self.settle(live);
        effect.writes.extend(writes);
        self.commit(slot, live, effect, importance, Some(sender));
        told
    }

    /// Tells an execution that is looked up first; where it cannot be read now, it is told later.
    pub(crate) fn tell(self: &Arc<Self>, id: ExecutionId, event: Event) {
        self.tell_within(id, event, PATIENCE);
    }

    fn tell_within(self: &Arc<Self>, id: ExecutionId, event: Event, patience: Duration) {
        let mut event = Some(event);
        let drive = |slot: &Arc<Slot>, live: &mut Live| event.take().map(|event| self.drive(slot, live, event));
        let told = self.with(id, drive).map(drop);
        self.release(id);
        if let (Err(error), Some(event)) = (told, event) {
            tracing::error!("execution `{id}` cannot go on, and is looked for again in {patience:?}: {error}");
            let machine = Arc::clone(self);
            self.handle.spawn(async move {
                tokio::time::sleep(patience).await;
                machine.tell_within(id, event, (patience * 2).min(LONGEST));
            });
        }
    }

    pub(crate) fn apply(&self, live: &mut Live, event: Event) {
        let now = self.now(&live.execution);
        let commands = live.execution_mut().apply(event, now);
        live.queue.extend(commands);
        // It may go on after its end and end again before anything is committed.
        live.told &= live.execution.state().is_terminated();
    }

    /// Does everything that stays inside, up to a number of steps.
    fn settle(self: &Arc<Self>, live: &mut Live) -> Effect {
        let mut effect = Effect::default();
        for _ in 0..STEPS {
            let Some(command) = live.queue.pop_front() else { return effect };
            self.do_at_once(live, command, &mut effect);
        }
        if !live.queue.is_empty() {
            effect.after.push(After::GoOn);
        }
        effect
    }

    fn do_at_once(self: &Arc<Self>, live: &mut Live, command: Command, effect: &mut Effect) {
        match command {
            Command::Evaluate(question) => {
                let answer = self.answer(live, question);
                self.apply(live, Event::Answered(question, answer));
            }
            Command::Run { run, attempt } => self.run(live, run, attempt, effect),
            Command::Log { run, level, message } => self.say(live, run, level, &message),
            Command::Failed { run, failure } => self.say_failure(live, run, &failure),
            Command::Continue => self.apply(live, Event::Continued),
            Command::Admit => self.admit(live),
            Command::Call { run, child, part } => self.call(live, run, child, part, effect),
            Command::RestartCalled { run, child } => effect.after.push(After::RestartCalled { run, child }),
            Command::Repeat { successor, at } => self.repeat(live, successor, at, effect),
            Command::Abort { run } => effect.after.push(After::Stop(run)),
            Command::KillCalled { child } => effect.after.push(After::Kill(child)),
            Command::OpenFolder { run } => effect.after.push(After::OpenFolder(run)),
            Command::CloseFolder { run } => effect.after.push(After::CloseFolder(run)),
        }
    }

    /// Runs a task that only computes; any other works once this is durable.
    fn run(self: &Arc<Self>, live: &mut Live, run: RunKey, attempt: u32, effect: &mut Effect) {
        let Some(task) = live.execution.run(run) else { return };
        let step = live.execution.plan().step(task.step());
        if let Some(tasks::Behaviour { act: Act::Compute(compute), .. }) = tasks::find(&step.task_type)
            && (step.effects == Effects::Pure || matches!(step.shape, Shape::Run))
            && step.common.cache.is_none()
            && !step.common.log_to_file
        {
            let outcome = self.compute(live, run, attempt, *compute);
            self.apply(live, Event::Ended { run, attempt, outcome });
            return;
        }
        let place = Arc::clone(&self.places).try_acquire_owned().ok();
        if place.is_some() {
            self.apply(live, Event::Started { run, attempt });
        }
        // Whoever stops it from now on is heard, also where it begins later.
        let (stopper, stop) = tasks::stop_signal();
        live.workers.insert(run, stopper);
        effect.after.push(After::Work { run, attempt, place, stop });
    }

    fn admit(&self, live: &mut Live) {
        if let Some(concurrency) = &live.execution.plan().concurrency {
            let admission = self.admissions.admit(live.execution.flow(), live.execution.id(), concurrency);
            self.apply(live, Event::Admitted(admission));
        }
    }

    /// Puts a failure into the log of an execution, with the place it has in the file.
    fn say_failure(&self, live: &mut Live, run: RunKey, failure: &plan::Failure) {
        self.say(live, Some(run), LogLevel::Error, &failure.message);
        let notes = failure.notes.iter().map(|note| live.mask.hide(note).as_ref().into()).collect();
        if let Some(entry) = live.logs.last_mut() {
            entry.place = failure.place;
            entry.notes = notes;
        }
    }

    /// Puts a line into the log of an execution, without secrets.
    pub(super) fn say(&self, live: &mut Live, run: Option<RunKey>, level: LogLevel, message: &str) {
        let task = run.and_then(|key| live.execution.run(key));
        let step = task.map(|task| live.execution.plan().step(task.step()));
        if step.and_then(|step| step.common.log_level).is_some_and(|least| level < least) {
            return;
        }
        let entry = LogEntry {
            at: self.clock().now(),
            level,
            message: Text::from(""),
            task_run: task.map(crate::execution::TaskRun::id),
            task: step.map(|step| step.name.clone()),
            attempt: task.map(|task| (task.attempts().len() as u32).saturating_sub(1)),
            trigger: None,
            place: None,
            notes: Vec::new(),
        };
        let most = self.doors.settings.limits.log_lines;
        if live.logged >= most {
            self.meters.log_lines_dropped.add(1);
            if live.logged == most {
                live.logged += 1;
                let message = format!("further lines are left out: a log has no more than {most}");
                live.logs.push(LogEntry { message: message.into(), level: LogLevel::Warn, ..entry });
            }
            return;
        }
        let message = live.mask.hide(message);
        for part in parts(&message, self.doors.settings.limits.message) {
            live.logs.push(LogEntry { message: part.into(), ..entry.clone() });
            live.logged += 1;
            self.meters.log_lines.add(1);
        }
    }

    /// Keeps a figure that a task run reports, without secrets.
    pub(super) fn note(&self, live: &mut Live, run: RunKey, metric: Metric) {
        let Some(task) = live.execution.run(run) else { return };
        let hidden = |text: &str| live.mask.hide(text).into_owned();
        let tags = metric.tags.iter().map(|(name, value)| (name.clone(), hidden(value))).collect();
        let entry = MetricEntry {
            at: self.clock().now(),
            task: live.execution.task_name(task).clone(),
            task_run: task.id(),
            metric: Metric { tags, ..metric },
        };
        live.metrics.push(entry);
    }

    /// Commits what has changed; what has to wait for that is done afterwards.
    pub(super) fn commit(
        self: &Arc<Self>,
        slot: &Arc<Slot>,
        live: &mut Live,
        effect: Effect,
        importance: Importance,
        ack: Option<oneshot::Sender<Result<(), StoreError>>>,
    ) {
        let mut effect = effect;
        if live.execution.item().is_some() && live.pace != live.execution.pace() {
            live.pace = live.execution.pace();
            effect.after.push(After::TellAround(live.pace));
        }
        let _windows = self.listen(live, &mut effect);
        let Effect { mut after, newborn, mut writes } = effect;
        let changed = live.has_news();
        let number = live.number;
        let mut notes = Vec::new();
        if changed {
            live.number += 1;
            let note = self.put_changes(live, number, &mut writes);
            notes.extend(note.map(|note| (slot.id, note)));
        }
        if live.execution.state().is_terminated() && !live.told {
            live.told = true;
            self.stop_after(live, &mut writes);
            after.push(After::Ended);
        }
        for child in newborn {
            writes.extend(child.writes);
            notes.extend(child.note.map(|note| (child.id, note)));
            after.push(After::Begin(child.id));
        }
        let deadline = live.execution.deadline();
        self.timers.change(slot.id, live.deadline, deadline);
        live.deadline = deadline;
        self.under_way.begin();
        let machine = Arc::clone(self);
        let slot = Arc::clone(slot);
        let done = move |result: Result<(), StoreError>| match result {
            Ok(()) => machine.committed(&slot, changed.then_some(number), notes, after, ack),
            // A store that is closed refuses at once, while whoever asked still holds the execution.
            Err(error) => {
                let refusing = Arc::clone(&machine);
                machine.handle.spawn(async move { refusing.refused(&slot, &after, error, ack) });
            }
        };
        self.committer.commit(Batch { writes, importance, done: Box::new(done) });
    }

    /// What of an execution goes into the store; with what lists are to know of it then, where that is new.
    pub(super) fn put_changes(&self, live: &mut Live, number: u64, writes: &mut Vec<Write>) -> Option<Note> {
        self.observe(live);
        let id = live.execution.id();
        let delta = live.execution_mut().take_delta();
        let moved = delta.moves();
        let mut put = |table, key, value: Result<Vec<u8>, StoreError>| match value {
            Ok(value) => writes.push(Write::Put(table, key, value)),
            Err(error) => tracing::error!("{error}"),
        };
        put(Table::Executions, records::commit(id, number), records::encode(&delta));
        let mut note = None;
        if moved {
            let summary = live.execution.summary();
            // Not every move shows in lists.
            if live.summary.as_ref() != Some(&summary) {
                put(Table::Summaries, records::execution(id), records::encode(&summary));
                note = Some(Note::of(&summary));
                live.summary = Some(summary);
            }
        }
        if !live.logs.is_empty() {
            let logs = std::mem::take(&mut live.logs);
            put(Table::Logs, records::commit(id, number), records::encode(&logs));
        }
        if !live.metrics.is_empty() {
            let metrics = std::mem::take(&mut live.metrics);
            put(Table::Metrics, records::commit(id, number), records::encode(&metrics));
        }
        let open = live.openness();
        if open != live.open {
            live.open = open;
            match &open {
                Some(open) => put(Table::Open, records::execution(id), records::encode(open)),
                None if number == 0 => {}
                None => writes.push(Write::Delete(Table::Open, records::execution(id))),
            }
        }
        note
    }

    /// On the committer's thread: tells who waits, and hands on what is to be done now.
    fn committed(
        self: &Arc<Self>,
        slot: &Arc<Slot>,
        number: Option<u64>,
        notes: Vec<(ExecutionId, Note)>,
        after: Vec<After>,
        ack: Option<oneshot::Sender<Result<(), StoreError>>>,
    ) {
        // Lists show what this commit has changed as soon as anybody hears of it.
        for (id, note) in notes {
            self.census.note(id, note);
        }
        if let Some(number) = number {
            slot.commit_done(number);
            self.followers.wake(slot.id);
        }
        if let Some(ack) = ack {
            let _ = ack.send(Ok(()));
        }
        if after.is_empty() {
            self.release(slot.id);
            self.under_way.end();
        } else {
            let machine = Arc::clone(self);
            let slot = Arc::clone(slot);
            self.handle.spawn(async move {
                let work = machine.perform(&slot, after);
                machine.under_way.end();
                if let Some(work) = work {
                    work.await;
                }
            });
        }
    }

    /// The store did not take an execution that nobody knows of: it never came to be.
    fn refused(
        self: &Arc<Self>,
        slot: &Arc<Slot>,
        after: &[After],
        error: StoreError,
        ack: Option<oneshot::Sender<Result<(), StoreError>>>,
    ) {
        for after in after {
            if let After::Begin(child) = after {
                self.lives.forget(*child);
            }
        }
        let (deadline, counted) = {
            let live = slot.lock();
            (live.deadline, live.counted)
        };
        counted.into_iter().for_each(|state| self.left(state));
        self.timers.change(slot.id, deadline, None);
        self.lives.forget(slot.id);
        self.waiters.tell(slot.id, || None);
        self.followers.wake(slot.id);
        if let Some(ack) = ack {
            let _ = ack.send(Err(error));
        }
        self.under_way.end();
    }

    /// Does what had to wait until it was durable that it was asked for; the first task at work is given back, so
    /// that a chain of tasks goes on without changing hands.
    fn perform(
        self: &Arc<Self>,
        slot: &Arc<Slot>,
        after: Vec<After>,
    ) -> Option<impl Future<Output = ()> + Send + use<>> {
        let mut first = None;
        for after in after {
            match after {
                After::Work { run, attempt, place, stop } => {
                    let work = self.work(slot, run, attempt, place, stop);
                    match first {
                        None => first = Some(work),
                        Some(_) => drop(self.handle.spawn(work)),
                    }
                }
                After::Stop(run) => {
                    if let Some(stopper) = slot.lock().workers.get(&run) {
                        stopper.stop();
                    }
                }
                After::Begin(child) => {
                    if let Some(child) = self.lives.get(child) {
                        child.commit_done(0);
                        self.followers.wake(child.id);
                    }
                    self.tell(child, Event::Begun);
                }
                After::CallLater { run, child, part } => self.call_later(slot.id, run, child, part),
                After::Follow { run, child } => self.follow(slot.id, run, child),
                After::RestartCalled { run, child } => self.restart_called(slot.id, run, child),
                After::TellAround(pace) => self.tell_around(slot, pace),
                After::Kill(child) => self.tell(child, Event::Killed),
                After::OpenFolder(run) => self.open_folder(slot, run),
                After::CloseFolder(run) => self.close_folder(slot, run),
                After::GoOn => self.go_on(slot, &mut slot.lock()),
                After::Ended => self.ended(slot),
            }
        }
        self.release(slot.id);
        first
    }

    /// An execution has ended: its place is free, and whoever called it goes on.
    fn ended(self: &Arc<Self>, slot: &Arc<Slot>) {
        self.waiters.tell(slot.id, || {
            let live = slot.lock();
            let ended = live.execution.state().is_terminated() && live.is_settled(slot.committed());
            ended.then(|| Execution::without_secrets(Arc::clone(&live.execution), &live.mask))
        });
        let (flow, limit) = {
            let live = slot.lock();
            self.ring(&live.execution);
            let limit = live.execution.plan().concurrency.as_ref().map(|concurrency| concurrency.limit);
            (live.execution.flow().clone(), limit)
        };
        if let Some(limit) = limit {
            for next in self.admissions.leave(&flow, slot.id, limit) {
                self.tell(next, Event::Admitted(crate::execution::Admission::Granted));
            }
        }
        for (parent, run) in self.callers.take(slot.id) {
            self.tell_caller(parent, run, slot.id);
        }
    }
}

/// A message in parts of at most so many bytes.
fn parts(message: &str, most: usize) -> impl Iterator<Item = &str> {
    let mut rest = Some(message);
    std::iter::from_fn(move || {
        let text = rest?;
        if text.len() <= most {
            rest = None;
            return Some(text);
        }
        let end = text.floor_char_boundary(most.max(4));
        rest = Some(&text[end..]);
        Some(&text[..end])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_messages_are_cut_between_characters() {
        assert_eq!(parts("short", 10).collect::<Vec<_>>(), ["short"]);
        assert_eq!(parts("", 10).collect::<Vec<_>>(), [""]);
        assert_eq!(parts("aäbäcä", 4).collect::<Vec<_>>(), ["aäb", "äc", "ä"]);
    }
}
