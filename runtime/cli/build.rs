//! How the binary is linked: its relocations are packed, a megabyte or more of them otherwise, read whole at each start.
//!
//! And a number made of everything the compiler is made of: what another one has compiled is compiled again.

use std::fs;
use std::path::{Path, PathBuf};

/// Whatever may change what a file is compiled to, or how that is kept.
const COMPILER: &[&str] = &["../../compiler", "../../grammar", "../../Cargo.lock", "src"];

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let mut files = Vec::new();
    for path in COMPILER {
        println!("cargo:rerun-if-changed={path}");
        gather(Path::new(path), &mut files);
    }
    files.sort();
    // The FNV-1a hash: short, and the same everywhere.
    let mut number: u64 = 0xcbf2_9ce4_8422_2325;
    for file in files {
        for byte in fs::read(&file).expect("the file lies in the project") {
            number = (number ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    println!("cargo:rustc-env=LANNER_COMPILER={number:016x}");
    let target = |part: &str| std::env::var(format!("CARGO_CFG_TARGET_{part}")).unwrap_or_default();
    if target("OS") == "linux" && target("ENV") == "gnu" {
        println!("cargo:rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    }
}

/// Every file at a path or below it.
fn gather(path: &Path, files: &mut Vec<PathBuf>) {
    match fs::read_dir(path) {
        Ok(entries) => entries.flatten().for_each(|entry| gather(&entry.path(), files)),
        Err(_) => files.push(path.to_owned()),
    }
}
