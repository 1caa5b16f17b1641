//! What the tree of a YAML text promises.

mod bounds;
mod corpus;
mod half_typed;
mod library;
mod messages;
mod opinion;
mod tree;
