//! How many executions an engine brings to their end, and how soon, beside the floor: the same durable writes
//! with nothing around them.

mod first;
mod floor;

use std::time::{Duration, Instant};

use tests::folder::Folder;
use tests::places::lanner;
use tests::server::Server;

use crate::client::{Load, Request};
use crate::flows::{HOOK, HOOK_BODY, HOOK_PATH, PAUSED};
use crate::process::{cpu, resident};
use crate::{Bench, Figure, median, part};
use floor::Floor;

/// Goals 1 to 4, 5c and 6 of the reference on performance, each beside the floor in the same run.
pub(crate) const BENCH: Bench = Bench { name: "engine", measure };

/// How long each rate is measured.
const SECONDS: Duration = Duration::from_secs(4);

/// Half of the flows a second that we aim at.
const HALF: u32 = 5_000;

const ONE: &str = "\
id: one
namespace: bench
tasks:
  - id: only
    type: io.kestra.plugin.core.flow.Sleep
    duration: PT0S
";

/// So many tasks stand in a chain.
const CHAIN: usize = 40;

/// So many executions are left unfinished before a server is killed.
const UNFINISHED: usize = 10_000;

fn chain(id: &str, task: impl Fn(usize) -> String) -> String {
    let tasks: String = (0..CHAIN).map(task).collect();
    format!("id: {id}\nnamespace: bench\ntasks:\n{tasks}")
}

fn measure() -> Vec<Figure> {
    lanner();
    let strict = chain("strict", |at| {
        format!("  - id: t{at}\n    type: io.kestra.plugin.core.flow.Sleep\n    duration: PT0S\n")
    });
    let inline = chain("inline", |at| {
        format!("  - id: t{at}\n    type: io.kestra.plugin.core.debug.Return\n    format: '{at}'\n")
    });
    let flows = [
        ("hook.yaml", HOOK),
        ("one.yaml", ONE),
        ("strict.yaml", &strict),
        ("inline.yaml", &inline),
        ("paused.yaml", PAUSED),
    ];
    let folder = Folder::with(&flows);
    let data = Folder::empty();
    let server = Server::start(folder.path(), data.path(), &[]);
    let floor = Floor::start();
    let mut figures = Vec::new();

    let hook = Request::post(HOOK_PATH, HOOK_BODY);
    let (ours, bare) = (Load::new(&server.address, &hook), Load::new(&floor.address, &Request::post("/3", "")));
    let (ours, bare) = (ours.rate(128, SECONDS), bare.rate(128, SECONDS));
    rates(&mut figures, "2-task flows", "flows/s", (ours, bare), 1.0, 0.18);
    figures.push(each("one of these flows", ours, 5_000.0));
    let late = Load::new(&server.address, &hook).times_at(HALF, 256, SECONDS);
    let name = format!("the same at {HALF} a second, 99 of 100");
    figures.push(Figure { name, value: part(&late, 99), unit: "ms", target: Some(20.0) });

    let wait = |flow: &str| Request::post(&format!("/api/v1/main/executions/bench/{flow}?wait=true"), "");
    let (ours, bare) =
        (Load::new(&server.address, &wait("strict")), Load::new(&floor.address, &Request::post("/40", "")));
    let before = cpu(server.id());
    let begin = Instant::now();
    let rate = ours.rate(256, SECONDS);
    let spent = cpu(server.id()) - before;
    #[expect(clippy::cast_precision_loss, reason = "a few thousand")]
    let runs = rate * begin.elapsed().as_secs_f64() * CHAIN as f64;
    rates(&mut figures, "tasks of 40-task flows", "tasks/s", (rate, bare.rate(256, SECONDS)), 40.0, 0.23);
    figures.push(each("one of these tasks", rate * 40.0, 15_000.0));
    figures.push(Figure { name: "CPU a task".into(), value: spent * 1e3 / runs, unit: "ms", target: Some(0.10) });

    let alone = |load: &Load| median(load.times(60)) / 40.0;
    let (mine, theirs) = (alone(&ours), alone(&bare));
    figures.push(Figure { name: "one task in a chain".into(), value: mine, unit: "ms", target: Some(0.50) });
    figures.push(Figure { name: "one task in a chain, floor".into(), value: theirs, unit: "ms", target: None });
    figures.push(ratio("one task in a chain", theirs / mine, 0.54));

    let inline = Load::new(&server.address, &wait("inline"));
    let time = median(inline.times(60)) / 40.0;
    figures.push(Figure { name: "one inline task in a chain".into(), value: time, unit: "ms", target: Some(0.10) });
    let rate = inline.rate(128, SECONDS) * 40.0;
    figures.push(Figure { name: "inline tasks".into(), value: rate, unit: "/s", target: None });
    figures.push(each("one of these inline tasks", rate, 50_000.0));

    let mut one = Load::new(&server.address, &wait("one")).times(1_000);
    one.sort_by(f64::total_cmp);
    middle_and_worst(&mut figures, "start to end, one task", &one, (1.5, 5.0));
    middle_and_worst(&mut figures, "asked for to first task at work", &first::times(), (1.0, 3.0));
    figures.push(Figure {
        name: "memory after the load".into(),
        value: resident(server.id()),
        unit: "MB",
        target: Some(96.0),
    });

    let pause = Load::new(&server.address, &Request::post("/api/v1/main/executions/bench/paused", ""));
    pause.count(64, UNFINISHED);
    std::thread::sleep(Duration::from_secs(2));
    let before = cpu(server.id());
    std::thread::sleep(Duration::from_secs(5));
    let idle = (cpu(server.id()) - before) / 5.0 * 100.0;
    figures.push(Figure { name: "CPU of 10,000 paused".into(), value: idle, unit: "%", target: Some(1.0) });
    server.kill();
    let begin = Instant::now();
    let server = Server::start(folder.path(), data.path(), &[]);
    assert_eq!(server.get("/health").status, 200);
    let time = begin.elapsed().as_secs_f64();
    figures.push(Figure { name: "10,000 resumed after a kill".into(), value: time, unit: "s", target: Some(2.0) });
    figures
}

/// How much of a second each has, where so many are the least that are to be done in one.
fn each(name: &str, rate: f64, least: f64) -> Figure {
    Figure { name: name.to_owned(), value: 1e6 / rate, unit: "µs", target: Some(1e6 / least) }
}

/// What half of all take, and what nearly all take.
fn middle_and_worst(figures: &mut Vec<Figure>, name: &str, times: &[f64], most: (f64, f64)) {
    let figure = |name: String, value, most| Figure { name, value, unit: "ms", target: Some(most) };
    figures.push(figure(name.to_owned(), part(times, 50), most.0));
    figures.push(figure(format!("{name}, 99 of 100"), part(times, 99), most.1));
}

/// Ours, the floor, and what part of it ours is.
fn rates(figures: &mut Vec<Figure>, name: &str, unit: &'static str, rates: (f64, f64), each: f64, least: f64) {
    let (ours, floor) = (rates.0 * each, rates.1 * each);
    figures.push(Figure { name: name.to_owned(), value: ours, unit, target: None });
    figures.push(Figure { name: format!("{name}, floor"), value: floor, unit, target: None });
    figures.push(ratio(name, ours / floor, least));
}

/// How far below the floor ours is, as what is missing to the least that it has to be.
fn ratio(name: &str, ratio: f64, least: f64) -> Figure {
    Figure {
        name: format!("{name}, floor by ours (1/{ratio:.2})"),
        value: 1.0 / ratio,
        unit: "",
        target: Some(1.0 / least),
    }
}
