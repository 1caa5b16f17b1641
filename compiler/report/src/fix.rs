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
    let mut taken: BTreeMap<FileId, Taken<'d>> = BTreeMap::new();
    for diagnostic in diagnostics {
        let Some(fix) = diagnostic.fixes.iter().find(|fix| allowed.contains(&fix.applicability)) else { continue };
        let fits = fix.edits.iter().all(|edit| taken.get(&edit.place.file).is_none_or(|taken| taken.leaves(edit)));
        if !fits {
            selected.left.push((diagnostic, fix));
            continue;
        }
        for edit in &fix.edits {
            if taken.entry(edit.place.file).or_default().take(edit) {
                selected.edits.entry(edit.place.file).or_default().push(edit.clone());
            }
        }
        selected.mended.push((diagnostic, fix));
    }
    selected
}

/// The edits of one file that were chosen, by where they begin and end; no two of them collide.
#[derive(Default)]
struct Taken<'d>(BTreeMap<(u32, u32), Vec<&'d Edit>>);

impl<'d> Taken<'d> {
    /// Whether an edit is among them, or fits between them.
    fn leaves(&self, edit: &Edit) -> bool {
        let (start, end) = (edit.place.span.start, edit.place.span.end);
        // Of those that begin before it only the last can reach into it.
        let before = self.0.range(..(start, 0)).next_back();
        let among = self.0.range((start, 0)..=(end, u32::MAX));
        before.into_iter().chain(among).flat_map(|(_, edits)| edits).all(|other| {
            *other == edit
                || !if other.place.span <= edit.place.span { collide(other, edit) } else { collide(edit, other) }
        })
    }

    /// Takes an edit in; whether it was not there before.
    fn take(&mut self, edit: &'d Edit) -> bool {
        let edits = self.0.entry((edit.place.span.start, edit.place.span.end)).or_default();
        let is_new = !edits.contains(&edit);
        if is_new {
            edits.push(edit);
        }
        is_new
    }
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
    fn of_fixes_that_collide_the_first_is_chosen() {
        use crate::{Confidence, Label, Severity};
        static CODE: crate::Code =
            crate::Code { name: "a", severity: Severity::Warning, summary: "", doc: "", group: "", since: "" };
        let found = |edits: Vec<Edit>| Diagnostic {
            code: &CODE,
            severity: Severity::Warning,
            message: String::new(),
            primary: Label { place: edits[0].place, message: String::new() },
            secondary: Vec::new(),
            notes: Vec::new(),
            fixes: vec![Fix::safe("", edits)],
            confidence: Confidence::High,
        };
        let all = [
            found(vec![edit(4, 8, "x")]),
            found(vec![edit(0, 2, "y"), edit(7, 9, "z")]),
            found(vec![edit(4, 4, "-"), edit(8, 9, "w")]),
            found(vec![edit(4, 8, "x")]),
            found(vec![edit(4, 8, "other")]),
            found(vec![edit(0, 10, "all")]),
            found(vec![edit(2, 4, "v")]),
            found(vec![edit(3, 3, "u")]),
        ];
        let selected = select(&all, &[Applicability::Safe]);
        let texts = |chosen: &[(&Diagnostic, &Fix)]| {
            chosen.iter().map(|(_, fix)| fix.edits[0].text.clone()).collect::<Vec<_>>()
        };
        assert_eq!(texts(&selected.mended), ["x", "-", "x", "v"]);
        assert_eq!(texts(&selected.left), ["y", "other", "all", "u"]);
        assert_eq!(selected.edits[&FileId(0)].len(), 4);
        assert_eq!(apply("0123456789", &selected.edits[&FileId(0)]).as_deref(), Ok("01v-xw9"));
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
