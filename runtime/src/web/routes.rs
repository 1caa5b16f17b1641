//! Everything the server answers, in one table: router, suggestions and API reference derive from it.

use http::Method;

use super::route::{Door, Route};
use super::{api, assets, operation, pages};

/// A row of the table.
macro_rules! routes {
    ($($method:ident $door:ident $path:literal => $($handler:ident)::+, $doc:literal;)*) => {
        &[$(Route {
            method: Method::$method,
            path: $path,
            door: Door::$door,
            doc: $doc,
            handler: |context, request| Box::pin($($handler)::+(context, request)),
        }),*]
    };
}

/// All routes.
pub static ROUTES: &[Route] = routes! {
    GET Page "/" => pages::catalogue::page, "The catalogue of apps";
    GET Page "/apps/{namespace}/{id}" => pages::catalogue::page, "An app's first page";
    GET Operation "/assets/{version}/{name}" => assets::get, "A style sheet, script or picture of the pages";
    GET Operation "/health" => operation::health, "Whether the server is alive";
    GET Operation "/ready" => operation::ready, "Whether the server takes requests";
    GET Operation "/ping" => operation::ping, "Answers `pong`";
    GET Instance "/configs" => api::configuration::get, "What the server is and can do";
};
