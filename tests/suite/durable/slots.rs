//! Whoever takes a place gives it back, whatever ends him: the places of tasks at work, and those of executions
//! in a flow that runs only so many at once.

use std::sync::Arc;
use std::time::Duration;

use compiler::{Settings as Rules, Workspace};
use plan::FlowName;
use plan::value::Map;
use runtime::engine::Cascade;
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
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let folder = tempfile::tempdir().unwrap();
    runtime.block_on(async {
        let mut workspace = Workspace::new(Rules::default());
        workspace.set("flow.yaml", FLOW);
        let checked = workspace.check();
        // So few places for tasks that one which is not given back is missed soon.
        let mut settings = Settings::in_memory(folder.path());
        settings.limits.task_runs = 2;
        let engine = Engine::open(settings, Arc::new(cli::Compiler::new(workspace))).await.unwrap();
        for plan in checked.plans() {
            engine.deploy((**plan).clone()).await.unwrap();
        }
        for seed in 0..ROUNDS {
            let mut random = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
            let mut next = move |most: usize| {
                random ^= random << 13;
                random ^= random >> 7;
                random ^= random << 17;
                usize::try_from(random >> 33).unwrap_or_default() % most
            };
            let mut crowd = Vec::new();
            for _ in 0..CROWD {
                let way = WAYS[next(WAYS.len())];
                let id = create(&engine, way).await;
                // Some are killed while they wait for a place, others while they have one.
                if way == "never" || next(4) == 0 {
                    // It may have ended by then.
                    let _ = engine.kill(id, Cascade::Alone).await;
                }
                crowd.push(id);
            }
            for id in crowd {
                let ended = tokio::time::timeout(PATIENCE, engine.wait(id)).await;
                let ended = ended.unwrap_or_else(|_| panic!("seed {seed}: execution {id} waits for a place for ever"));
                assert!(ended.is_some_and(|ended| ended.state().is_terminated()), "seed {seed}");
            }
        }
        // As many as fit at once come to their end, and more behind them.
        for _ in 0..8 {
            let id = create(&engine, "well").await;
            let ended = tokio::time::timeout(PATIENCE, engine.wait(id)).await.expect("every place is free again");
            assert_eq!(ended.map(|ended| ended.state()), Some(State::Success));
        }
        engine.drain(Duration::ZERO).await;
    });
}

async fn create(engine: &Engine, way: &str) -> ExecutionId {
    let flow = FlowName { namespace: "demo".into(), id: "crowded".into() };
    let inputs: Map = [("way".into(), way.into())].into_iter().collect();
    engine.create(Creation { inputs, ..Creation::of(flow) }).await.expect("it is created")
}
