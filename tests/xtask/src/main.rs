//! What developers run: tests with all they need, benches, generators.

mod bench;
mod catalog;
mod clients;
mod fuzz;
mod process;
mod soak;
mod test;
mod tools;

use std::process::ExitCode;

/// A task by its name: what it is for, and what it does with the words behind the name.
struct Task {
    name: &'static str,
    usage: &'static str,
    about: &'static str,
    perform: fn(&[String]) -> Result<(), String>,
}

/// Every task, in the order of its name.
const TASKS: &[Task] = &[
    Task {
        name: "bench",
        usage: "bench [NAME…] [--format table|json] [--quick]",
        about: "builds for release and prints the figures",
        perform: bench::perform,
    },
    Task {
        name: "catalog",
        usage: "catalog [FOLDER]",
        about: "writes the compact catalogue from the descriptions of Kestra's types",
        perform: catalog::perform,
    },
    Task {
        name: "soak",
        usage: "soak [KILLS] [PROOF…]",
        about: "proves durability to the end: disks that fail, kills, a million tasks, a store of 10 GB",
        perform: soak::perform,
    },
    Task {
        name: "test",
        usage: "test [GATE…]",
        about: "checks everything that must hold before a change lands",
        perform: test::perform,
    },
    Task {
        name: "tools",
        usage: "tools",
        about: "installs the programs that tests drive, or names the missing ones",
        perform: tools::perform,
    },
];

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let Some((name, rest)) = words.split_first() else {
        print!("{}", usage());
        return ExitCode::from(2);
    };
    let Some(task) = TASKS.iter().find(|task| task.name == name) else {
        eprintln!("error: there is no task `{name}`\n\n{}", usage());
        return ExitCode::from(2);
    };
    match (task.perform)(rest) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

fn usage() -> String {
    let width = TASKS.iter().map(|task| task.usage.chars().count()).max().unwrap_or_default();
    let lines = TASKS.iter().map(|task| format!("  cargo xtask {:width$}  {}\n", task.usage, task.about));
    lines.collect()
}
