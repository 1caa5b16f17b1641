//! What a document consists of.

use gen_lsp_types::{DocumentSymbol, DocumentSymbolParams, DocumentSymbolResponse, SymbolKind};
use ide::Part;
use ide::outline::PartKind;
use report::Source;

use crate::session::Session;

pub(super) fn answer(session: &Session<'_>, parameters: DocumentSymbolParams) -> Option<DocumentSymbolResponse> {
    let file = session.file(&parameters.text_document.uri)?;
    let source = session.workspace.source(file)?;
    let parts = ide::outline(&session.workspace, file);
    Some(DocumentSymbolResponse::DocumentSymbolList(symbols(session, source, parts)))
}

fn symbols(session: &Session<'_>, source: &Source, parts: Vec<Part>) -> Vec<DocumentSymbol> {
    let write = |part: Part| {
        let children = symbols(session, source, part.parts);
        let range = session.encoding.range(source, part.span.to(part.grip));
        let selection_range = session.encoding.range(source, part.grip);
        let detail = (!part.detail.is_empty()).then_some(part.detail);
        let children = (!children.is_empty()).then_some(children);
        #[expect(deprecated, reason = "the protocol has a field it does not want")]
        let symbol = DocumentSymbol {
            name: part.name,
            detail,
            kind: kind(part.kind),
            tags: None,
            deprecated: None,
            range,
            selection_range,
            children,
        };
        symbol
    };
    parts.into_iter().map(write).collect()
}

pub(super) fn kind(kind: PartKind) -> SymbolKind {
    match kind {
        PartKind::Section => SymbolKind::Namespace,
        PartKind::Input => SymbolKind::Field,
        PartKind::Variable => SymbolKind::Variable,
        PartKind::Task => SymbolKind::Function,
        PartKind::Branch => SymbolKind::Operator,
        PartKind::Trigger => SymbolKind::Event,
        PartKind::Output => SymbolKind::Property,
        PartKind::Page => SymbolKind::Class,
        PartKind::Block => SymbolKind::Object,
    }
}
