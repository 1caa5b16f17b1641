//! What the author of a line may have meant that is no YAML as it stands.

use std::ops::Range;

use super::events::{Cause, Fault};
use super::line::Line;
use super::patch::Patch;
use super::quote::quoted;
use super::tree::Style;
use crate::diagnostics::SyntaxMistake;

/// A change that may make the text scan, and what would be wrong if it does.
#[derive(Clone, Debug)]
pub(super) struct Guess {
    pub(super) patches: Vec<Patch>,
    pub(super) told: Vec<Told>,
}

/// A mistake, before it is put into words.
#[derive(Clone, Debug)]
pub(super) enum Told {
    /// An expression without quotes.
    Unquoted(Range<usize>),
    /// A mistake that was understood.
    Mistake {
        at: Range<usize>,
        mistake: SyntaxMistake,
        because: Option<(Range<usize>, &'static str)>,
        fix: Option<Mend>,
    },
    /// Whatever the scanner says.
    Generic,
}

/// Edits that would mend it.
#[derive(Clone, Debug)]
pub(super) struct Mend {
    pub(super) message: String,
    /// Whether nothing else can have been meant.
    pub(super) certain: bool,
    pub(super) edits: Vec<(Range<usize>, String)>,
}

/// One way to understand a line: adds what can be tried.
type Attempt = fn(&str, &Line, &Fault, &mut Vec<Guess>);

/// How much a guess knows about what was meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Insight {
    /// The mistake is understood.
    Understood,
    /// Something has to go so that the rest can be read.
    GivenUp,
}

/// What can be tried at a line, the likeliest first.
pub(super) fn guesses(insight: Insight, text: &str, line: &Line, fault: &Fault) -> Vec<Guess> {
    let mut out = Vec::new();
    if insight == Insight::GivenUp {
        give_up(text, line, &mut out);
        return out;
    }
    let tries: [Attempt; 14] = [
        characters,
        tabs,
        expressions,
        escapes,
        quotes,
        brackets,
        behind_quote,
        reserved,
        colon_in_text,
        missing_space,
        missing_colon,
        comment_between,
        unindented_block,
        indentation,
    ];
    for attempt in tries {
        attempt(text, line, fault, &mut out);
    }
    out
}

fn mistake(at: Range<usize>, mistake: SyntaxMistake) -> Told {
    Told::Mistake { at, mistake, because: None, fix: None }
}

fn mendable(
    at: Range<usize>,
    mistake: SyntaxMistake,
    message: &str,
    certain: bool,
    edit: (Range<usize>, String),
) -> Told {
    let fix = Mend { message: message.to_owned(), certain, edits: vec![edit] };
    Told::Mistake { at, mistake, because: None, fix: Some(fix) }
}

/// Characters that YAML does not allow, wherever they stand.
fn characters(text: &str, _: &Line, fault: &Fault, out: &mut Vec<Guess>) {
    let character = match fault.cause {
        Cause::Character(character) if character.is_control() => character,
        Cause::Bom => '\u{feff}',
        _ => return,
    };
    let all: Vec<Range<usize>> = text.match_indices(character).map(|(at, found)| at..at + found.len()).collect();
    let Some(first) = all.iter().find(|range| range.start >= fault.at).or(all.first()).cloned() else { return };
    let patches = all.iter().filter(|range| range.start > 0).map(|range| Patch::replace(range.clone(), " ")).collect();
    let edits = all.into_iter().map(|range| (range, String::new())).collect();
    let fix = Mend { message: "remove it".into(), certain: true, edits };
    let told = Told::Mistake { at: first, mistake: SyntaxMistake::Character(character), because: None, fix: Some(fix) };
    out.push(Guess { patches, told: vec![told] });
}

