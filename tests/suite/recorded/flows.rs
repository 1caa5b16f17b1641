//! The entries of `flows.json`, side by side.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use plan::dialect::Version;
use serde_json::{Value, json};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use super::Outcome;
use super::compare::compare;
use super::play::{self, Entry};
use super::world::World;

/// No recording takes this long.
const PATIENCE: Duration = Duration::from_secs(40);
/// As many at once: most of the time they wait.
const AT_ONCE: usize = 12;

/// Runs every entry that was recorded on a version, in the order of the file.
pub(super) fn replay(entries: &[Value], folder: &Path, version: Version, key: &'static str) -> Vec<Outcome> {
    let texts = World::texts(&folder.join("valids"));
    let strict = Arc::new(World::of(texts.clone(), version));
    let valids = Arc::new(World::of_failing(texts, version));
    let invalids = Arc::new(World::of(World::texts(&folder.join("invalids")), version));
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    runtime.block_on(async {
        let places = Arc::new(Semaphore::new(AT_ONCE));
        let mut plays = JoinSet::new();
        for (index, entry) in entries.iter().enumerate() {
            let name = format!("{} {}", entry["flow"].as_str().unwrap(), entry["kind"].as_str().unwrap());
            let count = counts.entry(name.clone()).or_default();
            *count += 1;
            let name = if *count == 1 { name } else { format!("{name} {count}") };
            let recorded = &entry[key];
            if recorded.is_null() || !recorded["couldNotRun"].is_null() {
                continue;
            }
            let world = match () {
                () if entry["dir"] == "invalids" => &invalids,
                () if entry["kind"] == "validate" || !recorded["invalid"].is_null() => &strict,
                () => &valids,
            };
            let (entry, world, places) = (entry.clone(), Arc::clone(world), Arc::clone(&places));
            plays.spawn(async move {
                let place = places.acquire_owned().await;
                let played = tokio::time::timeout(PATIENCE, differences(&entry, key, &world)).await;
                drop(place);
                let differences = played.unwrap_or_else(|_| vec![format!("it does not end within {PATIENCE:?}")]);
                (index, (name, differences))
            });
        }
        let mut outcomes = plays.join_all().await;
        outcomes.sort_by_key(|outcome| outcome.0);
        outcomes.into_iter().map(|outcome| outcome.1).collect()
    })
}

async fn differences(entry: &Value, key: &str, world: &World) -> Vec<String> {
    let recorded = &entry[key];
    let file = entry["flow"].as_str().unwrap_or_default();
    if entry["kind"] == "validate" || !recorded["invalid"].is_null() {
        let parsed = |recorded: &Value| recorded["constraints"].is_null() && recorded["parse"] == "ok";
        let refused = entry["kind"] != "validate" || !parsed(recorded);
        return match (refused, world.flow(file)) {
            (true, Err(_)) | (false, Ok(_)) => Vec::new(),
            (true, Ok(_)) => {
                vec![format!("it is accepted, and was refused: {}{}", recorded["constraints"], recorded["invalid"])]
            }
            (false, Err(reason)) => vec![format!("it is refused: {reason}")],
        };
    }
    let folder = match tempfile::tempdir() {
        Ok(folder) => folder,
        Err(error) => return vec![error.to_string()],
    };
    let played = play::play(&Entry { document: entry, recorded, world, data: folder.path() }).await;
    let ours = played.unwrap_or_else(|reason| json!({ "error": reason }));
    let varying: Vec<String> = entry["nondeterministic"][key]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|path| path.as_str()?.split_once(": ").map(|(path, _)| path.to_owned()))
        .collect();
    let mut differences = Vec::new();
    if let Some(error) = ours["error"].as_str().filter(|_| recorded["error"].is_null()) {
        return vec![error.to_owned()];
    }
    compare("", recorded, &ours, &varying, &mut differences);
    differences
}
