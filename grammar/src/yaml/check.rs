//! Mistakes in a scalar that can be seen without knowing what it is for.

use std::ops::Range;

use memchr::{memchr, memmem};
use report::{Report, Source};

use super::tree::{Node, NodeKind, Scalar, Style};
use crate::diagnostics::{BackslashInFoldedScalar, Inside, SmartQuotes, StrayQuotes};

/// Looks at one scalar.
pub(super) fn scalar(source: &Source, node: &Node, report: &mut Report) {
    let NodeKind::Scalar(scalar) = &node.kind else { return };
    let bytes = scalar.text.as_bytes();
    if scalar.style == Style::Plain && memmem::find(bytes, b"}}").is_some() {
        stray_quotes(source, scalar, report);
    }
    if matches!(scalar.style, Style::Plain | Style::Folded) && memchr(b'\\', bytes).is_some() {
        backslash_in_folded(source, node, scalar, report);
    }
    // The first bytes of no-break space and of typographic quotes.
    if memchr::memchr2(0xC2, 0xE2, bytes).is_some() {
        smart_quotes(source, scalar, report);
    }
}

/// `scheme://"{{ … }}"/path`, `data-'{{ … }}'`: quotes around an expression in an address or a name, which stay in it.
fn stray_quotes(source: &Source, scalar: &Scalar, report: &mut Report) {
    let text = &*scalar.text;
    let scheme = text
        .find(':')
        .filter(|at| *at > 1 && text[..*at].bytes().all(|it| it.is_ascii_alphanumeric() || b"+.-".contains(&it)));
    let expressions = expressions(text);
    let ends = expressions.iter().map(|range| range.start).chain([text.len()]);
    let starts = [0].into_iter().chain(expressions.iter().map(|range| range.end));
    let mut beside = starts.zip(ends).map(|(start, end)| &text[start..end]);
    // What has other signs may be read by a shell, which takes the quotes away.
    let is_name = |part: &str| part.chars().all(|it| it.is_alphanumeric() || "._-/\"'".contains(it));
    let stays = match scheme {
        Some(_) => !beside.any(|part| part.contains(char::is_whitespace)),
        None => beside.all(is_name),
    };
    if !stays {
        return;
    }
    for expression in expressions {
        for quote in ['"', '\''] {
            if text[..expression.start].ends_with(quote) && text[expression.end..].starts_with(quote) {
                let part = |range: Range<usize>| source.place(scalar.span_of(range));
                report.add(StrayQuotes {
                    place: part(expression.start - 1..expression.end + 1),
                    opening: part(expression.start - 1..expression.start),
                    closing: part(expression.end..expression.end + 1),
                });
            }
        }
    }
}

/// `\` at the end of a line that is folded into the next.
fn backslash_in_folded(source: &Source, node: &Node, scalar: &Scalar, report: &mut Report) {
    let text = &*scalar.text;
    let folded = |at: &usize| {
        let blank = scalar.span_of(at + 1..at + 2);
        source.slice(blank).contains(['\n', '\r'])
    };
    let Some(first) = text.match_indices("\\ ").map(|(at, _)| at).find(folded) else { return };
    let place = source.place(scalar.span_of(first..first + 1));
    report.add(BackslashInFoldedScalar {
        place,
        scalar: source.place(node.span),
        literal: literal(source, node, scalar),
    });
}

/// A plain scalar of several lines as a literal block.
fn literal(source: &Source, node: &Node, scalar: &Scalar) -> Option<String> {
    if scalar.style != Style::Plain || node.properties.is_some() {
        return None;
    }
    let written = source.slice(node.span);
    let (first, rest) = written.split_once('\n')?;
    let content = rest.lines().filter(|line| !line.trim().is_empty());
    let indent = content.map(|line| line.len() - line.trim_start_matches(' ').len()).min()?;
    Some(format!("|-\n{}{}\n{rest}", " ".repeat(indent), first.trim_end_matches('\r')))
}

/// Typographic quotes around a whole value or in an expression, and no-break spaces in an expression.
fn smart_quotes(source: &Source, scalar: &Scalar, report: &mut Report) {
    let text = &*scalar.text;
    let ascii = |character: char| match character {
        '“' | '”' | '„' | '‟' => Some('"'),
        '‘' | '’' | '‚' | '‛' => Some('\''),
        _ => None,
    };
    let place = |at: usize, character: char| source.place(scalar.span_of(at..at + character.len_utf8()));
    let (first, last) = (text.chars().next(), text.char_indices().next_back());
    if let (Style::Plain, Some(first), Some((at, last))) = (scalar.style, first, last)
        && let (Some(opening), Some(closing)) = (ascii(first), ascii(last))
        && opening == closing
        && at > 0
        && !text.contains(opening)
    {
        let edits = vec![(place(0, first), opening.to_string()), (place(at, last), closing.to_string())];
        report.add(SmartQuotes { place: place(0, first), character: first, edits, inside: Inside::Value });
        return;
    }
    for expression in expressions(text) {
        let wrong: Vec<(usize, char, char)> = outside_strings(text, expression)
            .filter_map(|(at, it)| Some((at, it, ascii(it).or((it == '\u{a0}').then_some(' '))?)))
            .collect();
        let Some((at, character, _)) = wrong.first().copied() else { continue };
        // A quote that would end the YAML scalar is written as the other kind.
        let mend = |right: char| match (scalar.style, right) {
            (Style::DoubleQuoted, '"') => "'".to_owned(),
            (Style::SingleQuoted, '\'') => "\"".to_owned(),
            _ => right.to_string(),
        };
        let edits = wrong.iter().map(|(at, it, right)| (place(*at, *it), mend(*right))).collect();
        report.add(SmartQuotes { place: place(at, character), character, edits, inside: Inside::Expression });
    }
}

/// The characters of an expression outside its strings.
fn outside_strings(text: &str, range: Range<usize>) -> impl Iterator<Item = (usize, char)> {
    let mut quote = None;
    let start = range.start;
    text[range].char_indices().filter_map(move |(at, it)| {
        let inside = quote.is_some();
        match quote {
            Some(open) if it == open => quote = None,
            None if matches!(it, '"' | '\'') => quote = Some(it),
            Some(_) | None => {}
        }
        (!inside).then_some((start + at, it))
    })
}

/// Where `{{ … }}` stands.
fn expressions(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = text[from..].find("{{").map(|at| from + at) {
        let end = text[start..].find("}}").map_or(text.len(), |at| start + at + 2);
        found.push(start..end);
        from = end;
    }
    found
}
