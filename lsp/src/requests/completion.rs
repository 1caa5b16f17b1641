//! What can be written at the cursor.

use gen_lsp_types::{
    CompletionItem, CompletionItemKind, CompletionItemTag, CompletionItemTextEdit, CompletionList, CompletionParams,
    CompletionResponse, Documentation, InsertTextFormat, InsertTextMode, MarkupContent, MarkupKind, TextEdit,
};
use ide::Completion;
use ide::complete::{CompletionKind, Piece, Standing};
use report::Source;
use serde_json::json;

use crate::session::{Session, Snippets};

pub(super) fn answer(session: &Session<'_>, parameters: CompletionParams) -> Option<CompletionResponse> {
    let (source, offset) = session.place(&parameters.text_document_position_params)?;
    let found = ide::complete(&session.workspace, source.file, offset);
    let items = found.into_iter().map(|completion| item(session, source, completion)).collect();
    Some(CompletionResponse::CompletionList(CompletionList {
        is_incomplete: false,
        items,
        ..CompletionList::default()
    }))
}

fn item(session: &Session<'_>, source: &Source, completion: Completion) -> CompletionItem {
    let (new_text, format) = match session.snippets {
        Snippets::Understood if completion.insert.iter().any(|piece| matches!(piece, Piece::Blank(_))) => {
            (snippet(&completion.insert), Some(InsertTextFormat::Snippet))
        }
        Snippets::Understood | Snippets::Unknown => (completion.text(), None),
    };
    // What is decided late is asked for when the author looks at it.
    let data =
        (completion.kind == CompletionKind::Type).then(|| json!({ "path": &*source.path, "type": &completion.label }));
    let range = session.encoding.range(source, completion.replace);
    CompletionItem {
        sort_text: Some(format!("{:03} {}", completion.rank, completion.label)),
        filter_text: Some(
            source
                .slice(completion.replace)
                .get(..1)
                .filter(|it| *it == ".")
                .map_or_else(|| completion.label.clone(), |dot| format!("{dot}{}", completion.label)),
        ),
        kind: Some(kind(completion.kind)),
        tags: (completion.standing == Standing::Deprecated).then(|| vec![CompletionItemTag::Deprecated]),
        detail: (!completion.detail.is_empty()).then_some(completion.detail),
        documentation: (!completion.documentation.is_empty()).then(|| markdown(completion.documentation)),
        insert_text_format: format,
        insert_text_mode: new_text.contains('\n').then_some(InsertTextMode::AsIs),
        text_edit: Some(CompletionItemTextEdit::TextEdit(TextEdit { range, new_text })),
        data,
        label: completion.label,
        ..CompletionItem::default()
    }
}

pub(super) fn markdown(value: String) -> Documentation {
    Documentation::MarkupContent(MarkupContent { kind: MarkupKind::Markdown, value })
}

/// The pieces as a snippet: blanks numbered, characters that mean something escaped.
fn snippet(pieces: &[Piece]) -> String {
    let mut out = String::new();
    let mut number = 0;
    for piece in pieces {
        match piece {
            Piece::Text(text) => out.push_str(&escaped(text)),
            Piece::Blank(shown) if shown.is_empty() => {
                number += 1;
                out.push_str(&format!("${number}"));
            }
            Piece::Blank(shown) => {
                number += 1;
                out.push_str(&format!("${{{number}:{}}}", escaped(shown)));
            }
        }
    }
    out
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('$', "\\$").replace('}', "\\}")
}

fn kind(kind: CompletionKind) -> CompletionItemKind {
    match kind {
        CompletionKind::Key => CompletionItemKind::Property,
        CompletionKind::Type => CompletionItemKind::Class,
        CompletionKind::Value => CompletionItemKind::Value,
        CompletionKind::Name => CompletionItemKind::Variable,
        CompletionKind::Function => CompletionItemKind::Function,
        CompletionKind::Snippet => CompletionItemKind::Snippet,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn snippets_number_their_blanks() {
        let pieces = [
            Piece::Text("id: ".into()),
            Piece::Blank("id".into()),
            Piece::Text("\n  a: {$}".into()),
            Piece::Blank(String::new()),
        ];
        assert_eq!(snippet(&pieces), "id: ${1:id}\n  a: {\\$\\}$2");
    }
}
