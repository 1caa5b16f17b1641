//! Every diagnostic shows a mistake, and what it shows is that mistake and no other.
//!
//! A block `yaml error` (or `warning`, `info`, `hint`) in the documentation of a diagnostic holds the mistake at
//! that severity; a block `yaml file` lies beside it in the workspace; a plain `yaml` block is what would be right.

use compiler::settings::NamespaceFiles;
use compiler::{Settings, Workspace};
use plan::dialect::Version;
use report::render::{Look, full};
use report::{Code, Severity};

struct Block {
    info: String,
    text: String,
}

fn blocks(doc: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut open = false;
    for line in doc.lines() {
        match (open, line.strip_prefix("```")) {
            (false, Some(info)) => {
                blocks.push(Block { info: info.trim().to_owned(), text: String::new() });
                open = true;
            }
            (true, Some(_)) => open = false,
            (true, None) => {
                let block = blocks.last_mut().expect("an open block");
                block.text.push_str(line);
                block.text.push('\n');
            }
            (false, None) => {}
        }
    }
    blocks
}

fn severity(info: &str) -> Option<Severity> {
    match info.split_whitespace().nth(1)? {
        "error" => Some(Severity::Error),
        "warning" => Some(Severity::Warning),
        "info" => Some(Severity::Info),
        "hint" => Some(Severity::Hint),
        _ => None,
    }
}

/// What no example can show: it takes a text of megabytes.
const WITHOUT_EXAMPLE: &[&str] = &["yaml-limit"];

/// What the example of a code is checked with, where its documentation says `With …`.
fn settings(code: &str, target: Option<Version>) -> Settings {
    let names = |names: &[&str]| names.iter().map(ToString::to_string).collect::<Vec<String>>();
    let usual = Settings { target, ..Settings::default() };
    match code {
        "allow-without-reason" => Settings { require_reason: true, ..usual },
        "forbidden-property" => Settings { forbidden_properties: names(&["allowFailure"]), ..usual },
        "forbidden-type" => Settings { forbidden_types: names(&["io.kestra.plugin.scripts"]), ..usual },
        "unknown-kv-key" => Settings { keys: Some(names(&["region"])), ..usual },
        "unknown-namespace-file" => {
            let files = NamespaceFiles { namespace: "company.team".to_owned(), paths: names(&["sql/orders.sql"]) };
            Settings { namespace_files: vec![files], ..usual }
        }
        "unknown-secret" => Settings { secrets: Some(names(&["API_TOKEN"])), ..usual },
        _ => usual,
    }
}

/// The mistakes of a code with what is said of them, one under the other.
fn check(code: &Code, problems: &mut Vec<String>) -> String {
    let blocks = blocks(code.doc);
    let files: Vec<&Block> = blocks.iter().filter(|block| block.info == "yaml file").collect();
    let wrong: Vec<&Block> =
        blocks.iter().filter(|block| block.info.starts_with("yaml ") && severity(&block.info).is_some()).collect();
    if wrong.is_empty() {
        problems.push(format!("{}: no example", code.name));
    }
    let mut drawn = String::new();
    for block in wrong {
        let target = block.info.split_whitespace().nth(2).and_then(Version::parse);
        let mut workspace = Workspace::new(settings(code.name, target));
        for (number, file) in files.iter().enumerate() {
            workspace.set(format!("other-{number}.yaml"), file.text.as_str());
        }
        workspace.set("example.yaml", block.text.as_str());
        let checked = workspace.check();
        let found: Vec<(&str, Severity, &str)> =
            checked.diagnostics().map(|it| (it.code.name, it.severity, it.message.as_str())).collect();
        let wanted = severity(&block.info);
        if !found.iter().any(|it| it.0 == code.name && Some(it.1) == wanted) {
            problems.push(format!("{}: the example is not found: {found:?}", code.name));
        }
        for other in found.iter().filter(|it| it.0 != code.name && it.1 <= Severity::Info) {
            problems.push(format!("{}: the example also has {other:?}", code.name));
        }
        drawn.push_str(&block.text);
        drawn.push_str("=====\n");
        for finding in checked.diagnostics().filter(|finding| finding.code.name == code.name) {
            full(&workspace, finding, &Look { width: Some(100), ..Look::default() }, &mut drawn);
            drawn.push('\n');
        }
    }
    drawn
}

#[test]
fn examples_show_their_mistake_and_no_other() {
    let mut problems = Vec::new();
    for code in compiler::diagnostics::ALL.iter().filter(|code| !WITHOUT_EXAMPLE.contains(&code.name)) {
        let drawn = check(code, &mut problems);
        insta::with_settings!({
            snapshot_path => concat!(env!("CARGO_MANIFEST_DIR"), "/../snapshots/diagnostics"),
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, {
            insta::assert_snapshot!(code.name, drawn);
        });
    }
    assert!(problems.is_empty(), "{problems:#?}");
}
