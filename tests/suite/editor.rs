//! `lanner lsp` in a real editor: Neovim with the configuration that `editors/neovim` offers.

use std::process::Command;

use tests::command::finish;
use tests::folder::Folder;
use tests::machine::tool;
use tests::places::{lanner, project};

const FLOW: &str = "\
id: greet
namespace: demo
tasks:
  - id: fetch
    type: io.kestra.plugin.core.http.Request
    uri: https://example.org
  - id: hello
    type: io.kestra.plugin.core.log.Log
    message: {{ outputs.fetch.body }}
";

/// What the script in `suite/editor/ask.lua` sees in Neovim, line by line.
#[test]
fn neovim_shows_a_mistake_and_mends_it() {
    let Some(nvim) = tool("nvim") else { return };
    let folder = Folder::with(&[("lanner.yaml", "target-version: \"1.3\"\n"), ("greet.yaml", FLOW)]);
    let mut command = Command::new(nvim);
    command
        .args(["--headless", "-u", "NONE", "-c"])
        .arg(format!("luafile {}", project("tests/suite/editor/ask.lua").display()))
        .current_dir(folder.path())
        .env("LANNER", lanner())
        .env("CONFIGURATION", project("editors/neovim/lanner.lua"))
        // Nothing of whoever runs the tests: neither settings nor state.
        .env("HOME", folder.path())
        .env("XDG_CONFIG_HOME", folder.path())
        .env("XDG_STATE_HOME", folder.path());
    let said = finish(command);
    let lines: Vec<&str> = said.out.lines().map(str::trim_end).collect();
    assert_eq!(
        lines,
        [
            "9:14 unquoted-expression `{{` starts a YAML mapping here; quote the expression",
            "action: put quotes around it",
            "after: 0 findings",
            "    message: \"{{ outputs.fetch.body }}\"",
            "hover: **outputs.fetch.body**: anything",
            "definition: 4:9",
            "completion: retry",
        ],
        "{said:?}"
    );
}
