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
    /// The only files that are looked at, as patterns over paths; all where empty.
    pub(crate) include: Vec<compiler::Pattern>,
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
    pub(crate) fn then(mut self, other: Self) -> Self {
        let (mine, theirs) = (&mut self.settings, other.settings);
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
        self.exclude.extend(other.exclude);
        self.include.extend(other.include);
        self.redirects.extend(other.redirects);
        self.url = other.url.or(self.url);
        self.limits.extend(other.limits);
        self.retention = other.retention.or(self.retention);
        self.sync = other.sync.or(self.sync);
        self.serving.then(other.serving);
        self.world = self.world.then(other.world);
        self.said.extend(other.said);
        self
    }

    /// Whether a file is looked at, by the name people see.
    pub(crate) fn looks_at(&self, name: &str) -> bool {
        let is_among = |patterns: &[compiler::Pattern]| patterns.iter().any(|pattern| pattern.matches(name));
        (self.include.is_empty() || is_among(&self.include)) && !is_among(&self.exclude)
    }

    /// What an expression may spend.
    pub(crate) fn budget(&self) -> Budget {
        self.limits.iter().fold(Budget::USUAL, |budget, (limit, value)| budget.with(*limit, *value))
    }

    /// Makes what it decides hold below a folder only, which ends with `/`.
    pub(crate) fn below(mut self, folder: &str) -> Self {
        let whole = Override {
            paths: vec![compiler::Pattern::new(&format!("{folder}**"))],
            target: self.settings.target.take(),
            levels: std::mem::take(&mut self.settings.levels),
        };
        self.settings.overrides.insert(0, whole);
        // What a server lets people do, and flows see, is not decided by a folder that it serves.
        self.serving = Serving::default();
        self.world = World::default();
        self
    }
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
        let outer = read("target-version: '2.0'\nlevels: {unused-input: warning}").0;
        let inner = read("target-version: '1.3'\nlevels: {unused-input: 'off'}").0;
        let settings = outer.then(inner.below("old/")).settings;
        assert_eq!(settings.target_of("old/a.yaml"), Some(Version::new(1, 3)));
        assert_eq!(settings.target_of("new/a.yaml"), Some(Version::new(2, 0)));
        let code = Code { name: "unused-input", severity: Severity::Hint, summary: "", doc: "", group: "", since: "" };
        assert_eq!(settings.severity(&code, "old/a.yaml", Severity::Hint), None);
        assert_eq!(settings.severity(&code, "new/a.yaml", Severity::Hint), Some(Severity::Warning));
    }

    #[test]
    fn settings_are_sorted() {
        assert!(KEYS.is_sorted_by_key(|key| key.name));
    }
}
