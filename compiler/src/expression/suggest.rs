//! The nearest of the names that exist.

use plan::function::{self, Form};
use plan::{Dialect, Text, functions};

use super::finding::Fact;

/// What can be said of a filter, function or test that the dialect does not have.
pub(super) fn unknown_function(form: Form, name: &str, dialect: Dialect) -> Fact {
    if let Some(function) = function::candidates(form, name).next() {
        return Fact::WrongDialect { function: function::Callee(function) };
    }
    let known = functions::ALL.iter().filter(|function| function.form == form && function.is_in(dialect));
    Fact::UnknownFunction { form, name: name.into(), nearest: nearest(name, known.map(|function| function.name)) }
}

/// At most three names that are close to one, the closest first.
pub(super) fn nearest<'n>(name: &str, known: impl IntoIterator<Item = &'n str>) -> Vec<Text> {
    let lower = name.to_lowercase();
    let most = (name.chars().count() / 3).max(1);
    let mut close: Vec<(usize, &str)> = known
        .into_iter()
        .filter(|known| *known != name)
        .filter_map(|known| {
            let distance = strsim::osa_distance(&lower, &known.to_lowercase());
            (distance <= most).then_some((distance, known))
        })
        .collect();
    close.sort_unstable();
    close.dedup();
    close.into_iter().take(3).map(|(_, known)| known.into()).collect()
}
