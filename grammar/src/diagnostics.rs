//! Every mistake that can be seen in a text before anything is known about flows, one file each.

pub mod backslash_in_folded_scalar;
pub mod smart_quotes;
pub mod stray_quotes;
pub mod unquoted_expression;
pub mod yaml_alias;
pub mod yaml_duplicate_key;
pub mod yaml_implicit_type;
pub mod yaml_limit;
pub mod yaml_syntax;

pub use backslash_in_folded_scalar::BackslashInFoldedScalar;
pub use smart_quotes::{Inside, SmartQuotes};
pub use stray_quotes::StrayQuotes;
pub use unquoted_expression::UnquotedExpression;
pub use yaml_alias::{Names, YamlAlias};
pub use yaml_duplicate_key::YamlDuplicateKey;
pub use yaml_implicit_type::YamlImplicitType;
pub use yaml_limit::{Limit, YamlLimit};
pub use yaml_syntax::{SyntaxMistake, YamlSyntax};

use report::{Code, Declared};

/// All codes, by name.
pub const ALL: &[&Code] = &[
    BackslashInFoldedScalar::CODE,
    SmartQuotes::CODE,
    StrayQuotes::CODE,
    UnquotedExpression::CODE,
    YamlAlias::CODE,
    YamlDuplicateKey::CODE,
    YamlImplicitType::CODE,
    YamlLimit::CODE,
    YamlSyntax::CODE,
];
