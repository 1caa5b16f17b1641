//! What can be written at a place.

use ide::complete::Standing;

use crate::fixture::{fixture, snapshot};

/// The labels, in order, of what is offered first.
fn labels(text: &str) -> Vec<String> {
    let asked = fixture(text);
    let found = ide::complete(&asked.workspace, asked.file, asked.offset);
    found.into_iter().filter(|it| it.standing == Standing::Current).map(|it| it.label).collect()
}

/// The file after one of the offers was taken.
fn taken(text: &str, label: &str) -> String {
    let asked = fixture(text);
    let found = ide::complete(&asked.workspace, asked.file, asked.offset);
    let chosen = found.iter().find(|it| it.label == label);
    let chosen = chosen
        .unwrap_or_else(|| panic!("{label} is not among {:?}", found.iter().map(|it| &it.label).collect::<Vec<_>>()));
    let source = asked.workspace.source(asked.file).expect("the file");
    let mut text = source.text.to_string();
    text.replace_range(chosen.replace.range(), &chosen.text());
    text
}

const HEAD: &str = "id: a\nnamespace: demo\n";

#[test]
fn keys_of_a_flow() {
    let labels = labels(&format!("{HEAD}$0"));
    assert_eq!(labels[0], "tasks", "the required one first: {labels:?}");
    assert!(labels.contains(&"inputs".to_owned()) && !labels.contains(&"id".to_owned()), "{labels:?}");
    assert!(self::labels("$0").contains(&"namespace".to_owned()));
}

#[test]
fn keys_of_a_task() {
    let text = "id: a\nnamespace: demo\ntasks:\n  - id: b\n    type: io.kestra.plugin.core.log.Log\n    $0\n";
    let all = labels(text);
    assert_eq!(all[0], "message", "{all:?}");
    assert!(all.contains(&"retry".to_owned()) && !all.contains(&"type".to_owned()), "{all:?}");
    assert!(taken(text, "message").ends_with("Log\n    message: \n"));
    let typed = text.replace("$0", "ret$0");
    assert!(taken(&typed, "retry").ends_with("    retry:\n      \n"), "{}", taken(&typed, "retry"));
    let renamed = text.replace("$0", "mes$0: hi");
    assert!(taken(&renamed, "message").ends_with("    message: hi\n"));
}

#[test]
fn keys_below_a_key() {
    let text = format!(
        "{HEAD}tasks:\n  - id: b\n    type: io.kestra.plugin.core.log.Log\n    message: x\n    retry:\n      type: constant\n      $0\n"
    );
    let all = labels(&text);
    assert!(all.contains(&"interval".to_owned()) && all.contains(&"maxAttempts".to_owned()), "{all:?}");
}

#[test]
fn types_with_their_keys() {
    let text = format!("{HEAD}tasks:\n  - id: b\n    type: io.kestra.plugin.core.http.Req$0\n");
    let all = labels(&text);
    assert!(all.len() > 200 && all.contains(&"io.kestra.plugin.core.http.Request".to_owned()), "{}", all.len());
    assert!(!all.iter().any(|label| label.contains("trigger.Schedule")));
    let after = taken(&text, "io.kestra.plugin.core.http.Request");
    assert!(after.ends_with("    type: io.kestra.plugin.core.http.Request\n    uri: \n"), "{after}");
    let asked = fixture(&text);
    let said = ide::describe_type(&asked.workspace, asked.file, "io.kestra.plugin.core.http.Request").expect("known");
    assert!(said.contains("`body`") && said.contains("`code`"), "{said}");
}

#[test]
fn types_of_inputs_and_triggers() {
    let inputs = labels(&format!("{HEAD}inputs:\n  - id: x\n    type: $0\n"));
    assert!(inputs.contains(&"STRING".to_owned()) && inputs.contains(&"SELECT".to_owned()), "{inputs:?}");
    let triggers = labels(&format!("{HEAD}tasks: []\ntriggers:\n  - id: x\n    type: $0\n"));
    assert!(triggers.contains(&"io.kestra.plugin.core.trigger.Schedule".to_owned()));
    assert!(!triggers.contains(&"io.kestra.plugin.core.log.Log".to_owned()));
}

#[test]
fn values() {
    let task = |line: &str| format!("{HEAD}tasks:\n  - id: b\n    type: io.kestra.plugin.core.log.Log\n    {line}\n");
    assert!(labels(&task("level: $0")).contains(&"WARN".to_owned()));
    assert_eq!(labels(&task("disabled: $0")), ["false", "true"]);
    assert_eq!(taken(&task("disabled:$0"), "true"), task("disabled: true"));
    assert_eq!(labels(&task("timeout: $0"))[0], "PT10S");
    let id = format!("{HEAD}tasks:\n  - id: $0\n    type: io.kestra.plugin.core.http.Request\n    uri: x\n");
    assert_eq!(labels(&id), ["request"]);
    assert!(labels(&format!("{HEAD}retry:\n  type: $0\n")).contains(&"exponential".to_owned()));
}

#[test]
fn items_of_lists() {
    let text = format!("{HEAD}tasks:\n  $0\n");
    assert_eq!(taken(&text, "new task"), format!("{HEAD}tasks:\n  - id: id\n    type: \n"));
    let text = format!("{HEAD}tasks:\n  - $0\n");
    assert_eq!(taken(&text, "new task"), format!("{HEAD}tasks:\n  - id: id\n    type: \n"));
}

