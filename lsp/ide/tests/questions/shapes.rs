//! What a file consists of, and what of it can be folded.

use ide::outline::Part;

use crate::fixture::{fixture, snapshot};

const FLOW: &str = "# A flow
# that says hello
id: a$0
namespace: demo
inputs:
  - id: name
    type: STRING
variables:
  greeting: Hi
tasks:
  - id: choose
    type: io.kestra.plugin.core.flow.If
    condition: \"{{ inputs.name == 'x' }}\"
    then:
      - id: yes_it_is
        type: io.kestra.plugin.core.log.Log
        message: |
          several
          lines
    else:
      - id: no_it_is_not
        type: io.kestra.plugin.core.log.Log
        message: no
  - id: both
    type: io.kestra.plugin.core.flow.Parallel
    tasks:
      - id: left
        type: io.kestra.plugin.core.log.Log
        message: left
triggers:
  - id: daily
    type: io.kestra.plugin.core.trigger.Schedule
    cron: 0 6 * * *
";

fn tree(parts: &[Part], depth: usize, out: &mut String) {
    for part in parts {
        out.push_str(
            &format!("{}{:?} {} {}\n", "  ".repeat(depth), part.kind, part.name, part.detail).replace(" \n", "\n"),
        );
        tree(&part.parts, depth + 1, out);
    }
}

#[test]
fn the_outline() {
    let asked = fixture(FLOW);
    let mut out = String::new();
    tree(&ide::outline(&asked.workspace, asked.file), 0, &mut out);
    snapshot("outline", FLOW, &out);
}

#[test]
fn folds() {
    let asked = fixture(FLOW);
    let lines: Vec<&str> = FLOW.lines().collect();
    let folds = ide::folds(&asked.workspace, asked.file);
    let drawn: Vec<String> = folds
        .iter()
        .map(|fold| format!("{}..{} {}", fold.first + 1, fold.last + 1, lines[fold.first as usize]))
        .collect();
    snapshot("folds", FLOW, &drawn.join("\n"));
}
