//! Whole executions, as their histories tell them.

mod again;

use jiff::SignedDuration;
use plan::step::{EachStyle, Interval, OnChildFailure, PauseBehavior, Retry, RetryBehavior};

use super::script::{
    Flow, World, allow_failure, call, each, parallel, pause, repeat, run, sequential, switch, template,
};
use super::{Event, Execution, Outcome, Resumption, State};

fn tasks(tasks: Vec<super::script::Task>) -> Flow {
    Flow { tasks, ..Flow::default() }
}

fn retry(attempts: u32, behavior: RetryBehavior) -> Retry {
    Retry {
        interval: Interval::Constant("PT1S".into()),
        max_attempts: Some(attempts),
        max_duration: None,
        warning_on_retry: false,
        behavior,
    }
}

#[track_caller]
fn tells(world: &World, story: &str) {
    let lines: Vec<&str> = story.trim().lines().map(|line| line.strip_prefix("        ").unwrap_or(line)).collect();
    assert_eq!(world.story(), lines.join("\n"));
}

#[test]
fn tasks_run_one_after_another() {
    let world = World::new(tasks(vec![run("a"), sequential("s", vec![run("b"), run("c")]), run("d")])).run();
    tells(
        &world,
        "
        CREATED RUNNING SUCCESS
          a CREATED SUBMITTED RUNNING SUCCESS
          s CREATED RUNNING SUCCESS
            b CREATED SUBMITTED RUNNING SUCCESS
            c CREATED SUBMITTED RUNNING SUCCESS
          d CREATED SUBMITTED RUNNING SUCCESS",
    );
    assert!(world.execution.is_over());
}

#[test]
fn siblings_begin_before_their_children() {
    let branch = |name, tasks| sequential(name, tasks);
    let flow = tasks(vec![parallel(
        "p",
        OnChildFailure::Continue,
        vec![branch("s1", vec![run("a"), run("b")]), branch("s2", vec![run("c"), run("d")])],
    )]);
    let world = World::new(flow).run();
    tells(
        &world,
        "
        CREATED RUNNING SUCCESS
          p CREATED RUNNING SUCCESS
            s1 CREATED RUNNING SUCCESS
            s2 CREATED RUNNING SUCCESS
              a CREATED SUBMITTED RUNNING SUCCESS
              c CREATED SUBMITTED RUNNING SUCCESS
              b CREATED SUBMITTED RUNNING SUCCESS
              d CREATED SUBMITTED RUNNING SUCCESS",
    );
}

#[test]
fn a_failure_runs_the_errors_next_to_it_and_then_those_around_it() {
    let flow = Flow {
        tasks: vec![sequential("s", vec![run("ko"), run("never")]).errors(vec![run("local")]), run("never2")],
        errors: vec![run("global")],
        finally: vec![run("last")],
        after: vec![run("after")],
        ..Flow::default()
    };
    let world = World::new(flow).failing(&["ko"]).run();
    tells(
        &world,
        "
        CREATED RUNNING FAILED
          s CREATED RUNNING FAILED
            ko CREATED SUBMITTED RUNNING FAILED
            local CREATED SUBMITTED RUNNING SUCCESS
          global CREATED SUBMITTED RUNNING SUCCESS
          last CREATED SUBMITTED RUNNING SUCCESS
          after CREATED SUBMITTED RUNNING SUCCESS",
    );
    assert_eq!(world.logs, ["Error Task failure"]);
}

#[test]
fn what_is_run_in_the_end_changes_no_state() {
    let flow = Flow { tasks: vec![run("a")], finally: vec![run("ko"), run("b")], ..Flow::default() };
    let world = World::new(flow).failing(&["ko"]).run();
    assert_eq!(world.execution.state(), State::Success);
    assert_eq!(world.execution.task_runs().len(), 3);
}

#[test]
fn a_lenient_sequence_warns_and_the_flow_goes_on() {
    let flow = tasks(vec![allow_failure("lenient", vec![run("ko")]).errors(vec![run("local")]), run("last")]);
    let world = World::new(flow).failing(&["ko"]).run();
    tells(
        &world,
        "
        CREATED RUNNING WARNING
          lenient CREATED RUNNING WARNING
            ko CREATED SUBMITTED RUNNING FAILED
            local CREATED SUBMITTED RUNNING SUCCESS
          last CREATED SUBMITTED RUNNING SUCCESS",
    );
}

#[test]
fn siblings_of_a_failed_task_run_to_their_end_before_anything_ends() {
    let flow = tasks(vec![parallel("p", OnChildFailure::Continue, vec![run("ko"), run("slow")])]);
    let mut world = World::new(flow).failing(&["ko"]);
    world.busy = vec!["slow"];
    let mut world = world.run();
    assert_eq!(world.execution.state(), State::Running);
    world.busy.clear();
    world.settle();
    tells(
        &world,
        "
        CREATED RUNNING FAILED
          p CREATED RUNNING FAILED
            ko CREATED SUBMITTED RUNNING FAILED
            slow CREATED SUBMITTED RUNNING SUCCESS",
    );
}

