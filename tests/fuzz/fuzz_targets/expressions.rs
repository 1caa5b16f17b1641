//! Any bytes as a template: read, printed, read again, rendered.
#![no_main]

#[path = "../../src/fuzzing.rs"]
mod fuzzing;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    fuzzing::read_template(&text);
    fuzzing::render_template(&text, &fuzzing::variables());
});
