//! What the server knows of the editor: its folder, its open documents, what it was told last.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use compiler::{FileReport, Workspace};
use gen_lsp_types::{
    InitializeParams, Location, Range, TextDocumentPositionParams, TextEdit, Uri, WorkspaceEdit, WorkspaceFolders,
};
use report::{Edit, FileId, Place, Source};

use crate::address;
use crate::encoding::Encoding;
use crate::project::Project;

/// The state of the loop.
pub(crate) struct Session<'a> {
    pub(crate) project: &'a dyn Project,
    pub(crate) encoding: Encoding,
    pub(crate) snippets: Snippets,
    pub(crate) workspace: Workspace,
    /// What is wrong with the settings and was not told yet, each one line.
    pub(crate) complaints: Vec<String>,
    root: Option<PathBuf>,
    documents: BTreeMap<FileId, Document>,
}

/// Whether the editor understands completions with blanks to be filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Snippets {
    Understood,
    Unknown,
}

impl Snippets {
    fn of(parameters: &InitializeParams) -> Self {
        let documents = parameters.capabilities.text_document.as_ref();
        let completion = documents.and_then(|it| it.completion.as_ref());
        let item = completion.and_then(|it| it.completion_item.as_ref());
        let understood = item.and_then(|it| it.snippet_support).unwrap_or_default();
        if understood { Self::Understood } else { Self::Unknown }
    }
}

/// A document that is open in the editor.
pub(crate) struct Document {
    pub(crate) uri: Uri,
    pub(crate) version: i32,
    /// The report the editor was told last.
    pub(crate) published: Option<Arc<FileReport>>,
}

impl<'a> Session<'a> {
    pub(crate) fn new(project: &'a dyn Project, parameters: &InitializeParams) -> Self {
        let general = parameters.capabilities.general.as_ref();
        let encoding = Encoding::negotiate(general.and_then(|general| general.position_encodings.as_deref()));
        let root = folder(parameters);
        let mut session = Self {
            project,
            encoding,
            snippets: Snippets::of(parameters),
            workspace: Workspace::default(),
            complaints: Vec::new(),
            root,
            documents: BTreeMap::new(),
        };
        session.reload();
        session
    }

    /// Reads the folder anew; documents that are open keep their text.
    pub(crate) fn reload(&mut self) {
        let Some(root) = self.root.clone() else { return };
        let opened = self.project.open(&root);
        self.complaints = opened.complaints;
        self.workspace.set_settings(opened.settings);
        for (path, text) in opened.files {
            let path = self.shown(&path);
            if self.workspace.file(&path).is_none_or(|file| !self.documents.contains_key(&file)) {
                self.workspace.set(path, text);
            }
        }
    }

    /// Takes in a document, or its new text.
    pub(crate) fn open(&mut self, uri: Uri, version: i32, text: String) {
        let file = self.workspace.set(self.path_of(&uri), text);
        self.documents.insert(file, Document { uri, version, published: None });
    }

    /// Replaces the text of an open document.
    pub(crate) fn change(&mut self, file: FileId, version: i32, text: String) {
        let Some(path) = self.workspace.source(file).map(|source| source.path.clone()) else { return };
        self.workspace.set(path, text);
        if let Some(document) = self.documents.get_mut(&file) {
            document.version = version;
        }
    }

    /// Lets a document go; from now on the file on disk counts again.
    pub(crate) fn close(&mut self, uri: &Uri) {
        let Some(file) = self.file(uri) else { return };
        self.documents.remove(&file);
        self.refresh(uri);
    }

    /// Reads a file that is not open from the disk again.
    pub(crate) fn refresh(&mut self, uri: &Uri) {
        if self.file(uri).is_some_and(|file| self.documents.contains_key(&file)) {
            return;
        }
        let path = self.path_of(uri);
        match address::to_path(uri).and_then(|path| self.project.read(&path)) {
            Some(text) => {
                self.workspace.set(path, text);
            }
            None => {
                self.workspace.remove(&path);
            }
        }
    }

    /// The file of an address, open or not.
    pub(crate) fn file(&self, uri: &Uri) -> Option<FileId> {
        self.workspace.file(&self.path_of(uri))
    }

    /// The open documents.
    pub(crate) fn documents(&mut self) -> impl Iterator<Item = (FileId, &mut Document)> {
        self.documents.iter_mut().map(|(file, document)| (*file, document))
    }

    /// The document of a file, where it is open.
    pub(crate) fn document(&self, file: FileId) -> Option<&Document> {
        self.documents.get(&file)
    }

    /// The address of a file, open or not.
    pub(crate) fn uri(&self, file: FileId) -> Option<Uri> {
        if let Some(document) = self.document(file) {
            return Some(document.uri.clone());
        }
        let path = Path::new(&*self.workspace.source(file)?.path).to_owned();
        Some(address::from_path(&self.root.as_ref().map_or(path.clone(), |root| root.join(&path))))
    }

    /// The file and the byte that a request asks about.
    pub(crate) fn place(&self, at: &TextDocumentPositionParams) -> Option<(&Source, usize)> {
        let source = self.workspace.source(self.file(&at.text_document.uri)?)?;
        let range = Range { start: at.position, end: at.position };
        Some((source, self.encoding.span(source, &range).start as usize))
    }

    /// A place as the protocol writes it.
    pub(crate) fn location(&self, place: Place) -> Option<Location> {
        let source = self.workspace.source(place.file)?;
        Some(Location { uri: self.uri(place.file)?, range: self.encoding.range(source, place.span) })
    }

    /// Edits as the protocol writes them.
    pub(crate) fn workspace_edit(&self, edits: &[Edit]) -> WorkspaceEdit {
        let mut changes: HashMap<Uri, Vec<TextEdit>> = HashMap::new();
        for edit in edits {
            if let Some(Location { uri, range }) = self.location(edit.place) {
                changes.entry(uri).or_default().push(TextEdit { range, new_text: edit.text.clone() });
            }
        }
        WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() }
    }

    /// The path by which the workspace knows an address.
    fn path_of(&self, uri: &Uri) -> String {
        address::to_path(uri).map_or_else(|| uri.0.clone(), |path| self.shown(&path))
    }

    /// A path as people should see it: below the folder, with `/`.
    fn shown(&self, path: &Path) -> String {
        let below = self.root.as_ref().and_then(|root| path.strip_prefix(root).ok()).unwrap_or(path);
        below.to_string_lossy().replace('\\', "/")
    }
}

/// The folder an editor opened: its first workspace folder, or what older editors call the root.
fn folder(parameters: &InitializeParams) -> Option<PathBuf> {
    let first = match &parameters.workspace_folders_initialize_params.workspace_folders {
        Some(WorkspaceFolders::WorkspaceFolderList(folders)) => folders.first().map(|folder| &folder.uri),
        Some(WorkspaceFolders::Null) | None => None,
    };
    #[expect(deprecated, reason = "older editors know no workspace folders")]
    first.or(parameters.root_uri.as_ref()).and_then(address::to_path)
}
