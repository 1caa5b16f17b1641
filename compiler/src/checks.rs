//! What is looked for, by area: each area walks the ast or the ir and reports what it finds.
//!
//! To add a diagnostic, write `diagnostics/<name>.rs`, list it in [`crate::diagnostics::ALL`], and find it in the
//! area it belongs to; an area is a file here and a line in [`flow`] or [`app`].

use catalog::Catalog;
use report::{Place, Report, Span};

use crate::graph::Graph;
use crate::index::Index;
use crate::ir;
use crate::prepare::Prepared;
use crate::settings::Settings;

/// What every check can ask.
#[derive(Clone, Copy)]
pub(crate) struct Base<'a> {
    pub(crate) prepared: &'a Prepared,
    pub(crate) index: &'a Index,
    pub(crate) settings: &'a Settings,
    pub(crate) catalog: &'a Catalog,
}

impl Base<'_> {
    /// A span as a place in the file that is checked.
    pub(crate) fn place(&self, span: Span) -> Place {
        self.prepared.source.place(span)
    }
}

/// What checks of a flow can ask.
#[derive(Clone, Copy)]
pub(crate) struct FlowCheck<'a> {
    pub(crate) base: Base<'a>,
    pub(crate) flow: &'a ir::Flow,
    pub(crate) graph: &'a Graph,
}

/// What checks of an app can ask.
#[derive(Clone, Copy)]
pub(crate) struct AppCheck<'a> {
    pub(crate) base: Base<'a>,
    pub(crate) app: &'a ir::App,
}

/// All checks of a flow.
pub(crate) fn flow(_check: &FlowCheck<'_>, _report: &mut Report) {}

/// All checks of an app.
pub(crate) fn app(_check: &AppCheck<'_>, _report: &mut Report) {}
