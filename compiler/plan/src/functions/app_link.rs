//! `appLink`.

use crate::Value;
use crate::evaluate::{Arguments, Error, Evaluation};
use crate::function::{Example, Form, Function, Parameter, Purity, Returns};
use crate::types::Kind;

/// `appLink()`.
pub(super) static FUNCTION: Function = Function {
    parameters: &[
        Parameter::optional("appId", &[Kind::Text, Kind::Null], "the only app of the flow", "The id of the app."),
        Parameter::optional(
            "baseUrl",
            Kind::BOOL,
            "false",
            "Whether the app itself is meant, not its page of this execution.",
        ),
    ],
    returns: Returns::Kinds(Kind::TEXT),
    examples: &[Example { template: "{% if false %}{{ appLink('request-form') }}{% endif %}", result: "" }],
    purity: Purity::World,
    ..Function::new(Form::Function, "appLink", "The address of an app, for mails and messages.", call)
};

fn call(arguments: &Arguments<'_>, evaluation: &mut Evaluation<'_>) -> Result<Value, Error> {
    let app = match arguments.get(0) {
        None | Some(Value::Null) => None,
        Some(_) => Some(arguments.text(0)?),
    };
    let base = match arguments.get(1) {
        None | Some(Value::Null) => false,
        Some(Value::Bool(base)) => *base,
        Some(other) => return Err(arguments.wrong_kind(1, other)),
    };
    evaluation.world().app_link(app, base).map(Value::Text)
}
