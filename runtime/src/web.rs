//! The server people and programs reach Lanner through: pages, REST API, event streams.

pub mod answer;
pub mod api;
pub mod apps;
pub mod assets;
pub mod blocks;
pub mod body;
pub mod content;
pub mod context;
pub mod drafts;
pub mod events;
pub mod form;
pub mod json;
pub mod links;
pub mod markdown;
pub mod multipart;
pub mod operation;
pub mod pages;
pub mod percent;
pub mod preview;
pub mod problem;
pub mod query;
pub mod request;
pub mod response;
pub mod route;
pub mod routes;
pub mod seal;
pub mod server;
pub mod settings;
pub mod shown;
pub mod size;
pub mod stall;
pub mod stored;
pub mod templates;

pub use context::Context;
pub use server::{BindError, Server};
pub use settings::{Limits, Settings};