/// Tabs as indentation: on all lines, or on this one as deep as one above.
fn tabs(text: &str, line: &Line, _: &Fault, out: &mut Vec<Guess>) {
    let written = &text[line.indent.clone()];
    if !written.contains('\t') {
        return tab_between(text, line, out);
    }
    let told = |edits: Vec<(Range<usize>, String)>| {
        let fix = Mend { message: "indent with spaces".into(), certain: true, edits };
        let tab = line.indent.start + written.find('\t').unwrap_or(0);
        let at = tab..line.indent.end;
        vec![Told::Mistake { at, mistake: SyntaxMistake::Tab, because: None, fix: Some(fix) }]
    };
    for width in ["  ", "    "] {
        let mut all = Vec::new();
        let mut at = 0;
        for written in text.split_inclusive('\n') {
            let indent = written.len() - written.trim_start_matches([' ', '\t']).len();
            if written[..indent].contains('\t') {
                all.push((at..at + indent, written[..indent].replace('\t', width)));
            }
            at += written.len();
        }
        let patches = all.iter().map(|(range, spaces)| Patch::replace(range.clone(), spaces.clone())).collect();
        out.push(Guess { patches, told: told(all) });
    }
    for indent in depths(text, line) {
        let spaces = " ".repeat(indent);
        let patches = vec![Patch::replace(line.indent.clone(), spaces.clone())];
        out.push(Guess { patches, told: told(vec![(line.indent.clone(), spaces)]) });
    }
}

/// A tab between dash or key and what follows.
fn tab_between(text: &str, line: &Line, out: &mut Vec<Guess>) {
    let start = line.key.as_ref().map_or(line.indent.end, |key| key.end);
    let end = line.key.as_ref().map_or(line.content.start, |_| line.value.start);
    let Some(between) = text.get(start..end) else { return };
    let tabs: Vec<_> =
        between.match_indices('\t').map(|(at, _)| (start + at..start + at + 1, " ".to_owned())).collect();
    let Some((first, _)) = tabs.first().cloned() else { return };
    let patches = tabs.iter().map(|(range, space)| Patch::replace(range.clone(), space.clone())).collect();
    let fix = Mend { message: "use a space".into(), certain: true, edits: tabs };
    let told = Told::Mistake { at: first, mistake: SyntaxMistake::TabBetween, because: None, fix: Some(fix) };
    out.push(Guess { patches, told: vec![told] });
}

/// A value that begins with `{{`, or holds such in a list in brackets.
fn expressions(text: &str, line: &Line, _: &Fault, out: &mut Vec<Guess>) {
    let value = &text[line.value.clone()];
    if value.starts_with("{{") || value.starts_with("{%") {
        let range = line.value.clone();
        out.push(Guess { patches: vec![Patch::hide(range.clone(), Style::Plain)], told: vec![Told::Unquoted(range)] });
        return;
    }
    if !value.starts_with(['[', '{']) {
        return;
    }
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = value[from..].find("{{").map(|at| from + at) {
        let end = value[start..].find("}}").map_or(value.len(), |at| start + at + 2);
        if value[..start].trim_end().ends_with(['[', ',', ':']) {
            found.push(line.value.start + start..line.value.start + end);
        }
        from = end;
    }
    if !found.is_empty() {
        let patches = found.iter().map(|range| Patch::hide(range.clone(), Style::Plain)).collect();
        out.push(Guess { patches, told: found.into_iter().map(Told::Unquoted).collect() });
    }
}

/// `\` and a letter that means nothing behind it.
fn escapes(text: &str, line: &Line, fault: &Fault, out: &mut Vec<Guess>) {
    if fault.cause != Cause::Escape || !(line.span.start..=line.span.end).contains(&fault.at) {
        return;
    }
    let mut at = fault.at;
    while let Some(found) = text[at..].find('\\').map(|found| at + found) {
        let Some(letter) = text[found + 1..].chars().next() else { return };
        let end = found + 1 + letter.len_utf8();
        if !"0abtnvfreN_LPxuU \"/\\\t\r\n".contains(letter)
            || matches!(letter, 'x' | 'u' | 'U') && !is_hex(&text[end..], letter)
        {
            let escape = text[found..end].to_owned();
            let edit = (found..found, "\\".to_owned());
            let told = mendable(found..end, SyntaxMistake::Escape(escape), "write the backslash twice", false, edit);
            out.push(Guess { patches: vec![Patch::insert(found, "\\")], told: vec![told] });
            return;
        }
        at = end;
    }
}

