//! What the tree of a YAML text promises.

mod corpus;
mod opinion;
mod tree;
