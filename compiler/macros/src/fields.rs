//! The fields of a declared struct: their facts, how they are read and written.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Data, DeriveInput, Expr, ExprLit, Fields, Lit};

use crate::attributes::{self, Arguments};
use crate::docs;

/// What a field is when nothing says when it is rendered.
#[derive(Clone, Copy)]
pub(crate) enum Usually {
    /// Literal.
    Fixed,
    /// A value or an expression.
    Property,
}

/// The `impl Fields` of a struct.
pub(crate) fn implement(input: &DeriveInput, usually: Usually) -> syn::Result<TokenStream> {
    let fields = of(input)?;
    let ident = &input.ident;
    let count = fields.len();
    let facts = fields.iter().map(|field| fact(field, usually)).collect::<syn::Result<Vec<_>>>()?;
    let reads = fields.iter().enumerate().map(|(at, field)| {
        let name = &field.ident;
        quote! { #name: ::catalog::typed::take(arguments, &<Self as ::catalog::typed::Fields>::FIELDS[#at])? }
    });
    let arguments = if count == 0 {
        quote! { _ }
    } else {
        quote! { arguments }
    };
    Ok(quote! {
        impl ::catalog::typed::Fields for #ident {
            const FIELDS: &'static [::catalog::Field] = &[#(#facts),*];

            fn from_arguments(#arguments: &::plan::value::Map) -> ::core::result::Result<Self, ::catalog::typed::Mismatch> {
                ::core::result::Result::Ok(Self { #(#reads),* })
            }
        }
    })
}

/// The named fields of a struct, none for a unit struct.
pub(crate) fn of(input: &DeriveInput) -> syn::Result<Vec<&syn::Field>> {
    match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => Ok(fields.named.iter().collect()),
            Fields::Unit => Ok(Vec::new()),
            Fields::Unnamed(fields) => Err(syn::Error::new_spanned(fields, "fields need names: they are the keys")),
        },
        Data::Enum(_) | Data::Union(_) => Err(syn::Error::new_spanned(&input.ident, "declare a struct")),
    }
}

/// The name a field has in YAML.
pub(crate) fn name(field: &syn::Field) -> syn::Result<String> {
    if let Some(arguments) = Arguments::of(&field.attrs, "name")? {
        if let [Expr::Lit(ExprLit { lit: Lit::Str(text), .. })] = arguments.texts().as_slice() {
            return Ok(text.value());
        }
        return Err(syn::Error::new_spanned(field, "write `#[name(\"…\")]`"));
    }
    Ok(field.ident.as_ref().map(|ident| attributes::camel(&ident.to_string())).unwrap_or_default())
}

