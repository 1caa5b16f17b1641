//! Findings as the protocol writes them, told to the editor when they changed.

use std::sync::Arc;

use compiler::Workspace;
use gen_lsp_types::{
    Code, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, Location, Message,
    PublishDiagnosticsParams,
};
use report::{Severity, Source};

use crate::encoding::Encoding;
use crate::session::Session;

/// What the editor has to be told now: one message for each open document whose findings changed.
pub(crate) fn changed(session: &mut Session<'_>) -> Vec<PublishDiagnosticsParams> {
    let workspace = session.workspace.clone();
    let mut stale = Vec::new();
    for (file, document) in session.documents() {
        let Some(report) = workspace.check_file(file) else { continue };
        if document.published.as_ref().is_none_or(|published| !Arc::ptr_eq(published, &report)) {
            document.published = Some(report.clone());
            stale.push((report, document.uri.clone(), document.version));
        }
    }
    let tell = |(report, uri, version): (Arc<compiler::FileReport>, _, _)| {
        let source = workspace.source(report.file)?;
        let diagnostics = report.diagnostics.iter().map(|finding| diagnostic(session, source, finding)).collect();
        Some(PublishDiagnosticsParams { uri, version: Some(version), diagnostics })
    };
    stale.into_iter().filter_map(tell).collect()
}

/// One finding; further lines of it follow the message, for editors show nothing else.
pub(crate) fn diagnostic(session: &Session<'_>, source: &Source, finding: &report::Diagnostic) -> Diagnostic {
    let mut message = finding.message.clone();
    for note in &finding.notes {
        message.push('\n');
        message.push_str(note);
    }
    let related: Vec<_> = finding.secondary.iter().filter_map(|label| related(session, label)).collect();
    Diagnostic {
        range: session.encoding.range(source, finding.primary.place.span),
        severity: Some(severity(finding.severity)),
        code: Some(Code::String(finding.code.name.to_owned())),
        source: Some("lanner".to_owned()),
        message: Message::String(message),
        tags: tag(finding).map(|tag| vec![tag]),
        related_information: (!related.is_empty()).then_some(related),
        ..Diagnostic::default()
    }
}

fn related(session: &Session<'_>, label: &report::Label) -> Option<DiagnosticRelatedInformation> {
    let workspace: &Workspace = &session.workspace;
    let encoding: Encoding = session.encoding;
    let source = workspace.source(label.place.file)?;
    let range = encoding.range(source, label.place.span);
    let location = Location { uri: session.uri(label.place.file)?, range };
    Some(DiagnosticRelatedInformation { location, message: label.message.clone() })
}

fn severity(severity: Severity) -> DiagnosticSeverity {
    match severity {
        Severity::Error => DiagnosticSeverity::Error,
        Severity::Warning => DiagnosticSeverity::Warning,
        Severity::Info => DiagnosticSeverity::Information,
        Severity::Hint => DiagnosticSeverity::Hint,
    }
}

/// How an editor should draw what a finding speaks of: struck through, or faded.
fn tag(finding: &report::Diagnostic) -> Option<DiagnosticTag> {
    let name = finding.code.name;
    if name.starts_with("deprecated-") {
        Some(DiagnosticTag::Deprecated)
    } else if name.starts_with("unused-") || name.starts_with("unreachable-") {
        Some(DiagnosticTag::Unnecessary)
    } else {
        None
    }
}
