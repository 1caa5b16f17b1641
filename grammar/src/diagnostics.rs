//! Every mistake that can be seen in a text before anything is known about flows, one file each.

pub mod unquoted_expression;
pub mod yaml_alias;
pub mod yaml_duplicate_key;
pub mod yaml_limit;
pub mod yaml_syntax;

pub use unquoted_expression::UnquotedExpression;
pub use yaml_alias::YamlAlias;
pub use yaml_duplicate_key::YamlDuplicateKey;
pub use yaml_limit::{Limit, YamlLimit};
pub use yaml_syntax::{SyntaxMistake, YamlSyntax};

use report::{Code, Declared};

/// All codes, by name.
pub const ALL: &[&Code] =
    &[UnquotedExpression::CODE, YamlAlias::CODE, YamlDuplicateKey::CODE, YamlLimit::CODE, YamlSyntax::CODE];
