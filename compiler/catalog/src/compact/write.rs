//! Writing the compact catalogue: the bytes that [`super::read`] understands.

use std::collections::BTreeMap;

use indexmap::{IndexMap, IndexSet};
use plan::dialect::Version;

use super::{FieldMark, RecordMark, TypeTag};
use crate::available::Available;
use crate::data::{Def, Deprecated, File, OneOrMany, Property, Simple, Type, TypeExpression, Word};
use crate::declaration::{Ability, Kind, Method};

/// Writes the whole catalogue: the core first, then the other artifacts in the given order.
pub fn catalogue(core: &File, plugins: &[File]) -> Vec<u8> {
    let core_names = Names::of(core);
    let files: Vec<&File> = std::iter::once(core).chain(plugins).collect();
    let mut entries = Vec::new();
    let mut aliases = Vec::new();
    for (block, file) in files.iter().enumerate() {
        for (number, (name, ty)) in file.types.iter().enumerate() {
            entries.push((name.as_str(), ty, block, number));
            aliases.extend(ty.aliases.iter().map(|alias| (alias, name.as_str())));
        }
    }
    entries.sort_by_key(|(name, ..)| *name);
    let is_renamed = |alias: &str, name: &str| alias.rsplit('.').next() != name.rsplit('.').next();
    aliases.sort_by_key(|(alias, name)| (alias.text.as_str(), is_renamed(&alias.text, name), *name));

    let mut pool = Pool::default();
    let mut index = Bytes::default();
    for (name, ty, block, number) in &entries {
        index.u32(pool.put(name)).u16(name.len()).u8(ty.kind as u8);
        index.u8(u8::from(ty.dep.is_some()) | u8::from(ty.internal) << 1);
        index.available(ty.available()).u16(*block).u16(*number).u16(0);
    }
    for (alias, name) in &aliases {
        let entry = entries.partition_point(|(known, ..)| known < name);
        index.u32(pool.put(&alias.text)).u16(alias.text.len()).available(alias.available).u16(entry).u16(0);
    }
    let blocks: Vec<_> =
        files.iter().map(|file| block(file, &|context, name| core_names.find(context, name))).collect();
    let mut at = super::HEADER + index.0.len() + blocks.len() * super::BLOCK_ENTRY + pool.text.len();
    for block in &blocks {
        index.u32(at).u32(block.len());
        at += block.len();
    }
    let mut out = Bytes(super::MAGIC.to_vec());
    out.u32(entries.len()).u32(aliases.len()).u32(blocks.len()).u32(pool.text.len());
    out.0.extend(index.0);
    out.0.extend(pool.text.into_bytes());
    blocks.iter().for_each(|block| out.0.extend(block));
    out.0
}

/// Writes one artifact; `core` finds definitions of the core.
fn block(file: &File, core: &dyn Fn(Context, &str) -> Option<usize>) -> Vec<u8> {
    checked_block(file, core).0
}

/// Writes one artifact, and tells which names are defined neither in it nor in the core; they accept anything.
pub(crate) fn checked_block(file: &File, core: &dyn Fn(Context, &str) -> Option<usize>) -> (Vec<u8>, Vec<String>) {
    let names = Names::of(file);
    let mut writer = Writer { names: &names, core, strings: IndexSet::new(), undefined: Vec::new() };
    let types: Vec<_> = file.types.values().map(|ty| writer.ty(ty)).collect();
    let type_names: Vec<_> = file.types.keys().map(|name| writer.text(name)).collect();
    let records: Vec<_> =
        names.0.keys().map(|(context, name)| writer.record(*context, &context.definitions(file)[name])).collect();
    let record_names: Vec<_> = names.0.keys().map(|(context, name)| (*context, writer.text(name))).collect();
    let origin = [&file.artifact, &file.version, &file.kestra_version].map(|text| writer.text(text));

    let mut out = Bytes::default();
    out.varint(writer.strings.len());
    writer.strings.iter().for_each(|text| _ = out.varint(text.len()));
    writer.strings.iter().for_each(|text| out.0.extend(text.bytes()));
    origin.iter().for_each(|text| _ = out.varint(*text));
    out.u8(match file.method {
        Method::Declared | Method::User => 0,
        Method::Reflection => 1,
        Method::Source => 2,
    });
    out.varint(types.len());
    type_names.iter().zip(&types).for_each(|(name, body)| _ = out.varint(*name).varint(body.0.len()));
    out.varint(records.len());
    record_names.iter().zip(&records).for_each(|((context, name), body)| {
        out.u8(*context as u8).varint(*name).varint(body.0.len());
    });
    types.iter().chain(&records).for_each(|body| out.0.extend(&body.0));
    (out.0, writer.undefined)
}

