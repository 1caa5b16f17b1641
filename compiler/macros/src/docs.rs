//! Reading doc comments: they become the product's documentation.

use syn::spanned::Spanned;
use syn::{Attribute, Expr, ExprLit, Lit, Meta};

/// A doc comment, as Markdown.
pub(crate) struct Docs {
    /// The whole text, without the space after the slashes.
    pub(crate) text: String,
    /// The first paragraph on one line, without its full stop.
    pub(crate) summary: String,
}

/// The doc comment of an item.
///
/// # Errors
///
/// Where there is none: an author meets it as hover text and documentation.
pub(crate) fn read(attributes: &[Attribute], item: &impl Spanned, what: &str) -> syn::Result<Docs> {
    let lines: Vec<String> = attributes.iter().filter_map(line).collect();
    let text = lines.iter().map(|line| line.strip_prefix(' ').unwrap_or(line)).collect::<Vec<_>>().join("\n");
    let text = text.trim().to_owned();
    if text.is_empty() {
        return Err(syn::Error::new(item.span(), format!("{what} needs a doc comment: authors read it")));
    }
    let first = text.split("\n\n").next().unwrap_or_default().lines().map(str::trim).collect::<Vec<_>>().join(" ");
    let summary = first.strip_suffix('.').unwrap_or(&first).to_owned();
    Ok(Docs { text, summary })
}

fn line(attribute: &Attribute) -> Option<String> {
    let Meta::NameValue(pair) = &attribute.meta else { return None };
    match &pair.value {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) if pair.path.is_ident("doc") => Some(text.value()),
        _ => None,
    }
}
