//! Derives that turn a documented struct into a declaration.
//!
//! Doc comments become the product's documentation; leaving one out is a compile error. The name of a key is
//! the field's in camel case, and it is required unless its type is an `Option` or it has a default.
//!
//! # Attributes
//!
//! On the struct, behind its type's name, in the attribute named like the derive:
//!
//! | written | meaning |
//! |---|---|
//! | `since = "1.1"`, `until = "2.0"` | the first version that has it, the first that has it no longer |
//! | `was("old.Name", until = "2.0")` | an old name |
//! | `obsolete("write … instead", since = "1.2")` | it should no longer be written |
//! | `outputs = Record`, `depends = function` | what it gives out, always or depending on what is written |
//! | `form = Form::…` | what it does to the flow of control |
//! | `engine`, `behaviour`, `elsewhere` | who executes it |
//! | `pure` | running it cannot be seen from outside |
//! | `able(Runnable, …)` | its abilities |
//! | `artifact = "…"` | the artifact of Kestra's that has it, unless the core |
//! | `checks("…")`, `supers("…")`, `without("…")`, `layouts("…")`, `internal` | as `catalog::Declaration` has them |
//!
//! On a field: `#[name("…")]` another name, `#[was("…")]` old names, `#[default(…)]`, `#[fixed]` never
//! rendered, `#[rendered]` always rendered, `#[property]` a value or an expression that gives one,
//! `#[versions(since = …, until = …)]`, `#[obsolete("…", since = …)]`, `#[secret]`, `#[file]` an address in
//! internal storage, `#[single]` one value for a list, and the checks `#[min(…)]`, `#[max(…)]`,
//! `#[above(…)]`, `#[size(min = …, max = …)]`, `#[pattern("…")]`, `#[values("…")]`, `#[not_empty]`,
//! `#[check("…")]`.

mod attributes;
mod declaration;
mod diagnostic;
mod docs;
mod fields;
mod record;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

use declaration::Kind;
use fields::Usually;

/// Declares a kind of diagnostic: its code comes from the struct's name and doc comment.
///
/// `struct UnknownType` becomes `unknown-type`; the first sentence of the doc comment is its summary, the
/// whole of it what `explain` shows. Implement `report::Explain` beside it.
///
/// ```text
/// /// A task's `type` is not in the catalogue.
/// ///
/// /// ```yaml error
/// /// tasks:
/// ///   - id: hello
/// ///     type: io.kestra.plugin.core.log.Lgo
/// /// ```
/// #[derive(Diagnostic)]
/// #[diagnostic(error, group = "references", since = "0.1")]
/// pub struct UnknownType { … }
/// ```
#[proc_macro_derive(Diagnostic, attributes(diagnostic))]
pub fn diagnostic(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    diagnostic::expand(&input).unwrap_or_else(syn::Error::into_compile_error).into()
}

/// A task that a behaviour in the runtime runs.
///
/// See [the attributes](crate#attributes).
#[proc_macro_derive(
    Task,
    attributes(
        task, name, default, fixed, rendered, property, was, versions, obsolete, size, min, max, above, pattern, check,
        values, not_empty, secret, file, single
    )
)]
pub fn task(input: TokenStream) -> TokenStream {
    declare(
        input,
        &Kind {
            attribute: "task",
            variant: "Task",
            able: &["Runnable"],
            execution: "behaviour",
            usually: Usually::Property,
        },
    )
}

/// A task that only steers: its `form` names the properties it is lowered from.
///
/// See [the attributes](crate#attributes).
#[proc_macro_derive(
    Control,
    attributes(
        control, name, default, fixed, rendered, property, was, versions, obsolete, size, min, max, above, pattern,
        check, values, not_empty, secret, file, single
    )
)]
pub fn control(input: TokenStream) -> TokenStream {
    declare(
        input,
        &Kind {
            attribute: "control",
            variant: "Task",
            able: &["Flowable"],
            execution: "engine",
            usually: Usually::Fixed,
        },
    )
}

/// What starts executions.
///
/// See [the attributes](crate#attributes).
#[proc_macro_derive(
    Trigger,
    attributes(
        trigger, name, default, fixed, rendered, property, was, versions, obsolete, size, min, max, above, pattern,
        check, values, not_empty, secret, file, single
    )
)]
pub fn trigger(input: TokenStream) -> TokenStream {
    declare(
        input,
        &Kind { attribute: "trigger", variant: "Trigger", able: &[], execution: "engine", usually: Usually::Property },
    )
}

/// A condition of a trigger.
///
/// See [the attributes](crate#attributes).
#[proc_macro_derive(
    Condition,
    attributes(
        condition, name, default, fixed, rendered, property, was, versions, obsolete, size, min, max, above, pattern,
        check, values, not_empty, secret, file, single
    )
)]
pub fn condition(input: TokenStream) -> TokenStream {
    declare(
        input,
        &Kind {
            attribute: "condition",
            variant: "Condition",
            able: &[],
            execution: "engine",
            usually: Usually::Property,
        },
    )
}

/// A part of an app's page.
///
/// See [the attributes](crate#attributes).
#[proc_macro_derive(
    Block,
    attributes(
        block, name, default, fixed, rendered, property, was, versions, obsolete, size, min, max, above, pattern,
        check, values, not_empty, secret, file, single
    )
)]
pub fn block(input: TokenStream) -> TokenStream {
    declare(
        input,
        &Kind { attribute: "block", variant: "Block", able: &[], execution: "engine", usually: Usually::Fixed },
    )
}

/// A type of input; its name is what an author writes behind `type`.
///
/// See [the attributes](crate#attributes).
#[proc_macro_derive(
    Input,
    attributes(
        input, name, default, fixed, rendered, property, was, versions, obsolete, size, min, max, above, pattern,
        check, values, not_empty, secret, file, single
    )
)]
pub fn input(input: TokenStream) -> TokenStream {
    declare(
        input,
        &Kind { attribute: "input", variant: "Input", able: &[], execution: "engine", usually: Usually::Fixed },
    )
}

/// An app's document.
///
/// See [the attributes](crate#attributes).
#[proc_macro_derive(
    App,
    attributes(
        app, name, default, fixed, rendered, property, was, versions, obsolete, size, min, max, above, pattern, check,
        values, not_empty, secret, file, single
    )
)]
pub fn app(input: TokenStream) -> TokenStream {
    declare(input, &Kind { attribute: "app", variant: "App", able: &[], execution: "engine", usually: Usually::Fixed })
}

/// A nested object: a struct with its keys, or an enum of such structs that a tag tells apart.
///
/// `#[record("class.Name", open, from = String)]` on a struct, where a value of the type `from` stands for its
/// first field, `#[record(tag = "type", default = Variant, common = Struct)]`
/// on an enum; see [the attributes](crate#attributes).
#[proc_macro_derive(
    Record,
    attributes(
        record, name, default, fixed, rendered, property, was, versions, obsolete, size, min, max, above, pattern,
        check, values, not_empty, secret, file, single
    )
)]
pub fn record(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    record::record(&input).unwrap_or_else(syn::Error::into_compile_error).into()
}

/// One of several texts, from an enum of units: `RetryFailed` is written `RETRY_FAILED` unless
/// `#[name("…")]` says otherwise.
#[proc_macro_derive(Choice, attributes(record, name, versions))]
pub fn choice(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    record::choice(&input).unwrap_or_else(syn::Error::into_compile_error).into()
}

fn declare(input: TokenStream, kind: &Kind) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    declaration::expand(&input, kind).unwrap_or_else(syn::Error::into_compile_error).into()
}