/// Whether a definition is looked for from a property or from an output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Context {
    /// `defs` first.
    Property,
    /// `outs` first.
    Output,
}

impl Context {
    fn definitions(self, file: &File) -> &BTreeMap<String, Def> {
        match self {
            Self::Property => &file.defs,
            Self::Output => &file.outs,
        }
    }

    /// This context first, then the other.
    pub(crate) fn order(self) -> [Self; 2] {
        match self {
            Self::Property => [Self::Property, Self::Output],
            Self::Output => [Self::Output, Self::Property],
        }
    }
}

/// The numbers of the definitions of a file.
struct Names(IndexMap<(Context, String), ()>);

impl Names {
    fn of(file: &File) -> Self {
        let names = [Context::Property, Context::Output].into_iter();
        Self(
            names
                .flat_map(|context| context.definitions(file).keys().map(move |name| ((context, name.clone()), ())))
                .collect(),
        )
    }

    fn find(&self, context: Context, name: &str) -> Option<usize> {
        context.order().into_iter().find_map(|context| self.0.get_index_of(&(context, name.to_owned())))
    }
}

struct Writer<'a> {
    names: &'a Names,
    core: &'a dyn Fn(Context, &str) -> Option<usize>,
    strings: IndexSet<String>,
    undefined: Vec<String>,
}

