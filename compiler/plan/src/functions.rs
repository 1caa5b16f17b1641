//! Every filter, function and test, each in one file below: one file and one line here to add one.

mod abbreviate;
mod abs;
mod base64;
mod capitalize;
mod chunk;
mod class_name;
mod default;
mod distinct;
mod ends;
mod escape_char;
mod flatten;
mod format;
mod hashes;
mod indent;
mod input;
mod is_defined;
mod is_empty;
mod is_even;
mod is_iterable;
mod is_json;
mod join;
mod keys;
mod length;
mod lower;
mod merge;
mod nl2br;
mod number;
mod number_format;
mod regular_expressions;
mod replace;
mod slice;
mod slugify;
mod sort;
mod split;
mod starts_with;
mod string;
mod substring;
mod trim;
mod upper;
mod url;

use crate::function::Function;

/// All of them, by name within each form.
pub static ALL: &[&Function] = &[
    &abbreviate::FILTER,
    &abs::FILTER,
    &base64::DECODE,
    &base64::ENCODE,
    &capitalize::CAPITALIZE,
    &chunk::FILTER,
    &class_name::FILTER,
    &default::FILTER,
    &distinct::FILTER,
    &starts_with::ENDS,
    &escape_char::FILTER,
    &ends::FIRST,
    &flatten::FILTER,
    &format::FILTER,
    &indent::INDENT,
    &join::FILTER,
    &keys::KEYS,
    &ends::LAST,
    &length::FILTER,
    &lower::FILTER,
    &hashes::MD5,
    &merge::FILTER,
    &indent::NINDENT,
    &nl2br::FILTER,
    &number::FILTER,
    &number_format::FILTER,
    &regular_expressions::EXTRACT,
    &regular_expressions::MATCH,
    &regular_expressions::REPLACE,
    &replace::FILTER,
    &sort::REVERSE,
    &sort::RSORT,
    &hashes::SHA1,
    &hashes::SHA256,
    &hashes::SHA512,
    &slice::FILTER,
    &slugify::FILTER,
    &sort::SORT,
    &split::FILTER,
    &starts_with::STARTS,
    &string::FILTER,
    &substring::AFTER,
    &substring::AFTER_LAST,
    &substring::BEFORE,
    &substring::BEFORE_LAST,
    &capitalize::TITLE,
    &trim::FILTER,
    &upper::FILTER,
    &url::DECODE,
    &url::ENCODE,
    &keys::VALUES,
    &is_defined::DEFINED,
    &is_empty::TEST,
    &is_even::EVEN,
    &is_iterable::ITERABLE,
    &is_json::TEST,
    &is_iterable::MAP,
    &is_defined::NULL,
    &is_even::ODD,
];
