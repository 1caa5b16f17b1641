//! Another name, wherever the one under the cursor stands.

use gen_lsp_types::{RenameParams, WorkspaceEdit};

use crate::session::Session;

pub(super) fn answer(session: &Session<'_>, parameters: RenameParams) -> Result<Option<WorkspaceEdit>, String> {
    let Some((source, offset)) = session.place(&parameters.text_document_position_params) else { return Ok(None) };
    let edits = ide::rename(&session.workspace, source.file, offset, &parameters.new_name)?;
    Ok(Some(session.workspace_edit(&edits)))
}
