//! `TimeBetween`: the time of day lies between two others, each with its own offset.

use jiff::{Timestamp, Zoned};
use plan::Failure;

use super::{Behaviour, Test};

pub(super) const BEHAVIOUR: Behaviour =
    Behaviour { condition_type: "io.kestra.plugin.core.condition.TimeBetween", holds };

fn holds(test: &Test<'_>) -> Result<bool, Failure> {
    let date = test.date()?;
    let bound = |name: &str| -> Result<Option<Timestamp>, Failure> {
        let text = test.text(name)?;
        if text.is_empty() {
            return Ok(None);
        }
        let at = time_of_day(&text, &date);
        at.map(Some).ok_or_else(|| Failure::new(format!("`{text}` is no time of day with an offset")))
    };
    let (after, before) = (bound("after")?, bound("before")?);
    let at = date.timestamp();
    Ok(after.is_none_or(|after| at > after) && before.is_none_or(|before| at < before))
}

/// `16:19:12+02:00` on the day of a date.
fn time_of_day(text: &str, on: &Zoned) -> Option<Timestamp> {
    format!("{}T{text}", on.date()).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::super::dates::tests::on;

    #[test]
    fn offsets_count() {
        let between = [("after", "13:30:00+02:00"), ("before", "14:30:00+02:00")];
        assert_eq!(on("2024-06-02T12:00:00Z", "TimeBetween", &between), Ok(true));
        assert_eq!(on("2024-06-02T13:00:00Z", "TimeBetween", &between), Ok(false));
    }
}
