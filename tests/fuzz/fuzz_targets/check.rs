//! Any bytes as a file: read, checked, mended, checked again.
#![no_main]

#[path = "../../src/mending.rs"]
mod mending;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    mending::check_text(&String::from_utf8_lossy(bytes));
});
