//! From a name to where it is declared, to where it is used, and to another name.

use compiler::Workspace;
use compiler::access::key_notation;
use report::{Edit, FileId, Place, Span};

use crate::symbol::{self, Notation, Occurrence, Role, SymbolKind};

/// Where the name at a place is declared.
pub fn definition(workspace: &Workspace, file: FileId, offset: usize) -> Vec<Place> {
    let Some(found) = symbol::at(workspace, file, offset) else { return Vec::new() };
    if found.symbol.kind == SymbolKind::Flow
        && let Some((file, _)) = workspace.index().flow(&found.symbol.flow)
    {
        return workspace.index().place_of_name(file).into_iter().collect();
    }
    let all = symbol::everywhere(workspace, &found.symbol).into_iter();
    all.filter(|it| it.role == Role::Definition).map(|it| it.place).collect()
}

/// Where the name at a place is used, and where it is declared where that is wanted.
pub fn references(workspace: &Workspace, file: FileId, offset: usize) -> Vec<Occurrence> {
    symbol::at(workspace, file, offset).map_or_else(Vec::new, |found| symbol::everywhere(workspace, &found.symbol))
}

/// Where the name at a place stands in the same file.
pub fn highlights(workspace: &Workspace, file: FileId, offset: usize) -> Vec<Occurrence> {
    let Some(found) = symbol::at(workspace, file, offset) else { return Vec::new() };
    symbol::occurrences(workspace, file).into_iter().filter(|it| it.symbol == found.symbol).collect()
}

/// The name at a place that can be changed, and where it stands.
pub fn renamable(workspace: &Workspace, file: FileId, offset: usize) -> Option<(Span, String)> {
    let found = symbol::at(workspace, file, offset)?;
    let known = symbol::everywhere(workspace, &found.symbol).iter().any(|it| it.role == Role::Definition);
    // Of a dotted name only its last part stands in any one place.
    known.then(|| (found.place.span, last(&found.symbol.name).to_owned()))
}

/// The edits that give the name at a place another one, wherever it stands.
///
/// # Errors
///
/// One line on why it cannot have this name.
pub fn rename(workspace: &Workspace, file: FileId, offset: usize, to: &str) -> Result<Vec<Edit>, String> {
    let Some(found) = symbol::at(workspace, file, offset) else { return Err("nothing here has a name".into()) };
    let fits = |it: char| it.is_ascii_alphanumeric() || matches!(it, '_' | '-');
    let starts = to.starts_with(|it: char| it.is_ascii_alphanumeric());
    if !starts || !to.chars().all(fits) {
        return Err(format!("`{to}` is no id: ids use letters, digits, `_` and `-`"));
    }
    let mut renamed = found.symbol.clone();
    renamed.name = match found.symbol.name.rsplit_once('.') {
        Some((group, _)) => format!("{group}.{to}").into(),
        None => to.into(),
    };
    if renamed.kind == SymbolKind::Flow {
        renamed.flow.id = to.into();
    }
    if renamed != found.symbol && !symbol::everywhere(workspace, &renamed).is_empty() {
        return Err(format!("`{to}` is taken"));
    }
    let all = symbol::everywhere(workspace, &found.symbol);
    Ok(all.iter().map(|it| edit(workspace, it, to)).collect())
}

fn edit(workspace: &Workspace, at: &Occurrence, to: &str) -> Edit {
    let notation = key_notation(to);
    let source = workspace.source(at.place.file);
    let written = source.map(|source| source.slice(at.place.span)).unwrap_or_default();
    match at.notation {
        Notation::Dot if notation.starts_with('[') => {
            // The dot goes, and quotes come that do not end the scalar.
            let start = at.place.span.start as usize - 1;
            let span = Span::new(start, at.place.span.end as usize);
            Edit { place: Place { file: at.place.file, span }, text: notation }
        }
        Notation::Yaml if written.contains('.') => {
            let head = written.rsplit_once('.').map_or("", |(head, _)| head);
            Edit { place: at.place, text: format!("{head}.{to}") }
        }
        Notation::Dot | Notation::Yaml | Notation::Brackets => Edit { place: at.place, text: to.to_owned() },
    }
}

fn last(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}
