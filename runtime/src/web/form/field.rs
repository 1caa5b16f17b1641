//! One control of a form, as the template draws it.

use plan::evaluate::{Context, render};
use plan::flow::{Custom, Input, InputKind, Widget};
use plan::{Text, Value};
use serde::Serialize;

use super::answers::Answers;
use super::received::Received;
use crate::inputs::member as member_id;

/// One control of a form.
#[derive(Clone, Debug, Serialize)]
pub struct Field {
    /// The input's dotted id, which is the control's name.
    pub name: String,
    /// The control's `id` in the page.
    pub dom_id: String,
    /// What stands over it.
    pub label: String,
    /// Markdown below the label.
    pub description: Option<Text>,
    /// A short word on the format, where people may not know it.
    pub hint: Option<String>,
    /// Whether a value must be given.
    pub required: bool,
    /// Whether it may be left out altogether: neither required nor with a default.
    pub optional: bool,
    /// Whether it is asked for at all.
    pub asked: bool,
    /// Which control it is.
    pub control: Control,
    /// What it holds.
    pub value: String,
    /// The values offered.
    pub options: Vec<Choice>,
    /// Values that are not among those offered, one a line.
    pub others: String,
    /// Attributes that make a browser check the value.
    pub attributes: Vec<(&'static str, String)>,
    /// A file that was uploaded already.
    pub kept: Option<Kept>,
    /// What is wrong with what was given.
    pub error: Option<String>,
    /// The members of a group.
    pub members: Vec<Field>,
}

impl Field {
    /// Whether it, or a member of it, takes a file.
    pub fn has_file(&self) -> bool {
        self.control == Control::File || self.members.iter().any(Self::has_file)
    }
}

/// Which control a field is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Control {
    /// `<input type=…>`.
    Text,
    /// A whole number or any number.
    Number,
    /// A mail address.
    Email,
    /// An address on the web.
    Url,
    /// Text that is not shown.
    Password,
    /// A date.
    Date,
    /// A date with a time of day, in the person's zone.
    Moment,
    /// A time of day.
    Time,
    /// On or off.
    Switch,
    /// Yes, no, or not said.
    Tristate,
    /// A list that opens.
    Select,
    /// One of a few buttons.
    Radio,
    /// Text with suggestions.
    Suggest,
    /// Several boxes.
    Checkboxes,
    /// Several lines in a fixed-width font.
    Code,
    /// A file.
    File,
    /// A group of fields under a heading.
    Group,
    /// Something that cannot be asked for here.
    Unknown,
}

/// One of the values a selection offers.
#[derive(Clone, Debug, Serialize)]
pub struct Choice {
    /// The value.
    pub value: Text,
    /// Whether it is selected.
    pub selected: bool,
}

/// A file that was uploaded with an earlier try.
#[derive(Clone, Debug, Serialize)]
pub struct Kept {
    /// Its name.
    pub name: String,
    /// The reference a form may send instead of the file.
    pub reference: String,
}

/// The fields of a form. `received` is what a person sent before, if that is shown again; `prefix` keeps the ids of
/// two forms on one page apart.
pub fn fields(
    inputs: &[Input],
    answers: &Answers,
    received: Option<&Received>,
    context: &Context<'_>,
    prefix: &str,
) -> Vec<Field> {
    inputs
        .iter()
        .enumerate()
        .map(|(index, input)| {
            let dom_id = format!("{prefix}{index}");
            field(input, input.id.to_string(), dom_id, answers, received, context)
        })
        .collect()
}

fn field(
    input: &Input,
    name: String,
    dom_id: String,
    answers: &Answers,
    received: Option<&Received>,
    context: &Context<'_>,
) -> Field {
    let answer = answers.get(&name);
    let value = answer.and_then(|answer| answer.value.as_ref());
    let shape = shape(&input.kind, input.required);
    let offered = answer.map(|answer| answer.offered.as_slice()).unwrap_or_default();
    let chosen = chosen(value);
    let members = match &input.kind {
        InputKind::Form { inputs } => inputs
            .iter()
            .enumerate()
            .map(|(index, member)| {
                let name = member_id(&name, &member.id).into_owned();
                field(member, name, format!("{dom_id}-{index}"), answers, received, context)
            })
            .collect(),
        _ => Vec::new(),
    };
    let asked = match members.is_empty() {
        true => answer.is_none_or(|answer| answer.asked),
        false => members.iter().any(|member: &Field| member.asked),
    };
    let label = input.display_name.as_ref().and_then(|template| render(template, context).ok());
    let kept = received.and_then(|received| received.kept(&name));
    let required = input.required && kept.is_none();
    Field {
        label: label.filter(|label| !label.trim().is_empty()).unwrap_or_else(|| words(&input.id)),
        description: input.description.clone(),
        hint: shape.hint,
        required,
        optional: !input.required && input.defaults.is_none(),
        asked,
        control: shape.control,
        value: received.and_then(|received| received.raw(&name)).unwrap_or_else(|| shown(value, shape.control)),
        options: offered
            .iter()
            .map(|value| Choice { value: value.clone(), selected: chosen.iter().any(|chosen| **chosen == **value) })
            .collect(),
        others: chosen
            .iter()
            .filter(|chosen| !offered.iter().any(|value| **value == ***chosen))
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join("\n"),
        attributes: shape.attributes,
        kept,
        error: match received {
            Some(received) => received.problem(&name),
            None => answer.and_then(|answer| answer.problem.clone()),
        },
        members,
        name,
        dom_id,
    }
}