fn is_hex(rest: &str, letter: char) -> bool {
    let length = match letter {
        'x' => 2,
        'u' => 4,
        _ => 8,
    };
    rest.get(..length).is_some_and(|digits| digits.bytes().all(|it| it.is_ascii_hexdigit()))
}

/// A quote that is not closed on its line, with the brackets around it.
fn quotes(text: &str, line: &Line, _: &Fault, out: &mut Vec<Guess>) {
    let open = line.open(text);
    let Some((quote, at)) = open.quote else { return };
    let end = line.span.start + text[line.span.clone()].trim_end().len();
    let mut patches = vec![Patch::insert(end, if quote == '"' { "\"" } else { "'" })];
    patches.extend(closers(&open.brackets, end));
    let closing: String = std::iter::once(quote).chain(open.brackets.iter().rev().map(|(it, _)| closer(*it))).collect();
    let edit = (end..end, closing);
    let told =
        mendable(at..at + 1, SyntaxMistake::UnclosedQuote(quote), "close it at the end of the line", false, edit);
    out.push(Guess { patches: merged(patches), told: vec![told] });
}

/// Brackets that are not closed on their line.
fn brackets(text: &str, line: &Line, fault: &Fault, out: &mut Vec<Guess>) {
    let open = line.open(text);
    if let Cause::MismatchedBracket { open: opened, close } = fault.cause {
        let from = fault.at.clamp(line.span.start, line.span.end);
        if let Some(at) = text[from..line.span.end].find(close).map(|at| from + at) {
            let right = closer(opened).to_string();
            let fix = Mend {
                message: format!("close it with `{right}`"),
                certain: false,
                edits: vec![(at..at + 1, right.clone())],
            };
            let opener = text[..at].rfind(opened).map(|opener| (opener..opener + 1, "opened here"));
            let told = Told::Mistake {
                at: at..at + 1,
                mistake: SyntaxMistake::MismatchedBracket { open: opened, close },
                because: opener,
                fix: Some(fix),
            };
            out.push(Guess { patches: vec![Patch::replace(at..at + 1, right)], told: vec![told] });
        }
    }
    let Some((bracket, at)) = open.brackets.first().copied().filter(|_| open.quote.is_none()) else { return };
    let end = line.content.end;
    let closing: String = open.brackets.iter().rev().map(|(it, _)| closer(*it)).collect();
    let told = SyntaxMistake::UnclosedBracket(bracket);
    let told = mendable(at..at + 1, told, "close it at the end of the line", false, (end..end, closing));
    out.push(Guess { patches: merged(closers(&open.brackets, end).collect()), told: vec![told] });
}

fn closer(bracket: char) -> char {
    if bracket == '[' { ']' } else { '}' }
}

fn closers(brackets: &[(char, usize)], at: usize) -> impl Iterator<Item = Patch> {
    brackets.iter().rev().map(move |(bracket, _)| Patch::insert(at, if *bracket == '[' { "]" } else { "}" }))
}

/// Insertions at one place as one.
fn merged(patches: Vec<Patch>) -> Vec<Patch> {
    let Some(first) = patches.first() else { return patches };
    let text: String = patches.iter().map(|patch| &*patch.text).collect();
    vec![Patch::replace(first.range.clone(), text)]
}

