//! The catalogue of apps.

use std::sync::Arc;

use minijinja::context;

use crate::web::context::Context;
use crate::web::request::Request;
use crate::web::response::{Answer, html};

/// `GET /`.
pub async fn page(context: Arc<Context>, _: Request) -> Answer {
    Ok(html(context.templates.render("problem.html", &context! { title => "Apps", message => "Nothing here." })?))
}
