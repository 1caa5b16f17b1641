//! Every format against its published schema, or the program that reads it.

use std::path::Path;
use std::process::Command;

use tests::command::{Said, finish, run};
use tests::folder::Folder;
use tests::machine::{corpus, fetched, tool};

use super::MISTAKES;

/// What a format makes of the mistakes above and, where they are there, of all given files.
fn written(format: &str, folder: &Folder) -> Vec<String> {
    let mut names = Vec::new();
    let mut write = |name: String, path: &Path| {
        let path = path.to_string_lossy();
        let said = run(folder.path(), &["compile", "--check", &path, "--format", format, "--exit-zero"]);
        assert_eq!(said.code, 0, "{said:?}");
        folder.write(&name, &said.out);
        names.push(name);
    };
    write(format!("mistakes.{format}"), Path::new("a b.yaml"));
    if let Some(corpus) = corpus() {
        write(format!("corpus.{format}"), &corpus);
    }
    names
}

fn folder() -> Folder {
    Folder::with(&[("a b.yaml", MISTAKES)])
}

fn read(folder: &Folder, program: &Path, arguments: &[&str]) -> Said {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(folder.path());
    finish(command)
}

/// Writes a schema of ours and lets others compare files with it.
fn follows_schema(folder: &Folder, schema: &str, files: &[&str]) {
    let Some(program) = tool("check-jsonschema") else { return };
    let name = format!("{schema}.schema.json");
    folder.write(&name, &run(folder.path(), &["schema", schema]).out);
    let said = read(folder, &program, &["--check-metaschema", &name]);
    assert_eq!(said.code, 0, "{said:?}");
    let said = read(folder, &program, &[&["--schemafile", name.as_str()], files].concat());
    assert_eq!(said.code, 0, "{said:?}");
}

#[test]
fn json_follows_its_schema() {
    let folder = folder();
    let names = written("json", &folder);
    follows_schema(&folder, "diagnostics", &names.iter().map(String::as_str).collect::<Vec<_>>());
}

#[test]
fn a_line_of_jsonl_is_an_entry_of_json() {
    let folder = folder();
    let document: serde_json::Value = serde_json::from_str(&folder_text(&folder, "json")).unwrap();
    let lines: Vec<serde_json::Value> =
        folder_text(&folder, "jsonl").lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(document["diagnostics"].as_array().unwrap(), &lines);
}

fn folder_text(folder: &Folder, format: &str) -> String {
    run(folder.path(), &["compile", "--check", ".", "--format", format, "--exit-zero"]).out
}

#[test]
fn a_baseline_follows_its_schema() {
    let folder = folder();
    run(folder.path(), &["compile", "--check", ".", "--write-baseline", "known.json"]);
    follows_schema(&folder, "baseline", &["known.json"]);
}

#[test]
fn the_settings_of_the_examples_follow_their_schema() {
    let folder = folder();
    let guide = std::fs::read_to_string(tests::places::project("docs/configuration.md")).unwrap();
    let examples = guide.split("```yaml\n").skip(1).filter_map(|rest| rest.split("```").next());
    let names: Vec<String> = examples
        .enumerate()
        .map(|(at, text)| {
            let name = format!("settings-{at}.yaml");
            folder.write(&name, text);
            name
        })
        .collect();
    follows_schema(&folder, "config", &names.iter().map(String::as_str).collect::<Vec<_>>());
}

#[test]
fn what_is_right_follows_the_schemas_of_the_language() {
    let folder = folder();
    let mut roots = vec![tests::places::project("examples")];
    roots.extend(corpus().map(|corpus| corpus.join("blueprints")));
    let (mut flows, mut apps) = (Vec::new(), Vec::new());
    for root in roots {
        let path = root.to_string_lossy().into_owned();
        let said = run(folder.path(), &["compile", "--check", &path, "--format", "jsonl", "--exit-zero"]);
        let wrong: Vec<serde_json::Value> = said.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let mut open = vec![root];
        while let Some(path) = open.pop() {
            if path.is_dir() {
                open.extend(std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
            } else if path.extension().is_some_and(|it| it == "yaml" || it == "yml") && !path.ends_with("lanner.yaml") {
                let name = path.to_string_lossy().into_owned();
                let is_wrong =
                    |it: &&serde_json::Value| it["severity"] == "error" && name.ends_with(it["path"].as_str().unwrap());
                if wrong.iter().find(is_wrong).is_none() {
                    let text = std::fs::read_to_string(&path).unwrap();
                    let list = if text.contains("io.kestra.plugin.ee.apps") { &mut apps } else { &mut flows };
                    list.push(name);
                }
            }
        }
    }
    follows_schema(&folder, "flow", &flows.iter().map(String::as_str).collect::<Vec<_>>());
    follows_schema(&folder, "app", &apps.iter().map(String::as_str).collect::<Vec<_>>());
}

#[test]
fn published_schemas_are_those_of_the_command() {
    let update = std::env::var_os("UPDATE").is_some();
    for name in ["app", "baseline", "config", "diagnostics", "flow", "types"] {
        let said = run(&tests::places::project(""), &["schema", name]);
        let path = tests::places::project(&format!("docs/schemas/{name}.json"));
        if update {
            std::fs::write(&path, &said.out).unwrap();
        }
        let published = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            published == said.out,
            "docs/schemas/{name}.json is not what `lanner schema {name}` prints; UPDATE=1 writes it"
        );
    }
}

