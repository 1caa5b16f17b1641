//! Files changed on disk: by version control, another editor, or a fix.

use gen_lsp_types::DidChangeWatchedFilesParams;

use crate::session::Session;

pub(super) fn take(session: &mut Session<'_>, parameters: DidChangeWatchedFilesParams) {
    let is_settings = |uri: &gen_lsp_types::Uri| uri.0.ends_with("/lanner.yaml");
    if parameters.changes.iter().any(|change| is_settings(&change.uri)) {
        session.reload();
    }
    for change in parameters.changes {
        session.refresh(&change.uri);
    }
}
