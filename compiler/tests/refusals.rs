//! What a flow is refused for, in the shortest flow that is refused for it.

use compiler::{Settings, Workspace};
use report::Severity;

/// The errors of a flow that is whole but for what is given, as codes.
fn errors(text: &str) -> Vec<&'static str> {
    let mut workspace = Workspace::new(Settings::default());
    let head = if text.starts_with("id:") { "" } else { "id: main\nnamespace: demo\n" };
    let task = "tasks:\n  - {id: say, type: io.kestra.plugin.core.log.Log, message: hello}\n";
    let tasks = if text.starts_with("tasks:") { "" } else { task };
    workspace.set("flow.yaml", format!("{head}{text}\n{tasks}"));
    let checked = workspace.check();
    checked.diagnostics().filter(|it| it.severity == Severity::Error).map(|it| it.code.name).collect()
}

#[test]
fn each_mistake_is_refused_for_its_own_reason() {
    const MISSING: &str = "missing-required-property";
    let mut wrong = Vec::new();
    for (text, expected) in [
        ("tasks:", &[MISSING][..]),
        ("tasks: []", &[MISSING]),
        ("id: ''\nnamespace: ''", &[MISSING]),
        ("id: my#flow\nnamespace: MY$NAMESPACE", &["invalid-id", "invalid-id"]),
        ("inputs:\n  - {id: a, type: FOO}", &["unknown-input-type"]),
        ("inputs:\n  - {id: a}", &[MISSING]),
        ("inputs:\n  - {id: a, type: STRING, validator: '\\'}", &["invalid-regex"]),
        ("inputs:\n  - {id: a, type: FILE, defaults: data.csv}", &["input-default-type-mismatch"]),
        ("inputs:\n  - {id: a, type: ARRAY, itemType: ARRAY}", &["invalid-enum-value"]),
        ("inputs:\n  - {id: a, type: ARRAY}", &[MISSING]),
        ("inputs:\n  - {id: a, type: SELECT}", &[MISSING]),
        ("tasks:\n  - {id: a, type: io.kestra.plugin.core.debug.Return, invalid: x}", &["unknown-property"]),
        ("tasks:\n  - {id: a, type: io.kestra.plugin.core.debug.MissingOne}", &["unknown-type"]),
        ("tasks:\n  - {id: a, message: hello}", &[MISSING]),
        ("tasks:\n  - {type: io.kestra.plugin.core.log.Log, message: hello}", &[MISSING]),
        ("listeners:\n  - {tasks: []}", &[MISSING]),
        (
            "tasks:\n  - {id: a, type: io.kestra.plugin.core.flow.Subflow, namespace: demo, flowId: main}",
            &["recursive-subflow"],
        ),
        ("tasks:\n  - {id: a, type: io.kestra.plugin.core.flow.Switch, value: x, cases: {}, defaults: }", &[MISSING]),
        ("tasks:\n  - {id: a, type: io.kestra.plugin.core.flow.Parallel, tasks: []}", &[MISSING]),
        ("tasks:\n  - {id: a, type: io.kestra.plugin.core.flow.Parallel, tasks: }", &[MISSING]),
        ("tasks:\n  - {id: a, type: io.kestra.plugin.core.flow.Dag, tasks: [{dependsOn: []}]}", &[MISSING]),
        ("tasks:\n  - {id: a, type: io.kestra.plugin.core.flow.WorkingDirectory, tasks: []}", &[MISSING]),
        ("tasks:\n  id: a\n  type: io.kestra.plugin.core.log.Log", &["invalid-property-type"]),
        ("tasks: hello", &["invalid-property-type"]),
        ("concurrency:\n  limit: 0", &["invalid-property-type"]),
        ("concurrency: 3", &["invalid-property-type"]),
        ("triggers:\n  - {id: t, type: io.kestra.plugin.core.trigger.Schedule}", &[MISSING]),
        ("triggers:\n  - {id: t, type: io.kestra.plugin.core.trigger.Schedule, cron: x}", &["invalid-cron"]),
        ("labels:\n  system.from: me", &["invalid-id"]),
        ("outputs:\n  - {id: a, type: STRING}", &[MISSING]),
        ("sla:\n  - {id: a, type: MAX_DURATION, behavior: FAIL}", &[MISSING]),
        (
            "tasks:\n  - id: a\n    type: io.kestra.plugin.core.log.Log\n    message: m\n    retry: {type: constant}",
            &[MISSING],
        ),
        (
            "tasks:\n  - id: a\n    type: io.kestra.plugin.core.log.Log\n    message: m\n    retry: {type: linear}",
            &["invalid-enum-value"],
        ),
        (
            "tasks:\n  - id: a\n    type: io.kestra.plugin.core.log.Log\n    message: m\n    timeout: P1W",
            &["invalid-property-type"],
        ),
    ] {
        let found = errors(text);
        if found != expected {
            wrong.push(format!("{text}\nhas {found:?} and not {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
