//! Completion of commands and options, asked of the shells themselves.

use std::process::Command;

use tests::command::{finish, run};
use tests::folder::Folder;
use tests::machine::tool;
use tests::terminal::Terminal;

/// What a shell says to a script, with the completions in `file`.
fn asked(shell: &str, file: &str, arguments: &[&str]) -> Option<String> {
    let program = tool(shell)?;
    let folder = Folder::empty();
    let said = run(folder.path(), &["completions", shell]);
    assert_eq!(said.code, 0, "{said:?}");
    folder.write(file, &said.out);
    let mut command = Command::new(program);
    command.args(arguments).current_dir(folder.path()).env("HOME", folder.path());
    command.env("XDG_CONFIG_HOME", folder.path()).env("XDG_DATA_HOME", folder.path()).env_remove("ZDOTDIR");
    let said = finish(command);
    assert_eq!((said.code, said.err.as_str()), (0, ""), "{shell}: {said:?}");
    Some(said.out)
}

#[test]
fn bash_completes_commands_and_options() {
    let script = "source ./lanner.bash; complete -p lanner\n\
                  ask() { COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); _lanner lanner \"${@: -1}\" \"${@: -2:1}\"; echo \"${COMPREPLY[@]}\"; }\n\
                  ask lanner comp; ask lanner compile --form";
    let Some(said) = asked("bash", "lanner.bash", &["--norc", "-c", script]) else { return };
    let lines: Vec<&str> = said.lines().collect();
    assert!(lines[0].contains("-F _lanner"), "{said}");
    assert_eq!(&lines[1..], ["compile completions", "--format"], "{said}");
}

#[test]
fn fish_completes_commands_and_options() {
    let script = "source ./lanner.fish; complete -C 'lanner compl'; complete -C 'lanner compile --form'";
    let Some(said) = asked("fish", "lanner.fish", &["--no-config", "-c", script]) else { return };
    let words: Vec<&str> = said.lines().filter_map(|line| line.split('\t').next()).collect();
    assert_eq!(words, ["completions", "--format"], "{said}");
}

#[test]
fn zsh_knows_the_function_and_loads_it() {
    let script = "fpath=($PWD $fpath); autoload -Uz compinit; compinit -u -d ./dump; print -r -- $_comps[lanner]; \
                  autoload +X _lanner && print loaded";
    let Some(said) = asked("zsh", "_lanner", &["-f", "-c", script]) else { return };
    assert_eq!(said, "_lanner\nloaded\n");
}

/// Elvish completes at a terminal only, so it is asked at one, by what it reads when it starts.
#[test]
fn elvish_completes_commands_and_options() {
    let Some(elvish) = tool("elvish") else { return };
    let folder = Folder::empty();
    let said = run(folder.path(), &["completions", "elvish"]);
    assert_eq!(said.code, 0, "{said:?}");
    let ask = "fn ask {|@words| $edit:completion:arg-completer[lanner] $@words | each {|it| echo $it[stem] } }\n\
               { ask lanner ''; echo; ask lanner compile '' } > answer\nexit\n";
    folder.write("rc.elv", &format!("{}{ask}", said.out));
    let mut command = Command::new(elvish);
    command.args(["-rc", "rc.elv"]).current_dir(folder.path()).env("HOME", folder.path()).env("TERM", "xterm-256color");
    for name in ["XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR"] {
        command.env(name, folder.path());
    }
    let (code, shown) = Terminal::start(command, 80).finish();
    assert_eq!(code, 0, "{shown}");
    let answer = folder.read("answer");
    let (commands, options) = answer.split_once("\n\n").unwrap_or_else(|| panic!("{answer} {shown}"));
    assert!(commands.lines().any(|line| line == "completions"), "{commands}");
    assert!(options.lines().any(|line| line == "--format"), "{options}");
}

#[test]
fn powershell_gets_a_script_of_its_own() {
    let folder = Folder::empty();
    let begin = "Register-ArgumentCompleter -Native -CommandName 'lanner'";
    let said = run(folder.path(), &["completions", "powershell"]);
    assert!(said.code == 0 && said.out.contains(begin) && said.out.contains("--format"), "{said:?}");
}
