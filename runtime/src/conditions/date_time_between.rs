//! `DateTimeBetween`: the date lies between two others, which do not count themselves.

use plan::Failure;

use super::{Behaviour, Test};

pub(super) const BEHAVIOUR: Behaviour =
    Behaviour { condition_type: "io.kestra.plugin.core.condition.DateTimeBetween", holds };

fn holds(test: &Test<'_>) -> Result<bool, Failure> {
    let date = test.date()?.timestamp();
    let (after, before) = (test.moment("after")?, test.moment("before")?);
    if after.is_none() && before.is_none() {
        return Err(Failure::new("Invalid condition with no before nor after"));
    }
    Ok(after.is_none_or(|after| date > after) && before.is_none_or(|before| date < before))
}

#[cfg(test)]
mod tests {
    use super::super::dates::tests::on;

    #[test]
    fn bounds_are_not_included() {
        let date = "2024-06-02T12:00:00Z";
        assert_eq!(on(date, "DateTimeBetween", &[("after", "2024-06-02T12:00:00Z")]), Ok(false));
        assert_eq!(on(date, "DateTimeBetween", &[("before", "2024-06-02T13:00:00Z")]), Ok(true));
        assert!(on(date, "DateTimeBetween", &[]).is_err());
    }
}
