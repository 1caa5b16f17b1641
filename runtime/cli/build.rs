//! How the binary is linked: its relocations are packed, a megabyte or more of them otherwise, read whole at each start,
//! and functions that came out alike are one.
//!
//! And a number made of everything the compiler is made of: what another one has compiled is compiled again.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

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
    let variable = |name: &str| std::env::var(name).unwrap_or_default();
    let target = |part: &str| variable(&format!("CARGO_CFG_TARGET_{part}"));
    if target("OS") == "linux" && target("ENV") == "gnu" {
        println!("cargo:rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
        // Of functions that came out alike one is enough.
        if target("ARCH") == "x86_64" && variable("PROFILE") == "release" && has_own_linker(&variable("RUSTC")) {
            println!("cargo:rustc-link-arg-bins=-Wl,--icf=all");
        }
    }
}

/// Whether the compiler brings its own linker, with which it then links for this target; others may not fold functions.
fn has_own_linker(compiler: &str) -> bool {
    let Ok(said) = Command::new(compiler).args(["--print", "target-libdir"]).output() else { return false };
    let libraries = String::from_utf8_lossy(&said.stdout);
    Path::new(libraries.trim()).with_file_name("bin").join("gcc-ld/ld.lld").exists()
}

/// Every file at a path or below it.
fn gather(path: &Path, files: &mut Vec<PathBuf>) {
    match fs::read_dir(path) {
        Ok(entries) => entries.flatten().for_each(|entry| gather(&entry.path(), files)),
        Err(_) => files.push(path.to_owned()),
    }
}
