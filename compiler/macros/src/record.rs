//! `#[derive(Record)]` and `#[derive(Choice)]`: nested objects, objects told apart by a tag, enumerations.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DataEnum, DeriveInput, Fields};

use crate::attributes::{self, Arguments};
use crate::fields::Usually;
use crate::{docs, fields};

/// A struct is an object with these keys; an enum is one of several objects that a tag tells apart.
pub(crate) fn record(input: &DeriveInput) -> syn::Result<TokenStream> {
    docs::read(&input.attrs, &input.ident, "a record")?;
    match &input.data {
        Data::Enum(data) => tagged(input, data),
        Data::Struct(_) | Data::Union(_) => plain(input),
    }
}

fn plain(input: &DeriveInput) -> syn::Result<TokenStream> {
    let settings = Arguments::of(&input.attrs, "record")?.unwrap_or_default();
    let ident = &input.ident;
    let name = name(input, &settings);
    let openness = if settings.has("open") {
        quote! { Open }
    } else {
        quote! { Closed }
    };
    let implement = fields::implement(input, Usually::Fixed)?;
    let writes = fields::of(input)?.into_iter().map(|field| {
        let (ident, name) = (&field.ident, fields::name(field)?);
        Ok(quote! { ::catalog::typed::put(&mut entries, #name, self.#ident); })
    });
    let writes = writes.collect::<syn::Result<Vec<_>>>()?;
    let entries = if writes.is_empty() {
        quote! { entries }
    } else {
        quote! { mut entries }
    };
    let first = fields::of(input)?.first().map(|field| fields::name(field)).transpose()?.unwrap_or_default();
    let (from, whole) = match settings.get("from") {
        Some(from) => (
            quote! { ::core::option::Option::Some(<#from as ::catalog::typed::Typed>::TYPE) },
            quote! { let value = ::catalog::typed::wrapped(value, #first); },
        ),
        None => (quote! { ::core::option::Option::None }, quote! {}),
    };
    Ok(quote! {
        #implement

        impl ::catalog::typed::Object for #ident {
            const RECORD: &'static ::catalog::Record = &::catalog::Record::new(#name, ::catalog::Body {
                openness: ::catalog::Openness::#openness,
                from: #from,
                ..::catalog::Body::of(<Self as ::catalog::typed::Fields>::FIELDS)
            });
        }

        impl ::catalog::typed::Typed for #ident {
            const TYPE: ::catalog::FieldType = ::catalog::FieldType::Record(<Self as ::catalog::typed::Object>::RECORD);

            fn from_value(value: ::plan::Value) -> ::core::result::Result<Self, ::catalog::typed::Mismatch> {
                #whole
                <Self as ::catalog::typed::Fields>::from_arguments(&*::catalog::typed::map(&value)?)
            }

            fn into_value(self) -> ::plan::Value {
                let #entries = ::plan::value::Map::default();
                #(#writes)*
                ::plan::Value::Map(::std::sync::Arc::new(entries))
            }
        }
    })
}

fn tagged(input: &DeriveInput, data: &DataEnum) -> syn::Result<TokenStream> {
    let settings = Arguments::of(&input.attrs, "record")?.unwrap_or_default();
    let ident = &input.ident;
    let name = name(input, &settings);
    let tag = settings.get("tag").map_or_else(|| quote! { "type" }, |tag| quote! { #tag });
    let mut cases = Vec::new();
    let mut reads = Vec::new();
    let mut writes = Vec::new();
    for variant in &data.variants {
        let Fields::Unnamed(inner) = &variant.fields else {
            return Err(syn::Error::new_spanned(variant, "a variant holds one record"));
        };
        let inner = &inner.unnamed[0].ty;
        let doc = docs::read(&variant.attrs, variant, "a variant")?.text;
        let (case, value, available) =
            (&variant.ident, value(&variant.attrs, &variant.ident)?, available(&variant.attrs)?);
        cases.push(quote! {
            ::catalog::Variant { value: #value, doc: #doc, record: <#inner as ::catalog::typed::Object>::RECORD, available: #available }
        });
        reads.push(quote! { #value => <#inner as ::catalog::typed::Typed>::from_value(value).map(Self::#case), });
        writes.push(quote! { Self::#case(inner) => ::catalog::typed::Typed::into_value(inner), });
    }
    let default = match settings.get("default") {
        Some(inner) => quote! { ::core::option::Option::Some(<#inner as ::catalog::typed::Object>::RECORD) },
        None => quote! { ::core::option::Option::None },
    };
    let common = settings
        .get("common")
        .map_or_else(|| quote! { &[] }, |inner| quote! { <#inner as ::catalog::typed::Fields>::FIELDS });
    let values =
        data.variants.iter().map(|variant| value(&variant.attrs, &variant.ident)).collect::<syn::Result<Vec<_>>>()?;
    let expected = format!("must be {}", one_of(&values));
    Ok(quote! {
        impl ::catalog::typed::Object for #ident {
            const RECORD: &'static ::catalog::Record = &::catalog::Record::new(#name, ::catalog::Body {
                variants: ::core::option::Option::Some(::catalog::Variants { tag: #tag, cases: &[#(#cases),*], default: #default }),
                is_abstract: true,
                ..::catalog::Body::of(#common)
            });
        }

        impl ::catalog::typed::Typed for #ident {
            const TYPE: ::catalog::FieldType = ::catalog::FieldType::Record(<Self as ::catalog::typed::Object>::RECORD);

            fn from_value(value: ::plan::Value) -> ::core::result::Result<Self, ::catalog::typed::Mismatch> {
                let entries = ::catalog::typed::map(&value)?;
                let tag = entries.get(#tag).cloned().unwrap_or_default();
                match tag.as_str().unwrap_or_default() {
                    #(#reads)*
                    _ => ::core::result::Result::Err(::catalog::typed::Mismatch::new(#expected, &tag).within(#tag)),
                }
            }

            fn into_value(self) -> ::plan::Value {
                match self { #(#writes)* }
            }
        }
    })
}

/// An enum of units is one of several texts.
pub(crate) fn choice(input: &DeriveInput) -> syn::Result<TokenStream> {
    docs::read(&input.attrs, &input.ident, "an enumeration")?;
    let Data::Enum(data) = &input.data else { return Err(syn::Error::new_spanned(&input.ident, "declare an enum")) };
    let settings = Arguments::of(&input.attrs, "record")?.unwrap_or_default();
    let (ident, name) = (&input.ident, name(input, &settings));
    let mut words = Vec::new();
    let mut texts = Vec::new();
    let cases: Vec<_> = data.variants.iter().map(|variant| &variant.ident).collect();
    for variant in &data.variants {
        let doc = docs::read(&variant.attrs, variant, "a value")?.text;
        let (text, available) = (value(&variant.attrs, &variant.ident)?, available(&variant.attrs)?);
        words.push(quote! { ::catalog::Word { text: #text, doc: #doc, available: #available } });
        texts.push(text);
    }
    let expected = format!("must be {}", one_of(&texts));
    Ok(quote! {
        impl #ident {
            /// As it is written.
            pub const fn text(self) -> &'static str {
                match self { #(Self::#cases => #texts),* }
            }
        }

        impl ::catalog::typed::Typed for #ident {
            const TYPE: ::catalog::FieldType = ::catalog::FieldType::Enumeration(&::catalog::Enumeration {
                name: #name,
                values: &[#(#words),*],
                aliases: &[],
                custom: ::core::option::Option::None,
            });

            fn from_value(value: ::plan::Value) -> ::core::result::Result<Self, ::catalog::typed::Mismatch> {
                match value.as_str().unwrap_or_default() {
                    #(#texts => ::core::result::Result::Ok(Self::#cases),)*
                    _ => ::core::result::Result::Err(::catalog::typed::Mismatch::new(#expected, &value)),
                }
            }

            fn into_value(self) -> ::plan::Value {
                ::plan::Value::text(self.text())
            }
        }
    })
}

fn name(input: &DeriveInput, settings: &Arguments) -> TokenStream {
    let ident = input.ident.to_string();
    settings.texts().first().map_or_else(|| quote! { #ident }, |name| quote! { #name })
}

/// What a variant is written as: its `#[name("…")]`, else its name in capitals.
fn value(attributes: &[syn::Attribute], ident: &syn::Ident) -> syn::Result<String> {
    let named = Arguments::of(attributes, "name")?;
    match named.as_ref().and_then(|named| named.values.first()) {
        Some(syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. })) => Ok(text.value()),
        _ => Ok(attributes::screaming(&ident.to_string())),
    }
}

fn available(attributes: &[syn::Attribute]) -> syn::Result<TokenStream> {
    Arguments::of(attributes, "versions")?.unwrap_or_default().available()
}

fn one_of(values: &[String]) -> String {
    let quoted: Vec<_> = values.iter().map(|value| format!("`{value}`")).collect();
    match quoted.as_slice() {
        [rest @ .., last] if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}
