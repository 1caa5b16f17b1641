//! Every example of a filter, function or test gives what it says, in each dialect that has it.

use std::sync::Arc;

use compiler::expression::compile_text;
use plan::evaluate::{self, Context, Error, World};
use plan::functions::ALL;
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
