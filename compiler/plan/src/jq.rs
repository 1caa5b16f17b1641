//! Programs of jq 1.6, as the `jq` filter runs them: compiled once, with limits on work and depth.

mod calls;
mod library;
mod limits;
mod paths;
mod rewrite;
mod values;

use std::cell::Cell;
use std::ops::Range;

use crate::Value;
use crate::evaluate::{Error, Limit};
use jaq_core::load::{self, Arena, File, Loader, parse::Def};
use jaq_core::{Compiler, Ctx, Vars, unwrap_valr};
use jaq_json::Val;
use limits::{Kind, Meter};
pub use values::{Carrier, Nulls};

/// A compiled program.
pub struct Program {
    source: String,
    filter: jaq_core::Filter<Kind>,
}

/// What is wrong with a program, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The bytes that are wrong; empty at the end of the program.
    pub at: Range<usize>,
    /// In one line.
    pub message: String,
}

impl Program {
    /// Compiles a program.
    ///
    /// # Errors
    ///
    /// What is wrong with it, and where.
    pub fn compile(source: &str) -> Result<Self, Mistake> {
        limits::check_size(source)?;
        let body = rewrite::Operators::Jq.term(parse(source)?);
        // The library is large, and a program calls little of it, or nothing.
        let library = (!calls::is_plain(&body)).then(library::definitions);
        let prelude: Vec<Def<&str>> = library.into_iter().flat_map(|library| library.needed_by(&body)).collect();
        let main = Def { name: MAIN, args: Vec::new(), body };
        let arena = Arena::default();
        let modules = Loader::new(prelude.into_iter().chain([main]))
            .load(&arena, File { code: MAIN, path: () })
            .map_err(|_| Mistake { at: 0..source.len(), message: "the program cannot be read".to_owned() })?;
        let filter = Compiler::default().with_funs(library::natives()).compile(modules).map_err(|errors| {
            let undefined = errors.into_iter().flat_map(|(_, undefined)| undefined).next();
            undefined.map_or_else(
                || Mistake { at: 0..source.len(), message: "the program cannot be compiled".to_owned() },
                |(name, what)| unknown(source, name, &what),
            )
        })?;
        Ok(Self { source: source.to_owned(), filter })
    }

    /// Runs the program and gives all its results; the rest of the fuel is what the second part of the answer
    /// says.
    ///
    /// # Errors
    ///
    /// Where the program fails, takes more steps than there is fuel, or recurses too deep.
    pub fn run(&self, input: &Value, carrier: Carrier<'_>, fuel: u64) -> Result<(Vec<Value>, u64), Error> {
        let originals = values::Originals::of(input);
        // What looks at each element of a large input is no attack: it is paid for by what is there.
        let left = Cell::new(fuel.saturating_add(elements(input).saturating_mul(limits::FREE)));
        let meter = Meter::new(&left);
        let context = Ctx::<Kind>::new(limits::Data::new(&self.filter.lut, &meter), Vars::new([]));
        let mut results = Vec::new();
        for result in self.filter.id.run((context, values::from_value(input, carrier))).map(unwrap_valr) {
            if let Some(exceeded) = meter.exceeded() {
                return Err(self.too_much(exceeded, fuel));
            }
            match result {
                Ok(result) if meter.check_weight(&result) => results.push(values::to_value(&result, &originals)),
                Ok(_) => return Err(self.too_much(meter.exceeded().unwrap_or(limits::Exceeded::Size), fuel)),
                Err(error) => {
                    return Err(Error::new(format!("the jq program `{}` fails: {}", self.source, said(error))));
                }
            }
            if !meter.spend(limits::RESULT) {
                return Err(self.too_much(limits::Exceeded::Fuel, fuel));
            }
        }
        if let Some(exceeded) = meter.exceeded() {
            return Err(self.too_much(exceeded, fuel));
        }
        Ok((results, left.get().min(fuel)))
    }

    fn too_much(&self, exceeded: limits::Exceeded, fuel: u64) -> Error {
        let source = &self.source;
        match exceeded {
            limits::Exceeded::Fuel => {
                Error::limit(Limit::Fuel, format_args!("the jq program `{source}` takes more than {fuel} steps"))
            }
            limits::Exceeded::Depth => Error::new(format!("the jq program `{source}` calls itself too deep")),
            limits::Exceeded::Size => Error::new(format!("the jq program `{source}` makes a value that is too large")),
        }
    }
}

/// How many values a value consists of.
fn elements(value: &Value) -> u64 {
    match value {
        Value::List(items) => 1 + items.iter().map(elements).sum::<u64>(),
        Value::Map(entries) => 1 + entries.iter().map(|(_, value)| elements(value)).sum::<u64>(),
        _ => 1,
    }
}

