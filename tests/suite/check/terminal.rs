//! A check by somebody who sits at a terminal: colours, links, progress, questions.

use std::time::{Duration, Instant};

use tests::command::{command, run};
use tests::folder::Folder;
use tests::terminal::Terminal;

use super::MISTAKES;

fn shown(arguments: &[&str], settings: &[(&str, &str)]) -> String {
    let folder = Folder::with(&[("flows/mistakes.yaml", MISTAKES)]);
    let mut command = command(folder.path(), arguments);
    command.env("TERM", "xterm-256color").envs(settings.iter().copied());
    for name in ["VTE_VERSION", "TERM_PROGRAM", "FORCE_HYPERLINK", "COLUMNS", "CI"] {
        if settings.iter().all(|(known, _)| *known != name) {
            command.env_remove(name);
        }
    }
    let (code, shown) = Terminal::start(command, 60).finish();
    assert_eq!(code, 1, "{shown}");
    shown
}

/// A text without what a terminal does not show.
fn seen(text: &str) -> String {
    let mut seen = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('\x1b') {
        seen.push_str(before);
        rest = match behind.strip_prefix(']') {
            Some(link) => link.split_once("\x1b\\").map_or("", |(_, rest)| rest),
            None => behind.split_once('m').map_or("", |(_, rest)| rest),
        };
    }
    seen + rest
}

#[test]
fn findings_are_drawn_in_colour_and_fit_the_terminal() {
    let shown = shown(&["compile", "--check", "."], &[]);
    assert!(shown.contains("\x1b["), "{shown:?}");
    let seen = seen(&shown);
    assert!(seen.contains("flows/mistakes.yaml:11:11"), "{seen}");
    let is_source = |line: &&str| line.starts_with(|it: char| it.is_ascii_digit()) && line.contains(" │ ");
    let source: Vec<&str> = seen.lines().filter(is_source).collect();
    assert!(source.len() >= 4 && source.iter().all(|line| line.trim_end().chars().count() <= 60), "{source:#?}");
}

#[test]
fn places_are_links_where_the_terminal_follows_them() {
    let check = &["compile", "--check", "."];
    let plain = shown(check, &[]);
    assert!(!plain.contains("\x1b]8;;"), "{plain:?}");
    let linked = shown(check, &[("VTE_VERSION", "7003")]);
    let links: Vec<&str> =
        linked.split("\x1b]8;;").skip(1).filter_map(|rest| rest.split_once("\x1b\\")).map(|(link, _)| link).collect();
    let (ends, opened): (Vec<&str>, Vec<&str>) = links.into_iter().partition(|link| link.is_empty());
    assert!(!opened.is_empty() && ends.len() == opened.len(), "{linked:?}");
    assert!(opened.iter().all(|it| it.starts_with("file:///") && it.contains("/flows/mistakes.yaml")), "{opened:?}");
    assert_eq!(seen(&plain).lines().count(), seen(&linked).lines().count());
}

#[test]
fn no_colour_leaves_no_escape() {
    let shown = shown(&["compile", "--check", "."], &[("NO_COLOR", "1"), ("VTE_VERSION", "7003")]);
    assert!(shown.contains("error[unknown-type]") && !shown.contains('\x1b'), "{shown:?}");
}

#[test]
fn long_work_says_how_far_it_is() {
    let folder = Folder::empty();
    for number in 0..1_000 {
        let flow = MISTAKES.replace("id: mistakes", &format!("id: flow_{number}"));
        folder.write(&format!("{number}.yaml"), &flow);
    }
    let mut command = command(folder.path(), &["compile", "--check", ".", "--statistics"]);
    command.env("TERM", "xterm-256color");
    let begin = Instant::now();
    let (code, shown) = Terminal::start(command, 80).finish();
    assert_eq!(code, 1, "{shown}");
    // What ends soon needs no line, and how soon that is depends on the machine.
    if begin.elapsed() > Duration::from_secs(2) {
        assert!(shown.contains("checking … "), "{shown:?}");
        let last = shown.rfind("checking … ").unwrap();
        assert!(shown[last..].contains("\r\x1b[K"), "the line is taken away again: {shown:?}");
    }
    assert!(!run(folder.path(), &["compile", "--check", ".", "--statistics"]).err.contains("checking"));
}

#[test]
fn a_baseline_that_got_shorter_is_offered_to_be_written_anew() {
    let folder = Folder::with(&[("flows/a.yaml", MISTAKES)]);
    run(folder.path(), &["compile", "--check", "flows", "--write-baseline", "known.json"]);
    folder.write("flows/a.yaml", &MISTAKES.replace("Lgo", "Log"));
    let before = folder.read("known.json");
    let check = &["compile", "--check", "flows", "--baseline", "known.json", "--fail-level", "hint"];
    let ask = |answer: &str| {
        let mut terminal = Terminal::start(command(folder.path(), check), 80);
        terminal.until("1 finding of known.json is there no more; take it out? [y/N] ");
        terminal.answer(answer);
        let (code, rest) = terminal.finish();
        assert_eq!(code, 0, "{rest}");
        rest
    };
    ask("");
    assert_eq!(folder.read("known.json"), before, "nothing but a yes is one");
    let rest = ask("y");
    assert!(rest.contains("left in known.json"), "{rest:?}");
    let after = folder.read("known.json");
    assert!(after.len() < before.len() && !after.contains("unknown-type"), "{after}");
    // What is new is not taken in by the way.
    let said = run(folder.path(), check);
    assert_eq!((said.code, said.out.as_str()), (0, ""), "{said:?}");
    assert!(!said.err.contains("no more"), "{}", said.err);
}
