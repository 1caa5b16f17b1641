//! Names, keys, filters, functions and tests that can be written in an expression.

use std::ops::Range;

use compiler::access::key_notation;
use compiler::environment::levels;
use compiler::graph::{Graph, Relation};
use compiler::ir::{Flow, Owner, Site, Sites};
use compiler::{Analysis, Settings, Workspace};
use grammar::yaml::Style;
use plan::dialect::Dialect;
use plan::function::{Form, Function};
use plan::functions;
use report::{FileId, Source, Span};

use super::{Completion, CompletionKind, Piece, Standing};
use crate::expression::{Context, Notation, Path, context};
use crate::hover::names;
use crate::{describe, values};

/// What can be written at a place in an expression; `None` where the place is in none.
pub(super) fn complete(workspace: &Workspace, file: FileId, offset: usize) -> Option<Vec<Completion>> {
    let analysis = workspace.analysis(file)?;
    let source = workspace.source(file)?;
    let sites = match &*analysis {
        Analysis::Flow { flow, .. } => &flow.sites,
        Analysis::App(app) => &app.sites,
        Analysis::Other => return None,
    };
    let (site, text, at) = text_at(sites, source, offset)?;
    let context = context(&text, at)?;
    let settings = workspace.settings().of(&source.path);
    let dialect = workspace.prepare(file)?.version.dialect();
    let asked = Asked { workspace, settings, analysis: &analysis, site, dialect };
    let place = |range: Range<usize>| place(site, &text, range);
    Some(match context {
        Context::Name(range) => asked.roots(&text, place(range)),
        Context::Filter(range) => asked.functions(Form::Filter, place(range)),
        Context::Test(range) => asked.functions(Form::Test, place(range)),
        Context::Key { of, range, notation } => {
            asked.keys(&of, place(range.clone()), notation, |dot| place(dot..range.end))
        }
        Context::Argument { function, range } => asked.argument(&function, place(range)),
    })
}

/// The text that is rendered around a place, and where in it the place is; blanks behind what was typed
/// last belong to it.
fn text_at<'s>(sites: &'s Sites, source: &Source, offset: usize) -> Option<(&'s Site, String, usize)> {
    for (_, site) in sites.iter() {
        let content = site.scalar.content();
        if content.touches(offset)
            && let Some(at) = site.scalar.offset_of(offset)
        {
            return Some((site, site.scalar.text.to_string(), at));
        }
        let behind = source.text.get(content.end as usize..offset).unwrap_or("\n");
        if !behind.is_empty() && behind.bytes().all(|byte| byte == b' ') {
            let text = format!("{}{behind}", site.scalar.text);
            let at = text.len();
            return Some((site, text, at));
        }
    }
    None
}

/// Where a part of the text stands in the file, blanks behind it included.
fn place(site: &Site, text: &str, range: Range<usize>) -> Span {
    let known = site.scalar.text.len();
    if range.start <= known && range.end <= known {
        return site.scalar.span_of(range);
    }
    let end = site.scalar.content().end as usize;
    let at = |offset: usize| end + offset.min(text.len()).saturating_sub(known);
    Span::new(at(range.start), at(range.end))
}

struct Asked<'a> {
    workspace: &'a Workspace,
    settings: &'a Settings,
    analysis: &'a Analysis,
    site: &'a Site,
    dialect: Dialect,
}

