//! The schema of the JSON document of findings.

use report::json::VERSION;
use serde_json::{Value, json};

use super::{DIALECT, closed};

pub(super) fn schema() -> Value {
    let position = closed(
        "A place between two characters",
        json!({
            "line": { "type": "integer", "minimum": 1, "description": "Counted from 1" },
            "column": { "type": "integer", "minimum": 1, "description": "In Unicode characters, counted from 1" },
            "byte": { "type": "integer", "minimum": 0, "description": "In the file, counted from 0" },
        }),
    );
    let start = json!({ "$ref": "#/definitions/position", "description": "Before the first character" });
    let end = json!({ "$ref": "#/definitions/position", "description": "Behind the last character" });
    let path = json!({ "type": "string", "description": "Relative to the working directory, with /" });
    let label = closed(
        "What is said at another place",
        json!({ "path": path, "start": start, "end": end, "message": { "type": "string" } }),
    );
    let edit = closed(
        "A text in the place of another",
        json!({ "path": path, "start": start, "end": end, "text": { "type": "string" } }),
    );
    let fix = closed(
        "A way to mend it",
        json!({
            "message": { "type": "string", "description": "What it does" },
            "applicability": {
                "enum": ["safe", "unsafe", "suggestion"],
                "description": "safe keeps the meaning, unsafe may change it, a suggestion needs a choice",
            },
            "edits": { "type": "array", "items": { "$ref": "#/definitions/edit" } },
        }),
    );
    let diagnostic = closed(
        "A finding",
        json!({
            "code": { "type": "string", "pattern": "^[a-z0-9-]+$", "description": "What `lanner explain` takes" },
            "severity": { "enum": ["error", "warning", "info", "hint"] },
            "message": { "type": "string", "description": "One line" },
            "path": path,
            "start": start,
            "end": end,
            "labels": { "type": "array", "items": { "$ref": "#/definitions/label" } },
            "notes": { "type": "array", "items": { "type": "string" } },
            "fixes": { "type": "array", "items": { "$ref": "#/definitions/fix" } },
            "confidence": { "enum": ["high", "medium", "low"] },
        }),
    );
    let mut schema = closed(
        "What `lanner compile --check --format json` writes",
        json!({
            "version": { "const": VERSION, "description": "Grows when a reader of the last could not read the next" },
            "diagnostics": { "type": "array", "items": { "$ref": "#/definitions/diagnostic" } },
        }),
    );
    schema["$schema"] = json!(DIALECT);
    schema["title"] = json!("Findings of Lanner");
    schema["definitions"] =
        json!({ "position": position, "label": label, "edit": edit, "fix": fix, "diagnostic": diagnostic });
    schema
}
