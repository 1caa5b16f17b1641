//! The schema of a baseline.

use serde_json::{Value, json};

use super::{DIALECT, closed};
use crate::baseline::VERSION;

pub(super) fn schema() -> Value {
    let mut entry = closed(
        "Findings of one kind at one place",
        json!({
            "code": { "type": "string", "description": "The kind" },
            "path": { "type": "string", "description": "The file, relative to the baseline, with /" },
            "context": {
                "type": "string",
                "pattern": "^[0-9a-f]{16}$",
                "description": "A hash of the keys and ids around the finding and the text it points at",
            },
            "count": { "type": "integer", "minimum": 1, "default": 1, "description": "How many there are" },
            "message": { "type": "string", "description": "For whoever reads it" },
        }),
    );
    entry["required"] = json!(["code", "path", "context"]);
    let mut schema = closed(
        "Findings that a team lives with for now",
        json!({
            "version": { "const": VERSION },
            "findings": { "type": "array", "items": entry },
        }),
    );
    schema["$schema"] = json!(DIALECT);
    schema["title"] = json!("Baseline of Lanner");
    schema
}
