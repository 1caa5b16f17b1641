//! One case: the files of a section, compiled together, and everything that is said about it.

use std::sync::Arc;

use compiler::{Checked, FileReport, Settings, Workspace};
use plan::Plan;
use report::render::Look;
use report::{Diagnostic, Source};

use super::chapter::{Block, Output, Section};
use super::expectation::{Expectation, expectations};
use super::run;

/// The path of a file whose block names none.
const DEFAULT_PATH: &str = "flow.yaml";

/// A section, compiled.
pub struct Case<'a> {
    section: &'a Section<'a>,
    workspace: Workspace,
    checked: Checked,
}

/// What came of a case.
#[derive(Default)]
pub struct Told {
    /// What is wrong.
    pub wrong: Vec<Wrong>,
    /// What belongs into the blocks that are written.
    pub outputs: Vec<Output>,
}

/// Something that is wrong, with its line in the chapter.
pub struct Wrong {
    /// The line, from 1.
    pub line: usize,
    /// What.
    pub message: String,
}

impl<'a> Case<'a> {
    /// Compiles the files of a section.
    pub fn new(section: &'a Section<'a>) -> Self {
        let mut workspace = Workspace::new(Settings::default());
        for file in files(section) {
            workspace.set(path(file), file.text);
        }
        let checked = workspace.check();
        Self { section, workspace, checked }
    }

    /// Compares what was expected with what came out.
    pub fn check(&self) -> Told {
        let mut told = Told::default();
        for file in files(self.section) {
            let Some(report) = self.report(path(file)) else { continue };
            told.wrong.extend(self.compare(file, report));
        }
        let mut start = None;
        let mut clock = None;
        let mut simulated = None;
        let mut variables = "{}";
        for block in &self.section.blocks {
            let text = match block.language {
                "run" => {
                    start = Some(block);
                    continue;
                }
                "simulate" => {
                    simulated = Some(block);
                    continue;
                }
                "clock" => {
                    clock = Some(block);
                    continue;
                }
                "variables" => {
                    variables = block.text;
                    continue;
                }
                "templates" => super::expressions::answered(block.text, block.argument, variables),
                "fired" => clock.ok_or_else(|| "there is no `clock` block above it".to_owned()).and_then(|script| {
                    let plan = self.plan(script)?;
                    super::clock::play(script.text, &plan, &self.checked)
                }),
                "diagnostics" => Ok(self.drawn()),
                "plan" => self.plan(block).map(|plan| plan::diagram::draw(&plan)),
                "log" => start.ok_or_else(|| "there is no `run` block above it".to_owned()).and_then(|start| {
                    let plan = self.plan(start)?;
                    run::run(start.text, &plan, &self.checked)
                }),
                "story" => simulated
                    .ok_or_else(|| "there is no `simulate` block above it".to_owned())
                    .and_then(|script| super::simulate::story(script.text, &self.plan(script)?)),
                _ => continue,
            };
            match text {
                Ok(text) => told.outputs.push(Output { range: block.range.clone(), line: block.line, text }),
                Err(message) => told.wrong.push(Wrong { line: block.line, message }),
            }
        }
        told
    }

    fn report(&self, path: &str) -> Option<&Arc<FileReport>> {
        self.checked.files.iter().find(|report| &*report.path == path)
    }

    /// The plan of the flow a block names.
    fn plan(&self, block: &Block<'_>) -> Result<Arc<Plan>, String> {
        let path = path(block);
        match self.report(path).map(|report| &report.unit) {
            Some(Some(compiler::Unit::Flow(plan))) => Ok(plan.clone()),
            Some(_) => Err(format!("`{path}` gives no plan")),
            None => Err(format!("there is no file `{path}`")),
        }
    }

    /// Every finding, drawn as in a terminal of 100 columns without colours.
    fn drawn(&self) -> String {
        let look = Look { width: Some(100), ..Look::default() };
        let mut text = String::new();
        for diagnostic in self.checked.diagnostics() {
            report::render::full(&self.workspace, diagnostic, &look, &mut text);
        }
        text.truncate(text.trim_end().len());
        text.push('\n');
        text
    }

    fn compare(&self, file: &Block<'_>, report: &FileReport) -> Vec<Wrong> {
        let mut expected = expectations(file.text);
        let mut wrong = Vec::new();
        let Some(source) = self.workspace.source(report.file) else { return wrong };
        for diagnostic in &report.diagnostics {
            let line = line_of(diagnostic, source);
            match expected.iter().position(|expectation| fits(expectation, diagnostic, line)) {
                Some(index) => {
                    expected.remove(index);
                }
                None => wrong
                    .push(Wrong { line: file.line + line, message: format!("nothing expects {}", told(diagnostic)) }),
            }
        }
        wrong.extend(expected.into_iter().map(|missing| {
            let Expectation { line, severity, code, text } = missing;
            let level = severity.word();
            Wrong { line: file.line + line, message: format!("nothing found for {level}[{code}]: {text}") }
        }));
        wrong
    }
}

/// The files of a case; examples of other things in YAML are marked as `yaml ignore`.
fn files<'a>(section: &'a Section<'a>) -> impl Iterator<Item = &'a Block<'a>> {
    section.blocks.iter().filter(|block| block.language == "yaml" && block.argument != "ignore")
}

fn path<'a>(block: &Block<'a>) -> &'a str {
    if block.argument.is_empty() { DEFAULT_PATH } else { block.argument }
}

fn line_of(diagnostic: &Diagnostic, source: &Source) -> usize {
    source.position(diagnostic.primary.place.span.start as usize).line as usize
}

fn fits(expectation: &Expectation, diagnostic: &Diagnostic, line: usize) -> bool {
    expectation.line == line
        && expectation.severity == diagnostic.severity
        && expectation.code == diagnostic.code.name
        && diagnostic.message.contains(&expectation.text)
}

fn told(diagnostic: &Diagnostic) -> String {
    format!("{}[{}]: {}", diagnostic.severity.word(), diagnostic.code.name, diagnostic.message)
}