/// `"quoted" and more`, `'it's'` and `[a]]`.
fn behind_quote(text: &str, line: &Line, _: &Fault, out: &mut Vec<Guess>) {
    let Some(behind) = line.open(text).behind else { return };
    let value = &text[line.value.clone()];
    let rest = &text[behind..line.value.end];
    let patches = vec![Patch::hide(line.value.clone(), Style::Plain)];
    let whole = line.value.clone();
    let Some(quote) = value.chars().next().filter(|it| matches!(it, '"' | '\'')) else {
        let closers = rest.chars().all(|it| matches!(it, ']' | '}'));
        let told = if closers {
            let range = behind..line.value.end;
            mendable(range.clone(), SyntaxMistake::StrayBracket, "remove it", false, (range, String::new()))
        } else {
            mistake(behind..line.value.end, SyntaxMistake::AfterBracket)
        };
        out.push(Guess { patches, told: vec![told] });
        return;
    };
    let between = &text[line.value.start..behind];
    let told = if between.ends_with(quote) {
        // The quote stands inside a word or a text, and was not meant to end it.
        let inner = behind - 1..behind;
        let inside = value[1..].strip_suffix(quote).unwrap_or(&value[1..]);
        let edit = (whole, quoted(inside));
        mendable(inner, SyntaxMistake::QuoteInside(quote), "quote the text otherwise", false, edit)
    } else {
        let inside = between.trim_end().get(1..between.trim_end().len() - 1).unwrap_or_default();
        let blanks = &between[between.trim_end().len()..];
        let edit = (whole, quoted(&format!("{inside}{blanks}{rest}")));
        mendable(behind..line.value.end, SyntaxMistake::AfterQuote, "put all of it in quotes", false, edit)
    };
    out.push(Guess { patches, told: vec![told] });
}

/// A value that begins with a character that YAML keeps for itself.
fn reserved(text: &str, line: &Line, _: &Fault, out: &mut Vec<Guess>) {
    let value = &text[line.value.clone()];
    let Some(first) = value.chars().next().filter(|it| "@`%&*!|>,]}?".contains(*it)) else { return };
    let patches = vec![Patch::hide(line.value.clone(), Style::Plain)];
    if matches!(first, '|' | '>') {
        let told = mistake(line.value.start + 1..line.value.end, SyntaxMistake::BlockHeader(first));
        out.push(Guess { patches, told: vec![told] });
        return;
    }
    let at = line.value.start..line.value.start + first.len_utf8();
    let edit = (line.value.clone(), quoted(value));
    let told = mendable(at, SyntaxMistake::ReservedStart(first), "put the text in quotes", true, edit);
    out.push(Guess { patches, told: vec![told] });
}

/// `message: note: this`.
fn colon_in_text(text: &str, line: &Line, _: &Fault, out: &mut Vec<Guess>) {
    let value = &text[line.value.clone()];
    if line.key.is_none() || value.starts_with(['"', '\'', '[', '{']) {
        return;
    }
    let Some(colon) = value.find(": ").or_else(|| value.ends_with(':').then(|| value.len() - 1)) else { return };
    let at = line.value.start + colon..line.value.start + colon + 1;
    let edit = (line.value.clone(), quoted(value));
    let told = mendable(at, SyntaxMistake::ColonInText, "put the text in quotes", true, edit);
    out.push(Guess { patches: vec![Patch::hide(line.value.clone(), Style::Plain)], told: vec![told] });
}

/// `key:value` and `-item`.
fn missing_space(text: &str, line: &Line, _: &Fault, out: &mut Vec<Guess>) {
    let content = &text[line.content.clone()];
    if line.key.is_none() {
        let word = word(content);
        let behind = &content[word.len()..];
        if let Some(after) = behind.strip_prefix(':').filter(|after| !word.is_empty() && !after.starts_with("//")) {
            let colon = line.content.start + word.len();
            let place = colon + 1..colon + 1;
            let told = SyntaxMistake::MissingSpace(':');
            let told =
                mendable(colon..colon + 1, told, "put a space behind it", !after.is_empty(), (place, " ".into()));
            out.push(Guess { patches: vec![Patch::insert(colon + 1, " ")], told: vec![told] });
        }
    }
    if content.starts_with('-') && content.len() > 1 && !content.starts_with("--") {
        let dash = line.content.start;
        let told = SyntaxMistake::MissingSpace('-');
        let told = mendable(dash..dash + 1, told, "put a space behind it", false, (dash + 1..dash + 1, " ".into()));
        out.push(Guess { patches: vec![Patch::insert(dash + 1, " ")], told: vec![told] });
    }
}

