//! One line for each finding: `path:line:column: severity[code]: message`.

use super::Look;
use super::paint::{Paint, heading, linked, painted};
use crate::source::Files;
use crate::{Diagnostic, Place};

/// Draws a finding on one line.
pub fn concise(files: &(impl Files + ?Sized), diagnostic: &Diagnostic, look: &Look, out: &mut String) {
    painted(look, Paint::Strong, &locus(files, diagnostic.primary.place, look), out);
    out.push_str(": ");
    heading(look, diagnostic.severity, diagnostic.code.name, out);
    out.push_str(": ");
    out.push_str(&one_line(&diagnostic.message));
    out.push('\n');
}

/// `path:line:column`.
pub(super) fn locus(files: &(impl Files + ?Sized), place: Place, look: &Look) -> String {
    match files.file(place.file) {
        Some(source) => {
            let at = source.position(place.span.start as usize);
            linked(look, &source.path, &format!("{}:{}:{}", source.path, at.line, at.column))
        }
        None => "?".into(),
    }
}

/// A message without line breaks.
pub(super) fn one_line(message: &str) -> String {
    message.lines().map(str::trim).collect::<Vec<_>>().join(" ")
}
