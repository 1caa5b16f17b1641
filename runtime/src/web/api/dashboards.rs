//! Dashboards, which consoles ask for when they start: there are none here.

use std::sync::Arc;

use serde_json::Value;

use super::paging::{Paging, paged};
use crate::web::context::Context;
use crate::web::request::Request;
use crate::web::response::Answer;

/// `GET /dashboards`.
pub async fn list(_: Arc<Context>, request: Request) -> Answer {
    Paging::read(&request.query)?;
    Ok(paged(&Vec::<Value>::new(), 0))
}
