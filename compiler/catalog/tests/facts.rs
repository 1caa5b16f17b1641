//! The compact catalogue says of every type what the descriptions it was written from say.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use catalog::{
    Ability, Body, Constraints, Declaration, Dynamic, Field, FieldType, Literal, Method, Only, Openness, Outputs,
    Preset, Record,
};
use plan::dialect::Version;
use serde_json::{Map, Value};

type Object = Map<String, Value>;

#[test]
fn nothing_is_lost() {
    let Some(folder) = shared() else { return };
    let core: Vec<(Version, Value)> = [(Version::new(1, 3), "core-1.3.json"), (Version::new(2, 0), "core-2.0.json")]
        .map(|(version, name)| (version, json(&folder.join(name))))
        .into();
    let mut types = HashSet::new();
    for (version, file) in &core {
        types.extend(Facts { file, core: file, version: *version, is_core: true }.compare());
    }
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder.join("plugins")).expect("plugins").map(|entry| entry.expect("entry").path()).collect();
    paths.sort();
    for path in &paths {
        let file = json(path);
        types.extend(Facts { file: &file, core: &core[0].1, version: core[0].0, is_core: false }.compare());
    }
    assert_eq!(types.len(), catalog::compact::len(), "types in the descriptions and in the catalogue");
}

/// The folder of descriptions beside the project; absent in a bare clone.
fn shared() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/catalog");
    assert!(folder.is_dir() || std::env::var_os("LANNER_REQUIRE_CORPUS").is_none(), "{} is absent", folder.display());
    if !folder.is_dir() {
        eprintln!("absent: {}", folder.display());
    }
    folder.is_dir().then_some(folder)
}

fn json(path: &Path) -> Value {
    serde_json::from_str(&std::fs::read_to_string(path).expect("readable")).expect("JSON")
}

/// One description, and where to look for names it does not define.
struct Facts<'a> {
    file: &'a Value,
    core: &'a Value,
    version: Version,
    is_core: bool,
}

