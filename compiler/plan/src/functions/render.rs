//! `render` and `renderOnce`.

use crate::Value;
use crate::evaluate::{Arguments, Error, Evaluation, Recursion};
use crate::function::{Example, Form, Function, Parameter, Purity, Returns};
use crate::types::{Kind, Type};

/// `render(value)`.
pub(super) static RENDER: Function = Function {
    doc: "Texts in maps and lists are rendered too, and so are the keys of maps. What is neither stays as it is.",
    parameters: &[
        Parameter::required("toRender", Kind::ANY, "What is rendered."),
        Parameter::optional(
            "recursive",
            Kind::BOOL,
            "true",
            "Whether what comes out is rendered again until nothing changes.",
        ),
    ],
    returns: Returns::Computed(returns),
    examples: &[Example { template: "{% set inner = '{' ~ '{ 1 + 1 }' ~ '}' %}{{ render(inner) }}", result: "2" }],
    purity: Purity::World,
    ..Function::new(Form::Function, "render", "Renders a value that contains expressions itself.", render)
};

/// `renderOnce(value)`.
pub(super) static RENDER_ONCE: Function = Function {
    parameters: &[Parameter::required("toRender", Kind::ANY, "What is rendered.")],
    returns: Returns::Computed(returns),
    examples: &[Example { template: "{{ renderOnce(['plain', 1]) }}", result: "[\"plain\",1]" }],
    purity: Purity::World,
    ..Function::new(Form::Function, "renderOnce", "Renders a value that contains expressions itself, one time.", once)
};

fn returns(_: Option<&Type>, arguments: &[Option<Type>]) -> Type {
    match arguments.first() {
        Some(Some(kept @ (Type::Int | Type::Float | Type::Bool | Type::Null | Type::Temporal | Type::Duration))) => {
            kept.clone()
        }
        _ => Type::Unknown,
    }
}

fn render(arguments: &Arguments<'_>, evaluation: &mut Evaluation<'_>) -> Result<Value, Error> {
    let recursion = match arguments.get(1) {
        None | Some(Value::Null | Value::Bool(true)) => Recursion::UntilStable,
        Some(Value::Bool(false)) => Recursion::Once,
        Some(other) => return Err(arguments.wrong_kind(1, other)),
    };
    // Also refuses values without text where there is no `render()`.
    evaluation.render_text("", Recursion::Once)?;
    deep(arguments.required(0)?, recursion, evaluation)
}

fn once(arguments: &Arguments<'_>, evaluation: &mut Evaluation<'_>) -> Result<Value, Error> {
    evaluation.render_text("", Recursion::Once)?;
    deep(arguments.required(0)?, Recursion::Once, evaluation)
}

fn deep(value: &Value, recursion: Recursion, evaluation: &mut Evaluation<'_>) -> Result<Value, Error> {
    evaluation.spend(1)?;
    Ok(match value {
        Value::Text(text) => Value::from(evaluation.render_text(text, recursion)?),
        Value::List(items) | Value::Array(items) => {
            Value::list(items.iter().map(|item| deep(item, recursion, evaluation)).collect::<Result<Vec<_>, _>>()?)
        }
        Value::Set(items) => {
            let rendered = items.iter().map(|item| deep(item, recursion, evaluation)).collect::<Result<Vec<_>, _>>()?;
            Value::Set(rendered.into())
        }
        Value::Map(entries) => {
            let mut rendered = crate::value::Map::default();
            for (key, value) in entries.iter() {
                let key = evaluation.render_text(key, recursion)?;
                let value = deep(value, recursion, evaluation)?;
                rendered.entry(key.into()).or_insert(value);
            }
            Value::Map(rendered.into())
        }
        other => other.clone(),
    })
}
