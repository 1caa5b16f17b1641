//! Setting and deleting what stands at the end of a path; what is missing on the way is made.

use std::collections::HashSet;

use jaq_core::ValT;
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

/// Takes out what stands at a path and leaves null there, so that nothing has to be copied to change it.
pub(super) fn take(root: &mut Val, path: &[Val]) -> Result<Val, Error> {
    match place(root, path) {
        Some(place) => Ok(std::mem::take(place)),
        None => path.iter().try_fold(root.clone(), ValT::index),
    }
}

/// Where a value stands; none where nothing is there yet, or only a part of a list.
fn place<'v>(root: &'v mut Val, path: &[Val]) -> Option<&'v mut Val> {
    path.iter().try_fold(root, |value, key| match (value, key) {
        (Val::Obj(entries), Val::TStr(_)) => jaq_json::Rc::make_mut(entries).get_mut(key),
        (Val::Arr(items), Val::Num(index)) => {
            let items = jaq_json::Rc::make_mut(items);
            let index = position(index, items.len())?;
            items.get_mut(index)
        }
        _ => None,
    })
}

/// Puts a value where [`take`] took one, or takes the place away.
pub(super) fn put(root: Val, path: &[Val], value: Option<Val>) -> Result<Val, Error> {
    match value {
        Some(value) => set_at(root, path, value),
        None => delete_at(root, path),
    }
}

/// Deletes what stands at the ends of paths, all at once, so that indices stay right.
pub(super) fn delete(root: Val, paths: &Val) -> Result<Val, Error> {
    let Val::Arr(paths) = paths else { return Err(Error::str("Paths must be specified as an array")) };
    let mut sorted = Vec::with_capacity(paths.len());
    for path in paths.iter() {
        let Val::Arr(keys) = path else { return Err(Error::str("Path must be specified as an array")) };
        sorted.push(keys.as_slice());
    }
    sorted.sort_unstable();
    delete_all(root, &sorted)
}

/// Deletes by paths in order. Each list and map is gone through once, however much of it goes.
fn delete_all(root: Val, paths: &[&[Val]]) -> Result<Val, Error> {
    let is_all = |of: fn(&Val) -> bool| paths.iter().all(|path| path.first().is_some_and(of));
    match root {
        Val::Obj(mut entries) if is_all(|key| matches!(key, Val::TStr(_))) => {
            let entries_mut = jaq_json::Rc::make_mut(&mut entries);
            let mut gone = HashSet::new();
            for below in paths.chunk_by(|left, right| left[0] == right[0]) {
                let key = &below[0][0];
                if below.iter().any(|path| path.len() == 1) {
                    gone.insert(key);
                } else if let Some(before) = entries_mut.get_mut(key) {
                    *before = delete_all(std::mem::take(before), &rests(below))?;
                }
            }
            entries_mut.retain(|key, _| !gone.contains(key));
            Ok(Val::Obj(entries))
        }
        Val::Arr(mut items) if is_all(|key| matches!(key, Val::Num(_))) => {
            let items_mut = jaq_json::Rc::make_mut(&mut items);
            let mut goes = vec![false; items_mut.len()];
            for below in paths.chunk_by(|left, right| left[0] == right[0]) {
                let Val::Num(index) = &below[0][0] else { continue };
                let Some(index) = position(index, goes.len()).filter(|index| *index < goes.len()) else { continue };
                if below.iter().any(|path| path.len() == 1) {
                    goes[index] = true;
                } else {
                    items_mut[index] = delete_all(std::mem::take(&mut items_mut[index]), &rests(below))?;
                }
            }
            let mut goes = goes.into_iter();
            items_mut.retain(|_| !goes.next().unwrap_or_default());
            Ok(Val::Arr(items))
        }
        root => paths.iter().rev().try_fold(root, |root, path| delete_at(root, path)),
    }
}

fn rests<'p>(paths: &[&'p [Val]]) -> Vec<&'p [Val]> {
    paths.iter().map(|path| &path[1..]).collect()
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
