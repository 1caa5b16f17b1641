//! Whoever takes a place gives it back, whatever ends him: the places of tasks at work, and those of executions
//! in a flow that runs only so many at once.

use std::sync::Arc;
use std::time::Duration;

use compiler::{Settings as Rules, Workspace};
use plan::FlowName;
use plan::value::Map;
use runtime::engine::{Cascade, Replay};
use runtime::settings::Settings;
use runtime::{Creation, Engine, ExecutionId, State};

/// Tasks that end well, badly, too late, or never; an input chooses the way.
const FLOW: &str = "\
id: crowded
namespace: demo
concurrency:
  limit: 3
  behavior: QUEUE
inputs:
  - id: way
    type: STRING
tasks:
  - id: choose
    type: io.kestra.plugin.core.flow.Switch
    value: '{{ inputs.way }}'
    cases:
      well:
        - id: short
          type: io.kestra.plugin.core.flow.Sleep
          duration: PT0.002S
      badly:
        - id: fail
          type: io.kestra.plugin.core.execution.Fail
      late:
        - id: slow
          type: io.kestra.plugin.core.flow.Sleep
          duration: PT10H
          timeout: PT0.005S
      pause:
        - id: pause
          type: io.kestra.plugin.core.flow.Pause
          delay: PT0.005S
      beside:
        - id: beside
          type: io.kestra.plugin.core.flow.Parallel
          tasks:
            - id: one
              type: io.kestra.plugin.core.flow.Sleep
              duration: PT0.002S
            - id: two
              type: io.kestra.plugin.core.flow.Sleep
              duration: PT0.002S
            - id: three
              type: io.kestra.plugin.core.execution.Fail
    defaults:
      - id: never
        type: io.kestra.plugin.core.flow.Sleep
        duration: PT10H
";

/// The ways that come to an end by themselves, and one that does not.
const WAYS: [&str; 6] = ["well", "badly", "late", "pause", "beside", "never"];

/// Nothing here takes this long.
const PATIENCE: Duration = Duration::from_secs(60);

/// As many executions of each round; there are rounds with other orders.
const CROWD: usize = 24;
const ROUNDS: u64 = 4;

#[test]
fn every_place_is_given_back() {
    in_an_engine(async |engine, mut next| {
        let mut crowd = Vec::new();
        for _ in 0..CROWD {
            let way = WAYS[next(WAYS.len())];
            let id = create(engine, way).await;
            // Some are killed while they wait for a place, others while they have one.
            if way == "never" || next(4) == 0 {
                // It may have ended by then.
                let _ = engine.kill(id, Cascade::Alone).await;
            }
            crowd.push(id);
        }
        crowd
    });
}

#[test]
fn every_place_is_given_back_whatever_is_done_by_hand() {
    in_an_engine(async |engine, mut next| {
        let mut crowd = Vec::new();
        for _ in 0..CROWD {
            crowd.push(create(engine, WAYS[next(WAYS.len())]).await);
            for _ in 0..4 {
                let id = crowd[next(crowd.len())];
                // What does not fit the state of an execution is refused.
                let _ = match next(8) {
                    0 => engine.pause(id).await,
                    1 => engine.resume(id, Map::default(), None).await.map(drop),
                    2 => engine.restart(id, None).await.map(drop),
                    3 => engine.force_run(id).await,
                    4 => engine.unqueue(id, State::Running).await,
                    5 => engine.unqueue(id, State::Cancelled).await,
                    6 => engine.replay(id, Replay::default()).await.map(|replayed| crowd.push(replayed.id())),
                    _ => engine.kill(id, Cascade::Below).await,
                };
            }
        }
        for id in &crowd {
            let _ = engine.kill(*id, Cascade::Below).await;
        }
        crowd
    });
}

/// Lets crowds run in several orders; afterwards as many places are free as before.
fn in_an_engine(crowd: impl AsyncFn(&Engine, Box<dyn FnMut(usize) -> usize>) -> Vec<ExecutionId>) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let folder = tempfile::tempdir().unwrap();
    runtime.block_on(async {
        let mut workspace = Workspace::new(Rules::default());
        workspace.set("flow.yaml", FLOW);
        let checked = workspace.check();
        // So few places for tasks that one which is not given back is missed soon.
        let mut settings = Settings::in_memory(folder.path());
        settings.limits.task_runs = 4;
        let engine = Engine::open(settings, Arc::new(cli::Compiler::new(workspace))).await.unwrap();
        for plan in checked.plans() {
            engine.deploy((**plan).clone()).await.unwrap();
        }
        for seed in 0..ROUNDS {
            let mut random = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
            let next = move |most: usize| {
                random ^= random << 13;
                random ^= random >> 7;
                random ^= random << 17;
                usize::try_from(random >> 33).unwrap_or_default() % most
            };
            for id in crowd(&engine, Box::new(next)).await {
                let ended = tokio::time::timeout(PATIENCE, engine.wait(id)).await;
                let ended = ended.unwrap_or_else(|_| panic!("seed {seed}: execution {id} waits for a place for ever"));
                assert!(ended.unwrap().is_some_and(|ended| ended.state().is_terminated()), "seed {seed}");
            }
            as_many_as_are_allowed(&engine).await;
        }
        engine.drain(Duration::ZERO).await;
    });
}

/// Three run, a fourth waits until one of them ends.
async fn as_many_as_are_allowed(engine: &Engine) {
    let mut running = Vec::new();
    for _ in 0..3 {
        let id = create(engine, "never").await;
        until(engine, id, State::Running).await;
        running.push(id);
    }
    let last = create(engine, "well").await;
    until(engine, last, State::Queued).await;
    for id in running {
        engine.kill(id, Cascade::Alone).await.unwrap();
    }
    until(engine, last, State::Success).await;
}

async fn until(engine: &Engine, id: ExecutionId, state: State) {
    let mut watch = engine.watch(id, None);
    let seen = async {
        while let Some(change) = watch.next().await {
            if change.execution.state() == state {
                return;
            }
        }
        panic!("execution {id} is gone");
    };
    let seen = tokio::time::timeout(PATIENCE, seen).await;
    assert!(seen.is_ok(), "execution {id} never is {state}");
}

async fn create(engine: &Engine, way: &str) -> ExecutionId {
    let flow = FlowName { namespace: "demo".into(), id: "crowded".into() };
    let inputs: Map = [("way".into(), way.into())].into_iter().collect();
    engine.create(Creation { inputs, ..Creation::of(flow) }).await.expect("it is created")
}