#[test]
fn sarif_is_accepted_by_those_who_wrote_it() {
    let Some(validator) = tool("sarif-multitool") else { return };
    let folder = folder();
    for name in written("sarif", &folder) {
        let said =
            read(&folder, &validator, &["validate", &name, "--output", "report.sarif", "--log", "ForceOverwrite"]);
        assert_eq!(said.code, 0, "{said:?}");
        let report: serde_json::Value =
            serde_json::from_str(folder.read("report.sarif").trim_start_matches('\u{feff}')).unwrap();
        let results = report["runs"][0]["results"].as_array().unwrap();
        // There is no site to name.
        let serious: Vec<&serde_json::Value> = results.iter().filter(|it| it["ruleId"] != "SARIF2005").collect();
        let serious: Vec<_> = serious.iter().filter(|it| it["level"] == "error").collect();
        assert!(serious.is_empty(), "{serious:#?}");
    }
}

#[test]
fn junit_follows_the_schema_of_jenkins() {
    let (Some(python), Some(schema)) = (tool("xmlschema-validate"), fetched("junit/junit-10.xsd")) else { return };
    let folder = folder();
    for name in written("junit", &folder) {
        let said = read(&folder, &python, &["--schema", &schema.to_string_lossy(), &name]);
        assert_eq!(said.code, 0, "{said:?}");
    }
}

/// What a document of SARIF says of each finding: rule, level, message, file, line, column.
fn results(text: &str) -> Vec<[String; 6]> {
    let document: serde_json::Value = serde_json::from_str(text).unwrap();
    let results = document["runs"][0]["results"].as_array().unwrap().iter();
    let row = |result: &serde_json::Value| {
        let place = &result["locations"][0]["physicalLocation"];
        let file = place["artifactLocation"]["uri"].as_str().unwrap().rsplit('/').next().unwrap();
        [
            result["ruleId"].as_str().unwrap().trim_start_matches("lanner.").to_owned(),
            result["level"].as_str().unwrap().to_owned(),
            result["message"]["text"].as_str().unwrap().lines().next().unwrap().to_owned(),
            file.replace("%20", " "),
            place["region"]["startLine"].to_string(),
            place["region"]["startColumn"].to_string(),
        ]
    };
    let mut rows: Vec<[String; 6]> = results.map(row).collect();
    rows.sort();
    rows
}

#[test]
fn checkstyle_says_to_its_readers_what_sarif_says_to_its_own() {
    let Some(reader) = tool("checkstyle-to-sarif") else { return };
    let folder = folder();
    let ours = written("sarif", &folder);
    for (name, ours) in written("checkstyle", &folder).iter().zip(ours) {
        let said = read(&folder, &reader, &["--input", name, "--output", "read.sarif"]);
        assert_eq!(said.code, 0, "{said:?}");
        assert_eq!(results(&folder.read("read.sarif")), results(&folder.read(&ours)));
    }
}

#[test]
fn rdjson_is_what_reviewdog_asks_for() {
    let Some(validator) = tool("rdformat-validator") else { return };
    let folder = folder();
    for name in written("rdjson", &folder) {
        let said = read(&folder, &validator, &["--strict", "--no-extra-fields", &name]);
        assert!(said.code == 0 && said.out.contains("Total warnings: 0"), "{said:?}");
    }
    folder.write("wrong.json", "{\"diagnostics\": [{\"message\": 1}]}");
    assert_ne!(read(&folder, &validator, &["--strict", "wrong.json"]).code, 0, "it refuses what is wrong");
}

#[test]
fn gitlab_finds_all_it_asks_for() {
    let folder = folder();
    for name in written("gitlab", &folder) {
        let issues: Vec<serde_json::Value> = serde_json::from_str(&folder.read(&name)).unwrap();
        let mut fingerprints: Vec<&str> = issues.iter().map(|it| it["fingerprint"].as_str().unwrap()).collect();
        for issue in &issues {
            assert!(issue["description"].is_string() && issue["check_name"].is_string(), "{issue}");
            assert!(["info", "minor", "major", "critical", "blocker"].contains(&issue["severity"].as_str().unwrap()));
            assert!(issue["location"]["path"].is_string(), "{issue}");
            assert!(issue["location"]["positions"]["begin"]["line"].as_u64().unwrap() > 0, "{issue}");
        }
        fingerprints.sort_unstable();
        fingerprints.dedup();
        assert_eq!(fingerprints.len(), issues.len(), "fingerprints are unique");
    }
}

#[test]
fn columns_are_what_each_format_counts() {
    let folder = folder();
    let text = folder.read("a b.yaml");
    let byte = text.find("naïve").unwrap();
    let json: serde_json::Value = serde_json::from_str(&folder_text(&folder, "json")).unwrap();
    let found = json["diagnostics"].as_array().unwrap().iter().find(|it| it["start"]["byte"] == byte).unwrap();
    assert_eq!((found["start"]["column"].as_u64(), found["end"]["column"].as_u64()), (Some(9), Some(14)));
    assert_eq!(found["end"]["byte"], byte + "naïve".len());
    let rdjson: serde_json::Value = serde_json::from_str(&folder_text(&folder, "rdjson")).unwrap();
    let found =
        rdjson["diagnostics"].as_array().unwrap().iter().find(|it| it["location"]["range"]["start"]["line"] == 5);
    assert_eq!(found.unwrap()["location"]["range"]["end"]["column"], 15, "in bytes");
}

#[test]
fn a_workflow_gets_annotations_without_asking() {
    let folder = folder();
    let mut command = tests::command::command(folder.path(), &["compile", "--check", "."]);
    command.env("GITHUB_ACTIONS", "true");
    let said = finish(command);
    assert!(said.out.starts_with("::"), "{}", said.out);
    assert!(said.out.contains("file=a b.yaml,line="), "{}", said.out);
}
