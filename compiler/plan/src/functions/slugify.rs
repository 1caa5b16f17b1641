//! `slugify`.

use unicode_normalization::UnicodeNormalization;

use super::input;
use crate::Value;
use crate::evaluate::{Arguments, Error, Evaluation};
use crate::function::{Example, Extra, Form, Function, Returns};
use crate::types::Kind;

/// `'Crème brûlée!' | slugify`.
pub(super) static FILTER: Function = Function {
    extra: Extra::Ignored,
    returns: Returns::Kinds(&[Kind::Text, Kind::Null]),
    examples: &[Example { template: "{{ 'Crème brûlée!' | slugify }}", result: "creme-brulee" }],
    ..Function::new(Form::Filter, "slugify", "Turns text into what a file name or address may hold.", call)
};

fn call(arguments: &Arguments<'_>, _: &mut Evaluation<'_>) -> Result<Value, Error> {
    Ok(input::printed(arguments).map_or(Value::Null, |text| Value::from(slug(&text))))
}

/// White space and `_` become `-`, marks and everything but letters, digits and `-` go.
fn slug(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.nfd() {
        // Java's `\\s`, which knows no blanks beyond ASCII.
        let dash = matches!(letter, ' ' | '\t'..='\r') || letter == '_' || letter == '-';
        if dash && !out.ends_with('-') {
            out.push('-');
        } else if letter.is_ascii_alphanumeric() {
            out.push(letter.to_ascii_lowercase());
        }
    }
    out.trim_matches('-').to_owned()
}
