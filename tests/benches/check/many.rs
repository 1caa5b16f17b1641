//! Hundreds and thousands of files: whether time grows as the texts do, and memory less.

use std::io::Read;
use std::process::Stdio;
use std::time::Instant;

use tests::command::command;
use tests::folder::Folder;
use tests::machine::corpus;

use super::large_flow;
use crate::{Figure, median};

/// How many files, how often they are checked, and how long that may take in milliseconds.
const SIZES: [(usize, usize, Option<f64>); 4] =
    [(400, 15, Some(80.0)), (1_000, 7, None), (5_000, 3, None), (10_000, 3, None)];

/// Megabytes that so many files may need.
const MEMORY: [(usize, f64); 2] = [(400, 100.0), (10_000, 300.0)];

/// How much longer a file may take among ten thousand than among five thousand; both are read twice, to save memory.
const LINEAR: f64 = 1.2;

pub(super) fn figures() -> Vec<Figure> {
    let texts = texts();
    let mut figures = Vec::new();
    let mut times = Vec::new();
    for (count, rounds, target) in SIZES {
        let folder = filled(&texts, count);
        let looks: Vec<Look> = (0..rounds).map(|_| look(&folder)).collect();
        let time = median(looks.iter().map(|look| look.milliseconds).collect());
        let memory = median(looks.iter().map(|look| look.megabytes).collect());
        times.push((count, time));
        figures.push(Figure { name: format!("check of {count} flows"), value: time, unit: "ms", target });
        let target = MEMORY.iter().find(|(of, _)| *of == count).map(|(_, most)| *most);
        figures.push(Figure { name: format!("  memory of {count} flows"), value: memory, unit: "MB", target });
    }
    let each = |of: usize| times.iter().find(|(count, _)| *count == of).map_or(f64::NAN, |(_, time)| time / of as f64);
    figures.push(Figure {
        name: "a file among 10,000, by one among 5,000".to_owned(),
        value: each(10_000) / each(5_000),
        unit: "",
        target: Some(LINEAR),
    });
    figures
}

/// The blueprints where they lie beside the project, else one flow of 6 KB.
pub(super) fn texts() -> Vec<String> {
    let Some(corpus) = corpus() else { return vec![large_flow()] };
    let mut texts = Vec::new();
    let mut open = vec![corpus.join("blueprints")];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).expect("the corpus").map(|entry| entry.expect("an entry")) {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|it| it == "yaml" || it == "yml") {
                texts.push((path.clone(), std::fs::read_to_string(path).expect("a text")));
            }
        }
    }
    texts.sort();
    texts.into_iter().map(|(_, text)| text).collect()
}

/// A folder with so many flows, each with an id of its own.
pub(super) fn filled(texts: &[String], count: usize) -> Folder {
    let folder = Folder::empty();
    for (number, text) in texts.iter().cycle().take(count).enumerate() {
        let id = |line: &str| if line.starts_with("id: ") { format!("{line}_{number}\n") } else { format!("{line}\n") };
        folder.write(&format!("{number:05}.yaml"), &text.lines().map(id).collect::<String>());
    }
    folder
}

/// What a check took.
struct Look {
    milliseconds: f64,
    /// The most that was resident.
    megabytes: f64,
}

fn look(folder: &Folder) -> Look {
    let arguments = ["compile", "--check", ".", "--format", "json", "--exit-zero"];
    let begin = Instant::now();
    let mut command = command(folder.path(), &arguments);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("it starts");
    let mut out = child.stdout.take().expect("it was piped");
    // Once it writes, it has looked at all files, and it cannot end before all that it writes is read.
    out.read_exact(&mut [0]).expect("it writes");
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
    std::io::copy(&mut out, &mut std::io::sink()).expect("it is read");
    assert!(child.wait().expect("it ends").success());
    let most = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    let kilobytes: f64 = most.trim().trim_end_matches(" kB").parse().unwrap_or(f64::NAN);
    Look { milliseconds: begin.elapsed().as_secs_f64() * 1e3, megabytes: kilobytes / 1e3 }
}
