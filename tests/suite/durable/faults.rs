//! A disk that dies, or fails for a moment, at every one of its operations in turn, reading included: whatever was acknowledged
//! comes to the end that it comes to on a disk that never fails.

use std::fmt::Debug;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use compiler::{Settings as Rules, Workspace};
use plan::FlowName;
use plan::value::Map;
use redb::StorageBackend;
use runtime::execution::{Execution, State, TaskRun};
use runtime::settings::{Settings, Sync};
use runtime::store::file::FileStore;
use runtime::{Creation, Engine};

/// No scenario takes this long on a disk that works.
const PATIENCE: Duration = Duration::from_secs(30);

const CHILD: &str = "\
id: child
namespace: demo
inputs:
  - id: n
    type: INT
tasks:
  - id: double
    type: io.kestra.plugin.core.debug.Return
    format: '{{ inputs.n * 2 }}'
outputs:
  - id: twice
    type: INT
    value: '{{ outputs.double.value }}'
";

const SCENARIO: &str = "\
id: scenario
namespace: demo
tasks:
  - id: sides
    type: io.kestra.plugin.core.flow.Parallel
    tasks:
      - id: left
        type: io.kestra.plugin.core.flow.Sleep
        duration: PT0.001S
      - id: right
        type: io.kestra.plugin.core.flow.Sleep
        duration: PT0.001S
  - id: branch
    type: io.kestra.plugin.core.flow.If
    condition: '{{ 1 + 1 == 2 }}'
    then:
      - id: yes
        type: io.kestra.plugin.core.debug.Return
        format: taken
  - id: loop
    type: io.kestra.plugin.core.flow.ForEach
    values: [1, 2]
    tasks:
      - id: round
        type: io.kestra.plugin.core.flow.Sleep
        duration: PT0.001S
      - id: said
        type: io.kestra.plugin.core.debug.Return
        format: 'round {{ parent.taskrun.value ?? taskrun.value }}'
  - id: again
    type: io.kestra.plugin.core.execution.Fail
    condition: '{{ taskrun.attemptsCount == 0 }}'
    retry:
      type: constant
      interval: PT0.001S
      maxAttempts: 3
  - id: call
    type: io.kestra.plugin.core.flow.Subflow
    namespace: demo
    flowId: child
    wait: true
    inputs:
      n: 21
  - id: ask
    type: io.kestra.plugin.core.flow.Pause
  - id: last
    type: io.kestra.plugin.core.debug.Return
    format: '{{ outputs.call.outputs.twice }}'
outputs:
  - id: answer
    type: STRING
    value: '{{ outputs.last.value }}'
";

/// When a disk fails, and for how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    Never,
    /// From this operation on it is gone, and with it what was not synced.
    Dies(usize),
    /// This operation and the next few fail, as on a disk that is full or cannot be reached for a moment.
    Stumbles(usize),
}

/// As many operations fail where a disk stumbles.
const MOMENT: usize = 3;

/// Which of the writes that were not synced reach a disk before it dies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Loss {
    /// None does.
    Whole,
    /// All do.
    Nothing,
    /// Every other one does, whatever came before it.
    EveryOther,
    /// Of each, its first half does.
    Halves,
}

impl Loss {
    const ALL: [Self; 4] = [Self::Whole, Self::Nothing, Self::EveryOther, Self::Halves];

    /// How much of a write reaches the disk.
    fn leaves(self, number: usize, data: &[u8]) -> &[u8] {
        match self {
            Self::Whole => &[],
            Self::Nothing => data,
            Self::EveryOther => &data[..if number.is_multiple_of(2) { data.len() } else { 0 }],
            Self::Halves => &data[..data.len() / 2],
        }
    }
}

/// A disk in memory that knows what was synced.
#[derive(Clone, Debug)]
struct Disk(Arc<Mutex<Platters>>);

#[derive(Debug)]
struct Platters {
    seen: Vec<u8>,
    synced: Vec<u8>,
    /// Writes since the last sync, of which some reach the disk when it dies.
    loose: Vec<(usize, Vec<u8>)>,
    operations: usize,
    fault: Fault,
}

impl Disk {
    fn new(content: Vec<u8>, fault: Fault) -> Self {
        let platters = Platters { seen: content.clone(), synced: content, loose: Vec::new(), operations: 0, fault };
        Self(Arc::new(Mutex::new(platters)))
    }

