//! How large the binary is.

use tests::places::lanner;

use crate::{Bench, Figure};

/// The released binary, stripped.
pub(crate) const BENCH: Bench = Bench { name: "size", measure };

fn measure() -> Vec<Figure> {
    let bytes = std::fs::metadata(lanner()).map(|file| file.len()).unwrap_or_default();
    #[expect(clippy::cast_precision_loss, reason = "a binary has far fewer bytes than a float has whole numbers")]
    let value = bytes as f64 / 1e6;
    vec![Figure { name: "size of the binary".to_owned(), value, unit: "MB", target: Some(20.0) }]
}
