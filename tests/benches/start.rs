//! How soon a server over the examples answers, and how little memory it then needs.

use std::time::{Duration, Instant};

use tests::folder::Folder;
use tests::places::{lanner, project};
use tests::server::Server;

use crate::{Bench, Figure, median};

/// From the start of the process to the first answered request, and resident memory idle.
pub(crate) const BENCH: Bench = Bench { name: "start", measure };

/// How often a server is started.
const ROUNDS: usize = 15;

fn measure() -> Vec<Figure> {
    lanner();
    let mut times = Vec::new();
    let mut memory = Vec::new();
    for _ in 0..ROUNDS {
        let data = Folder::empty();
        let begin = Instant::now();
        let server = Server::start(&project("examples"), data.path(), &[]);
        let answered = server.get("/health");
        times.push(begin.elapsed().as_secs_f64() * 1e3);
        assert_eq!(answered.status, 200, "{answered:?}");
        std::thread::sleep(Duration::from_millis(50));
        memory.extend(resident(server.id()));
    }
    vec![
        Figure { name: "start to the first answer".to_owned(), value: median(times), unit: "ms", target: Some(50.0) },
        Figure { name: "memory idle".to_owned(), value: median(memory), unit: "MB", target: Some(15.0) },
    ]
}

/// Resident memory in MB, where the system tells.
fn resident(process: u32) -> Option<f64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().trim_end_matches(" kB").parse::<f64>().ok().map(|kilobytes| kilobytes / 1e3)
}