#[test]
fn nothing_in_scripts_and_comments() {
    assert!(labels(&format!("{HEAD}description: |\n  some $0\n")).is_empty());
    assert!(labels(&format!("{HEAD}# some $0\n")).is_empty());
}

/// A flow with a task whose message ends at the place.
fn message(message: &str) -> String {
    format!(
        "{HEAD}inputs:\n  - id: name\n    type: STRING\n  - id: my-file\n    type: FILE\nvariables:\n  greeting: Hi\n\
         tasks:\n  - id: fetch\n    type: io.kestra.plugin.core.http.Request\n    uri: https://example.org\n\
         \x20 - id: say-it\n    type: io.kestra.plugin.core.log.Log\n    message: {message}\n\
         \x20 - id: later\n    type: io.kestra.plugin.core.debug.Return\n    format: x\n"
    )
}

#[test]
fn names_in_expressions() {
    for open in ["\"{{ $0 }}\"", "\"{{ $0", "{{ $0", "|\n      a {{ $0 }} b", "\"{{ inputs.name ~ $0 }}\""] {
        let all = labels(&message(open));
        for name in ["inputs", "outputs", "vars", "taskrun"] {
            assert!(all.iter().any(|label| label == name), "{open}: {name} in {all:?}");
        }
    }
}

#[test]
fn keys_in_expressions() {
    assert_eq!(labels(&message("\"{{ inputs.$0 }}\"")), ["name", "my-file"]);
    assert_eq!(labels(&message("\"{{ vars.$0 }}\"")), ["greeting"]);
    assert_eq!(labels(&message("\"{{ outputs.$0 }}\"")), ["fetch"], "what comes later cannot be read");
    assert_eq!(labels(&message("{{ outputs.$0")), ["fetch"]);
    let outputs = labels(&message("\"{{ outputs.fetch.$0 }}\""));
    assert!(outputs.contains(&"body".to_owned()) && outputs.contains(&"headers".to_owned()), "{outputs:?}");
    assert!(taken(&message("\"{{ inputs.$0 }}\""), "my-file").contains("\"{{ inputs['my-file'] }}\""));
    assert!(taken(&message("'{{ inputs.$0 }}'"), "my-file").contains("'{{ inputs[\"my-file\"] }}'"));
    assert!(taken(&message("\"{{ inputs['$0'] }}\""), "my-file").contains("\"{{ inputs['my-file'] }}\""));
}

#[test]
fn filters_and_tests() {
    let filters = labels(&message("\"{{ inputs.name | $0 }}\""));
    assert!(filters.contains(&"upper".to_owned()) && !filters.contains(&"inputs".to_owned()), "{filters:?}");
    let tests = labels(&message("\"{{ inputs.name is $0 }}\""));
    assert!(!tests.contains(&"upper".to_owned()), "{tests:?}");
}

#[test]
fn keys_of_loops() {
    let text = format!(
        "{HEAD}tasks:\n  - id: each\n    type: io.kestra.plugin.core.flow.ForEach\n    values: [1, 2]\n    tasks:\n\
         \x20     - id: one\n        type: io.kestra.plugin.core.debug.Return\n        format: x\n\
         \x20     - id: two\n        type: io.kestra.plugin.core.debug.Return\n        format: \"{{{{ outputs.$0 }}}}\"\n"
    );
    assert!(taken(&text, "one").contains("outputs.one[taskrun.value]"));
}

const CHILD: &str = "--- child.yaml
id: child
namespace: demo
inputs:
  - id: who
    type: STRING
  - id: often
    type: INT
    defaults: 1
tasks:
  - id: hello
    type: io.kestra.plugin.core.log.Log
    message: hi
outputs:
  - id: said
    type: STRING
    value: x
";

#[test]
fn other_flows() {
    let call = |lines: &str| {
        format!(
            "{CHILD}--- flow.yaml\n{HEAD}tasks:\n  - id: call\n    type: io.kestra.plugin.core.flow.Subflow\n{lines}"
        )
    };
    assert_eq!(labels(&call("    namespace: demo\n    flowId: $0\n")), ["a", "child"]);
    assert_eq!(labels(&call("    namespace: $0\n    flowId: child\n")), ["demo"]);
    assert_eq!(labels(&call("    namespace: demo\n    flowId: child\n    inputs:\n      $0\n")), ["who", "often"]);
    assert_eq!(
        labels(&call("    namespace: demo\n    flowId: child\n    inputs:\n      who: x\n      $0\n")),
        ["often"]
    );
    let outputs = call(
        "    namespace: demo\n    flowId: child\n  - id: b\n    type: io.kestra.plugin.core.log.Log\n    message: \"{{ outputs.call.outputs.$0 }}\"\n",
    );
    assert_eq!(labels(&outputs), ["said"]);
}

#[test]
fn a_task_as_it_is_typed() {
    let text = format!("{HEAD}tasks:\n  - id: b\n    type: io.kestra.plugin.core.log.Log\n    $0\n");
    let asked = fixture(&text);
    let found = ide::complete(&asked.workspace, asked.file, asked.offset);
    let lines: Vec<String> = found.iter().take(12).map(|it| format!("{} — {}", it.label, it.detail)).collect();
    snapshot("keys-of-a-task", &text, &lines.join("\n"));
}
