//! A flow as a picture: what starts it, and which task runs after which.

mod dot;
mod edges;
mod layout;
mod mermaid;
mod svg;
mod topology;

pub(crate) use topology::Topology;

/// How a picture is written.
type Draw = fn(&Topology) -> String;

/// Every format, by name.
pub(crate) const FORMATS: &[(&str, Draw)] = &[("dot", dot::draw), ("mermaid", mermaid::draw), ("svg", svg::draw)];
