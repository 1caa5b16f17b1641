//! Small workspaces with known mistakes, and without any: each mistake is found once, at its token, and nothing else is
//! said at warning or above.
//!
//! A case begins with `## what it shows`, with the version in brackets where one is meant, and with `[all]` where hints
//! and notes count, too. `%% path` begins another file than `flow.yaml`. What stands behind `⟵` on a line is expected
//! there: codes separated by `&`, `a|b` where either will do, `code=token` where the finding begins at that text.
//! `@Log` and the like stand for types; a file without `id:` gets an id, a namespace and a task.

use std::path::Path;

use compiler::{Settings, Workspace};
use plan::dialect::Version;
use report::Severity;

/// What short names of types stand for; `@B.Markdown` and `@E.Logs` are blocks of apps.
const TYPES: &[(&str, &str)] = &[
    ("Log", "io.kestra.plugin.core.log.Log"),
    ("Return", "io.kestra.plugin.core.debug.Return"),
    ("Fail", "io.kestra.plugin.core.execution.Fail"),
    ("If", "io.kestra.plugin.core.flow.If"),
    ("Switch", "io.kestra.plugin.core.flow.Switch"),
    ("ForEach", "io.kestra.plugin.core.flow.ForEach"),
    ("EachSeq", "io.kestra.plugin.core.flow.EachSequential"),
    ("FEI", "io.kestra.plugin.core.flow.ForEachItem"),
    ("Parallel", "io.kestra.plugin.core.flow.Parallel"),
    ("Sequential", "io.kestra.plugin.core.flow.Sequential"),
    ("Dag", "io.kestra.plugin.core.flow.Dag"),
    ("WD", "io.kestra.plugin.core.flow.WorkingDirectory"),
    ("Sub", "io.kestra.plugin.core.flow.Subflow"),
    ("Pause", "io.kestra.plugin.core.flow.Pause"),
    ("Loop", "io.kestra.plugin.core.flow.Loop"),
    ("LoopUntil", "io.kestra.plugin.core.flow.LoopUntil"),
    ("Allow", "io.kestra.plugin.core.flow.AllowFailure"),
    ("Labels", "io.kestra.plugin.core.execution.Labels"),
    ("OutV", "io.kestra.plugin.core.output.OutputValues"),
    ("KvSet", "io.kestra.plugin.core.kv.Set"),
    ("Req", "io.kestra.plugin.core.http.Request"),
    ("Dl", "io.kestra.plugin.core.http.Download"),
    ("Sched", "io.kestra.plugin.core.trigger.Schedule"),
    ("Hook", "io.kestra.plugin.core.trigger.Webhook"),
    ("FlowT", "io.kestra.plugin.core.trigger.Flow"),
    ("Shell", "io.kestra.plugin.scripts.shell.Commands"),
    ("ShellS", "io.kestra.plugin.scripts.shell.Script"),
    ("Py", "io.kestra.plugin.scripts.python.Script"),
    ("PyC", "io.kestra.plugin.scripts.python.Commands"),
    ("Node", "io.kestra.plugin.scripts.node.Script"),
    ("Pg", "io.kestra.plugin.jdbc.postgresql.Query"),
    ("PgQ", "io.kestra.plugin.jdbc.postgresql.Queries"),
    ("Slack", "io.kestra.plugin.slack.notifications.SlackIncomingWebhook"),
    ("App", "io.kestra.plugin.ee.apps.Execution"),
    ("B", "io.kestra.plugin.ee.apps.core.blocks"),
    ("E", "io.kestra.plugin.ee.apps.execution.blocks"),
];

/// What is expected on a line.
struct Mark {
    path: String,
    line: u32,
    codes: Vec<String>,
    token: Option<String>,
}

struct Case {
    name: String,
    files: Vec<(String, Vec<String>)>,
}

fn cases(text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("## ") {
            cases.push(Case { name: name.to_owned(), files: vec![("flow.yaml".to_owned(), Vec::new())] });
        } else if let (Some(case), Some(path)) = (cases.last_mut(), line.strip_prefix("%% ")) {
            case.files.push((path.to_owned(), Vec::new()));
        } else if let Some((_, lines)) = cases.last_mut().and_then(|case| case.files.last_mut()) {
            lines.push(line.to_owned());
        }
    }
    for case in &mut cases {
        case.files.retain(|(_, lines)| !lines.is_empty());
    }
    cases
}

