//! Any bytes as a file: read, checked, mended, checked again.
#![no_main]

#[path = "../../src/covering.rs"]
mod covering;
#[path = "../../src/mending.rs"]
mod mending;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    covering::check_text("a.yaml", &text);
    mending::check_text(&text);
});
