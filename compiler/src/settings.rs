//! What a team decides about its files: versions, levels, and what lies outside the workspace.

use std::borrow::Cow;
use std::sync::Arc;

use plan::dialect::Version;
use report::{Code, Severity};

use crate::naming::Naming;
use crate::pattern::Pattern;

/// Decisions that hold for a whole workspace.
///
/// The default decides nothing: versions are implied by what files say, and every diagnostic has its own level.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings {
    /// The version files are written for, unless a path says otherwise.
    pub target: Option<Version>,
    /// What holds for some paths only; the last match wins.
    pub overrides: Vec<Override>,
    /// Levels of diagnostics; the last match wins, a code before its group.
    pub levels: Vec<LevelOf>,
    /// Flows that exist elsewhere, as `namespace.id`, with `*` for any run of characters.
    pub external_flows: Vec<Pattern>,
    /// Types that are accepted without being known, as prefixes: `com.example.`.
    pub external_types: Vec<String>,
    /// Descriptions of types of the team's own, as JSON texts ([`catalog::data`]).
    pub types: Vec<Arc<str>>,
    /// The secrets that are configured, where that is known.
    pub secrets: Option<Vec<String>>,
    /// The keys of the key-value store, where they are known.
    pub keys: Option<Vec<String>>,
    /// The files of each namespace, where they are known.
    pub namespace_files: Vec<NamespaceFiles>,
    /// What the server gives to tasks by their types, as `pluginDefaults` in a flow does.
    pub plugin_defaults: Vec<PluginDefault>,
    /// Types nobody may use, as prefixes.
    pub forbidden_types: Vec<String>,
    /// Properties nobody may use, by their names.
    pub forbidden_properties: Vec<String>,
    /// Inputs whose ids start like this may stay unread.
    pub ignored_inputs: Option<String>,
    /// Whether a comment that lets a finding pass must say why.
    pub require_reason: bool,
    /// How ids of tasks and inputs are written.
    pub naming: Option<Naming>,
    /// The edition files are written for.
    pub edition: Option<Edition>,
    /// What holds below some folders in place of all this, but for the types; outermost first.
    pub folders: Vec<Folder>,
    /// What names of files are relative to: a folder from the root on, which ends with `/`. Patterns over paths and the
    /// names of folders are from the root on, too, then. Where it is empty, names are taken as they are.
    pub here: String,
}

impl Settings {
    /// What holds for a path: what is decided for the innermost folder around it, or else this.
    pub fn of(&self, path: &str) -> &Self {
        if self.folders.is_empty() {
            return self;
        }
        let path = self.whole(path);
        let inner = self.folders.iter().rev().find(|folder| path.starts_with(&folder.path));
        inner.map_or(self, |folder| &folder.settings)
    }

    /// Decides what names of files are relative to, here and for all folders.
    pub fn name_from(&mut self, here: &str) {
        here.clone_into(&mut self.here);
        self.folders.iter_mut().for_each(|folder| folder.settings.name_from(here));
    }

    /// A name of a file as patterns see it: from the root on, where it is known what it is relative to.
    pub fn whole<'p>(&self, path: &'p str) -> Cow<'p, str> {
        if self.here.is_empty() || path.starts_with('/') {
            return Cow::Borrowed(path);
        }
        let mut parts: Vec<&str> = self.here.trim_end_matches('/').split('/').collect();
        for part in path.split('/') {
            match part {
                "" | "." => {}
                // The first part is the root, which has nothing above it.
                ".." => parts.truncate(parts.len().saturating_sub(1).max(1)),
                part => parts.push(part),
            }
        }
        Cow::Owned(parts.join("/"))
    }

    /// What is said of some paths only and holds for this one, the latest first.
    fn overrides_of(&self, path: &str) -> impl Iterator<Item = &Override> {
        let path = if self.overrides.is_empty() { Cow::Borrowed("") } else { self.whole(path) };
        self.overrides.iter().rev().filter(move |rule| rule.matches(&path))
    }

    /// The version a path is written for, where that is decided.
    pub fn target_of(&self, path: &str) -> Option<Version> {
        let decided = self.overrides_of(path).find_map(|rule| rule.target);
        decided.or(self.target)
    }

    /// The severity a code has in a path; `None` where it is off.
    pub fn severity(&self, code: &Code, path: &str, severity: Severity) -> Option<Severity> {
        let local = self.overrides_of(path).map(|rule| rule.levels.as_slice());
        for levels in local.chain(std::iter::once(self.levels.as_slice())) {
            let of = |name: &str| levels.iter().rev().find(|level| level.of == name).map(|level| level.level);
            match of(code.name).or_else(|| of(code.group)) {
                Some(Level::Off) => return None,
                Some(Level::At(level)) => return Some(level),
                None => {}
            }
        }
        Some(severity)
    }

    /// Whether a type is accepted without being known.
    pub fn accepts_type(&self, name: &str) -> bool {
        self.external_types.iter().any(|prefix| name.starts_with(prefix.as_str()))
    }

    /// Whether the server gives a property to a type in some namespace.
    pub fn gives(&self, type_name: &str, property: &str) -> bool {
        let fits = |it: &&PluginDefault| type_name.starts_with(it.type_prefix.as_str());
        self.plugin_defaults.iter().filter(fits).any(|it| it.values.iter().any(|entry| entry.name() == Some(property)))
    }

    /// Whether a flow is said to exist outside the workspace.
    pub fn accepts_flow(&self, namespace: &str, id: &str) -> bool {
        !self.external_flows.is_empty() && {
            let name = format!("{namespace}.{id}");
            self.external_flows.iter().any(|pattern| pattern.matches(&name))
        }
    }
}

