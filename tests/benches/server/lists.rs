//! How soon a list is there over many executions.

use std::time::Duration;

use tests::folder::Folder;
use tests::server::Server;

use super::at_most;
use crate::client::{Load, Request};
use crate::flows::{HOOK, HOOK_BODY, HOOK_PATH};
use crate::process::resident;
use crate::{Figure, part};

/// So many executions a list is made over.
const EXECUTIONS: usize = 100_000;

/// After so many memory is looked at.
const SOME: usize = 20_000;

/// So often a list is asked for.
const LISTS: usize = 500;

pub(super) fn measure() -> Vec<Figure> {
    let (folder, data) = (Folder::with(&[("hook.yaml", HOOK)]), Folder::empty());
    let server = Server::start(folder.path(), data.path(), &[]);
    let hook = Load::new(&server.address, &Request::post(HOOK_PATH, HOOK_BODY));
    hook.count(64, SOME);
    let mut figures = vec![at_most("memory after 20,000 executions", resident(server.id()), "MB", 96.0)];
    hook.count(64, EXECUTIONS - SOME);
    figures.push(at_most("memory after 100,000 executions", resident(server.id()), "MB", 96.0));
    let search = "/api/v1/executions/search?size=50";
    for (name, more) in [
        ("a list over 100,000 executions, 99 of 100", ""),
        ("the same of one flow", "&namespace=bench&flowId=hook"),
        ("the same in one state", "&state=SUCCESS"),
        ("the same, the thousandth page", "&page=1000"),
    ] {
        let mut times = Load::new(&server.address, &Request::get(&format!("{search}{more}"))).times(LISTS);
        times.sort_by(f64::total_cmp);
        figures.push(at_most(name, part(&times, 99), "ms", 5.0));
    }
    let list = Load::new(&server.address, &Request::get(search));
    let times = std::thread::scope(|scope| {
        scope.spawn(|| hook.times_at(1_000, 64, Duration::from_secs(4)));
        let mut times = list.times(LISTS);
        times.sort_by(f64::total_cmp);
        times
    });
    figures.push(at_most("the same beside 1,000 new executions a second", part(&times, 99), "ms", 20.0));
    figures
}
