//! Reading one block of the compact catalogue: types, nested objects and enumerations of one artifact.
//!
//! A block is taken apart into places when it is opened; a type or definition is decoded when it is asked
//! for, once, and kept for good.

use std::ops::Range;
use std::sync::OnceLock;

use plan::dialect::Version;
use plan::step::Effects;

use super::write::Context;
use super::{FieldMark, RecordMark, RecordPlace, TypeTag};
use crate::available::{Available, Deprecated, Word};
use crate::declaration::{Ability, Declaration, Execution, Kind, Method, Origin};
use crate::field::{Constraints, Dynamic, Enumeration, Field, FieldType, Only, Preset, Traits};
use crate::form::Form;
use crate::literal::Literal;
use crate::outputs::Outputs;
use crate::record::{Body, Openness, Record, Variant, Variants};

/// The types of one artifact, taken apart but not decoded.
pub(crate) struct Block {
    bytes: &'static [u8],
    strings: Vec<Range<usize>>,
    origin: Origin,
    types: Vec<Slot<&'static Declaration>>,
    definitions: Vec<(Context, Slot<Definition>)>,
}

struct Slot<T> {
    name: &'static str,
    start: usize,
    decoded: OnceLock<T>,
}

#[derive(Clone, Copy)]
enum Definition {
    Record(&'static Record),
    Enumeration(&'static Enumeration),
}

impl Block {
    /// Takes a block apart; the bytes are those that `write::block` wrote.
    pub(crate) fn open(bytes: &'static [u8]) -> Self {
        let mut reader = Reader { bytes, at: 0 };
        let lengths: Vec<usize> = (0..reader.varint()).map(|_| reader.varint()).collect();
        let strings: Vec<Range<usize>> = lengths.into_iter().map(|length| reader.skip(length)).collect();
        let string = |number: usize| text(bytes, strings.get(number));
        let mut text = || string(reader.varint());
        let (artifact, version, kestra_version) = (text(), text(), text());
        let method = match reader.u8() {
            1 => Method::Reflection,
            2 => Method::Source,
            _ => Method::User,
        };
        let mut sizes = Vec::new();
        let mut slots = |reader: &mut Reader, has_context: bool| -> Vec<(Context, &'static str)> {
            let named = (0..reader.varint()).map(|_| {
                let context = if has_context && reader.u8() == Context::Output as u8 {
                    Context::Output
                } else {
                    Context::Property
                };
                let name = string(reader.varint());
                sizes.push(reader.varint());
                (context, name)
            });
            named.collect()
        };
        let types = slots(&mut reader, false);
        let definitions = slots(&mut reader, true);
        let mut start = reader.at;
        let mut starts = sizes.into_iter().map(|size| {
            let at = start;
            start += size;
            at
        });
        let mut place = || starts.next().unwrap_or_default();
        let types =
            types.into_iter().map(|(_, name)| Slot { name, start: place(), decoded: OnceLock::new() }).collect();
        let definitions = definitions
            .into_iter()
            .map(|(context, name)| (context, Slot { name, start: place(), decoded: OnceLock::new() }))
            .collect();
        let origin = Origin { artifact, version, kestra_version, method };
        Self { bytes, strings, origin, types, definitions }
    }

    /// The names of the types with their numbers.
    pub(crate) fn names(&self) -> impl Iterator<Item = (&'static str, usize)> {
        self.types.iter().enumerate().map(|(number, slot)| (slot.name, number))
    }

    /// The number of a definition.
    pub(crate) fn definition_number(&self, context: Context, name: &str) -> Option<usize> {
        let of = |context| self.definitions.iter().position(|(known, slot)| *known == context && slot.name == name);
        context.order().into_iter().find_map(of)
    }

    /// The type with this number.
    pub(crate) fn declaration(&'static self, number: usize) -> &'static Declaration {
        let slot = &self.types[number];
        slot.decoded.get_or_init(|| Box::leak(Box::new(self.decoder(slot.start).declaration(slot.name))))
    }

    /// The nested object with this name, those of properties first.
    pub(crate) fn record(&'static self, name: &str) -> Option<&'static Record> {
        match self.definition(self.definition_number(Context::Property, name)?)? {
            Definition::Record(record) => Some(record),
            Definition::Enumeration(_) => None,
        }
    }

    fn definition(&'static self, number: usize) -> Option<Definition> {
        let (_, slot) = self.definitions.get(number)?;
        Some(*slot.decoded.get_or_init(|| {
            let mut decoder = self.decoder(slot.start);
            let mark = decoder.reader.varint();
            if mark & RecordMark::ENUMERATION != 0 {
                Definition::Enumeration(Box::leak(Box::new(decoder.enumeration(slot.name, mark))))
            } else {
                let place = RecordPlace { block: self, start: slot.start };
                Definition::Record(Box::leak(Box::new(Record::encoded(slot.name, place))))
            }
        }))
    }

    /// The contents of the record that starts here.
    pub(crate) fn body(&'static self, start: usize) -> Body {
        self.decoder(start).body()
    }

    fn decoder(&'static self, start: usize) -> Decoder {
        Decoder { block: self, reader: Reader { bytes: self.bytes, at: start } }
    }
}

struct Decoder {
    block: &'static Block,
    reader: Reader,
}

impl Decoder {
    fn declaration(&mut self, name: &'static str) -> Declaration {
        let kind = kind(self.reader.u8());
        let marks = self.reader.u8();
        let available = self.available();
        let deprecated = (marks & 2 != 0).then(|| self.deprecated());
        let outputs = match (marks & 4 != 0).then(|| self.reference()) {
            Some(Some(Definition::Record(record))) => Outputs::Fields(record),
            Some(_) => Outputs::Unknown,
            None => Outputs::Nothing,
        };
        let (summary, doc) = (self.text(), self.text());
        let (aliases, checks) = (self.words(), self.words());
        let (supers, without) = (self.texts(), self.texts());
        let able = self.reader.varint();
        let abilities =
            Ability::ALL.iter().enumerate().filter(|(bit, _)| able >> bit & 1 != 0).map(|(_, ability)| *ability);
        Declaration {
            name,
            aliases,
            kind,
            summary,
            doc,
            properties: self.fields(),
            without,
            common: crate::common::of(kind),
            outputs,
            form: Form::Run,
            execution: Execution::Elsewhere,
            effects: Effects::World,
            abilities: leak(abilities.collect()),
            supers,
            checks,
            layouts: &[],
            internal: marks & 1 != 0,
            deprecated,
            available,
            origin: self.block.origin,
        }
    }

    fn enumeration(&mut self, name: &'static str, mark: usize) -> Enumeration {
        let values = self.words();
        let aliases = (0..self.reader.varint()).map(|_| (self.text(), self.text()));
        let aliases = leak(aliases.collect());
        Enumeration { name, values, aliases, custom: (mark & RecordMark::CUSTOM != 0).then(|| self.text()) }
    }

    fn body(&mut self) -> Body {
        let mark = self.reader.varint();
        let has = |bit| mark & bit != 0;
        let custom = has(RecordMark::CUSTOM).then(|| self.text());
        let cases = has(RecordMark::VARIANTS).then(|| {
            let tag = self.text();
            let cases = (0..self.reader.varint()).filter_map(|_| {
                let (value, available) = (self.text(), self.available());
                self.record().map(|record| Variant { value, doc: "", record, available })
            });
            (tag, leak(cases.collect()))
        });
        let default = has(RecordMark::DEFAULT).then(|| self.record()).flatten();
        Body {
            custom,
            variants: cases.map(|(tag, cases)| Variants { tag, cases, default }),
            from: has(RecordMark::FROM).then(|| self.field_type()),
            implementations: if has(RecordMark::IMPLEMENTATIONS) { self.texts() } else { &[] },
            fields: self.fields(),
            openness: if has(RecordMark::OPEN) { Openness::Open } else { Openness::Closed },
            is_abstract: has(RecordMark::ABSTRACT),
        }
    }

    fn fields(&mut self) -> &'static [Field] {
        leak((0..self.reader.varint()).map(|_| self.field()).collect())
    }

    fn field(&mut self) -> Field {
        let name = self.text();
        let mark = self.reader.varint();
        let has = |bit| mark & bit != 0;
        let ty = self.field_type();
        let becomes = has(FieldMark::BECOMES).then(|| self.field_type());
        let default = match (has(FieldMark::DEFAULT), has(FieldMark::DEFAULT_UNKNOWN)) {
            (true, _) => Preset::Literal(self.literal()),
            (false, true) => Preset::Unknown,
            (false, false) => Preset::Absent,
        };
        let deprecated = has(FieldMark::DEPRECATED).then(|| self.deprecated());
        let available = if has(FieldMark::AVAILABLE) { self.available() } else { Available::ALWAYS };
        let aliases = if has(FieldMark::ALIASES) { self.texts() } else { &[] };
        let bounds = has(FieldMark::BOUNDS).then(|| [(); 3].map(|()| self.reader.optional(Reader::float)));
        let sizes = has(FieldMark::SIZES).then(|| [(); 2].map(|()| self.reader.optional(Reader::varint)));
        let [min, max, above] = bounds.unwrap_or_default();
        let [min_size, max_size] = sizes.unwrap_or_default().map(|size| size.map(|size| size as u32));
        let [pattern, check, custom] =
            [FieldMark::PATTERN, FieldMark::CHECK, FieldMark::CUSTOM].map(|bit| has(bit).then(|| self.text()));
        let values = if has(FieldMark::VALUES) { self.texts() } else { &[] };
        Field {
            name,
            aliases,
            doc: if has(FieldMark::DOC) { self.text() } else { "" },
            ty,
            becomes,
            required: has(FieldMark::REQUIRED),
            default,
            dynamic: match mark & 3 {
                0 => Dynamic::Fixed,
                1 => Dynamic::Rendered,
                _ => Dynamic::Property,
            },
            constraints: Constraints {
                min,
                max,
                above,
                min_size,
                max_size,
                pattern,
                non_empty: has(FieldMark::NON_EMPTY),
                values,
                check,
                custom,
            },
            traits: Traits {
                secret: has(FieldMark::SECRET),
                internal_storage: has(FieldMark::INTERNAL_STORAGE),
                single: has(FieldMark::SINGLE),
            },
            deprecated,
            available,
        }
    }

    fn field_type(&mut self) -> FieldType {
        match TypeTag::from(self.reader.u8()) {
            TypeTag::Any => FieldType::Any,
            TypeTag::String => FieldType::String,
            TypeTag::Integer => FieldType::Integer,
            TypeTag::Number => FieldType::Number,
            TypeTag::Boolean => FieldType::Boolean,
            TypeTag::Duration => FieldType::Duration,
            TypeTag::DateTime => FieldType::DateTime,
            TypeTag::Date => FieldType::Date,
            TypeTag::Time => FieldType::Time,
            TypeTag::Uri => FieldType::Uri,
            TypeTag::List => FieldType::List(self.inner_type()),
            TypeTag::Map => FieldType::Map(self.inner_type()),
            TypeTag::Data => FieldType::Data(self.inner_type()),
            TypeTag::Enumeration | TypeTag::Record => match self.reference() {
                Some(Definition::Record(record)) => FieldType::Record(record),
                Some(Definition::Enumeration(enumeration)) => FieldType::Enumeration(enumeration),
                None => FieldType::Any,
            },
            TypeTag::Plugin => {
                let kind = kind(self.reader.u8());
                let only = (self.reader.u8() != 0).then(|| self.text());
                let only = only.map(|only| Ability::parse(only).map_or(Only::Super(only), Only::Able));
                FieldType::Plugin { kind, only }
            }
            TypeTag::AnyOf => FieldType::AnyOf(leak((0..self.reader.varint()).map(|_| self.field_type()).collect())),
        }
    }

    fn inner_type(&mut self) -> &'static FieldType {
        static SIMPLE: [FieldType; 3] = [FieldType::Any, FieldType::String, FieldType::Integer];
        match self.field_type() {
            FieldType::Any => &SIMPLE[0],
            FieldType::String => &SIMPLE[1],
            FieldType::Integer => &SIMPLE[2],
            other => Box::leak(Box::new(other)),
        }
    }

    fn reference(&mut self) -> Option<Definition> {
        let number = self.reader.varint().checked_sub(1)?;
        let block = if number % 2 == 1 { super::core() } else { self.block };
        block.definition(number / 2)
    }

    fn record(&mut self) -> Option<&'static Record> {
        match self.reference() {
            Some(Definition::Record(record)) => Some(record),
            Some(Definition::Enumeration(_)) | None => None,
        }
    }

    fn literal(&mut self) -> Literal {
        match self.reader.u8() {
            0 => Literal::Null,
            1 => Literal::Bool(false),
            2 => Literal::Bool(true),
            3 => Literal::Int(i64::from_le_bytes(self.reader.array())),
            4 => Literal::Float(self.reader.float()),
            5 => Literal::Text(self.text()),
            6 => Literal::List(leak((0..self.reader.varint()).map(|_| self.literal()).collect())),
            _ => Literal::Map(leak((0..self.reader.varint()).map(|_| (self.text(), self.literal())).collect())),
        }
    }

    fn text(&mut self) -> &'static str {
        let place = self.block.strings.get(self.reader.varint());
        text(self.block.bytes, place)
    }

