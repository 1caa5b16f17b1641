//! The functions a program can call: the engine's library without what reaches outside, and the
//! definitions in which jq 1.6 differs.

use std::cmp::Ordering;
use std::sync::LazyLock;

use jaq_core::box_iter::{BoxIter, box_once};
use jaq_core::load::{self, parse::Def};
use jaq_core::native::{Filter, v};
use jaq_core::{Bind, Cv, Exn, Native, ValXs};
use jaq_json::{Num, Val};

use super::calls::Library;
use super::limits::{Kind, Meter, RESULT, stop, tick};
use super::paths;
use super::rewrite::{MODIFY, Operators, SIZED, TICK, WEIGHED};

/// What reaches outside of the program: the environment, the clock, standard output, the process itself.
const LEFT_OUT: &[&str] =
    &["env", "now", "halt", "debug_empty", "stderr_empty", "localtime", "strflocaltime", "input", "inputs"];

/// What is called by another name, so that a definition in front of it can pay.
const RENAMED: &[(&str, &str)] = &[("contains", "__contains_of"), ("indices", "__indices_of")];

/// Definitions that refer to what is left out.
const UNDEFINED: &[&str] = &["debug", "stderr", "halt", "halt_error", "setpath", "delpaths"];

/// Where jq 1.6 differs from the engine, or has more.
const JQ: &str = r#"
def __assign(paths; $value): reduce path(paths) as $p (.; setpath($p; $value));
def del(f): delpaths([path(f)]);
def __modulo(l; r): r as $r | l as $l | __modulo_of($l; $r);
def ltrimstr($x): if __is_text and ($x | __is_text) and startswith($x) then .[($x | length):] else . end;
def rtrimstr($x): if __is_text and ($x | __is_text) and endswith($x) then .[:length - ($x | length)] else . end;
def reverse: [.[length - 1 - range(0; length; 1)]];
def __flatten($depth): reduce .[] as $i ([]; if ($i | isarray) and $depth != 0 then . + ($i | __flatten($depth - 1)) else . + [$i] end);
def flatten($depth): if $depth < 0 then error("flatten depth must not be negative") else __flatten($depth) end;
def flatten: __flatten(-1);
def __minus(l; r): r as $r | l as $l | $l | __paired($r) | __minus_of($r);
def __times(l; r): r as $r | l as $l | __times_of($l; $r);
def __divide(l; r): r as $r | l as $l | if ($l | isnumber) and $r == 0 then error("\($l) and \($r) cannot be divided because the divisor is zero") else __divided($l; $r) end;
def join($x): reduce .[] as $i (__null; (if . == __null then "" else . + $x end) + ($i | if . == __null then "" elif __is_bare then tojson else . end)) // "";
def from_entries: map({(.key // .k // .name // .Name // .K // .Key | if __is_text then . else tojson end): (if has("value") then .value elif has("v") then .v else .Value end)}) | reduce .[] as $entry ({}; . + $entry);
def with_entries(f): to_entries | map(f) | from_entries;
def walk(f): def w: if . >= {} then map_values(w) elif . >= [] then map(w) else . end | f; w;
def leaf_paths: paths(scalars);
def recurse_down: recurse;
def isvalid(f): try (f | true) catch false;
def ascii: [.] | implode;
def todate(f): strftime(f);
def date: todate;
def dateadd(u; n): . + n;
def datesub(u; n): . - n;
def IN(s): any(s == .; .);
def IN(source; s): any(source == s; .);
def INDEX(stream; f): reduce stream as $row ({}; .[$row | f | tostring] |= $row);
def INDEX(f): INDEX(.[]; f);
def tostream: path(def r: (.[]? | r), .; r) as $p | getpath($p) | reduce path(.[]?) as $q ([$p, .]; [$p + $q]);
def fromstream(f): {x: null, e: false} as $init | foreach f as $i ($init; if .e then $init else . end | if $i | length == 2 then setpath(["e"]; $i[0] | length == 0) | setpath(["x"] + $i[0]; $i[1]) else setpath(["e"]; $i[0] | length == 1) end; if .e then .x else empty end);
def truncate_stream(stream): . as $n | null | stream | . as $input | if (.[0] | length) > $n then setpath([0]; .[0][$n:]) else empty end;
def @csv: map(if __is_bare then tojson elif . == null then "" elif isstring then "\"" + (split("\"") | join("\"\"")) + "\"" else error("\(type) (\(tojson)) is not valid in a csv row") end) | join(",");
def @tsv: map(if __is_bare then tojson elif . == null then "" elif isstring then (split("\\") | join("\\\\") | split("\t") | join("\\t") | split("\n") | join("\\n") | split("\r") | join("\\r")) else error("\(type) (\(tojson)) is not valid in a tsv row") end) | join("\t");
def limit($n; f): if $n > 0 then label $out | foreach f as $item (0; . + 1; $item, if . >= $n then break $out else empty end) elif $n == 0 then empty else f end;
"#;

/// What the engine's definitions themselves build on.
const FIRST: &str = r#"
def contains($x): __paired($x) | __contains_of($x);
def indices($x): __paired($x) | __indices_of($x);
def __null: [][0];
def __is_null: . == __null;
def __is_text: . >= "" and . < [];
def __is_bare: . == (0 == 0) or . == (0 != 0) or (. > (0 == 0) and . < "");
"#;

/// All definitions, rewritten; a definition sees only those in front of it.
pub(super) fn definitions() -> &'static Library {
    static ALL: LazyLock<Library> = LazyLock::new(|| {
        let [first, own] = [FIRST, JQ].map(read);
        let engine = jaq_core::defs().chain(jaq_std::defs()).chain(jaq_json::defs());
        let kept = engine.filter(|def| !UNDEFINED.contains(&def.name));
        // The last of several definitions counts.
        let all = first.into_iter().chain(kept).chain(own);
        Library::new(all.map(|def| Operators::Engine.definition(def)).collect())
    });
    &ALL
}

fn read(definitions: &'static str) -> Vec<Def<&'static str>> {
    load::parse(definitions, |parser| parser.defs()).expect("written above, and run by a test")
}

/// The native functions.
pub(super) fn natives() -> impl Iterator<Item = Filter<Native<Kind>>> {
    let engine = jaq_core::funs().chain(jaq_std::funs()).chain(jaq_json::funs());
    let renamed = |(name, arity, native): Filter<Native<Kind>>| {
        let other = RENAMED.iter().find(|(known, _)| *known == name).map_or(name, |(_, other)| *other);
        (other, arity, native)
    };
    let own: [Filter<Native<Kind>>; 14] = [
        (MODIFY, Box::new([Bind::Fun(()), Bind::Fun(())]), Native::new(|call| modify(call))),
        (TICK, v(0), tick()),
        (SIZED, v(0), Native::new(|call| checked(call.0.data().meter.check_length(&call.1), call.1))),
        (WEIGHED, v(0), Native::new(|call| checked(call.0.data().meter.check_weight(&call.1), call.1))),
        (
            "tojson",
            v(0),
            Native::new(|call| {
                let allowed = call.0.data().meter.check_weight(&call.1);
                checked(allowed, Val::utf8_str(if allowed { call.1.to_string() } else { String::new() }))
            }),
        ),
        (
            "range",
            v(3),
            Native::new(|mut call| {
                let (by, upto, from) = (call.0.pop_var(), call.0.pop_var(), call.0.pop_var());
                numbers(call.0.data().meter, from, upto, by)
            }),
        ),
        (
            "__paired",
            v(1),
            Native::new(|mut call| {
                let other = call.0.pop_var();
                checked(call.0.data().meter.check_pair(&call.1, &other), call.1)
            }),
        ),
        (
            "__minus_of",
            v(1),
            Native::new(|mut call| {
                let right = call.0.pop_var();
                box_once((call.1 - right).map_err(Exn::from))
            }),
        ),
        (
            "setpath",
            v(2),
            Native::new(|mut call| {
                let (value, path) = (call.0.pop_var(), call.0.pop_var());
                if !call.0.data().meter.check_copy(&call.1) {
                    return checked(false, Val::Null);
                }
                box_once(paths::set(call.1, &path, value).map_err(Exn::from))
            }),
        ),
        (
            "delpaths",
            v(1),
            Native::new(|mut call| {
                let paths = call.0.pop_var();
                if !call.0.data().meter.check_copy(&call.1) {
                    return checked(false, Val::Null);
                }
                box_once(paths::delete(call.1, &paths).map_err(Exn::from))
            }),
        ),
        (
            "__times_of",
            v(2),
            Native::new(|mut call| {
                let (right, left) = (call.0.pop_var(), call.0.pop_var());
                let allowed = call.0.data().meter.check_product(&left, &right);
                if allowed { box_once(times(left, right).map_err(Exn::from)) } else { checked(false, Val::Null) }
            }),
        ),
        (
            "__modulo_of",
            v(2),
            Native::new(|mut call| {
                let (right, left) = (call.0.pop_var(), call.0.pop_var());
                box_once(modulo(left, right).map_err(Exn::from))
            }),
        ),
        (
            "__index",
            v(0),
            Native::new(|call| {
                if !call.0.data().meter.check_index(&call.1) {
                    return checked(false, Val::Null);
                }
                let whole = match &call.1 {
                    Val::Num(number @ (Num::Float(_) | Num::Dec(_))) => number.to_string().parse().ok().and_then(whole),
                    _ => None,
                };
                box_once(Ok(whole.map_or(call.1, |index| Val::Num(Num::from_integral(index)))))
            }),
        ),
        (
            "__divided",
            v(2),
            Native::new(|mut call| {
                let (right, left) = (call.0.pop_var(), call.0.pop_var());
                box_once((left / right).map_err(Exn::from))
            }),
        ),
    ];
    let replaced = own.each_ref().map(|(name, _, _)| *name);
    let kept = engine.filter(move |(name, _, _)| !LEFT_OUT.contains(name) && !replaced.contains(name));
    kept.map(renamed).chain(own)
}

/// `paths |= update`: what stands at each path becomes the first result for it, or goes away where there is none.
/// It is taken out meanwhile, so that the value around it is copied once and not for each path.
fn modify<'a>(mut call: Cv<'a, Kind>) -> ValXs<'a, Val> {
    let (update, update_context) = call.0.pop_fun();
    let (of, of_context) = call.0.pop_fun();
    let (meter, mut root) = (call.0.data().meter, call.1);
    if !meter.check_copy(&root) {
        return checked(false, Val::Null);
    }
    let found = of.paths((of_context, (root.clone(), Default::default())));
    let found: Result<Vec<Vec<Val>>, _> = found.map(|at| Ok(at?.1.iter().cloned().collect())).collect();
    let mut found = match found {
        Ok(found) => found,
        Err(error) => return box_once(Err(error)),
    };
    for path in &mut found {
        path.reverse();
        if !meter.spend(RESULT) {
            return checked(false, Val::Null);
        }
        let changed = paths::take(&mut root, path).map_err(Exn::from).and_then(|value| {
            let after = update.run((update_context.clone(), value)).next().transpose()?;
            paths::put(std::mem::take(&mut root), path, after).map_err(Exn::from)
        });
        match changed {
            Ok(changed) => root = changed,
            Err(error) => return box_once(Err(error)),
        }
    }
    box_once(Ok(root))
}

/// The numbers of a range, each of which is paid for.
fn numbers<'a>(meter: &'a Meter<'a>, from: Val, upto: Val, by: Val) -> BoxIter<'a, Result<Val, Exn<'a, Val>>> {
    let zero = Val::Num(Num::from_integral(0));
    let direction = by.cmp(&zero);
    let mut next = (direction != Ordering::Equal).then_some(Ok(from));
    Box::new(std::iter::from_fn(move || match next.take()? {
        Ok(number) => {
            let goes_on = if direction == Ordering::Greater { number < upto } else { number > upto };
            if !goes_on {
                return None;
            }
            if !meter.spend_element() {
                return Some(Err(Exn::from(stop())));
            }
            next = Some(number.clone() + by.clone());
            Some(Ok(number))
        }
        Err(error) => Some(Err(Exn::from(error))),
    }))
}

