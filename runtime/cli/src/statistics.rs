//! How often each kind of finding occurred, most often first.

use std::collections::BTreeMap;
use std::io::{self, Write};

use report::Applicability;

use crate::formats::Findings;

/// Writes a line for each code: how often, its name, whether `--fix` mends it, and what it says.
pub(crate) fn write(out: &mut dyn Write, findings: &Findings<'_>) -> io::Result<()> {
    let mut counts: BTreeMap<&str, (usize, usize, &str)> = BTreeMap::new();
    for finding in findings.iter() {
        let (count, fixable, summary) = counts.entry(finding.code.name).or_default();
        *count += 1;
        *fixable += usize::from(finding.fixes.iter().any(|fix| fix.applicability == Applicability::Safe));
        *summary = finding.code.summary;
    }
    let mut rows: Vec<_> = counts.into_iter().collect();
    rows.sort_by_key(|(name, (count, ..))| (std::cmp::Reverse(*count), *name));
    let width = rows.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
    for (name, (count, fixable, summary)) in rows {
        let mark = if fixable == count {
            "[*]"
        } else if fixable > 0 {
            "[-]"
        } else {
            "[ ]"
        };
        writeln!(out, "{count:>6} {mark} {name:width$}  {summary}")?;
    }
    Ok(())
}
