//! The query of a request: names with values, in the order they came.

use std::str::FromStr;

use super::percent::{Plus, decode};
use super::problem::Problem;

/// The parameters of a query or of a URL-encoded form.
#[derive(Clone, Debug, Default)]
pub struct Query(Vec<(String, String)>);

impl Query {
    /// Reads `a=1&b=2`; parts whose escapes are broken keep them as they are.
    pub fn parse(text: &str) -> Self {
        let decoded =
            |part: &str| decode(part, Plus::Space).map_or_else(|| part.to_owned(), std::borrow::Cow::into_owned);
        let pairs = text.split('&').filter(|pair| !pair.is_empty());
        Self(
            pairs
                .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
                .map(|(name, value)| (decoded(name), decoded(value)))
                .collect(),
        )
    }

    /// The first value under a name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The first value under a name that is not empty.
    pub fn given(&self, name: &str) -> Option<&str> {
        self.get(name).filter(|value| !value.is_empty())
    }

    /// All values under a name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// All values under a name, where one value may hold several after commas.
    pub fn listed<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.all(name).flat_map(|value| value.split(',')).map(str::trim).filter(|value| !value.is_empty())
    }

    /// Every pair.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// A value of a type that can be read from text.
    ///
    /// # Errors
    ///
    /// 422 where the value cannot be read.
    pub fn read<T: FromStr>(&self, name: &str) -> Result<Option<T>, Problem> {
        self.given(name)
            .map(|value| value.parse().map_err(|_| Problem::argument(format!("cannot read `{name}` from `{value}`"))))
            .transpose()
    }

    /// Whether a flag is set: `true`, or named without a value.
    pub fn flag(&self, name: &str) -> Option<bool> {
        self.get(name).map(|value| value.is_empty() || value.eq_ignore_ascii_case("true"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_order_and_repetition() {
        let query = Query::parse("labels=a:b&labels=c%3Ad&empty&q=x+y&&=z&bad=%zz");
        assert_eq!(query.all("labels").collect::<Vec<_>>(), ["a:b", "c:d"]);
        assert_eq!((query.get("empty"), query.given("empty"), query.flag("empty")), (Some(""), None, Some(true)));
        assert_eq!((query.get("q"), query.get(""), query.get("bad")), (Some("x y"), Some("z"), Some("%zz")));
        assert_eq!(query.get("absent"), None);
    }

    #[test]
    fn numbers_that_cannot_be_read_are_named() {
        let query = Query::parse("page=two&size=5");
        assert_eq!(query.read::<u32>("size").ok().flatten(), Some(5));
        assert_eq!(query.read::<u32>("page").unwrap_err().message, "cannot read `page` from `two`");
    }
}
