//! One core from two: what only one version has, or has differently, is marked with its versions.

use std::collections::BTreeMap;

use catalog::Available;
use catalog::data::{Case, Def, Deprecated, File, OneOrMany, Property, Simple, Type, TypeExpression, Word};
use indexmap::IndexMap;
use plan::dialect::Version;

const V2: Version = Version::new(2, 0);

type Fields = IndexMap<String, OneOrMany<Property>>;

/// Merges the core of 1.3 and that of 2.0.
pub(crate) fn merge(first: File, second: File) -> Result<File, String> {
    let types = pairs(first.types, second.types).map(|(name, pair)| {
        let merged = match pair {
            Pair::Both(first, second) => merge_type(first, second).map_err(|what| format!("{name}: {what} differs"))?,
            Pair::First(ty) => Type { until: Some(V2), ..ty },
            Pair::Second(ty) => Type { since: Some(V2), ..ty },
        };
        Ok((name, merged))
    });
    Ok(File {
        schema: None,
        artifact: first.artifact,
        version: format!("{}, {}", first.version, second.version),
        kestra_version: String::new(),
        method: first.method,
        types: types.collect::<Result<_, String>>()?,
        defs: merge_defs(first.defs, second.defs)?,
        outs: merge_defs(first.outs, second.outs)?,
        bases: BTreeMap::new(),
        flow: first.flow,
    })
}

fn merge_type(first: Type, second: Type) -> Result<Type, &'static str> {
    let same = |holds: bool, what| if holds { Ok(()) } else { Err(what) };
    same(first.kind == second.kind, "kind")?;
    same(first.is == second.is, "is")?;
    same(first.internal == second.internal, "internal")?;
    same(first.supers == second.supers, "supers")?;
    same(first.without == second.without, "without")?;
    same(first.outputs == second.outputs, "outputs")?;
    Ok(Type {
        aliases: merge_words(&first.aliases, &second.aliases),
        checks: merge_words(&first.checks, &second.checks),
        dep: merge_deprecated(first.dep, second.dep),
        props: merge_fields(first.props, second.props),
        ..second
    })
}

fn merge_defs(first: BTreeMap<String, Def>, second: BTreeMap<String, Def>) -> Result<BTreeMap<String, Def>, String> {
    let merged = pairs(first, second).map(|(name, pair)| {
        let def = match pair {
            Pair::First(def) | Pair::Second(def) => def,
            Pair::Both(first, second) => merge_def(first, second).map_err(|what| format!("{name}: {what} differs"))?,
        };
        Ok((name, def))
    });
    merged.collect()
}

fn merge_def(first: Def, second: Def) -> Result<Def, &'static str> {
    let rest = |def: &Def| Def { props: IndexMap::new(), values: None, one_of: BTreeMap::new(), ..def.clone() };
    if rest(&first) != rest(&second) || first.values.is_some() != second.values.is_some() {
        return Err("the definition");
    }
    let values = first.values.zip(second.values).map(|(first, second)| merge_words(&first, &second));
    let one_of = pairs(first.one_of, second.one_of).map(|(value, pair)| match pair {
        Pair::Both(case, _) => (value, case),
        Pair::First(case) => (value, Case { available: Available::V1, ..case }),
        Pair::Second(case) => (value, Case { available: Available::V2, ..case }),
    });
    Ok(Def { values, one_of: one_of.collect(), props: merge_fields(first.props, second.props), ..second })
}

fn merge_fields(first: Fields, mut second: Fields) -> Fields {
    let mut merged = Fields::new();
    for (name, field) in first {
        let field = one(field);
        let pair = match second.shift_remove(&name).map(one) {
            None => OneOrMany::One(Property { until: Some(V2), ..field }),
            Some(other) => merge_field(field, other),
        };
        merged.insert(name, pair);
    }
    let added =
        second.into_iter().map(|(name, field)| (name, OneOrMany::One(Property { since: Some(V2), ..one(field) })));
    merged.extend(added);
    merged
}

fn merge_field(first: Property, second: Property) -> OneOrMany<Property> {
    let [first, second] = [first, second].map(without_moment);
    if first == second {
        return OneOrMany::One(second);
    }
    if first.dep.is_none() && second.dep.is_some() && first == (Property { dep: None, ..second.clone() }) {
        return OneOrMany::One(Property { dep: merge_deprecated(first.dep, second.dep.clone()), ..second });
    }
    OneOrMany::Many(vec![Property { until: Some(V2), ..first }, Property { since: Some(V2), ..second }])
}

/// A default that is a point in time is the moment at which the facts were gathered: unknown to authors.
fn without_moment(field: Property) -> Property {
    let is_moment = field.t == TypeExpression::Simple(Simple::DateTime) && field.def.is_some();
    if is_moment { Property { def: None, defx: true, ..field } } else { field }
}

fn one(field: OneOrMany<Property>) -> Property {
    field.as_slice()[0].clone()
}

fn merge_words(first: &[Word], second: &[Word]) -> Vec<Word> {
    let has = |words: &[Word], text: &str| words.iter().any(|word| word.text == text);
    let kept = first.iter().map(|word| {
        let available = if has(second, &word.text) { Available::ALWAYS } else { Available::V1 };
        Word { text: word.text.clone(), available }
    });
    let added = second.iter().filter(|word| !has(first, &word.text));
    kept.chain(added.map(|word| Word { text: word.text.clone(), available: Available::V2 })).collect()
}

fn merge_deprecated(first: Option<Deprecated>, second: Option<Deprecated>) -> Option<Deprecated> {
    match (first, second) {
        (None, Some(deprecated)) => Some(Deprecated { since: Some(V2), ..deprecated }),
        (first, _) => first,
    }
}

enum Pair<T> {
    Both(T, T),
    First(T),
    Second(T),
}

fn pairs<T>(first: BTreeMap<String, T>, mut second: BTreeMap<String, T>) -> impl Iterator<Item = (String, Pair<T>)> {
    let mut merged: BTreeMap<String, Pair<T>> = BTreeMap::new();
    for (name, value) in first {
        let pair = match second.remove(&name) {
            Some(other) => Pair::Both(value, other),
            None => Pair::First(value),
        };
        merged.insert(name, pair);
    }
    merged.extend(second.into_iter().map(|(name, value)| (name, Pair::Second(value))));
    merged.into_iter()
}