    fn platters(&self) -> std::sync::MutexGuard<'_, Platters> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn operations(&self) -> usize {
        self.platters().operations
    }

    /// Reads or changes the disk, if it still can be reached.
    fn reach<R>(&self, act: impl FnOnce(&mut Platters) -> R) -> io::Result<R> {
        let mut platters = self.platters();
        let number = platters.operations;
        platters.operations += 1;
        let broken = match platters.fault {
            Fault::Never => false,
            Fault::Dies(at) => number >= at,
            Fault::Stumbles(at) => (at..at + MOMENT).contains(&number),
        };
        if broken {
            return Err(io::Error::new(io::ErrorKind::StorageFull, "no space left on device"));
        }
        Ok(act(&mut platters))
    }

    /// What is there after a loss of power: what was synced, and of the rest what came through.
    fn after_power_loss(&self, loss: Loss) -> Vec<u8> {
        let platters = self.platters();
        let mut content = platters.synced.clone();
        for (number, (offset, data)) in platters.loose.iter().enumerate() {
            let left = loss.leaves(number, data);
            let end = offset + left.len();
            if end <= content.len() {
                content[*offset..end].copy_from_slice(left);
            }
        }
        content
    }
}

impl StorageBackend for Disk {
    fn len(&self) -> io::Result<u64> {
        Ok(self.platters().seen.len() as u64)
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let start = usize::try_from(offset).map_err(io::Error::other)?;
        self.reach(|platters| {
            let part = platters.seen.get(start..start + out.len());
            out.copy_from_slice(part.ok_or_else(|| io::Error::from(io::ErrorKind::UnexpectedEof))?);
            Ok(())
        })?
    }

    fn set_len(&self, length: u64) -> io::Result<()> {
        let length = usize::try_from(length).map_err(io::Error::other)?;
        self.reach(|platters| platters.seen.resize(length, 0))
    }

    fn sync_data(&self) -> io::Result<()> {
        self.reach(|platters| {
            platters.synced = platters.seen.clone();
            platters.loose.clear();
        })
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        let start = usize::try_from(offset).map_err(io::Error::other)?;
        self.reach(|platters| {
            platters.seen[start..start + data.len()].copy_from_slice(data);
            platters.loose.push((start, data.to_vec()));
        })
    }
}

/// An engine over a store; `None` where the disk is gone before it has begun.
async fn engine(store: FileStore, data: &std::path::Path) -> Option<Engine> {
    let mut workspace = Workspace::new(Rules::default());
    workspace.set("child.yaml", CHILD);
    workspace.set("scenario.yaml", SCENARIO);
    let checked = workspace.check();
    assert_eq!(checked.plans().count(), 2, "{:?}", checked.diagnostics().collect::<Vec<_>>());
    let compiler = Arc::new(cli::Compiler::new(workspace));
    let engine = Engine::open_on(Settings::on_disk(data), compiler, Arc::new(store)).await.ok()?;
    for plan in checked.plans() {
        engine.deploy((**plan).clone()).await.ok()?;
    }
    Some(engine)
}

/// What came of the scenario, without what differs from run to run; goes on with its pause.
async fn end(engine: &Engine, id: runtime::ExecutionId) -> Option<String> {
    let mut watch = engine.watch(id, None);
    loop {
        let execution = watch.next().await?.execution;
        if execution.is_over() {
            return Some(told(&execution));
        }
        if execution.state() == State::Paused {
            // It may be gone on with already, by the time before the disk died.
            let _ = engine.resume(id, Map::default(), None).await;
        }
    }
}

fn told(execution: &Execution) -> String {
    let mut lines = vec![format!("{} {:?}", execution.state(), execution.outputs())];
    let run = |run: &TaskRun| {
        let value = run.outputs().and_then(|outputs| outputs.get("value").cloned());
        format!("{} {:?} {} {} {value:?}", execution.task_name(run), run.value(), run.state(), run.attempts().len())
    };
    lines.extend(execution.task_runs().iter().map(run));
    lines.sort();
    lines.join("\n")
}

