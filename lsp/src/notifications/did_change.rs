//! A document was edited: each change builds on the one before.

use gen_lsp_types::{DidChangeTextDocumentParams, TextDocumentContentChangeEvent};
use report::Source;

use crate::encoding::Encoding;
use crate::session::Session;

pub(super) fn take(session: &mut Session<'_>, parameters: DidChangeTextDocumentParams) {
    let document = parameters.text_document;
    let Some(file) = session.file(&document.text_document_identifier.uri) else { return };
    let Some(source) = session.workspace.source(file) else { return };
    let text = apply(source, parameters.content_changes, session.encoding);
    session.change(file, document.version, text);
}

fn apply(source: &Source, changes: Vec<TextDocumentContentChangeEvent>, encoding: Encoding) -> String {
    let mut text = source.text.to_string();
    for change in changes {
        match change {
            TextDocumentContentChangeEvent::TextDocumentContentChangeWholeDocument(whole) => text = whole.text,
            TextDocumentContentChangeEvent::TextDocumentContentChangePartial(part) => {
                let now = Source::new(source.file, source.path.clone(), text.as_str());
                text.replace_range(encoding.span(&now, &part.range).range(), &part.text);
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use gen_lsp_types::{Position, Range, TextDocumentContentChangePartial};
    use report::FileId;

    use super::*;

    #[test]
    fn each_change_builds_on_the_one_before() {
        let source = Source::new(FileId(0), "a.yaml", "id: 𝄞a\n");
        let at = |line, character| Position { line, character };
        let edit = |start, end, text: &str| {
            let part = TextDocumentContentChangePartial::new(Range { start, end }, None, text.to_owned());
            TextDocumentContentChangeEvent::TextDocumentContentChangePartial(part)
        };
        let changes = vec![edit(at(0, 6), at(0, 7), "b\nx"), edit(at(1, 0), at(1, 1), "y: 1")];
        assert_eq!(apply(&source, changes, Encoding::Utf16), "id: 𝄞b\ny: 1\n");
    }
}