impl Writer<'_> {
    fn text(&mut self, text: &str) -> usize {
        self.strings.insert_full(text.to_owned()).0
    }

    fn ty(&mut self, ty: &Type) -> Bytes {
        let mut out = Bytes::default();
        out.u8(ty.kind as u8);
        out.u8(u8::from(ty.internal) | u8::from(ty.dep.is_some()) << 1 | u8::from(ty.outputs.is_some()) << 2);
        out.available(ty.available());
        if let Some(dep) = &ty.dep {
            self.deprecated(&mut out, dep);
        }
        if let Some(outputs) = &ty.outputs {
            self.reference(&mut out, Context::Output, outputs);
        }
        for text in [&ty.summary, &ty.doc] {
            out.varint(self.text(text));
        }
        self.words(&mut out, &ty.aliases);
        self.words(&mut out, &ty.checks);
        self.texts(&mut out, &ty.supers);
        self.texts(&mut out, &ty.without);
        let bit = |ability: &Ability| 1 << Ability::ALL.iter().position(|known| known == ability).unwrap_or_default();
        out.varint(ty.is.iter().map(bit).fold(0, |all, bit: usize| all | bit));
        self.fields(&mut out, Context::Property, &ty.props);
        out
    }

    fn record(&mut self, context: Context, def: &Def) -> Bytes {
        let mut out = Bytes::default();
        if let Some(values) = &def.values {
            out.varint(RecordMark::ENUMERATION | if def.custom.is_some() { RecordMark::CUSTOM } else { 0 });
            self.words(&mut out, values);
            out.varint(def.alias.len());
            for (alias, value) in &def.alias {
                out.varint(self.text(alias)).varint(self.text(value));
            }
            if let Some(custom) = &def.custom {
                out.varint(self.text(custom));
            }
            return out;
        }
        let mark = |bit, set: bool| if set { bit } else { 0 };
        out.varint(
            mark(RecordMark::CUSTOM, def.custom.is_some())
                | mark(RecordMark::OPEN, def.open)
                | mark(RecordMark::ABSTRACT, def.is_abstract)
                | mark(RecordMark::VARIANTS, !def.one_of.is_empty())
                | mark(RecordMark::DEFAULT, def.default_case.is_some())
                | mark(RecordMark::FROM, def.from.is_some())
                | mark(RecordMark::IMPLEMENTATIONS, !def.impls.is_empty()),
        );
        if let Some(custom) = &def.custom {
            out.varint(self.text(custom));
        }
        if !def.one_of.is_empty() {
            out.varint(self.text(def.tag.as_deref().unwrap_or("type"))).varint(def.one_of.len());
            for (value, case) in &def.one_of {
                out.varint(self.text(value)).available(case.available);
                self.reference(&mut out, context, &case.name);
            }
        }
        if let Some(name) = &def.default_case {
            self.reference(&mut out, context, name);
        }
        if let Some(from) = &def.from {
            self.expression(&mut out, context, from);
        }
        if !def.impls.is_empty() {
            self.texts(&mut out, &def.impls);
        }
        self.fields(&mut out, context, &def.props);
        out
    }

    fn fields(&mut self, out: &mut Bytes, context: Context, fields: &IndexMap<String, OneOrMany<Property>>) {
        out.varint(fields.values().map(|field| field.as_slice().len()).sum());
        for (name, meanings) in fields {
            for meaning in meanings.as_slice() {
                self.field(out, context, name, meaning);
            }
        }
    }

    fn field(&mut self, out: &mut Bytes, context: Context, name: &str, field: &Property) {
        let mark = |bit, set: bool| if set { bit } else { 0 };
        let available = field.available();
        let has_bounds = field.min.is_some() || field.max.is_some() || field.ex_min.is_some();
        let accepts_more = !field.any_of.is_empty() || field.documented.is_some();
        out.varint(self.text(name)).varint(
            usize::from(field.dynamic)
                | mark(FieldMark::REQUIRED, field.req)
                | mark(FieldMark::SECRET, field.sec)
                | mark(FieldMark::INTERNAL_STORAGE, field.isu)
                | mark(FieldMark::SINGLE, field.single)
                | mark(FieldMark::NON_EMPTY, field.non_empty)
                | mark(FieldMark::DEFAULT, field.def.is_some())
                | mark(FieldMark::DEFAULT_UNKNOWN, field.defx)
                | mark(FieldMark::DEPRECATED, field.dep.is_some())
                | mark(FieldMark::AVAILABLE, available != Available::ALWAYS)
                | mark(FieldMark::BECOMES, accepts_more)
                | mark(FieldMark::ALIASES, !field.alias.is_empty())
                | mark(FieldMark::BOUNDS, has_bounds)
                | mark(FieldMark::SIZES, field.min_size.is_some() || field.max_size.is_some())
                | mark(FieldMark::PATTERN, field.pattern.is_some())
                | mark(FieldMark::VALUES, !field.values.is_empty())
                | mark(FieldMark::CHECK, field.check.is_some())
                | mark(FieldMark::CUSTOM, field.custom.is_some())
                | mark(FieldMark::DOC, !field.doc.is_empty()),
        );
        if accepts_more {
            match (field.any_of.as_slice(), &field.documented) {
                ([], Some(documented)) => self.expression(out, context, documented),
                ([one], _) => self.expression(out, context, one),
                (several, _) => {
                    out.u8(TypeTag::AnyOf as u8).varint(several.len());
                    several.iter().for_each(|one| self.expression(out, context, one));
                }
            }
        }
        self.expression(out, context, &field.t);
        if let Some(value) = &field.def {
            self.literal(out, value);
        }
        if let Some(dep) = &field.dep {
            self.deprecated(out, dep);
        }
        if available != Available::ALWAYS {
            out.available(available);
        }
        if !field.alias.is_empty() {
            self.texts(out, &field.alias);
        }
        if has_bounds {
            [field.min, field.max, field.ex_min].into_iter().for_each(|bound| out.optional(bound, Bytes::float));
        }
        if field.min_size.is_some() || field.max_size.is_some() {
            let size = |out: &mut Bytes, size: u32| _ = out.varint(size as usize);
            [field.min_size, field.max_size].into_iter().for_each(|bound| out.optional(bound, size));
        }
        for text in [&field.pattern, &field.check, &field.custom].into_iter().flatten() {
            out.varint(self.text(text));
        }
        if !field.values.is_empty() {
            self.texts(out, &field.values);
        }
        if !field.doc.is_empty() {
            out.varint(self.text(&field.doc));
        }
    }

    fn expression(&mut self, out: &mut Bytes, context: Context, ty: &TypeExpression) {
        match ty {
            TypeExpression::Simple(simple) => _ = out.u8(simple_tag(*simple) as u8),
            TypeExpression::List { item } => {
                out.u8(TypeTag::List as u8);
                self.expression(out, context, item);
            }
            TypeExpression::Map { value } => {
                out.u8(TypeTag::Map as u8);
                self.expression(out, context, value);
            }
            TypeExpression::Data { row } => {
                out.u8(TypeTag::Data as u8);
                self.expression(out, context, row);
            }
            TypeExpression::Enumeration { name } => {
                out.u8(TypeTag::Enumeration as u8);
                self.reference(out, context, name);
            }
            TypeExpression::Record { name } => {
                out.u8(TypeTag::Record as u8);
                self.reference(out, context, name);
            }
            TypeExpression::Plugin { kind, sub } => {
                out.u8(TypeTag::Plugin as u8).u8(kind_number(*kind));
                let sub = sub.as_ref().map(|sub| self.text(sub));
                out.optional(sub, |out, sub| _ = out.varint(sub));
            }
        }
    }

    /// The number of a definition, doubled, one more for the core's; 0 where there is none such.
    fn reference(&mut self, out: &mut Bytes, context: Context, name: &str) {
        let own = self.names.find(context, name).map(|number| number * 2);
        let found = own.or_else(|| (self.core)(context, name).map(|number| number * 2 + 1));
        if found.is_none() {
            self.undefined.push(name.to_owned());
        }
        out.varint(found.map_or(0, |number| number + 1));
    }

    fn words(&mut self, out: &mut Bytes, words: &[Word]) {
        out.varint(words.len());
        for word in words {
            out.varint(self.text(&word.text)).available(word.available);
        }
    }

    fn texts(&mut self, out: &mut Bytes, texts: &[String]) {
        out.varint(texts.len());
        for text in texts {
            out.varint(self.text(text));
        }
    }

    fn deprecated(&mut self, out: &mut Bytes, deprecated: &Deprecated) {
        out.version(deprecated.since);
        let instead = deprecated.instead.as_ref().map(|instead| self.text(instead));
        out.optional(instead, |out, instead| _ = out.varint(instead));
    }

    fn literal(&mut self, out: &mut Bytes, value: &serde_json::Value) {
        use serde_json::Value;
        match value {
            Value::Null => _ = out.u8(0),
            Value::Bool(value) => _ = out.u8(1 + u8::from(*value)),
            Value::Number(number) => match number.as_i64() {
                Some(number) => {
                    out.u8(3);
                    out.0.extend(number.to_le_bytes());
                }
                None => {
                    out.u8(4);
                    out.float(number.as_f64().unwrap_or_default());
                }
            },
            Value::String(text) => _ = out.u8(5).varint(self.text(text)),
            Value::Array(items) => {
                out.u8(6).varint(items.len());
                items.iter().for_each(|item| self.literal(out, item));
            }
            Value::Object(entries) => {
                out.u8(7).varint(entries.len());
                for (key, value) in entries {
                    out.varint(self.text(key));
                    self.literal(out, value);
                }
            }
        }
    }
}

