//! The attributes of declared structs, fields and values.

use proc_macro2::TokenStream;
use quote::quote;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, LitStr, Token};

/// The arguments of an attribute: literals first, then `key = value`, then `word`.
#[derive(Default)]
pub(crate) struct Arguments {
    pub(crate) values: Vec<Expr>,
    pub(crate) named: Vec<(String, Expr)>,
    pub(crate) lists: Vec<(String, Arguments)>,
}

impl Parse for Arguments {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let mut out = Self::default();
        let items = Punctuated::<Item, Token![,]>::parse_terminated(input)?;
        for item in items {
            match item {
                Item::Value(value) => out.values.push(value),
                Item::Named(name, value) => out.named.push((name, value)),
                Item::List(name, list) => out.lists.push((name, list)),
            }
        }
        Ok(out)
    }
}

enum Item {
    Value(Expr),
    Named(String, Expr),
    List(String, Arguments),
}

impl Parse for Item {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        if input.peek(syn::Ident) && input.peek2(Token![=]) && !input.peek2(Token![==]) {
            let name: syn::Ident = input.parse()?;
            input.parse::<Token![=]>()?;
            return Ok(Self::Named(name.to_string(), input.parse()?));
        }
        if input.peek(syn::Ident) && input.peek2(syn::token::Paren) {
            let name: syn::Ident = input.parse()?;
            let inner;
            syn::parenthesized!(inner in input);
            return Ok(Self::List(name.to_string(), inner.parse()?));
        }
        Ok(Self::Value(input.parse()?))
    }
}

impl Arguments {
    /// The arguments of the attribute with this name; empty where it stands without any.
    pub(crate) fn of(attributes: &[Attribute], name: &str) -> syn::Result<Option<Self>> {
        let Some(attribute) = attributes.iter().find(|attribute| attribute.path().is_ident(name)) else {
            return Ok(None);
        };
        match &attribute.meta {
            syn::Meta::Path(_) => Ok(Some(Self::default())),
            syn::Meta::List(list) => list.parse_args().map(Some),
            syn::Meta::NameValue(pair) => Err(syn::Error::new_spanned(pair, "write the value in parentheses")),
        }
    }

    /// The arguments in parentheses behind a name, once for each time it stands there.
    pub(crate) fn lists(&self, name: &str) -> Vec<&Self> {
        self.lists.iter().filter(|(known, _)| known == name).map(|(_, list)| list).collect()
    }

    /// The value behind a name.
    pub(crate) fn get(&self, name: &str) -> Option<&Expr> {
        self.named.iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    /// Whether a word stands there.
    pub(crate) fn has(&self, word: &str) -> bool {
        self.values.iter().any(|value| matches!(value, Expr::Path(path) if path.path.is_ident(word)))
    }

    /// The texts that stand there.
    pub(crate) fn texts(&self) -> Vec<&Expr> {
        self.values.iter().filter(|value| matches!(value, Expr::Lit(_))).collect()
    }

    /// `Available` from `since` and `until`.
    pub(crate) fn available(&self) -> syn::Result<TokenStream> {
        let since = version(self.get("since"))?;
        let until = version(self.get("until"))?;
        Ok(quote! { ::catalog::Available { since: #since, until: #until } })
    }

    /// `Option<Deprecated>` from `"what to write instead", since = "1.2"`.
    pub(crate) fn deprecated(arguments: Option<&Self>) -> syn::Result<TokenStream> {
        let Some(arguments) = arguments else { return Ok(quote! { ::core::option::Option::None }) };
        let since = version(arguments.get("since"))?;
        let instead = match arguments.texts().first() {
            Some(text) => quote! { ::core::option::Option::Some(#text) },
            None => quote! { ::core::option::Option::None },
        };
        Ok(quote! { ::core::option::Option::Some(::catalog::Deprecated { since: #since, instead: #instead }) })
    }
}

/// `Option<Version>` from `"1.2"`.
fn version(text: Option<&Expr>) -> syn::Result<TokenStream> {
    let Some(text) = text else { return Ok(quote! { ::core::option::Option::None }) };
    let wrong = || syn::Error::new_spanned(text, "write a version as `\"1.2\"`");
    let literal: LitStr = syn::parse2(quote! { #text })?;
    let value = literal.value();
    let (major, minor) = value.split_once('.').ok_or_else(wrong)?;
    let major: u8 = major.parse().map_err(|_| wrong())?;
    let minor: u8 = minor.parse().map_err(|_| wrong())?;
    Ok(quote! { ::core::option::Option::Some(::plan::dialect::Version::new(#major, #minor)) })
}

/// `snake_case` as `camelCase`.
pub(crate) fn camel(name: &str) -> String {
    let mut out = String::new();
    let mut rises = false;
    for letter in name.trim_start_matches("r#").chars() {
        match letter {
            '_' => rises = true,
            letter if rises => {
                out.extend(letter.to_uppercase());
                rises = false;
            }
            letter => out.push(letter),
        }
    }
    out
}

/// `PascalCase` as `SCREAMING_SNAKE_CASE`.
pub(crate) fn screaming(name: &str) -> String {
    let mut out = String::new();
    for (at, letter) in name.char_indices() {
        if letter.is_uppercase() && at > 0 {
            out.push('_');
        }
        out.extend(letter.to_uppercase());
    }
    out
}