fn fact(field: &syn::Field, usually: Usually) -> syn::Result<TokenStream> {
    let name = name(field)?;
    let doc = docs::read(&field.attrs, field, "a field")?.text;
    let ty = &field.ty;
    let typed = quote_spanned! { ty.span() => <#ty as ::catalog::typed::Typed> };
    let get = |name| Arguments::of(&field.attrs, name);
    let is = |name: &str| field.attrs.iter().any(|attribute| attribute.path().is_ident(name));
    let default = match get("default")? {
        Some(arguments) => match arguments.values.as_slice() {
            [] => quote! { ::catalog::Preset::Unknown },
            [value] => {
                let literal = literal(value)?;
                quote! { ::catalog::Preset::Literal(#literal) }
            }
            _ => return Err(syn::Error::new_spanned(field, "one default")),
        },
        None => quote! { ::catalog::Preset::Absent },
    };
    let has_default = is("default");
    let dynamic = match (is("fixed"), is("rendered"), is("property"), usually) {
        (true, false, false, _) | (false, false, false, Usually::Fixed) => quote! { Fixed },
        (false, true, false, _) => quote! { Rendered },
        (false, false, true, _) | (false, false, false, Usually::Property) => quote! { Property },
        _ => return Err(syn::Error::new_spanned(field, "one of `fixed`, `rendered`, `property`")),
    };
    let aliases = get("was")?.unwrap_or_default();
    let aliases = aliases.texts();
    let versions = get("versions")?.unwrap_or_default().available()?;
    let deprecated = Arguments::deprecated(get("obsolete")?.as_ref())?;
    let size = get("size")?.unwrap_or_default();
    let option = |value: Option<&Expr>| match value {
        Some(value) => quote! { ::core::option::Option::Some(#value) },
        None => quote! { ::core::option::Option::None },
    };
    let first = |name| -> syn::Result<TokenStream> { Ok(option(get(name)?.unwrap_or_default().values.first())) };
    let float = |name| -> syn::Result<TokenStream> {
        let arguments = get(name)?.unwrap_or_default();
        Ok(match arguments.values.first() {
            Some(value) => quote! { ::core::option::Option::Some((#value) as f64) },
            None => quote! { ::core::option::Option::None },
        })
    };
    let (min, max, above) = (float("min")?, float("max")?, float("above")?);
    let (min_size, max_size) = (option(size.get("min")), option(size.get("max")));
    let (pattern, check) = (first("pattern")?, first("check")?);
    let values = get("values")?.unwrap_or_default();
    let values = values.texts();
    let (non_empty, secret, file, single) = (is("not_empty"), is("secret"), is("file"), is("single"));
    Ok(quote! {
        ::catalog::Field {
            aliases: &[#(#aliases),*],
            becomes: #typed::BECOMES,
            required: !#typed::IS_OPTIONAL && !#has_default,
            default: #default,
            dynamic: ::catalog::Dynamic::#dynamic,
            constraints: ::catalog::Constraints {
                min: #min,
                max: #max,
                above: #above,
                min_size: #min_size,
                max_size: #max_size,
                pattern: #pattern,
                non_empty: #non_empty,
                values: &[#(#values),*],
                check: #check,
                custom: #typed::CUSTOM,
            },
            traits: ::catalog::Traits { secret: #secret, internal_storage: #file, single: #single },
            deprecated: #deprecated,
            available: #versions,
            ..::catalog::Field::new(#name, #doc, #typed::TYPE)
        }
    })
}

/// A default as a `Literal`: numbers, texts, truth values, `[…]` lists, and `(("key", value), …)` maps.
fn literal(value: &Expr) -> syn::Result<TokenStream> {
    match value {
        Expr::Lit(ExprLit { lit: Lit::Bool(value), .. }) => Ok(quote! { ::catalog::Literal::Bool(#value) }),
        Expr::Lit(ExprLit { lit: Lit::Int(value), .. }) => Ok(quote! { ::catalog::Literal::Int(#value) }),
        Expr::Lit(ExprLit { lit: Lit::Float(value), .. }) => Ok(quote! { ::catalog::Literal::Float(#value) }),
        Expr::Lit(ExprLit { lit: Lit::Str(value), .. }) => Ok(quote! { ::catalog::Literal::Text(#value) }),
        Expr::Array(array) => {
            let items = array.elems.iter().map(literal).collect::<syn::Result<Vec<_>>>()?;
            Ok(quote! { ::catalog::Literal::List(&[#(#items),*]) })
        }
        Expr::Tuple(tuple) => {
            let entries = tuple.elems.iter().map(|entry| match entry {
                Expr::Tuple(pair) if pair.elems.len() == 2 => {
                    let (key, value) = (&pair.elems[0], literal(&pair.elems[1])?);
                    Ok(quote! { (#key, #value) })
                }
                other => Err(syn::Error::new_spanned(other, "an entry is `(\"key\", value)`")),
            });
            let entries = entries.collect::<syn::Result<Vec<_>>>()?;
            Ok(quote! { ::catalog::Literal::Map(&[#(#entries),*]) })
        }
        other => Err(syn::Error::new_spanned(other, "a default is a literal, a list or `((\"key\", value),)`")),
    }
}
