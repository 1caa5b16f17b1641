//! `lanner.yaml`: what a team decides for a folder and everything below it.
//!
//! A file may take over another's decisions with `extends`; a file in a folder further down decides for
//! its folder alone. Mistakes in it are findings like any other, drawn over its text.

pub(crate) mod keys;
pub(crate) mod load;
mod mistakes;
mod reader;
pub(crate) mod serving;
pub(crate) mod world;

use compiler::settings::Folder;
use compiler::{Override, Settings};
use jiff::SignedDuration;
use plan::evaluate::{Budget, Limit};
use report::{Code, Declared, Diagnostic, Place, Report, Source};
use runtime::settings::Sync;

use keys::{KEYS, Secret};
use reader::Reader;
use serving::Serving;
use world::World;

/// Every code that a mistake in `lanner.yaml` can have.
pub(crate) const CODES: &[&Code] = &[mistakes::UnknownSetting::CODE, mistakes::WrongSetting::CODE];

/// The decisions of one `lanner.yaml`, or of several that build on each other.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Configuration {
    /// What the compiler is told.
    pub(crate) settings: Settings,
    /// Files that are left alone, as patterns over paths.
    pub(crate) exclude: Vec<compiler::Pattern>,
    /// The only files that are looked at below some folders.
    pub(crate) include: Vec<Include>,
    /// `HOST=URL` for each host that requests go elsewhere for.
    pub(crate) redirects: Vec<String>,
    /// The address people reach the server at.
    pub(crate) url: Option<String>,
    /// How much expressions may spend, where it is not the usual.
    pub(crate) limits: Vec<(Limit, u64)>,
    /// How long ended executions are kept; for ever where nothing is said.
    pub(crate) retention: Option<SignedDuration>,
    /// When a commit counts as done.
    pub(crate) sync: Option<Sync>,
    /// What is decided about a server.
    pub(crate) serving: Serving,
    /// What is decided for flows that run.
    pub(crate) world: World,
    /// Files that describe types of the team's own, relative to its folder, and where they are named.
    pub(crate) types: Vec<(String, Place)>,
    /// Files whose decisions hold where this one has none, relative to its folder.
    pub(crate) extends: Vec<String>,
    /// What was said, outermost first: of two that decide the same the later holds, where it holds at all.
    pub(crate) said: Vec<Said>,
}

/// The only files that are looked at below a folder.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Include {
    /// The folder, which ends with `/` or is empty.
    pub(crate) below: String,
    /// Patterns over paths.
    pub(crate) patterns: Vec<compiler::Pattern>,
}

/// A setting as it stands in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Said {
    /// The key.
    pub(crate) key: &'static str,
    /// `path:line`.
    pub(crate) at: String,
    /// The key with its value.
    pub(crate) text: String,
}

impl Configuration {
    /// Reads the text of a `lanner.yaml`; what cannot be understood is told and left out.
    ///
    /// Patterns over paths hold below `folder`, which ends with `/` or is empty.
    pub(crate) fn read(source: &Source, folder: &str) -> (Self, Vec<Diagnostic>) {
        let parsed = grammar::parse(source);
        let mut report = Report::default();
        let mut configuration = Self::default();
        let mut reader = Reader::new(source, folder, &mut report);
        if let Some(root) = parsed.tree.root() {
            for (name, entry) in reader.entries(root) {
                match KEYS.iter().find(|key| key.name == name) {
                    Some(key) => {
                        (key.read)(&mut configuration, &mut reader, &entry.value);
                        let line = source.position(entry.span().start as usize).line;
                        let text = match key.secret {
                            Secret::No => source.slice(entry.span()).trim_end().to_owned(),
                            Secret::Yes => format!("{}: ******", key.name),
                        };
                        configuration.said.push(Said { key: key.name, at: format!("{}:{line}", source.path), text });
                    }
                    None => reader.unknown(&entry.key, name, KEYS.iter().map(|key| key.name)),
                }
            }
        }
        for problem in parsed.problems {
            report.add(problem);
        }
        (configuration, report.finish())
    }

    /// Adds what another file decides; where both decide, the other wins.
    pub(crate) fn then(mut self, mut other: Self) -> Self {
        join(&mut self.settings, std::mem::take(&mut other.settings));
        self.exclude.append(&mut other.exclude);
        self.include.append(&mut other.include);
        self.said.append(&mut other.said);
        self.with_running(other)
    }

