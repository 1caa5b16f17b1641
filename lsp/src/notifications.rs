//! What an editor tells: one file for each kind of notification.

use gen_lsp_types::{
    DidChangeTextDocumentNotification, DidChangeWatchedFilesNotification, DidCloseTextDocumentNotification,
    DidOpenTextDocumentNotification, Notification,
};

use crate::session::Session;

mod did_change;
mod did_change_watched_files;
mod did_close;
mod did_open;

/// Takes in a notification; those that are not listed concern other servers.
pub(crate) fn take(session: &mut Session<'_>, notification: lsp_server::Notification) {
    let mut dispatch = Dispatch { session, notification: Some(notification) };
    dispatch
        .on::<DidOpenTextDocumentNotification>(did_open::take)
        .on::<DidChangeTextDocumentNotification>(did_change::take)
        .on::<DidCloseTextDocumentNotification>(did_close::take)
        .on::<DidChangeWatchedFilesNotification>(did_change_watched_files::take);
}

struct Dispatch<'a, 'b> {
    session: &'a mut Session<'b>,
    notification: Option<lsp_server::Notification>,
}

impl<'b> Dispatch<'_, 'b> {
    /// A notification whose parameters do not fit the protocol is passed over: there is no one to answer.
    fn on<N: Notification>(&mut self, take: fn(&mut Session<'b>, N::Params)) -> &mut Self {
        if let Some(notification) = self.notification.take_if(|it| it.method == N::METHOD.as_str())
            && let Ok(parameters) = serde_json::from_value(notification.params)
        {
            take(self.session, parameters);
        }
        self
    }
}
