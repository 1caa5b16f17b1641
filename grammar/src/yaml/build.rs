//! From events to the tree.
//!
//! Works on a text that may have been patched so that it can be scanned; every place it writes down is one of
//! the text as the author has it.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use memchr::{memchr, memchr2, memchr3, memrchr2};
use report::{Applicability, Edit, Place, Report, Source, Span};

use super::check;
use super::decode::{self, Breaks};
use super::events::{Event, Fault, Lines, Notation, ScalarNotation, Written, events};
use super::limits;
use super::origin::Origin;
use super::patch::Patched;
use super::plain;
use super::tree::{Alias, Comment, Document, Entry, Name, Node, NodeKind, Properties, Scalar, Style, Tree};
use crate::diagnostics::{
    Limit, Names, SyntaxMistake, UnquotedExpression, YamlAlias, YamlDuplicateKey, YamlLimit, YamlSyntax,
};

/// The tree as far as the text can be scanned, and why it cannot be further.
pub(super) fn build(source: &Source, patched: &Patched<'_>, report: &mut Report) -> (Tree, Option<Fault>) {
    match plain::tokens(patched.text()) {
        Some(tokens) => build_from(source, patched, tokens.into_iter().map(|token| Ok(token.event())), report),
        None => build_from(source, patched, events(patched.text()), report),
    }
}

/// The same, from events that were found.
fn build_from<'t>(
    source: &Source,
    patched: &Patched<'_>,
    events: impl Iterator<Item = Result<(Event<'t>, Span), Fault>>,
    report: &mut Report,
) -> (Tree, Option<Fault>) {
    let text = patched.text();
    let mut builder = Builder {
        source,
        patched,
        text,
        report,
        stack: Vec::new(),
        tree: Tree::default(),
        document: None,
        cursor: 0,
        before: Before::Token,
        nodes: 0,
        copied: 0,
        told: [0; 2],
        anchors: HashMap::new(),
        aliases: memchr(b'*', text.as_bytes()).is_some(),
    };
    let mut fault = None;
    for next in events {
        match next {
            Ok((event, span)) => builder.take(event, span),
            Err(stop) => {
                fault = Some(Fault { at: patched.original(stop.at), ..stop });
                break;
            }
        }
        if builder.nodes > limits::NODES {
            let span = Span::at(patched.original(builder.cursor));
            builder.report.add(YamlLimit { place: source.place(span), limit: Limit::Nodes });
            break;
        }
    }
    (builder.finish(), fault)
}

struct Builder<'a> {
    source: &'a Source,
    patched: &'a Patched<'a>,
    text: &'a str,
    report: &'a mut Report,
    stack: Vec<Open>,
    tree: Tree,
    document: Option<Document>,
    /// The end of the last token, in the patched text.
    cursor: usize,
    /// Whether blanks may follow that token in any form.
    before: Before,
    /// Nodes so far, with those that aliases repeat.
    nodes: usize,
    /// Nodes so far that were kept a second time for aliases.
    copied: usize,
    /// How many mistakes of the kinds that come in masses were told.
    told: [usize; 2],
    anchors: HashMap<Arc<str>, Anchored>,
    aliases: bool,
}

/// What the last token was, as far as blanks behind it are concerned.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    /// One that no tab may follow.
    Token,
    /// A plain scalar, which takes the blanks behind it.
    Plain,
    /// A block scalar, which takes the lines behind it.
    Block,
}

#[derive(Clone)]
struct Anchored {
    node: Kept,
    place: Place,
    size: usize,
}

/// The node of an anchor, for the aliases that name it.
#[derive(Clone)]
enum Kept {
    /// Not read to its end yet.
    Open,
    /// Too much to be kept.
    TooLarge,
    Node(Arc<Node>),
}

/// A list or a map that is not closed yet.
struct Open {
    kind: OpenKind,
    notation: Notation,
    /// In the author's text; of a map in block notation unknown until its first key.
    start: Option<usize>,
    properties: Option<Box<Properties>>,
    /// How many nodes came before.
    before: usize,
}

enum OpenKind {
    List(Vec<Node>),
    Map { entries: Vec<Entry>, key: Option<Node> },
}