#[test]
fn siblings_of_a_failed_task_are_stopped_where_that_is_said() {
    for (behavior, end) in [(OnChildFailure::Fail, "FAILED"), (OnChildFailure::Cancel, "CANCELLED")] {
        let flow =
            tasks(vec![parallel("p", behavior, vec![run("ko"), sequential("s", vec![run("slow"), run("never")])])]);
        let mut world = World::new(flow).failing(&["ko"]);
        world.busy = vec!["slow"];
        let world = world.run();
        tells(
            &world,
            &format!(
                "
        CREATED RUNNING FAILED
          p CREATED RUNNING FAILED
            ko CREATED SUBMITTED RUNNING FAILED
            s CREATED RUNNING {end}
              slow CREATED SUBMITTED {end}"
            ),
        );
    }
}

#[test]
fn a_loop_goes_over_its_values_in_turn() {
    let mut world = World::new(tasks(vec![each("e", EachStyle::Values, vec![run("a"), run("b")])]));
    world.values = vec![("e", vec!["1", "2"], 1)];
    tells(
        &world.run(),
        "
        CREATED RUNNING SUCCESS
          e CREATED RUNNING SUCCESS
            a[1] CREATED SUBMITTED RUNNING SUCCESS
            b[1] CREATED SUBMITTED RUNNING SUCCESS
            a[2] CREATED SUBMITTED RUNNING SUCCESS
            b[2] CREATED SUBMITTED RUNNING SUCCESS",
    );
}

#[test]
fn a_loop_with_a_limit_keeps_that_many_iterations_going() {
    let mut world = World::new(tasks(vec![each("e", EachStyle::Values, vec![run("log"), run("shell")])]));
    world.values = vec![("e", vec!["1", "2", "3"], 2)];
    let world = world.run();
    let order: Vec<String> = (world.execution.task_runs()[1..].iter())
        .map(|run| format!("{}{}", world.execution.task_name(run), run.value().map_or("", |value| value)))
        .collect();
    assert_eq!(order, ["log1", "log2", "shell1", "shell2", "log3", "shell3"]);
}

#[test]
fn combinations_of_values_and_tasks_are_siblings() {
    let mut world = World::new(tasks(vec![each("e", EachStyle::Combinations, vec![run("a"), run("b")])]));
    world.values = vec![("e", vec!["1", "2"], 0)];
    world.busy = vec!["a", "b"];
    assert_eq!(world.run().execution.task_runs().len(), 5);
}

#[test]
fn an_empty_loop_succeeds_and_one_without_values_fails() {
    let mut world = World::new(tasks(vec![each("e", EachStyle::Values, vec![run("a")])]));
    world.values = vec![("e", vec![], 1)];
    assert_eq!(world.run().execution.state(), State::Success);
    let world = World::new(tasks(vec![each("e", EachStyle::Values, vec![run("a")])])).run();
    assert_eq!(world.execution.state(), State::Failed);
    assert_eq!(world.logs, ["Error no values"]);
}

#[test]
fn a_decision_takes_one_branch() {
    let flow = |otherwise: Option<Vec<super::script::Task>>| {
        tasks(vec![switch("s", vec![("a", vec![run("in-a")]), ("b", vec![run("in-b")])], otherwise)])
    };
    let mut world = World::new(flow(None));
    world.texts = vec![("s", "b")];
    let world = world.run();
    assert_eq!(world.execution.task_name(&world.execution.task_runs()[1]).as_ref(), "in-b");
    let outputs = world.execution.task_runs()[0].outputs().expect("a decision gives something out");
    assert_eq!(outputs.get("defaults"), Some(&plan::Value::Bool(false)));

    let mut world = World::new(flow(None));
    world.texts = vec![("s", "c")];
    let world = world.run();
    assert_eq!(world.execution.state(), State::Failed);
    assert!(world.logs[0].contains("No task found on flow"), "{:?}", world.logs);

    let mut world = World::new(flow(Some(vec![run("other")])));
    world.texts = vec![("s", "c")];
    assert_eq!(world.run().execution.state(), State::Success);
}

#[test]
fn a_condition_that_does_not_hold_skips_the_task() {
    let guarded = || run("a").with(|common| common.run_if = Some(template("condition")));
    let world = World::new(tasks(vec![guarded(), run("b")])).run();
    tells(
        &world,
        "
        CREATED RUNNING SUCCESS
          a CREATED SKIPPED
          b CREATED SUBMITTED RUNNING SUCCESS",
    );
}

