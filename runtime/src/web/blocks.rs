//! The blocks of apps, each drawn by its own file; a block that is added here is served.

use std::future::Future;
use std::pin::Pin;

use plan::Failure;

use super::apps::{Properties, View};
use super::problem::Problem;
use crate::logs::LogQuery;
use crate::store::StoreError;

mod alert;
mod auto_refresh;
mod button;
mod cancel_execution_button;
mod create_execution_button;
mod create_execution_form;
mod divider;
mod download_logs_button;
mod image;
mod inputs;
mod loading;
mod logs;
mod markdown;
mod outputs;
mod redirect_to;
mod resume_execution_button;
mod resume_execution_form;
mod stacktrace;
mod table;
mod task_outputs;

pub(crate) use logs::{MOST_LINES, draw as lines};
pub(crate) use table::table;

/// How a block is drawn.
pub struct Behaviour {
    /// The canonical block type.
    pub block_type: &'static str,
    /// Draws it.
    pub draw: for<'a> fn(&'a View<'a>, Properties<'a>) -> Drawing<'a>,
}

/// A block being drawn.
pub type Drawing<'a> = Pin<Box<dyn Future<Output = Result<Drawn, Error>> + Send + 'a>>;

/// What a block comes to on the page.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "a page has a dozen, each drawn once")]
pub enum Drawn {
    /// A part of its own.
    Part(String),
    /// A button, which stands beside its neighbours.
    Button(String),
    /// A part to whose end log lines are added.
    Lines {
        /// What is shown so far.
        html: String,
        /// Which lines belong to it.
        query: LogQuery,
    },
    /// Nothing to see.
    Nothing,
}

/// Why a block is not drawn.
#[derive(Debug)]
pub enum Error {
    /// An expression of the author's fails.
    Expression(Failure),
    /// The server fails: a template, or the store.
    Server(Problem),
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        Self::Expression(failure)
    }
}

impl From<Problem> for Error {
    fn from(problem: Problem) -> Self {
        Self::Server(problem)
    }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        Self::Server(error.into())
    }
}

/// Every block.
pub static BLOCKS: &[Behaviour] = &[
    alert::BLOCK,
    auto_refresh::BLOCK,
    button::BLOCK,
    cancel_execution_button::BLOCK,
    create_execution_button::BLOCK,
    create_execution_form::BLOCK,
    divider::BLOCK,
    download_logs_button::BLOCK,
    image::BLOCK,
    inputs::BLOCK,
    loading::BLOCK,
    logs::BLOCK,
    markdown::BLOCK,
    outputs::BLOCK,
    redirect_to::BLOCK,
    resume_execution_button::BLOCK,
    resume_execution_form::BLOCK,
    stacktrace::BLOCK,
    table::BLOCK,
    task_outputs::BLOCK,
];

/// The behaviour of a block type.
pub fn find(block_type: &str) -> Option<&'static Behaviour> {
    BLOCKS.iter().find(|behaviour| behaviour.block_type == block_type)
}
