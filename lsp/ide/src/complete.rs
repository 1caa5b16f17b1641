//! What can be written at a place.

mod expressions;
mod hole;
mod keys;
mod types;
mod values;

use compiler::Workspace;
use compiler::ast::Content;
use grammar::yaml::{Node, NodeKind, Style};
use report::{FileId, Span};

use crate::cursor::{Cursor, Leaf};
use hole::{HOLE, Hole};

/// Something that can be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// As it is listed.
    pub label: String,
    /// What it is.
    pub kind: CompletionKind,
    /// A few words behind it.
    pub detail: String,
    /// Markdown; empty where [`describe_type`] has it.
    pub documentation: String,
    /// What it takes the place of.
    pub replace: Span,
    /// What is written.
    pub insert: Vec<Piece>,
    /// Lower ones come first.
    pub rank: u32,
    /// Whether it should still be written.
    pub standing: Standing,
}

/// What can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompletionKind {
    /// A key.
    Key,
    /// The name of a type.
    Type,
    /// A value.
    Value,
    /// The name of something that was declared.
    Name,
    /// A filter, function or test.
    Function,
    /// Several lines.
    Snippet,
}

/// Whether something should still be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It may.
    Current,
    /// Better not.
    Deprecated,
}

/// A part of what is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// As it stands.
    Text(String),
    /// To be filled by the author, who is shown this.
    Blank(String),
}

impl Completion {
    fn new(label: impl Into<String>, kind: CompletionKind, replace: Span) -> Self {
        let label = label.into();
        let insert = vec![Piece::Text(label.clone())];
        let (detail, documentation) = (String::new(), String::new());
        Self { label, kind, detail, documentation, replace, insert, rank: 50, standing: Standing::Current }
    }

    /// What is written, blanks as they are shown.
    pub fn text(&self) -> String {
        self.insert
            .iter()
            .map(|piece| match piece {
                Piece::Text(text) | Piece::Blank(text) => text.as_str(),
            })
            .collect()
    }
}

/// What can be written at a place, the likeliest first.
pub fn complete(workspace: &Workspace, file: FileId, offset: usize) -> Vec<Completion> {
    let mut found = at(workspace, file, offset).unwrap_or_default();
    found.sort_by(|a, b| (a.rank, &a.label).cmp(&(b.rank, &b.label)));
    found
}

/// Markdown about a type, for the one an author looks at.
pub fn describe_type(workspace: &Workspace, file: FileId, name: &str) -> Option<String> {
    let version = workspace.prepare(file)?.version;
    workspace.catalog().lookup(name).declaration().map(|it| crate::describe::declaration(it, version))
}

fn at(workspace: &Workspace, file: FileId, offset: usize) -> Option<Vec<Completion>> {
    let source = workspace.source(file)?;
    let prepared = workspace.prepare(file)?;
    source.text.get(..offset)?;
    if let Some(found) = expressions::complete(workspace, file, offset) {
        return Some(found);
    }
    let in_comment = prepared
        .comments()
        .iter()
        .any(|comment| comment.span.touches(offset) && (comment.span.start as usize) < offset);
    let in_lines = prepared.tree.documents.iter().any(|document| in_block_scalar(&document.root, offset));
    if in_comment || in_lines {
        return None;
    }
    let hole = Hole::at(&source.text, offset)?;
    // The file is read once more, with a word in it that nobody writes: where that ends up decides.
    let mut copy = workspace.clone();
    copy.set(source.path.clone(), hole.text.as_str());
    let prepared = copy.prepare(file)?.clone();
    let cursor = Cursor::at(&prepared.document, hole.offset);
    let context = Asked { workspace, file, hole: &hole, version: prepared.version, cursor: &cursor };
    match cursor.leaf {
        Leaf::Key if &*cursor.property?.key.text == HOLE => Some(keys::of_object(&context, cursor.innermost()?)),
        Leaf::FreeKey(key) if &*key.text == HOLE => Some(keys::of_map(&context)),
        Leaf::Scalar(scalar) if &*scalar.text == HOLE => Some(values::complete(&context)),
        Leaf::Nothing if cursor.objects.is_empty() => Some(keys::of_nothing(&context)),
        Leaf::Key | Leaf::FreeKey(_) | Leaf::Scalar(_) | Leaf::Nothing => None,
    }
}

/// A question, with all that is known of the place.
struct Asked<'a> {
    workspace: &'a Workspace,
    file: FileId,
    hole: &'a Hole,
    version: plan::dialect::Version,
    /// In the text with the hole.
    cursor: &'a Cursor<'a>,
}

impl Asked<'_> {
    fn completion(&self, label: impl Into<String>, kind: CompletionKind) -> Completion {
        Completion::new(label, kind, self.hole.replace)
    }

    /// Whether the value of the property is a list.
    fn in_list(&self) -> bool {
        self.cursor.property.is_some_and(|property| matches!(property.value.content, Content::List(_)))
    }
}

/// Whether a place is in the lines of a block scalar, whose words are none of ours.
fn in_block_scalar(node: &Node, offset: usize) -> bool {
    match &node.kind {
        NodeKind::Scalar(scalar) => {
            let block = matches!(scalar.style, Style::Literal | Style::Folded);
            block && node.span.touches(offset) && offset > node.span.start as usize
        }
        NodeKind::List(items) => items.iter().any(|item| item.span.touches(offset) && in_block_scalar(item, offset)),
        NodeKind::Map(entries) => entries.iter().any(|entry| in_block_scalar(&entry.value, offset)),
        NodeKind::Alias(_) | NodeKind::Missing => false,
    }
}
