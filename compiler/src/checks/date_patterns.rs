//! Patterns of dates: letters that mean something else than they seem to.

use plan::Value;
use plan::function::Form;
use plan::template::{At, Call, Expression};
use report::Report;

use super::{AppCheck, Base, FlowCheck};
use crate::diagnostics::date_format_suspicious::{DateFormatSuspicious, Oddity};
use crate::expression::visit;
use crate::ir::{Site, Sites};

pub(crate) fn check(check: &FlowCheck<'_>, report: &mut Report) {
    all(check.base, &check.flow.sites, report);
}

pub(crate) fn check_app(check: &AppCheck<'_>, report: &mut Report) {
    all(check.base, &check.app.sites, report);
}

fn all(base: Base<'_>, sites: &Sites, report: &mut Report) {
    for (_, site) in sites.iter() {
        visit::calls(&site.template, &mut |call| pattern(base, site, call, report));
    }
}

/// A pattern that is none.
pub(super) fn bad_pattern(base: Base<'_>, site: &Site, at: At, message: &str, report: &mut Report) {
    let text = site.scalar.text.get(at.range()).unwrap_or_default();
    let instead = text.contains('%').then(|| from_strftime(text)).flatten();
    let oddity = Oddity::Illegal(message.to_owned());
    report.add(DateFormatSuspicious { place: base.place(site.span(at)), oddity, instead });
}

/// The parameters of the filters and functions of dates that are patterns.
const PATTERNS: &[&str] = &["format", "existingFormat"];

fn pattern(base: Base<'_>, site: &Site, call: &Call, report: &mut Report) {
    if call.callee.name == "numberFormat" || call.callee.form == Form::Test {
        return;
    }
    for (index, parameter) in call.callee.parameters.iter().enumerate() {
        let Some(Some(Expression::Constant(Value::Text(pattern)))) = call.arguments.get(index) else { continue };
        if !PATTERNS.contains(&parameter.name) || (parameter.check)(&Value::Text(pattern.clone())).is_err() {
            continue;
        }
        let Some((meaning, instead)) = oddity(pattern) else { continue };
        let at = call.argument_places.get(index).copied().unwrap_or(call.name_at);
        report.add(DateFormatSuspicious {
            place: base.place(site.span(at)),
            oddity: Oddity::Meaning(meaning),
            instead: instead.map(|it| format!("'{it}'")),
        });
    }
}

/// The letters of a pattern that mean something else than they seem to, and what was probably meant.
fn oddity(pattern: &str) -> Option<(&'static str, Option<String>)> {
    let letters = unquoted(pattern);
    // Names of formats have no meaning letter by letter.
    if pattern.contains('_') && letters.chars().all(|it| it.is_ascii_lowercase() || it == '_') || letters.is_empty() {
        return None;
    }
    let has = |word: &str| letters.contains(word);
    let plain = !pattern.contains('\'');
    let replaced = |from: &str, to: &str| plain.then(|| pattern.replace(from, to));
    if let Some((_, behind)) = pattern.split_once('%')
        && behind.starts_with(|it: char| it.is_ascii_alphabetic())
    {
        let instead = from_strftime(pattern).map(|quoted| quoted.trim_matches('\'').to_owned());
        return Some(("`%` stays as it is: patterns are letters without it", instead));
    }
    if has("Y") && !has("w") && !has("W") {
        let instead = plain.then(|| pattern.replace('Y', "y").replace("DD", "dd"));
        return Some(("`YYYY` is the year of the week, which differs from the year around New Year", instead));
    }
    if has("DD") && (has("M") || has("mm")) && !has("d") {
        return Some(("`DD` is the day of the year", replaced("DD", "dd")));
    }
    let hours = has("H") || has("h") || has("k") || has("K");
    if has("mm") && !hours && !has("M") && (has("y") || has("d")) {
        return Some(("`mm` is minutes", replaced("mm", "MM")));
    }
    if ["HH:MM", "hh:MM", "H:MM", "h:MM", "MM:ss"].iter().any(|clock| has(clock)) && !has("mm") {
        let instead = plain.then(|| pattern.replace(":MM", ":mm").replace("MM:", "mm:"));
        return Some(("`MM` is months", instead));
    }
    if has("mm:SS") && !has("s") {
        return Some(("`SS` are fractions of a second", replaced("mm:SS", "mm:ss")));
    }
    if has("h") && !has("a") && !has("B") && !has("H") {
        return Some(("`h` counts hours to 12 and nothing says which half of the day", replaced("h", "H")));
    }
    None
}

/// A pattern without what stands in quotes.
fn unquoted(pattern: &str) -> String {
    pattern.split('\'').step_by(2).collect()
}

/// A pattern of `strftime` in Java's letters, with quotes around it.
fn from_strftime(text: &str) -> Option<String> {
    let mut out = String::new();
    let mut letters = text.trim_matches(['\'', '"']).chars();
    while let Some(letter) = letters.next() {
        if letter != '%' {
            out.push(letter);
            continue;
        }
        out.push_str(match letters.next()? {
            'Y' => "yyyy",
            'y' => "yy",
            'm' => "MM",
            'd' => "dd",
            'H' => "HH",
            'M' => "mm",
            'S' => "ss",
            'B' => "MMMM",
            'b' => "MMM",
            'A' => "EEEE",
            'a' => "EEE",
            'F' => "yyyy-MM-dd",
            'T' => "HH:mm:ss",
            _ => return None,
        });
    }
    Some(format!("'{out}'"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_that_mean_something_else_are_odd() {
        for (pattern, instead) in [
            ("YYYY-MM-DD", Some("yyyy-MM-dd")),
            ("yyyy-MM-DD", Some("yyyy-MM-dd")),
            ("yyyy-mm-dd", Some("yyyy-MM-dd")),
            ("HH:MM", Some("HH:mm")),
            ("hh:mm", Some("HH:mm")),
            ("MM:ss", Some("mm:ss")),
            ("HH:mm:SS", Some("HH:mm:ss")),
            ("%Y-%m-%d", Some("yyyy-MM-dd")),
        ] {
            assert_eq!(oddity(pattern).and_then(|it| it.1).as_deref(), instead, "{pattern}");
        }
        for pattern in ["yyyy-MM-dd'T'HH:mm:ss", "iso_local_date", "YYYY-'W'ww", "hh:mm a", "D", "mm:ss", "full"] {
            assert!(oddity(pattern).is_none(), "{pattern}");
        }
    }
}
