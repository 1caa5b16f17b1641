//! The REST API in the words of Kestra's clients.

pub mod configuration;
