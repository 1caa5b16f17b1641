//! The dependency picture of ARCHITECTURE.md, compared with what cargo says.

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package};
use tests::places::{project, root};

/// A package with its folder, and which of ours it may use.
struct Place {
    name: &'static str,
    folder: &'static str,
    purity: Purity,
    may_use: &'static [&'static str],
}

/// Whether a package may touch the world.
#[derive(PartialEq)]
enum Purity {
    Pure,
    Worldly,
}

const PICTURE: &[Place] = &[
    pure("report", "compiler/report", &[]),
    pure("grammar", "grammar", &["report", "macros"]),
    pure("plan", "compiler/plan", &["report"]),
    pure("macros", "compiler/macros", &[]),
    pure("catalog", "compiler/catalog", &["report", "plan", "macros"]),
    pure("compiler", "compiler", &["report", "grammar", "plan", "macros", "catalog"]),
    pure("ide", "lsp/ide", &["report", "grammar", "plan", "catalog", "compiler"]),
    worldly("lsp", "lsp", &["report", "plan", "catalog", "compiler", "ide"]),
    worldly("runtime", "runtime", &["report", "plan", "catalog"]),
    worldly(
        "cli",
        "runtime/cli",
        &["report", "grammar", "plan", "macros", "catalog", "compiler", "ide", "lsp", "runtime"],
    ),
    worldly(
        "tests",
        "tests",
        &["report", "grammar", "plan", "macros", "catalog", "compiler", "ide", "lsp", "runtime", "cli"],
    ),
    worldly("xtask", "tests/xtask", &["report", "grammar", "plan", "catalog", "compiler"]),
];

const fn pure(name: &'static str, folder: &'static str, may_use: &'static [&'static str]) -> Place {
    Place { name, folder, purity: Purity::Pure, may_use }
}

const fn worldly(name: &'static str, folder: &'static str, may_use: &'static [&'static str]) -> Place {
    Place { name, folder, purity: Purity::Worldly, may_use }
}

/// The packages of the workspace as cargo sees them.
pub(crate) fn workspace() -> Metadata {
    MetadataCommand::new().manifest_path(root().join("Cargo.toml")).no_deps().other_options(offline()).exec().unwrap()
}

/// Tests ask no registry.
pub(crate) fn offline() -> Vec<String> {
    vec!["--offline".to_owned()]
}

/// What a package uses when it is built for people, build scripts included.
fn uses(package: &Package) -> BTreeSet<&str> {
    let used = package.dependencies.iter().filter(|dependency| dependency.kind != DependencyKind::Development);
    used.map(|dependency| dependency.rename.as_deref().unwrap_or(&dependency.name)).collect()
}

#[test]
fn packages_lie_and_depend_as_in_the_picture() {
    let metadata = workspace();
    let packages: BTreeMap<&str, &Package> =
        metadata.packages.iter().map(|package| (package.name.as_str(), package)).collect();
    let mut wrong = Vec::new();
    for place in PICTURE {
        let Some(package) = packages.get(place.name) else {
            wrong.push(format!("`{}` is in the picture and not in the workspace", place.name));
            continue;
        };
        if package.manifest_path != project(place.folder).join("Cargo.toml") {
            wrong.push(format!("`{}` does not lie in {}", place.name, place.folder));
        }
        for used in uses(package) {
            if packages.contains_key(used) && !place.may_use.contains(&used) {
                wrong.push(format!("`{}` uses `{used}`, which the picture does not let it", place.name));
            }
        }
    }
    let drawn: BTreeSet<&str> = PICTURE.iter().map(|place| place.name).collect();
    wrong.extend(
        packages.keys().filter(|name| !drawn.contains(**name)).map(|name| format!("`{name}` is not in the picture")),
    );
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn pure_packages_use_only_what_has_a_reason() {
    let text = std::fs::read_to_string(project("tests/suite/architecture/pure.yaml")).unwrap();
    let reasons: BTreeMap<String, BTreeMap<String, String>> = serde_yaml::from_str(&text).unwrap();
    let metadata = workspace();
    let ours: BTreeSet<&str> = metadata.packages.iter().map(|package| package.name.as_str()).collect();
    let mut wrong = Vec::new();
    for place in PICTURE.iter().filter(|place| place.purity == Purity::Pure) {
        let package = metadata.packages.iter().find(|package| package.name.as_str() == place.name).unwrap();
        let empty = BTreeMap::new();
        let allowed = reasons.get(place.name).unwrap_or(&empty);
        let used: BTreeSet<&str> = uses(package).into_iter().filter(|name| !ours.contains(name)).collect();
        let unlisted = used.iter().filter(|name| !allowed.contains_key(**name));
        wrong.extend(unlisted.map(|name| format!("`{}` uses `{name}` without a reason in pure.yaml", place.name)));
        let stale = allowed.keys().filter(|name| !used.contains(name.as_str()));
        wrong.extend(
            stale.map(|name| format!("pure.yaml has a reason for `{name}`, which `{}` does not use", place.name)),
        );
        let lib = std::fs::read_to_string(project(place.folder).join("src/lib.rs")).unwrap();
        if place.name != "macros" && !lib.contains("#![warn(clippy::disallowed_methods)]") {
            wrong.push(format!("the `lib.rs` of `{}` does not ask for `clippy::disallowed_methods`", place.name));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn xtask_builds_the_pure_packages_for_wasm() {
    let gate = std::fs::read_to_string(project("tests/xtask/src/test.rs")).unwrap();
    let list = gate.split("const PURE").nth(1).and_then(|rest| rest.split(';').next()).unwrap();
    for place in PICTURE {
        let listed = list.contains(&format!("\"{}\"", place.name));
        assert_eq!(listed, place.purity == Purity::Pure, "`{}` in the list of xtask", place.name);
    }
}

#[test]
fn every_workspace_dependency_has_its_sentence() {
    let manifest = std::fs::read_to_string(project("Cargo.toml")).unwrap();
    let section = manifest.split("[workspace.dependencies]").nth(1).unwrap();
    let section = section.split("\n[").next().unwrap();
    let lines = section.lines().filter(|line| line.contains('=') && !line.starts_with('#'));
    let silent: Vec<&str> = lines.filter(|line| !line.contains("path =") && !line.contains(" # ")).collect();
    assert!(silent.is_empty(), "without a sentence in Cargo.toml:\n{}", silent.join("\n"));
}

#[test]
fn no_workspace_dependency_is_idle() {
    let manifest: toml::Table = std::fs::read_to_string(project("Cargo.toml")).unwrap().parse().unwrap();
    let listed = manifest["workspace"]["dependencies"].as_table().unwrap().keys();
    let metadata = workspace();
    let used: BTreeSet<&str> = metadata
        .packages
        .iter()
        .flat_map(|package| &package.dependencies)
        .map(|dependency| dependency.rename.as_deref().unwrap_or(&dependency.name))
        .collect();
    let idle: Vec<&String> = listed.filter(|name| !used.contains(name.as_str())).collect();
    assert!(idle.is_empty(), "in Cargo.toml and used by no package: {idle:?}");
}
