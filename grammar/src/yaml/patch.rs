//! A text changed just enough to be scanned, and the way from its places back to the author's.

use std::borrow::Cow;
use std::ops::Range;

use report::Span;

use super::tree::Style;

/// A change to a text, at a byte of the author's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Patch {
    /// What of the author's text is replaced; empty to insert.
    pub(super) range: Range<usize>,
    /// What the scanner sees there.
    pub(super) text: Cow<'static, str>,
    /// Where the tree has the author's text all the same, as a scalar of this style.
    pub(super) hides: Option<Style>,
}

impl Patch {
    /// Something that was left out.
    pub(super) fn insert(at: usize, text: &'static str) -> Self {
        Self { range: at..at, text: Cow::Borrowed(text), hides: None }
    }

    /// Something else in place of what stands there.
    pub(super) fn replace(range: Range<usize>, text: impl Into<Cow<'static, str>>) -> Self {
        Self { range, text: text.into(), hides: None }
    }

    /// Text that the scanner must not see; it sees a plain scalar of the same length.
    pub(super) fn hide(range: Range<usize>, style: Style) -> Self {
        let filler = "x".repeat(range.len());
        Self { range, text: Cow::Owned(filler), hides: Some(style) }
    }
}

/// A text with patches applied.
#[derive(Clone, Debug)]
pub(super) struct Patched<'t> {
    text: Cow<'t, str>,
    /// In order, none touching another.
    patches: Vec<Patch>,
}

impl<'t> Patched<'t> {
    /// The author's text as it is.
    pub(super) fn none(text: &'t str) -> Self {
        Self { text: Cow::Borrowed(text), patches: Vec::new() }
    }

    /// The author's text with all of these applied; where two overlap the later one is left out.
    pub(super) fn new(original: &'t str, mut patches: Vec<Patch>) -> Self {
        patches.sort_by_key(|patch| (patch.range.start, patch.range.end));
        let mut end = 0;
        patches.retain(|patch| {
            let fits = patch.range.start >= end;
            end = if fits { patch.range.end } else { end };
            fits
        });
        let mut text = String::with_capacity(original.len() + 16);
        let mut copied = 0;
        for patch in &patches {
            text.push_str(&original[copied..patch.range.start]);
            text.push_str(&patch.text);
            copied = patch.range.end;
        }
        text.push_str(&original[copied..]);
        Self { text: Cow::Owned(text), patches }
    }

    /// What the scanner sees.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Whether that is the author's text.
    pub(super) fn is_original(&self) -> bool {
        self.patches.is_empty()
    }

    /// The patches, in order.
    pub(super) fn patches(&self) -> &[Patch] {
        &self.patches
    }

    /// The byte of the author's text for one of the patched text.
    pub(super) fn original(&self, at: usize) -> usize {
        let (mut patched_end, mut original_end) = (0, 0);
        for patch in &self.patches {
            let start = patched_end + (patch.range.start - original_end);
            if at < start {
                break;
            }
            let end = start + patch.text.len();
            if at < end {
                return (patch.range.start + (at - start)).min(patch.range.end);
            }
            (patched_end, original_end) = (end, patch.range.end);
        }
        original_end + (at - patched_end)
    }

    /// The same for a span.
    pub(super) fn span(&self, span: Span) -> Span {
        if self.is_original() {
            return span;
        }
        Span::new(self.original(span.start as usize), self.original(span.end as usize))
    }

    /// The style of the text that was hidden in a range of the patched text, if any was.
    pub(super) fn hidden(&self, range: Range<usize>) -> Option<Style> {
        if self.is_original() {
            return None;
        }
        let (start, end) = (self.original(range.start), self.original(range.end));
        let inside = |patch: &&Patch| patch.range.start < end && start < patch.range.end;
        self.patches.iter().filter(inside).find_map(|patch| patch.hides)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_find_their_way_back() {
        let patches = vec![Patch::replace(4..5, "  "), Patch::insert(8, ":"), Patch::hide(10..12, Style::Plain)];
        let patched = Patched::new("0123\t567 9abcd", patches);
        assert_eq!(patched.text(), "0123  567: 9xxcd");
        let back: Vec<usize> = (0..=patched.text().len()).map(|at| patched.original(at)).collect();
        assert_eq!(back, [0, 1, 2, 3, 4, 5, 5, 6, 7, 8, 8, 9, 10, 11, 12, 13, 14]);
        assert_eq!(patched.hidden(11..16), Some(Style::Plain));
        assert_eq!(patched.hidden(14..16), None);
    }
}
