//! A minute of many requests, each of which has an execution run to its end: memory stays as it is.

use std::time::{Duration, Instant};

use tests::folder::Folder;
use tests::server::Server;

use super::at_most;
use crate::client::{Load, Request};
use crate::flows::{HOOK, HOOK_BODY, HOOK_PATH};
use crate::process::{cpu, resident};
use crate::{Figure, part};

/// 72,000 requests in a minute, from so many connections.
const A_SECOND: u32 = 1_200;
const CONNECTIONS: usize = 128;

/// The first part of the minute fills what is kept on purpose, the cache of the store above all.
const FIRST: Duration = Duration::from_secs(15);
const REST: Duration = Duration::from_secs(45);

pub(super) fn measure() -> Vec<Figure> {
    let (folder, data) = (Folder::with(&[("hook.yaml", HOOK)]), Folder::empty());
    let server = Server::start(folder.path(), data.path(), &[]);
    let hook = Load::new(&server.address, &Request::post(HOOK_PATH, HOOK_BODY));
    let (begin, before) = (Instant::now(), cpu(server.id()));
    let first = hook.times_at(A_SECOND, CONNECTIONS, FIRST);
    let some = resident(server.id());
    let rest = hook.times_at(A_SECOND, CONNECTIONS, REST);
    let all = resident(server.id());
    let took = begin.elapsed().as_secs_f64();
    let spent = (cpu(server.id()) - before) / took * 100.0;
    assert_eq!(first.len() + rest.len(), 72_000);
    vec![
        at_most("72,000 requests from 128 connections", took, "s", 61.0),
        at_most("99 of 100 of them", part(&rest, 99), "ms", 20.0),
        at_most("memory after a quarter", some, "MB", 96.0),
        at_most("what the rest adds", all - some, "MB", 8.0),
        at_most("CPU meanwhile", spent, "%", 100.0),
    ]
}
