//! `secret` and `kv`.

use crate::evaluate::{Arguments, Error, Evaluation};
use crate::function::{Example, Form, Function, Parameter, Purity, Returns};
use crate::types::Kind;
use crate::{Value, json};

/// `secret('NAME')`.
pub(super) static SECRET: Function = Function {
    doc: "Its value is kept out of logs and messages.",
    parameters: &[
        Parameter::required("key", Kind::TEXT, "The name of the secret."),
        Parameter::optional("namespace", &[Kind::Text, Kind::Null], "the flow's", "Whose secret it is."),
        Parameter::optional("subkey", &[Kind::Text, Kind::Null], "", "A field of a secret that is JSON."),
        Parameter::optional("full", Kind::BOOL, "false", "Whether `{value, …}` comes back instead of the value."),
    ],
    returns: Returns::Kinds(&[Kind::Text, Kind::Map]),
    examples: &[Example { template: "{% if false %}{{ secret('API_TOKEN') }}{% endif %}", result: "" }],
    purity: Purity::World,
    ..Function::new(Form::Function, "secret", "The value of a secret.", secret)
};

/// `kv('key')`.
pub(super) static KV: Function = Function {
    doc: "Without `namespace`, the flow's namespace and those above it are searched.",
    parameters: &[
        Parameter::required("key", Kind::TEXT, "The key."),
        Parameter::optional("namespace", &[Kind::Text, Kind::Null], "the flow's", "The namespace it belongs to."),
        Parameter::optional(
            "errorOnMissing",
            &[Kind::Bool, Kind::Null],
            "true",
            "Whether a missing key fails; else it is null.",
        ),
    ],
    examples: &[Example { template: "{% if false %}{{ kv('last_run') }}{% endif %}", result: "" }],
    purity: Purity::World,
    ..Function::new(Form::Function, "kv", "A value of the key-value store.", kv)
};

fn optional<'a>(arguments: &Arguments<'a>, parameter: usize) -> Result<Option<&'a str>, Error> {
    match arguments.get(parameter) {
        None | Some(Value::Null) => Ok(None),
        Some(_) => arguments.text(parameter).map(Some),
    }
}

fn secret(arguments: &Arguments<'_>, evaluation: &mut Evaluation<'_>) -> Result<Value, Error> {
    let key = arguments.text(0)?;
    let namespace = optional(arguments, 1)?;
    let subkey = optional(arguments, 2)?;
    let full = matches!(arguments.get(3), Some(Value::Bool(true)));
    if full && subkey.is_some() {
        return Err(Error::new("`secret` takes either `subkey` or `full`, not both"));
    }
    let value = evaluation.world().secret(key, namespace)?;
    evaluation.mask(&value);
    if let Some(subkey) = subkey {
        let fields = json::read(&value)
            .map_err(|_| Error::new(format!("the secret `{key}` is no JSON, and has no `{subkey}`")))?
            .0;
        let field = fields.get(subkey).cloned();
        let field = field.ok_or_else(|| Error::new(format!("the secret `{key}` has no `{subkey}`")))?;
        if let Some(text) = field.as_str() {
            evaluation.mask(text);
        }
        return Ok(field);
    }
    Ok(if full { Value::map([("value", Value::Text(value))]) } else { Value::Text(value) })
}

fn kv(arguments: &Arguments<'_>, evaluation: &mut Evaluation<'_>) -> Result<Value, Error> {
    let key = arguments.text(0)?;
    let namespace = optional(arguments, 1)?;
    let may_be_missing = match arguments.get(2) {
        None | Some(Value::Null | Value::Bool(true)) => false,
        Some(Value::Bool(false)) => true,
        Some(other) => return Err(arguments.wrong_kind(2, other)),
    };
    match evaluation.world().kv(key, namespace)? {
        Some(value) => Ok(value),
        None if may_be_missing => Ok(Value::Null),
        None => {
            let own = evaluation.root("flow").and_then(|flow| flow.get("namespace")).and_then(Value::as_str);
            let namespace = namespace.or(own).unwrap_or_default();
            Err(Error::new(format!("the key `{key}` does not exist in the namespace `{namespace}`")))
        }
    }
}
