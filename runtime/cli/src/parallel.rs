//! The same work for many things, side by side on all cores.

use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread::{available_parallelism, scope};

/// Fewer things than this are done at once where they are: a thread costs more than they do.
const FEW: usize = 4;

/// How many things are waited for at once: a disk that is asked for many answers all of them with one flush.
const WAITING: usize = 64;

/// The results in the order of the things.
pub(crate) fn map<T: Sync, R: Send>(things: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    spread(things, available_parallelism().map_or(1, NonZero::get), work)
}

/// The same for work that waits for the disk rather than for a core.
pub(crate) fn wait<T: Sync, R: Send>(things: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    spread(things, WAITING, work)
}

fn spread<T: Sync, R: Send>(things: &[T], threads: usize, work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let threads = threads.min(things.len());
    if threads < 2 || things.len() < FEW {
        return things.iter().map(work).collect();
    }
    let next = AtomicUsize::new(0);
    let results = Mutex::new(Vec::with_capacity(things.len()));
    let worker = || {
        let mut mine = Vec::new();
        while let Some((index, thing)) = take(things, &next) {
            mine.push((index, work(thing)));
        }
        results.lock().unwrap_or_else(PoisonError::into_inner).append(&mut mine);
    };
    scope(|scope| {
        for _ in 1..threads {
            scope.spawn(worker);
        }
        worker();
    });
    let mut results = results.into_inner().unwrap_or_else(PoisonError::into_inner);
    results.sort_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}

fn take<'a, T>(things: &'a [T], next: &AtomicUsize) -> Option<(usize, &'a T)> {
    let index = next.fetch_add(1, Ordering::Relaxed);
    things.get(index).map(|thing| (index, thing))
}

#[cfg(test)]
mod tests {
    use super::{map, wait};

    #[test]
    fn results_keep_the_order_of_the_things() {
        for count in [0, 1, 3, 4, 1000] {
            let things: Vec<usize> = (0..count).collect();
            let doubled: Vec<usize> = things.iter().map(|thing| thing * 2).collect();
            assert_eq!(map(&things, |thing| thing * 2), doubled);
            assert_eq!(wait(&things, |thing| thing * 2), doubled);
        }
    }
}
