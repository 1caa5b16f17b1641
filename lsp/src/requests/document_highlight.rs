//! Where the name under the cursor stands in the same document.

use gen_lsp_types::{DocumentHighlight, DocumentHighlightKind, DocumentHighlightParams};
use ide::symbol::Role;

use crate::session::Session;

pub(super) fn answer(session: &Session<'_>, parameters: DocumentHighlightParams) -> Option<Vec<DocumentHighlight>> {
    let (source, offset) = session.place(&parameters.text_document_position_params)?;
    let found = ide::highlights(&session.workspace, source.file, offset);
    let write = |it: ide::Occurrence| DocumentHighlight {
        range: session.encoding.range(source, it.place.span),
        kind: Some(match it.role {
            Role::Definition => DocumentHighlightKind::Write,
            Role::Reference => DocumentHighlightKind::Read,
        }),
    };
    Some(found.into_iter().map(write).collect())
}
