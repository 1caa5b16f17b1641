//! What a person sent with a form, and what came of it.

use indexmap::IndexMap;
use plan::Value;
use plan::flow::{Input, InputKind};
use plan::value::Map;

use super::answers::{Answers, leaves};
use super::field::Kept;
use crate::storage::FileUri;

/// What a person sent with a form.
#[derive(Clone, Debug, Default)]
pub struct Received {
    /// Texts by the name of the control, in the order they came.
    texts: IndexMap<String, Vec<String>>,
    /// Files by the name of the control.
    files: IndexMap<String, Upload>,
    /// What is wrong, by input.
    problems: IndexMap<String, String>,
    /// What is wrong with the whole.
    pub refusal: Option<String>,
}

/// A file that was sent with a form.
#[derive(Clone, Debug)]
pub struct Upload {
    /// Where it lies.
    pub uri: FileUri,
    /// A reference by which the next try of the same form can name it.
    pub reference: String,
}

/// The control that says in which zone points in time are meant.
pub const ZONE: &str = "_zone";

/// The control that names what a person does, where a form has several buttons.
pub const ACTION: &str = "_action";

/// The control that names one opening of a form, so that a form sent twice counts once.
pub const DRAFT: &str = "_draft";

/// What stands before the name of a control that names a file sent before.
pub const KEPT: &str = "_kept.";

/// What stands before the name of a control for values that are not offered.
pub const OTHERS: &str = "_others.";

impl Received {
    /// Takes a text in.
    pub fn add_text(&mut self, name: String, value: String) {
        self.texts.entry(name).or_default().push(value);
    }

    /// Takes a file in.
    pub fn add_file(&mut self, name: String, upload: Upload) {
        self.files.insert(name, upload);
    }

    /// Notes what is wrong with an input.
    pub fn add_problem(&mut self, name: impl Into<String>, message: impl Into<String>) {
        self.problems.entry(name.into()).or_insert_with(|| message.into());
    }

    /// The last text under a name.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.texts.get(name)?.last().map(String::as_str)
    }

    /// The files.
    pub fn files(&self) -> impl Iterator<Item = (&str, &Upload)> {
        self.files.iter().map(|(name, upload)| (name.as_str(), upload))
    }

    /// Whether a file was sent for an input.
    pub fn has_file(&self, input: &str) -> bool {
        self.files.contains_key(input)
    }

    /// Puts a file elsewhere.
    pub fn files_mut(&mut self) -> impl Iterator<Item = (&str, &mut Upload)> {
        self.files.iter_mut().map(|(name, upload)| (name.as_str(), upload))
    }

    /// The references of files that were sent with an earlier try, by input.
    pub fn references(&self) -> impl Iterator<Item = (&str, &str)> {
        self.texts.iter().filter_map(|(name, values)| Some((name.strip_prefix(KEPT)?, values.last()?.as_str())))
    }

    /// Whether anything is wrong.
    pub fn has_problems(&self) -> bool {
        !self.problems.is_empty() || self.refusal.is_some()
    }

    pub(super) fn raw(&self, name: &str) -> Option<String> {
        self.text(name).map(str::to_owned)
    }

    pub(super) fn kept(&self, name: &str) -> Option<Kept> {
        let upload = self.files.get(name)?;
        Some(Kept { name: upload.uri.file_name().to_owned(), reference: upload.reference.clone() })
    }

    pub(super) fn problem(&self, name: &str) -> Option<String> {
        self.problems.get(name).cloned()
    }

    /// The values by input, as an execution is created with: texts, to be converted by the inputs' types.
    ///
    /// An empty control gives nothing, so that a default or the lack of a value is seen; only text that may be left
    /// out and has a default can be emptied.
    pub fn values(&self, inputs: &[Input]) -> Map {
        let mut values = Map::default();
        for leaf in leaves(inputs) {
            let texts = self.texts.get(&*leaf.id).map(Vec::as_slice).unwrap_or_default();
            let last = texts.last().map(String::as_str);
            let value = match &leaf.input.kind {
                InputKind::File { .. } => self.files.get(&*leaf.id).map(|upload| Value::text(upload.uri.as_str())),
                InputKind::MultiSelect { .. } => self.selected(&leaf.id, texts),
                InputKind::Array { .. } => last.and_then(list),
                InputKind::DateTime { .. } => last.filter(|text| !text.is_empty()).map(|text| self.moment(text)),
                InputKind::String { .. } if !leaf.input.required && leaf.input.defaults.is_some() => {
                    last.map(Value::text)
                }
                InputKind::Json { .. } | InputKind::Yaml | InputKind::Ion => {
                    last.filter(|text| !text.trim().is_empty()).map(Value::text)
                }
                _ => last.filter(|text| !text.is_empty()).map(Value::text),
            };
            if let Some(value) = value {
                values.insert(leaf.id.into(), value);
            }
        }
        values
    }

    /// Marks what a form must have and lacks; for forms that a browser has not checked.
    pub fn require(&mut self, inputs: &[Input], answers: &Answers) {
        for leaf in leaves(inputs) {
            let answer = answers.get(&leaf.id);
            let missing = answer.is_none_or(|answer| answer.value.is_none());
            if leaf.input.required && missing && answers.is_asked(&leaf.id) {
                self.add_problem(&*leaf.id, "Please fill this in");
            }
        }
    }

    /// The selected values and those that were not offered; nothing where the form had no such control.
    fn selected(&self, id: &str, texts: &[String]) -> Option<Value> {
        let others = self.text(&format!("{OTHERS}{id}"));
        if texts.is_empty() && others.is_none() {
            return None;
        }
        let others = others.unwrap_or_default().lines().map(str::trim);
        let all = texts.iter().map(String::as_str).chain(others).filter(|text| !text.is_empty());
        let all: Vec<Value> = all.map(Value::text).collect();
        (!all.is_empty()).then(|| Value::list(all))
    }

    /// A point in time as `datetime-local` gives it, in the zone of the form; other texts stay as they are.
    fn moment(&self, text: &str) -> Value {
        let zone = self.text(ZONE).and_then(plan::date::rules).unwrap_or(jiff::tz::TimeZone::UTC);
        match text.parse::<jiff::civil::DateTime>().and_then(|at| at.to_zoned(zone)) {
            Ok(at) if !text.ends_with('Z') => Value::text(at.timestamp().to_string()),
            _ => Value::text(text),
        }
    }
}

/// A list written as JSON, or a value a line.
fn list(text: &str) -> Option<Value> {
    let text = text.trim();
    match text {
        "" => None,
        _ if text.starts_with('[') => Some(Value::text(text)),
        _ => Some(Value::list(text.lines().map(str::trim).filter(|line| !line.is_empty()).map(Value::text))),
    }
}
