//! What an editor asks: one file for each kind of request.

use std::panic::{AssertUnwindSafe, catch_unwind};

use gen_lsp_types::{
    CodeActionRequest, CompletionRequest, CompletionResolveRequest, DefinitionRequest, DocumentHighlightRequest,
    DocumentSymbolRequest, FoldingRangeRequest, HoverRequest, PrepareRenameRequest, ReferencesRequest, RenameRequest,
    Request, WorkspaceSymbolRequest,
};
use lsp_server::{ErrorCode, Response};

use crate::session::Session;

mod code_action;
mod completion;
mod completion_resolve;
mod definition;
mod document_highlight;
mod document_symbol;
mod folding_range;
mod hover;
mod prepare_rename;
mod references;
mod rename;
mod workspace_symbol;

/// Answers a request; a question of ours that fails costs this one answer, never the server.
pub(crate) fn answer(session: &Session<'_>, request: lsp_server::Request) -> Response {
    Dispatch { session, request, response: None }
        .on::<CompletionRequest>(completion::answer)
        .on::<CompletionResolveRequest>(completion_resolve::answer)
        .on::<HoverRequest>(hover::answer)
        .on::<DefinitionRequest>(definition::answer)
        .on::<ReferencesRequest>(references::answer)
        .on::<DocumentHighlightRequest>(document_highlight::answer)
        .on::<DocumentSymbolRequest>(document_symbol::answer)
        .on::<FoldingRangeRequest>(folding_range::answer)
        .on::<CodeActionRequest>(code_action::answer)
        .on::<PrepareRenameRequest>(prepare_rename::answer)
        .refusing::<RenameRequest>(rename::answer)
        .on::<WorkspaceSymbolRequest>(workspace_symbol::answer)
        .finish()
}

struct Dispatch<'a, 'b> {
    session: &'a Session<'b>,
    request: lsp_server::Request,
    response: Option<Response>,
}

impl<'b> Dispatch<'_, 'b> {
    fn on<R: Request>(self, answer: fn(&Session<'b>, R::Params) -> R::Result) -> Self {
        self.answered::<R>(|session, parameters| Ok(answer(session, parameters)))
    }

    /// The same for what can be refused with a reason, which the editor shows.
    fn refusing<R: Request>(self, answer: fn(&Session<'b>, R::Params) -> Result<R::Result, String>) -> Self {
        self.answered::<R>(answer)
    }

    fn answered<R: Request>(
        mut self,
        answer: impl FnOnce(&Session<'b>, R::Params) -> Result<R::Result, String>,
    ) -> Self {
        if self.response.is_none() && self.request.method == R::METHOD.as_str() {
            let id = self.request.id.clone();
            let parameters = std::mem::take(&mut self.request.params);
            self.response = Some(match serde_json::from_value(parameters) {
                Err(error) => Response::new_err(id, ErrorCode::InvalidParams as i32, error.to_string()),
                Ok(parameters) => match catch_unwind(AssertUnwindSafe(|| answer(self.session, parameters))) {
                    Ok(Ok(result)) => Response::new_ok(id, result),
                    Ok(Err(reason)) => Response::new_err(id, ErrorCode::RequestFailed as i32, reason),
                    Err(_) => {
                        let message = format!("lanner could not answer `{}`", self.request.method);
                        Response::new_err(id, ErrorCode::InternalError as i32, message)
                    }
                },
            });
        }
        self
    }

    fn finish(self) -> Response {
        let unknown = || format!("`{}` is not supported", self.request.method);
        self.response
            .unwrap_or_else(|| Response::new_err(self.request.id.clone(), ErrorCode::MethodNotFound as i32, unknown()))
    }
}