/// A line with the types that short names stand for.
fn expand(line: &str) -> String {
    let mut parts = line.split('@');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(|it: char| !it.is_ascii_alphanumeric()).unwrap_or(part.len());
        match TYPES.iter().find(|(short, _)| *short == &part[..end]) {
            Some((_, long)) => out.push_str(&format!("{long}{}", &part[end..])),
            None => out.push_str(&format!("@{part}")),
        }
    }
    out
}

/// A file as it is checked, and what is expected in it.
fn file(path: &str, lines: &[String], marks: &mut Vec<Mark>) -> String {
    let is_app = lines.iter().any(|line| line.starts_with("layout:"));
    let complete = is_app || lines.iter().any(|line| line.starts_with("id:"));
    let mut head = String::new();
    if !complete {
        let name = path.trim_end_matches(".yaml");
        head = format!("id: {name}\nnamespace: company.team\n");
        if lines.first().is_some_and(|line| line.starts_with("- id")) {
            head.push_str("tasks:\n");
        }
    }
    let before = u32::try_from(head.lines().count()).unwrap_or(0);
    let mut text = head;
    for (line, number) in lines.iter().zip(before + 1..) {
        let (written, expected) =
            line.split_once('⟵').map_or((line.as_str(), ""), |(written, it)| (written.trim_end(), it));
        for mark in expected.split(" & ").map(str::trim).filter(|mark| !mark.is_empty()) {
            let (codes, token) = mark.split_once('=').map_or((mark, None), |(codes, token)| (codes, Some(token)));
            marks.push(Mark {
                path: path.to_owned(),
                line: number,
                codes: codes.split('|').map(str::to_owned).collect(),
                token: token.map(str::to_owned),
            });
        }
        text.push_str(&expand(written));
        text.push('\n');
    }
    if !complete && !text.contains("\ntasks:") {
        text.push_str("tasks:\n  - id: hello_there\n    type: io.kestra.plugin.core.log.Log\n    message: hi\n");
    }
    text
}

/// What differs from what a case expects, a line each.
fn differences(case: &Case) -> Vec<String> {
    let bracketed = |begin: &str| {
        case.name.split('[').skip(1).filter_map(|it| it.split(']').next()).find(|it| it.starts_with(begin))
    };
    let target = ["1", "2"].iter().find_map(|begin| bracketed(begin)).and_then(Version::parse);
    let least = if bracketed("all").is_some() { Severity::Hint } else { Severity::Warning };
    let mut marks = Vec::new();
    let mut workspace = Workspace::new(Settings { target, ..Settings::default() });
    for (path, lines) in &case.files {
        workspace.set(path.as_str(), file(path, lines, &mut marks));
    }
    let mut wrong = Vec::new();
    for report in workspace.check().files {
        let source = workspace.source(report.file).expect("a file that was checked");
        for found in &report.diagnostics {
            let start = found.primary.place.span.start as usize;
            let line = source.position(start).line;
            let fits = |mark: &Mark| {
                mark.path == *report.path && mark.line == line && mark.codes.iter().any(|code| code == found.code.name)
            };
            match marks.iter().position(fits) {
                Some(at) => {
                    let mark = marks.remove(at);
                    if mark.token.as_ref().is_some_and(|token| !source.text[start..].starts_with(&expand(token))) {
                        let text: String = source.text[start..].chars().take(20).collect();
                        wrong.push(format!("{}: `{}` begins at `{text}`", case.name, found.code.name));
                    }
                }
                None if found.severity <= least => {
                    wrong.push(format!(
                        "{}: {}:{line}: also {}: {}",
                        case.name, report.path, found.code.name, found.message
                    ));
                }
                None => {}
            }
        }
    }
    wrong
        .extend(marks.iter().map(|it| format!("{}: {}:{}: no {}", case.name, it.path, it.line, it.codes.join(" or "))));
    wrong
}

#[test]
fn every_mistake_is_found_once_and_nothing_else() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mistakes");
    let (mut wrong, mut count) = (Vec::new(), 0);
    for entry in std::fs::read_dir(folder).expect("the cases") {
        let path = entry.expect("a readable entry").path();
        let text = std::fs::read_to_string(&path).expect("a readable file");
        for case in cases(&text) {
            count += 1;
            wrong.extend(differences(&case).into_iter().map(|it| format!("{}: {it}", path.display())));
        }
    }
    assert!(count > 500, "only {count} cases were read");
    assert!(wrong.is_empty(), "{} differences:\n{}", wrong.len(), wrong.join("\n"));
}
