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
    GET Page "/ui" => pages::console::start, "The console";
    GET Page "/ui/executions" => pages::console::executions::page, "The list of executions";
    GET Page "/ui/executions/{namespace}/{flow}/{execution}" => pages::console::execution::page, "An execution in the console";
    GET Page "/ui/executions/{namespace}/{flow}/{execution}/events" => pages::console::execution::events, "What changes on the page of an execution in the console";
    GET Page "/ui/executions/{namespace}/{flow}/{execution}/file" => pages::console::execution::file, "A file of an execution, from the console";
    GET Page "/ui/executions/{namespace}/{flow}/{execution}/preview" => pages::console::execution::preview, "The beginning of a file of an execution, in the console";
    POST Page "/ui/executions/{namespace}/{flow}/{execution}/resume" => pages::console::execution::resume, "Goes on with a paused execution, from the console";
    POST Page "/ui/executions/{namespace}/{flow}/{execution}/kill" => pages::console::execution::kill, "Stops an execution, from the console";
    POST Page "/ui/executions/{namespace}/{flow}/{execution}/restart" => pages::console::execution::restart, "Begins an ended execution again, from the console";
    POST Page "/ui/executions/{namespace}/{flow}/{execution}/replay" => pages::console::execution::replay, "Repeats an execution, from the console";
    GET Page "/ui/flows" => pages::console::flows::page, "The list of flows";
    GET Page "/ui/flows/{namespace}/{flow}" => pages::console::flow::page, "A flow in the console";
    POST Page "/ui/flows/{namespace}/{flow}/execute" => pages::console::flow::execute, "Runs a flow, from the console";
    POST Page "/ui/flows/{namespace}/{flow}/evaluate" => pages::console::flow::evaluate, "The fields of a flow's form while it is filled";
    GET Operation "/assets/{version}/{name}" => assets::get, "A style sheet, script or picture of the pages";
    GET Operation "/health" => operation::health, "Whether the server is alive";
    GET Operation "/ready" => operation::ready, "Whether the server takes requests";
    GET Operation "/ping" => operation::ping, "Answers `pong`";
    GET Instance "/configs" => api::configuration::get, "What the server is and can do";
    GET Instance "/openapi.json" => api::openapi::get, "This reference";

    POST Api "/flows" => api::flows::deploy::create, "Deploys a flow that is not there yet";
    POST Api "/flows/validate" => api::flows::validate::flows, "What the compiler says of some sources";
    POST Api "/flows/validate/task" => api::flows::validate::part, "What the compiler says of one task";
    POST Api "/flows/validate/trigger" => api::flows::validate::part, "What the compiler says of one trigger";
    GET Api "/flows/search" => api::flows::search::search, "Finds flows";
    POST Api "/flows/bulk" => api::flows::deploy::bulk, "Deploys several flows";
    GET Api "/flows/distinct-namespaces" => api::flows::namespaces, "The namespaces that hold flows";
    GET Api "/flows/{namespace}" => api::flows::list, "The flows of a namespace";
    POST Api "/flows/{namespace}" => api::flows::deploy::namespace, "Deploys the whole content of a namespace";
    GET Api "/flows/{namespace}/{id}" => api::flows::get, "A flow, with its source where asked for";
    PUT Api "/flows/{namespace}/{id}" => api::flows::deploy::update, "Deploys a new revision of a flow";
    DELETE Api "/flows/{namespace}/{id}" => api::flows::delete, "Takes a flow away";
    GET Api "/flows/{namespace}/{id}/revisions" => api::flows::revisions, "All revisions of a flow, oldest first";
    GET Api "/flows/{namespace}/{id}/tasks/{taskId}" => api::flows::task, "A task of a flow as it was written";

    GET Api "/executions" => api::executions::search::of_flow, "The executions of one flow";
    GET Api "/executions/search" => api::executions::search::search, "Finds executions";
    POST Api "/executions/{namespace}/{id}" => api::executions::create::create, "Creates an execution";
    POST Api "/executions/trigger/{namespace}/{id}" => api::executions::create::create, "Creates an execution, by an older path";
    GET Api "/executions/webhook/{namespace}/{id}/{key}" => api::executions::webhook::call, "Calls the webhook of a flow";
    GET Api "/executions/webhook/{namespace}/{id}/{key}/{*path}" => api::executions::webhook::call, "Calls the webhook of a flow, with a path of its own";
    POST Api "/executions/webhook/{namespace}/{id}/{key}" => api::executions::webhook::call, "Calls the webhook of a flow";
    POST Api "/executions/webhook/{namespace}/{id}/{key}/{*path}" => api::executions::webhook::call, "Calls the webhook of a flow, with a path of its own";
    PUT Api "/executions/webhook/{namespace}/{id}/{key}" => api::executions::webhook::call, "Calls the webhook of a flow";
    PUT Api "/executions/webhook/{namespace}/{id}/{key}/{*path}" => api::executions::webhook::call, "Calls the webhook of a flow, with a path of its own";
    GET Api "/executions/{executionId}" => api::executions::get, "An execution";
    DELETE Api "/executions/{executionId}" => api::executions::delete, "Forgets an execution";
    GET Api "/executions/{executionId}/follow" => api::executions::follow::follow, "An execution as it changes, as events";
    GET Api "/executions/{executionId}/flow" => api::executions::actions::flow, "The flow of an execution in its revision";
    GET Api "/executions/{executionId}/file" => api::executions::files::download, "A file of an execution";
    GET Api "/executions/{executionId}/file/metas" => api::executions::files::metas, "The size of a file of an execution";
    DELETE Api "/executions/{executionId}/kill" => api::executions::actions::kill, "Stops an execution";
    POST Api "/executions/{executionId}/pause" => api::executions::actions::pause, "Pauses an execution";
    POST Api "/executions/{executionId}/resume" => api::executions::actions::resume, "Goes on with a paused execution";
    POST Api "/executions/{executionId}/restart" => api::executions::actions::restart, "Begins an ended execution again at what failed";
    POST Api "/executions/{executionId}/replay" => api::executions::actions::replay, "Repeats an execution as a new one";
    POST Api "/executions/{executionId}/replay-with-inputs" => api::executions::actions::replay_with_inputs, "Repeats an execution with other inputs";
    POST Api "/executions/{executionId}/labels" => api::executions::actions::labels, "Adds labels to an ended execution";
    POST Api "/executions/{executionId}/change-status" => api::executions::actions::change_status, "Gives an ended execution another end";
    POST Api "/executions/{executionId}/state" => api::executions::actions::task_state, "Gives a task run another state and goes on";
    POST Api "/executions/{executionId}/force-run" => api::executions::actions::force_run, "Begins an execution that waits";
    POST Api "/executions/{executionId}/unqueue" => api::executions::actions::unqueue, "Takes an execution out of its queue";
    POST Api "/executions/{executionId}/eval" => api::executions::actions::evaluate, "An expression as an execution sees it";
    POST Api "/executions/{executionId}/eval/{taskRunId}" => api::executions::actions::evaluate, "An expression as a task run sees it";
    DELETE Api "/executions/{executionId}/actions/kill" => api::executions::actions::kill, "Stops an execution, in the way of 2.0";
    POST Api "/executions/{executionId}/actions/pause" => api::executions::actions::pause, "Pauses an execution, in the way of 2.0";
    POST Api "/executions/{executionId}/actions/resume" => api::executions::actions::resume, "Goes on with a paused execution, in the way of 2.0";
    POST Api "/executions/{executionId}/actions/restart" => api::executions::actions::restart, "Begins an ended execution again, in the way of 2.0";
    POST Api "/executions/{executionId}/actions/replay" => api::executions::actions::replay, "Repeats an execution, in the way of 2.0";
    POST Api "/executions/{executionId}/actions/replay-with-inputs" => api::executions::actions::replay_with_inputs, "Repeats an execution with other inputs, in the way of 2.0";
    POST Api "/executions/{executionId}/actions/labels" => api::executions::actions::labels, "Adds labels to an ended execution, in the way of 2.0";
    POST Api "/executions/{executionId}/actions/change-status" => api::executions::actions::change_status, "Gives an ended execution another end, in the way of 2.0";
    POST Api "/executions/{executionId}/actions/state" => api::executions::actions::task_state, "Gives a task run another state, in the way of 2.0";
    POST Api "/executions/{executionId}/actions/force-run" => api::executions::actions::force_run, "Begins an execution that waits, in the way of 2.0";
    POST Api "/executions/{executionId}/actions/unqueue" => api::executions::actions::unqueue, "Takes an execution out of its queue, in the way of 2.0";
    POST Api "/executions/{executionId}/actions/eval" => api::executions::actions::evaluate, "An expression as an execution sees it, in the way of 2.0";
    POST Api "/executions/{executionId}/actions/eval/{taskRunId}" => api::executions::actions::evaluate, "An expression as a task run sees it, in the way of 2.0";

    GET Api "/logs/search" => api::logs::search, "Finds log lines";
    GET Api "/logs/{executionId}" => api::logs::list, "The log of an execution";
    GET Api "/logs/{executionId}/download" => api::logs::download, "The log of an execution as text";
    GET Api "/logs/{executionId}/follow" => api::logs::follow, "The log of an execution as it grows, as events";

    GET Api "/triggers/search" => api::triggers::search, "Finds triggers";
    PUT Api "/triggers" => api::triggers::update, "Switches a trigger, or has it make up for dates";
    PUT Api "/triggers/set-disabled" => api::triggers::set_disabled, "Switches a trigger, in the way of 2.0";
    PUT Api "/triggers/backfill/create" => api::triggers::create_backfill, "Has a trigger make up for dates, in the way of 2.0";
    PUT Api "/triggers/backfill/pause" => api::triggers::pause_backfill, "Lets a backfill rest";
    PUT Api "/triggers/backfill/unpause" => api::triggers::unpause_backfill, "Lets a backfill go on";
    POST Api "/triggers/backfill/delete" => api::triggers::delete_backfill, "Ends a backfill before its time";
    GET Api "/triggers/{namespace}/{flowId}" => api::triggers::of_flow, "The triggers of a flow";
    POST Api "/triggers/{namespace}/{flowId}/{triggerId}/unlock" => api::triggers::unlock, "Lets a trigger fire again";
    POST Api "/triggers/{namespace}/{flowId}/{triggerId}/restart" => api::triggers::restart, "Begins a trigger anew";

    GET Api "/namespaces/search" => api::namespaces::search, "Finds namespaces";
    GET Api "/namespaces/{namespace}" => api::namespaces::get, "A namespace";
};
