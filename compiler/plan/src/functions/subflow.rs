//! `subflow`.

use crate::Value;
use crate::date::duration;
use crate::dialect::Version;
use crate::evaluate::{Arguments, Error, Evaluation, SubflowRequest};
use crate::function::{Example, Form, Function, Parameter, Purity, Returns};
use crate::types::Kind;

/// `subflow('company.team', 'list-of-values')`.
pub(super) static FUNCTION: Function = Function {
    doc: "Only while the inputs of a flow are asked for, as in the `expression` of a `SELECT`: tasks call flows with the task `Subflow`. The result has `id`, `state`, `outputs` and `labels`.",
    parameters: &[
        Parameter::required("namespace", Kind::TEXT, "The namespace of the flow."),
        Parameter::required("id", Kind::TEXT, "The id of the flow."),
        Parameter::optional("inputs", &[Kind::Map, Kind::Null], "{}", "What it is started with."),
        Parameter::optional("revision", &[Kind::Int, Kind::Null], "the newest", "A fixed revision."),
        Parameter::optional("labels", &[Kind::Map, Kind::Null], "{}", "Labels of its execution."),
        Parameter::optional(
            "timeout",
            &[Kind::Text, Kind::Duration, Kind::Null],
            "the server's",
            "How long to wait for its end, like `PT30S`.",
        ),
    ],
    returns: Returns::Kinds(Kind::MAP),
    since: Version::new(2, 0),
    examples: &[Example {
        template: "{% if false %}{{ subflow('company.team', 'countries').outputs.names }}{% endif %}",
        result: "",
    }],
    purity: Purity::World,
    ..Function::new(Form::Function, "subflow", "Runs another flow and gives its outputs.", call)
};

fn call(arguments: &Arguments<'_>, evaluation: &mut Evaluation<'_>) -> Result<Value, Error> {
    for forbidden in ["taskrun", "trigger"] {
        if evaluation.root(forbidden).is_some_and(|value| !value.is_null()) {
            return Err(Error::new("`subflow` can only be used while inputs are asked for, not in tasks and triggers"));
        }
    }
    let (namespace, id) = (arguments.text(0)?.to_owned(), arguments.text(1)?.to_owned());
    if evaluation.root("flow").is_none_or(Value::is_null) {
        return Err(Error::new("`subflow` can only be used in a flow"));
    }
    let map = |parameter: usize| match arguments.get(parameter) {
        None | Some(Value::Null) => Ok(Value::map([] as [(&str, Value); 0])),
        Some(value @ Value::Map(_)) => Ok(value.clone()),
        Some(other) => Err(arguments.wrong_kind(parameter, other)),
    };
    let revision = match arguments.get(3) {
        None | Some(Value::Null) => None,
        Some(value) => Some(value.as_i64().ok_or_else(|| arguments.wrong_kind(3, value))?),
    };
    let timeout = match arguments.get(5) {
        None | Some(Value::Null) => None,
        Some(Value::Duration(timeout)) => Some(duration::print(*timeout)),
        Some(Value::Text(text)) if duration::parse(text).is_some() => Some(text.to_string()),
        Some(Value::Text(text)) => {
            return Err(Error::new(format!(
                "the `timeout` of `subflow` must be a duration like `PT30S`, and it is `{text}`"
            )));
        }
        Some(other) => return Err(arguments.wrong_kind(5, other)),
    };
    let request = SubflowRequest { namespace, id, inputs: map(2)?, revision, labels: map(4)?, timeout };
    evaluation.world().subflow(&request)
}
