//! A flow, played by the pure core in a world that does what the case says.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

use jiff::SignedDuration;
use plan::Plan;
use plan::value::Map;
use runtime::execution::State;
use runtime::simulation::{Answered, Deed, Played, Script, play};
use serde::Deserialize;

use super::story::{self, map};

/// What a `simulate` block says.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Scripted {
    /// What the flow is started with.
    inputs: BTreeMap<String, serde_json::Value>,
    /// How tasks end that touch the world, and flows that are called: one end, or one for each try.
    answers: BTreeMap<String, Ends>,
    /// What each pause is answered with, in order.
    resume: Vec<BTreeMap<String, serde_json::Value>>,
    /// What somebody does meanwhile.
    meanwhile: Vec<Act>,
    /// The first order that is tried.
    seed: u64,
    /// In how many orders things come that come at the same time; the story is the same in each.
    orders: Option<u64>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Ends {
    One(End),
    Several(Vec<End>),
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum End {
    /// A state alone.
    State(String),
    /// A state with more.
    Whole {
        #[serde(default)]
        state: Option<String>,
        #[serde(default)]
        outputs: Option<BTreeMap<String, serde_json::Value>>,
        #[serde(default)]
        message: Option<String>,
        #[serde(default)]
        takes: Option<SignedDuration>,
    },
}

/// Something that somebody does, so long after the start.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Act {
    after: SignedDuration,
    #[serde(rename = "do")]
    what: What,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum What {
    Kill,
    Pause,
    Resume,
    Restart,
}

/// Plays a flow and tells what came of it, the same in every order.
///
/// # Errors
///
/// A line that says what is wrong with the script, or which two orders end otherwise.
pub(super) fn story(script: &str, plan: &Arc<Plan>) -> Result<String, String> {
    let scripted: Scripted = match script.trim() {
        "" => Scripted::default(),
        text => serde_yaml::from_str(text).map_err(|error| error.to_string())?,
    };
    let compiler = cli::Compiler::default();
    let in_order = |seed: u64| -> Result<String, String> {
        let played = play(Arc::clone(plan), told(&scripted, seed)?, &compiler);
        Ok(played.map_or_else(|reason| format!("refused: {reason}\n"), |played| draw(&played)))
    };
    let first = in_order(scripted.seed)?;
    for seed in (scripted.seed..).take(usize::try_from(scripted.orders.unwrap_or(1)).unwrap_or(usize::MAX)) {
        let other = in_order(seed)?;
        if other != first {
            return Err(format!("seeds {} and {seed} end otherwise:\n{first}\n{other}", scripted.seed));
        }
    }
    Ok(first)
}

fn told(scripted: &Scripted, seed: u64) -> Result<Script, String> {
    let mut script = Script { inputs: map(&scripted.inputs), seed, ..Script::default() };
    for (task, ends) in &scripted.answers {
        let ends = match ends {
            Ends::One(end) => vec![answered(end)?],
            Ends::Several(ends) => ends.iter().map(answered).collect::<Result<_, _>>()?,
        };
        script.answers.insert(task.as_str().into(), ends);
    }
    script.resume = scripted.resume.iter().map(map).collect();
    script.deeds = scripted.meanwhile.iter().map(|act| (act.after, deed(&act.what))).collect();
    Ok(script)
}

fn deed(what: &What) -> Deed {
    match what {
        What::Kill => Deed::Kill,
        What::Pause => Deed::Pause,
        What::Resume => Deed::Resume(Map::default()),
        What::Restart => Deed::Restart,
    }
}

fn answered(end: &End) -> Result<Answered, String> {
    let usual = Answered::default();
    let state = |name: &str| State::parse(name).ok_or_else(|| format!("`{name}` is no state"));
    Ok(match end {
        End::State(name) => Answered { state: state(name)?, ..usual },
        End::Whole { state: name, outputs, message, takes } => Answered {
            state: name.as_deref().map_or(Ok(usual.state), state)?,
            outputs: outputs.as_ref().map(map),
            message: message.clone().unwrap_or(usual.message),
            takes: takes.unwrap_or(usual.takes),
        },
    })
}

fn draw(played: &Played) -> String {
    let mut text: String = played.executions.iter().map(|execution| story::draw(execution, &draw_map)).collect();
    let lines = played.log.iter().map(|line| (line.level, line.task.as_deref(), line.message.as_str()));
    text.push_str(&story::draw_log(lines));
    // Writing to a string cannot fail.
    let _ = writeln!(text, "after {:#}", played.took);
    text
}

/// Ids of executions that were called, and times, differ from order to order.
fn draw_map(map: &Map, depth: usize, text: &mut String) {
    for (key, value) in map.iter().filter(|(key, _)| !matches!(&***key, "executionId" | "resumed")) {
        let _ = writeln!(text, "{:indent$}{key} = {}", "", serde_json::Value::from(value), indent = depth * 2);
    }
}