#[test]
fn disabled_tasks_are_not_there() {
    let off = |task: super::script::Task| task.with(|common| common.disabled = true);
    let world = World::new(tasks(vec![off(run("a")), sequential("s", vec![off(run("b"))]), run("c")])).run();
    tells(
        &world,
        "
        CREATED RUNNING SUCCESS
          s CREATED RUNNING SUCCESS
          c CREATED SUBMITTED RUNNING SUCCESS",
    );
    let world = World::new(tasks(vec![off(run("a"))])).run();
    tells(&world, "CREATED SUCCESS");
}

#[test]
fn a_failed_task_is_tried_again_when_its_time_has_come() {
    let flow = tasks(vec![
        run("ko").with(|common| common.retry = Some(retry(3, RetryBehavior::RetryFailedTask))),
        run("next"),
    ]);
    let mut world = World::new(flow)
        .tasks(|_, name, attempt| {
            (name == "ko" && attempt == 0).then(|| Outcome::failed(plan::Failure::new("Task failure")))
        })
        .run();
    assert_eq!(world.execution.state(), State::Retrying);
    world.wait();
    tells(
        &world,
        "
        CREATED RUNNING FAILED RETRYING RUNNING SUCCESS
          ko CREATED SUBMITTED RUNNING FAILED RETRYING CREATED SUBMITTED RUNNING SUCCESS x2
          next CREATED SUBMITTED RUNNING SUCCESS",
    );
}

#[test]
fn a_failed_child_is_tried_again_by_the_policy_around_it() {
    let flow = tasks(vec![
        sequential("s", vec![run("ko")]).with(|common| common.retry = Some(retry(2, RetryBehavior::RetryFailedTask))),
    ]);
    let mut world = World::new(flow).failing(&["ko"]).run();
    world.wait();
    tells(
        &world,
        "
        CREATED RUNNING RETRYING RUNNING FAILED
          s CREATED RUNNING FAILED
            ko CREATED SUBMITTED RUNNING FAILED RETRYING CREATED SUBMITTED RUNNING FAILED x2",
    );
}

#[test]
fn a_whole_execution_is_tried_again_as_a_new_one() {
    let flow = tasks(vec![run("ko").with(|common| common.retry = Some(retry(2, RetryBehavior::CreateNewExecution)))]);
    let world = World::new(flow).failing(&["ko"]).run();
    tells(
        &world,
        "
        CREATED RUNNING FAILED RETRIED
          ko CREATED SUBMITTED RUNNING FAILED RETRIED",
    );
    assert!(world.open.iter().any(|command| matches!(command, super::Command::Repeat { .. })));
}

#[test]
fn a_pause_waits_for_somebody() {
    let mut world = World::new(tasks(vec![pause("p", PauseBehavior::Resume, vec![]), run("last")])).run();
    tells(
        &world,
        "
        CREATED RUNNING PAUSED
          p CREATED RUNNING PAUSED",
    );
    world.apply(Event::Resumed(Resumption { run: None, inputs: None, by: None, to: State::Success }));
    assert_eq!(world.execution.state(), State::Restarted);
    world.settle();
    tells(
        &world,
        "
        CREATED RUNNING PAUSED RESTARTED RUNNING SUCCESS
          p CREATED RUNNING PAUSED SUCCESS
          last CREATED SUBMITTED RUNNING SUCCESS",
    );
}

#[test]
fn a_pause_with_children_runs_them_when_its_delay_is_over() {
    let flow = Flow { dialect: plan::Dialect::V1, ..tasks(vec![pause("p", PauseBehavior::Resume, vec![run("a")])]) };
    let mut world = World::new(flow);
    world.delay = Some(SignedDuration::from_secs(1));
    let mut world = world.run();
    world.wait();
    tells(
        &world,
        "
        CREATED RUNNING PAUSED RESTARTED RUNNING SUCCESS
          p CREATED RUNNING PAUSED RUNNING SUCCESS
            a CREATED SUBMITTED RUNNING SUCCESS",
    );
}

#[test]
fn the_end_of_a_delay_means_what_the_author_says() {
    for (behavior, state) in [
        (PauseBehavior::Warn, State::Warning),
        (PauseBehavior::Fail, State::Failed),
        (PauseBehavior::Cancel, State::Cancelled),
    ] {
        let mut world = World::new(tasks(vec![pause("p", behavior, vec![])]));
        world.delay = Some(SignedDuration::from_secs(1));
        let mut world = world.run();
        world.wait();
        assert_eq!(world.execution.state(), state);
        assert!(world.execution.is_over());
    }
}

#[test]
fn pauses_side_by_side_end_one_by_one() {
    let flow = tasks(vec![parallel(
        "p",
        OnChildFailure::Continue,
        vec![pause("a", PauseBehavior::Resume, vec![]), pause("b", PauseBehavior::Resume, vec![])],
    )]);
    let mut world = World::new(flow).run();
    for state in [State::Paused, State::Success] {
        world.apply(Event::Resumed(Resumption { run: None, inputs: None, by: None, to: State::Success }));
        world.settle();
        assert_eq!(world.execution.state(), state);
    }
}

