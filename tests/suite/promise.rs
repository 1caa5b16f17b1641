//! The promise: what compiles runs. Random flows, typed by construction, are compiled and run; none may fail for a
//! reason that the compiler should have found. Each flow broken on purpose is refused.

use std::fmt::Write;
use std::sync::Arc;
use std::time::Duration;

use compiler::{Settings as Rules, Workspace};
use plan::dialect::Version;
use plan::step::LogLevel;
use runtime::execution::State;
use runtime::logs::LogQuery;
use runtime::{Creation, Engine, Settings};

/// So many flows are tried; each is told by its seed.
const FLOWS: u64 = 60;

#[test]
fn what_compiles_runs() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let mut wrong = Vec::new();
    for seed in 0..FLOWS {
        let flow = Flow::of(seed);
        if let Err(reason) = runtime.block_on(run(&flow)) {
            wrong.push(format!("seed {seed}: {reason}\n{}", flow.text));
        }
    }
    assert!(wrong.is_empty(), "{} of {FLOWS}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn what_is_broken_on_purpose_is_refused() {
    let mut accepted = Vec::new();
    for seed in 0..FLOWS {
        let flow = Flow::of(seed);
        for (what, text) in flow.broken() {
            if errors(&text).is_empty() {
                accepted.push(format!("seed {seed}, {what}:\n{text}"));
            }
        }
    }
    assert!(accepted.is_empty(), "{} are accepted:\n{}", accepted.len(), accepted.join("\n"));
}

/// Numbers that look random and are always the same (SplitMix64).
struct Dice(u64);

impl Dice {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % below as u64).unwrap()
    }
}

/// What an expression may read, with its type.
#[derive(Clone)]
struct Known {
    expression: String,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Text,
    Number,
    List,
}

/// A random flow, whose expressions only read what is there.
struct Flow {
    text: String,
    /// A task that is read elsewhere, for breaking it.
    read: Option<String>,
}

struct Writer {
    dice: Dice,
    text: String,
    count: usize,
    read: Option<String>,
}

impl Flow {
    fn of(seed: u64) -> Self {
        let mut writer = Writer { dice: Dice(seed), text: String::new(), count: 0, read: None };
        writer.text.push_str(
            "id: random\nnamespace: demo\ninputs:\n  - id: name\n    type: STRING\n    defaults: Ada\n  - id: count\n    type: INT\n    defaults: 3\n  - id: tags\n    type: ARRAY\n    itemType: STRING\n    defaults: [a, b]\nvariables:\n  greeting: hello\ntasks:\n",
        );
        let known = |expression: &str, kind| Known { expression: expression.to_owned(), kind };
        let mut seen = vec![
            known("inputs.name", Kind::Text),
            known("inputs.count", Kind::Number),
            known("inputs.tags", Kind::List),
            known("vars.greeting", Kind::Text),
            known("flow.id", Kind::Text),
            known("execution.id", Kind::Text),
        ];
        let tasks = 2 + writer.dice.next(5);
        writer.tasks(tasks, 1, &mut seen, 2);
        let last = writer.expression(Kind::Text, &seen);
        let _ = writeln!(writer.text, "outputs:\n  - id: result\n    type: STRING\n    value: \"{{{{ {last} }}}}\"");
        Self { text: writer.text, read: writer.read }
    }

    /// The flow, broken in one way each.
    fn broken(&self) -> Vec<(&'static str, String)> {
        let mut broken = vec![
            ("an unknown input", self.text.replacen("inputs.name", "inputs.nmae", 1)),
            ("an unknown filter", self.text.replacen("| upper", "| uper", 1)),
            ("an unknown type", self.text.replacen("debug.Return", "debug.Retrun", 1)),
            ("an unknown property", self.text.replacen("    format:", "    formt:", 1)),
            ("a bad type of an input", self.text.replacen("defaults: 3", "defaults: three", 1)),
        ];
        if let Some(task) = &self.read {
            broken.push(("an unknown task", self.text.replace(&format!("id: {task}\n"), "id: renamed\n")));
        }
        broken.retain(|(_, text)| *text != self.text);
        broken
    }
}

impl Writer {
    fn name(&mut self) -> String {
        self.count += 1;
        format!("task{}", self.count)
    }

    fn line(&mut self, depth: usize, text: &str) {
        self.text.push_str(&"  ".repeat(depth));
        self.text.push_str(text);
        self.text.push('\n');
    }

    fn tasks(&mut self, count: usize, depth: usize, seen: &mut Vec<Known>, deeper: usize) {
        for _ in 0..count {
            self.task(depth, seen, deeper);
        }
    }

