//! What is known of the thing under the cursor.

use compiler::ast::{Object, Property, Shape};
use compiler::environment::Scope;
use compiler::ir::{Flow, Site, Sites};
use compiler::prepare::Prepared;
use compiler::{Analysis, Workspace};
use plan::dialect::Version;
use plan::function::{Form, find};
use report::{FileId, Span};

use crate::cursor::{Cursor, Leaf};
use crate::expression::{self, Context};
use crate::values::{self, Names};
use crate::{describe, symbol};

/// What is known, and of what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hover {
    /// What it is about.
    pub span: Span,
    /// Markdown.
    pub text: String,
}

/// What is known of what stands at a place.
pub fn hover(workspace: &Workspace, file: FileId, offset: usize) -> Option<Hover> {
    let prepared = workspace.prepare(file)?;
    let cursor = Cursor::at(&prepared.document, offset);
    match cursor.leaf {
        Leaf::Key => key(cursor.innermost()?, cursor.property?, prepared.version),
        Leaf::Scalar(scalar) => {
            if let Some(hover) = in_expression(workspace, file, prepared, offset) {
                return Some(hover);
            }
            let property = cursor.property?;
            let object = cursor.innermost()?;
            if &*property.key.text == "type"
                && let Some(declaration) = object.declaration()
            {
                let text = describe::declaration(declaration, prepared.version);
                return Some(Hover { span: scalar.content(), text });
            }
            name(workspace, file, offset)
        }
        Leaf::FreeKey(_) => name(workspace, file, offset),
        Leaf::Nothing => None,
    }
}

fn key(object: &Object, property: &Property, version: Version) -> Option<Hover> {
    let span = property.key.span;
    if let Some(field) = property.field {
        return Some(Hover { span, text: describe::field(field, version) });
    }
    match object.shape {
        Shape::Plugin(kind, _) if &*property.key.text == "type" => {
            Some(Hover { span, text: format!("**type**: the type of the {}, required\n", kind.words()) })
        }
        Shape::Plugin(..) | Shape::Record(_) => None,
    }
}

/// A task, input, flow or variable: what it is and where it is declared.
fn name(workspace: &Workspace, file: FileId, offset: usize) -> Option<Hover> {
    let found = symbol::at(workspace, file, offset)?;
    let text = values::describe_symbol(workspace, &found.symbol)?;
    Some(Hover { span: found.place.span, text })
}

fn in_expression(workspace: &Workspace, file: FileId, prepared: &Prepared, offset: usize) -> Option<Hover> {
    let analysis = workspace.analysis(file)?;
    let site = match &*analysis {
        Analysis::Flow { flow, .. } => site_at(&flow.sites, offset)?,
        Analysis::App(app) => site_at(&app.sites, offset)?,
        Analysis::Other => return None,
    };
    let at = site.scalar.offset_of(offset)?;
    let dialect = prepared.version.dialect();
    // Asked at the end of the word, so that all of it counts.
    let word_end = site.scalar.text[at..].find(|it: char| !it.is_alphanumeric() && it != '_');
    let end = word_end.map_or(site.scalar.text.len(), |found| at + found);
    let function = |form, range: &std::ops::Range<usize>| {
        let name = &site.scalar.text[range.clone()];
        let function = find(form, name, dialect)?;
        Some(Hover { span: site.scalar.span_of(range.clone()), text: describe::function(&function) })
    };
    match expression::context(&site.scalar.text, end)? {
        Context::Filter(range) => function(Form::Filter, &range),
        Context::Test(range) => function(Form::Test, &range),
        Context::Name(range) => {
            let called = site.scalar.text[range.end..].starts_with('(');
            if called {
                return function(Form::Function, &range);
            }
            let name = &site.scalar.text[range.clone()];
            let names = names(workspace, &analysis, site)?;
            let ty = names.root(name)?;
            Some(Hover { span: site.scalar.span_of(range), text: describe::value(name, &ty) })
        }
        Context::Key { of, range, .. } => {
            let key = site.scalar.text[range.clone()].to_owned();
            let names = names(workspace, &analysis, site)?;
            let whole = values::member(names.follow(&of)?, Some(&key))?;
            let path = format!("{}{}", values::written(&of), compiler::access::key_notation(&key));
            let mut text = describe::value(&path, &whole);
            if let Some(found) = symbol::at(workspace, file, offset)
                && let Some(more) = values::describe_symbol(workspace, &found.symbol)
            {
                text.push('\n');
                text.push_str(&more);
            }
            Some(Hover { span: site.scalar.span_of(range), text })
        }
        Context::Argument { .. } => None,
    }
}

/// The text that is rendered and holds a place.
pub(crate) fn site_at(sites: &Sites, offset: usize) -> Option<&Site> {
    sites.iter().map(|(_, site)| site).find(|site| site.scalar.content().touches(offset))
}

/// What a text of a file can name.
pub(crate) fn names<'a>(workspace: &'a Workspace, analysis: &'a Analysis, site: &'a Site) -> Option<Names<'a>> {
    match analysis {
        Analysis::Flow { flow, .. } => Some(Names::Flow(scope(flow, site))),
        Analysis::App(app) => Some(Names::App(workspace.index().flow(&app.flow).map(|(_, flow)| flow))),
        Analysis::Other => None,
    }
}

fn scope<'a>(flow: &'a Flow, site: &'a Site) -> Scope<'a> {
    Scope { flow, owner: site.owner, property: &site.property }
}
