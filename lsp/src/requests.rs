//! What an editor asks: one file for each kind of request.

use std::panic::{AssertUnwindSafe, catch_unwind};

use gen_lsp_types::{CodeActionRequest, Request};
use lsp_server::{ErrorCode, Response};

use crate::session::Session;

mod code_action;

/// Answers a request; a question of ours that fails costs this one answer, never the server.
pub(crate) fn answer(session: &Session<'_>, request: lsp_server::Request) -> Response {
    Dispatch { session, request, response: None }.on::<CodeActionRequest>(code_action::answer).finish()
}

struct Dispatch<'a, 'b> {
    session: &'a Session<'b>,
    request: lsp_server::Request,
    response: Option<Response>,
}

impl<'b> Dispatch<'_, 'b> {
    fn on<R: Request>(mut self, answer: fn(&Session<'b>, R::Params) -> R::Result) -> Self {
        if self.response.is_none() && self.request.method == R::METHOD.as_str() {
            let id = self.request.id.clone();
            let parameters = std::mem::take(&mut self.request.params);
            self.response = Some(match serde_json::from_value(parameters) {
                Err(error) => Response::new_err(id, ErrorCode::InvalidParams as i32, error.to_string()),
                Ok(parameters) => match catch_unwind(AssertUnwindSafe(|| answer(self.session, parameters))) {
                    Ok(result) => Response::new_ok(id, result),
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
