//! Disks that cannot be used, stores of others, clocks that are wrong: a clear line, and nothing is lost.

use std::os::unix::fs::PermissionsExt;
use std::sync::Arc;
use std::time::Duration;

use compiler::{Settings as Rules, Workspace};
use jiff::{SignedDuration, Timestamp};
use plan::FlowName;
use runtime::settings::{Firing, Settings};
use runtime::{Clock, Creation, Engine, State};
use tests::command::run;
use tests::folder::Folder;

const FLOW: &str = "\
id: hello
namespace: demo
tasks:
  - id: say
    type: io.kestra.plugin.core.debug.Return
    format: hello
";

#[test]
fn a_folder_that_cannot_be_written_is_named() {
    let folder = Folder::with(&[("flow.yaml", FLOW)]);
    // A file is in the way, which stops even those whom no permission stops.
    std::fs::write(folder.path().join("state"), "no folder").unwrap();
    let said = run(folder.path(), &["serve", ".", "--listen", "127.0.0.1:0", "--data", "state"]);
    assert_eq!(said.code, 1, "{}", said.err);
    assert!(said.err.contains("cannot create the data folder `state`"), "{}", said.err);
}

#[test]
fn a_file_that_is_no_store_is_left_as_it_is() {
    let folder = Folder::with(&[("flow.yaml", FLOW)]);
    let data = folder.path().join("state");
    std::fs::create_dir(&data).unwrap();
    std::fs::write(data.join("lanner.redb"), "a letter to my aunt").unwrap();
    let said = run(folder.path(), &["serve", ".", "--listen", "127.0.0.1:0", "--data", "state"]);
    assert_eq!(said.code, 1, "{}", said.err);
    assert!(said.err.contains("lanner.redb"), "{}", said.err);
    assert_eq!(std::fs::read_to_string(data.join("lanner.redb")).unwrap(), "a letter to my aunt");
}

#[test]
fn a_store_that_may_only_be_read_is_told() {
    let folder = Folder::with(&[("flow.yaml", FLOW)]);
    let data = folder.path().join("state");
    std::fs::create_dir(&data).unwrap();
    std::fs::set_permissions(&data, std::fs::Permissions::from_mode(0o500)).unwrap();
    let may_write = std::fs::write(data.join("probe"), "").is_ok();
    let said = match may_write {
        // Nobody stops whoever may do everything.
        true => None,
        false => Some(run(folder.path(), &["serve", ".", "--listen", "127.0.0.1:0", "--data", "state"])),
    };
    std::fs::set_permissions(&data, std::fs::Permissions::from_mode(0o700)).unwrap();
    if let Some(said) = said {
        assert_eq!(said.code, 1, "{}", said.err);
        assert!(said.err.contains("lanner.redb"), "{}", said.err);
    }
}

#[test]
fn of_two_servers_that_start_at_once_one_is_told_that_it_comes_too_late() {
    let folder = Folder::with(&[("flow.yaml", FLOW)]);
    let data = folder.path().join("state");
    let server = tests::server::Server::start(folder.path(), &data, &[]);
    let second = run(folder.path(), &["serve", ".", "--listen", "127.0.0.1:0", "--data", "state"]);
    assert_eq!(second.code, 1, "{}", second.err);
    assert!(second.err.contains("is in use by another process"), "{}", second.err);
    server.stop();
}

#[test]
fn a_clock_that_is_set_back_changes_no_order_and_loses_nothing() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut workspace = Workspace::new(Rules::default());
    workspace.set("flow.yaml", FLOW);
    let checked = workspace.check();
    let start: Timestamp = "2026-03-01T12:00:00Z".parse().unwrap();
    let clock = Clock::scripted(start);
    let settings = Settings { clock: clock.clone(), firing: Firing::Off, ..Settings::on_disk(folder.path()) };
    runtime.block_on(async {
        let engine = Engine::open(settings, Arc::new(cli::Compiler::new(workspace))).await.unwrap();
        for plan in checked.plans() {
            engine.deploy((**plan).clone()).await.unwrap();
        }
        let flow = FlowName { namespace: "demo".into(), id: "hello".into() };
        for hours in [0, 5, -20, 0] {
            if let Clock::Scripted(script) = &clock {
                script.set(start.checked_add(SignedDuration::from_hours(hours)).unwrap());
            }
            let id = engine.create(Creation::of(flow.clone())).await.unwrap();
            let execution = engine.wait(id).await.unwrap().unwrap();
            assert_eq!(execution.state(), State::Success);
            let entries = execution.history().entries();
            assert!(entries.is_sorted_by_key(|entry| entry.at), "{entries:?}");
        }
        engine.drain(Duration::ZERO).await;
    });
}

#[test]
fn what_a_server_kept_is_checked_copied_and_put_back() {
    let folder = Folder::with(&[("flow.yaml", FLOW)]);
    let data = folder.path().join("state");
    let server = tests::server::Server::start(folder.path(), &data, &[]);
    let used = run(folder.path(), &["store", "check", "--data", "state"]);
    assert_eq!((used.code, used.err.contains("stop the server first")), (1, true), "{}", used.err);
    server.stop();
    let checked = run(folder.path(), &["store", "check", "--data", "state"]);
    assert_eq!((checked.code, checked.out.contains("all is well")), (0, true), "{} {}", checked.out, checked.err);
    let copied = run(folder.path(), &["store", "backup", "copy.redb", "--data", "state"]);
    assert_eq!(copied.code, 0, "{}", copied.err);
    let put = run(folder.path(), &["store", "restore", "copy.redb", "--data", "other"]);
    assert_eq!(put.code, 0, "{}", put.err);
    let exported = run(folder.path(), &["store", "export", "--data", "other"]);
    let flow: serde_json::Value = serde_json::from_str(exported.out.lines().next().unwrap_or_default()).unwrap();
    assert_eq!((&flow["kind"], &flow["id"], &flow["source"]), (&"flow".into(), &"hello".into(), &FLOW.into()));
    let again = run(folder.path(), &["store", "restore", "copy.redb", "--data", "other"]);
    assert_eq!((again.code, again.err.contains("is there already")), (1, true), "{}", again.err);
}
