//! The server's own log on standard error: for people, or one JSON document a line.

use tracing::Level;
use tracing_subscriber::Layer as _;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

/// How lines are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Format {
    /// For people.
    #[default]
    Text,
    /// For programs: one document a line.
    Json,
}

impl Format {
    /// The names of all.
    pub(crate) const NAMES: [&'static str; 2] = ["text", "json"];

    /// The format of a name.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        match name {
            "text" => Some(Self::Text),
            "json" => Some(Self::Json),
            _ => None,
        }
    }
}

/// The levels, the quietest first.
pub(crate) const LEVELS: [&str; 5] = ["error", "warn", "info", "debug", "trace"];

/// Begins to write what is at least of a level, by name; does nothing the second time.
pub(crate) fn begin(format: Format, level: &str) {
    let level = LevelFilter::from_level(level.parse::<Level>().unwrap_or(Level::WARN));
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr).with_target(false);
    // What nobody can be told any more is told nobody: a closed pipe ends no server.
    let lines = lines.log_internal_errors(false);
    let lines = match format {
        Format::Text => lines.boxed(),
        Format::Json => lines.json().flatten_event(true).boxed(),
    };
    // A second subscriber is refused, and the first goes on.
    let _ = tracing_subscriber::registry().with(Targets::new().with_default(level)).with(lines).try_init();
}
