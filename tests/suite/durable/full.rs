//! A real disk that is full: what cannot be kept is refused, what was begun waits, and goes on once there is room.

use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use tests::folder::Folder;
use tests::server::{Server, request};

use super::{create, until};

/// So large the disk is, in kB.
const SIZE: usize = 12 * 1024;

/// The disk is full after fewer executions.
const MANY: usize = 5_000;

const FLOW: &str = "\
id: nap
namespace: demo
inputs:
  - id: ballast
    type: STRING
    defaults: ''
tasks:
  - id: sleep
    type: io.kestra.plugin.core.flow.Sleep
    duration: PT2S
  - id: after
    type: io.kestra.plugin.core.debug.Return
    format: done
";

/// A disk of its own, in memory; gone when it is dropped.
struct Disk(Folder);

impl Disk {
    /// `None` where this process may not have one.
    fn new() -> Option<Self> {
        let folder = Folder::empty();
        let size = format!("size={SIZE}k");
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(folder.path()).output();
        mounted.is_ok_and(|mounted| mounted.status.success()).then_some(Self(folder))
    }

    fn path(&self) -> &Path {
        self.0.path()
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // Nothing else can be done about one that stays.
        let _ = Command::new("umount").args(["--lazy"]).arg(self.path()).status();
    }
}

#[test]
fn a_disk_that_is_full_is_told_and_waited_for() {
    let Some(disk) = Disk::new() else {
        println!("absent: the right to mount a disk");
        return;
    };
    let folder = Folder::with(&[("flow.yaml", FLOW)]);
    let data = disk.path().join("state");
    let server = Server::start(folder.path(), &data, &[]);
    let begun = create(&server, "nap");
    let filler = disk.path().join("filler");
    fill(&filler);

    let ballast = "x".repeat(4_000);
    let form = format!("--b\r\ncontent-disposition: form-data; name=\"ballast\"\r\n\r\n{ballast}\r\n--b--\r\n");
    let head = format!(
        "POST /api/v1/main/executions/demo/nap HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n\
         content-type: multipart/form-data; boundary=b\r\ncontent-length: {}\r\n\r\n{form}",
        server.address,
        form.len()
    );
    let mut acknowledged = vec![begun];
    let refused = (0..MANY).find_map(|_| {
        let answered = request(&server.address, head.as_bytes());
        match answered.status {
            200 => {
                let execution: serde_json::Value = serde_json::from_slice(&answered.body).unwrap();
                acknowledged.push(execution["id"].as_str().unwrap().to_owned());
                None
            }
            _ => Some(answered),
        }
    });
    let refused = refused.expect("the disk is full");
    assert_eq!(refused.status, 503, "{}", refused.text());
    assert!(refused.text().contains("No space left on device"), "{}", refused.text());
    let ready = server.get("/ready");
    assert_eq!((ready.status, ready.text().contains("the store takes no changes")), (503, true), "{}", ready.text());
    assert_eq!(server.get("/health").status, 200);

    std::fs::remove_file(&filler).unwrap();
    let deadline = Instant::now() + Duration::from_secs(20);
    while server.get("/ready").status != 200 {
        assert!(Instant::now() < deadline, "it does not take changes again");
        std::thread::yield_now();
    }
    for id in &acknowledged {
        until(&server, id, |execution| execution["state"]["current"] == "SUCCESS");
    }
    println!("{} executions acknowledged before the disk was full, all ended", acknowledged.len());
    server.kill();

    let server = Server::start(folder.path(), &data, &[]);
    for id in &acknowledged {
        until(&server, id, |execution| execution["state"]["current"] == "SUCCESS");
    }
    let (code, said) = server.stop();
    assert_eq!(code, Some(0), "{said}");
}

/// Takes all the room there is.
fn fill(path: &Path) {
    let mut file = File::create(path).unwrap();
    while file.write_all(&[7; 4096]).is_ok() {}
}

#[test]
fn a_disk_that_may_only_be_read_is_told() {
    let Some(disk) = Disk::new() else {
        println!("absent: the right to mount a disk");
        return;
    };
    let folder = Folder::with(&[("flow.yaml", FLOW)]);
    let data = disk.path().join("state");
    let server = Server::start(folder.path(), &data, &[]);
    server.stop();
    let mounted = Command::new("mount").args(["-o", "remount,ro"]).arg(disk.path()).status();
    assert!(mounted.is_ok_and(|status| status.success()), "a disk that nobody writes can be made read-only");
    let data = data.to_string_lossy();
    let said = tests::command::run(folder.path(), &["serve", ".", "--listen", "127.0.0.1:0", "--data", &data]);
    assert_eq!(said.code, 1, "{}", said.err);
    assert!(said.err.contains("Read-only file system"), "{}", said.err);
}
