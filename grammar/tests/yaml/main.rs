//! What the tree of a YAML text promises.

mod corpus;
mod half_typed;
mod messages;
mod opinion;
mod tree;
