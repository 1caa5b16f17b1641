//! What the history of each property says of the minor versions of 1.x: when it came, and what was
//! checked before.

use std::collections::{BTreeMap, HashMap};

use catalog::Available;
use catalog::data::{Def, Deprecated, File, OneOrMany, Property, Word};
use plan::dialect::Version;

/// Marks types, properties and values that came with 1.1, 1.2 or 1.3, and properties whose checks changed.
pub(crate) fn apply(mut core: File, text: &str) -> File {
    let history = History::parse(text);
    for (name, ty) in &mut core.types {
        ty.since = ty.since.or_else(|| history.class_since(name, ty.props.keys()));
        if let Some(dep) = &mut ty.dep {
            dep.since = dep.since.or(history.since(name, "#@Deprecated"));
        }
        let own = ty.since;
        let is_new = own == Some(Version::new(2, 0));
        for (property, meanings) in ty.props.iter_mut().filter(|_| !is_new) {
            *meanings = with_history(meanings.as_slice(), history.member(&[name], property), own);
        }
    }
    let parents = parents(&core.defs);
    for (name, def) in core.defs.iter_mut().chain(&mut core.outs) {
        let parent = parents.get(name).map_or("io.kestra.core.models.flows.AbstractFlow", String::as_str);
        for (property, meanings) in &mut def.props {
            *meanings = with_history(meanings.as_slice(), history.member(&[name, parent], property), None);
        }
        for value in def.values.iter_mut().flatten() {
            value.available.since = value.available.since.or(history.value_since(name, value));
        }
        for (value, case) in &mut def.one_of {
            let word = Word { text: value.clone(), available: case.available };
            let values = "io.kestra.core.models.flows.Type";
            if name == "io.kestra.core.models.flows.Input" {
                case.available.since = case.available.since.or(history.value_since(values, &word));
            }
        }
    }
    core
}

/// The definition of which each definition is a variant.
fn parents(defs: &BTreeMap<String, Def>) -> HashMap<String, String> {
    let pairs =
        defs.iter().flat_map(|(name, def)| def.one_of.values().map(move |case| (case.name.clone(), name.clone())));
    pairs.collect()
}

/// Each class and member with what it was, oldest first; a state without version is the oldest.
struct History<'a> {
    members: HashMap<(String, &'a str), Vec<State<'a>>>,
}

#[derive(Clone, Copy)]
struct State<'a> {
    since: Option<Version>,
    text: &'a str,
}

impl State<'_> {
    fn is_absent(self) -> bool {
        self.text == "–" || self.text == "REMOVED"
    }
}

impl<'a> History<'a> {
    fn parse(text: &'a str) -> Self {
        let lines = text.lines().filter(|line| !line.starts_with("# "));
        let members = lines.filter_map(|line| {
            let (class, rest) = line.split_once(' ')?;
            let (member, states) = rest.split_once(' ')?;
            let class = match class.strip_prefix("P:") {
                Some(name) => format!("io.kestra.plugin.core.{name}"),
                None => format!("io.kestra.core.models.{class}"),
            };
            Some(((class, member), states.split(" ⇒ ").map(state).collect()))
        });
        Self { members: members.collect() }
    }

    fn states(&self, class: &str, member: &str) -> &[State<'a>] {
        let found = self.members.iter().find(|((known, name), _)| known == class && *name == member);
        found.map_or(&[], |(_, states)| states)
    }

    /// What a property was, in the first of several classes that has it.
    fn member(&self, classes: &[&str], property: &str) -> &[State<'a>] {
        let member = format!(".{property}");
        classes.iter().map(|class| self.states(class, &member)).find(|states| !states.is_empty()).unwrap_or_default()
    }

    fn since(&self, class: &str, member: &str) -> Option<Version> {
        came_with(self.states(class, member))
    }

    /// When a class came: when the first of its properties did, if none was there before.
    fn class_since<'b>(&self, class: &str, properties: impl Iterator<Item = &'b String>) -> Option<Version> {
        let since: Vec<_> = properties.map(|property| came_with(self.member(&[class], property))).collect();
        since.iter().copied().collect::<Option<Vec<_>>>()?.into_iter().min()
    }

    /// When a value of an enumeration came.
    fn value_since(&self, class: &str, value: &Word) -> Option<Version> {
        let states = self.states(class, "#ENUM");
        let has =
            |state: &State| state.text.split_whitespace().any(|word| word.trim_end_matches("(dep)") == value.text);
        let at = states.iter().position(has)?;
        if at == 0 { None } else { states[at].since.filter(is_minor) }
    }
}

