//! What is known of the thing under the cursor.

use gen_lsp_types::{Contents, Hover, HoverParams, MarkupContent, MarkupKind};

use crate::session::Session;

pub(super) fn answer(session: &Session<'_>, parameters: HoverParams) -> Option<Hover> {
    let (source, offset) = session.place(&parameters.text_document_position_params)?;
    let found = ide::hover(&session.workspace, source.file, offset)?;
    Some(Hover {
        contents: Contents::MarkupContent(MarkupContent { kind: MarkupKind::Markdown, value: found.text }),
        range: Some(session.encoding.range(source, found.span)),
    })
}
