//! The foremost entries of a list in time, out of more than should be held in memory.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use jiff::Timestamp;

use crate::query::{Order, Page};

/// Entries that are shown one page at a time: no more of them are held than lie before the end of the page.
pub(super) struct Foremost<T> {
    order: Order,
    offset: usize,
    limit: Option<usize>,
    seen: i64,
    /// The last of them on top.
    held: BinaryHeap<Ranked<T>>,
}

/// An entry, by its time, and by when it was seen where times are equal.
struct Ranked<T> {
    rank: (i128, i64),
    entry: T,
}

impl<T> Foremost<T> {
    pub(super) fn new(order: Order, offset: usize, limit: Option<usize>) -> Self {
        Self { order, offset, limit, seen: 0, held: BinaryHeap::new() }
    }

    pub(super) fn add(&mut self, at: Timestamp, entry: T) {
        self.seen += 1;
        let rank = match self.order {
            Order::OldestFirst => (at.as_nanosecond(), self.seen),
            Order::NewestFirst => (-at.as_nanosecond(), -self.seen),
        };
        let most = self.limit.map_or(usize::MAX, |limit| self.offset.saturating_add(limit));
        if self.held.len() < most {
            self.held.push(Ranked { rank, entry });
        } else if let Some(mut last) = self.held.peek_mut()
            && rank < last.rank
        {
            *last = Ranked { rank, entry };
        }
    }

    /// The page, and how many entries were seen.
    pub(super) fn page(self) -> Page<T> {
        let sorted = self.held.into_sorted_vec().into_iter().map(|ranked| ranked.entry);
        Page { items: sorted.skip(self.offset).collect(), total: usize::try_from(self.seen).unwrap_or_default() }
    }
}

impl<T> PartialEq for Ranked<T> {
    fn eq(&self, other: &Self) -> bool {
        self.rank == other.rank
    }
}

impl<T> Eq for Ranked<T> {}

impl<T> PartialOrd for Ranked<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for Ranked<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.rank.cmp(&other.rank)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(order: Order, offset: usize, limit: Option<usize>) -> (Vec<usize>, usize) {
        let mut foremost = Foremost::new(order, offset, limit);
        for (index, second) in [5, 1, 3, 3, 9, 0].into_iter().enumerate() {
            foremost.add(Timestamp::from_second(second).unwrap(), index);
        }
        let page = foremost.page();
        (page.items, page.total)
    }

    #[test]
    fn a_page_is_what_sorting_everything_would_give() {
        assert_eq!(page(Order::OldestFirst, 0, None), (vec![5, 1, 2, 3, 0, 4], 6));
        assert_eq!(page(Order::NewestFirst, 0, None), (vec![4, 0, 3, 2, 1, 5], 6));
        assert_eq!(page(Order::OldestFirst, 1, Some(2)), (vec![1, 2], 6));
        assert_eq!(page(Order::NewestFirst, 2, Some(2)), (vec![3, 2], 6));
        assert_eq!(page(Order::NewestFirst, 5, Some(2)), (vec![5], 6));
        assert_eq!(page(Order::NewestFirst, 0, Some(0)), (vec![], 6));
        assert_eq!(page(Order::OldestFirst, 9, Some(2)), (vec![], 6));
    }
}
