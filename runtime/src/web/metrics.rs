//! `GET /metrics`: how the server is, for Prometheus.

use std::sync::Arc;

use super::context::Context;
use super::request::Request;
use super::response::{Answer, content};
use crate::engine::Figures;
use crate::execution::State;
use crate::telemetry::exposition::{Exposition, Kind};

/// The figures of now.
pub async fn get(context: Arc<Context>, _: Request) -> Answer {
    let engine = &context.engine;
    let meters = engine.meters();
    let figures: Figures = engine.figures().await;
    let mut page = Exposition::default();
    let (counter, gauge) = (Kind::Counter, Kind::Gauge);

    page.begin("lanner_info", gauge, "The version that runs").value(&[("version", env!("CARGO_PKG_VERSION"))], 1.0);
    page.one("lanner_flows", gauge, "Flows that are deployed", engine.registry().count() as f64);

    page.one(
        "lanner_executions_created_total",
        counter,
        "Executions that came to be",
        meters.executions_created.get() as f64,
    );
    let mut family = page.begin("lanner_executions", gauge, "Executions that have not ended, by state");
    for state in State::ALL.into_iter().filter(|state| !state.is_terminated()) {
        family.value(&[("state", state.name())], meters.executions.of(state).get() as f64);
    }
    let mut family = page.begin("lanner_executions_ended_total", counter, "Executions that ended, by state");
    for state in State::ALL.into_iter().filter(|state| state.is_terminated()) {
        family.value(&[("state", state.name())], meters.executions_ended.of(state).get() as f64);
    }
    page.one(
        "lanner_executions_in_memory",
        gauge,
        "Executions that something is being done with",
        figures.in_memory as f64,
    );
    let mut family = page.begin("lanner_task_runs_ended_total", counter, "Task runs that ended, by state");
    for state in State::ALL.into_iter().filter(|state| state.is_terminated()) {
        family.value(&[("state", state.name())], meters.task_runs_ended.of(state).get() as f64);
    }
    page.one(
        "lanner_tasks_at_work",
        gauge,
        "Tasks with outside effects that work, or wait for a place",
        figures.at_work as f64,
    );
    page.one("lanner_task_places_free", gauge, "How many more of them could work at once", figures.free_places as f64);

    page.one("lanner_store_queue", gauge, "Changes that wait for the store", meters.queue.get() as f64);
    page.begin("lanner_store_commit_seconds", Kind::Histogram, "How long commits take").times(&meters.commits.times());
    page.one("lanner_store_changes_total", counter, "Changes that were committed", meters.changes.get() as f64);
    page.one(
        "lanner_store_commits_failed_total",
        counter,
        "Commits that the store did not take",
        meters.commits_failed.get() as f64,
    );
    if let Some(bytes) = figures.store_bytes {
        page.one("lanner_store_bytes", gauge, "The size of the store's file", bytes as f64);
    }
    page.one(
        "lanner_log_lines_total",
        counter,
        "Lines that went into logs of executions",
        meters.log_lines.get() as f64,
    );
    page.one(
        "lanner_log_lines_dropped_total",
        counter,
        "Lines that did not, because the log was full",
        meters.log_lines_dropped.get() as f64,
    );
    page.one(
        "lanner_refused_total",
        counter,
        "Executions refused because too much was going on",
        meters.refused.get() as f64,
    );

    page.one("lanner_triggers", gauge, "Triggers of all flows", figures.triggers as f64);
    page.one(
        "lanner_triggers_late",
        gauge,
        "Triggers whose time passed more than ten seconds ago",
        figures.late as f64,
    );
    page.one("lanner_triggers_latest_seconds", gauge, "How long the latest of them waits", figures.latest_seconds);

    page.one("lanner_http_connections", gauge, "Open connections", meters.connections.get() as f64);
    page.one("lanner_http_streams", gauge, "Open event streams", context.open_streams() as f64);
    page.begin("lanner_http_request_seconds", Kind::Histogram, "How long it takes until an answer begins")
        .times(&meters.requests.times());
    let mut family = page.begin("lanner_http_requests_total", counter, "Requests, by route and status");
    for (answered, count) in meters.all_answered() {
        let status = answered.status.to_string();
        family.value(&[("method", answered.method), ("route", answered.route), ("status", &status)], count as f64);
    }
    page.one(
        "lanner_spans_exported_total",
        counter,
        "Spans that the collector took",
        meters.spans_exported.get() as f64,
    );
    page.one("lanner_spans_dropped_total", counter, "Spans that no collector took", meters.spans_dropped.get() as f64);

    if let Some(bytes) = resident() {
        page.one("process_resident_memory_bytes", gauge, "Memory that is in use", bytes as f64);
    }
    if let Some(count) = descriptors() {
        page.one("process_open_fds", gauge, "Open files and connections", count as f64);
    }
    Ok(content("text/plain; version=0.0.4; charset=utf-8", page.into_text()))
}

/// The memory of this process in bytes, where the system tells.
fn resident() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
}

/// How many files and connections this process has open, where the system tells.
fn descriptors() -> Option<usize> {
    std::fs::read_dir("/proc/self/fd").ok().map(Iterator::count)
}
