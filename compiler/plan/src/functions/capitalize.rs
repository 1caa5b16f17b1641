//! `capitalize` and `title`.

use super::input;
use crate::Value;
use crate::evaluate::{Arguments, Error, Evaluation};
use crate::function::{Example, Extra, Form, Function, Returns};
use crate::types::Kind;

/// `'hELLO wORLD' | capitalize`.
pub(super) static CAPITALIZE: Function = Function {
    extra: Extra::Ignored,
    returns: Returns::Kinds(&[Kind::Text, Kind::Null]),
    examples: &[Example { template: "{{ 'hELLO wORLD' | capitalize }}", result: "HELLO wORLD" }],
    input: &[Kind::Text, Kind::Null],
    ..Function::new(
        Form::Filter,
        "capitalize",
        "Turns the first letter into upper case, and leaves the rest.",
        capitalize,
    )
};

/// `'the quick fox' | title`.
pub(super) static TITLE: Function = Function {
    extra: Extra::Ignored,
    returns: Returns::Kinds(&[Kind::Text, Kind::Null]),
    examples: &[Example { template: "{{ 'the quick fox' | title }}", result: "The Quick Fox" }],
    input: &[Kind::Text, Kind::Null],
    ..Function::new(
        Form::Filter,
        "title",
        "Turns the first letter of each word into upper case, and leaves the rest.",
        title,
    )
};

fn capitalize(arguments: &Arguments<'_>, _: &mut Evaluation<'_>) -> Result<Value, Error> {
    let Some(text) = input::text(arguments)? else { return Ok(Value::Null) };
    let Some(first) = text.find(|letter: char| !is_blank(letter)) else {
        return Ok(arguments.input().clone());
    };
    let mut out = text[..first].to_owned();
    push_capitalized(&text[first..], &mut out);
    Ok(Value::from(out))
}

fn title(arguments: &Arguments<'_>, _: &mut Evaluation<'_>) -> Result<Value, Error> {
    let Some(text) = input::text(arguments)? else { return Ok(Value::Null) };
    let mut out = String::with_capacity(text.len());
    for word in text.split_inclusive(is_blank) {
        push_capitalized(word, &mut out);
    }
    Ok(Value::from(out))
}

/// `Character.isWhitespace`: blanks that may not be broken at are none.
fn is_blank(letter: char) -> bool {
    letter.is_whitespace() && !matches!(letter, '\u{a0}' | '\u{2007}' | '\u{202f}' | '\u{85}')
        || matches!(letter, '\u{1c}'..='\u{1f}')
}

fn push_capitalized(text: &str, out: &mut String) {
    let mut letters = text.chars();
    if let Some(first) = letters.next() {
        let mut upper = first.to_uppercase();
        match (digraph(first), upper.next(), upper.next()) {
            // Java looks at one half of a pair of surrogates, which is no letter.
            _ if first.len_utf16() == 2 => out.push(first),
            (Some(title), _, _) => out.push(title),
            // Java's title case is one character; what would become several stays.
            (None, Some(single), None) => out.push(single),
            (None, _, _) => out.push(first),
        }
    }
    out.push_str(letters.as_str());
}

/// The title case of the letters that are two in one, and of which only the first becomes large.
fn digraph(letter: char) -> Option<char> {
    Some(match letter {
        'Ǆ'..='ǆ' => 'ǅ',
        'Ǉ'..='ǉ' => 'ǈ',
        'Ǌ'..='ǌ' => 'ǋ',
        'Ǳ'..='ǳ' => 'ǲ',
        _ => return None,
    })
}
