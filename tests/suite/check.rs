//! `lanner compile --check` beyond its exit codes: what others read of it, what it mends, remembers and watches.

mod baseline;
mod fixing;
mod formats;
mod killing;
mod looks;
mod odd;
mod options;
mod pipes;
mod policies;
mod random;
mod shells;
mod team;
mod terminal;
mod watching;

/// A flow with an error, a warning that can be mended, characters beyond ASCII, and a comment.
const MISTAKES: &str = "\
id: mistakes
namespace: demo
# A comment that stays.
inputs:
  - id: naïve
    type: STRING
  - id: name
    type: STRING
tasks:
  - id: hello
    type: io.kestra.plugin.core.log.Lgo
    message: \"🙂 {{ inputs.name }}\"
  - id: bye
    type: io.kestra.core.tasks.log.Log # an old name
    message: \"{{ outputs.nothing.x }} <&>\"
";