fn state(text: &str) -> State<'_> {
    let versioned = text.strip_prefix('[').and_then(|text| text.split_once("] "));
    match versioned {
        Some((version, text)) => {
            let minor = version.rsplit_once('.').map_or(version, |(minor, _)| minor);
            State { since: Version::parse(minor), text }
        }
        None => State { since: None, text },
    }
}

/// Nothing before 1.0 is told apart, and the two cores say themselves what came with 2.0.
fn is_minor(version: &Version) -> bool {
    Version::new(1, 0) < *version && *version < Version::new(2, 0)
}

fn came_with(states: &[State]) -> Option<Version> {
    let (first, rest) = states.split_first()?;
    if !first.is_absent() {
        return None;
    }
    rest.iter().find(|state| !state.is_absent())?.since.filter(is_minor)
}

/// The meanings of a property in 1.x, the oldest first: the newest is known exactly, older ones had the
/// same type and the checks that the history tells of.
fn with_history(meanings: &[Property], states: &[State], class_since: Option<Version>) -> OneOrMany<Property> {
    let mut out: Vec<Property> = Vec::new();
    for meaning in meanings {
        if meaning.since == Some(Version::new(2, 0)) {
            out.push(meaning.clone());
            continue;
        }
        let mut newest = meaning.clone();
        newest.since = came_with(states).filter(|since| Some(*since) != class_since);
        let older: Vec<State> =
            states.iter().copied().filter(|state| state.since.is_none_or(|since| since < Version::new(2, 0))).collect();
        for pair in older.windows(2) {
            let [before, after] = pair else { continue };
            let Some(version) = after.since.filter(is_minor) else { continue };
            if before.is_absent() {
                continue;
            }
            if let Some(dep) = &mut newest.dep
                && !before.text.contains("@Deprecated")
                && after.text.contains("@Deprecated")
            {
                *dep = Deprecated { since: Some(version), ..dep.clone() };
            }
            let (was, is) = (Checks::of(before.text), Checks::of(after.text));
            if was != is {
                let old = Property { until: Some(version), ..was.on(&newest) };
                newest.since = Some(version);
                out.push(old);
            }
        }
        let current = older.last().filter(|state| !state.is_absent()).map(|state| Checks::of(state.text));
        debug_assert!(current.is_none_or(|checks| out.is_empty() || checks.pattern == newest.pattern));
        out.push(newest);
    }
    out.retain(|meaning| {
        Available { since: meaning.since, until: meaning.until }.since != meaning.until || meaning.until.is_none()
    });
    if out.len() == 1 { OneOrMany::One(out.remove(0)) } else { OneOrMany::Many(out) }
}

/// What the history tells of the checks of a property.
#[derive(PartialEq, Eq)]
struct Checks {
    non_empty: bool,
    pattern: Option<String>,
    min_size: Option<u32>,
    dynamic: u8,
    default: Option<Vec<String>>,
}

impl Checks {
    fn of(text: &str) -> Self {
        let within = |open: &str, close: &str| {
            let rest = &text[text.find(open)? + open.len()..];
            Some(rest[..rest.find(close)?].to_owned())
        };
        let list = within("=[", "]").map(|list| list.split(", ").map(str::to_owned).collect());
        let size = within("@Size(", "..").and_then(|size| size.parse().ok());
        Self {
            non_empty: text.contains("@NotEmpty") || text.contains("@NotBlank"),
            pattern: text.find("@Pattern(").map(|at| text[at + 9..].trim_end_matches(')').to_owned()),
            min_size: size.filter(|size| *size > 0),
            dynamic: if text.starts_with("Property<") {
                2
            } else {
                u8::from(text.split(' ').any(|word| word == "dyn"))
            },
            default: list,
        }
    }

    /// A property as it was under these checks.
    fn on(self, newest: &Property) -> Property {
        let default = self.default.map(|list| list.into_iter().map(serde_json::Value::String).collect());
        Property {
            non_empty: self.non_empty,
            pattern: self.pattern,
            min_size: self.min_size,
            dynamic: self.dynamic,
            def: default.or_else(|| newest.def.clone()),
            ..newest.clone()
        }
    }
}
