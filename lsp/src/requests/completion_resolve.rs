//! What is to be said of a completion that the author looks at.

use gen_lsp_types::CompletionItem;

use super::completion::markdown;
use crate::session::Session;

pub(super) fn answer(session: &Session<'_>, mut item: CompletionItem) -> CompletionItem {
    let part = |key: &str| item.data.as_ref()?.get(key)?.as_str().map(str::to_owned);
    if let (Some(path), Some(name)) = (part("path"), part("type"))
        && let Some(file) = session.workspace.file(&path)
    {
        item.documentation = ide::describe_type(&session.workspace, file, &name).map(markdown);
    }
    item
}
