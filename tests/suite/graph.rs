//! `lanner graph`: pictures that others can draw.

use std::process::Command;

use tests::command::{finish, run};
use tests::folder::Folder;
use tests::machine::{corpus, tool};
use tests::places::{project, root};

const FLOW: &str = "\
id: shapes
namespace: demo
tasks:
  - id: first
    type: io.kestra.plugin.core.log.Log
    message: hello
  - id: together
    type: io.kestra.plugin.core.flow.Parallel
    tasks:
      - id: left
        type: io.kestra.plugin.core.log.Log
        message: left
      - id: right
        type: io.kestra.plugin.core.flow.Subflow
        namespace: demo
        flowId: other
  - id: order
    type: io.kestra.plugin.core.flow.Dag
    tasks:
      - task:
          id: a
          type: io.kestra.plugin.core.log.Log
          message: a
      - task:
          id: b
          type: io.kestra.plugin.core.log.Log
          message: b
        dependsOn: [a]
      - task:
          id: c
          type: io.kestra.plugin.core.log.Log
          message: c
        dependsOn: [a]
  - id: choose
    type: io.kestra.plugin.core.flow.If
    condition: \"{{ true }}\"
    then:
      - id: yes_it_is
        type: io.kestra.plugin.core.log.Log
        message: \"yes\"
    else:
      - id: no_it_is_not
        type: io.kestra.plugin.core.log.Log
        message: \"no\"
errors:
  - id: sorry
    type: io.kestra.plugin.core.log.Log
    message: sorry
triggers:
  - id: daily
    type: io.kestra.plugin.core.trigger.Schedule
    cron: 0 9 * * *
";

fn drawn(format: &str) -> String {
    let folder = Folder::with(&[("a.yaml", FLOW)]);
    let said = run(folder.path(), &["graph", "a.yaml", "--format", format]);
    assert_eq!(said.code, 0, "{said:?}");
    said.out
}

#[test]
fn every_shape_is_drawn() {
    for format in ["mermaid", "dot", "svg"] {
        insta::with_settings!({
            snapshot_path => root().join("snapshots/graph"),
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, {
            insta::assert_snapshot!(format, drawn(format));
        });
    }
}

#[test]
fn graphviz_draws_every_given_flow() {
    let Some(dot) = tool("dot") else { return };
    let folder = Folder::empty();
    let mut flows = vec![project("examples/approval/flow.yaml")];
    if let Some(corpus) = corpus() {
        let blueprints = std::fs::read_dir(corpus.join("blueprints")).unwrap().map(|entry| entry.unwrap().path());
        flows.extend(blueprints.filter(|path| path.is_file()).take(40));
    }
    let mut drawn = 0;
    for flow in flows {
        let said = run(folder.path(), &["graph", &flow.to_string_lossy(), "--format", "dot"]);
        if said.code != 0 {
            continue;
        }
        folder.write("a.dot", &said.out);
        let mut command = Command::new(&dot);
        command.args(["-Tsvg", "a.dot", "-o", "a.svg"]).current_dir(folder.path());
        let read = finish(command);
        assert_eq!((read.code, read.err.as_str()), (0, ""), "{}", flow.display());
        drawn += 1;
    }
    assert!(drawn > 0);
}

#[test]
fn what_cannot_be_drawn_is_told() {
    let folder = Folder::with(&[("a.yaml", "id: a\nnamespace: demo\n"), ("lone.txt", "x")]);
    let said = run(folder.path(), &["graph", "a.yaml"]);
    assert_eq!((said.code, said.out.as_str()), (2, ""), "{said:?}");
    let app = project("examples/approval/app.yaml");
    let said = run(folder.path(), &["graph", &app.to_string_lossy()]);
    assert!(said.err.contains("is an app; draw the flow behind it"), "{}", said.err);
}
