//! The HTML templates of the pages, in the binary.

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, Output, State, UndefinedBehavior, Value};
use serde::Serialize;

use super::problem::Problem;

/// All templates by name.
const TEMPLATES: &[(&str, &str)] = &[
    ("app.html", include_str!("templates/app.html")),
    ("app_closed.html", include_str!("templates/app_closed.html")),
    ("blocks/alert.html", include_str!("templates/blocks/alert.html")),
    ("blocks/button.html", include_str!("templates/blocks/button.html")),
    ("blocks/image.html", include_str!("templates/blocks/image.html")),
    ("blocks/lines.html", include_str!("templates/blocks/lines.html")),
    ("blocks/loading.html", include_str!("templates/blocks/loading.html")),
    ("blocks/logs.html", include_str!("templates/blocks/logs.html")),
    ("blocks/redirect_to.html", include_str!("templates/blocks/redirect_to.html")),
    ("blocks/stacktrace.html", include_str!("templates/blocks/stacktrace.html")),
    ("blocks/table.html", include_str!("templates/blocks/table.html")),
    ("blocks/values.html", include_str!("templates/blocks/values.html")),
    ("brand.html", include_str!("templates/brand.html")),
    ("catalogue.html", include_str!("templates/catalogue.html")),
    ("console/execution.html", include_str!("templates/console/execution.html")),
    ("console/executions.html", include_str!("templates/console/executions.html")),
    ("console/flow.html", include_str!("templates/console/flow.html")),
    ("console/flows.html", include_str!("templates/console/flows.html")),
    ("console/head.html", include_str!("templates/console/head.html")),
    ("console/layout.html", include_str!("templates/console/layout.html")),
    ("console/log.html", include_str!("templates/console/log.html")),
    ("console/pause.html", include_str!("templates/console/pause.html")),
    ("console/rows.html", include_str!("templates/console/rows.html")),
    ("console/tasks.html", include_str!("templates/console/tasks.html")),
    ("console/values.html", include_str!("templates/console/values.html")),
    ("form/field.html", include_str!("templates/form/field.html")),
    ("form/fields.html", include_str!("templates/form/fields.html")),
    ("form/form.html", include_str!("templates/form/form.html")),
    ("login.html", include_str!("templates/login.html")),
    ("page.html", include_str!("templates/page.html")),
    ("preview.html", include_str!("templates/preview.html")),
    ("preview_page.html", include_str!("templates/preview_page.html")),
    ("problem.html", include_str!("templates/problem.html")),
];

/// The templates, ready to be rendered.
#[derive(Debug)]
pub struct Templates(Environment<'static>);

impl Default for Templates {
    fn default() -> Self {
        Self::new(Accounts::Absent)
    }
}

/// Whether people log in here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accounts {
    /// They do.
    Present,
    /// Nobody has to.
    Absent,
}

impl Templates {
    /// All of them, ready to be rendered.
    ///
    /// # Panics
    ///
    /// Where a template has a mistake in its syntax, which a test excludes.
    pub fn new(accounts: Accounts) -> Self {
        let mut environment = Environment::new();
        environment.set_auto_escape_callback(|_| AutoEscape::Html);
        environment.set_undefined_behavior(UndefinedBehavior::SemiStrict);
        let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build();
        environment.set_syntax(syntax.expect("the delimiters are the usual ones"));
        for (name, source) in TEMPLATES {
            environment.add_template(name, source).expect("a test compiles every template");
        }
        environment.set_formatter(write);
        environment.add_global("accounts", accounts == Accounts::Present);
        environment.add_function("asset", |name: &str| super::assets::address(name));
        environment.add_filter("markdown", |text: &str| Value::from_safe_string(super::markdown::render(text)));
        environment
            .add_filter("inline_markdown", |text: &str| Value::from_safe_string(super::markdown::render_inline(text)));
        environment.add_filter("file_size", super::size::words);
        environment.add_filter("segment", super::percent::encode);
        Self(environment)
    }
}

/// Writes a value into a page: what is no HTML of ours is escaped, and nothing where there is no value.
fn write(out: &mut Output<'_>, state: &mut State<'_, '_>, value: &Value) -> Result<(), minijinja::Error> {
    if value.is_undefined() && state.undefined_behavior() != UndefinedBehavior::Lenient {
        return Err(minijinja::ErrorKind::UndefinedError.into());
    }
    match value.as_str() {
        Some(text) if value.is_safe() => out.write_str(text)?,
        Some(text) => escape(out, text)?,
        None if value.is_none() || value.is_undefined() => {}
        None => escape(out, &value.to_string())?,
    }
    Ok(())
}

fn escape(out: &mut Output<'_>, text: &str) -> std::fmt::Result {
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<', '>', '"', '\'']) {
        out.write_str(&rest[..at])?;
        out.write_str(match rest.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => "&#39;",
        })?;
        rest = &rest[at + 1..];
    }
    out.write_str(rest)
}

impl Templates {
    /// Renders a template.
    ///
    /// # Errors
    ///
    /// 500 where the values are not what the template expects.
    pub fn render(&self, name: &str, values: &impl Serialize) -> Result<String, Problem> {
        self.0
            .get_template(name)
            .and_then(|template| template.render(Value::from(Serde(values))))
            .map_err(|error| Problem::internal(&format!("template `{name}`: {error:#}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_registered_and_compiles() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/web/templates");
        let mut files: Vec<String> =
            walk(folder.as_ref()).map(|path| path.strip_prefix(folder).unwrap()[1..].to_owned()).collect();
        let mut names: Vec<&str> = TEMPLATES.iter().map(|(name, _)| *name).collect();
        files.sort();
        names.sort_unstable();
        assert_eq!(names, files);
        let templates = Templates::default();
        for name in names {
            templates.0.get_template(name).unwrap();
        }
    }

    #[test]
    fn what_people_write_is_escaped_everywhere() {
        let templates = Templates::default();
        let nasty = "<script>alert('1')</script>&\"";
        let field = minijinja::context! {
            name => nasty, dom_id => nasty, label => nasty, description => nasty, hint => nasty, required => true, optional => true, asked => true,
            control => "text", value => nasty, options => Vec::<String>::new(), others => nasty,
            attributes => vec![("pattern", nasty)], kept => None::<String>, error => nasty, members => Vec::<String>::new(),
        };
        let page = templates.render("form/fields.html", &minijinja::context! { fields => vec![field] }).unwrap();
        assert!(!page.contains("<script"), "{page}");
        assert!(page.contains("value=\"&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;&quot;\""), "{page}");
    }

    fn walk(folder: &std::path::Path) -> Box<dyn Iterator<Item = String>> {
        Box::new(std::fs::read_dir(folder).unwrap().flat_map(|entry| {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => walk(&path),
                false => {
                    Box::new(std::iter::once(path.to_str().unwrap().to_owned())) as Box<dyn Iterator<Item = String>>
                }
            }
        }))
    }
}