impl Builder<'_> {
    fn take(&mut self, event: Event<'_>, span: Span) {
        match event {
            Event::DocumentStart => {
                let start = self.patched.original(span.start as usize);
                let explicit = self.text[span.range()] == *"---";
                // What an absent marker covers is the first token, of a block scalar without its header.
                let end = if explicit { span.end as usize } else { span.start as usize };
                if explicit {
                    self.cursor = self.cursor.max(end);
                }
                let end = self.patched.original(end);
                let root = Node { span: Span::at(end), kind: NodeKind::Missing, properties: None };
                self.document = Some(Document { span: Span::new(start, end), root });
                self.anchors.clear();
            }
            Event::DocumentEnd => self.end_document(),
            Event::Comment(placement) => {
                let span = self.patched.span(span);
                let text = self.source.slice(span).strip_prefix('#').unwrap_or_default().into();
                self.tree.comments.push(Comment { span, text, placement });
            }
            Event::Alias => {
                self.check_tabs(span.start as usize);
                self.before = Before::Token;
                let node = self.alias(span);
                self.cursor = self.cursor.max(span.end as usize);
                self.push(node);
            }
            Event::Scalar { notation, written } => self.scalar(notation, &written, span),
            Event::ListStart { notation, written } => {
                let start = match notation {
                    Notation::Flow => {
                        self.check_tabs(span.start as usize);
                        span.start as usize
                    }
                    Notation::Block => self.seek(|byte| byte == b'-').unwrap_or(span.start as usize),
                };
                self.cursor = self.cursor.max(start + 1);
                self.open(OpenKind::List(Vec::new()), notation, Some(start), &written);
            }
            Event::MapStart { notation, written } => {
                let bracket = !span.is_empty();
                if bracket {
                    self.check_tabs(span.start as usize);
                    self.before = Before::Token;
                    self.cursor = self.cursor.max(span.end as usize);
                }
                let notation = if bracket { notation } else { Notation::Block };
                let kind = OpenKind::Map { entries: Vec::new(), key: None };
                self.open(kind, notation, bracket.then_some(span.start as usize), &written);
            }
            Event::End => {
                if !span.is_empty() {
                    self.before = Before::Token;
                    self.cursor = self.cursor.max(span.end as usize);
                }
                self.close(span);
            }
        }
    }

    fn open(&mut self, kind: OpenKind, notation: Notation, start: Option<usize>, written: &Written<'_>) {
        let properties = self.properties(written);
        self.nodes += 1;
        let start = start.map(|at| self.patched.original(at));
        self.stack.push(Open { kind, notation, start, properties, before: self.nodes });
    }

    /// Closes the innermost list or map; `end` is its closing bracket, if it has one.
    fn close(&mut self, end: Span) {
        let Some(open) = self.stack.pop() else { return };
        let (kind, inner) = match open.kind {
            OpenKind::List(items) => {
                let inner = items.iter().map(Node::full_span).reduce(Span::to);
                (NodeKind::List(items), inner)
            }
            OpenKind::Map { mut entries, key } => {
                if let Some(key) = key {
                    let value =
                        Node { span: Span::at(key.span.end as usize), kind: NodeKind::Missing, properties: None };
                    entries.push(Entry { key, value });
                }
                let inner = entries.iter().map(Entry::span).reduce(Span::to);
                (NodeKind::Map(entries), inner)
            }
        };
        let closing = (!end.is_empty()).then(|| self.patched.span(end));
        let here = Span::at(open.start.unwrap_or_else(|| self.patched.original(self.cursor)));
        let span = inner.map_or(here, |inner| if open.start.is_some() { here.to(inner) } else { inner });
        let span = closing.map_or(span, |closing| span.to(closing));
        let node = Node { span, kind, properties: open.properties };
        let node = match open.notation {
            Notation::Flow => self.unquoted_expression(node),
            Notation::Block => node,
        };
        if let NodeKind::Map(entries) = &node.kind {
            self.check_keys(entries, span);
        }
        self.anchor(&node, self.nodes - open.before + 1);
        self.push(node);
    }

    /// `{{ … }}` without quotes, which YAML takes for a map in a map: read as the text that was meant.
    fn unquoted_expression(&mut self, node: Node) -> Node {
        let text = self.source.slice(node.span);
        let doubled = matches!(&node.kind, NodeKind::Map(entries)
            if entries.first().is_some_and(|first| matches!(first.key.kind, NodeKind::Map(_))));
        if !doubled || !text.starts_with("{{") || !text.ends_with("}}") {
            return node;
        }
        self.report.add(UnquotedExpression { place: self.source.place(node.span), text: text.to_owned() });
        let scalar =
            Scalar { text: text.into(), style: Style::Plain, tag: None, origin: Origin::Straight(node.span.start) };
        Node { kind: NodeKind::Scalar(scalar), ..node }
    }

    /// Keys that come twice, or are no text.
    fn check_keys(&mut self, entries: &[Entry], map: Span) {
        let inside_braces = (map.start as usize).checked_sub(1).map(|before| self.source.text.as_bytes()[before]);
        if inside_braces == Some(b'{') && self.source.text.as_bytes().get(map.start as usize) == Some(&b'{') {
            return;
        }
        for entry in entries {
            if matches!(entry.key.kind, NodeKind::List(_) | NodeKind::Map(_)) {
                self.tell(YamlSyntax::new(self.source.place(entry.key.span), SyntaxMistake::KeyIsNoText));
            }
        }
        let mut seen: HashMap<&str, &Entry> = HashMap::new();
        for (at, entry) in entries.iter().enumerate() {
            let NodeKind::Scalar(key) = &entry.key.kind else { continue };
            let first = if entries.len() <= 12 {
                entries[..at].iter().find(|before| before.name() == Some(&key.text))
            } else {
                seen.insert(&key.text, entry)
            };
            if let Some(first) = first {
                seen.insert(&key.text, first);
                if self.told[1] < limits::REPEATS {
                    self.told[1] += 1;
                    self.report.add(YamlDuplicateKey::new(self.source, first, entry));
                }
            }
        }
    }

    fn scalar(&mut self, notation: ScalarNotation, written: &Written<'_>, span: Span) {
        let properties = self.properties(written);
        let tag = written.tag.as_ref().map(|tag| tag.core);
        let range = span.range();
        let (scalar, covers) = match notation {
            ScalarNotation::Absent => {
                let at = self.absent(range.start, written);
                self.cursor = self.cursor.max(at);
                let here = Span::at(self.patched.original(at));
                let kind = match tag {
                    None => NodeKind::Missing,
                    Some(tag) => NodeKind::Scalar(Scalar {
                        text: "".into(),
                        style: Style::Plain,
                        tag: Some(tag),
                        origin: Origin::Straight(here.start),
                    }),
                };
                return self.finish_scalar(Node { span: here, kind, properties });
            }
            ScalarNotation::Plain => (self.plain(range.clone()), range),
            ScalarNotation::SingleQuoted => (self.quoted(range.clone(), Style::SingleQuoted), range),
            ScalarNotation::DoubleQuoted => (self.quoted(range.clone(), Style::DoubleQuoted), range),
            ScalarNotation::Literal(lines) => self.block(range, lines, Breaks::Keep),
            ScalarNotation::Folded(lines) => self.block(range, lines, Breaks::Fold),
        };
        self.check_tabs(covers.start);
        self.before = match notation {
            ScalarNotation::Plain => Before::Plain,
            ScalarNotation::Literal(_) | ScalarNotation::Folded(_) => Before::Block,
            ScalarNotation::Absent | ScalarNotation::SingleQuoted | ScalarNotation::DoubleQuoted => Before::Token,
        };
        self.cursor = self.cursor.max(covers.end);
        let span = self.patched.span(Span::new(covers.start, covers.end));
        let scalar = match self.patched.hidden(covers) {
            Some(style) => self.as_written(span, style),
            None => scalar,
        };
        self.finish_scalar(Node { span, kind: NodeKind::Scalar(Scalar { tag, ..scalar }), properties });
    }

    fn finish_scalar(&mut self, node: Node) {
        self.nodes += 1;
        check::scalar(self.source, &node, self.report);
        self.anchor(&node, 1);
        self.push(node);
    }

    /// The text of a scalar that had to be hidden from the scanner.
    fn as_written(&self, span: Span, style: Style) -> Scalar {
        let written = self.source.slice(span);
        let quote = match style {
            Style::SingleQuoted => Some('\''),
            Style::DoubleQuoted => Some('"'),
            Style::Plain | Style::Literal | Style::Folded => None,
        };
        let inside = quote.and_then(|quote| written.strip_prefix(quote)).unwrap_or(written);
        let start = span.start as usize + (written.len() - inside.len());
        let text = quote.and_then(|quote| inside.strip_suffix(quote)).unwrap_or(inside).into();
        Scalar { text, style, tag: None, origin: Origin::Straight(Span::at(start).start) }
    }

    fn plain(&self, span: Range<usize>) -> Scalar {
        let written = &self.text[span.clone()];
        if memchr2(b'\n', b'\r', written.as_bytes()).is_none() {
            return self.straight(written, span.start, Style::Plain);
        }
        self.decoded(decode::plain(self.text, span), Style::Plain)
    }

    fn quoted(&self, span: Range<usize>, style: Style) -> Scalar {
        let inside = span.start + 1..(span.end - 1).max(span.start + 1);
        let written = &self.text[inside.clone()];
        let special = if style == Style::DoubleQuoted { b'\\' } else { b'\'' };
        if memchr3(b'\n', b'\r', special, written.as_bytes()).is_none() {
            return self.straight(written, inside.start, style);
        }
        let decoded = match style {
            Style::DoubleQuoted => decode::double_quoted(self.text, span),
            Style::SingleQuoted | Style::Plain | Style::Literal | Style::Folded => {
                decode::single_quoted(self.text, span)
            }
        };
        self.decoded(decoded, style)
    }

    fn block(&self, span: Range<usize>, lines: Lines, breaks: Breaks) -> (Scalar, Range<usize>) {
        let header = self.seek(|byte| matches!(byte, b'|' | b'>'));
        let header = header.or_else(|| self.text[..span.start].rfind(['|', '>'])).unwrap_or(span.start);
        let line = memrchr2(b'\n', b'\r', &self.text.as_bytes()[..span.start]).map_or(0, |at| at + 1);
        let indent = match lines {
            Lines::Content => span.start - line,
            Lines::Blank => usize::MAX,
        };
        let (text, origin, end) = decode::block(self.text, header, span.end, indent, breaks);
        let style = match breaks {
            Breaks::Keep => Style::Literal,
            Breaks::Fold => Style::Folded,
        };
        (self.decoded((text, origin), style), header..end)
    }

    fn straight(&self, text: &str, start: usize, style: Style) -> Scalar {
        self.decoded((text, Origin::Straight(Span::at(start).start)), style)
    }

    fn decoded(&self, (text, origin): (impl Into<Arc<str>>, Origin), style: Style) -> Scalar {
        let origin = if self.patched.is_original() { origin } else { origin.moved(|at| self.patched.original(at)) };
        Scalar { text: text.into(), style, tag: None, origin }
    }

    fn alias(&mut self, span: Span) -> Node {
        let span = self.patched.span(span);
        let name: Arc<str> = self.source.slice(span).strip_prefix('*').unwrap_or_default().into();
        let known = self.anchors.get(&name).cloned();
        self.nodes += known.as_ref().map_or(1, |known| known.size);
        let place = self.source.place(span);
        let (target, names) = match known {
            None => (None, Names::Nothing),
            Some(Anchored { node: Kept::Open, place, .. }) => (None, Names::ItsOwn(place)),
            Some(Anchored { node: Kept::TooLarge, place, .. }) => (None, Names::Value(place, None)),
            Some(Anchored { node: Kept::Node(node), place, .. }) => {
                let names = Names::Value(place, written_out(self.source, &node));
                (Some(node), names)
            }
        };
        if self.told[0] < limits::REPEATS {
            self.told[0] += 1;
            self.report.add(YamlAlias { place, name: name.clone(), names });
        }
        Node { span, kind: NodeKind::Alias(Alias { name, target }), properties: None }
    }

    /// Notes down an anchor, and keeps its finished node where aliases may ask for it.
    fn anchor(&mut self, node: &Node, size: usize) {
        let Some(anchor) = node.properties.as_ref().and_then(|properties| properties.anchor.as_ref()) else { return };
        self.copied += size;
        let keep = self.aliases && self.copied <= limits::NODES;
        let place = self.source.place(anchor.span);
        let kept = if keep { Kept::Node(Arc::new(Node { properties: None, ..node.clone() })) } else { Kept::TooLarge };
        self.anchors.insert(anchor.text.clone(), Anchored { node: kept, place, size });
    }

    fn properties(&mut self, written: &Written<'_>) -> Option<Box<Properties>> {
        if written.anchor.is_none() && written.tag.is_none() {
            return None;
        }
        let anchor = written.anchor.as_ref().map(|(name, span)| {
            let span = self.patched.span(*span);
            Name { span, text: Arc::from(&**name) }
        });
        if let Some(name) = &anchor {
            let place = self.source.place(name.span);
            self.anchors.insert(name.text.clone(), Anchored { node: Kept::Open, place, size: 1 });
        }
        let tag = written.tag.as_ref().map(|tag| {
            let span = self.patched.span(tag.span.unwrap_or(Span::at(self.cursor)));
            Name { span, text: Arc::from(&*tag.name) }
        });
        Some(Box::new(Properties { anchor, tag }))
    }

    fn push(&mut self, node: Node) {
        match self.stack.last_mut().map(|open| &mut open.kind) {
            Some(OpenKind::List(items)) => items.push(node),
            Some(OpenKind::Map { entries, key }) => match key.take() {
                Some(key) => entries.push(Entry { key, value: node }),
                None => *key = Some(node),
            },
            None => {
                let start = Span::at(node.full_span().start as usize);
                let document = self.document.get_or_insert(Document {
                    span: start,
                    root: Node { span: start, kind: NodeKind::Missing, properties: None },
                });
                document.span = document.span.to(node.span);
                document.root = node;
            }
        }
    }

    fn end_document(&mut self) {
        while !self.stack.is_empty() {
            self.close(Span::default());
        }
        self.tree.documents.extend(self.document.take());
    }

    fn finish(mut self) -> Tree {
        self.check_tabs(self.text.len());
        self.end_document();
        self.tree.comments.sort_by_key(|comment| comment.span);
        self.tree
    }

    /// Tabs between the last token and the next, which SnakeYAML refuses even on blank lines.
    fn check_tabs(&mut self, next: usize) {
        let start = self.cursor.min(next);
        let gap = &self.text[start..next];
        if self.before == Before::Block || memchr(b'\t', gap.as_bytes()).is_none() {
            return;
        }
        let mut at =
            if self.before == Before::Plain { gap.len() - gap.trim_start_matches([' ', '\t']).len() } else { 0 };
        while let Some(found) = memchr2(b'\t', b'#', &gap.as_bytes()[at..]) {
            let place = at + found;
            if gap.as_bytes()[place] == b'#' {
                at = memchr2(b'\n', b'\r', &gap.as_bytes()[place..]).map_or(gap.len(), |end| place + end);
                continue;
            }
            let length = gap[place..].bytes().take_while(|byte| *byte == b'\t').count();
            let span = Span::new(start + place, start + place + length);
            let tab = self.source.place(self.patched.span(span));
            let edit = Edit { place: tab, text: " ".into() };
            let problem = YamlSyntax::new(tab, SyntaxMistake::TabBetween);
            self.tell(problem.fix(Applicability::Safe, "use a space", vec![edit]));
            return;
        }
    }

    fn tell(&mut self, problem: YamlSyntax) {
        if self.told[1] < limits::REPEATS {
            self.told[1] += 1;
            self.report.add(problem);
        }
    }

    /// Where a value that is not there would stand: behind the `:` or the dash, its anchor and its tag.
    fn absent(&self, scanned: usize, written: &Written<'_>) -> usize {
        let before = [
            written.anchor.as_ref().map(|(_, span)| span.end as usize),
            written.tag.as_ref().and_then(|tag| tag.span).map(|span| span.end as usize),
        ];
        if let Some(end) = before.into_iter().flatten().max() {
            return end;
        }
        let wants_value = matches!(self.stack.last().map(|open| &open.kind), Some(OpenKind::Map { key: Some(_), .. }));
        if !wants_value {
            // What stands before it may have taken the `:` that follows.
            return scanned.max(self.cursor);
        }
        let bytes = self.text.as_bytes();
        let mut at = self.cursor;
        while matches!(bytes.get(at), Some(b' ' | b'\t')) {
            at += 1;
        }
        if bytes.get(at) == Some(&b':') { at + 1 } else { self.cursor }
    }

    /// The first byte behind the last token that is wanted, past indicators, comments, anchors and tags.
    fn seek(&self, wanted: impl Fn(u8) -> bool) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let mut at = self.cursor;
        let to_blank =
            |from: usize| bytes[from..].iter().position(u8::is_ascii_whitespace).map_or(bytes.len(), |n| from + n);
        let to_break = |from: usize| memchr2(b'\n', b'\r', &bytes[from..]).map_or(bytes.len(), |n| from + n);
        loop {
            let byte = *bytes.get(at)?;
            let line_start = at == 0 || matches!(bytes[at - 1], b'\n' | b'\r');
            match byte {
                b'-' if line_start && bytes[at..].starts_with(b"---") => at += 3,
                b'.' if line_start && bytes[at..].starts_with(b"...") => at += 3,
                _ if wanted(byte) => return Some(at),
                b'#' | b'%' => at = to_break(at),
                b'&' | b'!' => at = to_blank(at),
                b' ' | b'\t' | b'\n' | b'\r' | b':' | b'?' | b'-' => at += 1,
                0xEF if bytes[at..].starts_with("\u{feff}".as_bytes()) => at += 3,
                _ => return None,
            }
        }
    }
}

/// A node on one line as it is written, to be put in place of an alias.
fn written_out(source: &Source, node: &Node) -> Option<String> {
    let text = source.slice(node.span);
    let one_line = !text.contains(['\n', '\r']) && !text.starts_with(['|', '>']);
    let fits = match &node.kind {
        NodeKind::Scalar(_) => one_line,
        NodeKind::List(_) | NodeKind::Map(_) => one_line && text.starts_with(['[', '{']),
        NodeKind::Alias(_) | NodeKind::Missing => false,
    };
    fits.then(|| text.to_owned())
}

#[cfg(test)]
mod tests;