    fn texts(&mut self) -> &'static [&'static str] {
        leak((0..self.reader.varint()).map(|_| self.text()).collect())
    }

    fn words(&mut self) -> &'static [Word] {
        leak(
            (0..self.reader.varint())
                .map(|_| Word { text: self.text(), doc: "", available: self.available() })
                .collect(),
        )
    }

    fn available(&mut self) -> Available {
        Available { since: version(self.reader.u8()), until: version(self.reader.u8()) }
    }

    fn deprecated(&mut self) -> Deprecated {
        Deprecated { since: version(self.reader.u8()), instead: (self.reader.u8() != 0).then(|| self.text()) }
    }
}

/// The text that stands there; texts are looked at when they are asked for, which most never are.
fn text(bytes: &'static [u8], place: Option<&Range<usize>>) -> &'static str {
    let found = place.and_then(|place| bytes.get(place.clone()));
    found.and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default()
}

fn leak<T>(items: Vec<T>) -> &'static [T] {
    if items.is_empty() { &[] } else { items.leak() }
}

/// The kind with this number; the numbers are those of [`Kind::ALL`].
pub(super) fn kind(number: u8) -> Kind {
    Kind::ALL.get(usize::from(number)).copied().unwrap_or(Kind::Other)
}

/// The version in a byte, 0 for none.
pub(super) fn version(byte: u8) -> Option<Version> {
    (byte != 0).then(|| Version::new(byte >> 4, byte & 15))
}

/// A position in bytes; what lies behind the end reads as zeros.
struct Reader {
    bytes: &'static [u8],
    at: usize,
}

impl Reader {
    fn u8(&mut self) -> u8 {
        let byte = self.bytes.get(self.at).copied().unwrap_or_default();
        self.at += 1;
        byte
    }

    fn varint(&mut self) -> usize {
        let mut value = 0;
        for shift in (0..28).step_by(7) {
            let byte = self.u8();
            value |= usize::from(byte & 0x7F) << shift;
            if byte & 0x80 == 0 {
                break;
            }
        }
        value
    }

    fn array<const N: usize>(&mut self) -> [u8; N] {
        [(); N].map(|()| self.u8())
    }

    fn float(&mut self) -> f64 {
        f64::from_le_bytes(self.array())
    }

    fn optional<T>(&mut self, read: impl Fn(&mut Self) -> T) -> Option<T> {
        (self.u8() != 0).then(|| read(self))
    }

    /// The place of so many bytes, behind which reading goes on.
    fn skip(&mut self, length: usize) -> Range<usize> {
        let start = self.at;
        self.at += length;
        start..self.at
    }
}
