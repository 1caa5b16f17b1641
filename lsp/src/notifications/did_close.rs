//! A document was closed in the editor.

use gen_lsp_types::DidCloseTextDocumentParams;

use crate::session::Session;

pub(super) fn take(session: &mut Session<'_>, parameters: DidCloseTextDocumentParams) {
    session.close(&parameters.text_document.uri);
}
