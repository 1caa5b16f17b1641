//! What stands in numbers by locale: what Java's `DecimalFormatSymbols` takes from CLDR.

use std::collections::HashMap;
use std::sync::LazyLock;

/// What stands in numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Symbols {
    /// Before the fraction.
    pub(crate) point: &'static str,
    /// Between groups of digits.
    pub(crate) group: &'static str,
    /// Before a negative number.
    pub(crate) minus: &'static str,
    /// Behind hundredths.
    pub(crate) percent: &'static str,
    /// Behind thousandths.
    pub(crate) per_mille: &'static str,
    /// Before an exponent.
    pub(crate) exponent: &'static str,
    /// In place of what is no number.
    pub(crate) not_a_number: &'static str,
    /// In place of what is too large for digits.
    pub(crate) infinity: &'static str,
    /// The first of the ten digits.
    pub(crate) zero: char,
    /// The code of the region's currency, and how it is written.
    pub(crate) currency: Currency,
}

/// A currency as a locale knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Currency {
    /// `USD`.
    pub(crate) code: &'static str,
    /// `$`.
    pub(crate) symbol: &'static str,
}

impl Symbols {
    /// Those of English in no region, and of every language that is not listed.
    pub(crate) const ENGLISH: Self = Self {
        point: ".",
        group: ",",
        minus: "-",
        percent: "%",
        per_mille: "‰",
        exponent: "E",
        not_a_number: "NaN",
        infinity: "∞",
        zero: '0',
        currency: Currency { code: "XXX", symbol: "¤" },
    };

    /// Those of America: what Kestra's containers run under.
    pub(crate) const AMERICAN: Self = Self { currency: Currency { code: "USD", symbol: "$" }, ..Self::ENGLISH };

    /// Those of a locale as Java writes it: `fr`, `fr_FR`.
    pub(crate) fn named(locale: &str) -> Self {
        if locale == "en_US" {
            return Self::AMERICAN;
        }
        let locale = locale.replace('-', "_");
        let language = locale.split('_').next().unwrap_or_default();
        let (signs, currencies) = &*ALL;
        let symbols = signs.get(locale.as_str()).or_else(|| signs.get(language)).copied().unwrap_or(Self::ENGLISH);
        Self { currency: currencies.get(locale.as_str()).copied().unwrap_or(symbols.currency), ..symbols }
    }

    /// A digit from 0 to 9.
    pub(crate) fn digit(self, digit: u8) -> char {
        char::from_u32(u32::from(self.zero) + u32::from(digit)).unwrap_or('0')
    }
}

type Signs = HashMap<&'static str, Symbols>;
type Currencies = HashMap<&'static str, Currency>;

static ALL: LazyLock<(Signs, Currencies)> = LazyLock::new(|| {
    let mut signs = Signs::new();
    for (what, locales) in rows(include_str!("symbols/signs.txt")) {
        let parts: Vec<&'static str> = what.split('|').collect();
        let [point, group, minus, percent, per_mille, exponent, not_a_number, infinity, zero] = parts[..] else {
            continue;
        };
        let zero = zero.chars().next().unwrap_or('0');
        let currency = Symbols::ENGLISH.currency;
        let symbols =
            Symbols { point, group, minus, percent, per_mille, exponent, not_a_number, infinity, zero, currency };
        signs.extend(locales.map(|locale| (locale, symbols)));
    }
    let mut currencies = Currencies::new();
    for (what, locales) in rows(include_str!("symbols/currencies.txt")) {
        let Some((code, symbol)) = what.split_once(' ') else { continue };
        currencies.extend(locales.map(|locale| (locale, Currency { code, symbol })));
    }
    (signs, currencies)
});

/// What a table says, and of which locales.
fn rows(table: &'static str) -> impl Iterator<Item = (&'static str, std::str::Split<'static, char>)> {
    let rows = table.lines().filter(|line| !line.starts_with('#'));
    rows.filter_map(|line| line.split_once('\t')).map(|(what, locales)| (what, locales.split(' ')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_read() {
        let count = |table| rows(table).map(|(_, locales)| locales.count()).sum::<usize>();
        assert_eq!(ALL.0.len(), count(include_str!("symbols/signs.txt")));
        assert_eq!(ALL.1.len(), count(include_str!("symbols/currencies.txt")));
        assert_eq!(Symbols::named("en_US"), Symbols { currency: ALL.1["en_US"], ..Symbols::ENGLISH });
    }

    #[test]
    fn regions_differ_from_their_language() {
        for (locale, point, group, currency) in [
            ("de_DE", ",", ".", "€"),
            ("de_CH", ".", "\u{2019}", "CHF"),
            ("de-AT", ",", "\u{a0}", "€"),
            ("fr_FR", ",", "\u{202f}", "€"),
            ("fr", ",", "\u{202f}", "¤"),
            ("es_ES", ",", ".", "€"),
            ("es_MX", ".", ",", "$"),
            ("sv_SE", ",", "\u{a0}", "kr"),
            ("en_GB", ".", ",", "£"),
            ("ar_EG", "\u{66b}", "\u{66c}", "ج.م.\u{200f}"),
            ("", ".", ",", "¤"),
        ] {
            let symbols = Symbols::named(locale);
            assert_eq!((symbols.point, symbols.group, symbols.currency.symbol), (point, group, currency), "{locale}");
        }
        assert_eq!((Symbols::named("sv_SE").minus, Symbols::named("ar_EG").zero), ("\u{2212}", '٠'));
    }
}
