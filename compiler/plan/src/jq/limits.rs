//! What a program may spend: steps, depth of recursion, length of texts.

use std::cell::Cell;

use jaq_core::box_iter::{BoxIter, box_once};
use jaq_core::data::HasLut;
use jaq_core::{DataT, Exn, Lut, Native};
use jaq_json::Val;

use super::Mistake;

/// How far the stack may grow below where a program was started.
const DEEPEST_STACK: usize = 512 * 1024;

/// How long a text may be to be made longer, in bytes, and how many elements a list or map may have.
const LONGEST_TEXT: usize = 16 * 1024 * 1024;
const LONGEST_LIST: usize = 4 * 1024 * 1024;

/// How many values may be compared, printed or given out at once.
const HEAVIEST: usize = 4 * 1024 * 1024;

/// How many elements may be looked for in a list by position.
const LONGEST_PART: usize = 1024;

/// What a call, a result and an element of a range cost: they take about as long as so many steps of an
/// expression.
const CALL: u64 = 64;
pub(super) const RESULT: u64 = 16;
const ELEMENT: u64 = 4;

/// How many steps each value of the input brings with it.
pub(super) const FREE: u64 = 1024;

/// How long programs may be, how many operators may follow each other, and how deep brackets may be
/// nested: programs are read and compiled by recursion.
const LONGEST_PROGRAM: usize = 64 * 1024;
const LONGEST_CHAIN: usize = 150;
const DEEPEST_BRACKETS: usize = 50;

/// Refuses programs that would exhaust the stack when they are read.
pub(super) fn check_size(source: &str) -> Result<(), Mistake> {
    let too = |what: &str| Err(Mistake { at: 0..source.len(), message: format!("the jq program {what}") });
    if source.len() > LONGEST_PROGRAM {
        return too("is too long");
    }
    // For each open bracket, the operators in front of this place.
    let mut open: Vec<(u8, usize)> = vec![(b'(', 0)];
    let mut word_from = None;
    for (at, byte) in source.bytes().enumerate() {
        if byte.is_ascii_alphanumeric() || byte == b'_' {
            word_from.get_or_insert(at);
            continue;
        }
        let word = word_from.take().map_or("", |from| &source[from..at]);
        let nests =
            matches!(word, "and" | "or" | "if" | "elif" | "try" | "as" | "def" | "reduce" | "foreach" | "label");
        let last = open.len() - 1;
        open[last].1 += usize::from(nests);
        match byte {
            b'(' | b'[' | b'{' => open.push((byte, 0)),
            b')' | b']' | b'}' if last > 0 => drop(open.pop()),
            b',' if open[last].0 == b'{' => open[last].1 = 0,
            b';' if last > 0 => open[last].1 = 0,
            b'|' | b',' | b'+' | b'-' | b'*' | b'/' | b'%' | b'<' | b'>' | b'=' | b'?' | b';' => open[last].1 += 1,
            _ => {}
        }
        if open.len() > DEEPEST_BRACKETS {
            return too("nests brackets too deep");
        }
        if open.iter().map(|(_, operators)| operators).sum::<usize>() > LONGEST_CHAIN {
            return too("has too many operators");
        }
    }
    Ok(())
}

/// What was too much.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Exceeded {
    Fuel,
    Depth,
    Size,
}

/// Counts what one run spends.
pub(super) struct Meter<'a> {
    left: &'a Cell<u64>,
    exceeded: Cell<Option<Exceeded>>,
    base: usize,
}

impl<'a> Meter<'a> {
    pub(super) fn new(left: &'a Cell<u64>) -> Self {
        Self { left, exceeded: Cell::new(None), base: stack_now() }
    }

    /// Pays for steps; false where there are not enough left.
    pub(super) fn spend(&self, steps: u64) -> bool {
        match self.left.get().checked_sub(steps) {
            Some(left) => self.left.set(left),
            None => {
                self.left.set(0);
                self.exceed(Exceeded::Fuel);
            }
        }
        if self.base.abs_diff(stack_now()) > DEEPEST_STACK {
            self.exceed(Exceeded::Depth);
        }
        self.exceeded.get().is_none()
    }

    pub(super) fn exceed(&self, what: Exceeded) {
        if self.exceeded.get().is_none() {
            self.exceeded.set(Some(what));
        }
    }

    /// Pays for a number of a range; false where there are not enough steps left.
    pub(super) fn spend_element(&self) -> bool {
        self.spend(ELEMENT)
    }

    /// Pays for a value that something is added to; false where it is too long.
    pub(super) fn check_length(&self, value: &Val) -> bool {
        let (length, longest) = match value {
            Val::TStr(text) | Val::BStr(text) => (text.len(), LONGEST_TEXT),
            Val::Arr(items) => (items.len(), LONGEST_LIST),
            Val::Obj(entries) => (entries.len(), LONGEST_LIST),
            Val::Null | Val::Bool(_) | Val::Num(_) => return true,
        };
        self.allow(length, longest)
    }

    /// Pays for a value that is looked at as a whole; false where it holds too much.
    pub(super) fn check_weight(&self, value: &Val) -> bool {
        self.weight(value).is_some()
    }

