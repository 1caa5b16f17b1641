//! Templates and the expressions in them: text to a tree that knows where every byte came from.

mod build;
mod depth;
mod plain;
mod print;
mod problem;
pub mod tree;

pub use print::print;
pub use problem::{Problem, SyntaxError};
pub use tree::Tree;

use pest::Parser as _;

#[allow(missing_docs, unreachable_pub, unused_qualifications, clippy::all)]
mod parser {
    /// The parser written from the grammar file.
    #[derive(pest_derive::Parser)]
    #[grammar = "expression/expression.pest"]
    pub(super) struct Parser;
}

/// The longest template that is read, in bytes.
pub const LONGEST: usize = 1 << 20;

/// How deep brackets and tags may nest.
pub const DEEPEST: usize = 64;

/// Reads a template. Never fails: what cannot be read stands in the tree's errors, each with its place.
///
/// Takes time in proportion to the length, whatever the text.
pub fn parse(text: &str) -> Tree<'_> {
    if memchr::memchr(b'{', text.as_bytes()).is_none() {
        return Tree::of_text(text);
    }
    if text.len() > LONGEST {
        return Tree::refused(text, report::Span::new(LONGEST, text.len()), Problem::TooLong);
    }
    if let Some(at) = depth::too_deep(text) {
        return Tree::refused(text, report::Span::new(at, at + 1), Problem::TooDeep);
    }
    plain::read(text).unwrap_or_else(|| by_grammar(text))
}

fn by_grammar(text: &str) -> Tree<'_> {
    match parser::Parser::parse(parser::Rule::template, text) {
        Ok(pairs) => build::tree(text, pairs),
        // Every rule has a way out for every text, so all that is left is the guard of the native stack.
        Err(_) => Tree::refused(text, report::Span::new(0, text.len()), Problem::TooDeep),
    }
}

#[cfg(test)]
mod tests;
