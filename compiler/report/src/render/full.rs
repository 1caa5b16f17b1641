//! The full form: source lines with what is said about them, notes, and edits that mend it.

use codespan_reporting::diagnostic as drawn;
use codespan_reporting::term::{self, Config};

use super::Look;
use super::concise::{concise, locus, one_line};
use super::excerpt::Excerpt;
use super::help;
use super::paint::{Canvas, Paint, heading, painted};
use crate::source::Files;
use crate::{Diagnostic, Severity};

/// Draws a finding in full, with an empty line behind it.
pub fn full(files: &(impl Files + ?Sized), diagnostic: &Diagnostic, look: &Look, out: &mut String) {
    let excerpt = Excerpt::of(files, diagnostic, look.width);
    let mut canvas = Canvas { look, severity: diagnostic.severity, bytes: Vec::new() };
    let config = Config { start_context_lines: 2, end_context_lines: 1, ..Config::default() };
    let picture = drawn::Diagnostic {
        severity: library_severity(diagnostic.severity),
        code: None,
        message: String::new(),
        labels: excerpt.labels(),
        notes: diagnostic.notes.iter().map(|note| wrapped(note, look.width)).collect(),
    };
    let drawn = term::emit_to_write_style(&mut canvas, &config, &excerpt, &picture);
    let text = String::from_utf8(canvas.bytes).unwrap_or_default();
    // The heading is ours: the library knows neither links nor our severities.
    let Some((_, body)) = text.split_once('\n').filter(|_| drawn.is_ok()) else {
        return concise(files, diagnostic, look, out);
    };
    heading(look, diagnostic.severity, diagnostic.code.name, out);
    painted(look, Paint::Strong, &format!(": {}", one_line(&diagnostic.message)), out);
    out.push('\n');
    let place = diagnostic.primary.place;
    let (plain, link) = (locus(files, place, &Look::default()), locus(files, place, look));
    let body = if look.links.is_some() { body.replacen(&plain, &link, 1) } else { body.to_owned() };
    for line in body.trim_end_matches('\n').lines() {
        out.push_str(line.trim_end());
        out.push('\n');
    }
    let gutter = excerpt.gutter();
    if diagnostic.notes.is_empty() && !diagnostic.fixes.is_empty() {
        help::border(look, gutter, out);
    }
    for fix in diagnostic.fixes.iter().take(help::SHOWN) {
        help::fix(files, fix, diagnostic.primary.place.file, gutter, look, out);
    }
    out.push('\n');
}

fn library_severity(severity: Severity) -> drawn::Severity {
    match severity {
        Severity::Error => drawn::Severity::Error,
        Severity::Warning => drawn::Severity::Warning,
        Severity::Info => drawn::Severity::Note,
        Severity::Hint => drawn::Severity::Help,
    }
}

/// A note broken between words; lines that are indented are left as they are.
fn wrapped(note: &str, width: Option<usize>) -> String {
    let Some(width) = width.map(|width| width.saturating_sub(8).max(24)) else { return note.to_owned() };
    let mut out = String::new();
    for (at, line) in note.lines().enumerate() {
        if at > 0 {
            out.push('\n');
        }
        let mut column = 0;
        for (at, word) in line.split(' ').enumerate() {
            let length = word.chars().count();
            if at > 0 && column + 1 + length > width && !line.starts_with(' ') {
                out.push('\n');
                column = 0;
            } else if at > 0 {
                out.push(' ');
                column += 1;
            }
            out.push_str(word);
            column += length;
        }
    }
    out
}
