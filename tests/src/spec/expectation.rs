//! What a comment in a YAML block expects: `# error[unknown-type]: did you mean`.

use report::Severity;

/// A finding that must be there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expectation {
    /// The line it must point at, from 1, within the block.
    pub line: usize,
    /// How bad it must be.
    pub severity: Severity,
    /// Its code.
    pub code: String,
    /// What its message must contain.
    pub text: String,
}

/// Every expectation of a block, in order.
pub fn expectations(text: &str) -> Vec<Expectation> {
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let Some((before, comment)) = comment(line) else { continue };
        let Some((severity, code, distance, text)) = parse(comment) else { continue };
        let line = match distance {
            Some(distance) => index + 1 + distance,
            None if before.trim().is_empty() => next_line(&lines, index) + 1,
            None => index + 1,
        };
        found.push(Expectation { line, severity, code: code.to_owned(), text: text.to_owned() });
    }
    found
}

/// The index of the next line that is no expectation.
fn next_line(lines: &[&str], index: usize) -> usize {
    let is_expectation = |line: &str| {
        comment(line).is_some_and(|(before, comment)| before.trim().is_empty() && parse(comment).is_some())
    };
    (index + 1..lines.len()).find(|at| !is_expectation(lines[*at])).unwrap_or(index)
}

/// The last comment of a line that could be an expectation, with what stands before it.
fn comment(line: &str) -> Option<(&str, &str)> {
    let starts = ["# error[", "# warning[", "# info[", "# hint["];
    let at = starts.iter().filter_map(|start| line.rfind(start)).max()?;
    Some((&line[..at], line[at + 2..].trim()))
}

/// Reads `error[name]: text` or `error[name] +2: text`.
fn parse(comment: &str) -> Option<(Severity, &str, Option<usize>, &str)> {
    let (level, rest) = comment.split_once('[')?;
    let severity = match level {
        "error" => Severity::Error,
        "warning" => Severity::Warning,
        "info" => Severity::Info,
        "hint" => Severity::Hint,
        _ => return None,
    };
    let (code, rest) = rest.split_once(']')?;
    let (distance, text) = rest.split_once(':').unwrap_or((rest, ""));
    let distance = match distance.trim() {
        "" => None,
        distance => Some(distance.strip_prefix('+')?.parse().ok()?),
    };
    Some((severity, code, distance, text.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_expects_on_its_line_or_on_the_next() {
        let text = "\
type: x # error[unknown-type]: did you mean
# warning[a]: one
# info[b]
key: value
# hint[c] +2: far
text: |
  line
";
        let found: Vec<_> = expectations(text)
            .into_iter()
            .map(|Expectation { line, severity, code, text }| (line, severity, code, text))
            .collect();
        let expected = [
            (1, Severity::Error, "unknown-type", "did you mean"),
            (4, Severity::Warning, "a", "one"),
            (4, Severity::Info, "b", ""),
            (7, Severity::Hint, "c", "far"),
        ];
        assert_eq!(found, expected.map(|(line, level, code, text)| (line, level, code.to_owned(), text.to_owned())));
    }
}
