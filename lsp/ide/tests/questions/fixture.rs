//! Files with a place marked `$0`, and answers drawn over them.

use compiler::{Settings, Workspace};
use report::render::{Look, full};
use report::{Code, Confidence, Diagnostic, FileId, Label, Place, Severity};

/// Files, and the place that is asked about.
pub(crate) struct Fixture {
    pub(crate) workspace: Workspace,
    pub(crate) file: FileId,
    pub(crate) offset: usize,
}

/// Reads files from one text: each begins with `--- path`; a text without any is one flow.
pub(crate) fn fixture(text: &str) -> Fixture {
    let mut workspace = Workspace::new(Settings::default());
    let mut asked = None;
    let files = if text.starts_with("--- ") { text.split("--- ").skip(1).collect() } else { vec![text] };
    for file in files {
        let (path, text) = match file.split_once('\n') {
            Some((path, rest)) if path.ends_with(".yaml") => (path, rest),
            _ => ("flow.yaml", file),
        };
        let offset = text.find("$0");
        let id = workspace.set(path, text.replacen("$0", "", 1));
        asked = asked.or(offset.map(|offset| (id, offset)));
    }
    let (file, offset) = asked.expect("one file has a `$0`");
    Fixture { workspace, file, offset }
}

static ANSWER: Code = Code { name: "answer", severity: Severity::Info, summary: "", doc: "", group: "", since: "0.1" };

impl Fixture {
    /// An answer, drawn where it belongs.
    pub(crate) fn drawn(&self, places: &[(Place, &str)]) -> String {
        let mut out = String::new();
        for (place, message) in places {
            let diagnostic = Diagnostic {
                code: &ANSWER,
                severity: Severity::Info,
                confidence: Confidence::High,
                message: (*message).to_owned(),
                primary: Label { place: *place, message: String::new() },
                secondary: Vec::new(),
                notes: Vec::new(),
                fixes: Vec::new(),
            };
            full(&self.workspace, &diagnostic, &Look::default(), &mut out);
        }
        out
    }
}

/// Compares with a snapshot that repeats the question.
pub(crate) fn snapshot(name: &str, question: &str, answer: &str) {
    insta::with_settings!({
        snapshot_path => concat!(env!("CARGO_MANIFEST_DIR"), "/../../snapshots/ide"),
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!(name, format!("{question}\n=====\n{answer}"));
    });
}
