//! `--fix` whose process is killed while it mends many files: all are mended or none, and the next one finishes.

use std::path::Path;
use std::time::{Duration, Instant};

use tests::command::{command, run};
use tests::folder::Folder;

use super::MISTAKES;

/// So many that there is time to be killed in between.
const FILES: usize = 60;

/// How often a process is killed.
const ROUNDS: u32 = 12;

const MEND: &[&str] = &["compile", "--check", ".", "--fix", "--exit-zero", "--statistics"];

/// What the files hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Hold {
    Old,
    New,
    Both,
}

fn name(number: usize) -> String {
    format!("flows/{number}.yaml")
}

fn text(number: usize) -> String {
    MISTAKES.replace("id: mistakes", &format!("id: flow_{number}"))
}

fn write(folder: &Folder) {
    (0..FILES).for_each(|number| folder.write(&name(number), &text(number)));
}

fn hold(folder: &Folder) -> Hold {
    let old = (0..FILES).filter(|number| folder.read(&name(*number)) == text(*number)).count();
    match old {
        0 => Hold::New,
        FILES => Hold::Old,
        _ => Hold::Both,
    }
}

/// Waits until the journal lies there or the process is over; whether it lies there.
fn waits_for(journal: &Path, child: &mut std::process::Child) -> bool {
    loop {
        if journal.exists() {
            return true;
        }
        if child.try_wait().unwrap().is_some() {
            return false;
        }
        std::thread::yield_now();
    }
}

#[test]
fn a_process_that_is_killed_leaves_all_files_mended_or_none() {
    let folder = Folder::empty();
    write(&folder);
    let begin = Instant::now();
    let said = run(folder.path(), MEND);
    let whole = begin.elapsed();
    assert!(said.err.contains(&format!("mended in {FILES} files")), "{}", said.err);
    assert_eq!(hold(&folder), Hold::New);
    let mended: Vec<String> = (0..FILES).map(|number| folder.read(&name(number))).collect();

    let journal = folder.path().join(".lanner-fix");
    let (mut cut, mut ends) = (0, Vec::new());
    for round in 0..ROUNDS {
        write(&folder);
        let mut child = command(folder.path(), MEND)
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        // Half of them at any moment of their work, half while the files are written.
        let delay = if round % 2 == 0 {
            whole * (round + 1) / ROUNDS
        } else if waits_for(&journal, &mut child) {
            Duration::from_micros(u64::from(round * round) * 40)
        } else {
            Duration::ZERO
        };
        std::thread::sleep(delay);
        child.kill().unwrap();
        child.wait().unwrap();
        let is_cut = journal.exists();
        cut += u32::from(is_cut);
        let now = hold(&folder);
        ends.push((round, is_cut, now));
        assert!(is_cut || now != Hold::Both, "some are mended and nobody knows: {ends:?}");
        let said = run(folder.path(), &["compile", "--check", ".", "--exit-zero", "--statistics"]);
        assert_eq!(said.err.contains("an earlier `--fix` was cut off"), is_cut, "{}", said.err);
        assert_eq!(hold(&folder), now, "a check writes nothing");
        let said = run(folder.path(), MEND);
        assert_eq!(said.code, 0, "{said:?}");
        let after: Vec<String> = (0..FILES).map(|number| folder.read(&name(number))).collect();
        assert!(after == mended, "{ends:?}");
        let mut left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|it| it.unwrap().file_name()).collect();
        left.retain(|name| name != "flows");
        assert!(left.is_empty(), "{left:?}");
    }
    assert!(cut > 0, "none was killed while it wrote: {ends:?}");
}
