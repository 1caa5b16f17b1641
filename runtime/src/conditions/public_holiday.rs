//! `PublicHoliday`: the date is a public holiday of a country.

use plan::Failure;
use plan::functions::is_public_holiday;

use super::{Behaviour, Test};

pub(super) const BEHAVIOUR: Behaviour =
    Behaviour { condition_type: "io.kestra.plugin.core.condition.PublicHoliday", holds };

fn holds(test: &Test<'_>) -> Result<bool, Failure> {
    // Kestra takes the country of the server's language where none is named; a server has none here.
    let (country, part) = (test.text("country")?, test.text("subDivision")?);
    if country.is_empty() {
        return Err(Failure::new("the property `country` is missing"));
    }
    let part = Some(part.as_str()).filter(|part| !part.is_empty());
    is_public_holiday(test.date()?.date(), &country, part).map_err(Failure::new)
}

#[cfg(test)]
mod tests {
    use super::super::dates::tests::on;

    #[test]
    fn holidays_are_those_of_the_country_and_of_its_part() {
        let holds = |date: &str, properties: &[(&str, &str)]| on(date, "PublicHoliday", properties);
        assert_eq!(holds("2024-07-14T00:00:00+02:00", &[("country", "FR")]), Ok(true));
        assert_eq!(holds("2024-07-15T00:00:00+02:00", &[("country", "FR")]), Ok(false));
        assert_eq!(holds("2024-05-30T00:00:00+02:00", &[("country", "DE")]), Ok(false));
        assert_eq!(holds("2024-05-30T00:00:00+02:00", &[("country", "DE"), ("subDivision", "by")]), Ok(true));
        assert!(holds("2024-07-14T00:00:00Z", &[]).is_err());
    }
}
