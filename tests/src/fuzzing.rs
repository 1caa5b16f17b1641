//! What must hold for any text and any value: looked at by the fuzzers and by random tests alike.

use std::sync::Arc;

use compiler::expression::compile_text;
use grammar::expression::{Tree, parse, print};
use plan::evaluate::{self, Budget, Context, Error, Settings, World};
use plan::value::Map;
use plan::{Dialect, Template, Text, Value};

/// Reads any text as a template: it never panics, every mistake lies inside the text, and what has no
/// mistakes is read again from what it prints as.
///
/// # Panics
///
/// Where one of these does not hold.
pub fn read_template(text: &str) {
    let tree = parse(text);
    for error in &tree.errors {
        let inside = text.get(error.span.range()).is_some();
        assert!(inside, "{error:?} does not lie inside {text:?}");
        assert!(!error.problem.to_string().is_empty());
    }
    if tree.errors.is_empty() {
        let printed = print(&tree);
        let again = parse(&printed);
        assert!(again.errors.is_empty(), "{text:?} prints as {printed:?}, which is wrong: {:?}", again.errors);
        assert_eq!(shape(&tree), shape(&again), "{text:?} prints as {printed:?}");
    }
}

/// A tree without places; what `raw` and `verbatim` put between two texts is one text with them.
fn shape(tree: &Tree<'_>) -> String {
    let debug = format!("{:?}", tree.nodes);
    let mut shape = String::with_capacity(debug.len());
    let mut rest = debug.as_str();
    while let Some((before, behind)) = rest.split_once("Span { ") {
        shape.push_str(before);
        rest = behind.split_once('}').map_or("", |(_, rest)| rest);
    }
    shape.push_str(rest);
    shape.replace("\"), Text(\"", "")
}

/// Compiles and renders any text in both dialects with all kinds of variables: it never panics, and ends
/// soon.
pub fn render_template(text: &str, variables: &Map) {
    let settings = Settings {
        budget: Budget { fuel: 100_000, output: 100_000, range: 1_000, regex_backtracks: 10_000, ..Budget::USUAL },
        ..Settings::USUAL
    };
    let context = Context::new(variables).with_world(&Quiet).with_settings(&settings);
    let text = Text::from(text);
    for dialect in [Dialect::V1, Dialect::V2] {
        if let Ok(template) = compile_text(&text, dialect) {
            // What it gives is not the question.
            let _ = evaluate::render(&template, &context);
            let _ = evaluate::typed(&template, &context);
        }
    }
}

/// A value of each kind, by a name of one letter.
pub fn variables() -> Map {
    let json = serde_json::json!({
        "a": 1, "b": -7, "d": 2.5, "e": "", "s": "abc é", "n": null, "t": true, "l": [3, 1, 2], "m": {"k": "v", "x": null},
        "o": [[1, [2]], {"a": {"b": ["c"]}}], "j": "{\"a\": [1, 2.0]}", "i": "2024-02-29T10:11:12.345Z", "r": "{{ a }}",
    });
    let Value::Map(entries) = Value::from(json) else { return Map::default() };
    let mut variables = entries.as_ref().clone();
    let special = [
        ("h", Value::Long(i64::MAX)),
        ("f", Value::Float(1.5)),
        (
            "z",
            "2024-02-29T10:11:12+01:00[Europe/Paris]"
                .parse()
                .map_or(Value::Null, |zoned| Value::Zoned(Box::new(zoned))),
        ),
        ("g", Value::Duration(jiff::SignedDuration::from_secs(5400))),
        ("u", Value::Set(Arc::new(vec![Value::Int(1), Value::text("x")]))),
        ("y", Value::Bytes(Arc::from([0_u8, 255].as_slice()))),
    ];
    variables.extend(special.map(|(name, value)| (Text::from(name), value)));
    variables
}

/// A world in which it is always the same time, and templates can be read.
struct Quiet;

impl World for Quiet {
    fn now(&self) -> Result<jiff::Timestamp, Error> {
        Ok(jiff::Timestamp::UNIX_EPOCH)
    }

    fn random(&self, bytes: &mut [u8]) -> Result<(), Error> {
        bytes.fill(7);
        Ok(())
    }

    fn parse(&self, text: &str, dialect: Dialect) -> Result<Arc<Template>, Error> {
        compile_text(&text.into(), dialect).map(Arc::new).map_err(|failure| Error::new(failure.message.as_ref()))
    }
}