    /// Adds what wins over all that files say, also of some folders and paths.
    pub(crate) fn under(mut self, other: Self) -> Self {
        let everywhere = Override {
            paths: vec![compiler::Pattern::new("**")],
            target: other.settings.target,
            levels: other.settings.levels.clone(),
        };
        let folders = self.settings.folders.iter_mut();
        folders.for_each(|folder| join(&mut folder.settings, other.settings.clone()));
        let mut whole = self.then(other);
        if everywhere.target.is_some() || !everywhere.levels.is_empty() {
            whole.settings.folders.iter_mut().for_each(|it| it.settings.overrides.push(everywhere.clone()));
            whole.settings.overrides.push(everywhere);
        }
        whole
    }

    /// Adds what another file decides for servers and for flows that run.
    pub(crate) fn with_running(mut self, other: Self) -> Self {
        self.redirects.extend(other.redirects);
        self.url = other.url.or(self.url);
        self.limits.extend(other.limits);
        self.retention = other.retention.or(self.retention);
        self.sync = other.sync.or(self.sync);
        self.serving.then(other.serving);
        self.world = self.world.then(other.world);
        self
    }

    /// Whether a file is looked at, by the name people see.
    pub(crate) fn looks_at(&self, name: &str) -> bool {
        let name = &*self.settings.whole(name);
        let is_among = |patterns: &[compiler::Pattern]| patterns.iter().any(|pattern| pattern.matches(name));
        let is_around = |include: &&Include| name.starts_with(&include.below);
        let is_included = |include: &Include| {
            // Of two files that decide for one folder, each adds to what is looked at.
            let mut beside = self.include.iter().filter(|other| other.below == include.below);
            beside.any(|other| is_among(&other.patterns))
        };
        self.include.iter().filter(is_around).all(is_included) && !is_among(&self.exclude)
    }

    /// What an expression may spend.
    pub(crate) fn budget(&self) -> Budget {
        self.limits.iter().fold(Budget::USUAL, |budget, (limit, value)| budget.with(*limit, *value))
    }

    /// Adds what a file decides for the folder it lies in, which ends with `/`, and lies further down: it holds there
    /// in addition to all that holds around it.
    ///
    /// What a server lets people do, and flows see, is not decided by a folder that it serves.
    pub(crate) fn with_folder(mut self, path: &str, other: Self) -> Self {
        self.settings.types.extend(other.settings.types.iter().cloned());
        let mut settings = self.settings.of(path).clone();
        settings.folders.clear();
        let whole = Override {
            paths: vec![compiler::Pattern::new(&format!("{path}**"))],
            target: other.settings.target,
            levels: other.settings.levels.clone(),
        };
        // It wins over what is said of these paths further up.
        settings.overrides.push(whole);
        join(&mut settings, other.settings);
        self.settings.folders.push(Folder { path: path.to_owned(), settings });
        self.exclude.extend(other.exclude);
        self.include.extend(other.include);
        self.said.extend(other.said);
        self
    }
}

/// Adds what another file decides for the compiler; where both decide, the other wins.
fn join(mine: &mut Settings, theirs: Settings) {
    mine.target = theirs.target.or(mine.target);
    mine.overrides.extend(theirs.overrides);
    mine.levels.extend(theirs.levels);
    mine.external_flows.extend(theirs.external_flows);
    mine.external_types.extend(theirs.external_types);
    mine.types.extend(theirs.types);
    mine.secrets = theirs.secrets.or(mine.secrets.take());
    mine.keys = theirs.keys.or(mine.keys.take());
    mine.namespace_files.extend(theirs.namespace_files);
    mine.plugin_defaults.extend(theirs.plugin_defaults);
    mine.require_reason |= theirs.require_reason;
    mine.forbidden_types.extend(theirs.forbidden_types);
    mine.forbidden_properties.extend(theirs.forbidden_properties);
    mine.ignored_inputs = theirs.ignored_inputs.or(mine.ignored_inputs.take());
    mine.naming = theirs.naming.or(mine.naming);
    mine.edition = theirs.edition.or(mine.edition);
    mine.folders.extend(theirs.folders);
}

#[cfg(test)]
mod tests {
    use compiler::{Level, LevelOf, Pattern};
    use plan::dialect::Version;
    use report::{FileId, Severity};

    use super::*;

    fn read(text: &str) -> (Configuration, Vec<String>) {
        let (configuration, findings) = Configuration::read(&Source::new(FileId(0), "lanner.yaml", text), "");
        let told = findings.iter().map(|finding| format!("{}: {}", finding.code.name, finding.message));
        (configuration, told.collect())
    }

