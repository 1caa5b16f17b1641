//! Every kind of mistake the compiler can report, one file each.
//!
//! A new one is a file here, its `pub mod` line and its line in [`ALL`]; where it is found is a matter of
//! `checks`.

pub mod unknown_type;

use grammar::diagnostics as text;
use report::{Code, Declared};

/// All codes, by name; those of the text itself are declared in the grammar.
pub const ALL: &[&Code] = &[
    unknown_type::UnknownType::CODE,
    text::UnquotedExpression::CODE,
    text::YamlAlias::CODE,
    text::YamlDuplicateKey::CODE,
    text::YamlLimit::CODE,
    text::YamlSyntax::CODE,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_in_order_and_complete() {
        let names: Vec<&str> = ALL.iter().map(|code| code.name).collect();
        let mut sorted = names.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(names, sorted);
        let missing = text::ALL.iter().filter(|code| !names.contains(&code.name));
        assert_eq!(missing.map(|code| code.name).collect::<Vec<_>>(), Vec::<&str>::new());
    }
}
