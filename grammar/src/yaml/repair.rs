//! Text that is no YAML, patched until it can be scanned.
//!
//! At each fault a few small changes are tried at the lines that are likely to blame; the one after which
//! scanning gets furthest stays, and says what the mistake was.

use std::ops::Range;

use report::{Applicability, Edit, Report, Source, Span};

use super::events::{Cause, Fault, events};
use super::guess::{Guess, Insight, Told, guesses};
use super::line::Line;
use super::patch::Patched;
use crate::diagnostics::{Limit, SyntaxMistake, UnquotedExpression, YamlLimit, YamlSyntax};

/// How many mistakes are mended in one text.
const ROUNDS: usize = 16;

/// How many bytes are scanned in all while trying.
const BUDGET: usize = 32 * 1024 * 1024;

/// The text as far as it can be made to scan; `edited` is where the author last changed it, if that is known.
pub(super) fn repair<'t>(source: &'t Source, first: Fault, edited: Option<usize>, report: &mut Report) -> Patched<'t> {
    let mut patched = Patched::none(&source.text);
    let mut fault = first;
    let mut budget = BUDGET;
    for _ in 0..ROUNDS {
        if let Some(limit) = limit(&fault) {
            report.add(YamlLimit { place: source.place(Span::at(fault.at)), limit });
            return patched;
        }
        let Some(mended) = best(source, &patched, &fault, edited, &mut budget) else { break };
        for told in &mended.guess.told {
            tell(source, told, &fault, mended.next.is_none(), report);
        }
        patched = mended.patched;
        match mended.next {
            Some(next) => fault = next,
            None => return patched,
        }
    }
    tell(source, &Told::Generic, &fault, false, report);
    patched
}

fn limit(fault: &Fault) -> Option<Limit> {
    match fault.cause {
        Cause::TooDeep => Some(Limit::Depth),
        Cause::TooManyComments => Some(Limit::Comments),
        _ => None,
    }
}

struct Mended<'t> {
    guess: Guess,
    patched: Patched<'t>,
    next: Option<Fault>,
}

/// The guess after which scanning gets furthest; of equally good ones the first.
fn best<'t>(
    source: &'t Source,
    patched: &Patched<'t>,
    fault: &Fault,
    edited: Option<usize>,
    budget: &mut usize,
) -> Option<Mended<'t>> {
    let text = &*source.text;
    let mut best: Option<Mended<'t>> = None;
    let suspects = suspects(text, fault, edited);
    let insights = [Insight::Understood, Insight::GivenUp].into_iter();
    let all = insights.flat_map(|insight| suspects.iter().flat_map(move |line| guesses(insight, text, line, fault)));
    for guess in all {
        if *budget < text.len() {
            return best;
        }
        *budget -= text.len();
        let patches = patched.patches().iter().cloned().chain(guess.patches.iter().cloned()).collect();
        let tried = Patched::new(text, patches);
        let next = first_fault(&tried);
        let reached = |next: &Option<Fault>| next.as_ref().map_or(usize::MAX, |next| next.at);
        let furthest = best.as_ref().map_or(fault.at, |best| reached(&best.next));
        if reached(&next) > furthest {
            let done = next.is_none();
            best = Some(Mended { guess, patched: tried, next });
            if done {
                return best;
            }
        }
    }
    best
}

fn first_fault(patched: &Patched<'_>) -> Option<Fault> {
    let fault = events(patched.text()).find_map(Result::err)?;
    Some(Fault { at: patched.original(fault.at), ..fault })
}

/// The lines that may be to blame, the likeliest first.
fn suspects(text: &str, fault: &Fault, edited: Option<usize>) -> Vec<Line> {
    let mut lines: Vec<Line> = edited.map(|at| Line::at(text, at)).into_iter().collect();
    let here = Line::at(text, fault.at);
    let mut add = |line: &Line| {
        if !lines.iter().any(|known| known.span == line.span) {
            lines.push(line.clone());
        }
    };
    if !here.is_blank() {
        add(&here);
    }
    // A text of several lines is at fault where it begins, though it is the next line that does not fit.
    if let Some(below) = here.below(text) {
        add(&below);
    }
    let mut line = here;
    let (mut near, mut open) = (0, 0);
    while let Some(above) = line.above(text) {
        let unbalanced = above.open(text) != super::line::Open::default();
        if near < 2 || unbalanced {
            add(&above);
            open += usize::from(unbalanced);
        }
        near += 1;
        if open >= 2 && near >= 2 || near > 400 {
            break;
        }
        line = above;
    }
    lines
}

