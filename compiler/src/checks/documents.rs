//! The documents of a file: only the first is read.

use grammar::yaml::NodeKind;
use report::{Report, Span};

use super::Base;
use crate::diagnostics::several_documents::SeveralDocuments;

pub(super) fn check(base: Base<'_>, report: &mut Report) {
    let mut further = base.prepared.tree.documents.iter().skip(1);
    if let Some(second) = further.find(|document| !matches!(document.root.kind, NodeKind::Missing)) {
        let start = second.span.start as usize;
        report.add(SeveralDocuments { place: base.place(Span::new(start, start + "---".len())) });
    }
}
