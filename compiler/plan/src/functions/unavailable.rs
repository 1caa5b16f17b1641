//! What is registered and can never work: `i18n` and `parent`.

use crate::Value;
use crate::evaluate::{Arguments, Error, Evaluation};
use crate::function::{Example, Extra, Form, Function, Parameter, Purity};
use crate::types::Kind;

/// `i18n(bundle, key)`.
pub(super) static I18N: Function = Function {
    parameters: &[
        Parameter::optional("bundle", Kind::ANY, "", "A bundle of Java resources."),
        Parameter::optional("key", Kind::ANY, "", "A key in it."),
        Parameter::optional("params", Kind::ANY, "", "What is put into the text."),
    ],
    extra: Extra::Ignored,
    deprecated: Some("there are no translations to look up"),
    examples: &[Example { template: "{% if false %}{{ i18n('messages', 'hello') }}{% endif %}", result: "" }],
    purity: Purity::World,
    ..Function::new(Form::Function, "i18n", "Always fails: there are no translations.", i18n)
};

/// `parent()`.
pub(super) static PARENT: Function = Function {
    extra: Extra::Ignored,
    deprecated: Some("templates cannot extend others here"),
    examples: &[Example { template: "{% if false %}{{ parent() }}{% endif %}", result: "" }],
    purity: Purity::World,
    ..Function::new(Form::Function, "parent", "Always fails: templates cannot extend others.", parent)
};

fn i18n(_: &Arguments<'_>, _: &mut Evaluation<'_>) -> Result<Value, Error> {
    Err(Error::new("`i18n` looks up translations, and there are none"))
}

fn parent(_: &Arguments<'_>, _: &mut Evaluation<'_>) -> Result<Value, Error> {
    Err(Error::new("`parent` belongs to templates that extend others, and there are none"))
}
