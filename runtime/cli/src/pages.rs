//! Pages that only the start needed, given back to the system: of the program's file, and of freed memory.
//!
//! A start goes through the whole compiler, and with each page of the program that it touches the kernel maps the
//! fifteen around it. A server at rest uses few of them. What is given back stays in the system's cache of files, which
//! it takes memory from where it is short of it, and is mapped again at its next use: a figure of resident memory then
//! says what the server needs, and not what its start went through.

use std::ops::Range;

/// Gives back what is mapped from files and was never written, nothing where the system does not say what that is; and
/// what the allocator keeps of memory that was freed.
pub(crate) fn give_back() {
    trim();
    let Ok(mappings) = std::fs::read_to_string("/proc/self/smaps") else { return };
    clean(&mappings).into_iter().for_each(release);
}

#[cfg(target_os = "linux")]
fn release(range: Range<usize>) {
    let start = std::ptr::with_exposed_provenance_mut(range.start);
    // SAFETY: the range is a whole private mapping of a file that may not be written, and none of its pages differs from
    // the file, as the kernel says itself. A page of it that is given back is mapped from the file at its next use, with
    // the same bytes; nobody can tell the difference but by the time it takes.
    #[expect(unsafe_code, reason = "no safe call gives pages back; what makes it sound is looked up first")]
    let _ = unsafe { libc::madvise(start, range.len(), libc::MADV_DONTNEED) };
}

#[cfg(not(target_os = "linux"))]
fn release(_: Range<usize>) {}

#[cfg(all(target_os = "linux", target_env = "gnu"))]
fn trim() {
    // SAFETY: it touches nothing but memory that is free already.
    #[expect(unsafe_code, reason = "the allocator of the system has no safe call for it")]
    let _ = unsafe { libc::malloc_trim(0) };
}

#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
fn trim() {}

/// The mappings that hold nothing but what their files hold, as `proc_pid_smaps(5)` describes them.
fn clean(mappings: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut open: Option<Range<usize>> = None;
    for line in mappings.lines() {
        if let Some(mapping) = header(line) {
            found.extend(open.take());
            open = mapping;
        } else if is_changed(line) {
            open = None;
        }
    }
    found.extend(open);
    found
}

/// The first line of a mapping, with its range where it is private, comes from a file and cannot be written.
fn header(line: &str) -> Option<Option<Range<usize>>> {
    let mut words = line.split_ascii_whitespace();
    let (start, end) = words.next()?.split_once('-')?;
    let address = |text| usize::from_str_radix(text, 16).ok();
    let range = address(start)?..address(end)?;
    let may = words.next()?;
    let inode = words.nth(2)?;
    Some((matches!(may, "r--p" | "r-xp") && inode != "0").then_some(range))
}

/// Whether a line says that some pages of its mapping are not, or not only, in the file.
fn is_changed(line: &str) -> bool {
    let Some((name, rest)) = line.split_once(':') else { return false };
    let none = rest.split_ascii_whitespace().next() == Some("0");
    // Not `Private_Dirty`: that counts what the disk lacks of a file that was written just now, too.
    matches!(name, "Anonymous" | "Swap" | "Locked") && !none
}

#[cfg(test)]
mod tests {
    use super::clean;

    const MAPPINGS: &str = "\
5500-5600 r--p 00000000 fe:00 77 /usr/bin/lanner
Rss:                   4 kB
Private_Dirty:         0 kB
Anonymous:             0 kB
VmFlags: rd mr mw me
5600-5700 r-xp 00001000 fe:00 77 /usr/bin/lanner
Private_Dirty:         4 kB
Anonymous:             0 kB
5700-5800 r--p 00002000 fe:00 77 /usr/bin/lanner
Anonymous:             4 kB
5800-5900 rw-p 00003000 fe:00 77 /usr/bin/lanner
Anonymous:             0 kB
5900-5a00 r--s 00003000 fe:00 78 /data/shared
Anonymous:             0 kB
7f00-7f10 r-xp 00000000 00:00 0 [vdso]
Anonymous:             0 kB
7f10-7f20 r-xp 00000000 fe:00 79 /lib/libc.so.6
Anonymous:             0 kB
Swap:                  0 kB
";

    #[test]
    fn only_what_is_in_a_file_and_was_never_written_is_given_back() {
        assert_eq!(clean(MAPPINGS), [0x5500..0x5600, 0x5600..0x5700, 0x7f10..0x7f20]);
        assert!(clean("").is_empty());
    }

    #[test]
    fn the_program_goes_on_after_its_pages_are_given_back() {
        let text = "kept".repeat(1000);
        super::give_back();
        assert_eq!(text.matches("kept").count(), 1000);
        let own = std::fs::read_to_string("/proc/self/smaps").map(|mappings| clean(&mappings)).unwrap_or_default();
        let code = super::give_back as fn() as usize;
        assert!(own.iter().any(|range| range.contains(&code)) || cfg!(not(target_os = "linux")), "{own:x?} {code:x}");
    }
}