/// A word that may be a key.
fn missing_colon(text: &str, line: &Line, _: &Fault, out: &mut Vec<Guess>) {
    let content = &text[line.content.clone()];
    let word = word(content);
    if line.key.is_some() || word.is_empty() || !content[word.len()..].chars().next().is_none_or(char::is_whitespace) {
        return;
    }
    let range = line.content.start..line.content.start + word.len();
    let edit = (range.end..range.end, ":".to_owned());
    let told = mendable(range.clone(), SyntaxMistake::MissingColon(word.to_owned()), "add the `:`", false, edit);
    out.push(Guess { patches: vec![Patch::insert(range.end, ":")], told: vec![told] });
}

/// The letters, digits, `_`, `-` and `.` that a text begins with.
fn word(text: &str) -> &str {
    let end = text.find(|it: char| !it.is_alphanumeric() && !"_-.".contains(it)).unwrap_or(text.len());
    let word = &text[..end];
    if word.starts_with(|it: char| it.is_alphabetic() || it == '_') { word } else { "" }
}

/// A comment between two lines of a text.
fn comment_between(text: &str, line: &Line, _: &Fault, out: &mut Vec<Guess>) {
    if line.key.is_some() || line.span.start == 0 {
        return;
    }
    let above = Line::at(text, line.span.start - 1);
    let comment = above.content.end..above.span.end;
    if above.is_blank() && text[comment.clone()].starts_with('#') {
        let blank = " ".repeat(comment.len());
        let told = mistake(comment.clone(), SyntaxMistake::CommentInText);
        out.push(Guess { patches: vec![Patch::replace(comment, blank)], told: vec![told] });
    }
}

/// A line that stands between two depths, alone or with those that stand as deep below it.
fn indentation(text: &str, line: &Line, fault: &Fault, out: &mut Vec<Guess>) {
    if line.content.is_empty() {
        return;
    }
    let depths: Vec<usize> = depths(text, line).into_iter().filter(|depth| *depth != line.indent.len()).collect();
    let run = run(text, line);
    for lines in [&run[..1], &run[..]].into_iter().take(run.len()) {
        let mut sibling = line.above(text);
        for depth in &depths {
            while sibling.as_ref().is_some_and(|line| !depths_of(text, line).contains(depth)) {
                sibling = sibling.and_then(|line| line.above(text));
            }
            out.push(moved(text, lines, *depth, sibling.as_ref(), fault));
        }
    }
}

/// A line and those below it that are indented as much, or more.
fn run(text: &str, line: &Line) -> Vec<Line> {
    let mut lines = vec![line.clone()];
    let mut last = line.below(text);
    while let Some(below) = last.filter(|below| below.indent.len() >= line.indent.len() && lines.len() < RUN) {
        last = below.below(text);
        lines.push(below);
    }
    lines
}

/// So many lines are moved at once at most.
const RUN: usize = 60;

/// Lines at another depth, as far from each other as they were.
fn moved(text: &str, lines: &[Line], depth: usize, sibling: Option<&Line>, fault: &Fault) -> Guess {
    let (first, found) = (&lines[0], lines[0].indent.len());
    let spaces = |line: &Line| " ".repeat(line.indent.len() + depth - found);
    let edits: Vec<_> = lines.iter().map(|line| (line.indent.clone(), spaces(line))).collect();
    let patches = edits.iter().map(|(range, spaces)| Patch::replace(range.clone(), spaces.clone())).collect();
    let what = if lines.len() > 1 { "these lines" } else { "it" };
    let fix = Mend { message: format!("indent {what} by {depth}"), certain: false, edits };
    let because = sibling.map(|line| (line.content.clone(), "a line it could belong to"));
    let content = &text[first.content.clone()];
    let at = first.content.start..first.content.start + content.find(' ').unwrap_or(content.len());
    let mistake = SyntaxMistake::Indentation { found, expected: depth };
    let told = match fault.cause {
        Cause::Tab => Told::Generic,
        _ => Told::Mistake { at, mistake, because, fix: Some(fix) },
    };
    Guess { patches, told: vec![told] }
}

