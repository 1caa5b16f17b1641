//! The server's own log: warnings and errors on standard error, more where `LANNER_LOG` asks for it.

use tracing::Level;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

/// Begins to write; does nothing the second time.
pub(crate) fn begin() {
    let asked = std::env::var("LANNER_LOG").ok().and_then(|level| level.parse::<Level>().ok());
    let level = LevelFilter::from_level(asked.unwrap_or(Level::WARN));
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr).with_target(false);
    // A second subscriber is refused, and the first goes on.
    let _ = tracing_subscriber::registry().with(Targets::new().with_default(level)).with(lines).try_init();
}
