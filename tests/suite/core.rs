//! What Kestra's core 1.3 has can be run here, or it is said why not.

use catalog::{Catalog, Declaration, Execution, Kind};
use plan::dialect::Version;

/// Types of the core that nobody here runs, each with the reason.
const APART: &[(&str, &str)] = &[(
    "io.kestra.plugin.core.flow.Template",
    "switched off in 1.3 unless configured, where it fails as it runs; gone in 2.0",
)];

#[test]
fn every_type_of_the_core_is_run_or_has_a_reason() {
    let core = Version::new(1, 3);
    let catalog = Catalog::new();
    let mut wrong = Vec::new();
    let mut seen = 0;
    for kind in [Kind::Task, Kind::Trigger, Kind::Condition] {
        for entry in catalog.names(Some(kind), "io.kestra.plugin.core.") {
            let Some(declaration) = catalog.lookup(entry.name).declaration() else { continue };
            // The parts that a task is made of are nothing an author writes.
            if entry.name != declaration.name || !declaration.available.covers(core) || entry.name.contains('$') {
                continue;
            }
            seen += 1;
            let reason = APART.iter().any(|apart| apart.0 == entry.name);
            if is_run(declaration) == reason {
                wrong.push(entry.name);
            }
        }
    }
    assert!(seen >= 80, "{seen} types");
    assert!(wrong.is_empty(), "neither run nor given a reason, or both: {wrong:?}");
}

/// A test of the runtime compares those with a behaviour with what it does.
fn is_run(declaration: &Declaration) -> bool {
    match declaration.execution {
        Execution::Engine | Execution::Behaviour => true,
        Execution::Elsewhere => false,
    }
}
