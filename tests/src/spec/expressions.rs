//! Templates of a chapter, one on each line, with what they give.

use compiler::expression::compile_text;
use plan::dialect::Version;
use plan::evaluate::{self, Context};
use plan::value::Map;
use plan::{Text, Value};

/// What stands between a template and what it gives, or why it gives nothing.
const GIVES: &str = " → ";
const FAILS: &str = " ✗ ";

/// Renders each line anew, with variables in JSON.
///
/// # Errors
///
/// Where the version or the variables cannot be read.
pub(super) fn answered(text: &str, version: &str, variables: &str) -> Result<String, String> {
    let version = if version.is_empty() { "2.0" } else { version };
    let version = Version::parse(version).ok_or_else(|| format!("`{version}` is no version"))?;
    let json: serde_json::Value = serde_json::from_str(variables).map_err(|error| error.to_string())?;
    let Value::Map(variables) = Value::from(json) else { return Err("variables are a JSON object".to_owned()) };
    let templates: Vec<&str> = text.lines().map(template).collect();
    let width = templates.iter().map(|template| template.chars().count()).max().unwrap_or_default();
    let line = |template: &&str| match rendered(template, version, &variables) {
        Ok(text) => format!("{template:width$}{GIVES}{}\n", text.replace('\n', "⏎")),
        Err(message) => format!("{template:width$}{FAILS}{message}\n"),
    };
    Ok(templates.iter().map(line).collect())
}

/// A line without what it gave before.
fn template(line: &str) -> &str {
    let end = [GIVES, FAILS].iter().filter_map(|mark| line.find(mark)).min();
    line[..end.unwrap_or(line.len())].trim_end()
}

fn rendered(template: &str, version: Version, variables: &Map) -> Result<String, String> {
    let template =
        compile_text(&Text::from(template), version.dialect()).map_err(|failure| failure.message.to_string())?;
    evaluate::render(&template, &Context::new(variables)).map_err(|failure| failure.message.to_string())
}
