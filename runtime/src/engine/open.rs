//! How an engine begins: it reads what is deployed, and asks again for what was not answered.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize};

use plan::{Plan, evaluate};
use tokio::sync::Semaphore;

use super::deploy::{StoredApp, StoredFlow};
use crate::client::Client;
use crate::clock::Clock;
use crate::execution::{Event, State};
use crate::executor::{self, Admissions, AtWork, Callers, Census, Lives, Machine, Open, Timers, Waiters};
use crate::ids::ExecutionId;
use crate::kv::{self, KeyValues};
use crate::namespace_files::NamespaceFiles;
use crate::parse::Parse;
use crate::registry::{Packed, Registry};
use crate::scope::Surroundings;
use crate::settings::{Keep, Settings};
use crate::storage::Storage;
use crate::store::committer::Committer;
use crate::store::file::FileStore;
use crate::store::memory::MemoryStore;
use crate::store::{Direction, Store, StoreError, Table, records};
use crate::telemetry::{Exporter, Meters};
use crate::triggers::switches::Switch;
use crate::triggers::{Part, TriggerName, Triggers};
use crate::web::links::AppLinks;
use crate::world::Doors;

/// Why an engine does not start; prints as one line.
#[derive(Debug)]
pub struct OpenError(pub String);

impl std::fmt::Display for OpenError {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.0)
    }
}

impl std::error::Error for OpenError {}

pub(super) fn open(settings: Settings, parse: Arc<dyn Parse>) -> Result<Arc<Machine>, OpenError> {
    let store: Arc<dyn Store> = match settings.keep {
        Keep::InMemory => Arc::new(MemoryStore::default()),
        Keep::OnDisk => Arc::new(FileStore::open(&settings.data, settings.sync).map_err(unusable)?),
    };
    on(settings, parse, store)
}

/// As [`open`], on a store that is there already.
pub(super) fn on(settings: Settings, parse: Arc<dyn Parse>, store: Arc<dyn Store>) -> Result<Arc<Machine>, OpenError> {
    let settings = Arc::new(settings);
    let registry = Registry::default();
    read_deployed(&*store, &registry, &*parse).map_err(unusable)?;
    let meters = Arc::<Meters>::default();
    let committer = Committer::start(Arc::clone(&store), Arc::clone(&meters));
    let keys = Arc::new(KeyValues::new(Arc::clone(&store), committer.clone(), settings.clock.clone()));
    let links = AppLinks::open(registry.clone(), &settings)
        .map_err(|error| OpenError(format!("`{}` cannot be used: {error}", settings.data.display())))?;
    let client = Client::new(settings.redirects.clone());
    let storage = Storage::chosen(&settings, &client)
        .map_err(|error| OpenError(format!("`{}` cannot be used: {error}", settings.data.display())))?;
    let files = NamespaceFiles::new(Arc::clone(&store), committer.clone(), storage.clone(), settings.clock.clone());
    let doors = Doors::new(Arc::clone(&settings), parse, storage, files, client, keys.clone(), Arc::new(links));
    let exporter = settings.traces.clone().map(|to| Exporter::start(to, doors.client.clone(), Arc::clone(&meters)));
    let machine = Arc::new(Machine {
        surroundings: Surroundings::new(&settings),
        evaluation: evaluate::Settings {
            zone: settings.zone.clone(),
            budget: settings.budget,
            ..evaluate::Settings::default()
        },
        doors: Arc::new(doors),
        registry,
        store,
        committer,
        keys,
        lives: Lives::default(),
        timers: Timers::default(),
        admissions: Admissions::default(),
        callers: Callers::default(),
        triggers: Triggers::default(),
        waiters: Waiters::default(),
        census: Census::default(),
        places: Arc::new(Semaphore::new(settings.limits.task_runs.max(1))),
        followers: Arc::default(),
        stopping: AtomicBool::new(false),
        forgotten: AtomicUsize::new(0),
        exporter,
        meters,
        traces: std::sync::Mutex::default(),
        at_work: AtWork::default(),
        under_way: AtWork::default(),
        handle: tokio::runtime::Handle::current(),
    });
    read_triggers(&machine).map_err(unusable)?;
    let unfinished = unfinished(&machine).map_err(unusable)?;
    wake(&machine, unfinished);
    if matches!(machine.clock(), Clock::Machine) {
        tokio::spawn(executor::keep_time(Arc::downgrade(&machine)));
        tokio::spawn(kv::keep_sweeping(Arc::downgrade(&machine.keys)));
    }
    Ok(machine)
}

fn unusable(error: StoreError) -> OpenError {
    OpenError(error.0)
}

