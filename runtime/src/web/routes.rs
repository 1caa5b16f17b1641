//! Everything the server answers, in one table: router, suggestions and API reference derive from it.

use http::Method;

use super::route::{Door, Route};
use super::{api, assets, metrics, operation, pages};
use crate::access::Permission;

/// A row of the table.
macro_rules! routes {
    ($($method:ident $door:ident $permission:ident $path:literal => $($handler:ident)::+, $doc:literal;)*) => {
        &[$(Route {
            method: Method::$method,
            path: $path,
            door: Door::$door,
            permission: Permission::$permission,
            doc: $doc,
            handler: |context, request| Box::pin($($handler)::+(context, request)),
        }),*]
    };
}

/// All routes.
pub static ROUTES: &[Route] = routes! {
    GET Page App "/" => pages::catalogue::page, "The catalogue of apps";
    GET Page App "/apps/{namespace}/{id}" => pages::app::open::get, "An app's form";
    POST Page App "/apps/{namespace}/{id}" => pages::app::open::post, "Begins an execution with the form's values";
    POST Page App "/apps/{namespace}/{id}/evaluate" => pages::app::evaluate::open, "The form's fields while it is filled";
    GET Page App "/apps/{namespace}/{id}/{session}" => pages::app::session::get, "The page of an execution";
    POST Page App "/apps/{namespace}/{id}/{session}/resume" => pages::app::session::resume, "Goes on with a paused execution";
    POST Page App "/apps/{namespace}/{id}/{session}/cancel" => pages::app::session::cancel, "Stops an execution";
    POST Page App "/apps/{namespace}/{id}/{session}/evaluate" => pages::app::evaluate::paused, "The fields of a pause's form while it is filled";
    GET Page App "/apps/{namespace}/{id}/{session}/events" => pages::app::events::get, "What changes on the page of an execution, as it changes";
    GET Page App "/apps/{namespace}/{id}/{session}/file" => pages::app::files::download, "A file of an execution";
    GET Page App "/apps/{namespace}/{id}/{session}/preview" => pages::app::files::preview, "The beginning of a file of an execution";
    GET Page App "/apps/{namespace}/{id}/{session}/logs" => pages::app::files::logs, "The log of an execution as text";
    GET Page Find "/ui" => pages::console::start, "The console";
    GET Page Find "/ui/executions" => pages::console::executions::page, "The list of executions";
    GET Page View "/ui/executions/{namespace}/{flow}/{execution}" => pages::console::execution::page, "An execution in the console";
    GET Page View "/ui/executions/{namespace}/{flow}/{execution}/events" => pages::console::execution::events, "What changes on the page of an execution in the console";
    GET Page View "/ui/executions/{namespace}/{flow}/{execution}/file" => pages::console::execution::file, "A file of an execution, from the console";
    GET Page View "/ui/executions/{namespace}/{flow}/{execution}/preview" => pages::console::execution::preview, "The beginning of a file of an execution, in the console";
    POST Page Run "/ui/executions/{namespace}/{flow}/{execution}/resume" => pages::console::execution::resume, "Goes on with a paused execution, from the console";
    POST Page Run "/ui/executions/{namespace}/{flow}/{execution}/kill" => pages::console::execution::kill, "Stops an execution, from the console";
    POST Page Run "/ui/executions/{namespace}/{flow}/{execution}/restart" => pages::console::execution::restart, "Begins an ended execution again, from the console";
    POST Page Run "/ui/executions/{namespace}/{flow}/{execution}/replay" => pages::console::execution::replay, "Repeats an execution, from the console";
    GET Page Find "/ui/flows" => pages::console::flows::page, "The list of flows";
    GET Page View "/ui/flows/{namespace}/{flow}" => pages::console::flow::page, "A flow in the console";
    POST Page Run "/ui/flows/{namespace}/{flow}/execute" => pages::console::flow::execute, "Runs a flow, from the console";
    POST Page Run "/ui/flows/{namespace}/{flow}/evaluate" => pages::console::flow::evaluate, "The fields of a flow's form while it is filled";
    GET Operation Anyone "/assets/{version}/{name}" => assets::get, "A style sheet, script or picture of the pages";
    GET Operation View "/metrics" => metrics::get, "How the server is, for Prometheus";
    GET Operation Anyone "/health" => operation::health, "Whether the server is alive";
    GET Operation Anyone "/ready" => operation::ready, "Whether the server takes requests";
    GET Operation Anyone "/ping" => operation::ping, "Answers `pong`";
    GET Instance Login "/configs" => api::configuration::get, "What the server is and can do";
    GET Page Anyone "/login" => pages::login::get, "The page people log in on";
    POST Page Anyone "/login" => pages::login::post, "Logs somebody in";
    POST Page Login "/logout" => pages::login::logout, "Ends somebody's session";
    GET Instance Login "/me" => api::access::me, "Who the caller is";
    GET Instance Login "/me/api-tokens" => api::access::tokens, "The tokens of the caller, without their secrets";
    POST Instance Login "/me/api-tokens" => api::access::make_token, "Makes a token for the caller";
    DELETE Instance Login "/me/api-tokens/{id}" => api::access::revoke_token, "Revokes a token of the caller";
    GET Instance Administer "/sessions" => api::access::sessions, "The sessions and tokens of everybody";
    DELETE Instance Administer "/sessions" => api::access::revoke_all, "Revokes all sessions and tokens of a user";
    DELETE Instance Administer "/sessions/{id}" => api::access::revoke, "Revokes a session or a token of anybody";
    GET Instance Administer "/audit" => api::access::audit, "What users did, the newest first";
    GET Instance Login "/openapi.json" => api::openapi::get, "This reference";

    POST Api Deploy "/flows" => api::flows::deploy::create, "Deploys a flow that is not there yet";
    POST Api Login "/flows/validate" => api::flows::validate::flows, "What the compiler says of some sources";
    POST Api Login "/flows/validate/task" => api::flows::validate::part, "What the compiler says of one task";
    POST Api Login "/flows/validate/trigger" => api::flows::validate::part, "What the compiler says of one trigger";
    GET Api Find "/flows/search" => api::flows::search::search, "Finds flows";
    POST Api Deploy "/flows/bulk" => api::flows::deploy::bulk, "Deploys several flows";
    GET Api Find "/flows/distinct-namespaces" => api::flows::namespaces, "The namespaces that hold flows";
    GET Api View "/flows/{namespace}" => api::flows::list, "The flows of a namespace";
    POST Api Edit "/flows/{namespace}" => api::flows::deploy::namespace, "Deploys the whole content of a namespace";
    GET Api View "/flows/{namespace}/{id}" => api::flows::get, "A flow, with its source where asked for";
    PUT Api Edit "/flows/{namespace}/{id}" => api::flows::deploy::update, "Deploys a new revision of a flow";
    DELETE Api Edit "/flows/{namespace}/{id}" => api::flows::delete, "Takes a flow away";
    GET Api View "/flows/{namespace}/{id}/revisions" => api::flows::revisions, "All revisions of a flow, oldest first";
    GET Api View "/flows/{namespace}/{id}/tasks/{taskId}" => api::flows::task, "A task of a flow as it was written";

    GET Api Find "/executions" => api::executions::search::of_flow, "The executions of one flow";
    GET Api Find "/executions/search" => api::executions::search::search, "Finds executions";
    POST Api Run "/executions/{namespace}/{id}" => api::executions::create::create, "Creates an execution";
    POST Api Run "/executions/trigger/{namespace}/{id}" => api::executions::create::create, "Creates an execution, by an older path";
    GET Api Key "/executions/webhook/{namespace}/{id}/{key}" => api::executions::webhook::call, "Calls the webhook of a flow";
    GET Api Key "/executions/webhook/{namespace}/{id}/{key}/{*path}" => api::executions::webhook::call, "Calls the webhook of a flow, with a path of its own";
    POST Api Key "/executions/webhook/{namespace}/{id}/{key}" => api::executions::webhook::call, "Calls the webhook of a flow";
    POST Api Key "/executions/webhook/{namespace}/{id}/{key}/{*path}" => api::executions::webhook::call, "Calls the webhook of a flow, with a path of its own";
    PUT Api Key "/executions/webhook/{namespace}/{id}/{key}" => api::executions::webhook::call, "Calls the webhook of a flow";
    PUT Api Key "/executions/webhook/{namespace}/{id}/{key}/{*path}" => api::executions::webhook::call, "Calls the webhook of a flow, with a path of its own";
    GET Api View "/executions/{executionId}" => api::executions::get, "An execution";
    DELETE Api Edit "/executions/{executionId}" => api::executions::delete, "Forgets an execution";
    GET Api View "/executions/{executionId}/follow" => api::executions::follow::follow, "An execution as it changes, as events";
    GET Api View "/executions/{executionId}/flow" => api::executions::actions::flow, "The flow of an execution in its revision";
    GET Api View "/executions/{executionId}/file" => api::executions::files::download, "A file of an execution";
    GET Api View "/executions/{executionId}/file/metas" => api::executions::files::metas, "The size of a file of an execution";
    DELETE Api Run "/executions/{executionId}/kill" => api::executions::actions::kill, "Stops an execution";
    POST Api Run "/executions/{executionId}/pause" => api::executions::actions::pause, "Pauses an execution";
    POST Api Run "/executions/{executionId}/resume" => api::executions::actions::resume, "Goes on with a paused execution";
    POST Api Run "/executions/{executionId}/restart" => api::executions::actions::restart, "Begins an ended execution again at what failed";
    POST Api Run "/executions/{executionId}/replay" => api::executions::actions::replay, "Repeats an execution as a new one";
    POST Api Run "/executions/{executionId}/replay-with-inputs" => api::executions::actions::replay_with_inputs, "Repeats an execution with other inputs";
    POST Api Run "/executions/{executionId}/labels" => api::executions::actions::labels, "Adds labels to an ended execution";
    POST Api Edit "/executions/{executionId}/change-status" => api::executions::actions::change_status, "Gives an ended execution another end";
    POST Api Edit "/executions/{executionId}/state" => api::executions::actions::task_state, "Gives a task run another state and goes on";
    POST Api Edit "/executions/{executionId}/force-run" => api::executions::actions::force_run, "Begins an execution that waits";
    POST Api Edit "/executions/{executionId}/unqueue" => api::executions::actions::unqueue, "Takes an execution out of its queue";
    POST Api Edit "/executions/{executionId}/eval" => api::executions::actions::evaluate, "An expression as an execution sees it";
    POST Api Edit "/executions/{executionId}/eval/{taskRunId}" => api::executions::actions::evaluate, "An expression as a task run sees it";
    DELETE Api Run "/executions/{executionId}/actions/kill" => api::executions::actions::kill, "Stops an execution, in the way of 2.0";
    POST Api Run "/executions/{executionId}/actions/pause" => api::executions::actions::pause, "Pauses an execution, in the way of 2.0";
    POST Api Run "/executions/{executionId}/actions/resume" => api::executions::actions::resume, "Goes on with a paused execution, in the way of 2.0";
    POST Api Run "/executions/{executionId}/actions/restart" => api::executions::actions::restart, "Begins an ended execution again, in the way of 2.0";
    POST Api Run "/executions/{executionId}/actions/replay" => api::executions::actions::replay, "Repeats an execution, in the way of 2.0";
    POST Api Run "/executions/{executionId}/actions/replay-with-inputs" => api::executions::actions::replay_with_inputs, "Repeats an execution with other inputs, in the way of 2.0";
    POST Api Run "/executions/{executionId}/actions/labels" => api::executions::actions::labels, "Adds labels to an ended execution, in the way of 2.0";
    POST Api Edit "/executions/{executionId}/actions/change-status" => api::executions::actions::change_status, "Gives an ended execution another end, in the way of 2.0";
    POST Api Edit "/executions/{executionId}/actions/state" => api::executions::actions::task_state, "Gives a task run another state, in the way of 2.0";
    POST Api Edit "/executions/{executionId}/actions/force-run" => api::executions::actions::force_run, "Begins an execution that waits, in the way of 2.0";
    POST Api Edit "/executions/{executionId}/actions/unqueue" => api::executions::actions::unqueue, "Takes an execution out of its queue, in the way of 2.0";
    POST Api Edit "/executions/{executionId}/actions/eval" => api::executions::actions::evaluate, "An expression as an execution sees it, in the way of 2.0";
    POST Api Edit "/executions/{executionId}/actions/eval/{taskRunId}" => api::executions::actions::evaluate, "An expression as a task run sees it, in the way of 2.0";

    GET Api View "/logs/search" => api::logs::search, "Finds log lines";
    GET Api View "/logs/{executionId}" => api::logs::list, "The log of an execution";
    GET Api View "/logs/{executionId}/download" => api::logs::download, "The log of an execution as text";
    GET Api View "/logs/{executionId}/follow" => api::logs::follow, "The log of an execution as it grows, as events";

    GET Api Find "/triggers/search" => api::triggers::search, "Finds triggers";
    PUT Api Edit "/triggers" => api::triggers::update, "Switches a trigger, or has it make up for dates";
    PUT Api Edit "/triggers/set-disabled" => api::triggers::set_disabled, "Switches a trigger, in the way of 2.0";
    PUT Api Edit "/triggers/backfill/create" => api::triggers::create_backfill, "Has a trigger make up for dates, in the way of 2.0";
    PUT Api Edit "/triggers/backfill/pause" => api::triggers::pause_backfill, "Lets a backfill rest";
    PUT Api Edit "/triggers/backfill/unpause" => api::triggers::unpause_backfill, "Lets a backfill go on";
    POST Api Edit "/triggers/backfill/delete" => api::triggers::delete_backfill, "Ends a backfill before its time";
    GET Api View "/triggers/{namespace}/{flowId}" => api::triggers::of_flow, "The triggers of a flow";
    POST Api Edit "/triggers/{namespace}/{flowId}/{triggerId}/unlock" => api::triggers::unlock, "Lets a trigger fire again";
    POST Api Edit "/triggers/{namespace}/{flowId}/{triggerId}/restart" => api::triggers::restart, "Begins a trigger anew";

    GET Api Find "/namespaces/search" => api::namespaces::search, "Finds namespaces";
    GET Api View "/namespaces/{namespace}" => api::namespaces::get, "A namespace";
};
