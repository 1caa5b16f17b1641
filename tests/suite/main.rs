//! Everything that must hold, looked at through the outer doors: the binary, the pages, the folders.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod architecture;
mod browser;
mod check;
mod clients;
mod compile;
mod config;
mod core;
mod corpus;
mod durable;
mod editor;
mod expressions;
mod graph;
mod operations;
mod pictures;
mod plans;
mod promise;
mod recorded;
mod run;
mod secrets;
mod serve;
mod spec;
mod storage;
mod tidy;
mod web;
