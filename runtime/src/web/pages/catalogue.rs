//! The catalogue of apps: `/`.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;
use minijinja::context;
use minijinja::value::Serde;
use plan::App;
use plan::app::{Access, Listing};
use serde::Serialize;

use crate::web::apps::availability::Availability;
use crate::web::context::Context;
use crate::web::guard::opens;
use crate::web::request::Request;
use crate::web::response::{Answer, html};

/// An app as the catalogue shows it.
#[derive(Debug, Serialize)]
struct Tile {
    name: String,
    description: Option<String>,
    address: String,
    tags: Vec<String>,
    private: bool,
    initial: String,
    /// One of a few colours, always the same for an app.
    hue: u32,
    /// What the search looks in, in lower case.
    words: String,
}

/// How many colours there are.
const HUES: u32 = 6;

/// `GET /?q=words&tag=name`.
pub async fn page(context: Arc<Context>, request: Request) -> Answer {
    let now = Timestamp::now();
    let apps = context.engine.registry().apps();
    let listed: Vec<&App> = apps
        .iter()
        .map(|app| &**app)
        .filter(|app| app.listing == Listing::Listed && Availability::of(app, now) == Availability::Open)
        .filter(|app| opens(&app.access, &request.caller.identity))
        .collect();
    let tags: BTreeSet<String> = listed.iter().flat_map(|app| &app.tags).map(ToString::to_string).collect();
    let query = request.query.get("q").unwrap_or_default();
    let tag = request.query.given("tag");
    let words: Vec<String> = query.split_whitespace().map(str::to_lowercase).collect();
    let mut tiles: Vec<Tile> = listed
        .iter()
        .filter(|app| tag.is_none_or(|tag| app.tags.iter().any(|other| **other == *tag)))
        .map(|app| tile(&context, app))
        .filter(|tile| words.iter().all(|word| tile.words.contains(word)))
        .collect();
    tiles.sort_by_key(|a| a.name.to_lowercase());
    let values = context! { title => "Apps", query, tag, tags, apps => minijinja::Value::from(Serde(&tiles)) };
    Ok(html(context.templates.render("catalogue.html", &values)?))
}

fn tile(context: &Context, app: &App) -> Tile {
    let name = app.display_name.as_deref().unwrap_or(&app.name.id).to_owned();
    let description = app.description.as_deref().map(|text| text.trim().to_owned());
    let tags: Vec<String> = app.tags.iter().map(ToString::to_string).collect();
    let words =
        format!("{name} {} {} {}", description.as_deref().unwrap_or_default(), tags.join(" "), app.name).to_lowercase();
    let initial = name.chars().find(|letter| letter.is_alphanumeric()).map(|letter| letter.to_uppercase().collect());
    let hue = app.name.id.bytes().fold(7, |hash: u32, byte| hash.wrapping_mul(31).wrapping_add(byte.into())) % HUES;
    Tile {
        description,
        address: context.links.app(&app.name),
        private: matches!(app.access, Access::Private { .. }),
        initial: initial.unwrap_or_else(|| "·".to_owned()),
        hue,
        words,
        tags,
        name,
    }
}
