//! Templates of text and plain paths, `Hello {{ inputs.name }}`, which most of them are: read without the grammar, in a
//! fraction of its time, to the same tree.

use memchr::memchr;
use report::Span;

use super::DEEPEST;
use super::tree::{Expression, Name, Node, Tree};

/// The tree of a template of text and paths; `None` where there is anything else in it, also any mistake.
pub(super) fn read(text: &str) -> Option<Tree<'_>> {
    let bytes = text.as_bytes();
    let mut nodes = Vec::new();
    let (mut at, mut copied) = (0, 0);
    while let Some(found) = memchr(b'{', &bytes[at..]) {
        let open = at + found;
        match bytes.get(open + 1) {
            Some(b'{') => {}
            Some(b'%' | b'#') => return None,
            _ => {
                at = open + 1;
                continue;
            }
        }
        if open > copied {
            nodes.push(Node::Text(&text[copied..open]));
        }
        let (expression, end) = path(text, blanks(bytes, open + 2))?;
        let end = blanks(bytes, end);
        if !bytes[end..].starts_with(b"}}") {
            return None;
        }
        nodes.push(Node::Print { expression, span: Span::new(open, end + 2) });
        (at, copied) = (end + 2, end + 2);
    }
    if copied < text.len() {
        nodes.push(Node::Text(&text[copied..]));
    }
    Some(Tree { text, nodes, errors: Vec::new() })
}

/// `a.b.c` from here on, and where it ends.
fn path(text: &str, start: usize) -> Option<(Expression<'_>, usize)> {
    let first = name(text, start)?;
    let mut end = first.span.end as usize;
    let mut path = Expression::Name(first);
    let mut attributes = 0;
    while text.as_bytes().get(end) == Some(&b'.') {
        attributes += 1;
        let attribute = name(text, end + 1).filter(|_| attributes <= DEEPEST)?;
        end = attribute.span.end as usize;
        path = Expression::Attribute(Box::new(path), attribute);
    }
    Some((path, end))
}

/// The name that begins here, in letters that need no table; no word that means something else.
fn name(text: &str, start: usize) -> Option<Name<'_>> {
    let rest = &text.as_bytes()[start..];
    let is_letter = |byte: &u8| byte.is_ascii_alphabetic() || *byte == b'_';
    let length = rest.iter().take_while(|byte| is_letter(byte) || byte.is_ascii_digit()).count();
    if !rest.first().is_some_and(is_letter) || rest.get(length).is_some_and(|byte| !byte.is_ascii()) {
        return None;
    }
    let word = &text[start..start + length];
    let means_more = matches!(
        word,
        "not"
            | "and"
            | "or"
            | "is"
            | "in"
            | "contains"
            | "equals"
            | "isIn"
            | "matches"
            | "null"
            | "NULL"
            | "none"
            | "NONE"
            | "true"
            | "TRUE"
            | "false"
            | "FALSE"
    );
    (!means_more).then(|| Name { text: word, span: Span::new(start, start + length) })
}

/// The first byte behind the spaces.
fn blanks(bytes: &[u8], from: usize) -> usize {
    from + bytes[from..].iter().take_while(|byte| **byte == b' ').count()
}