/// A value, where the meter allows it.
fn checked<'a>(allowed: bool, value: Val) -> BoxIter<'a, Result<Val, Exn<'a, Val>>> {
    box_once(if allowed { Ok(value) } else { Err(Exn::from(stop())) })
}

/// A text is repeated as often as it takes to reach the number, and is null where that is never.
fn times(left: Val, right: Val) -> Result<Val, jaq_core::Error<Val>> {
    match (&left, &right) {
        (Val::TStr(text), Val::Num(count)) | (Val::Num(count), Val::TStr(text)) => {
            let count = count.to_string().parse().unwrap_or(0.0_f64).ceil();
            Ok(if count > 0.0 { Val::utf8_str(text.repeat(count as usize)) } else { Val::Null })
        }
        _ => left * right,
    }
}

/// The remainder of the whole parts.
fn modulo(left: Val, right: Val) -> Result<Val, jaq_core::Error<Val>> {
    let part = |value: &Val| match value {
        Val::Num(number) => number.to_string().parse().ok().and_then(whole),
        _ => None,
    };
    match (part(&left), part(&right)) {
        (Some(_), Some(0)) => {
            Err(jaq_core::Error::str(format_args!("{left} and {right} cannot be divided because the divisor is zero")))
        }
        (Some(left), Some(right)) => Ok(Val::Num(Num::from_integral(left.wrapping_rem(right.wrapping_abs())))),
        _ => left % right,
    }
}

/// A number without its fraction.
fn whole(number: f64) -> Option<i64> {
    number.is_finite().then_some(number as i64)
}
