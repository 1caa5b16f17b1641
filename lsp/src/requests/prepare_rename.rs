//! Whether the name under the cursor can be changed.

use gen_lsp_types::{PrepareRenameParams, PrepareRenamePlaceholder, PrepareRenameResult};

use crate::session::Session;

pub(super) fn answer(session: &Session<'_>, parameters: PrepareRenameParams) -> Option<PrepareRenameResult> {
    let (source, offset) = session.place(&parameters.text_document_position_params)?;
    let (span, placeholder) = ide::renamable(&session.workspace, source.file, offset)?;
    let range = session.encoding.range(source, span);
    Some(PrepareRenameResult::PrepareRenamePlaceholder(PrepareRenamePlaceholder { range, placeholder }))
}