/// The name under which the program itself is known to the library; no program can write it.
const MAIN: &str = "main";

fn parse(source: &str) -> Result<load::parse::Term<&str>, Mistake> {
    let at = |part: &str| load::span(source, part);
    let tokens = load::Lexer::new(source).lex().map_err(|errors| {
        let first = errors.into_iter().next();
        first.map_or_else(
            || Mistake { at: 0..source.len(), message: "the program cannot be read".to_owned() },
            |(expected, found)| {
                let span = at(found);
                Mistake {
                    at: span.start..span.start + found.chars().next().map_or(0, char::len_utf8),
                    message: format!("{} was expected", expected.as_str()),
                }
            },
        )
    })?;
    let parsed = load::Parser::new(&tokens).parse(load::Parser::term);
    parsed.map_err(|errors| {
        let first = errors.into_iter().next();
        first.map_or_else(
            || Mistake { at: 0..source.len(), message: "the program cannot be read".to_owned() },
            |(expected, found)| match found {
                Some(token) => Mistake {
                    at: at(token.0),
                    message: format!("{} was expected, and `{}` found", expected.as_str(), token.0),
                },
                None => Mistake {
                    at: source.len()..source.len(),
                    message: format!("{} was expected, and the program ends", expected.as_str()),
                },
            },
        )
    })
}

fn unknown(source: &str, name: &str, what: &jaq_core::compile::Undefined) -> Mistake {
    let inside = (name.as_ptr() as usize).wrapping_sub(source.as_ptr() as usize) <= source.len();
    let at = if inside { load::span(source, name) } else { 0..source.len() };
    let message = match what {
        jaq_core::compile::Undefined::Filter(arity) => format!("jq has no function `{name}/{arity}`"),
        other => format!("{} `{name}` is not defined in the jq program", other.as_str()),
    };
    Mistake { at, message }
}

