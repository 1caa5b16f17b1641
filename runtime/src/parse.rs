//! What has to be parsed while running: the runtime has no parser, whoever builds it hands one in.

use plan::flow::SourceText;
use plan::{App, Dialect, Failure, Plan, Template, Value};
use report::{Diagnostic, Sources};

/// A compiler, as the runtime needs it.
pub trait Parse: Send + Sync {
    /// Compiles flows and apps, together with what is deployed already.
    fn compile(&self, sources: &[SourceText]) -> Compiled;

    /// Takes note of a source that is deployed, under its path, in place of one that was; `None` where it is gone.
    fn remember(&self, path: &str, text: Option<&str>);

    /// The content of a YAML document, by Kestra's rules on what a plain scalar is.
    ///
    /// # Errors
    ///
    /// What is wrong with the text.
    fn document(&self, text: &str) -> Result<Value, Failure>;

    /// Compiles a template that only exists at run time: the argument of `render()`.
    ///
    /// # Errors
    ///
    /// What is wrong with the text.
    fn template(&self, text: &str, dialect: Dialect) -> Result<Template, Failure>;

    /// The types that authors can name, by name.
    fn types(&self) -> Vec<NamedType>;

    /// What is known of a type; `None` where there is none of this name.
    fn describe(&self, name: &str) -> Option<Description>;

    /// The JSON Schema of a kind of document (`flow`, `app`, `task`, `trigger`); `None` for other words.
    fn schema(&self, document: &str) -> Option<serde_json::Value>;
}

/// A type that authors can name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedType {
    /// Its name: `io.kestra.plugin.core.log.Log`; for an input `STRING`.
    pub name: String,
    /// What it is: `task`, `trigger`, `taskRunner`, `input`, …
    pub kind: &'static str,
    /// One line; empty where nothing more is known than the name.
    pub summary: String,
    /// Whether it should no longer be written.
    pub is_deprecated: bool,
}

/// What is known of a type.
#[derive(Clone, Debug, PartialEq)]
pub struct Description {
    /// Words for people.
    pub markdown: String,
    /// JSON Schemas: of `properties`, of `outputs` where it has some, and the `definitions` they refer to.
    pub schema: serde_json::Value,
}

/// What came out of compiling.
#[derive(Clone, Debug, Default)]
pub struct Compiled {
    /// The texts, for drawing the diagnostics.
    pub sources: Sources,
    /// Flows without errors.
    pub plans: Vec<Plan>,
    /// Apps without errors.
    pub apps: Vec<App>,
    /// What can be said about the sources.
    pub diagnostics: Vec<Diagnostic>,
}