/// Puts a mistake into words; `last` where the text can be scanned once it is mended.
fn tell(source: &Source, told: &Told, fault: &Fault, last: bool, report: &mut Report) {
    let place = |range: &Range<usize>| source.place(Span::new(range.start, range.end));
    match told {
        Told::Unquoted(range) => {
            report.add(UnquotedExpression { place: place(range), text: source.text[range.clone()].to_owned() });
        }
        Told::Mistake { at, mistake, because, fix } => {
            let mut problem = YamlSyntax::new(place(at), mistake.clone());
            if let Some((reason, text)) = because {
                problem = problem.because(place(reason), text);
            }
            if let Some(fix) = fix {
                let edits = fix.edits.iter().map(|(range, text)| Edit { place: place(range), text: text.clone() });
                let applicability = if fix.certain && last { Applicability::Safe } else { Applicability::Suggestion };
                problem = problem.fix(applicability, fix.message.clone(), edits.collect());
            }
            report.add(problem);
        }
        Told::Generic => {
            let (at, mistake) = generic(&source.text, fault);
            report.add(YamlSyntax::new(place(&at), mistake));
        }
    }
}

/// What the scanner says, at the token it stopped at; at the end of the text, the last one.
fn generic(text: &str, fault: &Fault) -> (Range<usize>, SyntaxMistake) {
    let line = Line::at(text, fault.at);
    let line = if line.is_blank() { line.above(text).unwrap_or(line) } else { line };
    if line.indent.end < line.content.start && matches!(fault.cause, Cause::Indentation | Cause::MissingColon) {
        return (line.indent.end..line.indent.end + 1, SyntaxMistake::ListItemNotAllowed);
    }
    let start = if line.content.is_empty() { line.indent.end } else { line.content.start };
    let from = fault.at.clamp(start, line.content.end.max(start));
    let rest = &text[from..line.content.end.max(from)];
    let first = rest.chars().next();
    let token = rest.find([' ', '\t', ',', ']', '}']).unwrap_or(rest.len());
    let length = if token == 0 { first.map_or(0, char::len_utf8) } else { token };
    (from..from + length, mistake(fault.cause, first))
}

fn mistake(cause: Cause, first: Option<char>) -> SyntaxMistake {
    match cause {
        Cause::Tab => SyntaxMistake::Tab,
        Cause::Indentation | Cause::BlockIndentation => SyntaxMistake::OddIndentation,
        Cause::UnclosedQuote => SyntaxMistake::UnclosedQuote(first.unwrap_or('"')),
        Cause::UnclosedBracket(bracket) => SyntaxMistake::UnclosedBracket(bracket),
        Cause::MismatchedBracket { open, close } => SyntaxMistake::MismatchedBracket { open, close },
        Cause::StrayBracket => SyntaxMistake::StrayBracket,
        Cause::AfterQuote => SyntaxMistake::AfterQuote,
        Cause::Escape => SyntaxMistake::Escape("\\".into()),
        Cause::Character(character) => SyntaxMistake::Character(character),
        Cause::Bom => SyntaxMistake::Character('\u{feff}'),
        Cause::MissingColon => SyntaxMistake::NoKey,
        Cause::ValueNotAllowed => SyntaxMistake::ColonInText,
        Cause::KeyNotAllowed | Cause::NodeExpected | Cause::End | Cause::Other => SyntaxMistake::Unreadable,
        Cause::TooDeep | Cause::TooManyComments => SyntaxMistake::Unreadable,
        Cause::ListItemNotAllowed => SyntaxMistake::ListItemNotAllowed,
        Cause::BlockHeader => SyntaxMistake::BlockHeader(first.unwrap_or('|')),
        Cause::FlowSeparator => SyntaxMistake::FlowSeparator,
        Cause::CommentInText => SyntaxMistake::CommentInText,
        Cause::CommentNotSeparated => SyntaxMistake::CommentNotSeparated,
        Cause::Directive => SyntaxMistake::Directive,
        Cause::Tag => SyntaxMistake::ReservedStart('!'),
        Cause::AnchorName => SyntaxMistake::AnchorName,
    }
}
