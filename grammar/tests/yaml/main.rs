//! What the tree of a YAML text promises.

mod bounds;
mod corpus;
#[expect(unreachable_pub, reason = "it is part of a library too")]
#[path = "../../../tests/src/covering.rs"]
mod covering;
mod half_typed;
mod library;
mod messages;
mod opinion;
mod tree;
