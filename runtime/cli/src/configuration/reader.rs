//! Reading values of `lanner.yaml`, and telling where they are not what they should be.

use std::path::{Path, PathBuf};

use compiler::{Level, LevelOf, Pattern};
use grammar::yaml::{Entry, Node};
use plan::dialect::Version;
use report::{Place, Report, Source};

use super::mistakes::{UnknownSetting, WrongSetting};
use crate::commands::explain;
use crate::nearest::nearest;
use crate::version;

/// Reads values, and tells what is wrong with them.
pub(super) struct Reader<'a> {
    source: &'a Source,
    folder: &'a str,
    report: &'a mut Report,
    /// The setting being read, for messages.
    setting: String,
}

impl<'a> Reader<'a> {
    pub(super) fn new(source: &'a Source, folder: &'a str, report: &'a mut Report) -> Self {
        Self { source, folder, report, setting: crate::files::SETTINGS.to_owned() }
    }

    /// The folder that paths are relative to; it ends with `/` or is empty.
    pub(super) fn folder(&self) -> &'a str {
        self.folder
    }

    /// Tells of a key that is not known.
    pub(super) fn unknown(&mut self, key: &Node, name: &str, known: impl Iterator<Item = &'static str>) {
        let place = self.source.place(key.span);
        self.report.add(UnknownSetting {
            place,
            name: name.to_owned(),
            near: nearest(name, known).map(ToString::to_string),
        });
    }

    /// Tells of a key that is not among those known.
    pub(super) fn unknown_of(&mut self, key: &Node, name: &str, known: &[String]) {
        let near = nearest(name, known.iter().map(String::as_str)).map(ToString::to_string);
        self.report.add(UnknownSetting { place: self.source.place(key.span), name: name.to_owned(), near });
    }

    /// Tells of a value that cannot be understood.
    pub(super) fn wrong(&mut self, node: &Node, message: impl Into<String>) {
        self.report.add(WrongSetting { place: self.source.place(node.span), message: message.into() });
    }

    /// The keys and values of a map; a value that is read next is told under its key.
    pub(super) fn entries<'n>(&mut self, node: &'n Node) -> Vec<(&'n str, &'n Entry)> {
        if node.is_missing() {
            return Vec::new();
        }
        let Some(entries) = node.entries() else {
            self.wrong(node, format!("`{}` takes keys with values", self.setting));
            return Vec::new();
        };
        entries.into_iter().filter_map(|entry| Some((entry.name()?, entry))).collect()
    }

    /// Remembers which setting is read, for messages.
    pub(super) fn within(&mut self, setting: &str) -> &mut Self {
        setting.clone_into(&mut self.setting);
        self
    }

    /// The items of a list.
    pub(super) fn items<'n>(&mut self, node: &'n Node) -> &'n [Node] {
        match node.items() {
            Some(items) => items,
            None if node.is_missing() => &[],
            None => {
                self.wrong(node, format!("`{}` takes a list", self.setting));
                &[]
            }
        }
    }

    /// A text.
    pub(super) fn text(&mut self, node: &Node) -> Option<String> {
        let text = node.as_str().map(str::to_owned);
        if text.is_none() {
            self.wrong(node, format!("`{}` takes a text here", self.setting));
        }
        text
    }

    /// One of a few words.
    pub(super) fn word(&mut self, node: &Node, words: &[&'static str]) -> Option<&'static str> {
        let text = self.text(node)?;
        let found = words.iter().copied().find(|word| *word == text);
        if found.is_none() {
            let known: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
            self.wrong(node, format!("`{}` cannot be `{text}`: it is {}", self.setting, known.join(" or ")));
        }
        found
    }

    /// A whole number that is not negative.
    pub(super) fn number(&mut self, node: &Node) -> Option<u64> {
        let number = node.as_str().and_then(|text| text.replace('_', "").parse().ok());
        if number.is_none() {
            self.wrong(node, format!("`{}` takes a whole number", self.setting));
        }
        number
    }

    /// A path below the folder of the file, or an absolute one.
    pub(super) fn path(&mut self, node: &Node) -> Option<PathBuf> {
        let folder = Path::new(self.folder);
        self.text(node).map(|text| folder.join(text))
    }

    /// `true` or `false`.
    pub(super) fn truth(&mut self, node: &Node) -> Option<bool> {
        let truth = node.as_str().and_then(grammar::yaml::resolve::boolean);
        if truth.is_none() {
            self.wrong(node, format!("`{}` takes true or false", self.setting));
        }
        truth
    }

    /// Texts in a list.
    pub(super) fn texts(&mut self, node: &Node) -> Vec<String> {
        self.items(node).iter().filter_map(|item| self.text(item)).collect()
    }

    /// Paths of files, and where they stand.
    pub(super) fn files(&mut self, node: &Node) -> Vec<(String, Place)> {
        let items = self.items(node).iter();
        items.filter_map(|item| Some((self.text(item)?, self.source.place(item.span)))).collect()
    }

    /// Patterns over names.
    pub(super) fn patterns(&mut self, node: &Node) -> Vec<Pattern> {
        self.texts(node).iter().map(|text| Pattern::new(text)).collect()
    }

    /// Patterns over paths below the folder of the file.
    pub(super) fn path_patterns(&mut self, node: &Node) -> Vec<Pattern> {
        let folder = self.folder;
        self.texts(node).iter().map(|text| Pattern::new(&format!("{folder}{text}"))).collect()
    }

    /// A version of the language.
    pub(super) fn version(&mut self, node: &Node) -> Option<Version> {
        let text = self.text(node)?;
        match version::parse(&text) {
            Ok(version) => Some(version),
            Err(known) => {
                self.wrong(node, format!("`{text}` is no version; {known}"));
                None
            }
        }
    }

    /// Levels by code or group.
    pub(super) fn levels(&mut self, node: &Node) -> Vec<LevelOf> {
        let mut levels = Vec::new();
        let codes = explain::all();
        for (of, entry) in self.entries(node) {
            if !codes.iter().any(|code| code.name == of || code.group == of) {
                let names = codes.iter().flat_map(|code| [code.name, code.group]);
                let near = nearest(of, names).map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
                self.wrong(&entry.key, format!("`{of}` is neither a code nor a group of codes{near}"));
                continue;
            }
            let Some(text) = self.text(&entry.value) else { continue };
            match Level::parse(&text) {
                Some(level) => levels.push(LevelOf { of: of.to_owned(), level }),
                None => {
                    let message = format!("`{text}` is no level; levels are off, hint, info, warning and error");
                    self.wrong(&entry.value, message);
                }
            }
        }
        levels
    }
}