/// An id as words: `start_date` is `Start date`.
pub fn words(id: &str) -> String {
    let last = id.rsplit('.').next().unwrap_or(id);
    let spaced = last.replace(['_', '-'], " ");
    let mut letters = spaced.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// The texts of a value that are selected.
fn chosen(value: Option<&Value>) -> Vec<String> {
    match value {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::List(items)) => items.iter().map(plan::java::to_text).collect(),
        Some(Value::Text(text)) if text.starts_with('[') => {
            match serde_json::from_str::<Vec<serde_json::Value>>(text) {
                Ok(items) => {
                    items.iter().map(|item| item.as_str().map_or_else(|| item.to_string(), str::to_owned)).collect()
                }
                Err(_) => vec![text.to_string()],
            }
        }
        Some(value) => vec![plan::java::to_text(value)],
    }
}

/// A value as a control shows it.
fn shown(value: Option<&Value>, control: Control) -> String {
    match (control, value) {
        (Control::Password | Control::File, _) | (_, None | Some(Value::Null)) => String::new(),
        (Control::Code, Some(Value::Text(text))) => text.to_string(),
        (Control::Code, Some(value)) => {
            serde_json::to_string_pretty(&crate::json::Json(value)).unwrap_or_else(|_| plan::java::to_text(value))
        }
        (Control::Moment, Some(value)) => moment(&plan::java::to_text(value)),
        (_, Some(value)) => plan::java::to_text(value),
    }
}

/// A point in time as `datetime-local` takes it, in UTC.
fn moment(text: &str) -> String {
    match text.parse::<jiff::Timestamp>() {
        Ok(at) => at.to_zoned(jiff::tz::TimeZone::UTC).strftime("%Y-%m-%dT%H:%M:%S").to_string(),
        Err(_) => text.to_owned(),
    }
}

