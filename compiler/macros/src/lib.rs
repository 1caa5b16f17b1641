//! Derives that turn a documented struct into a declaration.
