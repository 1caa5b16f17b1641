//! What other template languages call filters, functions and tests.

use plan::Dialect;
use plan::function::{self, Form};

use crate::diagnostics::Instead;

/// What is written here for a name of another language; `None` where nobody knows it.
pub(super) fn equivalent(form: Form, name: &str, dialect: Dialect) -> Option<Instead> {
    let rename = |name: &str| Some(Instead::Rename(name.to_owned()));
    // What may take other arguments or values than the name suggests.
    let nearest = |name: &str| Some(Instead::Nearest(name.to_owned()));
    let words = |words: &str| Some(Instead::Words(words.to_owned()));
    let lower: String = name.chars().filter(|it| *it != '_').flat_map(char::to_lowercase).collect();
    match (form, lower.as_str()) {
        (Form::Filter, "dateformat" | "formatdate") => rename("date"),
        (Form::Filter, "strftime" | "todate" | "datetime") => nearest("date"),
        (Form::Filter, "truncate" | "ellipsis") => rename("abbreviate"),
        (Form::Filter, "tojson" | "jsonencode" | "jsonify" | "stringify" | "tojsonstring") => rename("toJson"),
        (Form::Filter, "int" | "float" | "toint" | "tofloat" | "tonumber" | "parseint" | "integer") => {
            nearest("number")
        }
        (Form::Filter, "uppercase" | "toupper" | "touppercase" | "upcase") => rename("upper"),
        (Form::Filter, "lowercase" | "tolower" | "tolowercase" | "downcase") => rename("lower"),
        (Form::Filter, "size" | "count" | "len") => rename("length"),
        (Form::Filter, "strip") => rename("trim"),
        (Form::Filter, "base64" | "b64encode" | "tobase64") => rename("base64encode"),
        (Form::Filter, "b64decode" | "frombase64") => rename("base64decode"),
        (Form::Filter, "unique" | "uniq") => nearest("distinct"),
        (Form::Filter, "tostring" | "str") => rename("string"),
        (Form::Filter, "toyaml") => rename("yaml"),
        (Form::Filter, "ternary") => words("a choice is written `condition ? a : b`"),
        (Form::Filter, "fromjson" | "parsejson" | "jsondecode" | "jsonparse") => words("write `fromJson(value)`"),
        (Form::Filter, "map" | "select" | "filter" | "selectattr" | "sum" | "groupby" | "pluck" | "find") => {
            words("`jq` does that: `value | jq('…')`")
        }
        (Form::Filter, "round" | "ceil" | "floor") => words("`numberFormat('#')` prints a rounded number"),
        (Form::Filter, "items" | "entries" | "toentries") => {
            words("a loop over a map gives entries with `key` and `value`")
        }
        (Form::Filter, "concat" | "append") => words("`~` joins texts, `+` joins lists"),
        (Form::Function, "len" | "size" | "count") => words("`length` is a filter: `value | length`"),
        (Form::Function, "str" | "string" | "tostring") => words("`string` is a filter: `value | string`"),
        (Form::Function, "int" | "float" | "parseint") => words("`number` is a filter: `value | number`"),
        (Form::Function, "concat") => words("`~` joins texts"),
        (Form::Function, "env") => words("`envs.name` reads what the server gives to flows"),
        (Form::Function, "parsejson" | "jsonparse" | "jsondecode") => rename("fromJson"),
        (Form::Function, "today" | "currentdate" | "date") => {
            words("`now()` is the time, `now() | date('…')` prints it")
        }
        (Form::Test, "none" | "nil") => rename("null"),
        (Form::Test, "undefined") => words("write `is not defined`"),
        (Form::Test, "blank") => rename("empty"),
        (Form::Test, "list" | "array" | "sequence") => rename("iterable"),
        (Form::Test, "dict" | "mapping" | "object") => rename("map"),
        _ => None,
    }
    .filter(|instead| match instead {
        Instead::Rename(name) | Instead::Nearest(name) => function::find(form, name, dialect).is_some(),
        Instead::Words(_) => true,
    })
    .or_else(|| {
        let has = |form| function::find(form, name, dialect).is_some();
        match form {
            Form::Filter if has(Form::Function) => words(&format!("it is a function: `{name}(value)`")),
            Form::Function if has(Form::Filter) => words(&format!("it is a filter: `value | {name}`")),
            Form::Filter | Form::Function if has(Form::Test) => words(&format!("it is a test: `value is {name}`")),
            _ => None,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_other_languages_are_known() {
        let words = |form, name| match equivalent(form, name, Dialect::V2) {
            Some(Instead::Rename(name) | Instead::Nearest(name) | Instead::Words(name)) => name,
            None => String::new(),
        };
        assert_eq!(words(Form::Filter, "dateFormat"), "date");
        assert_eq!(words(Form::Filter, "to_json"), "toJson");
        assert_eq!(words(Form::Filter, "fromJson"), "write `fromJson(value)`");
        assert_eq!(words(Form::Filter, "now"), "it is a function: `now(value)`");
        assert_eq!(words(Form::Function, "toJson"), "it is a filter: `value | toJson`");
        assert_eq!(words(Form::Test, "none"), "null");
        assert_eq!(words(Form::Filter, "whatever"), "");
    }
}
