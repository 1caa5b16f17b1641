//! How a field is compared with what a filter says.

/// How long a pattern that a client sends may look for a match.
const BACKTRACKS: usize = 100_000;

/// How a field is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// The same.
    Equals,
    /// Not the same.
    NotEquals,
    /// Larger.
    GreaterThan,
    /// Smaller.
    LessThan,
    /// Larger or the same.
    GreaterThanOrEqualTo,
    /// Smaller or the same.
    LessThanOrEqualTo,
    /// One of several after commas.
    In,
    /// None of several after commas.
    NotIn,
    /// Begins with.
    StartsWith,
    /// Ends with.
    EndsWith,
    /// Contains, whatever the case.
    Contains,
    /// Does not contain, whatever the case.
    NotContains,
    /// Matches a regular expression as a whole.
    Regex,
    /// The same, or below it with a dot between.
    Prefix,
    /// There is nothing.
    IsNull,
    /// There is something.
    IsNotNull,
}

impl Operation {
    const NAMES: [(&'static str, Self); 16] = [
        ("EQUALS", Self::Equals),
        ("NOT_EQUALS", Self::NotEquals),
        ("GREATER_THAN", Self::GreaterThan),
        ("LESS_THAN", Self::LessThan),
        ("GREATER_THAN_OR_EQUAL_TO", Self::GreaterThanOrEqualTo),
        ("LESS_THAN_OR_EQUAL_TO", Self::LessThanOrEqualTo),
        ("IN", Self::In),
        ("NOT_IN", Self::NotIn),
        ("STARTS_WITH", Self::StartsWith),
        ("ENDS_WITH", Self::EndsWith),
        ("CONTAINS", Self::Contains),
        ("NOT_CONTAINS", Self::NotContains),
        ("REGEX", Self::Regex),
        ("PREFIX", Self::Prefix),
        ("IS_NULL", Self::IsNull),
        ("IS_NOT_NULL", Self::IsNotNull),
    ];

    /// The operation of a name on the wire.
    pub fn named(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(known, _)| *known == name).map(|(_, operation)| *operation)
    }

    /// Whether it holds of what is not there.
    pub fn denies(self) -> bool {
        match self {
            Self::NotEquals | Self::NotIn | Self::NotContains | Self::IsNull => true,
            Self::Equals
            | Self::GreaterThan
            | Self::LessThan
            | Self::GreaterThanOrEqualTo
            | Self::LessThanOrEqualTo
            | Self::In
            | Self::StartsWith
            | Self::EndsWith
            | Self::Contains
            | Self::Regex
            | Self::Prefix
            | Self::IsNotNull => false,
        }
    }

    /// Whether a text, compared so with a value, is accepted; an empty text is nothing.
    pub fn holds(self, text: &str, value: &str) -> bool {
        let listed = || value.split(',').any(|item| item.trim() == text);
        let contains = || text.to_lowercase().contains(&value.to_lowercase());
        match self {
            Self::Equals => text == value,
            Self::NotEquals => text != value,
            Self::GreaterThan => text > value,
            Self::LessThan => text < value,
            Self::GreaterThanOrEqualTo => text >= value,
            Self::LessThanOrEqualTo => text <= value,
            Self::In => listed(),
            Self::NotIn => !listed(),
            Self::StartsWith => text.starts_with(value),
            Self::EndsWith => text.ends_with(value),
            Self::Contains => contains(),
            Self::NotContains => !contains(),
            Self::Regex => matches(value, text),
            Self::Prefix => crate::query::within(text, value),
            Self::IsNull => text.is_empty(),
            Self::IsNotNull => !text.is_empty(),
        }
    }

    /// The same of what may not be there: of nothing only what denies holds.
    pub fn holds_of(self, text: Option<&str>, value: &str) -> bool {
        text.map_or_else(|| self.denies(), |text| self.holds(text, value))
    }

    /// The same of something that has an order of its own; lists and texts say nothing of it.
    pub fn orders<T: Ord>(self, one: &T, other: &T) -> bool {
        match self {
            Self::GreaterThan => one > other,
            Self::LessThan => one < other,
            Self::GreaterThanOrEqualTo => one >= other,
            Self::LessThanOrEqualTo => one <= other,
            Self::NotEquals => one != other,
            Self::IsNotNull => true,
            Self::Equals
            | Self::In
            | Self::NotIn
            | Self::StartsWith
            | Self::EndsWith
            | Self::Contains
            | Self::NotContains
            | Self::Regex
            | Self::Prefix
            | Self::IsNull => one == other,
        }
    }
}

/// Whether a text as a whole matches a pattern; a pattern that cannot be read matches nothing.
fn matches(pattern: &str, text: &str) -> bool {
    let whole = format!("^(?:{pattern})$");
    plan::regex::Regex::new(&whole, BACKTRACKS).is_ok_and(|regex| regex.is_found(text).unwrap_or(false))
}

#[cfg(test)]
mod tests {
    use super::Operation;

    #[test]
    fn every_operation_decides() {
        for (name, text, value, expected) in [
            ("EQUALS", "a", "a", true),
            ("NOT_EQUALS", "a", "a", false),
            ("GREATER_THAN", "b", "a", true),
            ("LESS_THAN_OR_EQUAL_TO", "b", "a", false),
            ("IN", "a", "b, a", true),
            ("NOT_IN", "a", "b, a", false),
            ("STARTS_WITH", "abc", "ab", true),
            ("ENDS_WITH", "abc", "bc", true),
            ("CONTAINS", "aBc", "Bc", true),
            ("NOT_CONTAINS", "aBc", "bC", false),
            ("REGEX", "abc", "a.c", true),
            ("REGEX", "abcd", "a.c", false),
            ("REGEX", "abc", "(", false),
            ("PREFIX", "company.team", "company", true),
            ("PREFIX", "companyteam", "company", false),
            ("IS_NULL", "", "", true),
            ("IS_NOT_NULL", "a", "", true),
        ] {
            assert_eq!(Operation::named(name).unwrap().holds(text, value), expected, "{text} {name} {value}");
        }
        assert_eq!(Operation::named("LIKE"), None);
        assert!(Operation::NotEquals.holds_of(None, "a") && !Operation::Equals.holds_of(None, "a"));
    }
}
