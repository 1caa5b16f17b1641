//! Specification, corpus, harness, architecture, benches.