/// The text of a block that stands as deep as its key, or less: all of it up to the next item, or to what follows a
/// blank line as a key.
fn unindented_block(text: &str, line: &Line, _: &Fault, out: &mut Vec<Guess>) {
    let Some(header) = line.above(text).filter(|above| above.key.is_some() && is_block(&text[above.value.clone()]))
    else {
        return;
    };
    let column = header.content.start - header.span.start;
    if line.indent.len() > column {
        return;
    }
    let mut lines = vec![line.clone()];
    let mut last = line.below(text);
    while let Some(below) = last {
        let before = &text[..below.span.start];
        let item = below.content.start > below.indent.end;
        let apart = before.trim_end_matches('\r').ends_with("\n\n") || before.ends_with("\n\r\n");
        if below.key.is_some() && below.indent.len() <= column && (item || apart) {
            break;
        }
        last = below.below(text);
        lines.push(below);
    }
    let deeper = " ".repeat(column + 2);
    let edits: Vec<_> = lines.iter().map(|line| (line.span.start..line.span.start, deeper.clone())).collect();
    let patches = edits.iter().map(|(range, spaces)| Patch::replace(range.clone(), spaces.clone())).collect();
    let fix = Mend { message: "indent the text below its key".to_owned(), certain: false, edits };
    out.push(Guess {
        patches,
        told: vec![Told::Mistake {
            at: line.indent.end..line.span.end,
            mistake: SyntaxMistake::UnindentedBlock,
            because: Some((header.value, "the text that begins here")),
            fix: Some(fix),
        }],
    });
}

/// Whether a value is the head of a block: `|`, `>-`, `|2`.
fn is_block(value: &str) -> bool {
    value
        .strip_prefix(['|', '>'])
        .is_some_and(|rest| rest.len() <= 2 && rest.chars().all(|it| "+-123456789".contains(it)))
}

/// How deep the lines above are, the nearest first.
fn depths(text: &str, line: &Line) -> Vec<usize> {
    let mut found = Vec::new();
    let mut line = line.clone();
    while let Some(above) = line.above(text).filter(|_| found.len() < 4) {
        for depth in depths_of(text, &above) {
            if !found.contains(&depth) {
                found.push(depth);
            }
        }
        if above.indent.is_empty() {
            break;
        }
        line = above;
    }
    found
}

/// How deep a line is: where it begins, and where its content does behind dashes.
fn depths_of(text: &str, line: &Line) -> Vec<usize> {
    let content = line.content.start - line.span.start;
    let below = (line.key.is_some() && line.value.is_empty()).then_some(content + 2);
    let indent = text[line.indent.clone()].len();
    let all = [Some(content), below, Some(indent)];
    let mut depths: Vec<usize> = all.into_iter().flatten().collect();
    depths.dedup();
    depths
}

/// The value, or else the whole line, does not count.
fn give_up(text: &str, line: &Line, out: &mut Vec<Guess>) {
    if line.key.is_some() && !line.value.is_empty() {
        let style = match text[line.value.clone()].chars().next() {
            Some('"') => Style::DoubleQuoted,
            Some('\'') => Style::SingleQuoted,
            _ => Style::Plain,
        };
        out.push(Guess { patches: vec![Patch::hide(line.value.clone(), style)], told: vec![Told::Generic] });
    }
    if !line.is_blank() {
        let blank = " ".repeat(line.span.end - line.indent.end);
        out.push(Guess {
            patches: vec![Patch::replace(line.indent.end..line.span.end, blank)],
            told: vec![Told::Generic],
        });
    }
}
