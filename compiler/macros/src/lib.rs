//! Derives that turn a documented struct into a declaration.

mod diagnostic;
mod docs;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// Declares a kind of diagnostic: its code comes from the struct's name and doc comment.
///
/// `struct UnknownType` becomes `unknown-type`; the first sentence of the doc comment is its summary, the
/// whole of it what `explain` shows. Implement `report::Explain` beside it.
///
/// ```ignore
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
