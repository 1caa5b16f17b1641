//! Tasks that a behaviour in the runtime runs, one file each.

use crate::declaration::Declaration;
use crate::typed::Declared;

pub mod debug_echo;
pub mod debug_return;
pub mod discord_execution;
pub mod discord_incoming_webhook;
pub mod execution_assert;
pub mod execution_count;
pub mod execution_fail;
pub mod execution_purge;
pub mod execution_resume;
pub mod http_download;
pub mod http_request;
pub mod http_sse_request;
pub mod kv_delete;
pub mod kv_get;
pub mod kv_get_keys;
pub mod kv_purge;
pub mod kv_put;
pub mod kv_set;
pub mod log;
pub mod log_fetch;
pub mod log_purge;
pub mod metric_publish;
pub mod namespace_delete_files;
pub mod namespace_download_files;
pub mod namespace_purge_files;
pub mod namespace_upload_files;
pub mod output_values;
pub mod sleep;
pub mod state_delete;
pub mod state_get;
pub mod state_set;
pub mod storage_concat;
pub mod storage_deduplicate_items;
pub mod storage_delete;
pub mod storage_filter_items;
pub mod storage_local_files;
pub mod storage_purge;
pub mod storage_purge_current_execution_files;
pub mod storage_reverse;
pub mod storage_size;
pub mod storage_split;
pub mod storage_write;
pub mod templated_task;
pub mod trigger_toggle;

/// All of them, by file.
pub(crate) static ALL: &[&Declaration] = &[
    debug_echo::Echo::DECLARATION,
    debug_return::Return::DECLARATION,
    discord_execution::DiscordExecution::DECLARATION,
    discord_incoming_webhook::DiscordIncomingWebhook::DECLARATION,
    execution_assert::Assert::DECLARATION,
    execution_count::Count::DECLARATION,
    execution_fail::Fail::DECLARATION,
    execution_purge::PurgeExecutions::DECLARATION,
    execution_resume::Resume::DECLARATION,
    http_download::Download::DECLARATION,
    http_request::Request::DECLARATION,
    http_sse_request::SseRequest::DECLARATION,
    kv_delete::Delete::DECLARATION,
    kv_get::Get::DECLARATION,
    kv_get_keys::GetKeys::DECLARATION,
    kv_purge::PurgeKv::DECLARATION,
    kv_put::Put::DECLARATION,
    kv_set::Set::DECLARATION,
    log::Log::DECLARATION,
    log_fetch::Fetch::DECLARATION,
    log_purge::PurgeLogs::DECLARATION,
    metric_publish::Publish::DECLARATION,
    namespace_delete_files::DeleteFiles::DECLARATION,
    namespace_download_files::DownloadFiles::DECLARATION,
    namespace_purge_files::PurgeFiles::DECLARATION,
    namespace_upload_files::UploadFiles::DECLARATION,
    output_values::OutputValues::DECLARATION,
    sleep::Sleep::DECLARATION,
    state_delete::Delete::DECLARATION,
    state_get::Get::DECLARATION,
    state_set::Set::DECLARATION,
    storage_concat::Concat::DECLARATION,
    storage_deduplicate_items::DeduplicateItems::DECLARATION,
    storage_delete::Delete::DECLARATION,
    storage_filter_items::FilterItems::DECLARATION,
    storage_local_files::LocalFiles::DECLARATION,
    storage_purge::PurgeStorage::DECLARATION,
    storage_purge_current_execution_files::PurgeCurrentExecutionFiles::DECLARATION,
    storage_reverse::Reverse::DECLARATION,
    storage_size::Size::DECLARATION,
    storage_split::Split::DECLARATION,
    storage_write::Write::DECLARATION,
    templated_task::TemplatedTask::DECLARATION,
    trigger_toggle::Toggle::DECLARATION,
];
