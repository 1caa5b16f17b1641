//! Executions that are stopped, begun again where they failed, and repeated.

use super::*;

#[test]
fn a_kill_stops_what_is_running_and_nothing_begins_any_more() {
    let mut world = World::new(tasks(vec![sequential("s", vec![run("slow"), run("never")])]));
    world.busy = vec!["slow"];
    let mut world = world.run();
    let key = world.execution.task_runs()[1].key();
    world.apply(Event::Started { run: key, attempt: 0 });
    world.apply(Event::Killed);
    assert_eq!(world.execution.state(), State::Killing);
    assert!(world.open.iter().any(|command| *command == crate::execution::Command::Abort { run: key }));
    let outcome = Outcome { end: crate::execution::End::Killed, outputs: None };
    world.apply(Event::Ended { run: key, attempt: 0, outcome });
    tells(
        &world,
        "
        CREATED RUNNING KILLING KILLED
          s CREATED RUNNING KILLED
            slow CREATED SUBMITTED RUNNING KILLED",
    );
}

#[test]
fn a_paused_execution_is_killed_at_once() {
    let mut world = World::new(tasks(vec![pause("p", PauseBehavior::Resume, vec![])])).run();
    world.apply(Event::Killed);
    assert!(world.story().starts_with("CREATED RUNNING PAUSED RESTARTED KILLING KILLED"), "{}", world.story());
}

#[test]
fn a_restart_goes_on_where_something_failed() {
    let flow = Flow {
        tasks: vec![run("a"), sequential("s", vec![run("b"), run("ko")]).errors(vec![run("local")])],
        errors: vec![run("global")],
        ..Flow::default()
    };
    let mut world = World::new(flow)
        .tasks(|execution, name, _| {
            let restarted = execution.label("system.restarted").is_some();
            (name == "ko" && !restarted).then(|| Outcome::failed(plan::Failure::new("Task failure")))
        })
        .run();
    assert!(world.execution.can_restart());
    world.apply(Event::Restarted);
    tells(
        &world,
        "
        CREATED RUNNING FAILED RESTARTED
          a CREATED SUBMITTED RUNNING SUCCESS
          s CREATED RUNNING FAILED RUNNING
            b CREATED SUBMITTED RUNNING SUCCESS
            ko CREATED SUBMITTED RUNNING FAILED RESTARTED",
    );
    world.settle();
    tells(
        &world,
        "
        CREATED RUNNING FAILED RESTARTED RUNNING SUCCESS
          a CREATED SUBMITTED RUNNING SUCCESS
          s CREATED RUNNING FAILED RUNNING SUCCESS
            b CREATED SUBMITTED RUNNING SUCCESS
            ko CREATED SUBMITTED RUNNING FAILED RESTARTED SUBMITTED RUNNING SUCCESS x2",
    );
}

#[test]
fn a_replay_under_another_revision_knows_tasks_by_their_ids() {
    let mut world = World::new(tasks(vec![run("a"), run("gone"), run("b"), run("c")])).run();
    let other = World::new(tasks(vec![run("new"), run("a"), run("b"), run("d")]));
    let program = other.execution.program().clone();
    let id = crate::ids::ExecutionId::new(world.now, 8);
    let key = |world: &World, name: &str| {
        let runs = world.execution.task_runs();
        runs.iter().find(|run| **world.execution.task_name(run) == *name).expect("it was run").key()
    };
    assert!(world.execution.replayed(id, program.clone(), key(&world, "gone"), world.now).is_none());
    let (new, commands) =
        world.execution.replayed(id, program, key(&world, "b"), world.now).expect("the task is there");
    world.execution = new;
    world.open = commands.into();
    world.settle();
    tells(
        &world,
        "
        CREATED RUNNING SUCCESS RESTARTED RUNNING SUCCESS
          a CREATED SUBMITTED RUNNING SUCCESS
          b CREATED SUBMITTED RUNNING SUCCESS RESTARTED SUBMITTED RUNNING SUCCESS x2
          d CREATED SUBMITTED RUNNING SUCCESS",
    );
}

#[test]
fn a_restarted_call_goes_on_with_what_it_called() {
    let mut world = World::new(tasks(vec![call("child")]));
    world.called = State::Failed;
    let mut world = world.run();
    let called = |world: &World| match world.execution.task_runs()[0].progress {
        crate::execution::task_run::Progress::Called(child) => child,
        _ => panic!("it called nothing"),
    };
    let child = called(&world);
    world.apply(Event::Restarted);
    world.settle();
    let run = world.execution.task_runs()[0].key();
    assert!(world.open.contains(&crate::execution::Command::RestartCalled { run, child }), "{:?}", world.open);
    // There is nothing to begin again at in it: another one is called.
    world.open.clear();
    world.called = State::Success;
    world.apply(Event::CallLost { run, child });
    world.settle();
    assert_eq!(world.execution.state(), State::Success, "{}", world.story());
    assert_ne!(called(&world), child);
}

#[test]
fn a_replay_keeps_what_came_before() {
    let mut world = World::new(tasks(vec![run("a"), run("b"), run("c")])).run();
    let from = world.execution.task_runs()[1].key();
    let id = crate::ids::ExecutionId::new(world.now, 8);
    let program = world.execution.program().clone();
    let (new, commands) = world.execution.replayed(id, program, from, world.now).expect("the task is there");
    world.execution = new;
    world.open = commands.into();
    tells(
        &world,
        "
        CREATED RUNNING SUCCESS RESTARTED
          a CREATED SUBMITTED RUNNING SUCCESS
          b CREATED SUBMITTED RUNNING SUCCESS RESTARTED",
    );
    world.settle();
    assert_eq!(world.execution.state(), State::Success);
    assert_eq!(world.execution.task_runs().len(), 3);
    assert_eq!(world.execution.label("system.replay").map(|value| &**value), Some("true"));
}