impl Facts<'_> {
    /// Compares every type; the names compared.
    fn compare(&self) -> Vec<String> {
        for key in object(self.file).keys() {
            let known = ["artifact", "version", "kestraVersion", "method", "types", "defs", "outs", "bases", "flow"];
            assert!(known.contains(&key.as_str()), "a file has `{key}`");
        }
        for (kind, base) in self.file.get("bases").into_iter().flat_map(object) {
            let class = base["class"].as_str().expect("a class");
            let record = catalog::compact::definition(class).expect(class);
            self.fields(kind, object(&base["props"]), record.fields(), "defs", &mut HashSet::new());
        }
        if let Some(name) = self.file.get("flow").and_then(Value::as_str) {
            self.record(name, catalog::compact::definition(name).expect(name), "defs", &mut HashSet::new());
        }
        let types = object(&self.file["types"]);
        types.iter().for_each(|(name, facts)| self.ty(name, object(facts)));
        types.keys().cloned().collect()
    }

    fn ty(&self, name: &str, facts: &Object) {
        let declaration: &Declaration =
            catalog::compact::find(name).unwrap_or_else(|| panic!("{name} is not in the catalogue"));
        assert_eq!(declaration.name, name);
        assert!(declaration.available.covers(self.version), "{name} is in {}", self.version);
        if !self.is_core {
            assert_eq!(declaration.origin.artifact, self.file["artifact"].as_str().unwrap_or_default(), "{name}");
            assert_eq!(declaration.origin.version, self.file["version"].as_str().unwrap_or_default(), "{name}");
            assert_eq!(declaration.origin.kestra_version, text(self.file.get("kestraVersion")), "{name}");
        }
        let method = if self.file["method"] == "reflection" { Method::Reflection } else { Method::Source };
        assert_eq!(declaration.origin.method, method, "{name}");
        let words = |words: &[catalog::Word]| -> Vec<String> {
            words.iter().filter(|word| word.available.covers(self.version)).map(|word| word.text.to_owned()).collect()
        };
        let mut outputs = false;
        for (key, fact) in facts {
            match key.as_str() {
                "kind" => assert_eq!(declaration.kind.name(), text(Some(fact)), "{name}"),
                "aliases" => assert_eq!(words(declaration.aliases), texts(fact), "{name}"),
                "dep" => assert!(declaration.deprecated.is_some_and(|it| it.covers(self.version)), "{name}"),
                "internal" => assert!(declaration.internal, "{name}"),
                "is" => {
                    let abilities: Vec<_> =
                        texts(fact).iter().map(|able| Ability::parse(able).expect("ability")).collect();
                    assert!(abilities.iter().all(|able| declaration.is(*able)), "{name}");
                    assert_eq!(declaration.abilities.len(), abilities.len(), "{name}");
                }
                "supers" => assert_eq!(declaration.supers, texts(fact), "{name}"),
                "checks" => assert_eq!(words(declaration.checks), texts(fact), "{name}"),
                "without" => assert_eq!(declaration.without, texts(fact), "{name}"),
                "props" => self.fields(name, object(fact), declaration.properties, "defs", &mut HashSet::new()),
                "outputs" => {
                    outputs = true;
                    let Outputs::Fields(record) = declaration.outputs else { panic!("{name} has outputs") };
                    self.record(text(Some(fact)), record, "outs", &mut HashSet::new());
                }
                other => panic!("{name} has `{other}`"),
            }
        }
        assert_eq!(outputs, !matches!(declaration.outputs, Outputs::Nothing), "{name}");
        assert!(facts.contains_key("aliases") || words(declaration.aliases).is_empty(), "{name}");
        assert!(facts.contains_key("checks") || words(declaration.checks).is_empty(), "{name}");
        assert_eq!(facts.contains_key("internal"), declaration.internal, "{name}");
        assert_eq!(
            facts.contains_key("dep"),
            declaration.deprecated.is_some_and(|it| it.covers(self.version)),
            "{name}"
        );
    }

    fn fields(&self, of: &str, facts: &Object, fields: &[Field], section: &str, seen: &mut HashSet<String>) {
        let present: Vec<&Field> = fields.iter().filter(|field| field.available.covers(self.version)).collect();
        let mut names: Vec<&str> = present.iter().map(|field| field.name).collect();
        names.sort_unstable();
        let mut expected: Vec<&str> = facts.keys().map(String::as_str).collect();
        expected.sort_unstable();
        assert_eq!(names, expected, "properties of {of} in {}", self.version);
        for field in present {
            self.field(&format!("{of}.{}", field.name), object(&facts[field.name]), field, section, seen);
        }
    }

    fn field(&self, at: &str, facts: &Object, field: &Field, section: &str, seen: &mut HashSet<String>) {
        let is_set = |key: &str| facts.contains_key(key);
        assert_eq!(field.required, is_set("req"), "{at}");
        assert_eq!(field.traits.secret, is_set("sec"), "{at}");
        assert_eq!(field.traits.internal_storage, is_set("isu"), "{at}");
        assert_eq!(field.traits.single, is_set("single"), "{at}");
        assert_eq!(field.deprecated.is_some_and(|it| it.covers(self.version)), is_set("dep"), "{at}");
        let dynamic = match facts.get("dyn").and_then(Value::as_u64) {
            None => Dynamic::Fixed,
            Some(1) => Dynamic::Rendered,
            _ => Dynamic::Property,
        };
        assert_eq!(field.dynamic, dynamic, "{at}");
        let size = |key: &str| facts.get(key).and_then(Value::as_u64).map(|size| size as u32);
        let bound = |key: &str| facts.get(key).and_then(Value::as_f64);
        let optional = |key: &str| facts.get(key).and_then(Value::as_str).map(|text| &*text.to_owned().leak());
        let values: Vec<&'static str> =
            facts.get("values").map(texts).unwrap_or_default().into_iter().map(|text| &*text.leak()).collect();
        let constraints = Constraints {
            min: bound("min"),
            max: bound("max"),
            above: bound("exMin"),
            min_size: size("minSize"),
            max_size: size("maxSize"),
            pattern: optional("pattern"),
            non_empty: is_set("nonEmpty"),
            values: values.leak(),
            check: optional("check"),
            custom: optional("custom"),
        };
        assert_eq!(field.constraints, constraints, "{at}");
        match (field.default, facts.get("def")) {
            (Preset::Literal(literal), Some(value)) => {
                assert!(same(literal, value), "{at}: {literal:?} is not {value}");
            }
            (Preset::Absent, None) => assert!(!is_set("defx"), "{at}"),
            (Preset::Unknown, None) => assert!(is_set("defx"), "{at}"),
            (Preset::Unknown, Some(_)) => assert_eq!(facts["t"], "date-time", "{at}: only a moment is forgotten"),
            (preset, value) => panic!("{at}: {preset:?} is not {value:?}"),
        }
        assert_eq!(field.aliases, facts.get("alias").map(texts).unwrap_or_default(), "{at}");
        let accepted: Vec<&Value> = match (facts.get("anyOf"), facts.get("impl")) {
            (Some(any), _) => array(any).iter().collect(),
            (None, Some(one)) => vec![one],
            (None, None) => Vec::new(),
        };
        match (accepted.as_slice(), field.ty, field.becomes) {
            ([], ty, None) => self.matches(at, &facts["t"], ty, section, seen),
            ([one], ty, Some(becomes)) => {
                self.matches(at, one, ty, section, seen);
                self.matches(at, &facts["t"], becomes, section, seen);
            }
            (several, FieldType::AnyOf(types), Some(becomes)) => {
                assert_eq!(several.len(), types.len(), "{at}");
                several.iter().zip(types).for_each(|(fact, ty)| self.matches(at, fact, *ty, section, seen));
                self.matches(at, &facts["t"], becomes, section, seen);
            }
            other => panic!("{at}: {other:?}"),
        }
        let known = [
            "t", "req", "def", "defx", "dyn", "sec", "dep", "isu", "anyOf", "impl", "values", "alias", "single",
            "custom", "check", "nonEmpty", "min", "max", "exMin", "minSize", "maxSize", "pattern",
        ];
        facts.keys().for_each(|key| assert!(known.contains(&key.as_str()), "{at} has `{key}`"));
    }

    fn matches(&self, at: &str, fact: &Value, ty: FieldType, section: &str, seen: &mut HashSet<String>) {
        let part = |key: &str| fact.get(key);
        match ty {
            FieldType::Any => assert_eq!(fact, "any", "{at}"),
            FieldType::String => assert_eq!(fact, "string", "{at}"),
            FieldType::Integer => assert_eq!(fact, "integer", "{at}"),
            FieldType::Number => assert_eq!(fact, "number", "{at}"),
            FieldType::Boolean => assert_eq!(fact, "boolean", "{at}"),
            FieldType::Duration => assert_eq!(fact, "duration", "{at}"),
            FieldType::DateTime => assert_eq!(fact, "date-time", "{at}"),
            FieldType::Date => assert_eq!(fact, "date", "{at}"),
            FieldType::Time => assert_eq!(fact, "time", "{at}"),
            FieldType::Uri => assert_eq!(fact, "uri", "{at}"),
            FieldType::List(item) => self.matches(at, part("a").expect(at), *item, section, seen),
            FieldType::Map(value) => self.matches(at, part("m").expect(at), *value, section, seen),
            FieldType::Data(row) => self.matches(at, part("data").expect(at), *row, section, seen),
            FieldType::Plugin { kind, only } => {
                assert_eq!(kind.name(), text(part("p")), "{at}");
                let only = only.map(|only| match only {
                    Only::Super(name) => name,
                    Only::Able(ability) => ability.name(),
                });
                assert_eq!(only.unwrap_or_default(), text(part("sub")), "{at}");
            }
            FieldType::Enumeration(enumeration) => {
                let name = text(part("e").or(part("r")));
                let (_, facts) = self.definition(section, name);
                let values: Vec<_> = enumeration
                    .values
                    .iter()
                    .filter(|word| word.available.covers(self.version))
                    .map(|word| word.text)
                    .collect();
                assert_eq!(
                    values.iter().collect::<HashSet<_>>(),
                    texts(&facts["enum"]).iter().map(String::as_str).collect::<Vec<_>>().iter().collect(),
                    "{at}"
                );
                assert_eq!(enumeration.name, name, "{at}");
                assert_eq!(enumeration.custom.unwrap_or_default(), text(facts.get("custom")), "{at}");
                let aliases = facts.get("alias").map(object).map_or(0, Map::len);
                assert_eq!(enumeration.aliases.len(), aliases, "{at}");
                facts
                    .keys()
                    .for_each(|key| assert!(["enum", "custom", "alias"].contains(&key.as_str()), "{name} has `{key}`"));
            }
            FieldType::Record(record) => self.record(text(part("r").or(part("e"))), record, section, seen),
            FieldType::AnyOf(_) => panic!("{at}: only a property accepts any of several"),
        }
    }

    fn record(&self, name: &str, record: &'static Record, section: &str, seen: &mut HashSet<String>) {
        assert_eq!(record.name, name);
        let (section, facts) = self.definition(section, name);
        if !seen.insert(format!("{section} {name}")) {
            return;
        }
        let body: &Body = record.body();
        for (key, fact) in facts {
            match key.as_str() {
                "props" => self.fields(name, object(fact), body.fields, section, seen),
                "open" => assert_eq!(body.openness, Openness::Open, "{name}"),
                "abstract" => assert!(body.is_abstract, "{name}"),
                "custom" => assert_eq!(body.custom, fact.as_str(), "{name}"),
                "impls" => assert_eq!(body.implementations, texts(fact), "{name}"),
                "from" => self.matches(name, fact, body.from.expect(name), section, seen),
                "tag" => assert_eq!(body.variants.map(|variants| variants.tag), fact.as_str(), "{name}"),
                "defaultImpl" => {
                    let default = body.variants.and_then(|variants| variants.default).expect(name);
                    self.record(text(Some(fact)), default, section, seen);
                }
                "oneOf" => {
                    let cases = body.variants.map_or(&[] as &[_], |variants| variants.cases);
                    let cases: Vec<_> = cases.iter().filter(|case| case.available.covers(self.version)).collect();
                    assert_eq!(cases.len(), object(fact).len(), "{name}");
                    for case in cases {
                        self.record(text(fact.get(case.value)), case.record, section, seen);
                    }
                }
                other => panic!("{name} has `{other}`"),
            }
        }
        let is_set = |key: &str| facts.contains_key(key);
        assert_eq!(body.openness == Openness::Open, is_set("open"), "{name}");
        assert_eq!(body.is_abstract, is_set("abstract"), "{name}");
    }

    /// The section and facts of a definition: of this file, else of the core; the section asked for first.
    fn definition(&self, section: &str, name: &str) -> (&'static str, &Object) {
        let order = if section == "outs" { ["outs", "defs"] } else { ["defs", "outs"] };
        let of = |file| order.into_iter().find_map(|section| lookup(file, section, name));
        of(self.file).or_else(|| of(self.core)).unwrap_or_else(|| panic!("{name} is not defined"))
    }
}

fn lookup<'a>(file: &'a Value, section: &'static str, name: &str) -> Option<(&'static str, &'a Object)> {
    file[section].get(name).map(|facts| (section, object(facts)))
}

fn same(literal: Literal, value: &Value) -> bool {
    match (literal, value) {
        (Literal::Null, Value::Null) => true,
        (Literal::Bool(a), Value::Bool(b)) => a == *b,
        (Literal::Int(a), Value::Number(b)) => Some(a) == b.as_i64(),
        (Literal::Float(a), Value::Number(b)) => Some(a) == b.as_f64(),
        (Literal::Text(a), Value::String(b)) => a == b,
        (Literal::List(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(*a, b)),
        (Literal::Map(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(*key).is_some_and(|b| same(*a, b)))
        }
        _ => false,
    }
}

fn object(value: &Value) -> &Object {
    value.as_object().expect("an object")
}

fn array(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}

fn text(value: Option<&Value>) -> &str {
    value.and_then(Value::as_str).unwrap_or_default()
}

fn texts(value: &Value) -> Vec<String> {
    array(value).iter().map(|value| text(Some(value)).to_owned()).collect()
}