    #[test]
    fn decisions_are_read() {
        let (configuration, told) = read(
            "\
target-version: '1.3'
levels:
  unused-input: off
exclude: [drafts/**]
redirects:
  example.com: http://127.0.0.1:9000
overrides:
  - paths: [legacy/**]
    target-version: '1.0'
secrets: [TOKEN]
",
        );
        assert_eq!(told, Vec::<String>::new());
        let said = configuration.said.clone();
        assert_eq!(
            (said.len(), said[0].at.as_str(), said[0].text.as_str()),
            (6, "lanner.yaml:1", "target-version: '1.3'")
        );
        let expected = Configuration {
            settings: Settings {
                target: Some(Version::new(1, 3)),
                levels: vec![LevelOf { of: "unused-input".to_owned(), level: Level::Off }],
                overrides: vec![Override {
                    paths: vec![Pattern::new("legacy/**")],
                    target: Some(Version::new(1, 0)),
                    levels: Vec::new(),
                }],
                secrets: Some(vec!["TOKEN".to_owned()]),
                ..Settings::default()
            },
            exclude: vec![Pattern::new("drafts/**")],
            redirects: vec!["example.com=http://127.0.0.1:9000".to_owned()],
            said,
            ..Configuration::default()
        };
        assert_eq!(configuration, expected);
    }

    #[test]
    fn mistakes_are_told_with_what_would_be_right() {
        for (text, expected) in [
            ("levls: {}", "unknown-setting: there is no setting `levls`; did you mean `levels`?"),
            ("colour: red", "unknown-setting: there is no setting `colour`"),
            ("target-version: 3", "wrong-setting: `3` is no version; known are 1.0, 1.1, 1.2, 1.3 and 2.0"),
            (
                "levels: {unused-input: loud}",
                "wrong-setting: `loud` is no level; levels are off, hint, info, warning and error",
            ),
            ("levels: [a]", "wrong-setting: `levels` takes keys with values"),
            ("expressions: {fule: 1}", "unknown-setting: there is no setting `fule`; did you mean `fuel`?"),
            ("expressions: {fuel: many}", "wrong-setting: `fuel` takes a whole number"),
            ("exclude: {a: b}", "wrong-setting: `exclude` takes a list"),
            ("redirects: {a: b}", "wrong-setting: `b` names no scheme and host: write http://HOST:PORT"),
            ("- a", "wrong-setting: `lanner.yaml` takes keys with values"),
        ] {
            assert_eq!(read(text).1, [expected], "{text}");
        }
    }

    #[test]
    fn a_folder_further_down_decides_for_itself() {
        let overrides = "overrides: [{paths: ['**'], target-version: '2.0'}]";
        let outer = format!("{overrides}\nlevels: {{unused-input: warning}}\nsecrets: [A]\nurl: http://a");
        let outer = read(&outer).0;
        let inner = "target-version: '1.3'\nlevels: {unused-input: 'off'}\nforbidden-types: [x]\nurl: http://b";
        let all = outer.with_folder("old/", read(inner).0).with_folder("old/er/", read("require-reason: true").0);
        let code = Code { name: "unused-input", severity: Severity::Hint, summary: "", doc: "", group: "", since: "" };
        for (path, version, level, forbidden, reason) in [
            ("new/a.yaml", Version::new(2, 0), Some(Severity::Warning), 0, false),
            ("old/a.yaml", Version::new(1, 3), None, 1, false),
            ("old/er/a.yaml", Version::new(1, 3), None, 1, true),
        ] {
            let settings = all.settings.of(path);
            assert_eq!(settings.target_of(path), Some(version), "{path}");
            assert_eq!(settings.severity(&code, path, Severity::Hint), level, "{path}");
            assert_eq!((settings.forbidden_types.len(), settings.require_reason), (forbidden, reason), "{path}");
            assert_eq!(settings.secrets.as_ref().map(Vec::len), Some(1), "{path}");
        }
        assert_eq!(all.url.as_deref(), Some("http://a"));
    }

    #[test]
    fn files_are_left_out_where_that_is_said() {
        let of = |folder: &str, text: &str| Configuration::read(&Source::new(FileId(0), "lanner.yaml", text), folder).0;
        let outer = of("", "exclude: [drafts/**]");
        let all = outer.with_folder("team/", of("team/", "include: [flows/**]\nexclude: [flows/old/**]"));
        for (path, expected) in [
            ("a.yaml", true),
            ("drafts/a.yaml", false),
            ("team/a.yaml", false),
            ("team/flows/a.yaml", true),
            ("team/flows/old/a.yaml", false),
            ("flows/old/a.yaml", true),
        ] {
            assert_eq!(all.looks_at(path), expected, "{path}");
        }
    }

    #[test]
    fn settings_are_sorted() {
        assert!(KEYS.is_sorted_by_key(|key| key.name));
    }
}
