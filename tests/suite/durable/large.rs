//! A store that has grown large takes changes nearly as fast as a small one.

use std::path::Path;
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use runtime::ExecutionId;
use runtime::settings::Sync;
use runtime::store::file::{FILE_NAME, FileStore};
use runtime::store::{Store as _, Table, Write, records};
use tests::folder::Folder;

/// How large the store becomes, in MB: in the tests, and in `cargo xtask soak`, where `LANNER_STORE_MB` says
/// otherwise.
const SMALL: u64 = 24;
const LARGE: u64 = 10_000;

/// The commits of an execution, and how long what each leaves is.
const COMMITS: u64 = 10;
const RECORD: usize = 900;

/// As many executions go into one commit while the store is filled, and while it is measured.
const AT_ONCE: u64 = 100;

/// So long commits are counted.
const WHILE: Duration = Duration::from_secs(4);

#[test]
fn a_large_store_takes_changes_at_least_half_as_fast_as_a_small_one() {
    let soak = super::is_soak();
    let asked = std::env::var("LANNER_STORE_MB").ok().and_then(|megabytes| megabytes.parse().ok());
    let megabytes: u64 = if soak { asked.unwrap_or(LARGE) } else { SMALL };
    let data = Folder::empty();
    let mut written = 0;
    {
        let filling = FileStore::open(data.path(), Sync::Never).expect("the disk takes it");
        fill(&filling, &mut written, megabytes / 100);
    }
    let before = rate(data.path(), &mut written, soak);
    {
        let filling = FileStore::open(data.path(), Sync::Never).expect("the disk takes it");
        fill(&filling, &mut written, megabytes);
        // What was written without waiting for the disk is on it with the next commit that waits.
    }
    let begin = Instant::now();
    let after = rate(data.path(), &mut written, soak);
    let length = std::fs::metadata(data.path().join(FILE_NAME)).map_or(0, |file| file.len() / 1_000_000);
    println!(
        "{length} MB: {before:.0} commits a second before, {after:.0} after, opened and measured in {:?}",
        begin.elapsed()
    );
    assert!(length >= megabytes, "{length} MB");
    if soak {
        assert!(after >= before / 2.0, "{after:.0} commits a second at {length} MB, {before:.0} at a hundredth of it");
    }
    let store = FileStore::open(data.path(), Sync::Always).expect("it is a store");
    let last = records::commit(id(written - 1), COMMITS - 1);
    assert_eq!(store.get(Table::Executions, &last), Ok(Some(vec![7; RECORD])));
}

/// Writes executions until the file is so long.
fn fill(store: &FileStore, written: &mut u64, megabytes: u64) {
    let each = COMMITS * RECORD as u64;
    while *written * each < megabytes * 1_000_000 {
        let writes: Vec<Write> = (*written..*written + AT_ONCE).flat_map(executions).collect();
        store.commit(&[&writes]).expect("the disk takes it");
        *written += AT_ONCE;
    }
}

/// How many commits a second the store in a folder takes, each of one execution.
fn rate(data: &Path, written: &mut u64, soak: bool) -> f64 {
    let store = FileStore::open(data, Sync::Always).expect("it is a store");
    let begin = Instant::now();
    let mut commits = 0_u32;
    while commits < 20 || soak && begin.elapsed() < WHILE {
        store.commit(&[&executions(*written)]).expect("the disk takes it");
        *written += 1;
        commits += 1;
    }
    f64::from(commits) / begin.elapsed().as_secs_f64()
}

fn id(number: u64) -> ExecutionId {
    let begin: Timestamp = "2026-01-01T00:00:00Z".parse().expect("a time");
    let at = begin + SignedDuration::from_millis(number.cast_signed());
    ExecutionId::new(at, u128::from(number).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c))
}

/// What an execution leaves, whose commits lie together.
fn executions(number: u64) -> Vec<Write> {
    let id = id(number);
    (0..COMMITS).map(|commit| Write::Put(Table::Executions, records::commit(id, commit), vec![7; RECORD])).collect()
}
