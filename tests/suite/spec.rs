//! The language's specification: every chapter below `tests/spec` holds.

use tests::places::project;
use tests::spec::{Update, check};

#[test]
fn every_chapter_holds() {
    let wrong = check(&project("tests/spec"), Update::from_environment());
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
