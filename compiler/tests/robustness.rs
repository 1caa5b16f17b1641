//! Flows that nobody writes: checking them ends soon, and never in a panic.

use std::fmt::Write;
use std::time::{Duration, Instant};

use compiler::{Settings, Workspace};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use report::Severity;

/// No check takes this long, even of an unoptimised build on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// The codes of the errors of a text, which is checked in bounded time.
fn errors(text: &str) -> Vec<&'static str> {
    let begin = Instant::now();
    let mut workspace = Workspace::new(Settings::default());
    workspace.set("flow.yaml", text);
    let checked = workspace.check();
    assert!(begin.elapsed() < PATIENCE, "{:?} for {} bytes", begin.elapsed(), text.len());
    checked.diagnostics().filter(|it| it.severity == Severity::Error).map(|it| it.code.name).collect()
}

#[test]
fn an_alias_bomb_is_refused() {
    let mut text = String::from("id: a\nnamespace: b\nvariables:\n  x0: &x0 [1, 1, 1, 1, 1, 1, 1, 1, 1]\n");
    for level in 1..12 {
        let below = format!("*x{}, ", level - 1).repeat(9);
        writeln!(text, "  x{level}: &x{level} [{}]", below.trim_end_matches(", ")).expect("it is written");
    }
    text.push_str("tasks:\n  - {id: t, type: io.kestra.plugin.core.log.Log, message: m}\n");
    assert!(errors(&text).contains(&"yaml-limit"));
}

#[test]
fn ten_megabytes_are_refused() {
    let text = format!("id: a\nnamespace: b\ndescription: {}\n", "x".repeat(10 << 20));
    assert_eq!(errors(&text), ["yaml-limit"]);
}

#[test]
fn five_hundred_levels_of_tasks_come_to_an_end() {
    let mut text = String::from("id: a\nnamespace: b\ntasks:\n");
    for level in 0..500 {
        let indent = " ".repeat(level * 2);
        writeln!(
            text,
            "{indent}- id: t{level}\n{indent}  type: io.kestra.plugin.core.flow.Sequential\n{indent}  tasks:"
        )
        .expect("it is written");
    }
    let indent = " ".repeat(1000);
    writeln!(text, "{indent}- {{id: leaf, type: io.kestra.plugin.core.log.Log, message: m}}").expect("it is written");
    assert!(!errors(&text).is_empty());
}

#[test]
fn five_thousand_tasks_are_checked() {
    let mut text = String::from("id: a\nnamespace: b\ntasks:\n");
    for number in 0..5_000_usize {
        let before = number.saturating_sub(1);
        writeln!(
            text,
            "  - id: t{number}\n    type: io.kestra.plugin.core.debug.Return\n    format: \"{{{{ outputs.t{before}.value ?? 1 }}}}\""
        )
        .expect("it is written");
    }
    assert!(errors(&text).is_empty());
}

/// Lines that flows consist of, to be put together anyhow.
const LINES: &[&str] = &[
    "id: a",
    "namespace: b.c",
    "inputs:",
    "  - id: x",
    "    type: SELECT",
    "    values: [a, b]",
    "    defaults: c",
    "    dependsOn: {inputs: [x]}",
    "variables: {v: 1.10, w: yes}",
    "labels: {system.x: 1, A: {}}",
    "tasks:",
    "  - id: t",
    "    type: io.kestra.plugin.core.flow.ForEach",
    "    type: io.kestra.plugin.core.log.Log",
    "    message: \"{{ inputs.x | json ?? outputs.t.value }}\"",
    "    values: [1, [2], {a: b}]",
    "    tasks:",
    "      - id: u",
    "        type: io.kestra.plugin.core.flow.Switch",
    "        cases: {a: [], b: }",
    "        value: \"{{ taskrun.value.x }}\"",
    "    retry: {type: constant, interval: PT1H, maxDuration: PT1M}",
    "    disabled:",
    "    <<: *q",
    "    timeout: &q 10m",
    "triggers:",
    "  - {id: s, type: io.kestra.plugin.core.trigger.Schedule, cron: '* 8 * * *'}",
    "pluginDefaults:",
    "  - {type: io.kestra.plugin.core.log, forced: true, values: {level: warn, retry: {interval: x}}}",
    "type: io.kestra.plugin.ee.apps.Execution",
    "flowId: a",
    "layout:",
    "  - on: OPEN",
    "    blocks:",
    "      - type: io.kestra.plugin.ee.apps.execution.blocks.Logs",
    "# lanner: allow(unused-input)",
    "{{",
    "\t- \u{201c}é\u{201d}",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, rng_seed: RngSeed::Fixed(1), failure_persistence: None, ..ProptestConfig::default() })]

    /// Checking never panics, and every finding lies inside the text.
    #[test]
    fn lines_put_together_anyhow_are_checked(lines in prop::collection::vec(0..LINES.len(), 0..40)) {
        let text = lines.iter().map(|line| LINES[*line]).collect::<Vec<_>>().join("\n");
        let mut workspace = Workspace::new(Settings::default());
        workspace.set("flow.yaml", text.as_str());
        for finding in workspace.check().diagnostics() {
            let places = finding.secondary.iter().map(|label| label.place).chain([finding.primary.place]);
            for place in places.chain(finding.fixes.iter().flat_map(|fix| fix.edits.iter().map(|edit| edit.place))) {
                prop_assert!(text.get(place.span.range()).is_some(), "{finding:?} in {text:?}");
            }
        }
    }
}
