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
    GET Page "/apps/{namespace}/{id}" => pages::app::open::get, "An app's form";
    POST Page "/apps/{namespace}/{id}" => pages::app::open::post, "Begins an execution with the form's values";
    POST Page "/apps/{namespace}/{id}/evaluate" => pages::app::evaluate::open, "The form's fields while it is filled";
    GET Page "/apps/{namespace}/{id}/{session}" => pages::app::session::get, "The page of an execution";
    POST Page "/apps/{namespace}/{id}/{session}/resume" => pages::app::session::resume, "Goes on with a paused execution";
    POST Page "/apps/{namespace}/{id}/{session}/cancel" => pages::app::session::cancel, "Stops an execution";
    POST Page "/apps/{namespace}/{id}/{session}/evaluate" => pages::app::evaluate::paused, "The fields of a pause's form while it is filled";
    GET Page "/apps/{namespace}/{id}/{session}/events" => pages::app::events::get, "What changes on the page of an execution, as it changes";
    GET Page "/apps/{namespace}/{id}/{session}/file" => pages::app::files::download, "A file of an execution";
    GET Page "/apps/{namespace}/{id}/{session}/preview" => pages::app::files::preview, "The beginning of a file of an execution";
    GET Page "/apps/{namespace}/{id}/{session}/logs" => pages::app::files::logs, "The log of an execution as text";
    GET Operation "/assets/{version}/{name}" => assets::get, "A style sheet, script or picture of the pages";
    GET Operation "/health" => operation::health, "Whether the server is alive";
    GET Operation "/ready" => operation::ready, "Whether the server takes requests";
    GET Operation "/ping" => operation::ping, "Answers `pong`";
    GET Instance "/configs" => api::configuration::get, "What the server is and can do";
};
