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

#[cfg(test)]
mod tests {
    use report::{FileId, Source};

    use super::*;

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
