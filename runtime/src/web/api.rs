//! The REST API in the words of Kestra's clients.

pub mod access;
pub mod concurrency;
pub mod configuration;
pub mod dashboards;
pub mod executions;
pub mod exports;
pub mod files;
pub mod filters;
pub mod flow_document;
pub mod flows;
pub mod kv;
pub mod logs;
pub mod metrics;
pub mod namespaces;
pub mod openapi;
pub mod outputs;
pub mod paging;
pub mod plugins;
pub mod secrets;
pub mod triggers;
pub mod unserved;
