//! Everything the server answers, in one table: router, suggestions and API reference derive from it.

use http::Method;

use super::route::{Door, Route};
use super::{api, assets, metrics, operation, pages, reference};
use crate::access::Permission;

/// A row of the table: method, door, permission, path, handler, what it does, and what it takes and gives beside its
/// path.
macro_rules! routes {
    ($($method:ident $door:ident $permission:ident $path:literal => $($handler:ident)::+, $doc:literal
      $(, [$($part:ident)*])?;)*) => {
        &[$(Route {
            method: Method::$method,
            path: $path,
            door: Door::$door,
            permission: Permission::$permission,
            doc: $doc,
            parts: &[$($(reference::$part),*)?],
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
    GET Operation Anyone "/health/liveness" => operation::health, "Whether the server is alive, where Kestra says it";
    GET Operation Anyone "/health/readiness" => operation::ready, "Whether the server takes requests, where Kestra says it";
    GET Operation View "/prometheus" => metrics::get, "How the server is, where Kestra says it";
    GET Operation Anyone "/version" => operation::version, "Which version runs, where Kestra says it";
    GET Operation Anyone "/ping" => operation::ping, "Answers `pong`";
    GET Instance Login "/configs" => api::configuration::get, "What the server is and can do";
    GET Instance Anyone "/configs/login" => api::configuration::login, "What a page for logging in shows";
    GET Page Anyone "/login" => pages::login::get, "The page people log in on";
    POST Page Anyone "/login" => pages::login::post, "Logs somebody in";
    POST Page Login "/logout" => pages::login::logout, "Ends somebody's session";
    POST Instance Anyone "/login" => api::access::log_in, "Logs somebody in", [CREDENTIALS];
    POST Instance Login "/logout" => api::access::log_out, "Ends somebody's session", [GIVES_NOTHING];
    GET Instance Login "/me" => api::access::me, "Who the caller is";
    GET Instance Login "/me/api-tokens" => api::access::tokens, "The tokens of the caller, without their secrets";
    POST Instance Login "/me/api-tokens" => api::access::make_token, "Makes a token for the caller";
    DELETE Instance Login "/me/api-tokens/{id}" => api::access::revoke_token, "Revokes a token of the caller";
    GET Instance Administer "/sessions" => api::access::sessions, "The sessions and tokens of everybody";
    DELETE Instance Administer "/sessions" => api::access::revoke_all, "Revokes all sessions and tokens of a user";
    DELETE Instance Administer "/sessions/{id}" => api::access::revoke, "Revokes a session or a token of anybody";
    GET Instance Administer "/audit" => api::access::audit, "What users did, the newest first";
    POST Api Administer "/basicAuth" => api::configuration::first_user, "Refuses to make a first user", [USER GIVES_NOTHING];
    GET Instance Anyone "/basicAuthValidationErrors" => api::configuration::first_user_mistakes, "What is wrong with the first user", [GIVES_TEXTS];
    GET Instance Login "/plugins" => api::plugins::list, "The types that authors can name, by plugin", [PAGING];
    GET Instance Login "/plugins/groups/subgroups" => api::plugins::groups, "The same, always as a list";
    GET Instance Login "/plugins/triggers" => api::plugins::triggers, "The triggers that authors can name", [PAGING];
    GET Instance Login "/plugins/inputs" => api::plugins::inputs, "The types of inputs";
    GET Instance Login "/plugins/inputs/{type}" => api::plugins::describe_input, "What is known of a type of inputs";
    GET Instance Login "/plugins/icons" => api::plugins::icons, "A picture for each type";
    GET Instance Login "/plugins/icons/groups" => api::plugins::icons_of_groups, "A picture for each plugin";
    GET Instance Login "/plugins/schemas/{type}" => api::plugins::schema, "The JSON Schema of a kind of document";
    GET Instance Login "/plugins/{cls}" => api::plugins::describe, "What is known of a type";
    GET Instance Login "/plugins/{cls}/versions" => api::plugins::versions, "The versions of a type that are there";
    GET Instance Login "/plugins/{cls}/versions/{version}" => api::plugins::describe, "What is known of a type in a version";
    GET Instance Login "/pebble/filters" => api::plugins::filters, "The filters that expressions know", [GIVES_TEXTS];
    GET Instance Login "/pebble/functions" => api::plugins::functions, "The functions that expressions know", [GIVES_TEXTS];
    GET Instance Login "/openapi.json" => api::openapi::get, "This reference";

    POST Api Change "/flows" => api::flows::deploy::create, "Deploys a flow that is not there yet", [SOURCE GIVES_FLOW];
    POST Api Login "/flows/validate" => api::flows::validate::flows, "What the compiler says of some sources", [SOURCE GIVES_VALIDATIONS];
    POST Api Login "/flows/validate/task" => api::flows::validate::part, "What the compiler says of one task", [SECTION PIECE GIVES_VALIDATION];
    POST Api Login "/flows/validate/trigger" => api::flows::validate::part, "What the compiler says of one trigger", [PIECE GIVES_VALIDATION];
    GET Api Find "/flows/search" => api::flows::search::search, "Finds flows", [PAGING FLOW_FILTERS GIVES_FLOW_PAGE];
    POST Api Change "/flows/bulk" => api::flows::deploy::bulk, "Deploys several flows", [OTHERS BULK SOURCE GIVES_FLOWS];
    GET Api Find "/flows/distinct-namespaces" => api::flows::namespaces, "The namespaces that hold flows", [SEARCH GIVES_TEXTS];
    GET Api Find "/flows/export/by-query" => api::flows::archive::export_by_query, "The sources of the flows that a query finds, in an archive", [FLOW_FILTERS GIVES_FILE];
    POST Api Find "/flows/export/by-ids" => api::flows::archive::export_by_ids, "The sources of several flows, in an archive", [FLOW_NAMES GIVES_FILE];
    POST Api Change "/flows/import" => api::flows::archive::import, "Deploys the flows of a file or an archive", [STRICT FLOW_FILE GIVES_TEXTS];
    GET Api Find "/flows/export/by-query/csv" => api::exports::of_flows, "The flows that a query finds as a table", [FLOW_FILTERS GIVES_TABLE];
    GET Api Find "/flows/source" => api::flows::sources::search, "Finds flows by their sources", [PAGING SEARCH_IN];
    GET Api Find "/unserved" => api::unserved::list, "The files that do not compile, with what is wrong with them", [PAGING GIVES_VALIDATION_PAGE];
    POST Api Login "/flows/graph" => api::flows::graph::of_source, "The graph of a source", [SOURCE GIVES_GRAPH];
    DELETE Api Change "/flows/delete/by-ids" => api::flows::several::delete_by_ids, "Takes several flows away", [FLOW_NAMES GIVES_COUNT];
    DELETE Api Change "/flows/delete/by-query" => api::flows::several::delete_by_query, "Takes the flows away that a query finds", [FLOW_FILTERS GIVES_COUNT];
    POST Api Change "/flows/disable/by-ids" => api::flows::several::disable_by_ids, "Disables several flows", [FLOW_NAMES GIVES_COUNT];
    POST Api Change "/flows/disable/by-query" => api::flows::several::disable_by_query, "Disables the flows that a query finds", [FLOW_FILTERS GIVES_COUNT];
    POST Api Change "/flows/enable/by-ids" => api::flows::several::enable_by_ids, "Enables several flows", [FLOW_NAMES GIVES_COUNT];
    POST Api Change "/flows/enable/by-query" => api::flows::several::enable_by_query, "Enables the flows that a query finds", [FLOW_FILTERS GIVES_COUNT];
    GET Api View "/flows/{namespace}" => api::flows::list, "The flows of a namespace", [GIVES_FLOWS];
    POST Api Edit "/flows/{namespace}" => api::flows::deploy::namespace, "Deploys the whole content of a namespace", [OTHERS SOURCE GIVES_FLOWS];
    GET Api View "/flows/{namespace}/{id}" => api::flows::get, "A flow, with its source where asked for", [FLOW_SHOWN GIVES_FLOW];
    PUT Api Edit "/flows/{namespace}/{id}" => api::flows::deploy::update, "Deploys a new revision of a flow", [SOURCE GIVES_FLOW];
    DELETE Api Edit "/flows/{namespace}/{id}" => api::flows::delete, "Takes a flow away", [GIVES_NOTHING];
    GET Api View "/flows/{namespace}/{id}/revisions" => api::flows::revisions, "All revisions of a flow, oldest first", [REVISIONS_SHOWN GIVES_FLOWS];
    GET Api View "/flows/{namespace}/{id}/dependencies" => api::flows::dependencies::of_flow, "The flows that a flow leads to, and that lead to it", [DEPENDENCIES];
    GET Api View "/flows/{namespace}/{id}/graph" => api::flows::graph::of_flow, "The graph of a flow", [REVISION GIVES_GRAPH];
    GET Api View "/flows/{namespace}/{id}/tasks/{taskId}" => api::flows::task, "A task of a flow as it was written", [REVISION];

    GET Api Find "/executions" => api::executions::search::of_flow, "The executions of one flow", [PAGING OF_FLOW GIVES_EXECUTION_PAGE];
    GET Api Find "/executions/search" => api::executions::search::search, "Finds executions", [PAGING EXECUTION_FILTERS GIVES_EXECUTION_PAGE];
    GET Api Find "/executions/export/by-query/csv" => api::exports::of_executions, "The executions that a query finds as a table", [EXECUTION_FILTERS GIVES_TABLE];
    POST Api Find "/executions/latest" => api::executions::latest::latest, "The last execution of each of several flows", [FLOW_NAMES];
    GET Api View "/executions/flows/{namespace}/{id}" => api::flows::get, "A flow as those see it who run it", [REVISION GIVES_FLOW];
    DELETE Api Change "/executions/by-ids" => api::executions::bulk::delete_by_ids, "Forgets several executions", [UNENDED IDS GIVES_COUNT];
    DELETE Api Change "/executions/by-query" => api::executions::bulk::delete_by_query, "Forgets the executions that a query finds", [UNENDED EXECUTION_FILTERS GIVES_COUNT];
    DELETE Api Steer "/executions/kill/by-ids" => api::executions::bulk::kill_by_ids, "Stops several executions", [IDS GIVES_COUNT];
    DELETE Api Steer "/executions/kill/by-query" => api::executions::bulk::kill_by_query, "Stops the executions that a query finds", [EXECUTION_FILTERS GIVES_COUNT];
    POST Api Steer "/executions/labels/by-ids" => api::executions::bulk::label_by_ids, "Adds labels to several ended executions", [LABELS_BY_IDS GIVES_COUNT];
    POST Api Steer "/executions/labels/by-query" => api::executions::bulk::label_by_query, "Adds labels to the ended executions that a query finds", [EXECUTION_FILTERS LABEL_LIST GIVES_COUNT];
    POST Api Steer "/executions/pause/by-ids" => api::executions::bulk::by_ids, "Pauses several executions", [IDS GIVES_COUNT];
    POST Api Steer "/executions/resume/by-ids" => api::executions::bulk::by_ids, "Goes on with several paused executions", [IDS GIVES_COUNT];
    POST Api Steer "/executions/restart/by-ids" => api::executions::bulk::by_ids, "Begins several executions again", [IDS GIVES_COUNT];
    POST Api Steer "/executions/replay/by-ids" => api::executions::bulk::by_ids, "Repeats several executions", [IDS GIVES_COUNT];
    POST Api Change "/executions/force-run/by-ids" => api::executions::bulk::by_ids, "Begins several executions that wait", [IDS GIVES_COUNT];
    POST Api Change "/executions/unqueue/by-ids" => api::executions::bulk::by_ids, "Takes several executions out of their queues", [STATE IDS GIVES_COUNT];
    POST Api Change "/executions/change-status/by-ids" => api::executions::bulk::by_ids, "Gives another end to several executions", [NEW_STATUS IDS GIVES_COUNT];
    POST Api Steer "/executions/pause/by-query" => api::executions::bulk::by_query, "Pauses the executions that a query finds", [EXECUTION_FILTERS GIVES_COUNT];
    POST Api Steer "/executions/resume/by-query" => api::executions::bulk::by_query, "Goes on with the paused executions that a query finds", [EXECUTION_FILTERS GIVES_COUNT];
    POST Api Steer "/executions/restart/by-query" => api::executions::bulk::by_query, "Begins the executions again that a query finds", [EXECUTION_FILTERS GIVES_COUNT];
    POST Api Steer "/executions/replay/by-query" => api::executions::bulk::by_query, "Repeats the executions that a query finds", [EXECUTION_FILTERS GIVES_COUNT];
    POST Api Change "/executions/force-run/by-query" => api::executions::bulk::by_query, "Begins the executions that a query finds", [EXECUTION_FILTERS GIVES_COUNT];
    POST Api Change "/executions/unqueue/by-query" => api::executions::bulk::by_query, "Takes the executions out of their queues that a query finds", [STATE EXECUTION_FILTERS GIVES_COUNT];
    POST Api Change "/executions/change-status/by-query" => api::executions::bulk::by_query, "Gives another end to the executions that a query finds", [NEW_STATUS EXECUTION_FILTERS GIVES_COUNT];
    POST Api Run "/executions/{namespace}/{id}/validate" => api::executions::evaluation::of_flow, "What becomes of inputs, before an execution is created", [REVISION INPUTS GIVES_EVALUATION];
    POST Api Run "/executions/{namespace}/{id}" => api::executions::create::create, "Creates an execution", [CREATION INPUTS GIVES_EXECUTION];
    POST Api Run "/executions/trigger/{namespace}/{id}" => api::executions::create::create, "Creates an execution, by an older path", [CREATION INPUTS GIVES_EXECUTION];
    GET Api Key "/executions/webhook/{namespace}/{id}/{key}" => api::executions::webhook::call, "Calls the webhook of a flow";
    GET Api Key "/executions/webhook/{namespace}/{id}/{key}/{*path}" => api::executions::webhook::call, "Calls the webhook of a flow, with a path of its own";
    POST Api Key "/executions/webhook/{namespace}/{id}/{key}" => api::executions::webhook::call, "Calls the webhook of a flow", [ANYTHING];
    POST Api Key "/executions/webhook/{namespace}/{id}/{key}/{*path}" => api::executions::webhook::call, "Calls the webhook of a flow, with a path of its own", [ANYTHING];
    PUT Api Key "/executions/webhook/{namespace}/{id}/{key}" => api::executions::webhook::call, "Calls the webhook of a flow", [ANYTHING];
    PUT Api Key "/executions/webhook/{namespace}/{id}/{key}/{*path}" => api::executions::webhook::call, "Calls the webhook of a flow, with a path of its own", [ANYTHING];
    GET Api Find "/executions/namespaces" => api::executions::fields::namespaces, "The namespaces with flows to run", [GIVES_TEXTS];
    GET Api View "/executions/namespaces/{namespace}/flows" => api::executions::fields::flows, "The flows of a namespace that can be run", [GIVES_FLOWS];
    GET Api View "/executions/namespaces/{namespace}/flows/{flowId}/average-duration" => api::executions::fields::average_duration, "How long executions of a flow take";
    GET Api Find "/executions/distinct-field-values" => api::executions::fields::values, "The values of a field that occur", [FIELD EXECUTION_FILTERS GIVES_TEXTS];
    GET Api View "/executions/{executionId}" => api::executions::get, "An execution", [GIVES_EXECUTION];
    DELETE Api Edit "/executions/{executionId}" => api::executions::delete, "Forgets an execution", [GIVES_NOTHING];
    GET Api View "/executions/{executionId}/follow" => api::executions::follow::follow, "An execution as it changes, as events", [EVENT_IDS GIVES_EXECUTION_EVENTS];
    GET Api View "/executions/{executionId}/follow-dependencies" => api::executions::dependencies::follow, "The executions that belong together with one as they change, as events", [DEPENDENCIES];
    GET Api View "/executions/{executionId}/graph" => api::flows::graph::of_execution, "The graph of the flow of an execution", [GIVES_GRAPH];
    GET Api View "/executions/{executionId}/flow" => api::executions::actions::flow, "The flow of an execution in its revision", [GIVES_FLOW];
    GET Api View "/executions/{executionId}/file" => api::executions::files::download, "A file of an execution", [FILE_PATH GIVES_FILE];
    GET Api View "/executions/{executionId}/file/metas" => api::executions::files::metas, "The size of a file of an execution", [FILE_PATH];
    GET Api View "/executions/{executionId}/file/preview" => api::executions::preview::preview, "The beginning of a file of an execution", [FILE_PATH];
    DELETE Api Run "/executions/{executionId}/kill" => api::executions::actions::kill, "Stops an execution", [CASCADE GIVES_NOTHING];
    POST Api Run "/executions/{executionId}/pause" => api::executions::actions::pause, "Pauses an execution", [GIVES_NOTHING];
    POST Api Run "/executions/{executionId}/resume" => api::executions::actions::resume, "Goes on with a paused execution", [INPUTS GIVES_NOTHING];
    POST Api Run "/executions/{executionId}/resume/validate" => api::executions::evaluation::of_pause, "What becomes of inputs, before a paused execution goes on", [INPUTS GIVES_EVALUATION];
    POST Api Run "/executions/{executionId}/resume-from-breakpoint" => api::executions::actions::resume_from_breakpoint, "Goes on from a breakpoint", [GIVES_NOTHING];
    POST Api Run "/executions/{executionId}/restart" => api::executions::actions::restart, "Begins an ended execution again at what failed", [REVISION GIVES_EXECUTION];
    POST Api Run "/executions/{executionId}/replay" => api::executions::actions::replay, "Repeats an execution as a new one", [REPLAY GIVES_EXECUTION];
    POST Api Run "/executions/{executionId}/replay-with-inputs" => api::executions::actions::replay_with_inputs, "Repeats an execution with other inputs", [REPLAY INPUTS GIVES_EXECUTION];
    POST Api Run "/executions/{executionId}/labels" => api::executions::actions::set_labels, "Adds labels to an ended execution", [LABEL_LIST GIVES_EXECUTION];
    POST Api Edit "/executions/{executionId}/change-status" => api::executions::actions::change_status, "Gives an ended execution another end", [STATUS GIVES_EXECUTION];
    POST Api Edit "/executions/{executionId}/state" => api::executions::actions::task_state, "Gives a task run another state and goes on", [TASK_STATE GIVES_EXECUTION];
    POST Api Edit "/executions/{executionId}/force-run" => api::executions::actions::force_run, "Begins an execution that waits", [GIVES_EXECUTION];
    POST Api Edit "/executions/{executionId}/unqueue" => api::executions::actions::unqueue, "Takes an execution out of its queue", [STATE GIVES_EXECUTION];
    POST Api Edit "/executions/{executionId}/eval" => api::executions::actions::evaluate, "An expression as an execution sees it", [EXPRESSION];
    POST Api Edit "/executions/{executionId}/eval/{taskRunId}" => api::executions::actions::evaluate, "An expression as a task run sees it", [EXPRESSION];
    DELETE Api Run "/executions/{executionId}/actions/kill" => api::executions::actions::kill, "Stops an execution, in the way of 2.0", [CASCADE GIVES_EXECUTION];
    POST Api Run "/executions/{executionId}/actions/pause" => api::executions::actions::pause, "Pauses an execution, in the way of 2.0", [GIVES_EXECUTION];
    POST Api Run "/executions/{executionId}/actions/resume" => api::executions::actions::resume, "Goes on with a paused execution, in the way of 2.0", [INPUTS GIVES_EXECUTION];
    POST Api Run "/executions/{executionId}/actions/resume/validate" => api::executions::evaluation::of_pause, "What becomes of inputs, before a paused execution goes on, in the way of 2.0", [INPUTS GIVES_EVALUATION];
    POST Api Run "/executions/{executionId}/actions/resume-from-breakpoint" => api::executions::actions::resume_from_breakpoint, "Goes on from a breakpoint, in the way of 2.0", [GIVES_EXECUTION];
    POST Api Run "/executions/{executionId}/actions/restart" => api::executions::actions::restart, "Begins an ended execution again, in the way of 2.0", [REVISION GIVES_EXECUTION];
    POST Api Run "/executions/{executionId}/actions/replay" => api::executions::actions::replay, "Repeats an execution, in the way of 2.0", [REPLAY GIVES_EXECUTION];
    POST Api Run "/executions/{executionId}/actions/replay-with-inputs" => api::executions::actions::replay_with_inputs, "Repeats an execution with other inputs, in the way of 2.0", [REPLAY INPUTS GIVES_EXECUTION];
    POST Api Run "/executions/{executionId}/actions/labels" => api::executions::actions::set_labels, "Adds labels to an ended execution, in the way of 2.0", [LABEL_LIST GIVES_EXECUTION];
    POST Api Edit "/executions/{executionId}/actions/change-status" => api::executions::actions::change_status, "Gives an ended execution another end, in the way of 2.0", [STATUS GIVES_EXECUTION];
    POST Api Edit "/executions/{executionId}/actions/state" => api::executions::actions::task_state, "Gives a task run another state, in the way of 2.0", [TASK_STATE GIVES_EXECUTION];
    POST Api Edit "/executions/{executionId}/actions/force-run" => api::executions::actions::force_run, "Begins an execution that waits, in the way of 2.0", [GIVES_EXECUTION];
    POST Api Edit "/executions/{executionId}/actions/unqueue" => api::executions::actions::unqueue, "Takes an execution out of its queue, in the way of 2.0", [STATE GIVES_EXECUTION];
    POST Api Edit "/executions/{executionId}/actions/eval" => api::executions::actions::evaluate, "An expression as an execution sees it, in the way of 2.0", [EXPRESSION];
    POST Api Edit "/executions/{executionId}/actions/eval/{taskRunId}" => api::executions::actions::evaluate, "An expression as a task run sees it, in the way of 2.0", [EXPRESSION];

    GET Api View "/outputs/executions/{executionId}" => api::outputs::of_execution, "What an execution gave back";
    GET Api View "/outputs/tasks/{executionId}" => api::outputs::of_tasks, "Which task runs of an execution gave something back";
    GET Api View "/outputs/tasks/{executionId}/{taskRunId}" => api::outputs::of_task_run, "What a task run gave back";

    GET Api Find "/logs/search" => api::logs::search::search, "Finds log lines", [PAGING LOG_FILTERS GIVES_LINE_PAGE];
    DELETE Api Edit "/logs/{namespace}/{flowId}" => api::logs::clear_of_trigger, "Forgets what a trigger has said", [TRIGGER_ID GIVES_NOTHING];
    DELETE Api Edit "/logs/{executionId}" => api::logs::clear, "Forgets what an execution has said", [LINES GIVES_NOTHING];
    GET Api View "/logs/{executionId}" => api::logs::list, "The log of an execution", [LINES GIVES_LINES];
    GET Api View "/logs/{executionId}/download" => api::logs::download, "The log of an execution as text", [LINES GIVES_TEXT];
    GET Api View "/logs/{executionId}/follow" => api::logs::follow, "The log of an execution as it grows, as events", [LINES EVENT_IDS GIVES_LINE_EVENTS];

    GET Api View "/metrics/{executionId}" => api::metrics::of_execution, "The figures that the tasks of an execution reported", [PAGING FIGURES GIVES_FIGURE_PAGE];
    GET Api View "/metrics/names/{namespace}/{flowId}" => api::metrics::names, "The names of the figures of a flow", [GIVES_TEXTS];
    GET Api View "/metrics/names/{namespace}/{flowId}/{taskId}" => api::metrics::names, "The names of the figures of a task", [GIVES_TEXTS];
    GET Api View "/metrics/tasks/{namespace}/{flowId}" => api::metrics::tasks, "The tasks of a flow that reported figures", [GIVES_TEXTS];
    GET Api View "/metrics/aggregates/{namespace}/{flowId}/{metric}" => api::metrics::aggregates, "A figure of a flow by hour or day", [AGGREGATION];
    GET Api View "/metrics/aggregates/{namespace}/{flowId}/{taskId}/{metric}" => api::metrics::aggregates, "A figure of a task by hour or day", [AGGREGATION];

    GET Api Find "/triggers/search" => api::triggers::search, "Finds triggers", [PAGING TRIGGER_FILTERS];
    PUT Api Change "/triggers" => api::triggers::update, "Switches a trigger, or has it make up for dates", [TRIGGER GIVES_TRIGGER];
    PUT Api Change "/triggers/set-disabled" => api::triggers::set_disabled, "Switches a trigger, in the way of 2.0", [TRIGGER GIVES_TRIGGER];
    PUT Api Change "/triggers/backfill/create" => api::triggers::create_backfill, "Has a trigger make up for dates, in the way of 2.0", [TRIGGER GIVES_TRIGGER];
    PUT Api Change "/triggers/backfill/pause" => api::triggers::pause_backfill, "Lets a backfill rest", [TRIGGER GIVES_TRIGGER];
    PUT Api Change "/triggers/backfill/unpause" => api::triggers::unpause_backfill, "Lets a backfill go on", [TRIGGER GIVES_TRIGGER];
    POST Api Change "/triggers/backfill/delete" => api::triggers::delete_backfill, "Ends a backfill before its time", [TRIGGER GIVES_TRIGGER];
    POST Api Change "/triggers/set-disabled/by-triggers" => api::triggers::several::set_disabled_by_triggers, "Switches several triggers", [SWITCHED GIVES_COUNT];
    POST Api Change "/triggers/set-disabled/by-query" => api::triggers::several::set_disabled_by_query, "Switches the triggers that a query finds", [DISABLED TRIGGER_FILTERS GIVES_COUNT];
    POST Api Change "/triggers/unlock/by-triggers" => api::triggers::several::unlock_by_triggers, "Lets several triggers fire again", [TRIGGERS GIVES_COUNT];
    POST Api Change "/triggers/unlock/by-query" => api::triggers::several::unlock_by_query, "Lets the triggers fire again that a query finds", [TRIGGER_FILTERS GIVES_COUNT];
    POST Api Change "/triggers/backfill/{action}/by-triggers" => api::triggers::several::backfill_by_triggers, "Does one thing with several backfills", [TRIGGERS GIVES_COUNT];
    POST Api Change "/triggers/backfill/{action}/by-query" => api::triggers::several::backfill_by_query, "Does one thing with the backfills that a query finds", [TRIGGER_FILTERS GIVES_COUNT];
    DELETE Api Change "/triggers/delete/by-triggers" => api::triggers::several::delete, "Forgets triggers that no flow declares any more", [TRIGGERS GIVES_COUNT];
    DELETE Api Change "/triggers/delete/by-query" => api::triggers::several::delete, "Forgets the triggers that a query finds and no flow declares", [TRIGGER_FILTERS GIVES_COUNT];
    GET Api Find "/triggers/export/by-query/csv" => api::exports::of_triggers, "The triggers that a query finds as a table", [TRIGGER_FILTERS GIVES_TABLE];
    DELETE Api Edit "/triggers/{namespace}/{flowId}/{triggerId}" => api::triggers::several::delete_one, "Forgets a trigger that no flow declares any more", [GIVES_NOTHING];
    GET Api View "/triggers/{namespace}/{flowId}" => api::triggers::of_flow, "The triggers of a flow", [PAGING GIVES_TRIGGER_PAGE];
    POST Api Edit "/triggers/{namespace}/{flowId}/{triggerId}/unlock" => api::triggers::unlock, "Lets a trigger fire again", [GIVES_TRIGGER];
    POST Api Edit "/triggers/{namespace}/{flowId}/{triggerId}/restart" => api::triggers::restart, "Begins a trigger anew", [GIVES_NOTHING];

    GET Api Find "/namespaces/search" => api::namespaces::search, "Finds namespaces", [PAGING SEARCH];
    GET Api View "/namespaces/{namespace}" => api::namespaces::get, "A namespace";

    POST Api Find "/namespaces/autocomplete" => api::namespaces::autocomplete, "The namespaces whose names begin or go on with a text", [NAMESPACE_NAMES GIVES_TEXTS];
    GET Api Edit "/namespaces/{namespace}/inherited-variables" => api::namespaces::variables, "The variables that a namespace has, with those of the namespaces around it";
    GET Api Edit "/secrets" => api::secrets::list, "What secrets are called", [PAGING SEARCH];
    GET Api Edit "/namespaces/{namespace}/secrets" => api::secrets::list, "What the secrets are called that flows of a namespace read", [PAGING SEARCH];
    GET Api Edit "/namespaces/{namespace}/inherited-secrets" => api::secrets::inherited, "What those secrets are called, by namespace";
    GET Api View "/namespaces/{namespace}/dependencies" => api::flows::dependencies::of_namespace, "The flows that those of a namespace lead to, and that lead to them", [DEPENDENCIES];
    GET Api Find "/dashboards" => api::dashboards::list, "The dashboards, of which there are none", [PAGING];
    GET Api Find "/concurrency-limit/search" => api::concurrency::search, "How many executions run of the flows that limit them", [PAGING];
    GET Api View "/namespaces/{namespace}/files" => api::files::content, "A file of a namespace", [PATH FILE_REVISION GIVES_FILE];
    POST Api Edit "/namespaces/{namespace}/files" => api::files::upload, "Writes a file of a namespace, or those of an archive", [PATH NAMESPACE_FILE GIVES_NOTHING];
    PUT Api Edit "/namespaces/{namespace}/files" => api::files::rename, "Gives a file or folder of a namespace another path", [FROM_TO GIVES_NOTHING];
    DELETE Api Edit "/namespaces/{namespace}/files" => api::files::delete, "Takes a file or folder of a namespace away", [PATH GIVES_NOTHING];
    GET Api View "/namespaces/{namespace}/files/directory" => api::files::directory, "What lies in a folder of a namespace", [FOLDER];
    POST Api Edit "/namespaces/{namespace}/files/directory" => api::files::make_directory, "Makes a folder of a namespace", [FOLDER GIVES_NOTHING];
    GET Api View "/namespaces/{namespace}/files/search" => api::files::search, "Finds files of a namespace", [SEARCH GIVES_TEXTS];
    GET Api View "/namespaces/{namespace}/files/stats" => api::files::stats, "What is known of a file or folder of a namespace", [FOLDER];
    GET Api View "/namespaces/{namespace}/files/revisions" => api::files::revisions, "The revisions of a file of a namespace", [FOLDER];
    GET Api View "/namespaces/{namespace}/files/export" => api::files::export, "All files of a namespace in an archive", [GIVES_FILE];

    GET Api Find "/kv" => api::kv::search, "Finds values of the key-value store", [PAGING SEARCH_IN GIVES_KEY_PAGE];
    GET Api View "/namespaces/{namespace}/kv" => api::kv::list, "The keys of a namespace", [GIVES_KEYS];
    DELETE Api Edit "/namespaces/{namespace}/kv" => api::kv::delete_several, "Takes several values of a namespace away", [KEY_NAMES];
    GET Api View "/namespaces/{namespace}/kv/inheritance" => api::kv::inheritance, "The keys a namespace has from those around it", [GIVES_KEYS];
    GET Api View "/namespaces/{namespace}/kv/{key}" => api::kv::get, "A value with its type";
    PUT Api Edit "/namespaces/{namespace}/kv/{key}" => api::kv::put, "Writes a value", [ANYTHING GIVES_NOTHING];
    DELETE Api Edit "/namespaces/{namespace}/kv/{key}" => api::kv::delete, "Takes a value away";
};
