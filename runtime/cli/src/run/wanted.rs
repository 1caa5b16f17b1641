//! What an input accepts, in words for whoever gives it.

use plan::flow::{Custom, Input, InputKind, Values};

/// `a whole number from 1 to 30`.
pub(super) fn wanted(kind: &InputKind, offered: &[plan::Text]) -> String {
    match kind {
        InputKind::String { validator: None } => "a text".to_owned(),
        InputKind::String { validator: Some(pattern) } => format!("a text that matches `{pattern}`"),
        InputKind::Secret { validator: None } => "a secret text".to_owned(),
        InputKind::Secret { validator: Some(pattern) } => format!("a secret text that matches `{pattern}`"),
        InputKind::Int { min, max } => between("a whole number", min.as_ref(), max.as_ref()),
        InputKind::Float { min, max } => between("a number", min.as_ref(), max.as_ref()),
        InputKind::Bool => "true or false".to_owned(),
        InputKind::Select { values, custom, .. } => match choices(values, *custom, offered) {
            Some(choices) => format!("one of {choices}"),
            None => "a text".to_owned(),
        },
        InputKind::MultiSelect { values, custom } => match choices(values, *custom, offered) {
            Some(choices) => format!("a list of some of {choices}"),
            None => "a list of texts".to_owned(),
        },
        InputKind::DateTime { after, before } => {
            between("a time such as 2026-01-31T12:00:00Z", after.as_ref(), before.as_ref())
        }
        InputKind::Date { after, before } => between("a date such as 2026-01-31", after.as_ref(), before.as_ref()),
        InputKind::Time { after, before } => between("a time of day such as 12:30:00", after.as_ref(), before.as_ref()),
        InputKind::Duration { min, max } => between("a duration such as PT30S", min.as_ref(), max.as_ref()),
        InputKind::File { extensions } if extensions.is_empty() => "a file".to_owned(),
        InputKind::File { extensions } => format!("a file that ends with {}", listed(extensions)),
        InputKind::Json { .. } => "a JSON value".to_owned(),
        InputKind::Yaml => "a YAML document".to_owned(),
        InputKind::Ion => "an Ion value".to_owned(),
        InputKind::Uri => "an address".to_owned(),
        InputKind::Email => "an email address".to_owned(),
        InputKind::Array { item } => format!("a JSON list, each {}", wanted(item, offered)),
        InputKind::Form { .. } | InputKind::Reusable => "a group of inputs".to_owned(),
    }
}

/// The input with this id among these, dotted where it belongs to a group.
pub(super) fn find<'a>(inputs: &'a [Input], id: &str) -> Option<&'a Input> {
    inputs.iter().find_map(|input| {
        if *input.id == *id {
            return Some(input);
        }
        let InputKind::Form { inputs } = &input.kind else { return None };
        let rest = id.strip_prefix(&*input.id)?.strip_prefix('.')?;
        find(inputs, rest).or_else(|| find(inputs, id))
    })
}

fn between<T: std::fmt::Display>(what: &str, least: Option<&T>, most: Option<&T>) -> String {
    match (least, most) {
        (Some(least), Some(most)) => format!("{what}, from {least} to {most}"),
        (Some(least), None) => format!("{what}, from {least}"),
        (None, Some(most)) => format!("{what}, up to {most}"),
        (None, None) => what.to_owned(),
    }
}

/// What is offered, where nothing else is accepted.
fn choices(values: &Values, custom: Custom, offered: &[plan::Text]) -> Option<String> {
    let known = match values {
        Values::Listed(values) => values,
        Values::Computed(_) => offered,
    };
    let closed = match custom {
        Custom::Accepted => false,
        Custom::Refused => true,
    };
    (closed && !known.is_empty()).then(|| listed(known))
}

fn listed(words: &[plan::Text]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_and_choices_are_told() {
        let int = |min, max| wanted(&InputKind::Int { min, max }, &[]);
        assert_eq!(int(Some(1), Some(30)), "a whole number, from 1 to 30");
        assert_eq!(int(None, None), "a whole number");
        let item = Box::new(InputKind::Bool);
        assert_eq!(wanted(&InputKind::Array { item }, &[]), "a JSON list, each true or false");
    }
}