/// What a kind of input makes of its control.
struct Shape {
    control: Control,
    hint: Option<String>,
    attributes: Vec<(&'static str, String)>,
}

fn shape(kind: &InputKind, required: bool) -> Shape {
    let plain = |control| Shape { control, hint: None, attributes: Vec::new() };
    let with = |control, attributes: Vec<Option<(&'static str, String)>>| Shape {
        control,
        hint: None,
        attributes: attributes.into_iter().flatten().collect(),
    };
    let text = |name: &'static str, bound: &Option<Text>| bound.as_ref().map(|bound| (name, bound.to_string()));
    match kind {
        InputKind::String { validator } => with(Control::Text, vec![pattern(validator.as_deref())]),
        InputKind::Secret { validator } => {
            with(Control::Password, vec![pattern(validator.as_deref()), Some(("autocomplete", "off".into()))])
        }
        InputKind::Int { min, max } => with(
            Control::Number,
            vec![
                Some(("step", "1".into())),
                min.map(|min| ("min", min.to_string())),
                max.map(|max| ("max", max.to_string())),
            ],
        ),
        InputKind::Float { min, max } => with(
            Control::Number,
            vec![
                Some(("step", "any".into())),
                min.map(|min| ("min", min.to_string())),
                max.map(|max| ("max", max.to_string())),
            ],
        ),
        InputKind::Bool if required => plain(Control::Switch),
        InputKind::Bool => plain(Control::Tristate),
        InputKind::Select { custom: Custom::Accepted, .. } => plain(Control::Suggest),
        InputKind::Select { widget: Widget::Radio, .. } => plain(Control::Radio),
        InputKind::Select { .. } => plain(Control::Select),
        InputKind::MultiSelect { custom, .. } => Shape {
            hint: (*custom == Custom::Accepted).then(|| "Other values go below, one a line.".to_owned()),
            attributes: if *custom == Custom::Accepted { vec![("data-custom", String::new())] } else { Vec::new() },
            control: Control::Checkboxes,
        },
        InputKind::DateTime { after, before } => with(
            Control::Moment,
            vec![
                Some(("step", "1".into())),
                after.as_ref().map(|after| ("min", moment(after))),
                before.as_ref().map(|before| ("max", moment(before))),
            ],
        ),
        InputKind::Date { after, before } => with(Control::Date, vec![text("min", after), text("max", before)]),
        InputKind::Time { after, before } => {
            with(Control::Time, vec![Some(("step", "1".into())), text("min", after), text("max", before)])
        }
        InputKind::Duration { min, max } => Shape {
            control: Control::Text,
            hint: Some(duration_hint(min.as_deref(), max.as_deref())),
            attributes: vec![("pattern", DURATION.to_owned()), ("placeholder", "PT1H30M".to_owned())],
        },
        InputKind::File { extensions } => Shape {
            control: Control::File,
            hint: (!extensions.is_empty()).then(|| format!("Accepted: {}", extensions.join(", "))),
            attributes: if extensions.is_empty() { Vec::new() } else { vec![("accept", extensions.join(","))] },
        },
        InputKind::Json { .. } => Shape { hint: Some("JSON".into()), ..plain(Control::Code) },
        InputKind::Yaml => Shape { hint: Some("YAML".into()), ..plain(Control::Code) },
        InputKind::Ion => Shape { hint: Some("Ion".into()), ..plain(Control::Code) },
        InputKind::Array { .. } => {
            Shape { hint: Some("One value a line, or a JSON list.".into()), ..plain(Control::Code) }
        }
        InputKind::Uri => with(Control::Url, vec![Some(("placeholder", "https://".into()))]),
        InputKind::Email => with(Control::Email, vec![Some(("autocomplete", "email".into()))]),
        InputKind::Form { .. } => plain(Control::Group),
        InputKind::Reusable => plain(Control::Unknown),
    }
}

/// `PnDTnHnMn.nS`, as Java reads it.
const DURATION: &str = r"-?[Pp]([0-9]+[Dd])?([Tt]([0-9]+[Hh])?([0-9]+[Mm])?([0-9]+([.,][0-9]+)?[Ss])?)?";

fn duration_hint(min: Option<&str>, max: Option<&str>) -> String {
    let mut hint = "A length of time such as PT1H30M for an hour and a half".to_owned();
    if let Some(min) = min {
        hint.push_str(&format!(", at least {min}"));
    }
    if let Some(max) = max {
        hint.push_str(&format!(", at most {max}"));
    }
    hint
}

/// A Java pattern as a browser's, where it means the same in both; a browser that refused what the server accepts
/// would lock people out, so everything else is left to the server.
fn pattern(validator: Option<&str>) -> Option<(&'static str, String)> {
    let pattern = validator?;
    let same = pattern
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b" \\.^$|?*+(){}[]-_@:;,<>'\"#%=!/~".contains(&byte));
    // Flags, look-behind, named and atomic groups, quoting, possessive quantifiers, and classes of Java's own.
    let different = ["(?", "\\Q", "\\p", "\\P", "\\h", "\\R", "\\A", "\\z", "\\Z", "\\G", "++", "*+", "?+", "}+", "[["];
    (same && !different.iter().any(|part| pattern.contains(part))).then(|| ("pattern", browser_class(pattern)))
}

/// Browsers read patterns with the `v` flag, under which some characters must be escaped inside a class.
fn browser_class(pattern: &str) -> String {
    let mut result = String::with_capacity(pattern.len());
    let (mut class, mut start) = (false, false);
    let mut letters = pattern.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => {
                result.push(letter);
                result.extend(letters.next());
            }
            '[' if !class => {
                (class, start) = (true, true);
                result.push(letter);
                continue;
            }
            ']' if class && !start => {
                class = false;
                result.push(letter);
            }
            '^' if class && start => {
                result.push(letter);
                continue;
            }
            '(' | ')' | '{' | '}' | '/' | '|' | '[' | ']' if class => {
                result.push('\\');
                result.push(letter);
            }
            '-' if class && (start || letters.as_str().starts_with(']')) => result.push_str("\\-"),
            _ => result.push(letter),
        }
        start = false;
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_become_words() {
        for (id, expected) in
            [("start_date", "Start date"), ("request.name", "Name"), ("x", "X"), ("été-fini", "Été fini")]
        {
            assert_eq!(words(id), expected);
        }
    }

    #[test]
    fn only_patterns_that_mean_the_same_reach_the_browser() {
        let cases = [
            ("[A-Z]{3}-\\d+", Some("[A-Z]{3}-\\d+")),
            ("[^<>]{2,60}", Some("[^<>]{2,60}")),
            ("[a-z_.-]+@x", Some("[a-z_.\\-]+@x")),
            ("[(a|b)]", Some("[\\(a\\|b\\)]")),
            ("(?i)abc", None),
            ("\\p{Alpha}+", None),
            ("a++", None),
            ("[a-z&&[^b]]", None),
            ("ü+", None),
        ];
        for (java, browser) in cases {
            assert_eq!(pattern(Some(java)).map(|(_, value)| value).as_deref(), browser, "{java}");
        }
    }

    #[test]
    fn a_list_given_as_json_text_selects_its_members() {
        assert_eq!(chosen(Some(&Value::text("[\"a\",\"b\"]"))), ["a", "b"]);
        assert_eq!(chosen(Some(&Value::text("a"))), ["a"]);
    }
}
