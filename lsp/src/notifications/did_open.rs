//! A document was opened in the editor.

use gen_lsp_types::DidOpenTextDocumentParams;

use crate::session::Session;

pub(super) fn take(session: &mut Session<'_>, parameters: DidOpenTextDocumentParams) {
    let document = parameters.text_document;
    session.open(document.uri, document.version, document.text);
}
