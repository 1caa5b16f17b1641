//! What a file means: the stages between its text and its plan, kept for whoever asks about a place in it.

use crate::ast::Document;
use crate::connect;
use crate::graph::Graph;
use crate::index::Index;
use crate::ir::{App, Flow};
use crate::prepare::Prepared;
use crate::resolve::{resolve, resolve_app};

/// What a file means.
#[derive(Clone, Debug)]
pub enum Analysis {
    /// A flow.
    Flow {
        /// Its tasks, inputs, triggers and rendered texts.
        flow: Box<Flow>,
        /// What runs before what.
        graph: Graph,
    },
    /// An app.
    App(Box<App>),
    /// Neither.
    Other,
}

/// Works out what a file means.
pub(crate) fn analyze(prepared: &Prepared, index: &Index) -> Analysis {
    match &prepared.document {
        Document::Flow(ast) => {
            let flow = resolve(prepared, ast, index);
            let mut graph = connect::connect(&flow);
            connect::read(&mut graph, &flow);
            Analysis::Flow { flow: Box::new(flow), graph }
        }
        Document::App(ast) => Analysis::App(Box::new(resolve_app(prepared, ast, index))),
        Document::Other => Analysis::Other,
    }
}
