//! How soon a server with many flows answers its first call, and how much memory it then has.

use std::time::{Duration, Instant};

use tests::folder::Folder;
use tests::server::{Server, request};

use super::at_most;
use crate::flows::{HOOK, HOOK_BODY, HOOK_PATH};
use crate::process::resident;
use crate::{Figure, median};

/// So many flows lie in the folder.
const FLOWS: usize = 1_000;

/// As often a server is started.
const ROUNDS: usize = 7;

/// A flow like those that people write, with a number in its names.
fn flow(number: usize) -> String {
    let tasks: String = (0..8)
        .map(|task| {
            format!(
                "  - id: step_{task}\n    type: io.kestra.plugin.core.log.Log\n    description: Tells what was \
                 found of the orders of the day before, for those who read the log.\n    message: 'step {task} of \
                 {{{{ flow.id }}}} for {{{{ inputs.customer }}}}: {{{{ inputs.amount + {task} }}}} at \
                 {{{{ execution.startDate | date(\"yyyy-MM-dd\") }}}}'\n"
            )
        })
        .collect();
    format!(
        "id: flow_{number}\nnamespace: bench.team_{}\ndescription: Gathers the orders of a customer and tells what \
         has become of them.\nlabels:\n  team: orders\n  number: '{number}'\ninputs:\n  - id: customer\n    type: \
         STRING\n    defaults: everybody\n  - id: amount\n    type: INT\n    defaults: {number}\ntasks:\n{tasks}",
        number % 20
    )
}

pub(super) fn measure() -> Vec<Figure> {
    let texts: Vec<(String, String)> = (0..FLOWS).map(|number| (format!("{number}.yaml"), flow(number))).collect();
    let mut files: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    files.push(("hook.yaml", HOOK));
    let many = Folder::with(&files);
    let few = Folder::with(&[("hook.yaml", HOOK)]);
    let (mut cold, mut warm, mut empty, mut memory, mut least) = (vec![], vec![], vec![], vec![], vec![]);
    for _ in 0..ROUNDS {
        let data = Folder::empty();
        cold.push(start(&many, &data).0);
        let (time, resident) = start(&many, &data);
        warm.push(time);
        memory.push(resident);
        let (time, resident) = start(&few, &Folder::empty());
        empty.push(time);
        least.push(resident);
    }
    vec![
        at_most("1,000 flows of 2 KB, start to the first webhook", median(cold), "ms", 400.0),
        at_most("the same, compiled before", median(warm), "ms", 100.0),
        at_most("one flow, empty store", median(empty), "ms", 50.0),
        at_most("memory idle with 1,000 flows", median(memory), "MB", 48.0),
        at_most("memory idle with one flow", median(least), "MB", 20.0),
    ]
}

/// Starts a server and calls a flow; the time in milliseconds until that was served, and the memory in MB a little
/// later.
fn start(folder: &Folder, data: &Folder) -> (f64, f64) {
    let begin = Instant::now();
    let server = Server::start(folder.path(), data.path(), &[]);
    let text = format!(
        "POST {HOOK_PATH} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\ncontent-type: application/json\r\n\
         content-length: {}\r\n\r\n{HOOK_BODY}",
        server.address,
        HOOK_BODY.len()
    );
    let answered = request(&server.address, text.as_bytes());
    let time = begin.elapsed().as_secs_f64() * 1e3;
    assert_eq!(answered.status, 200, "{}", answered.text());
    std::thread::sleep(Duration::from_millis(200));
    let memory = resident(server.id());
    server.stop();
    (time, memory)
}
