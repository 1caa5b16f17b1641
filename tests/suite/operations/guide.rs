//! docs/operations.md says what is true: limits, figures, settings.

use std::collections::BTreeSet;

use runtime::{settings, web};
use tests::command::run;
use tests::folder::Folder;
use tests::places::project;
use tests::site::Site;

fn guide() -> String {
    std::fs::read_to_string(project("docs/operations.md")).unwrap()
}

/// The rows of the table under a heading: the cells of each.
fn rows<'g>(guide: &'g str, heading: &str) -> Vec<Vec<&'g str>> {
    let section = guide.split(&format!("\n## {heading}\n")).nth(1).unwrap_or_else(|| panic!("no `{heading}`"));
    let section = section.split("\n## ").next().unwrap();
    let rows = section.lines().filter(|line| line.starts_with("| `"));
    rows.map(|row| row.trim_matches('|').split('|').map(str::trim).collect()).collect()
}

#[test]
fn the_table_of_limits_is_that_of_the_program() {
    let guide = guide();
    let row =
        |key: String, default: &str, about: &str| vec![format!("`{key}`"), format!("`{default}`"), about.to_owned()];
    let web = web::Limits::ALL.iter().map(|limit| row(limit.key(), limit.default, limit.about.trim()));
    let engine = settings::Limits::ALL.iter().map(|limit| row(limit.key(), limit.default, limit.about.trim()));
    let mut declared: Vec<Vec<String>> = web.chain(engine).collect();
    declared.sort();
    let table = |rows: &[Vec<String>]| rows.iter().map(|row| format!("| {} |\n", row.join(" | "))).collect::<String>();
    let told: Vec<Vec<String>> =
        rows(&guide, "Limits").iter().map(|row| row.iter().map(ToString::to_string).collect()).collect();
    assert!(told == declared, "the table should be\n{}", table(&declared));
}

#[test]
fn the_table_of_figures_is_that_of_the_server() {
    let page = Site::start(&[(
        "flow.yaml",
        "id: a\nnamespace: demo\ntasks:\n  - {id: say, type: io.kestra.plugin.core.log.Log, message: Hello}\n",
    )])
    .get("/metrics")
    .text();
    let figures: BTreeSet<&str> =
        page.lines().filter_map(|line| line.strip_prefix("# TYPE ")?.split(' ').next()).collect();
    let guide = guide();
    let told: BTreeSet<&str> = rows(&guide, "What to watch").iter().map(|row| row[0].trim_matches('`')).collect();
    let not_in_memory = BTreeSet::from(["lanner_store_bytes"]);
    assert_eq!(told.difference(&figures).copied().collect::<BTreeSet<_>>(), not_in_memory);
    assert_eq!(figures.difference(&told).count(), 0, "{figures:?}");
}

#[test]
fn the_settings_of_the_guide_are_understood() {
    let guide = guide();
    let blocks: Vec<&str> = guide.split("```yaml\n").skip(1).filter_map(|block| block.split("```").next()).collect();
    assert!(blocks.len() >= 3, "{}", blocks.len());
    for block in blocks {
        let folder = Folder::with(&[("lanner.yaml", block)]);
        let said = run(folder.path(), &["config", "--show"]);
        assert_eq!(said.code, 0, "{block}\n{said:?}");
    }
}
