//! Comments that let findings pass: what they cover, and what is said of those without effect.

use compiler::{Settings, Workspace};

fn found_with(settings: Settings, text: &str) -> Vec<String> {
    let mut workspace = Workspace::new(settings);
    let file = workspace.set("a.yaml", text);
    let report = workspace.check_file(file).expect("the file is there");
    let source = workspace.source(file).expect("the file is there");
    let line = |finding: &report::Diagnostic| source.position(finding.primary.place.span.start as usize).line;
    report.diagnostics.iter().map(|it| format!("{} {}[{}]", line(it), it.severity.word(), it.code.name)).collect()
}

fn found(text: &str) -> Vec<String> {
    found_with(Settings::default(), text)
}

const HEAD: &str = "id: a\nnamespace: demo\ntasks:\n";

#[test]
fn a_comment_covers_what_begins_on_its_line_or_the_next() {
    let nothing: [&str; 0] = [];
    for tasks in [
        "  - id: x\n    type: demo.Unknown # lanner: allow(unknown-type) ours\n",
        "  - id: x\n    # lanner: allow(unknown-type) ours\n    type: demo.Unknown\n",
        "  - id: x # lanner: allow(unknown-type) ours\n    description: x\n    type: demo.Unknown\n",
        "  # lanner: allow(unknown-type) ours\n  # and another line\n\n  - id: x\n    type: demo.Unknown\n",
        "  # lanner: allow(unused-input, unknown-type): ours\n  - id: x\n    type: demo.Unknown\n",
        "  - {id: x, type: demo.Unknown} # lanner: allow(unknown-type)\n",
        "  - id: x\n    # lanner: expect(unknown-type)\n    type: demo.Unknown\n",
    ] {
        let found: Vec<String> =
            found(&format!("{HEAD}{tasks}")).into_iter().filter(|it| !it.contains("unused-allow")).collect();
        assert_eq!(found, nothing, "{tasks}");
    }
}

#[test]
fn a_comment_covers_no_more() {
    let tasks = "  - id: x # lanner: allow(unknown-type)\n    type: demo.Unknown\n  - id: y\n    type: demo.Unknown\n";
    assert_eq!(found(&format!("{HEAD}{tasks}")), ["7 error[unknown-type]"]);
    let inner = "  - id: x\n    type: demo.Unknown\n    description: y # lanner: allow(unknown-type)\n";
    assert_eq!(found(&format!("{HEAD}{inner}")), ["5 error[unknown-type]", "6 hint[unused-allow]"]);
    let first = "id: a # lanner: allow(unknown-type)\nnamespace: demo\ntasks:\n  - id: x\n    type: demo.Unknown\n";
    assert_eq!(found(first), ["1 hint[unused-allow]", "5 error[unknown-type]"]);
}

#[test]
fn a_comment_can_cover_the_file() {
    let text = format!("# lanner: allow-file(unknown-type) ours\n{HEAD}  - id: x\n    type: demo.Unknown\n");
    assert_eq!(found(&text), Vec::<String>::new());
}

#[test]
fn what_is_allowed_no_longer_refuses_the_flow() {
    let mut workspace = Workspace::default();
    let text = format!("{HEAD}  - id: x\n    type: demo.Unknown # lanner: allow(unknown-type)\n");
    let file = workspace.set("a.yaml", text);
    assert!(workspace.check_file(file).expect("the file is there").unit.is_some());
}

#[test]
fn comments_in_scripts_are_scripts() {
    let text = format!("{HEAD}  - id: x\n    type: demo.Unknown\n    script: |\n      # lanner: allow(unknown-type)\n");
    assert_eq!(found(&text), ["5 error[unknown-type]"]);
}

#[test]
fn comments_without_effect_are_told() {
    let good = "  - id: x\n    type: io.kestra.plugin.core.log.Log\n    message: hello\n";
    for (comment, said) in [
        ("allow(unknown-type)", "1 hint[unused-allow]"),
        ("expect(unknown-type)", "1 warning[unused-allow]"),
        ("allow-file(unkown-type)", "1 hint[unused-allow]"),
        ("allow(yaml-syntax)", "1 hint[unused-allow]"),
        ("allow", "1 hint[unused-allow]"),
        ("ignore(unknown-type)", "1 hint[unused-allow]"),
    ] {
        assert_eq!(found(&format!("# lanner: {comment}\n{HEAD}{good}")), [said], "{comment}");
    }
}

#[test]
fn what_cannot_be_allowed_stays() {
    let text = "# lanner: allow-file(yaml-duplicate-key)\nid: a\nnamespace: demo\nnamespace: demo\ntasks:\n  - id: x\n    type: io.kestra.plugin.core.log.Log\n    message: hello\n";
    assert_eq!(found(text), ["1 hint[unused-allow]", "4 error[yaml-duplicate-key]"]);
}

#[test]
fn nothing_is_unused_where_the_text_cannot_be_read() {
    let text = format!("{HEAD}  - id: x # lanner: allow(unknown-type)\n    type: [demo\n");
    assert!(found(&text).iter().all(|it| !it.contains("unused-allow")), "{:?}", found(&text));
}

#[test]
fn reasons_can_be_asked_for() {
    let settings = || Settings { require_reason: true, ..Settings::default() };
    let flow =
        |reason: &str| format!("{HEAD}  - id: x\n    type: demo.Unknown # lanner: allow(unknown-type){reason}\n");
    assert_eq!(found_with(settings(), &flow("")), ["5 warning[allow-without-reason]"]);
    assert_eq!(found_with(settings(), &flow(" our own plugin")), Vec::<String>::new());
}

#[test]
fn the_edit_takes_the_comment_and_no_more() {
    for (before, after) in [
        (
            "    type: io.kestra.plugin.core.log.Log # lanner: allow(unknown-type)\n",
            "    type: io.kestra.plugin.core.log.Log\n",
        ),
        (
            "    # lanner: allow(unknown-type)\n    type: io.kestra.plugin.core.log.Log\n",
            "    type: io.kestra.plugin.core.log.Log\n",
        ),
    ] {
        let text = format!("{HEAD}  - id: x\n{before}    message: hello\n");
        let mut workspace = Workspace::default();
        let file = workspace.set("a.yaml", text.as_str());
        let report = workspace.check_file(file).expect("the file is there");
        let edits = &report.diagnostics[0].fixes[0].edits;
        let mended = report::fix::apply(&text, edits).expect("nothing overlaps");
        assert_eq!(mended, format!("{HEAD}  - id: x\n{after}    message: hello\n"));
    }
}