fn read_deployed(store: &dyn Store, registry: &Registry, parse: &dyn Parse) -> Result<(), StoreError> {
    let mut flows = Vec::new();
    let mut damage = Ok(());
    store.scan(Table::Flows, &[], None, Direction::Forward, &mut |_, value| {
        match records::decode::<StoredFlow>(value) {
            Ok(flow) => flows.push(flow),
            Err(error) => damage = Err(error),
        }
        ControlFlow::Continue(())
    })?;
    damage?;
    let mut writes = Vec::new();
    let mut flows = flows.into_iter().peekable();
    while let Some(flow) = flows.next() {
        let (plan, packed) = match flow.plan()? {
            Some(plan) => (plan, flow.packed()),
            None => match compile_again(&flow, parse) {
                Some(plan) => {
                    let packed = Packed::of(&plan)?;
                    let mut anew = StoredFlow::new(&plan, &packed, flow.revision, flow.updated);
                    anew.deleted = flow.deleted;
                    writes.push(anew.write()?);
                    (plan, packed)
                }
                None => {
                    let (name, revision) = (&flow.flow, flow.revision);
                    tracing::warn!(
                        "revision {revision} of flow `{name}` was compiled by another version of lanner, and cannot be compiled by this one: its executions are not shown"
                    );
                    continue;
                }
            },
        };
        registry.put_flow(Arc::new(plan), packed, flow.revision, flow.updated);
        let is_newest = flows.peek().is_none_or(|next| next.flow != flow.flow);
        if flow.deleted {
            registry.delete_flow(&flow.flow);
        } else if is_newest {
            parse.remember(&flow.source.path, Some(&flow.source.text));
        }
    }
    if !writes.is_empty() {
        store.commit(&[&writes])?;
    }
    let mut damage = Ok(());
    store.scan(Table::Apps, &[], None, Direction::Forward, &mut |_, value| {
        match records::decode::<StoredApp>(value).and_then(|stored| Ok((stored.app()?, stored))) {
            Ok((Some(app), _)) => drop(registry.put_app(app)),
            Ok((None, stored)) => {
                tracing::warn!("app `{}` was compiled by another version of lanner: deploy it again", stored.name);
            }
            Err(error) => damage = Err(error),
        }
        ControlFlow::Continue(())
    })?;
    damage
}

/// The plan of a flow that another version of the program compiled.
fn compile_again(flow: &StoredFlow, parse: &dyn Parse) -> Option<Plan> {
    let compiled = parse.compile(std::slice::from_ref(&flow.source));
    compiled.plans.into_iter().find(|plan| plan.flow == flow.flow)
}

/// How the triggers stand, and which of them wait for executions of other flows.
fn read_triggers(machine: &Machine) -> Result<(), StoreError> {
    for card in machine.registry.cards().iter().filter(|card| card.triggers > 0) {
        if let Some(flow) = machine.registry.flow(&card.name) {
            machine.listen_anew(&flow);
        }
    }
    let mut damage = Ok(());
    let mut standings = machine.triggers.standings.try_lock().map_err(|error| StoreError(error.to_string()))?;
    let mut windows = machine.triggers.windows();
    machine.store.scan(Table::Triggers, &[], None, Direction::Forward, &mut |key, value| {
        let read = match TriggerName::read(key) {
            Some((name, Part::Standing)) => {
                records::decode(value).map(|standing| drop(standings.insert(name, standing)))
            }
            Some((name, Part::Switch)) => {
                // The store says so already.
                drop(machine.triggers.switches.set(&name, Switch::Off));
                Ok(())
            }
            Some((name, Part::Collected(set))) => {
                records::decode(value).map(|collected| drop(windows.insert((name, set.into()), collected)))
            }
            None => Ok(()),
        };
        if let Err(error) = read {
            damage = Err(error);
        }
        ControlFlow::Continue(())
    })?;
    damage
}

/// What has not come to its end, oldest first.
fn unfinished(machine: &Machine) -> Result<Vec<(ExecutionId, Open)>, StoreError> {
    let mut found = Vec::new();
    let mut damage = Ok(());
    machine.store.scan(Table::Open, &[], None, Direction::Forward, &mut |key, value| {
        match (records::read_execution(key), records::decode::<Open>(value)) {
            (Some(id), Ok(open)) => found.push((id, open)),
            (_, Err(error)) => damage = Err(error),
            (None, _) => {}
        }
        ControlFlow::Continue(())
    })?;
    damage.map(|()| found)
}

/// Those that rest go on resting until their time has come; the others go on at once.
fn wake(machine: &Arc<Machine>, unfinished: Vec<(ExecutionId, Open)>) {
    let mut going_on = Vec::new();
    for (id, open) in unfinished {
        if !open.state.is_terminated() {
            machine.meters.executions.of(open.state).add(1);
        }
        let has_place = !matches!(open.state, State::Created | State::Queued) && !open.state.is_terminated();
        if has_place && let Some(flow) = super::find::limited_flow(machine, id) {
            machine.admissions.occupy(&flow, id);
        }
        if open.rests && open.state != State::Queued {
            machine.timers.change(id, None, open.deadline);
        } else {
            going_on.push(id);
        }
    }
    if going_on.is_empty() {
        return;
    }
    tracing::info!("{} executions go on", going_on.len());
    let machine = Arc::clone(machine);
    tokio::spawn(async move {
        for id in going_on {
            machine.tell(id, Event::Woken);
            tokio::task::yield_now().await;
        }
    });
}
