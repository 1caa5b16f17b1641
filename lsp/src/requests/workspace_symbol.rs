//! Flows, tasks and whatever else has a name, in all files.

use gen_lsp_types::{
    BaseSymbolInformation, WorkspaceSymbol, WorkspaceSymbolLocation, WorkspaceSymbolParams, WorkspaceSymbolResponse,
};
use ide::Part;
use ide::outline::PartKind;
use report::{FileId, Place, Span};

use super::document_symbol::kind;
use crate::session::Session;

/// How many are told; an editor asks again when more is typed.
const MOST: usize = 500;

pub(super) fn answer(session: &Session<'_>, parameters: WorkspaceSymbolParams) -> Option<WorkspaceSymbolResponse> {
    let query = parameters.query.to_lowercase();
    let mut found = Vec::new();
    for file in session.workspace.files() {
        let path = session.workspace.source(file).map(|source| source.path.to_string()).unwrap_or_default();
        if let Some(place) = session.workspace.index().place_of_name(file) {
            let name = session.workspace.source(file).map(|source| source.slice(place.span).to_owned());
            add(session, &mut found, &query, &name.unwrap_or_default(), PartKind::Page, (file, place.span), &path);
        }
        parts(session, &mut found, &query, &ide::outline(&session.workspace, file), file, &path);
        if found.len() >= MOST {
            break;
        }
    }
    found.truncate(MOST);
    Some(WorkspaceSymbolResponse::WorkspaceSymbolList(found))
}

fn parts(
    session: &Session<'_>,
    found: &mut Vec<WorkspaceSymbol>,
    query: &str,
    all: &[Part],
    file: FileId,
    container: &str,
) {
    for part in all {
        if !matches!(part.kind, PartKind::Section | PartKind::Branch) {
            add(session, found, query, &part.name, part.kind, (file, part.grip), container);
        }
        parts(session, found, query, &part.parts, file, container);
    }
}

/// Takes in a name whose letters hold those of the query, in this order.
fn add(
    session: &Session<'_>,
    found: &mut Vec<WorkspaceSymbol>,
    query: &str,
    name: &str,
    part: PartKind,
    (file, span): (FileId, Span),
    container: &str,
) {
    let mut letters = name.chars().flat_map(char::to_lowercase);
    if !query.chars().all(|wanted| letters.any(|letter| letter == wanted)) {
        return;
    }
    let Some(location) = session.location(Place { file, span }) else { return };
    found.push(WorkspaceSymbol {
        location: WorkspaceSymbolLocation::Location(location),
        data: None,
        base_symbol_information: BaseSymbolInformation {
            name: name.to_owned(),
            kind: kind(part),
            tags: None,
            container_name: Some(container.to_owned()),
        },
    });
}
