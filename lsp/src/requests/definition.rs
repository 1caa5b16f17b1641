//! Where the name under the cursor is declared.

use gen_lsp_types::{Definition, DefinitionParams, DefinitionResponse};

use crate::session::Session;

pub(super) fn answer(session: &Session<'_>, parameters: DefinitionParams) -> Option<DefinitionResponse> {
    let (source, offset) = session.place(&parameters.text_document_position_params)?;
    let places = ide::definition(&session.workspace, source.file, offset);
    let locations = places.into_iter().filter_map(|place| session.location(place)).collect();
    Some(DefinitionResponse::Definition(Definition::LocationList(locations)))
}
