//! `#[derive(Task)]` and its kin: a declaration from a documented struct.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, Ident};

use crate::attributes::Arguments;
use crate::fields::Usually;
use crate::{docs, fields};

/// What the derives for the kinds of declarations differ in.
pub(crate) struct Kind {
    /// The attribute, and in Pascal case the variant of `catalog::Kind`.
    pub(crate) attribute: &'static str,
    pub(crate) variant: &'static str,
    /// The abilities where none are written.
    pub(crate) able: &'static [&'static str],
    /// Who executes it where nothing is written.
    pub(crate) execution: &'static str,
    /// When its properties are evaluated where nothing is written.
    pub(crate) usually: Usually,
}

pub(crate) fn expand(input: &DeriveInput, kind: &Kind) -> syn::Result<TokenStream> {
    let docs = docs::read(&input.attrs, &input.ident, "a declaration")?;
    let usage = || syn::Error::new(input.ident.span(), format!("write `#[{}(\"its.type.Name\", …)]`", kind.attribute));
    let settings = Arguments::of(&input.attrs, kind.attribute)?.ok_or_else(usage)?;
    let [name] = settings.texts()[..] else { return Err(usage()) };
    let words = |name: &str| -> syn::Result<Vec<TokenStream>> {
        let words =
            settings.lists(name).into_iter().flat_map(|list| list.texts().into_iter().map(move |text| (list, text)));
        words
            .map(|(list, text)| {
                let available = list.available()?;
                Ok(quote! { ::catalog::Word { text: #text, doc: "", available: #available } })
            })
            .collect()
    };
    let (aliases, checks) = (words("was")?, words("checks")?);
    let able: Vec<_> = match settings.lists("able").first() {
        Some(list) => list.values.iter().map(|ability| quote! { #ability }).collect(),
        None => {
            kind.able.iter().map(|ability| Ident::new(ability, input.ident.span())).map(|it| quote! { #it }).collect()
        }
    };
    let texts = |name: &str| {
        settings.lists(name).into_iter().flat_map(|list| list.texts().into_iter().cloned()).collect::<Vec<_>>()
    };
    let (supers, without, layouts) = (texts("supers"), texts("without"), texts("layouts"));
    let outputs = match (settings.get("outputs"), settings.get("depends")) {
        (Some(record), None) => quote! { ::catalog::Outputs::Fields(<#record as ::catalog::typed::Object>::RECORD) },
        (None, Some(rule)) => quote! { ::catalog::Outputs::Depends(#rule) },
        (None, None) => quote! { ::catalog::Outputs::Nothing },
        (Some(record), Some(_)) => return Err(syn::Error::new_spanned(record, "either `outputs` or `depends`")),
    };
    let form = settings.get("form").map_or_else(|| quote! { ::catalog::Form::Run }, |form| quote! { #form });
    let execution =
        ["engine", "behaviour", "elsewhere"].into_iter().find(|word| settings.has(word)).unwrap_or(kind.execution);
    let execution = Ident::new(&pascal(execution), input.ident.span());
    let effects = if settings.has("pure") {
        quote! { Pure }
    } else {
        quote! { World }
    };
    let artifact = settings.get("artifact").map_or_else(|| quote! { "core" }, |artifact| quote! { #artifact });
    let internal = settings.has("internal");
    let available = settings.available()?;
    let deprecated = Arguments::deprecated(settings.lists("obsolete").first().copied())?;
    let variant = Ident::new(kind.variant, input.ident.span());
    let (summary, doc) = (docs.summary, docs.text);
    let ident = &input.ident;
    let implement = fields::implement(input, kind.usually)?;
    Ok(quote! {
        #implement

        impl ::catalog::typed::Declared for #ident {
            const DECLARATION: &'static ::catalog::Declaration = &::catalog::Declaration {
                name: #name,
                aliases: &[#(#aliases),*],
                kind: ::catalog::Kind::#variant,
                summary: #summary,
                doc: #doc,
                properties: <Self as ::catalog::typed::Fields>::FIELDS,
                without: &[#(#without),*],
                common: ::catalog::common::of(::catalog::Kind::#variant),
                outputs: #outputs,
                form: #form,
                execution: ::catalog::Execution::#execution,
                effects: ::plan::step::Effects::#effects,
                abilities: &[#(::catalog::Ability::#able),*],
                supers: &[#(#supers),*],
                checks: &[#(#checks),*],
                layouts: &[#(#layouts),*],
                internal: #internal,
                deprecated: #deprecated,
                available: #available,
                origin: ::catalog::Origin::here(#artifact),
            };
        }
    })
}

fn pascal(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