    /// Pays for the elements of a value that is copied to be changed, since somebody else holds it too.
    pub(super) fn check_copy(&self, value: &Val) -> bool {
        let (length, holders) = match value {
            Val::Arr(items) => (items.len(), jaq_json::Rc::strong_count(items)),
            Val::Obj(entries) => (entries.len(), jaq_json::Rc::strong_count(entries)),
            Val::TStr(_) | Val::BStr(_) | Val::Null | Val::Bool(_) | Val::Num(_) => return true,
        };
        holders == 1 || self.spend(length as u64 / 16)
    }

    /// Pays for two values of which each part may be compared with each part of the other.
    pub(super) fn check_pair(&self, left: &Val, right: &Val) -> bool {
        let (Some(left), Some(right)) = (self.weight(left), self.weight(right)) else { return false };
        self.spend((left as u64).saturating_mul(right as u64) / 64)
    }

    /// Pays for an index; false where it is a list so long that looking for it would take for ever.
    pub(super) fn check_index(&self, index: &Val) -> bool {
        match index {
            Val::Arr(items) if items.len() > LONGEST_PART => {
                self.exceed(Exceeded::Size);
                false
            }
            Val::Arr(_) => self.check_weight(index),
            _ => true,
        }
    }

    /// How much a value holds, which is paid for.
    fn weight(&self, value: &Val) -> Option<usize> {
        if let Val::Null | Val::Bool(_) | Val::Num(_) = value {
            return Some(1);
        }
        let mut left = HEAVIEST;
        if !weigh(value, &mut left) {
            self.exceed(Exceeded::Size);
            return None;
        }
        let weight = HEAVIEST - left;
        self.spend(weight as u64 / 4).then_some(weight)
    }

    /// Pays for a product; false where it repeats a text too often, or merges maps that hold too much.
    pub(super) fn check_product(&self, left: &Val, right: &Val) -> bool {
        let (text, count) = match (left, right) {
            (Val::TStr(text), Val::Num(count)) | (Val::Num(count), Val::TStr(text)) => (text, count),
            (Val::Obj(_), Val::Obj(_)) => return self.check_weight(left) && self.check_weight(right),
            _ => return true,
        };
        let count: f64 = count.to_string().parse().unwrap_or(f64::INFINITY);
        self.allow((text.len() as f64 * count).max(0.0) as usize, LONGEST_TEXT)
    }

    fn allow(&self, length: usize, longest: usize) -> bool {
        if length > longest {
            self.exceed(Exceeded::Size);
            return false;
        }
        self.spend(length as u64 / 32)
    }

    pub(super) fn exceeded(&self) -> Option<Exceeded> {
        self.exceeded.get()
    }
}

/// Counts values, a text as one for each 8 bytes; false where there are more than are left. Lists may
/// hold the same list many times, so that a few steps make a value without end.
fn weigh(value: &Val, left: &mut usize) -> bool {
    let own = match value {
        Val::TStr(text) | Val::BStr(text) => 1 + text.len() / 8,
        Val::Arr(_) | Val::Obj(_) | Val::Null | Val::Bool(_) | Val::Num(_) => 1,
    };
    let Some(rest) = left.checked_sub(own) else { return false };
    *left = rest;
    match value {
        Val::Arr(items) => items.iter().all(|item| weigh(item, left)),
        Val::Obj(entries) => entries.iter().all(|(key, value)| weigh(key, left) && weigh(value, left)),
        Val::TStr(_) | Val::BStr(_) | Val::Null | Val::Bool(_) | Val::Num(_) => true,
    }
}

/// About where the stack is: only compared, never followed.
fn stack_now() -> usize {
    let here = 0_u8;
    std::hint::black_box(&raw const here) as usize
}

/// What native functions of a run can reach.
#[derive(Clone)]
pub(super) struct Data<'a> {
    lut: &'a Lut<Kind>,
    pub(super) meter: &'a Meter<'a>,
}

impl<'a> Data<'a> {
    pub(super) fn new(lut: &'a Lut<Kind>, meter: &'a Meter<'a>) -> Self {
        Self { lut, meter }
    }
}

/// Programs over JSON values with a meter.
pub(super) struct Kind;

impl DataT for Kind {
    type V<'a> = Val;
    type Data<'a> = Data<'a>;
}

impl<'a> HasLut<'a, Kind> for Data<'a> {
    fn lut(&self) -> &'a Lut<Kind> {
        self.lut
    }
}

/// The error with which a run unwinds; the meter knows what was too much.
pub(super) fn stop() -> jaq_core::Error<Val> {
    jaq_core::Error::str("the limit is reached")
}

/// `.` that costs a call: put in front of every definition, so that nothing runs for ever unnoticed.
///
/// Once a limit is reached it fails each time, so that `try` cannot go on.
pub(super) fn tick() -> Native<Kind> {
    fn paid<'a, V: 'a>(meter: &Meter<'_>, value: V) -> BoxIter<'a, Result<V, Exn<'a, Val>>> {
        box_once(if meter.spend(CALL) { Ok(value) } else { Err(Exn::from(stop())) })
    }
    Native::<Kind>::new(|call| paid(call.0.data().meter, call.1))
        .with_paths(|call| paid(call.0.data().meter, call.1))
        .with_update(
            |call, update| {
                if call.0.data().meter.spend(CALL) { update(call.1) } else { box_once(Err(Exn::from(stop()))) }
            },
        )
}