#[test]
fn a_repetition_goes_round_until_its_condition_holds() {
    let mut world = World::new(tasks(vec![repeat("r", vec![run("a")])]));
    world.rounds = 3;
    world.interval = SignedDuration::from_secs(1);
    let mut world = world.run();
    world.wait();
    world.wait();
    tells(
        &world,
        "
        CREATED RUNNING PAUSED RUNNING PAUSED RUNNING SUCCESS
          r CREATED RUNNING PAUSED RUNNING PAUSED RUNNING SUCCESS
            a CREATED SUBMITTED RUNNING SUCCESS",
    );
    assert_eq!(world.execution.task_runs()[1].iteration(), Some(2));
    let outputs = world.execution.task_runs()[0].outputs().expect("a repetition counts its rounds");
    assert_eq!(outputs.get("iterationCount"), Some(&plan::Value::Int(3)));
}

#[test]
fn a_call_ends_as_the_execution_it_called() {
    for (called, state) in
        [(State::Success, State::Success), (State::Failed, State::Failed), (State::Warning, State::Warning)]
    {
        let mut world = World::new(tasks(vec![call("c")]));
        world.called = called;
        let world = world.run();
        assert_eq!(world.execution.state(), state);
        let outputs = world.execution.task_runs()[0].outputs().expect("a call tells whom it called");
        assert_eq!(outputs.get("state"), Some(&plan::Value::text(called.name())));
    }
}

#[test]
fn outputs_that_cannot_be_computed_fail_the_execution() {
    let mut world = World::new(Flow { outputs: true, ..tasks(vec![run("a")]) });
    world.outputs = Err("no");
    let world = world.run();
    assert!(world.story().starts_with("CREATED RUNNING SUCCESS FAILED\n"), "{}", world.story());
    assert!(world.execution.outputs().is_none());
}

/// An execution read back from its deltas at any moment, and woken, ends like one that was never put away.
#[test]
fn an_execution_can_be_put_away_at_any_moment() {
    let flow = || {
        let mut world = World::new(Flow {
            tasks: vec![
                each(
                    "e",
                    EachStyle::Values,
                    vec![run("a"), parallel("p", OnChildFailure::Continue, vec![run("b"), call("c")])],
                ),
                run("retried").with(|common| common.retry = Some(retry(3, RetryBehavior::RetryFailedTask))),
                pause("pause", PauseBehavior::Resume, vec![]),
                repeat("r", vec![run("round")]),
                switch("s", vec![("x", vec![run("chosen")])], None),
            ],
            errors: vec![run("never")],
            finally: vec![run("last")],
            after: vec![run("after")],
            outputs: true,
            ..Flow::default()
        })
        .tasks(|_, name, attempt| {
            (name == "retried" && attempt == 0).then(|| Outcome::failed(plan::Failure::new("Task failure")))
        });
        world.values = vec![("e", vec!["1", "2", "3"], 2)];
        world.texts = vec![("s", "x")];
        world.delay = Some(SignedDuration::from_secs(1));
        world.interval = SignedDuration::from_secs(1);
        world.rounds = 2;
        world
    };
    let to_end = |world: &mut World| {
        world.settle();
        while !world.execution.is_over() {
            world.wait();
        }
    };
    let mut whole = flow();
    whole.apply(Event::Begun);
    to_end(&mut whole);

    for moment in 0.. {
        let mut world = flow();
        let mut deltas = vec![world.execution.take_delta()];
        world.apply(Event::Begun);
        deltas.push(world.execution.take_delta());
        let mut steps = 0;
        while steps < moment && !world.execution.is_over() {
            if !world.step() {
                world.wait_once();
            }
            deltas.push(world.execution.take_delta());
            steps += 1;
        }
        if world.execution.is_over() {
            break;
        }
        let stored: Vec<_> = deltas
            .iter()
            .map(|delta| postcard::from_bytes(&postcard::to_stdvec(delta).expect("it is written")).expect("it is read"))
            .collect();
        let program = world.execution.program().clone();
        world.execution = Execution::from_deltas(program, stored).expect("it was stored");
        world.open.clear();
        world.apply(Event::Woken);
        to_end(&mut world);
        assert_eq!(world.execution.state(), whole.execution.state(), "put away after {moment} steps");
        let names = |world: &World| {
            let mut names: Vec<String> = (world.execution.task_runs().iter())
                .map(|run| format!("{} {:?} {}", world.execution.task_name(run), run.value(), run.state()))
                .collect();
            names.sort();
            names
        };
        assert_eq!(names(&world), names(&whole), "put away after {moment} steps");
    }
}
