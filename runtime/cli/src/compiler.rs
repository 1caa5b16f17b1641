//! The compiler, as the runtime asks for it while it runs.

use std::sync::{Mutex, PoisonError};

use compiler::expression;
use compiler::{Settings, Unit, Workspace};
use plan::flow::SourceText;
use plan::{Dialect, Failure, Template, Value};
use report::Sources;
use runtime::parse::{Compiled, Description, NamedType, Parse};

use crate::reference;

/// A compiler that knows the files of a workspace.
#[derive(Default)]
pub struct Compiler {
    workspace: Mutex<Workspace>,
}

impl Compiler {
    /// A compiler that checks new files together with those of a workspace.
    pub fn new(workspace: Workspace) -> Self {
        Self { workspace: Mutex::new(workspace) }
    }

    /// A compiler that knows no files yet.
    pub fn with(settings: Settings) -> Self {
        Self::new(Workspace::new(settings))
    }
}

impl Parse for Compiler {
    fn compile(&self, sources: &[SourceText]) -> Compiled {
        let mut workspace = self.workspace.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let files: Vec<_> = sources.iter().map(|source| workspace.set(&*source.path, &*source.text)).collect();
        let mut compiled = Compiled { sources: texts(&workspace), ..Compiled::default() };
        for report in files.into_iter().filter_map(|file| workspace.check_file(file)) {
            compiled.diagnostics.extend(report.diagnostics.iter().cloned());
            match &report.unit {
                Some(Unit::Flow(plan)) => compiled.plans.push((**plan).clone()),
                Some(Unit::App(app)) => compiled.apps.push((**app).clone()),
                None => {}
            }
        }
        compiled
    }

    fn remember(&self, path: &str, text: Option<&str>) {
        let mut workspace = self.workspace.lock().unwrap_or_else(PoisonError::into_inner);
        match text {
            Some(text) => {
                workspace.set(path, text);
            }
            None => {
                workspace.remove(path);
            }
        }
    }

    fn document(&self, text: &str) -> Result<Value, Failure> {
        crate::document::read(text)
    }

    fn template(&self, text: &str, dialect: Dialect) -> Result<Template, Failure> {
        expression::compile_text(&text.into(), dialect)
    }

    fn types(&self) -> Vec<NamedType> {
        reference::types()
    }

    fn describe(&self, name: &str) -> Option<Description> {
        reference::describe(name)
    }

    fn schema(&self, document: &str) -> Option<serde_json::Value> {
        reference::schema(document)
    }
}

/// The texts of a workspace under its own ids.
fn texts(workspace: &Workspace) -> Sources {
    let mut files = workspace.files();
    files.sort();
    let mut sources = Sources::default();
    for source in files.into_iter().filter_map(|file| workspace.source(file)) {
        while sources.iter().count() < source.file.0 as usize {
            sources.add("", "");
        }
        sources.add(source.path.clone(), source.text.clone());
    }
    sources
}
