//! Applying edits to texts.

use std::collections::BTreeMap;

use crate::{Applicability, Diagnostic, Edit, FileId, Fix, Span};

/// Two edits that change the same bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overlap {
    /// What the first changes.
    pub first: Span,
    /// What the second changes.
    pub second: Span,
}

/// A text with edits applied, which may come in any order; the same edit twice counts once.
///
/// # Errors
///
/// Where two edits overlap, or insert different texts at one place; nothing is applied then.
pub fn apply(text: &str, edits: &[Edit]) -> Result<String, Overlap> {
    let mut edits: Vec<&Edit> = edits.iter().collect();
    edits.sort_by(|a, b| (a.place.span, &a.text).cmp(&(b.place.span, &b.text)));
    edits.dedup();
    let mut out = String::with_capacity(text.len() + 64);
    let mut copied = 0;
    let mut before: Option<&Edit> = None;
    for edit in edits {
        if let Some(before) = before.filter(|before| collide(before, edit)) {
            return Err(Overlap { first: before.place.span, second: edit.place.span });
        }
        let span = edit.place.span.range();
        out.push_str(text.get(copied..span.start).unwrap_or_default());
        out.push_str(&edit.text);
        copied = span.end.max(copied);
        before = Some(edit);
    }
    out.push_str(text.get(copied..).unwrap_or_default());
    Ok(out)
}

/// Whether of two different edits of one file, in order, the second reaches into the first.
fn collide(first: &Edit, second: &Edit) -> bool {
    let (a, b) = (first.place.span, second.place.span);
    b.start < a.end || (a.start == b.start && (a.is_empty() == b.is_empty()))
}

/// The fixes of many findings that can be applied together.
#[derive(Clone, Debug, Default)]
pub struct Selected<'d> {
    /// The edits of each file.
    pub edits: BTreeMap<FileId, Vec<Edit>>,
    /// The findings they mend, with the fix chosen.
    pub mended: Vec<(&'d Diagnostic, &'d Fix)>,
    /// Those whose fix overlaps one that was chosen before; another round may mend them.
    pub left: Vec<(&'d Diagnostic, &'d Fix)>,
}

/// Chooses for every finding its best fix of the applicabilities that are allowed; of two fixes that overlap
/// the first is taken.
pub fn select<'d>(diagnostics: impl IntoIterator<Item = &'d Diagnostic>, allowed: &[Applicability]) -> Selected<'d> {
    let mut selected = Selected::default();
    for diagnostic in diagnostics {
        let Some(fix) = diagnostic.fixes.iter().find(|fix| allowed.contains(&fix.applicability)) else { continue };
        let fits = fix.edits.iter().all(|edit| {
            let taken = selected.edits.get(&edit.place.file).map(Vec::as_slice).unwrap_or_default();
            taken.iter().all(|other| other == edit || !collide_unordered(other, edit))
        });
        if !fits {
            selected.left.push((diagnostic, fix));
            continue;
        }
        for edit in &fix.edits {
            let edits = selected.edits.entry(edit.place.file).or_default();
            if !edits.contains(edit) {
                edits.push(edit.clone());
            }
        }
        selected.mended.push((diagnostic, fix));
    }
    selected
}

fn collide_unordered(a: &Edit, b: &Edit) -> bool {
    if a.place.span <= b.place.span { collide(a, b) } else { collide(b, a) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Place;

    fn edit(start: usize, end: usize, text: &str) -> Edit {
        Edit { place: Place { file: FileId(0), span: Span::new(start, end) }, text: text.into() }
    }

    #[test]
    fn edits_apply_in_any_order() {
        let edits = [edit(6, 6, "!"), edit(0, 1, "H"), edit(3, 4, ""), edit(0, 1, "H")];
        assert_eq!(apply("hallo?", &edits).as_deref(), Ok("Halo?!"));
        assert_eq!(apply("", &[]).as_deref(), Ok(""));
    }

    #[test]
    fn an_insertion_before_a_replacement_fits() {
        assert_eq!(apply("ab", &[edit(1, 2, "c"), edit(1, 1, "-")]).as_deref(), Ok("a-c"));
    }

    #[test]
    fn overlapping_edits_are_refused() {
        for (a, b) in
            [(edit(0, 3, ""), edit(2, 4, "")), (edit(1, 1, "a"), edit(1, 1, "b")), (edit(0, 4, "x"), edit(1, 2, "y"))]
        {
            assert_eq!(
                apply("abcdef", &[a.clone(), b.clone()]),
                Err(Overlap { first: a.place.span, second: b.place.span })
            );
        }
    }
}
