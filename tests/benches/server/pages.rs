//! How soon the page of an app is there.

use std::time::Duration;

use tests::folder::Folder;
use tests::places::project;
use tests::server::Server;

use super::at_most;
use crate::client::{Load, Request};
use crate::{Figure, part};

/// So many people read at once, so long.
const READERS: usize = 16;
const SECONDS: Duration = Duration::from_secs(3);

pub(super) fn measure() -> Vec<Figure> {
    let data = Folder::empty();
    let server = Server::start(&project("examples"), data.path(), &[]);
    let page = Load::new(&server.address, &Request::get("/apps/examples/data_request_form"));
    page.times(200);
    let times = page.times_among(READERS, SECONDS);
    #[expect(clippy::cast_precision_loss, reason = "a few hundred thousand")]
    let rate = times.len() as f64 / SECONDS.as_secs_f64();
    vec![
        at_most("page of an app, 16 readers", part(&times, 50), "ms", 2.0),
        at_most("the same, 99 of 100", part(&times, 99), "ms", 10.0),
        at_most("one page of all that 16 readers get", 1e6 / rate, "µs", 200.0),
    ]
}
