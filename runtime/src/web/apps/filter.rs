//! Which of several values a block shows.

use plan::Failure;

use super::properties::Properties;

/// `filter.include` and `filter.exclude`, lists of ids.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    include: Option<Vec<String>>,
    exclude: Vec<String>,
}

impl Filter {
    /// Reads a block's filter.
    ///
    /// # Errors
    ///
    /// What is wrong with an expression in it.
    pub fn read(properties: &Properties<'_>) -> Result<Self, Failure> {
        let include = properties.texts_in("filter", "include")?.filter(|ids| !ids.is_empty());
        Ok(Self { include, exclude: properties.texts_in("filter", "exclude")?.unwrap_or_default() })
    }

    /// Whether an id is shown.
    pub fn accepts(&self, id: &str) -> bool {
        self.include.as_ref().is_none_or(|ids| ids.iter().any(|listed| listed == id))
            && !self.exclude.iter().any(|listed| listed == id)
    }
}
