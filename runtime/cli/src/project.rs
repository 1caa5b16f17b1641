//! Files read and checked together, as fast as the machine can.

use std::io::Read;
use std::path::PathBuf;
use std::sync::Arc;

use compiler::{FileKind, FileReport, Settings, Workspace};

use crate::exit::Complaint;
use crate::files::{self, Found};
use crate::parallel;

/// A text to be checked, with the name people see.
pub(crate) struct Text {
    /// The name in messages.
    pub(crate) name: String,
    /// The text.
    pub(crate) text: String,
}

/// Files that were checked together.
pub(crate) struct Project {
    /// Every file.
    pub(crate) workspace: Workspace,
    /// What was found in those that were asked for and hold a flow or an app, or cannot be told; by name.
    pub(crate) reports: Vec<Arc<FileReport>>,
}

impl Project {
    /// Reads the files that paths name.
    pub(crate) fn read(paths: &[PathBuf]) -> Result<Vec<Text>, Complaint> {
        let found = files::find(paths)?;
        let read = |found: &Found| files::read(&found.path).map(|text| Text { name: found.name.clone(), text });
        parallel::map(&found, read).into_iter().collect()
    }

    /// Reads standard input.
    pub(crate) fn read_input(name: &str) -> Result<Text, Complaint> {
        let mut bytes = Vec::new();
        let read = std::io::stdin().lock().read_to_end(&mut bytes);
        read.map_err(|error| Complaint::usage(format!("cannot read standard input: {error}")))?;
        Ok(Text { name: name.to_owned(), text: files::decode(bytes, name)? })
    }

    /// Checks texts together.
    pub(crate) fn check(texts: Vec<Text>, settings: Settings) -> Self {
        let mut workspace = Workspace::new(settings);
        let files: Vec<_> = texts.into_iter().map(|text| workspace.set(text.name, text.text)).collect();
        parallel::map(&files, |file| {
            workspace.prepare(*file);
        });
        workspace.index();
        let reports = parallel::map(&files, |file| workspace.check_file(*file));
        let told = |report: &Arc<FileReport>| report.kind != FileKind::Other || !report.diagnostics.is_empty();
        let mut reports: Vec<_> = reports.into_iter().flatten().filter(told).collect();
        reports.sort_by(|a, b| a.path.cmp(&b.path));
        Self { workspace, reports }
    }
}
