//! Where the name under the cursor is used.

use gen_lsp_types::{Location, ReferenceParams};
use ide::symbol::Role;

use crate::session::Session;

pub(super) fn answer(session: &Session<'_>, parameters: ReferenceParams) -> Option<Vec<Location>> {
    let (source, offset) = session.place(&parameters.text_document_position_params)?;
    let found = ide::references(&session.workspace, source.file, offset).into_iter();
    let wanted = found.filter(|it| it.role == Role::Reference || parameters.context.include_declaration);
    Some(wanted.filter_map(|it| session.location(it.place)).collect())
}