fn said(error: jaq_core::Error<Val>) -> String {
    match error.into_val() {
        Val::TStr(text) => String::from_utf8_lossy(&text).into_owned(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Dialect, java, json};
    use jiff::tz::TimeZone;

    const CARRIER: Carrier<'static> = Carrier { dialect: Dialect::V2, zone: &TimeZone::UTC, nulls: Nulls::Dropped };

    fn run(program: &str, input: &str) -> String {
        run_with(program, input, 5_000_000)
    }

    fn run_with(program: &str, input: &str, fuel: u64) -> String {
        let input = json::read(input).expect("JSON").0;
        let program = match Program::compile(program) {
            Ok(program) => program,
            Err(mistake) => return format!("{:?}: {}", mistake.at, mistake.message),
        };
        match program.run(&input, CARRIER, fuel) {
            Ok((results, _)) => json::to_text(&Value::list(results), Dialect::V2, &TimeZone::UTC),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn programs_answer_as_in_kestra() {
        let cases = [
            (".a[0]", r#"{"a":[1,2]}"#, "[1]"),
            (".[].id", r#"[{"id":1},{"id":2}]"#, "[1,2]"),
            ("to_entries", r#"[{"id":1}]"#, r#"[[{"key":0,"value":{"id":1}}]]"#),
            ("group_by(.n) | length", r#"[{"n":"x"},{"n":"y"}]"#, "[2]"),
            (".[] | select(.q > 0) | .s", r#"[{"q":1,"s":"A"},{"q":0,"s":"B"}]"#, r#"["A"]"#),
            ("keys", r#"{"b":1,"a":null}"#, r#"[["b"]]"#),
            ("7 / 2, 4 / 2, 1.5 + 1.5", "null", "[3.5,2,3]"),
            (".[]", "[1.0, 2.5, 3000000000]", "[1.0,2.5,3000000000]"),
            ("join(\",\")", r#"["a",null,1,true]"#, r#"["a,,1,true"]"#),
            ("from_entries", r#"[{"name":"a","value":1},{"k":"b","v":2}]"#, r#"[{"a":1,"b":2}]"#),
            ("\"ab\" * 3, \"ab\" * 0", "null", r#"["ababab",null]"#),
            ("[leaf_paths]", r#"{"a":[1]}"#, r#"[[["a",0]]]"#),
            ("fromstream(tostream)", r#"{"a":[1,{"b":2}]}"#, r#"[{"a":[1,{"b":2}]}]"#),
            ("@base64, @csv", r#"["a",1]"#, r#"["WyJhIiwxXQ==","\"a\",1"]"#),
            ("walk(if type == \"number\" then . + 1 else . end)", "[1,[2]]", "[[2,[3]]]"),
            ("test(\"A\"; \"i\"), sub(\"a\"; \"b\")", "\"aa\"", r#"[true,"ba"]"#),
            ("del(.a), (.b |= 2), (.a += 1)", r#"{"a":1,"b":1}"#, r#"[{"b":1},{"a":1,"b":2},{"a":2,"b":1}]"#),
        ];
        for (program, input, expected) in cases {
            assert_eq!(run(program, input), expected, "{program}");
        }
    }

    #[test]
    fn every_definition_brings_what_it_calls() {
        for definition in library::definitions().iter() {
            let arguments = vec!["."; definition.args.len()].join("; ");
            let call = if arguments.is_empty() {
                definition.name.to_owned()
            } else {
                format!("{}({arguments})", definition.name)
            };
            let compiled = Program::compile(&call);
            assert!(compiled.is_ok(), "{call}: {:?}", compiled.err());
        }
    }

    #[test]
    fn mistakes_have_a_place() {
        let cases = [
            (".[", "2..2: closing bracket was expected"),
            ("foo", "0..3: jq has no function `foo/0`"),
            (".a | bar(1)", "5..8: jq has no function `bar/1`"),
            ("$x", "0..2: variable `$x` is not defined in the jq program"),
            (". |", "3..3: term was expected, and the program ends"),
        ];
        for (program, expected) in cases {
            assert_eq!(run(program, "null"), expected, "{program}");
        }
        for forbidden in ["env", "now", "halt", "input", "debug", "$ENV"] {
            assert!(Program::compile(forbidden).is_err(), "{forbidden}");
        }
    }

    #[test]
    fn failures_are_told() {
        assert_eq!(run(".a", "1"), "the jq program `.a` fails: cannot index 1 with \"a\"");
        assert_eq!(
            run("1 / 0", "null"),
            "the jq program `1 / 0` fails: 1 and 0 cannot be divided because the divisor is zero"
        );
        assert_eq!(run("error(\"no\")", "null"), "the jq program `error(\"no\")` fails: no");
    }

    #[test]
    fn programs_that_never_end_are_stopped() {
        let endless = [
            "def f: f; f",
            "[repeat(1)]",
            "[range(1e12)]",
            "def f: 1 + f; f",
            "[recurse(.+1)]",
            "until(false; .+1)",
            "reduce range(1e12) as $x (0; .)",
            "[limit(1e12; repeat(1))]",
            "first(range(1e12) | select(false))",
        ];
        for program in endless {
            let said = run_with(program, "0", 300_000);
            assert!(said.contains("takes more than") || said.contains("too deep"), "{program}: {said}");
        }
        let swelling = [
            "\"abc\" * 1e12",
            "reduce range(60) as $x (\"a\"; . + .)",
            "reduce range(60) as $x (\"a\"; . += .)",
            "reduce range(60) as $x (\"a\"; \"\\(.)\\(.)\")",
            "reduce range(60) as $x (\"a\"; [., .] | add)",
            "reduce range(60) as $x ([1]; [., .])",
            "reduce range(60) as $x ([1]; [., .]) | tojson",
            "reduce range(60) as $x ([1]; . + .)",
            "reduce range(60) as $x ([1]; [., .]) | . == [.]",
            "reduce range(60) as $x ([1]; [., .]) | [., .] | sort",
            "reduce range(60) as $x ([1]; [., .]) | [., .] | unique",
            "reduce range(60) as $x ([1]; [., .]) as $a | [1, 2] | group_by($a)",
            "reduce range(60) as $x ([1]; [., .]) | contains(.)",
            "reduce range(60) as $x ([1]; [., .]) | index([.])",
            "reduce range(60) as $x ([1]; [., .]) | . - .",
            "reduce range(60) as $x ({}; {a: ., b: .}) | . * .",
            "reduce range(60) as $x ([1]; [., .]) | flatten",
            "reduce range(60) as $x ([1]; [., .]) | [paths]",
            "reduce range(60) as $x ([1]; [., .]) | tostring",
            "[range(20000)] | . - .",
            "[range(20000)] | contains(.)",
            "(\"x\" * 100000) as $x | reduce range(1e9) as $i (0; $x | ascii_downcase | 0)",
            "(\"x\" * 100000) as $x | [repeat($x | explode | 0)]",
        ];
        for program in swelling {
            let said = run_with(program, "0", 300_000);
            assert!(said.contains("too large") || said.contains("takes more than"), "{program}: {said}");
        }
    }

    #[test]
    fn a_large_input_may_be_looked_through() {
        let rows = (0..200_000).map(|at| Value::map([("id", Value::Int(at)), ("n", Value::Int(at % 7))]));
        let input = Value::list(rows);
        let program = Program::compile("[.[] | select(.n == 3) | .id] | length").expect("a program");
        let (results, left) = program.run(&input, CARRIER, 100_000).expect("results");
        assert_eq!((java::to_text(&results[0]), left), ("28571".to_owned(), 100_000));
    }

    #[test]
    fn changing_each_element_copies_what_is_around_it_once() {
        let input = Value::list((0..100_000).map(|at| Value::map([("id", Value::Int(at)), ("n", Value::Int(at % 7))])));
        for (program, expected) in [
            (".[].n |= . + 1 | map(.n) | add", "399995"),
            (".[] |= .n | length", "100000"),
            ("map_values(.n += 1) | length", "100000"),
            ("del(.[] | select(.n == 3)) | length", "85714"),
            ("reduce .[] as $row ({}; .[$row.id | tostring] += $row.n) | length", "100000"),
            ("INDEX(.id) | length", "100000"),
            ("reduce range(100000) as $at ([]; .[$at] = 1) | length", "100000"),
            ("to_entries | from_entries? // 0 | length", "100000"),
        ] {
            // What is copied is paid for: a copy for each element would take more steps than the input brings with it.
            let (results, _) = Program::compile(program).expect("a program").run(&input, CARRIER, 0).expect("results");
            assert_eq!(java::to_text(&results[0]), expected, "{program}");
        }
    }

    #[test]
    fn what_is_changed_may_go_away() {
        let cases = [
            (".[] |= empty", "[1,2,3,4]", "[[2,4]]"),
            (".a |= empty", r#"{"a":1,"b":2}"#, r#"[{"b":2}]"#),
            (".a.b |= 1", "null", r#"[{"a":{"b":1}}]"#),
            (".[1:3] |= map(. * 10)", "[1,2,3,4]", "[[1,20,30,4]]"),
            (".[-1] |= . + 1", "[1,2]", "[[1,3]]"),
            (".[] |= (.a, .b)", r#"[{"a":1,"b":2}]"#, "[[1]]"),
            (". |= 5", "1", "[5]"),
            ("(.a, .a) |= . + 1", r#"{"a":1}"#, r#"[{"a":3}]"#),
            ("(.. | select(type == \"number\")) |= . + 1", "[1,[2,{\"a\":3}]]", r#"[[2,[3,{"a":4}]]]"#),
            ("del(.[0, 2])", "[1,2,3,4]", "[[2,4]]"),
            ("del(.[-1], .[0])", "[1,2,3]", "[[2]]"),
            ("del(.[1:], .[0])", "[1,2,3]", "[[]]"),
            ("del(.a.b, .a.c, .x)", r#"{"a":{"b":1,"c":2,"d":3},"x":1}"#, r#"[{"a":{"d":3}}]"#),
            ("del(.a, .a.b)", r#"{"a":{"b":1},"c":1}"#, r#"[{"c":1}]"#),
            ("del(.)", "[1]", "[null]"),
            ("del(.[] | .a?)", "[{\"a\":1,\"b\":2}]", r#"[[{"b":2}]]"#),
            ("delpaths([[\"a\",0],[\"a\",1]])", r#"{"a":[1,2,3]}"#, r#"[{"a":[3]}]"#),
        ];
        for (program, input, expected) in cases {
            assert_eq!(run(program, input), expected, "{program}");
        }
    }

    #[test]
    fn programs_that_are_too_large_are_refused() {
        for program in
            ["(".repeat(100_000), "1+".repeat(100_000), ".|".repeat(100_000), "-".repeat(100_000), "[[".repeat(50_000)]
        {
            assert!(Program::compile(&program).is_err_and(|mistake| mistake.message.contains("too")));
        }
        let nested = format!("{}1{}", "[".repeat(45), "]".repeat(45));
        assert!(Program::compile(&nested).is_ok());
        let fields: Vec<String> = (0..500).map(|field| format!("f{field}: .x")).collect();
        assert!(Program::compile(&format!("{{{}}}", fields.join(", "))).is_ok());
        let wide = format!("{}1", "1|".repeat(140));
        assert!(Program::compile(&wide).is_ok());
    }

    #[test]
    fn numbers_keep_their_width() {
        let input = Value::map([("f", Value::Float(1.123)), ("l", Value::Long(1)), ("i", Value::Int(2))]);
        let program = Program::compile(".f, .l, .i, .i + 1").expect("a program");
        let (results, _) = program.run(&input, CARRIER, 10_000).expect("results");
        let classes: Vec<_> = results.iter().map(java::class_name).collect();
        assert_eq!(classes, ["java.lang.Float", "java.lang.Long", "java.lang.Integer", "java.lang.Integer"]);
    }
}
