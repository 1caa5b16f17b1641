//! A process keeps nothing of what has ended: its memory is the same after many task runs as after some.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tests::folder::Folder;
use tests::server::{Server, ask};

/// As many tasks stand in a chain.
const CHAIN: usize = 40;

/// As many executions in the tests; `cargo xtask soak` asks for a million task runs.
const FEW: usize = 300;
const MANY: usize = 1_000_000 / CHAIN;

/// As many clients ask at once.
const CLIENTS: usize = 8;

/// What may be added between a tenth of the way and its end, in kB: pages that the store keeps in its cache, and
/// what an allocator has not given back.
const MORE: u64 = 24 * 1024;

#[test]
fn memory_stays_flat_over_many_task_runs() {
    let tasks: String = (0..CHAIN)
        .map(|at| format!("  - id: t{at}\n    type: io.kestra.plugin.core.debug.Return\n    format: '{at}'\n"))
        .collect();
    let folder = Folder::with(&[("flow.yaml", &format!("id: chain\nnamespace: demo\ntasks:\n{tasks}"))]);
    let data = Folder::empty();
    let server = Server::start(folder.path(), data.path(), &[]);
    let executions = if super::is_soak() { MANY } else { FEW };
    load(&server.address, executions / 10);
    let some = resident(server.id());
    load(&server.address, executions - executions / 10);
    let all = resident(server.id());
    println!("{} task runs: {some} kB after a tenth, {all} kB after all", executions * CHAIN);
    assert!(all <= some + MORE, "{some} kB grew to {all} kB over {executions} executions");
    server.stop();
}

/// Has so many executions run to their end.
fn load(address: &str, executions: usize) {
    let left = Arc::new(AtomicUsize::new(executions));
    let clients: Vec<_> = (0..CLIENTS)
        .map(|_| {
            let (address, left) = (address.to_owned(), Arc::clone(&left));
            std::thread::spawn(move || {
                let create = format!(
                    "POST /api/v1/main/executions/demo/chain?wait=true HTTP/1.1\r\nhost: {address}\r\n\
                     connection: close\r\ncontent-length: 0\r\n\r\n"
                );
                while left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok() {
                    let ended = ask(&address, create.as_bytes()).expect("it is answered");
                    assert_eq!(ended["state"]["current"], "SUCCESS", "{ended}");
                }
            })
        })
        .collect();
    for client in clients {
        client.join().unwrap();
    }
}

/// Resident memory of a process in kB.
fn resident(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse().expect("a process says how much memory it has")
}
