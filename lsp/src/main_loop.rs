//! The loop: messages in their order, and findings when no message waits.

use gen_lsp_types::{
    CodeActionProvider, CompletionOptions, DefinitionProvider, DocumentHighlightProvider, DocumentSymbolProvider,
    FoldingRangeProvider, HoverProvider, InitializeParams, InitializeResult, MessageType, Notification,
    PublishDiagnosticsNotification, ReferencesProvider, RenameOptions, RenameProvider, Save, ServerCapabilities,
    ServerInfo, ShowMessageNotification, ShowMessageParams, TextDocumentSync, TextDocumentSyncKind,
    TextDocumentSyncOptions, WorkspaceSymbolProvider,
};
use lsp_server::{Connection, Message};

use crate::encoding::Encoding;
use crate::project::Project;
use crate::session::Session;
use crate::{notifications, publish, requests};

/// Why the server stopped before the editor said goodbye, in one line.
#[derive(Debug)]
pub struct Stopped(pub String);

impl std::fmt::Display for Stopped {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.0)
    }
}

/// Serves one editor until it says goodbye.
///
/// # Errors
///
/// When the editor leaves without saying goodbye, or does not speak the protocol.
pub fn run(connection: &Connection, project: &dyn Project) -> Result<(), Stopped> {
    let broken = |error: lsp_server::ProtocolError| Stopped(format!("the editor broke the protocol: {error}"));
    let (id, parameters) = connection.initialize_start().map_err(broken)?;
    let parameters: InitializeParams = serde_json::from_value(parameters)
        .map_err(|error| Stopped(format!("the editor's first message is not understood: {error}")))?;
    let mut session = Session::new(project, &parameters);
    let result = InitializeResult { capabilities: capabilities(session.encoding), server_info: Some(server_info()) };
    let result = serde_json::to_value(result).map_err(|error| Stopped(error.to_string()))?;
    connection.initialize_finish(id, result).map_err(broken)?;
    serve(connection, &mut session)
}

fn serve(connection: &Connection, session: &mut Session<'_>) -> Result<(), Stopped> {
    let gone = || Stopped("the editor is gone".to_owned());
    loop {
        let message = match connection.receiver.try_recv() {
            Ok(message) => message,
            Err(_) => {
                for complaint in std::mem::take(&mut session.complaints) {
                    let told = ShowMessageParams { kind: MessageType::Warning, message: complaint };
                    connection.sender.send(notify::<ShowMessageNotification>(told)).map_err(|_| gone())?;
                }
                for told in publish::changed(session) {
                    connection.sender.send(notify::<PublishDiagnosticsNotification>(told)).map_err(|_| gone())?;
                }
                connection.receiver.recv().map_err(|_| gone())?
            }
        };
        match message {
            Message::Request(request) => {
                let stop = connection.handle_shutdown(&request);
                if stop.map_err(|error| Stopped(format!("the editor broke the protocol: {error}")))? {
                    return Ok(());
                }
                let response = requests::answer(session, request);
                connection.sender.send(Message::Response(response)).map_err(|_| gone())?;
            }
            Message::Notification(notification) => notifications::take(session, notification),
            Message::Response(_) => {}
        }
    }
}

fn notify<N: Notification>(parameters: N::Params) -> Message {
    Message::Notification(lsp_server::Notification::new(N::METHOD.as_str().to_owned(), parameters))
}

fn capabilities(encoding: Encoding) -> ServerCapabilities {
    ServerCapabilities {
        position_encoding: Some(encoding.kind()),
        text_document_sync: Some(TextDocumentSync::Options(TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(TextDocumentSyncKind::Incremental),
            save: Some(Save::Bool(true)),
            ..TextDocumentSyncOptions::default()
        })),
        completion_provider: Some(CompletionOptions {
            trigger_characters: Some([".", "|", "{", ":", " ", "'", "-"].map(str::to_owned).to_vec()),
            resolve_provider: Some(true),
            ..CompletionOptions::default()
        }),
        hover_provider: Some(HoverProvider::Bool(true)),
        definition_provider: Some(DefinitionProvider::Bool(true)),
        references_provider: Some(ReferencesProvider::Bool(true)),
        document_highlight_provider: Some(DocumentHighlightProvider::Bool(true)),
        document_symbol_provider: Some(DocumentSymbolProvider::Bool(true)),
        workspace_symbol_provider: Some(WorkspaceSymbolProvider::Bool(true)),
        code_action_provider: Some(CodeActionProvider::Bool(true)),
        rename_provider: Some(RenameProvider::RenameOptions(RenameOptions {
            prepare_provider: Some(true),
            ..RenameOptions::default()
        })),
        folding_range_provider: Some(FoldingRangeProvider::Bool(true)),
        ..ServerCapabilities::default()
    }
}

fn server_info() -> ServerInfo {
    ServerInfo { name: "lanner".to_owned(), version: Some(env!("CARGO_PKG_VERSION").to_owned()) }
}
