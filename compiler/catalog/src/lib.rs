//! Everything an author can name, each declared once.
//!
//! A declaration comes from a documented struct here, from a JSON file of the user's, or from the compact
//! catalogue of Kestra's core and plugins; in this order one wins over the next.
#![warn(clippy::disallowed_methods)]

extern crate self as catalog;

pub mod available;
pub mod common;
pub mod compact;
pub mod data;
pub mod declaration;
pub mod field;
pub mod form;
pub mod literal;
pub mod lookup;
pub mod outputs;
mod prelude;
pub mod record;
pub mod typed;

pub mod apps;
pub mod blocks;
pub mod conditions;
pub mod controls;
pub mod inputs;
pub mod objects;
pub mod tasks;
pub mod triggers;

pub use available::{Available, Deprecated, Word};
pub use declaration::{Ability, Declaration, Execution, Kind, Method, Origin};
pub use field::{Constraints, Dynamic, Enumeration, Field, FieldType, Only, Preset, Traits};
pub use form::{AtMost, EachForm, Form, UpdateForm};
pub use literal::Literal;
pub use lookup::{Catalog, Entry, Found};
pub use outputs::{Nowhere, Outputs, Site};
pub use record::{Body, Openness, Record, Variant, Variants};

/// Everything declared here, by group.
pub(crate) static ALL: &[&[&Declaration]] =
    &[apps::ALL, blocks::ALL, conditions::ALL, controls::ALL, inputs::ALL, tasks::ALL, triggers::ALL];
