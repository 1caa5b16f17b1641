//! How deep a template nests, told before it is parsed.

use super::DEEPEST;

/// Where brackets first nest too deep inside a tag. Quotes are not looked at: a text with that many
/// brackets more opened than closed is refused as well.
pub(super) fn too_deep(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut depth = None;
    let mut at = 0;
    while at < bytes.len() {
        match (depth, bytes[at], bytes.get(at + 1)) {
            (None, b'{', Some(b'{' | b'%')) => {
                depth = Some(0_usize);
                at += 1;
            }
            (Some(0), b'}', _) | (Some(_), b'%', Some(b'}')) => depth = None,
            (Some(inside), b'(' | b'[' | b'{', _) => {
                if inside == DEEPEST {
                    return Some(at);
                }
                depth = Some(inside + 1);
            }
            (Some(inside), b')' | b']' | b'}', _) => depth = Some(inside.saturating_sub(1)),
            _ => {}
        }
        at += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_brackets_inside_tags_count() {
        let brackets = "(".repeat(DEEPEST + 1);
        assert_eq!(too_deep(&brackets), None);
        assert_eq!(too_deep(&format!("{{{{ {brackets} }}}}")), Some(3 + DEEPEST));
        assert_eq!(too_deep(&"{{ f(g(1)) }} {% if (a) %}".repeat(DEEPEST)), None);
    }
}
