//! Blocks of app pages, one file each.

use crate::declaration::Declaration;
use crate::typed::Declared;

pub mod alert;
pub mod auto_refresh;
pub mod button;
pub mod cancel_execution_button;
pub mod create_execution_button;
pub mod create_execution_form;
pub mod divider;
pub mod download_logs_button;
pub mod image;
pub mod inputs;
pub mod loading;
pub mod logs;
pub mod markdown;
pub mod outputs;
pub mod redirect_to;
pub mod resume_execution_button;
pub mod resume_execution_form;
pub mod stacktrace;
pub mod table;
pub mod task_outputs;

/// All of them, by file.
pub(crate) static ALL: &[&Declaration] = &[
    alert::Alert::DECLARATION,
    auto_refresh::AutoRefresh::DECLARATION,
    button::Button::DECLARATION,
    cancel_execution_button::CancelExecutionButton::DECLARATION,
    create_execution_button::CreateExecutionButton::DECLARATION,
    create_execution_form::CreateExecutionForm::DECLARATION,
    divider::Divider::DECLARATION,
    download_logs_button::DownloadLogsButton::DECLARATION,
    image::Image::DECLARATION,
    inputs::Inputs::DECLARATION,
    loading::Loading::DECLARATION,
    logs::Logs::DECLARATION,
    markdown::Markdown::DECLARATION,
    outputs::Outputs::DECLARATION,
    redirect_to::RedirectTo::DECLARATION,
    resume_execution_button::ResumeExecutionButton::DECLARATION,
    resume_execution_form::ResumeExecutionForm::DECLARATION,
    stacktrace::Stacktrace::DECLARATION,
    table::Table::DECLARATION,
    task_outputs::TaskOutputs::DECLARATION,
];
