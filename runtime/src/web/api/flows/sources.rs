//! Finding flows by what stands in their sources.

use std::sync::Arc;

use serde_json::{Value, json};

use super::super::flow_document::{Source, document};
use super::super::paging::{Paging, paged};
use super::search::order;
use crate::query::within;
use crate::registry::Card;
use crate::web::context::Context;
use crate::web::problem::Problem;
use crate::web::request::Request;
use crate::web::response::Answer;

/// How many places of one flow are shown.
const MOST_FRAGMENTS: usize = 10;

/// How many letters are shown on either side of a hit.
const AROUND: usize = 60;

/// `GET /flows/source`.
pub async fn search(context: Arc<Context>, request: Request) -> Answer {
    let paging = Paging::read(&request.query)?;
    let wanted = super::super::filters::text(&request.query);
    let namespace = super::super::filters::namespace(&request.query);
    let registry = context.engine.registry();
    let mut found = registry.cards();
    found.retain(|card| {
        request.sees(&card.name.namespace)
            && namespace.as_ref().is_none_or(|namespace| within(&card.name.namespace, namespace))
    });
    if let Some(wanted) = &wanted {
        let hit = |card: &Arc<Card>| registry.flow(&card.name).is_some_and(|it| is_hit(&it.plan.source.text, wanted));
        found.retain(hit);
    }
    found.sort_by(|a, b| order(a, b, &paging));
    let total = found.len();
    let page = paging.of(found).into_iter().filter_map(|card| registry.flow(&card.name));
    let rows = page.map(|flow| {
        let (name, source) = (&flow.plan.flow, &flow.plan.source.text);
        let wanted = wanted.as_deref().unwrap_or_default();
        // The members of 1.x beside those of 2.0.
        Ok::<_, Problem>(json!({
            "model": document(&context, &flow, Source::Left)?,
            "fragments": fragments(source, wanted),
            "namespace": &*name.namespace,
            "id": &*name.id,
            "editable": true,
            "matches": lines(source, wanted),
        }))
    });
    Ok(paged(&rows.collect::<Result<Vec<_>, _>>()?, total))
}

fn is_hit(text: &str, wanted: &str) -> bool {
    !hits(text, wanted).is_empty()
}

/// Where a text stands in another, whatever the case of ASCII letters.
fn hits(text: &str, wanted: &str) -> Vec<usize> {
    if wanted.is_empty() {
        return Vec::new();
    }
    let (text, wanted) = (text.to_ascii_lowercase(), wanted.to_ascii_lowercase());
    text.match_indices(&wanted).map(|(at, _)| at).collect()
}

/// Each hit with what stands around it, as Kestra marks it.
fn fragments(text: &str, wanted: &str) -> Vec<String> {
    let shown = |at: usize| {
        let end = at + wanted.len();
        let start = text[..at].char_indices().rev().nth(AROUND).map_or(0, |(start, _)| start);
        let stop = text[end..].char_indices().nth(AROUND).map_or(text.len(), |(stop, _)| end + stop);
        format!("{}[mark]{}[/mark]{}", &text[start..at], &text[at..end], &text[end..stop])
    };
    hits(text, wanted).into_iter().take(MOST_FRAGMENTS).map(shown).collect()
}

/// The line of each hit; both numbers count from 1.
fn lines(text: &str, wanted: &str) -> Vec<Value> {
    let place = |at: usize| {
        let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
        let line = 1 + text[..start].matches('\n').count();
        let snippet = text[start..].lines().next().unwrap_or_default();
        json!({"line": line, "column": 1 + text[start..at].chars().count(), "snippet": snippet})
    };
    hits(text, wanted).into_iter().take(MOST_FRAGMENTS).map(place).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{fragments, lines};

    #[test]
    fn hits_are_marked() {
        assert_eq!(fragments("id: Straße\nx: STRASSE", "straß"), ["id: [mark]Straß[/mark]e\nx: STRASSE"]);
        assert_eq!(fragments("aa", ""), [""; 0]);
        let expected = json!({"line": 2, "column": 4, "snippet": "b: ä x"});
        assert_eq!(lines("a: 1\nb: ä x\n", "Ä"), [""; 0]);
        assert_eq!(lines("a: 1\nb: ä x\n", "ä"), [expected]);
    }
}
