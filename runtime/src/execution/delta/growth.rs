//! What a loop writes grows with its rounds, and not with their square; and all of it is read back.

use std::sync::Arc;

use jiff::SignedDuration;
use plan::step::{EachStyle, Fetch};
use plan::{Text, Value};

use super::super::script::{Flow, Task, World, each, repeat, run};
use super::super::{Event, Execution};
use super::Delta;

fn isolated() -> EachStyle {
    EachStyle::Isolated { outputs: Vec::new(), transmit_failed: true, fetch: Fetch::Fetch }
}

/// Runs a loop to its end, and stores each of its steps; the bytes of each.
fn stored(task: Task, rounds: u32) -> (World, Vec<Vec<u8>>) {
    let mut world = World::new(Flow { tasks: vec![task], ..Flow::default() });
    world.values = vec![("loop", vec!["a value"; rounds as usize], 2)];
    world.rounds = rounds;
    world.interval = SignedDuration::from_secs(1);
    world.given = Some(Arc::new([(Text::from("out"), Value::text("given out"))].into_iter().collect()));
    let write = |world: &mut World| postcard::to_stdvec(&world.execution.take_delta()).expect("it is written");
    let mut written = vec![write(&mut world)];
    world.apply(Event::Begun);
    while !world.execution.is_over() {
        if !world.step() {
            world.wait_once();
        }
        written.push(write(&mut world));
    }
    (world, written)
}

fn check(task: impl Fn() -> Task) {
    let bytes = |rounds| stored(task(), rounds).1.iter().map(Vec::len).sum::<usize>();
    let (few, many) = (bytes(50), bytes(400));
    assert!(many < few * 10, "50 rounds write {few} bytes, 400 write {many}");

    let (world, written) = stored(task(), 20);
    let deltas = written.iter().map(|bytes| postcard::from_bytes::<Delta>(bytes).expect("it is read"));
    let read = Execution::from_deltas(world.execution.program().clone(), deltas).expect("it was stored");
    assert_eq!(read.task_runs(), world.execution.task_runs());
    assert_eq!(read.task_outputs(), world.execution.task_outputs());
    assert_eq!(read.history(), world.execution.history());
}

#[test]
fn a_loop_over_values() {
    check(|| each("loop", EachStyle::Values, vec![run("task")]));
}

#[test]
fn a_loop_whose_rounds_are_executions() {
    check(|| each("loop", isolated(), vec![run("task")]));
}

#[test]
fn a_loop_until_something_holds() {
    check(|| repeat("loop", vec![run("task")]));
}