fn simple_tag(simple: Simple) -> TypeTag {
    match simple {
        Simple::Any => TypeTag::Any,
        Simple::String => TypeTag::String,
        Simple::Integer => TypeTag::Integer,
        Simple::Number => TypeTag::Number,
        Simple::Boolean => TypeTag::Boolean,
        Simple::Duration => TypeTag::Duration,
        Simple::DateTime => TypeTag::DateTime,
        Simple::Date => TypeTag::Date,
        Simple::Time => TypeTag::Time,
        Simple::Uri => TypeTag::Uri,
    }
}

fn kind_number(kind: Kind) -> u8 {
    kind as u8
}

#[derive(Default)]
struct Pool {
    text: String,
}

impl Pool {
    fn put(&mut self, text: &str) -> usize {
        let at = self.text.len();
        self.text.push_str(text);
        at
    }
}

/// Bytes being written; fixed-width numbers are little-endian and cut to their width.
#[derive(Default)]
struct Bytes(Vec<u8>);

impl Bytes {
    fn u8(&mut self, value: u8) -> &mut Self {
        self.0.push(value);
        self
    }

    fn u16(&mut self, value: usize) -> &mut Self {
        self.0.extend((value as u16).to_le_bytes());
        self
    }

    fn u32(&mut self, value: usize) -> &mut Self {
        self.0.extend((value as u32).to_le_bytes());
        self
    }

    fn varint(&mut self, mut value: usize) -> &mut Self {
        while value >= 0x80 {
            self.0.push(value as u8 | 0x80);
            value >>= 7;
        }
        self.u8(value as u8)
    }

    fn float(&mut self, value: f64) {
        self.0.extend(value.to_le_bytes());
    }

    fn optional<T>(&mut self, value: Option<T>, write: impl Fn(&mut Self, T)) {
        self.u8(u8::from(value.is_some()));
        if let Some(value) = value {
            write(self, value);
        }
    }

    fn version(&mut self, version: Option<Version>) -> &mut Self {
        self.u8(version.map_or(0, |version| version.major << 4 | version.minor))
    }

    fn available(&mut self, available: Available) -> &mut Self {
        self.version(available.since).version(available.until)
    }
}
