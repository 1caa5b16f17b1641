//! The edits that mend what is wrong under the cursor.

use gen_lsp_types::{CodeAction, CodeActionKind, CodeActionParams, CodeActionResponse};
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
            edit: Some(session.workspace_edit(&action.fix.edits)),
            ..CodeAction::default()
        })
    };
    Some(actions.into_iter().map(write).collect())
}