    fn task(&mut self, depth: usize, seen: &mut Vec<Known>, deeper: usize) {
        let name = self.name();
        let shape = self.dice.next(if deeper == 0 { 4 } else { 8 });
        self.line(depth, &format!("- id: {name}"));
        let kind = |kind: &str| format!("  type: io.kestra.plugin.core.{kind}");
        match shape {
            0 | 1 => {
                let text = self.expression(Kind::Text, seen);
                self.line(depth, &kind("debug.Return"));
                self.line(depth, &format!("  format: \"{{{{ {text} }}}}\""));
                seen.push(Known { expression: format!("outputs.{name}.value"), kind: Kind::Text });
                if self.dice.next(4) == 0 {
                    let line = "  retry: {type: constant, interval: PT0.01S, maxAttempts: 2}";
                    self.line(depth, line);
                }
            }
            2 => {
                let text = self.expression(Kind::Text, seen);
                let number = self.expression(Kind::Number, seen);
                self.line(depth, &kind("output.OutputValues"));
                self.line(depth, "  values:");
                self.line(depth, &format!("    word: \"{{{{ {text} }}}}\""));
                self.line(depth, &format!("    size: \"{{{{ {number} }}}}\""));
                seen.push(Known { expression: format!("outputs.{name}.values.word"), kind: Kind::Text });
            }
            3 => {
                let text = self.expression(Kind::Text, seen);
                self.line(depth, &kind("log.Log"));
                self.line(depth, &format!("  message: \"{{{{ {text} }}}}\""));
            }
            4 => {
                self.line(depth, &kind("flow.Sequential"));
                self.line(depth, "  tasks:");
                self.tasks(1 + usize::from(deeper > 1), depth + 2, seen, deeper - 1);
            }
            5 => {
                self.line(depth, &kind("flow.Parallel"));
                self.line(depth, "  tasks:");
                // Those side by side do not see each other; afterwards all are there.
                let before = seen.clone();
                for _ in 0..2 {
                    let mut branch = before.clone();
                    self.task(depth + 2, &mut branch, deeper - 1);
                    seen.extend(branch.into_iter().skip(before.len()));
                }
            }
            6 => {
                let number = self.expression(Kind::Number, seen);
                self.line(depth, &kind("flow.If"));
                self.line(depth, &format!("  condition: \"{{{{ {number} > 2 }}}}\""));
                for branch in ["then", "else"] {
                    self.line(depth, &format!("  {branch}:"));
                    // What one branch gives out is not there for sure.
                    let mut inside = seen.clone();
                    self.task(depth + 2, &mut inside, deeper - 1);
                }
            }
            _ => {
                let list = self.expression(Kind::List, seen);
                self.line(depth, &kind("flow.ForEach"));
                self.line(depth, &format!("  values: \"{{{{ {list} }}}}\""));
                self.line(depth, "  tasks:");
                let inner = self.name();
                let text = self.expression(Kind::Text, seen);
                self.line(depth + 2, &format!("- id: {inner}"));
                self.line(depth + 2, &kind("debug.Return"));
                self.line(depth + 2, &format!("  format: \"{{{{ taskrun.value }}}} {{{{ {text} }}}}\""));
            }
        }
    }

    /// An expression of a type over what is there.
    fn expression(&mut self, kind: Kind, seen: &[Known]) -> String {
        let fitting: Vec<&Known> = seen.iter().filter(|known| known.kind == kind).collect();
        let chosen = fitting[self.dice.next(fitting.len())].expression.clone();
        if let Some(task) = chosen.strip_prefix("outputs.").and_then(|rest| rest.split('.').next()) {
            self.read = Some(task.to_owned());
        }
        match (kind, self.dice.next(4)) {
            (Kind::Text, 0) => format!("{chosen} | upper"),
            (Kind::Text, 1) => format!("{chosen} ~ '!'"),
            (Kind::Text, 2) => format!("{chosen} == '' ? 'none' : {chosen}"),
            (Kind::Number, 0) => format!("{chosen} + 1"),
            (Kind::Number, 1) => "inputs.tags | length".to_owned(),
            _ => chosen,
        }
    }
}

fn workspace(text: &str) -> Workspace {
    let mut workspace = Workspace::new(Rules { target: Some(Version::new(1, 3)), ..Rules::default() });
    workspace.set("random.yaml".to_owned(), text.to_owned());
    workspace
}

fn errors(text: &str) -> Vec<String> {
    let checked = workspace(text).check();
    let found = checked.files.iter().flat_map(|file| &file.diagnostics);
    found.filter(|found| found.severity == report::Severity::Error).map(|found| found.message.clone()).collect()
}

async fn run(flow: &Flow) -> Result<(), String> {
    let workspace = workspace(&flow.text);
    let checked = workspace.check();
    let Some(plan) = checked.plans().next().cloned() else {
        return Err(format!("it is refused: {}", errors(&flow.text).join("; ")));
    };
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let compiler = Arc::new(cli::Compiler::new(workspace.clone()));
    let engine = Engine::open(Settings::in_memory(folder.path()), compiler).await.map_err(|it| it.to_string())?;
    engine.deploy((*plan).clone()).await.map_err(|refusal| refusal.to_string())?;
    let id = engine.create(Creation::of(plan.flow.clone())).await.map_err(|refusal| refusal.to_string())?;
    let ended = tokio::time::timeout(Duration::from_secs(20), engine.wait(id)).await;
    let execution = ended.map_err(|_| "it does not end")?.ok_or("it is gone")?;
    let logs = engine.logs(&LogQuery::of(id), 0, None).await.items;
    let said =
        logs.iter().filter(|line| line.entry.level == LogLevel::Error).map(|line| line.entry.message.to_string());
    let said: Vec<String> = said.collect();
    engine.drain(Duration::from_millis(10)).await;
    if execution.state() == State::Success {
        Ok(())
    } else {
        Err(format!("{}: {}", execution.state(), said.join("; ")))
    }
}