/// Runs the scenario on a disk that may fail; what it came to where it did, and whether it was acknowledged.
fn attempt(disk: &Disk, id: runtime::ExecutionId, patience: Duration) -> (Option<String>, Acknowledged) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let result = runtime.block_on(async {
        let backend = disk.clone();
        let Ok(store) = FileStore::on(move || backend.clone(), Sync::Always) else {
            return (None, Acknowledged::NoStore);
        };
        let Some(engine) = engine(store, folder.path()).await else { return (None, Acknowledged::No) };
        let flow = FlowName { namespace: "demo".into(), id: "scenario".into() };
        let known = matches!(engine.execution(id).await, Ok(Some(_)));
        let created = known || engine.create(Creation { id, ..Creation::of(flow) }).await.is_ok();
        let end = match created {
            true => tokio::time::timeout(patience, end(&engine, id)).await.ok().flatten(),
            false => None,
        };
        engine.drain(Duration::ZERO).await;
        (end, if created { Acknowledged::Yes } else { Acknowledged::No })
    });
    runtime.shutdown_background();
    result
}

/// Whether somebody was told that there is an execution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Acknowledged {
    Yes,
    No,
    /// The disk was gone before there was a store.
    NoStore,
}

fn identity() -> runtime::ExecutionId {
    runtime::ExecutionId::new(jiff::Timestamp::UNIX_EPOCH, 7)
}

#[test]
fn a_disk_that_dies_takes_nothing_back() {
    let whole = Disk::new(Vec::new(), Fault::Never);
    let (expected, _) = attempt(&whole, identity(), PATIENCE);
    let expected = expected.expect("it comes to an end on a disk that works");
    assert!(expected.contains("SUCCESS"), "{expected}");
    let (operations, begin) = (whole.operations(), Instant::now());
    let mut survived = 0;
    for number in (0..operations).step_by(stride()) {
        let dying = Disk::new(Vec::new(), Fault::Dies(number));
        // It cannot come to its end; how far it comes is decided by the disk.
        let (_, acknowledged) = attempt(&dying, identity(), Duration::from_millis(40));
        for loss in losses(number) {
            let content = match acknowledged {
                // A file is put in its place only when it is whole: one that was not finished is as if it had never
                // been.
                Acknowledged::NoStore => Vec::new(),
                Acknowledged::Yes | Acknowledged::No => dying.after_power_loss(loss),
            };
            let survivor = Disk::new(content, Fault::Never);
            let (end, _) = attempt(&survivor, identity(), PATIENCE);
            assert_eq!(end.as_ref(), Some(&expected), "died at operation {number}, {acknowledged:?}, lost {loss:?}");
            survived += 1;
        }
    }
    println!("{operations} operations, {survived} deaths survived in {:?}", begin.elapsed());
}

#[test]
fn a_disk_that_fails_for_a_moment_is_waited_for() {
    let whole = Disk::new(Vec::new(), Fault::Never);
    let (expected, _) = attempt(&whole, identity(), PATIENCE);
    let prepared = {
        let disk = Disk::new(Vec::new(), Fault::Never);
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let folder = tempfile::tempdir().unwrap();
        runtime.block_on(async {
            let backend = disk.clone();
            let store = FileStore::on(move || backend.clone(), Sync::Always).expect("the disk works");
            let engine = engine(store, folder.path()).await.expect("the disk works");
            engine.drain(Duration::ZERO).await;
        });
        disk
    };
    let content = prepared.platters().seen.clone();
    let prepared = Disk::new(content.clone(), Fault::Never);
    assert_eq!(attempt(&prepared, identity(), PATIENCE).0, expected);
    let (operations, begin) = (prepared.operations(), Instant::now());
    let mut refused = 0;
    for number in (0..operations).step_by(stride() * 5) {
        let stumbling = Disk::new(content.clone(), Fault::Stumbles(number));
        let (end, acknowledged) = attempt(&stumbling, identity(), PATIENCE);
        // Whoever asks while nothing is taken is told so, and asks again.
        let end = match acknowledged {
            Acknowledged::Yes => end,
            Acknowledged::No | Acknowledged::NoStore => {
                refused += 1;
                attempt(&Disk::new(stumbling.platters().seen.clone(), Fault::Never), identity(), PATIENCE).0
            }
        };
        assert_eq!(end, expected, "failed at operation {number}, {acknowledged:?}");
    }
    println!("{operations} operations, {refused} times refused, in {:?}", begin.elapsed());
}

/// Every operation is tried in `cargo xtask soak`, every few otherwise.
fn stride() -> usize {
    if super::is_soak() { 1 } else { 7 }
}

/// Every loss is tried in `cargo xtask soak`, one in turn otherwise.
fn losses(number: usize) -> Vec<Loss> {
    match super::is_soak() {
        true => Loss::ALL.to_vec(),
        false => vec![Loss::ALL[number / stride() % Loss::ALL.len()]],
    }
}
