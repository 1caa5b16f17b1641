//! Every example of a filter, function or test gives what it says, in each dialect that has it.

use std::sync::Arc;

use compiler::expression::compile_text;
use plan::evaluate::{self, Context, Error, World};
use plan::function::Form;
use plan::functions::ALL;
use plan::types::Kind;
use plan::value::Map;
use plan::{Dialect, Template, Value, json};

/// A world in which nothing changes.
struct Still;

impl World for Still {
    fn now(&self) -> Result<jiff::Timestamp, Error> {
        Ok(jiff::Timestamp::constant(1_750_000_000, 0))
    }

    fn random(&self, bytes: &mut [u8]) -> Result<(), Error> {
        bytes.fill(7);
        Ok(())
    }

    fn free_port(&self) -> Result<u16, Error> {
        Ok(50_000)
    }

    fn parse(&self, text: &str, dialect: Dialect) -> Result<Arc<Template>, Error> {
        compile_text(&text.into(), dialect).map(Arc::new).map_err(|failure| Error::new(failure.message.as_ref()))
    }

    fn yaml(&self, text: &str) -> Result<Value, Error> {
        let value: serde_json::Value = serde_yaml::from_str(text).map_err(|error| Error::new(error.to_string()))?;
        json::read(&value.to_string()).map(|read| read.0).map_err(|_| Error::new("no JSON"))
    }
}

#[test]
fn every_example_gives_what_it_says() {
    let variables = Map::default();
    let mut wrong = Vec::new();
    for function in ALL {
        for dialect in [Dialect::V1, Dialect::V2].into_iter().filter(|dialect| function.is_in(*dialect)) {
            for example in function.examples {
                let result = compile_text(&example.template.into(), dialect)
                    .and_then(|template| evaluate::render(&template, &Context::new(&variables).with_world(&Still)));
                match result {
                    Ok(text) if text == example.result => {}
                    Ok(text) => wrong.push(format!("{}: {dialect:?}: {text}", example.template)),
                    Err(failure) => wrong.push(format!("{}: {dialect:?}: {}", example.template, failure.message)),
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A filter of a tag has its input only when it is rendered, however constant its arguments are.
#[test]
fn filters_of_a_tag_are_applied() {
    for (template, expected) in [
        ("{% filter replace({'a': 'b'}) | upper %}aa{% endfilter %}", "BB"),
        ("{% filter upper | replace({'A': 'b'}) %}aa{% endfilter %}", "bb"),
        ("{% filter indent(2) %}a\nb{% endfilter %}", "a\n  b"),
        ("{% filter split(',') | join('-') %}a,b{% endfilter %}", "a-b"),
    ] {
        let compiled = compile_text(&template.into(), Dialect::V2).unwrap();
        let rendered = evaluate::render(&compiled, &Context::new(&Map::default()));
        assert_eq!(rendered.map_err(|failure| failure.message), Ok(expected.into()), "{template}");
    }
}

/// What is undefined in the text that `render` renders is an error of `render`, which `??` does not catch.
#[test]
fn what_render_does_not_find_is_not_caught() {
    let variables = Map::default();
    for (template, expected) in [
        ("{{ missing ?? 'other' }}", Ok("other")),
        ("{{ render(missing) ?? 'other' }}", Ok("other")),
        ("{{ render('{{ missing }}') ?? 'other' }}", Err("`missing` is not defined")),
        ("{{ render('{{ missing ?? 1 }}') ?? 'other' }}", Ok("1")),
    ] {
        let compiled = compile_text(&template.into(), Dialect::V2).unwrap();
        let rendered = evaluate::render(&compiled, &Context::new(&variables).with_world(&Still));
        let rendered = rendered.map_err(|failure| failure.message);
        assert_eq!(rendered.as_deref().map_err(AsRef::as_ref), expected, "{template}");
    }
}

/// A value of each kind that can be written.
const SAMPLES: &[(Kind, &str)] = &[
    (Kind::Bool, "true"),
    (Kind::Int, "1"),
    (Kind::Float, "1.5"),
    (Kind::Text, "'2024-01-31'"),
    (Kind::List, "['a']"),
    (Kind::Array, "('a' | split(','))"),
    (Kind::Set, "({'a': 'b'} | keys)"),
    (Kind::Map, "{'a': 1}"),
];

#[test]
fn filters_refuse_what_they_do_not_declare_and_nothing_else() {
    let variables = Map::default();
    let mut wrong = Vec::new();
    for function in ALL.iter().filter(|it| it.form == Form::Filter && !it.input.is_empty()) {
        let bar = format!("| {}", function.name);
        let example = function.examples.iter().find_map(|it| it.template.split_once(&bar));
        let (_, rest) = example.unwrap_or_else(|| panic!("{} has no example of its own", function.name));
        for (kind, sample) in SAMPLES {
            let template = format!("{{{{ ({sample}) {bar}{rest}");
            let result = compile_text(&template.as_str().into(), Dialect::V2)
                .and_then(|template| evaluate::render(&template, &Context::new(&variables).with_world(&Still)));
            let refused = matches!(&result, Err(failure) if failure.message.contains("cannot be applied to"));
            let accepts = function.input.contains(kind);
            if accepts && refused || !accepts && result.is_ok() {
                wrong.push(format!("{template}: {:?}", result.map_err(|failure| failure.message)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
