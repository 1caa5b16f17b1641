//! A compiled app: pages over one flow.

use report::Span;
use serde::{Deserialize, Serialize};

use crate::flow::{FlowName, SourceText};
use crate::{Argument, Text};

/// An app, compiled.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct App {
    /// The namespace and id of the app itself.
    pub name: FlowName,
    /// The flow its pages start.
    pub flow: FlowName,
    /// The revision of the flow it starts; the newest where absent.
    pub revision: Option<u32>,
    /// The id of the one past execution it shows, instead of starting any.
    pub execution: Option<Text>,
    /// What the catalogue and the page's title show.
    pub display_name: Option<Text>,
    /// Markdown for the catalogue.
    pub description: Option<Text>,
    /// Words the catalogue can be filtered by.
    pub tags: Vec<Text>,
    /// Who may open it.
    pub access: Access,
    /// Whether the catalogue shows it.
    pub listing: Listing,
    /// A disabled app is kept and not served.
    pub disabled: bool,
    /// The pages by state, in the author's order.
    pub layouts: Vec<Layout>,
    /// When the app stops to accept requests.
    pub expiration: Option<Expiration>,
    /// The picture in the catalogue.
    pub thumbnail: Option<Text>,
    /// The file it was compiled from.
    pub source: SourceText,
}

/// Who may open an app.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Access {
    /// Anyone.
    Public,
    /// Whoever is logged in and belongs to one of the groups; anyone logged in where there are none.
    Private {
        /// The groups.
        groups: Vec<Text>,
    },
}

/// Whether the catalogue shows an app (`access.catalog`); its address works either way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Listing {
    /// It does.
    #[default]
    Listed,
    /// It does not.
    Hidden,
}

/// When an app accepts requests; ISO 8601.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expiration {
    /// Not before.
    pub start: Option<Text>,
    /// Not after.
    pub end: Option<Text>,
}

/// The page of one or more states.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Layout {
    /// `OPEN`, `CREATED`, `RUNNING`, `PAUSE`, `RESUME`, `SUCCESS`, `FAILURE`, `ERROR`, `FALLBACK`.
    pub on: Text,
    /// What the page is made of, top to bottom.
    pub blocks: Vec<Block>,
}

/// A part of a page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Block {
    /// The canonical block type.
    pub block_type: Text,
    /// What was written, under canonical names.
    pub properties: Vec<(Text, Argument)>,
    /// Only shown on these states of the execution, where given.
    pub on: Vec<Text>,
    /// The block's `type` in the file.
    pub place: Span,
}
