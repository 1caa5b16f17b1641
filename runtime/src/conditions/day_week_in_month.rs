//! `DayWeekInMonth`: the date is the first Monday of its month, or the like.

use plan::Failure;

use super::{Behaviour, Test};

pub(super) const BEHAVIOUR: Behaviour =
    Behaviour { condition_type: "io.kestra.plugin.core.condition.DayWeekInMonth", holds };

fn holds(test: &Test<'_>) -> Result<bool, Failure> {
    let date = test.date()?.date();
    let day = super::dates::weekday(&test.text("dayOfWeek")?);
    let day = day.ok_or_else(|| Failure::new("`dayOfWeek` names no day of the week"))?;
    let nth = match test.text("dayInMonth")?.as_str() {
        "FIRST" => 1,
        "SECOND" => 2,
        "THIRD" => 3,
        "FOURTH" => 4,
        _ => -1,
    };
    Ok(date.nth_weekday_of_month(nth, day).is_ok_and(|wanted| wanted == date))
}

#[cfg(test)]
mod tests {
    use super::super::dates::tests::on;

    #[test]
    fn the_day_is_counted_from_either_end() {
        let date = "2024-06-02T00:30:00+02:00";
        let is = |nth| on(date, "DayWeekInMonth", &[("dayOfWeek", "SUNDAY"), ("dayInMonth", nth)]);
        assert_eq!((is("FIRST"), is("SECOND"), is("LAST")), (Ok(true), Ok(false), Ok(false)));
    }
}
