//! Lists in pages: `page`, `size`, `sort`, and the answer `{results, total}`.

use serde::Serialize;

use crate::web::problem::Problem;
use crate::web::query::Query;
use crate::web::response::{Response, json};

/// How many entries a page has where nobody says.
const SIZE: usize = 10;

/// The most entries a page may have.
const MOST: usize = 1_000;

/// Which part of a list is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paging {
    /// Counts from 1.
    page: usize,
    /// How many entries.
    pub size: usize,
    /// Fields to sort by, the most important first.
    pub sort: Vec<(String, Direction)>,
}

/// Which way a list is sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Smallest first.
    Ascending,
    /// Largest first.
    Descending,
}

impl Paging {
    /// Reads `page`, `size` and `sort`; any word but `asc` sorts descending, as Kestra has it.
    ///
    /// # Errors
    ///
    /// 422 for a page or size below 1, a size above 1000, or a sort that is no `field:direction`.
    pub fn read(query: &Query) -> Result<Self, Problem> {
        let positive = |name: &str, otherwise: usize| match query.read::<i64>(name)? {
            None => Ok(otherwise),
            Some(number) => usize::try_from(number)
                .ok()
                .filter(|number| *number >= 1)
                .ok_or_else(|| Problem::argument(format!("`{name}` must be at least 1, not {number}"))),
        };
        let page = positive("page", 1)?;
        let size = positive("size", SIZE)?;
        if size > MOST {
            return Err(Problem::argument(format!("`size` must be at most {MOST}, not {size}")));
        }
        let mut sort = Vec::new();
        for text in query.all("sort").filter(|text| !text.is_empty()) {
            match text.split(':').collect::<Vec<_>>().as_slice() {
                [field, "asc"] => sort.push(((*field).to_owned(), Direction::Ascending)),
                [field, _] => sort.push(((*field).to_owned(), Direction::Descending)),
                _ => return Err(Problem::argument(format!("`{text}` is no sort; write `field:asc` or `field:desc`"))),
            }
        }
        Ok(Self { page, size, sort })
    }

    /// How many entries come before the page.
    pub fn offset(&self) -> usize {
        (self.page - 1).saturating_mul(self.size)
    }

    /// The page of a list that is here as a whole.
    pub fn of<T>(&self, all: impl IntoIterator<Item = T>) -> Vec<T> {
        all.into_iter().skip(self.offset()).take(self.size).collect()
    }
}

/// The answer of every paged list.
pub fn paged(results: &impl Serialize, total: usize) -> Response {
    json(&Paged { results, total })
}

#[derive(Serialize)]
struct Paged<'r, R> {
    results: &'r R,
    total: usize,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_makes_no_page_is_refused() {
        for text in ["page=0", "size=0", "page=-1", "size=1001", "page=x", "sort=id", "sort=a:b:c"] {
            assert_eq!(Paging::read(&Query::parse(text)).unwrap_err().status, 422, "{text}");
        }
        let paging = Paging::read(&Query::parse("page=3&size=2&sort=id:asc&sort=namespace:down")).unwrap();
        assert_eq!(paging.of(1..=9), [5, 6]);
        assert_eq!(paging.sort[1], ("namespace".to_owned(), Direction::Descending));
    }
}
