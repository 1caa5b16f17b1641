//! Names the form in which plans are written: a number made of the files that declare what a plan holds.
//!
//! A plan is read by position, so one that was written under other declarations means nothing. Deriving the
//! number from the declarations leaves nobody anything to forget.

use std::fs;
use std::path::Path;

/// The files whose types are part of a plan; a test compares them with those that declare such types.
const DECLARING: &[&str] = &[
    "app.rs",
    "argument.rs",
    "dialect.rs",
    "flow.rs",
    "function.rs",
    "step.rs",
    "template.rs",
    "trigger.rs",
    "types.rs",
    "value.rs",
    "value/big.rs",
];

fn main() {
    let mut form: u64 = 0xcbf2_9ce4_8422_2325;
    for name in DECLARING {
        let path = Path::new("src").join(name);
        println!("cargo::rerun-if-changed={}", path.display());
        let text = fs::read_to_string(&path).expect("the file lies in the package");
        // The FNV-1a hash: short, and the same everywhere. Comments and blanks change no form.
        let code = text.lines().map(str::trim).filter(|line| !line.starts_with("//"));
        for byte in code.flat_map(str::bytes).filter(|byte| !byte.is_ascii_whitespace()) {
            form = (form ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    println!("cargo::rustc-env=LANNER_PLAN_FORM={form:016x}");
}
