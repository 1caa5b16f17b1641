//! What people wait for at a server, and what it costs while nobody does: its start, its pages and lists, streams
//! that many keep open, a minute of many requests, and being watched by its operator.

mod lists;
mod minute;
mod pages;
mod starts;
mod streams;
mod traces;

use crate::{Bench, Figure};

/// Goals 5, 5b, 6, 9 and 9b of the reference on performance, and what a server owes besides.
pub(crate) const BENCH: Bench = Bench { name: "server", measure };

fn measure() -> Vec<Figure> {
    tests::places::lanner();
    let parts = [starts::measure, pages::measure, lists::measure, streams::measure, traces::measure, minute::measure];
    parts.into_iter().flat_map(|measure| measure()).collect()
}

/// A figure that may be so large at the most.
fn at_most(name: &str, value: f64, unit: &'static str, most: f64) -> Figure {
    Figure { name: name.to_owned(), value, unit, target: Some(most) }
}
