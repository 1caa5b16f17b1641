//! `#[derive(Diagnostic)]`: the code of a kind of mistake from its struct's name and doc comment.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, Ident, LitStr};

use crate::docs;

pub(crate) fn expand(input: &DeriveInput) -> syn::Result<TokenStream> {
    let docs = docs::read(&input.attrs, &input.ident, "a diagnostic")?;
    let settings = Settings::read(input)?;
    let (severity, group, since) = (settings.severity, settings.group, settings.since);
    let name = kebab(&input.ident.to_string());
    let (summary, doc) = (docs.summary, docs.text);
    let ident = &input.ident;
    let (generics, arguments, bounds) = input.generics.split_for_impl();
    Ok(quote! {
        impl #generics ::report::Declared for #ident #arguments #bounds {
            const CODE: &'static ::report::Code = &::report::Code {
                name: #name,
                severity: ::report::Severity::#severity,
                summary: #summary,
                doc: #doc,
                group: #group,
                since: #since,
            };
        }
    })
}

struct Settings {
    severity: Ident,
    group: LitStr,
    since: LitStr,
}

impl Settings {
    /// Reads `#[diagnostic(error, group = "references", since = "0.1")]`.
    fn read(input: &DeriveInput) -> syn::Result<Self> {
        let usage = "write `#[diagnostic(error, group = \"references\", since = \"0.1\")]`";
        let missing = || syn::Error::new(input.ident.span(), usage);
        let (mut severity, mut group, mut since) = (None, None, None);
        let attribute = input.attrs.iter().find(|it| it.path().is_ident("diagnostic")).ok_or_else(missing)?;
        attribute.parse_nested_meta(|meta| {
            let word = meta.path.require_ident()?;
            match word.to_string().as_str() {
                "error" | "warning" | "info" | "hint" => {
                    severity = Some(Ident::new(&pascal(&word.to_string()), word.span()));
                }
                "group" => group = Some(meta.value()?.parse()?),
                "since" => since = Some(meta.value()?.parse()?),
                _ => return Err(meta.error(usage)),
            }
            Ok(())
        })?;
        let read = || Some(Self { severity: severity?, group: group?, since: since? });
        read().ok_or_else(missing)
    }
}

/// `UnknownType` as `unknown-type`.
fn kebab(name: &str) -> String {
    let mut out = String::new();
    for (at, letter) in name.char_indices() {
        if letter.is_uppercase() && at > 0 {
            out.push('-');
        }
        out.extend(letter.to_lowercase());
    }
    out
}

fn pascal(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