/// What holds below a folder.
#[derive(Clone, Debug, PartialEq)]
pub struct Folder {
    /// The folder, which ends with `/`.
    pub path: String,
    /// All that holds there; its own `folders` and `types` say nothing.
    pub settings: Settings,
}

/// An edition of the server that files are written for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Edition {
    /// The open one: what it refuses at saving is an error.
    #[default]
    OpenSource,
    /// The enterprise edition, which has more.
    Enterprise,
}

impl Edition {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::OpenSource, Self::Enterprise];

    /// Its name in settings.
    pub const fn name(self) -> &'static str {
        match self {
            Self::OpenSource => "oss",
            Self::Enterprise => "ee",
        }
    }
}

/// What holds for some paths only.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Override {
    /// The paths, relative to the configuration.
    pub paths: Vec<Pattern>,
    /// The version they are written for.
    pub target: Option<Version>,
    /// Levels of diagnostics there.
    pub levels: Vec<LevelOf>,
}

impl Override {
    fn matches(&self, path: &str) -> bool {
        self.paths.iter().any(|pattern| pattern.matches(path))
    }
}

/// The level of one code or one group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LevelOf {
    /// The name of the code or of the group.
    pub of: String,
    /// Its level.
    pub level: Level,
}

/// How bad a diagnostic is by decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// It is not reported.
    Off,
    /// It is reported as this bad.
    At(Severity),
}

impl Level {
    /// Reads `off`, `hint`, `info`, `warning` or `error`.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "off" => Some(Self::Off),
            "hint" => Some(Self::At(Severity::Hint)),
            "info" => Some(Self::At(Severity::Info)),
            "warning" => Some(Self::At(Severity::Warning)),
            "error" => Some(Self::At(Severity::Error)),
            _ => None,
        }
    }
}

/// What is given to tasks of some types.
#[derive(Clone, Debug, PartialEq)]
pub struct PluginDefault {
    /// What the types begin with.
    pub type_prefix: String,
    /// The namespace of the flows, which those inside it share; every one where none is named.
    pub namespace: Option<String>,
    /// Whether it wins over what a task says itself.
    pub forced: bool,
    /// The properties with their values, as they stand in the settings.
    pub values: Vec<grammar::yaml::Entry>,
}

impl PluginDefault {
    /// Whether flows of a namespace have it.
    pub fn holds_in(&self, namespace: &str) -> bool {
        self.namespace.as_ref().is_none_or(|outer| {
            namespace.strip_prefix(outer.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        })
    }
}

/// The files of one namespace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamespaceFiles {
    /// The namespace.
    pub namespace: String,
    /// Paths below its folder, with `/`.
    pub paths: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    const CODE: Code = Code {
        name: "unused-input",
        severity: Severity::Warning,
        summary: "",
        doc: "",
        group: "references",
        since: "0.1",
    };

    fn level(of: &str, level: &str) -> LevelOf {
        LevelOf { of: of.to_owned(), level: Level::parse(level).expect("a level") }
    }

    #[test]
    fn a_code_wins_over_its_group_and_a_path_over_the_rest() {
        let mut settings = Settings {
            levels: vec![level("unused-input", "error"), level("references", "off")],
            ..Settings::default()
        };
        assert_eq!(settings.severity(&CODE, "a.yaml", Severity::Warning), Some(Severity::Error));
        settings.overrides.push(Override {
            paths: vec![Pattern::new("drafts/**")],
            target: None,
            levels: vec![level("references", "hint")],
        });
        assert_eq!(settings.severity(&CODE, "drafts/b.yaml", Severity::Warning), Some(Severity::Hint));
        assert_eq!(settings.severity(&CODE, "a.yaml", Severity::Warning), Some(Severity::Error));
    }

    #[test]
    fn the_innermost_folder_decides() {
        let of = |input: &str| Settings { ignored_inputs: Some(input.to_owned()), ..Settings::default() };
        let folder = |path: &str, input: &str| Folder { path: path.to_owned(), settings: of(input) };
        let settings = Settings { folders: vec![folder("a/", "outer"), folder("a/b/", "inner")], ..of("all") };
        for (path, expected) in [("x.yaml", "all"), ("ab.yaml", "all"), ("a/x.yaml", "outer"), ("a/b/x.yaml", "inner")]
        {
            assert_eq!(settings.of(path).ignored_inputs.as_deref(), Some(expected), "{path}");
        }
    }

    #[test]
    fn names_are_matched_from_the_root_on() {
        let settings = Settings { here: "/team/flows/".to_owned(), ..Settings::default() };
        for (path, whole) in [
            ("a.yaml", "/team/flows/a.yaml"),
            ("./new/a.yaml", "/team/flows/new/a.yaml"),
            ("../a.yaml", "/team/a.yaml"),
            ("../../../../a.yaml", "/a.yaml"),
            ("/else/where.yaml", "/else/where.yaml"),
        ] {
            assert_eq!(settings.whole(path), whole);
        }
        assert_eq!(Settings::default().whole("../a.yaml"), "../a.yaml");
    }

    #[test]
    fn the_target_of_a_path_wins() {
        let settings = Settings {
            target: Some(Version::new(2, 0)),
            overrides: vec![Override {
                paths: vec![Pattern::new("legacy/**")],
                target: Some(Version::new(1, 3)),
                levels: Vec::new(),
            }],
            ..Settings::default()
        };
        assert_eq!(settings.target_of("legacy/x/a.yaml"), Some(Version::new(1, 3)));
        assert_eq!(settings.target_of("new/a.yaml"), Some(Version::new(2, 0)));
    }
}
