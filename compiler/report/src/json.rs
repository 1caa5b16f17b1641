//! Findings as one JSON document, for programs.
//!
//! Lines and columns count from 1, columns in Unicode characters; bytes from 0; an end is not included.

use serde::Serialize;

use crate::source::{Files, Position};
use crate::{Applicability, Confidence, Diagnostic, Fix, Place, Severity};

/// The version of the document's shape; it changes only where a reader would break.
pub const VERSION: u32 = 1;

/// The document.
#[derive(Debug, Serialize)]
pub struct Document<D> {
    /// The version of its shape.
    pub version: u32,
    /// A sequence of [`Finding`]s.
    pub diagnostics: D,
}

/// A finding.
#[derive(Debug, Serialize)]
pub struct Finding<'d> {
    /// The name of its kind.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// One line.
    pub message: &'d str,
    /// The file, with `/`.
    pub path: &'d str,
    /// Where the token begins.
    pub start: Position,
    /// Where it ends.
    pub end: Position,
    /// What is said at the places, the primary one first if anything is.
    pub labels: Vec<PlacedText<'d>>,
    /// Further lines.
    pub notes: &'d [String],
    /// Ways to mend it.
    pub fixes: Vec<Mend<'d>>,
    /// How sure it is.
    pub confidence: Confidence,
}

/// A place with what is said about it.
#[derive(Debug, Serialize)]
pub struct PlacedText<'d> {
    /// The file.
    pub path: &'d str,
    /// Where it begins.
    pub start: Position,
    /// Where it ends.
    pub end: Position,
    /// What is said.
    pub message: &'d str,
}

/// A way to mend it.
#[derive(Debug, Serialize)]
pub struct Mend<'d> {
    /// What it does.
    pub message: &'d str,
    /// Whether it may be applied unseen.
    pub applicability: Applicability,
    /// Its edits.
    pub edits: Vec<Replacement<'d>>,
}

/// A text in place of another.
#[derive(Debug, Serialize)]
pub struct Replacement<'d> {
    /// The file.
    pub path: &'d str,
    /// Where the old text begins.
    pub start: Position,
    /// Where it ends.
    pub end: Position,
    /// The new one.
    pub text: &'d str,
}

/// The document of findings.
pub fn document<'d>(files: &'d (impl Files + ?Sized), diagnostics: &'d [Diagnostic]) -> Document<Vec<Finding<'d>>> {
    Document { version: VERSION, diagnostics: diagnostics.iter().map(|it| finding(files, it)).collect() }
}

/// One finding.
pub fn finding<'d>(files: &'d (impl Files + ?Sized), diagnostic: &'d Diagnostic) -> Finding<'d> {
    let (path, start, end) = locate(files, diagnostic.primary.place);
    let primary = Some(&diagnostic.primary).filter(|label| !label.message.is_empty());
    let labels = primary.into_iter().chain(&diagnostic.secondary).map(|label| {
        let (path, start, end) = locate(files, label.place);
        PlacedText { path, start, end, message: &label.message }
    });
    Finding {
        code: diagnostic.code.name,
        severity: diagnostic.severity,
        message: &diagnostic.message,
        path,
        start,
        end,
        labels: labels.collect(),
        notes: &diagnostic.notes,
        fixes: diagnostic.fixes.iter().map(|fix| mend(files, fix)).collect(),
        confidence: diagnostic.confidence,
    }
}

fn mend<'d>(files: &'d (impl Files + ?Sized), fix: &'d Fix) -> Mend<'d> {
    let edits = fix.edits.iter().map(|edit| {
        let (path, start, end) = locate(files, edit.place);
        Replacement { path, start, end, text: &edit.text }
    });
    Mend { message: &fix.message, applicability: fix.applicability, edits: edits.collect() }
}

fn locate(files: &(impl Files + ?Sized), place: Place) -> (&str, Position, Position) {
    let nowhere = Position { line: 1, column: 1, byte: 0 };
    files.file(place.file).map_or(("", nowhere, nowhere), |source| {
        let at = |offset: u32| source.position(offset as usize);
        (&*source.path, at(place.span.start), at(place.span.end))
    })
}
