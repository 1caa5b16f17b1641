//! Executions recorded on Kestra 1.3.31 and 2.0.0, run again: what comes of them here must be what came of them
//! there, save for those that are named below with the reason.

mod apart;
mod compare;
mod flows;
mod play;
mod truth;
mod versions;
mod world;

use plan::dialect::Version;
use serde_json::Value;
use tests::machine;

/// The outcome of one recording: its name, and in what ours differs from it.
type Outcome = (String, Vec<String>);

#[test]
fn flows_go_as_recorded_on_1_3() {
    let (Some(corpus), Some(conformance)) = (machine::corpus(), machine::conformance()) else { return };
    let entries = read(&conformance.join("flows.json"));
    settle(flows::replay(&entries, &corpus.join("kestra-core-tests"), Version::new(1, 3), "1.3"), apart::FLOWS_1_3);
}

#[test]
fn flows_go_as_recorded_on_2_0() {
    let (Some(corpus), Some(conformance)) = (machine::corpus(), machine::conformance()) else { return };
    let entries = read(&conformance.join("flows.json"));
    settle(flows::replay(&entries, &corpus.join("kestra-core-tests"), Version::new(2, 0), "2.0"), apart::FLOWS_2_0);
}

#[test]
fn constructs_go_as_recorded_on_both_versions() {
    let Some(conformance) = machine::conformance() else { return };
    settle(versions::replay(&read(&conformance.join("version-runs.json"))), apart::CONSTRUCTS);
}

fn read(path: &std::path::Path) -> Vec<Value> {
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// Those that do not agree are exactly those that are said not to.
fn settle(outcomes: Vec<Outcome>, apart: &[(&str, &str)]) {
    let agreeing = outcomes.iter().filter(|outcome| outcome.1.is_empty()).count();
    println!("{agreeing} of {} recordings agree", outcomes.len());
    let mut wrong = Vec::new();
    for (name, differences) in &outcomes {
        let told = differences.join("\n    ");
        let reason = apart.iter().find(|known| known.0 == name).map(|known| known.1);
        match reason {
            None if differences.is_empty() => {}
            None => wrong.push(format!("{name} does not agree:\n    {told}")),
            Some(reason) if reason.starts_with("varies") => {}
            Some(_) if differences.is_empty() => wrong.push(format!("{name} agrees now: take it off the list")),
            Some(reason) => println!("{name} ({reason}):\n    {told}"),
        }
    }
    for (name, _) in apart.iter().filter(|known| outcomes.iter().all(|outcome| outcome.0 != known.0)) {
        wrong.push(format!("{name} is on the list, and no recording is called so"));
    }
    assert!(wrong.is_empty(), "{agreeing} of {} agree; {} others:\n{}", outcomes.len(), wrong.len(), wrong.join("\n"));
}
