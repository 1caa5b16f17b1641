//! The name that was probably meant.

/// The most similar of the known names, where one is similar enough to be a slip of the fingers.
pub(crate) fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let allowed = (name.chars().count() / 3).max(1);
    let measured = known.into_iter().map(|candidate| (strsim::osa_distance(name, candidate), candidate));
    measured.filter(|(distance, _)| *distance <= allowed).min().map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn slips_are_recognised_and_other_words_are_not() {
        let known = ["unknown-type", "unused-input", "redirects"];
        for (name, near) in
            [("unkown-type", Some("unknown-type")), ("redirect", Some("redirects")), ("levels", None), ("x", None)]
        {
            assert_eq!(nearest(name, known), near, "{name}");
        }
    }
}
