//! What an operator is told of a server at work: figures for Prometheus, traces for OpenTelemetry.

pub mod export;
pub mod exposition;
pub mod meters;
pub mod span;
pub mod trace;

pub use export::{Destination, Exporter};
pub use meters::Meters;
pub use trace::Trace;
