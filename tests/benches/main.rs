//! The figures that `cargo xtask bench` prints: each bench a file, each figure with its target.

mod check;
mod client;
mod engine;
mod expressions;
mod flows;
mod process;
mod server;
mod size;
mod start;

use std::process::ExitCode;

/// A measured quantity.
struct Figure {
    name: String,
    value: f64,
    unit: &'static str,
    /// What we aim at; at most this.
    target: Option<f64>,
}

/// A bench by its name.
struct Bench {
    name: &'static str,
    measure: fn() -> Vec<Figure>,
}

/// Every bench, in the order of its name.
const BENCHES: &[Bench] = &[check::BENCH, engine::BENCH, expressions::BENCH, server::BENCH, size::BENCH, start::BENCH];

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1).filter(|word| word != "--bench");
    let mut names = Vec::new();
    let mut json = false;
    while let Some(word) = words.next() {
        match word.as_str() {
            "--format" => json = words.next().as_deref() == Some("json"),
            "--format=json" => json = true,
            "--format=table" => json = false,
            _ => names.push(word),
        }
    }
    if let Some(unknown) = names.iter().find(|name| BENCHES.iter().all(|bench| bench.name != **name)) {
        let known: Vec<&str> = BENCHES.iter().map(|bench| bench.name).collect();
        eprintln!("error: there is no bench `{unknown}`; there are {}", known.join(", "));
        return ExitCode::from(2);
    }
    let chosen = BENCHES.iter().filter(|bench| names.is_empty() || names.iter().any(|name| name == bench.name));
    let figures: Vec<Figure> = chosen.flat_map(|bench| (bench.measure)()).collect();
    if json {
        print_json(&figures);
    } else {
        print_table(&figures);
    }
    match figures.iter().filter(|figure| figure.is_over()).count() {
        0 => ExitCode::SUCCESS,
        over => {
            eprintln!("error: {over} of {} figures are over their marks", figures.len());
            ExitCode::FAILURE
        }
    }
}

impl Figure {
    /// Whether it is not what we aim at; a value that is no number is not.
    fn is_over(&self) -> bool {
        self.target.is_some_and(|target| self.value > target || self.value.is_nan())
    }
}

fn print_table(figures: &[Figure]) {
    let width = figures.iter().map(|figure| figure.name.chars().count()).max().unwrap_or_default();
    for figure in figures {
        let Figure { name, value, unit, target } = figure;
        let aim = match target {
            Some(target) if figure.is_over() => format!("  OVER {target} {unit}"),
            Some(target) => format!("  ≤ {target} {unit}"),
            None => String::new(),
        };
        println!("{name:width$}  {value:>12.3} {unit:<4}{aim}");
    }
}

fn print_json(figures: &[Figure]) {
    let figures: Vec<serde_json::Value> = figures
        .iter()
        .map(|figure| {
            let Figure { name, value, unit, target } = figure;
            serde_json::json!({ "name": name, "value": value, "unit": unit, "target": target })
        })
        .collect();
    println!("{}", serde_json::json!({ "version": 1, "figures": figures }));
}

/// The middle of some measurements, which a few slow ones do not move.
fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// What so many of a hundred measurements reach at the most, of those that are sorted.
fn part(sorted: &[f64], hundredths: usize) -> f64 {
    let last = sorted.len().saturating_sub(1);
    sorted.get((sorted.len() * hundredths / 100).min(last)).copied().unwrap_or(f64::NAN)
}