impl Asked<'_> {
    fn roots(&self, text: &str, replace: Span) -> Vec<Completion> {
        let Some(names) = names(self.workspace, self.analysis, self.site) else { return Vec::new() };
        let mut found: Vec<Completion> = names
            .all()
            .into_iter()
            .map(|name| {
                let ty = names.root(&name).unwrap_or_default();
                let mut item = Completion::new(&*name, CompletionKind::Name, replace);
                item.documentation = describe::value(&name, &ty);
                item.rank = 10;
                item
            })
            .collect();
        for local in locals(text) {
            let mut item = Completion::new(local, CompletionKind::Name, replace);
            item.rank = 5;
            found.push(item);
        }
        found.extend(self.functions(Form::Function, replace));
        found
    }

    fn functions(&self, form: Form, replace: Span) -> Vec<Completion> {
        let usable = functions::ALL.iter().filter(|function| function.form == form && function.is_in(self.dialect));
        usable.map(|function| callable(function, replace)).collect()
    }

    fn keys(&self, of: &Path, replace: Span, notation: Notation, from_dot: impl Fn(usize) -> Span) -> Vec<Completion> {
        let Some(names) = names(self.workspace, self.analysis, self.site) else { return Vec::new() };
        let Some(ty) = names.follow(of) else { return Vec::new() };
        let tasks = matches!(&*of.root, "outputs" | "tasks") && of.keys.is_empty();
        let known = values::keys(&ty).into_iter();
        let usable = known.filter(|(key, _)| !tasks || self.may_have_run(key));
        usable
            .enumerate()
            .map(|(at, (key, ty))| {
                let mut item = Completion::new(&*key, CompletionKind::Name, replace);
                item.detail = describe::shown(&ty);
                item.rank = 10 + u32::try_from(at.min(500)).unwrap_or(500);
                let written = key_notation(&key);
                let loops = if tasks { self.loop_keys(&key) } else { String::new() };
                match (notation, written.strip_prefix('.')) {
                    (Notation::Dot(_), Some(name)) => item.insert = vec![Piece::Text(format!("{name}{loops}"))],
                    (Notation::Dot(dot), None) => {
                        item.replace = from_dot(dot);
                        item.insert = vec![Piece::Text(format!("{}{loops}", self.quoted(&written)))];
                    }
                    (Notation::Brackets, _) => {}
                }
                item
            })
            .collect()
    }

    /// Whether a task can be over before the text is rendered.
    fn may_have_run(&self, name: &str) -> bool {
        let Analysis::Flow { flow, graph } = self.analysis else { return true };
        match self.site.owner {
            Owner::Task(reader) => may_be_over(flow, graph, reader, name),
            _ => true,
        }
    }

    /// What has to stand behind a task in a loop to reach what it gave out in the same round.
    fn loop_keys(&self, name: &str) -> String {
        let Analysis::Flow { flow, .. } = self.analysis else { return String::new() };
        let (Some(task), Owner::Task(reader)) = (flow.named(name), self.site.owner) else { return String::new() };
        let shared = levels(flow, task.id).min(levels(flow, reader));
        if shared == 1 && levels(flow, task.id) == 1 { "[taskrun.value]".to_owned() } else { String::new() }
    }

    /// Quotes that do not end the YAML scalar they are written in.
    fn quoted(&self, notation: &str) -> String {
        match self.site.scalar.style {
            Style::SingleQuoted => notation.replace('\'', "\""),
            Style::Plain | Style::DoubleQuoted | Style::Literal | Style::Folded => notation.to_owned(),
        }
    }

    fn argument(&self, function: &str, replace: Span) -> Vec<Completion> {
        let settings = self.settings;
        let known = match function {
            "secret" => settings.secrets.as_ref(),
            "kv" => settings.keys.as_ref(),
            _ => None,
        };
        if let Some(known) = known {
            return known.iter().map(|name| Completion::new(name, CompletionKind::Name, replace)).collect();
        }
        let declared = functions::ALL.iter().filter(|it| it.name == function && it.is_in(self.dialect));
        let choices = declared.filter_map(|it| it.parameters.first()).flat_map(|parameter| parameter.choices);
        choices.map(|choice| Completion::new(*choice, CompletionKind::Value, replace)).collect()
    }
}

fn may_be_over(flow: &Flow, graph: &Graph, reader: compiler::ir::TaskId, name: &str) -> bool {
    let Some(task) = flow.named(name) else { return true };
    match graph.relation(flow, reader, task.id) {
        Relation::Before | Relation::Beside(_) => true,
        Relation::Same | Relation::Around | Relation::Within | Relation::After | Relation::Instead(_) => false,
    }
}

fn callable(function: &'static Function, replace: Span) -> Completion {
    let mut item = Completion::new(function.name, CompletionKind::Function, replace);
    item.detail = function.summary.to_owned();
    item.documentation = describe::function(function);
    item.rank = 40;
    let takes_arguments = function.parameters.iter().any(|it| it.presence == plan::function::Presence::Required);
    let brackets = match function.form {
        Form::Function => Some(takes_arguments || !function.parameters.is_empty()),
        Form::Filter | Form::Test => takes_arguments.then_some(true),
    };
    match brackets {
        Some(true) => {
            let (open, close) = (Piece::Text(format!("{}(", function.name)), Piece::Text(")".into()));
            item.insert = vec![open, Piece::Blank(String::new()), close];
        }
        Some(false) => item.insert = vec![Piece::Text(format!("{}()", function.name))],
        None => {}
    }
    if function.deprecated.is_some() {
        item.standing = Standing::Deprecated;
        item.rank = 900;
    }
    item
}

/// The names that `{% for %}` and `{% set %}` give in a text.
fn locals(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for part in text.split("{%").skip(1) {
        let mut words = part.split_whitespace();
        if matches!(words.next(), Some("for" | "set"))
            && let Some(name) = words.next()
            && !found.contains(&name)
        {
            found.push(name);
        }
    }
    found
}
