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

/// As many executions go into one commit while a store is filled.
const AT_ONCE: u64 = 100;

/// So often commits are counted in both stores in turn, since a disk that is shared is not always as fast, and so long.
const ROUNDS: usize = 7;
const WHILE: Duration = Duration::from_secs(1);

#[test]
fn a_large_store_takes_changes_at_least_half_as_fast_as_a_small_one() {
    let soak = super::is_soak();
    let asked = std::env::var("LANNER_STORE_MB").ok().and_then(|megabytes| megabytes.parse().ok());
    let megabytes: u64 = if soak { asked.unwrap_or(LARGE) } else { SMALL };
    let (small, large) = (Folder::empty(), Folder::empty());
    let mut written = [fill(small.path(), megabytes / 100), fill(large.path(), megabytes)];
    let begin = Instant::now();
    let stores = [&small, &large].map(|data| FileStore::open(data.path(), Sync::Always).expect("it is a store"));
    for (store, written) in stores.iter().zip(&mut written) {
        // What was written without waiting for the disk is on it from here on.
        commit(store, written);
    }
    let opened = begin.elapsed();
    let mut rates = [Vec::new(), Vec::new()];
    for _ in 0..ROUNDS {
        for ((store, written), rates) in stores.iter().zip(&mut written).zip(&mut rates) {
            rates.push(rate(store, written, soak));
        }
    }
    let [few, many] = rates.map(|mut rates| {
        rates.sort_by(f64::total_cmp);
        rates[ROUNDS / 2]
    });
    let length = std::fs::metadata(large.path().join(FILE_NAME)).map_or(0, |file| file.len() / 1_000_000);
    println!("{length} MB: {many:.0} commits a second, {few:.0} at a hundredth of it, opened in {opened:?}");
    assert!(length >= megabytes, "{length} MB");
    if soak {
        assert!(many >= few / 2.0, "{many:.0} commits a second at {length} MB, {few:.0} at a hundredth of it");
    }
    let last = records::commit(id(written[1] - 1), COMMITS - 1);
    assert_eq!(stores[1].get(Table::Executions, &last), Ok(Some(vec![7; RECORD])));
}

/// Writes so many megabytes of executions; how many those are.
fn fill(data: &Path, megabytes: u64) -> u64 {
    let store = FileStore::open(data, Sync::Never).expect("the disk takes it");
    let each = COMMITS * RECORD as u64;
    let mut written = 0;
    while written * each < megabytes * 1_000_000 {
        let writes: Vec<Write> = (written..written + AT_ONCE).flat_map(execution).collect();
        store.commit(&[&writes]).expect("the disk takes it");
        written += AT_ONCE;
    }
    written
}

/// Commits one more execution.
fn commit(store: &FileStore, written: &mut u64) {
    store.commit(&[&execution(*written)]).expect("the disk takes it");
    *written += 1;
}

/// How many commits a second a store takes, each of one execution.
fn rate(store: &FileStore, written: &mut u64, soak: bool) -> f64 {
    let begin = Instant::now();
    let mut commits = 0_u32;
    while commits < 20 || soak && begin.elapsed() < WHILE {
        commit(store, written);
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
fn execution(number: u64) -> Vec<Write> {
    let id = id(number);
    (0..COMMITS).map(|commit| Write::Put(Table::Executions, records::commit(id, commit), vec![7; RECORD])).collect()
}
