//! The document of an app: pages over one flow.

use crate::prelude::*;

/// Pages through which people start a flow, watch it and answer what it asks.
///
/// ```yaml
/// id: example
/// type: io.kestra.plugin.ee.apps.Execution
/// displayName: Ask for data
/// namespace: demo
/// flowId: greet
/// access:
///   type: PRIVATE
/// layout:
///   - on: OPEN
///     blocks:
///       - type: io.kestra.plugin.ee.apps.execution.blocks.CreateExecutionForm
///       - type: io.kestra.plugin.ee.apps.execution.blocks.CreateExecutionButton
/// ```
#[derive(Clone, Debug, PartialEq, App)]
#[app("io.kestra.plugin.ee.apps.Execution")]
pub struct Execution {
    /// The app's name within its namespace.
    #[pattern("^[a-zA-Z0-9][a-zA-Z0-9_-]*")]
    #[size(min = 1)]
    #[not_empty]
    pub id: String,
    /// What kind of app it is.
    pub r#type: String,
    /// The title of its pages, and its name in the catalogue.
    #[size(min = 1, max = 150)]
    pub display_name: String,
    /// The namespace of the app and its flow.
    #[pattern("^[a-z0-9][a-z0-9._-]*")]
    #[size(min = 1, max = 150)]
    pub namespace: String,
    /// The flow its pages start.
    #[pattern("^[a-zA-Z0-9][a-zA-Z0-9._-]*")]
    #[size(min = 1, max = 100)]
    pub flow_id: String,
    /// A fixed revision of the flow; the newest where absent.
    #[min(1)]
    pub flow_revision: Option<i64>,
    /// Shows this execution instead of starting one.
    pub execution_id: Option<String>,
    /// What the app is for, in Markdown.
    pub description: Option<String>,
    /// Words the catalogue can be filtered by.
    #[default([])]
    pub tags: Vec<String>,
    /// A disabled app is kept and not served.
    #[default(false)]
    pub disabled: bool,
    /// Who may open it.
    #[default((("type", "PRIVATE"), ("groups", []), ("catalog", true)))]
    pub access: Access,
    /// When it accepts requests.
    pub expiration: Option<Expiration>,
    /// The picture in the catalogue: `nsfiles:///logo.png`, a file of the namespace.
    #[versions(since = "1.1")]
    pub thumbnail: Option<String>,
    /// The pages by state; a form and a word of thanks where absent.
    pub layout: Option<Vec<Layout>>,
}

/// Who may open an app.
///
/// Before 0.24 only the kind was written: `access: PUBLIC`.
#[derive(Clone, Debug, PartialEq, Record)]
#[record(from = AccessKind)]
pub struct Access {
    /// Whether it is open to anyone.
    #[default("PRIVATE")]
    pub r#type: AccessKind,
    /// Who is in one of these groups may open it; anyone logged in where there are none.
    #[default([])]
    pub groups: Vec<String>,
    /// Whether the catalogue shows it.
    #[default(true)]
    pub catalog: bool,
}

/// Whether an app is open to anyone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum AccessKind {
    /// To whoever knows the address.
    Public,
    /// To those who are logged in.
    Private,
}

/// When an app accepts requests.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct Expiration {
    /// Not before.
    pub start_date: Option<Moment>,
    /// Not after.
    pub end_date: Option<Moment>,
}

/// The page of a state.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct Layout {
    /// When the page is shown.
    pub on: AppState,
    /// What it is made of, top to bottom.
    pub blocks: Vec<Block>,
}

/// The state of an app as seen by whoever uses it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum AppState {
    /// Nothing was started yet.
    Open,
    /// The execution was just created.
    Created,
    /// The execution runs.
    Running,
    /// The execution waits for an answer.
    Pause,
    /// The execution was just resumed.
    Resume,
    /// The execution ended well.
    Success,
    /// The execution failed.
    Failure,
    /// The app itself failed.
    Error,
    /// Anything no other page is for.
    Fallback,
}
