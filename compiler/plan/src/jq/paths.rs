//! Setting and deleting what stands at the end of a path; what is missing on the way is made.

use jaq_json::{Map as Object, Num, Val};

type Error = jaq_core::Error<Val>;

/// How far behind its end a list may be written to.
const FURTHEST: usize = 1_000_000;

/// Sets the value at a path.
pub(super) fn set(root: Val, path: &Val, value: Val) -> Result<Val, Error> {
    let Val::Arr(keys) = path else { return Err(Error::str("path must be specified as an array")) };
    set_at(root, keys, value)
}

fn set_at(root: Val, keys: &[Val], value: Val) -> Result<Val, Error> {
    let Some((key, rest)) = keys.split_first() else { return Ok(value) };
    match (root, key) {
        (Val::Null, Val::TStr(_)) => {
            let mut entries = Object::default();
            entries.insert(key.clone(), set_at(Val::Null, rest, value)?);
            Ok(Val::obj(entries))
        }
        (Val::Obj(mut entries), Val::TStr(_)) => {
            let entries_mut = jaq_json::Rc::make_mut(&mut entries);
            let before = entries_mut.get_mut(key).map(std::mem::take).unwrap_or_default();
            let after = set_at(before, rest, value)?;
            entries_mut.insert(key.clone(), after);
            Ok(Val::Obj(entries))
        }
        (root @ (Val::Null | Val::Arr(_)), Val::Num(index)) => {
            let mut items = match root {
                Val::Arr(items) => items,
                _ => jaq_json::Rc::default(),
            };
            let items_mut = jaq_json::Rc::make_mut(&mut items);
            let index =
                position(index, items_mut.len()).ok_or_else(|| Error::str("Out of bounds negative array index"))?;
            if index > items_mut.len() + FURTHEST {
                return Err(Error::str("array index too large"));
            }
            if index >= items_mut.len() {
                items_mut.resize(index + 1, Val::Null);
            }
            let before = std::mem::take(&mut items_mut[index]);
            items_mut[index] = set_at(before, rest, value)?;
            Ok(Val::Arr(items))
        }
        (root @ (Val::Null | Val::Arr(_)), Val::Obj(slice)) => {
            let items = match &root {
                Val::Arr(items) => items.as_slice(),
                _ => &[],
            };
            let (from, to) = range(slice, items.len());
            let inner: Val = items[from..to].iter().cloned().collect();
            let inner = if matches!(root, Val::Null) { Val::Null } else { inner };
            let Val::Arr(replaced) = set_at(inner, rest, value)? else {
                return Err(Error::str("A slice of an array can only be assigned another array"));
            };
            Ok(items[..from].iter().chain(replaced.iter()).chain(&items[to..]).cloned().collect())
        }
        (root, key) => Err(Error::index(root, key.clone())),
    }
}

/// Deletes what stands at the ends of paths, the last ones first, so that indices stay right.
pub(super) fn delete(root: Val, paths: &Val) -> Result<Val, Error> {
    let Val::Arr(paths) = paths else { return Err(Error::str("Paths must be specified as an array")) };
    let mut sorted: Vec<&Val> = paths.iter().collect();
    sorted.sort();
    sorted.into_iter().rev().try_fold(root, |root, path| match path {
        Val::Arr(keys) => delete_at(root, keys),
        _ => Err(Error::str("Path must be specified as an array")),
    })
}

fn delete_at(root: Val, keys: &[Val]) -> Result<Val, Error> {
    let Some((key, rest)) = keys.split_first() else { return Ok(Val::Null) };
    match (root, key) {
        (Val::Null, _) => Ok(Val::Null),
        (Val::Obj(mut entries), Val::TStr(_)) => {
            let entries_mut = jaq_json::Rc::make_mut(&mut entries);
            if rest.is_empty() {
                entries_mut.shift_remove(key);
            } else if let Some(before) = entries_mut.get_mut(key) {
                *before = delete_at(std::mem::take(before), rest)?;
            }
            Ok(Val::Obj(entries))
        }
        (Val::Arr(mut items), Val::Num(index)) => {
            let items_mut = jaq_json::Rc::make_mut(&mut items);
            if let Some(index) = position(index, items_mut.len()).filter(|index| *index < items_mut.len()) {
                if rest.is_empty() {
                    items_mut.remove(index);
                } else {
                    items_mut[index] = delete_at(std::mem::take(&mut items_mut[index]), rest)?;
                }
            }
            Ok(Val::Arr(items))
        }
        (Val::Arr(items), Val::Obj(slice)) => {
            let (from, to) = range(slice, items.len());
            if rest.is_empty() {
                return Ok(items[..from].iter().chain(&items[to..]).cloned().collect());
            }
            let inner = delete_at(items[from..to].iter().cloned().collect(), rest)?;
            let Val::Arr(inner) = inner else { return Err(Error::str("Cannot delete fields from slice")) };
            Ok(items[..from].iter().chain(inner.iter()).chain(&items[to..]).cloned().collect())
        }
        (root, key) => Err(Error::str(format_args!("Cannot delete field at index {key} of {root}"))),
    }
}

/// An index, counted from the end where it is negative.
fn position(index: &Num, length: usize) -> Option<usize> {
    let index: f64 = index.to_string().parse().ok()?;
    let index = index.floor();
    if index < 0.0 { length.checked_sub((-index) as usize) } else { Some(index as usize) }
}

/// The bounds of a slice `{"start": …, "end": …}`.
fn range(slice: &Object, length: usize) -> (usize, usize) {
    let bound = |name: &str, otherwise: usize| match slice.get(&Val::utf8_str(name.as_bytes().to_vec())) {
        Some(Val::Num(index)) => position(index, length).unwrap_or(0).min(length),
        _ => otherwise,
    };
    let from = bound("start", 0);
    (from, bound("end", length).max(from))
}
