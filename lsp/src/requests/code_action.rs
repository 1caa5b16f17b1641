//! The edits that mend what is wrong under the cursor.

use std::collections::HashMap;

use gen_lsp_types::{CodeAction, CodeActionKind, CodeActionParams, CodeActionResponse, TextEdit, Uri, WorkspaceEdit};
use ide::fixes::Preference;

use crate::publish;
use crate::session::Session;

pub(super) fn answer(session: &Session<'_>, parameters: CodeActionParams) -> Option<Vec<CodeActionResponse>> {
    let file = session.file(&parameters.text_document.uri)?;
    let source = session.workspace.source(file)?;
    let span = session.encoding.span(source, &parameters.range);
    let actions = ide::fixes(&session.workspace, file, span);
    let write = |action: ide::Action| {
        CodeActionResponse::CodeAction(CodeAction {
            title: action.fix.message.clone(),
            kind: Some(CodeActionKind::QuickFix),
            diagnostics: Some(vec![publish::diagnostic(session, source, &action.diagnostic)]),
            is_preferred: Some(action.preference == Preference::Preferred),
            edit: Some(edit(session, &action.fix)),
            ..CodeAction::default()
        })
    };
    Some(actions.into_iter().map(write).collect())
}

fn edit(session: &Session<'_>, fix: &report::Fix) -> WorkspaceEdit {
    let mut changes: HashMap<Uri, Vec<TextEdit>> = HashMap::new();
    for edit in &fix.edits {
        let Some(source) = session.workspace.source(edit.place.file) else { continue };
        let Some(uri) = session.uri(edit.place.file) else { continue };
        let range = session.encoding.range(source, edit.place.span);
        changes.entry(uri).or_default().push(TextEdit { range, new_text: edit.text.clone() });
    }
    WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() }
}
