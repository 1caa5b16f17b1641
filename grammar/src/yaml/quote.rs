//! Writing a text as a YAML scalar that reads back as the same text.

/// The text in quotes: double ones where nothing needs an escape, else single ones, else escaped.
pub fn quoted(text: &str) -> String {
    let one_line = !text.contains(['\n', '\r']) && !text.chars().any(char::is_control);
    if one_line && !text.contains(['"', '\\']) {
        return format!("\"{text}\"");
    }
    if one_line {
        return format!("'{}'", text.replace('\'', "''"));
    }
    let mut out = String::from("\"");
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            other if other.is_control() => out.push_str(&format!("\\u{:04x}", u32::from(other))),
            other => out.push(other),
        }
    }
    out.push('"');
    out
}

/// The same for a text with expressions, where a string in an expression may change from double quotes to
/// single ones.
pub fn quoted_expression(text: &str) -> String {
    if !text.contains('"') || !text.contains('\'') {
        return quoted(text);
    }
    single_inside(text).map_or_else(|| quoted(text), |switched| quoted(&switched))
}

/// The text with double quotes inside expressions made single; nothing where that would change what it says.
fn single_inside(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("{{") {
        let end = start + rest[start..].find("}}")? + 2;
        let mut quote = None;
        let switched = rest[start..end].chars().map(|it| match (quote, it) {
            (_, '\\') | (Some('"'), '\'') | (Some('\''), '"') => None,
            (None, '"' | '\'') => {
                quote = Some(it);
                Some('\'')
            }
            (Some(open), _) if open == it => {
                quote = None;
                Some('\'')
            }
            _ => Some(it),
        });
        let switched: String = switched.collect::<Option<String>>()?;
        out.push_str(&rest[..start]);
        out.push_str(&switched);
        rest = &rest[end..];
    }
    out.push_str(rest);
    Some(out)
}

#[cfg(test)]
mod tests {
    use report::{FileId, Source};

    use super::*;

    #[test]
    fn strings_in_expressions_may_change_quotes() {
        for (text, expected) in [
            ("{{ a['b'] }}", "\"{{ a['b'] }}\""),
            ("{{ a[\"b\"] }}", "'{{ a[\"b\"] }}'"),
            ("{{ f('x', \"y\") }}", "\"{{ f('x', 'y') }}\""),
            ("{{ f('x', \"it's\") }}", "'{{ f(''x'', \"it''s\") }}'"),
            ("say \"{{ f('x') }}\"", "'say \"{{ f(''x'') }}\"'"),
        ] {
            assert_eq!(quoted_expression(text), expected);
        }
    }

    #[test]
    fn what_is_quoted_reads_back() {
        for text in ["", "a", "it's", "say \"it\"", "'\"\\", "two\nlines\t\r\n", "\u{1}\u{9f}é", "{{ a['b'] ~ \"c\" }}"]
        {
            let source = Source::new(FileId(0), "a.yaml", format!("key: {}\n", quoted(text)));
            let parsed = crate::parse(&source);
            assert_eq!(parsed.problems, []);
            let value = parsed.tree.root().and_then(|root| root.get("key")).and_then(|entry| entry.value.as_str());
            assert_eq!(value, Some(text));
        }
    }
}
