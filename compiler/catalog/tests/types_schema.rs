//! The published schema for types of the user's own names exactly what is read.

use std::collections::BTreeSet;

use catalog::data::File;
use serde_json::Value;

/// Spellings of the files Kestra's plugins are described in, which the schema does not offer.
const SHORT: [&str; 16] = [
    "alias",
    "bases",
    "def",
    "defs",
    "dep",
    "dyn",
    "exMin",
    "flow",
    "impls",
    "isu",
    "kestraVersion",
    "method",
    "outs",
    "props",
    "req",
    "sec",
];

#[test]
fn the_schema_names_what_is_read() {
    let cases = [
        ("", r#"{"zzz": 1}"#),
        ("type", r#"{"artifact": "a", "types": {"a.B": {"zzz": 1}}}"#),
        ("property", r#"{"artifact": "a", "types": {}, "definitions": {"D": {"properties": {"p": {"zzz": 1}}}}}"#),
        ("definition", r#"{"artifact": "a", "types": {}, "definitions": {"D": {"zzz": 1}}}"#),
    ];
    let schema: Value = serde_json::from_str(catalog::data::SCHEMA).expect("the schema is JSON");
    for (name, text) in cases {
        let part = if name.is_empty() { &schema } else { &schema["$defs"][name] };
        let offered: BTreeSet<&str> =
            part["properties"].as_object().expect("properties").keys().map(String::as_str).collect();
        let error = File::parse(text).expect_err("`zzz` is unknown");
        let Some((_, list)) = error.split_once("expected one of ") else {
            // One or several properties are told apart before their keys are: the error names none.
            assert_eq!(name, "property", "{error}");
            continue;
        };
        let read: BTreeSet<&str> = list.split('`').skip(1).step_by(2).collect();
        let short: BTreeSet<&str> = SHORT.into_iter().chain(["t"]).collect();
        let missing: Vec<_> = read.difference(&offered).filter(|key| !short.contains(*key)).collect();
        assert!(missing.is_empty(), "the schema of `{name}` lacks {missing:?}");
        let unread: Vec<_> = offered.difference(&read).filter(|key| **key != "$schema").collect();
        assert!(unread.is_empty(), "the schema of `{name}` offers {unread:?}, which is not read");
    }
}

#[test]
fn every_key_of_a_property_is_read() {
    let schema: Value = serde_json::from_str(catalog::data::SCHEMA).expect("the schema is JSON");
    let text = r#"{"artifact": "a", "$schema": "types.schema.json", "types": {"a.B": {"kind": "task", "properties": {"p": {
        "type": "string", "doc": "d", "required": true, "default": null, "dynamic": "property", "secret": true, "deprecated": "x",
        "internalStorage": true, "anyOf": ["any"], "impl": "any", "values": ["v"], "aliases": ["q"], "single": true, "custom": "c",
        "check": "c", "nonEmpty": true, "min": 1, "max": 2, "above": 0, "minSize": 1, "maxSize": 2, "pattern": "p", "defx": false,
        "since": "1.1", "until": "2.0"
    }}}}}"#;
    File::parse(text).expect("every key is read");
    let written: Value = serde_json::from_str(text).expect("JSON");
    let keys = |value: &Value| value.as_object().expect("an object").keys().cloned().collect::<BTreeSet<_>>();
    let used = keys(&written["types"]["a.B"]["properties"]["p"]);
    assert_eq!(used, keys(&schema["$defs"]["property"]["properties"]));
}

#[test]
fn the_example_in_the_documentation_is_good() {
    let source = include_str!("../src/data.rs");
    let lines = source.lines().skip_while(|line| *line != "//! ```json").skip(1).take_while(|line| *line != "//! ```");
    let text: String = lines.filter_map(|line| line.strip_prefix("//!")).collect();
    catalog::Catalog::new().add(&text).expect("a good description");
}
