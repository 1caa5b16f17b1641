//! The schema of types of one's own, as the catalogue publishes it.

use serde_json::Value;

pub(super) fn schema() -> Value {
    serde_json::from_str(catalog::data::SCHEMA).expect("the catalogue's schema is JSON: its own tests read it")
}
