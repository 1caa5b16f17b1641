//! Random flows, whose expressions only read what is there, and the same flows broken on purpose.

use std::ops::Range;

use plan::dialect::Version;

use super::dice::Dice;
use super::expression::{Certainty, Kind, Known, expression};

/// A random flow, and one that it may call.
pub(super) struct Flow {
    pub(super) version: Version,
    pub(super) text: String,
    pub(super) helper: String,
    /// Raw inputs for a run.
    pub(super) inputs: Vec<(String, String)>,
    /// Ways to break it: what is wrong then, where, and what stands there instead.
    mutations: Vec<(&'static str, Range<usize>, String)>,
}

impl Flow {
    /// The flow of a seed; what it is called does not depend on it.
    pub(super) fn of(seed: u64) -> Self {
        let mut dice = Dice::new(seed);
        let version = if dice.once_in(2) { Version::new(1, 3) } else { Version::new(2, 0) };
        let namespace = format!("demo.s{seed}");
        let mut helper = Writer::new(Dice::new(seed.wrapping_mul(31)), version, None);
        helper.line(0, "id: helper");
        helper.line(0, &format!("namespace: {namespace}"));
        let mut seen = helper.helper_inputs();
        helper.line(0, "tasks:");
        helper.tasks(2, 1, &mut seen, 0);
        let (word, size) = (helper.pick(Kind::Text, &seen), helper.pick(Kind::Number, &seen));
        helper.line(0, "outputs:");
        helper.line(1, &format!("- {{id: word, type: STRING, value: \"{{{{ {word} }}}}\"}}"));
        helper.line(1, &format!("- {{id: size, type: INT, value: \"{{{{ {size} }}}}\"}}"));

        let mut writer = Writer::new(dice, version, Some(namespace.clone()));
        writer.line(0, "id: random");
        writer.line(0, &format!("namespace: {namespace}"));
        let mut seen = writer.inputs();
        writer.line(0, "variables:");
        writer.line(1, "greeting: hello");
        writer.line(1, "limit: 3");
        seen.push(Known::certain("vars.greeting", Kind::Text));
        seen.push(Known::certain("vars.limit", Kind::Number));
        seen.push(Known::certain("flow.id", Kind::Text));
        seen.push(Known::certain("execution.id", Kind::Text));
        seen.push(Known::certain("execution.startDate", Kind::Time));
        let before = seen.clone();
        writer.line(0, "tasks:");
        let tasks = 2 + writer.dice.next(5);
        writer.tasks(tasks, 1, &mut seen, 2);
        let doubted: Vec<Known> = before
            .iter()
            .cloned()
            .chain(
                seen.iter()
                    .skip(before.len())
                    .filter(|it| it.certainty == Certainty::Certain)
                    .cloned()
                    .map(Known::doubted),
            )
            .collect();
        for list in ["errors", "finally", "afterExecution"] {
            if writer.dice.once_in(4) {
                writer.line(0, &format!("{list}:"));
                let mut inside = doubted.clone();
                writer.plain(1, &mut inside);
            }
        }
        writer.line(0, "outputs:");
        for (id, kind, name) in
            [("result", Kind::Text, "STRING"), ("total", Kind::Number, "INT"), ("good", Kind::Bool, "BOOL")]
        {
            let value = writer.pick(kind, &seen);
            writer.line(1, &format!("- id: {id}"));
            writer.line(1, &format!("  type: {name}"));
            writer.template(1, "value", &value);
        }
        let inputs = writer.given;
        Self { version, text: writer.text, helper: helper.text, inputs, mutations: writer.mutations }
    }

    /// The flow, broken in one way each.
    pub(super) fn broken(&self) -> impl Iterator<Item = (&'static str, String)> + '_ {
        self.mutations.iter().map(|(what, place, instead)| {
            let text = format!("{}{instead}{}", &self.text[..place.start], &self.text[place.end..]);
            (*what, text)
        })
    }
}

/// An input: its id, its type, its default, other values, and as what its value is read, with what makes it that.
type Declared = (&'static str, &'static str, &'static str, &'static [&'static str], Option<(Kind, &'static str)>);

/// Where a task stands.
#[derive(Clone, Copy)]
enum Form {
    /// In a list of tasks.
    Item,
    /// Behind `task:`.
    Value,
}

struct Writer {
    dice: Dice,
    version: Version,
    text: String,
    count: usize,
    /// The namespace of the flow that may be called; none where none may.
    helper: Option<String>,
    given: Vec<(String, String)>,
    mutations: Vec<(&'static str, Range<usize>, String)>,
}

impl Writer {
    fn new(dice: Dice, version: Version, helper: Option<String>) -> Self {
        let (text, given, mutations) = (String::new(), Vec::new(), Vec::new());
        Self { dice, version, text, count: 0, helper, given, mutations }
    }

    fn is_2_0(&self) -> bool {
        self.version == Version::new(2, 0)
    }

    fn name(&mut self) -> String {
        self.count += 1;
        format!("task{}", self.count)
    }

    fn line(&mut self, depth: usize, text: &str) {
        self.text.push_str(&"  ".repeat(depth));
        self.text.push_str(text);
        self.text.push('\n');
    }

    /// Notes a way to break the line written last: its first `part` is replaced.
    fn breaks(&mut self, what: &'static str, part: &str, instead: &str) {
        let start = self.text.trim_end().rfind('\n').map_or(0, |at| at + 1);
        if let Some(at) = self.text[start..].find(part) {
            let at = start + at;
            self.mutations.push((what, at..at + part.len(), instead.to_owned()));
        }
    }

    /// Notes that the flow is broken without the line written last.
    fn needs(&mut self, what: &'static str) {
        let start = self.text.trim_end().rfind('\n').map_or(0, |at| at + 1);
        self.mutations.push((what, start..self.text.len(), String::new()));
    }

    /// A property with an expression, which can be broken in many ways.
    fn template(&mut self, depth: usize, property: &str, value: &str) {
        self.line(depth, &format!("  {property}: \"{{{{ {value} }}}}\""));
        let bad = [
            ("an unknown input", "inputs.nope"),
            ("an unknown task", "outputs.nope.value"),
            ("an unknown variable", "vars.nope"),
            ("an unknown root", "nope"),
            ("an unknown function", "nope(1)"),
            ("an unknown filter", "'a' | nope"),
            ("an unknown test", "'a' is nope"),
            ("a broken expression", "1 + "),
            ("a missing argument", "range()"),
            ("an unknown argument", "'2024-01-01' | date('yyyy', nope=1)"),
            ("an unclosed list", "['a', 'b'"),
            ("an unknown member", "execution.nope"),
            ("a list that is compared", "inputs.tags > 1"),
        ];
        let (what, bad) = *self.dice.of(&bad);
        self.breaks(what, &format!("{{{{ {value} }}}}"), &format!("{{{{ {bad} }}}}"));
    }

    fn kind(&mut self, depth: usize, name: &str) {
        self.line(depth, &format!("  type: io.kestra.plugin.core.{name}"));
        if self.dice.once_in(3) {
            self.breaks("an unknown type", name, &format!("{name}x"));
        }
    }

    fn pick(&mut self, kind: Kind, seen: &[Known]) -> String {
        expression(&mut self.dice, kind, seen, 2)
    }

    fn helper_inputs(&mut self) -> Vec<Known> {
        self.line(0, "inputs:");
        self.line(1, "- {id: name, type: STRING}");
        self.line(1, "- {id: count, type: INT, defaults: 2}");
        self.line(1, "- {id: tags, type: ARRAY, itemType: STRING, defaults: [x]}");
        vec![
            Known::certain("inputs.name", Kind::Text),
            Known::certain("inputs.count", Kind::Number),
            Known::certain("inputs.tags", Kind::Texts),
        ]
    }

    /// Inputs of all types; values for some of them are given.
    fn inputs(&mut self) -> Vec<Known> {
        self.line(0, "inputs:");
        let bool_type: &'static str = if self.is_2_0() || self.dice.once_in(2) { "BOOL" } else { "BOOLEAN" };
        let all: [Declared; 16] = [
            ("name", "STRING", "Ada", &["", "Grace", "two words", "ünï"], Some((Kind::Text, ""))),
            ("count", "INT", "3", &["0", "-4", "12"], Some((Kind::Number, ""))),
            ("ratio", "FLOAT", "1.5", &["0", "-2.25"], Some((Kind::Text, " ~ ''"))),
            ("flag", bool_type, "true", &["false"], Some((Kind::Bool, ""))),
            ("tags", "ARRAY, itemType: STRING", "[a, b]", &["[]", "[\"z\"]"], Some((Kind::Texts, ""))),
            ("color", "SELECT, values: [red, green]", "red", &["green"], Some((Kind::Text, " ~ ''"))),
            ("sizes", "MULTISELECT, values: [S, M, L]", "[S]", &["[\"M\",\"L\"]"], Some((Kind::Texts, ""))),
            ("when", "DATETIME", "'2024-02-29T12:00:00Z'", &["2025-01-01T00:00:00Z"], Some((Kind::Time, ""))),
            ("day", "DATE", "'2024-02-29'", &["2025-12-31"], Some((Kind::Text, " ~ ''"))),
            ("hour", "TIME", "'12:30:00'", &["23:59:59"], Some((Kind::Text, " ~ ''"))),
            ("pause", "DURATION", "PT1S", &["PT1H"], Some((Kind::Text, " ~ ''"))),
            ("site", "URI", "https://example.com/a", &["https://example.org"], Some((Kind::Text, ""))),
            ("mail", "EMAIL", "ada@example.com", &["grace@example.com"], Some((Kind::Text, ""))),
            ("json", "JSON", "'{\"a\": {\"b\": 1}}'", &["{\"a\": {\"b\": 2}}"], Some((Kind::Text, " | toJson"))),
            ("yaml", "YAML", "'a: 1'", &["b: 2"], None),
            ("numbers", "ARRAY, itemType: INT", "[1, 2]", &["[3]"], None),
        ];
        let mut seen = Vec::new();
        for (index, (id, kind, default, others, read)) in all.into_iter().enumerate() {
            if index > 4 && self.dice.once_in(2) {
                continue;
            }
            self.line(1, &format!("- {{id: {id}, type: {kind}, defaults: {default}}}"));
            if id == "count" {
                self.breaks("a default of another type", "defaults: 3", "defaults: three");
            }
            if id == "name" {
                self.breaks("an unknown type of an input", "STRING", "STRNG");
            }
            if self.dice.once_in(2) {
                self.given.push((id.to_owned(), (*self.dice.of(others)).to_owned()));
            }
            if let Some((kind, end)) = read {
                let expression = if end.is_empty() { format!("inputs.{id}") } else { format!("(inputs.{id}{end})") };
                seen.push(Known::certain(expression, kind));
            }
        }
        if self.dice.once_in(2) {
            self.line(1, "- id: extra");
            self.line(1, "  type: STRING");
            self.line(1, "  defaults: more");
            self.line(1, "  dependsOn: {inputs: [flag], condition: \"{{ inputs.flag }}\"}");
            self.breaks("an input that depends on nothing", "[flag]", "[nope]");
            seen.push(Known::certain("inputs.extra", Kind::Text).doubted());
        }
        if self.dice.once_in(2) {
            self.line(1, "- {id: optional, type: STRING, required: false}");
            seen.push(Known::certain("inputs.optional", Kind::Text).doubted());
        }
        seen
    }

    fn tasks(&mut self, count: usize, depth: usize, seen: &mut Vec<Known>, deeper: usize) {
        for _ in 0..count {
            self.task(depth, seen, deeper);
        }
    }

    fn task(&mut self, depth: usize, seen: &mut Vec<Known>, deeper: usize) {
        if deeper == 0 || self.dice.once_in(3) {
            self.plain(depth, seen);
        } else {
            self.control(depth, seen, deeper - 1);
        }
    }

    /// What is common to all tasks; whether the task may be left out.
    fn common(&mut self, depth: usize, seen: &[Known]) -> Certainty {
        if self.dice.once_in(6) {
            self.line(depth, "  retry: {type: constant, interval: PT0.01S, maxAttempts: 2}");
            self.breaks("an unknown kind of retry", "constant", "sometimes");
        }
        if self.dice.once_in(6) {
            self.line(depth, "  timeout: PT30S");
            self.breaks("a broken duration", "PT30S", "PT30");
        }
        if self.dice.once_in(8) {
            let truth = self.pick(Kind::Bool, seen);
            self.template(depth, "runIf", &truth);
            return Certainty::Uncertain;
        }
        Certainty::Certain
    }

    /// A task that does something by itself.
    fn plain(&mut self, depth: usize, seen: &mut Vec<Known>) {
        let name = self.name();
        self.line(depth, &format!("- id: {name}"));
        let choice = self.dice.next(if self.helper.is_some() { 13 } else { 5 });
        let text = self.pick(Kind::Text, seen);
        let number = self.pick(Kind::Number, seen);
        let mut gives: Vec<Known> = Vec::new();
        let mut give = |member: &str, kind| gives.push(Known::certain(format!("outputs.{name}.{member}"), kind));
        match choice {
            0 | 1 => {
                self.kind(depth, "debug.Return");
                self.template(depth, "format", &text);
                self.breaks("an unknown property", "format:", "formt:");
                give("value", Kind::Text);
            }
            2 => {
                self.kind(depth, "output.OutputValues");
                self.line(depth, "  values:");
                self.template(depth + 1, "word", &text);
                self.template(depth + 1, "size", &number);
                give("values.word", Kind::Text);
                give("values.size", Kind::Text);
            }
            3 | 4 => {
                self.kind(depth, "log.Log");
                self.template(depth, "message", &text);
                self.needs("a message that is missing");
            }
            5 => {
                self.kind(depth, "storage.Write");
                self.template(depth, "content", &text);
                self.needs("a content that is missing");
                give("uri", Kind::Text);
                let read = format!("read(outputs.{name}.uri)");
                gives.push(Known::certain(read, Kind::Text));
            }
            6 => {
                self.kind(depth, "execution.SetVariables");
                self.line(depth, "  variables:");
                self.template(depth + 1, &format!("v{name}"), &text);
                gives.push(Known::certain(format!("vars.v{name}"), Kind::Text));
            }
            7 => {
                self.kind(depth, "kv.Set");
                self.line(depth, &format!("  key: {name}"));
                self.template(depth, "value", &format!("'k' ~ ({text})"));
                gives.push(Known::certain(format!("kv('{name}', errorOnMissing=false)"), Kind::Text));
            }
            8 => {
                self.kind(depth, "execution.Labels");
                self.line(depth, "  labels:");
                self.template(depth + 1, &format!("l{name}"), &format!("'l' ~ ({number})"));
            }
            9 => {
                self.kind(depth, "execution.Assert");
                let truth = self.pick(Kind::Bool, seen);
                self.line(depth, "  conditions:");
                self.line(depth + 1, &format!("  - \"{{{{ ({truth}) or true }}}}\""));
            }
            10 => {
                self.kind(depth, "flow.Sleep");
                self.line(depth, "  duration: PT0.001S");
                self.breaks("a broken duration", "PT0.001S", "a moment");
            }
            11 => {
                self.kind(depth, "execution.Fail");
                self.line(depth, "  errorMessage: on purpose");
                self.line(depth, "  allowFailure: true");
                self.breaks("a word that is no boolean", "true", "maybe");
            }
            _ => {
                self.call(depth, &text, &number, seen);
                give("outputs.word", Kind::Text);
                give("outputs.size", Kind::Number);
            }
        }
        let certainty = self.common(depth, seen);
        seen.extend(gives.into_iter().map(|known| match certainty {
            Certainty::Certain => known,
            Certainty::Uncertain => known.doubted(),
        }));
    }

    /// Another flow, with typed inputs and outputs.
    fn call(&mut self, depth: usize, text: &str, number: &str, seen: &[Known]) {
        let namespace = self.helper.clone().unwrap_or_default();
        self.kind(depth, "flow.Subflow");
        self.line(depth, &format!("  namespace: {namespace}"));
        self.line(depth, "  flowId: helper");
        self.needs("a flow that is not named");
        self.line(depth, "  wait: true");
        self.line(depth, "  inputs:");
        self.template(depth + 1, "name", text);
        self.breaks("an input that the flow does not have", "name:", "nmae:");
        self.template(depth + 1, "count", number);
        if self.dice.once_in(2) {
            let texts = self.pick(Kind::Texts, seen);
            self.template(depth + 1, "tags", &texts);
        }
    }

    /// A task with tasks in it.
    fn control(&mut self, depth: usize, seen: &mut Vec<Known>, deeper: usize) {
        let name = self.name();
        self.line(depth, &format!("- id: {name}"));
        let before = seen.clone();
        match self.dice.next(11) {
            0 => {
                self.kind(depth, "flow.Sequential");
                self.line(depth, "  tasks:");
                let count = 1 + self.dice.next(2);
                self.tasks(count, depth + 2, seen, deeper);
                self.rescue(depth, &before);
            }
            1 => {
                self.kind(depth, "flow.Parallel");
                if self.dice.once_in(2) {
                    self.line(depth, "  concurrent: 1");
                    self.breaks("a number that is none", "1", "many");
                }
                self.line(depth, "  tasks:");
                // Those side by side do not see each other; afterwards all are there.
                for _ in 0..2 {
                    let mut branch = before.clone();
                    self.task(depth + 2, &mut branch, deeper);
                    seen.extend(branch.into_iter().skip(before.len()));
                }
            }
            2 => {
                self.kind(depth, "flow.If");
                let truth = self.pick(Kind::Bool, seen);
                self.template(depth, "condition", &truth);
                for branch in ["then", "else"] {
                    self.line(depth, &format!("  {branch}:"));
                    self.branch(depth, &before, seen, deeper);
                }
            }
            3 => {
                self.kind(depth, "flow.Switch");
                let text = self.pick(Kind::Text, seen);
                self.template(depth, "value", &text);
                self.needs("a value that is missing");
                self.line(depth, "  cases:");
                for case in ["Ada", "a"] {
                    self.line(depth, &format!("    {case}:"));
                    self.branch(depth + 1, &before, seen, deeper);
                }
                self.line(depth, "  defaults:");
                self.branch(depth, &before, seen, deeper);
            }
            4 | 5 => self.repeat(depth, &name, seen, deeper),
            6 => {
                self.kind(depth, "flow.Dag");
                self.line(depth, "  tasks:");
                let mut first = before.clone();
                self.line(depth, "    - task:");
                let a = self.node(depth + 3, Form::Value, &mut first);
                self.line(depth, "    - task:");
                let mut second = first.clone();
                let b = self.node(depth + 3, Form::Value, &mut second);
                self.line(depth, &format!("      dependsOn: [{a}]"));
                self.breaks("a Dag that needs itself", &a, &b);
                self.breaks("a Dag that needs nothing", &a, "nope");
                seen.extend(second.into_iter().skip(before.len()));
            }
            7 => {
                self.kind(depth, "flow.LoopUntil");
                self.line(depth, &format!("  condition: \"{{{{ outputs.{name}.iterationCount >= 2 }}}}\""));
                self.needs("a condition that is missing");
                self.line(depth, "  checkFrequency: {interval: PT0.001S, maxIterations: 5}");
                self.line(depth, "  tasks:");
                self.plain(depth + 2, seen);
                seen.push(Known::certain(format!("outputs.{name}.iterationCount"), Kind::Number));
            }
            8 => {
                self.kind(depth, "flow.AllowFailure");
                self.line(depth, "  tasks:");
                self.branch(depth, &before, seen, deeper);
                if self.dice.once_in(2) {
                    let bad = self.name();
                    self.line(depth + 2, &format!("- id: {bad}"));
                    self.kind(depth + 2, "execution.Fail");
                    self.line(depth + 2, "  errorMessage: on purpose");
                }
                self.rescue(depth, &before);
            }
            9 => {
                self.kind(depth, "flow.Pause");
                if self.dice.once_in(2) {
                    self.line(depth, "  pauseDuration: PT0.001S");
                } else {
                    self.line(depth, "  onResume:");
                    self.line(depth, "    - {id: answer, type: STRING, defaults: sure}");
                    self.breaks("an unknown type of an answer", "STRING", "STRNG");
                    self.line(depth, "    - {id: often, type: INT, defaults: 2}");
                    seen.push(Known::certain(format!("outputs.{name}.onResume.answer"), Kind::Text));
                    seen.push(Known::certain(format!("outputs.{name}.onResume.often"), Kind::Number));
                }
            }
            _ => {
                self.kind(depth, "flow.WorkingDirectory");
                if self.dice.once_in(2) {
                    let text = self.pick(Kind::Text, seen);
                    self.line(depth, "  inputFiles:");
                    self.template(depth + 1, "a.txt", &text);
                }
                self.line(depth, "  tasks:");
                self.node(depth + 2, Form::Item, seen);
            }
        }
    }

    /// Tasks that may not be run: what they give out is not there for sure.
    fn branch(&mut self, depth: usize, before: &[Known], seen: &mut Vec<Known>, deeper: usize) {
        let mut inside = before.to_vec();
        self.task(depth + 2, &mut inside, deeper);
        seen.extend(inside.into_iter().skip(before.len()).map(Known::doubted));
    }

    /// What is done where something fails, and in the end.
    fn rescue(&mut self, depth: usize, before: &[Known]) {
        for list in ["errors", "finally"] {
            if self.dice.once_in(3) {
                self.line(depth, &format!("  {list}:"));
                self.plain(depth + 2, &mut before.to_vec());
            }
        }
    }

    /// A task that runs by itself and always gives something out; its id.
    fn node(&mut self, depth: usize, form: Form, seen: &mut Vec<Known>) -> String {
        let name = self.name();
        let text = self.pick(Kind::Text, seen);
        let mark = match form {
            Form::Item => "-",
            Form::Value => " ",
        };
        self.line(depth, &format!("{mark} id: {name}"));
        self.kind(depth, "debug.Return");
        self.template(depth, "format", &text);
        seen.push(Known::certain(format!("outputs.{name}.value"), Kind::Text));
        name
    }

    /// The same for each of several values, in the words of either version.
    fn repeat(&mut self, depth: usize, name: &str, seen: &mut Vec<Known>, deeper: usize) {
        let texts = self.pick(Kind::Texts, seen);
        let is_2_0 = self.is_2_0();
        self.kind(depth, if is_2_0 { "flow.Loop" } else { "flow.ForEach" });
        self.template(depth, "values", &texts);
        self.breaks("an unknown property", "values:", "valeus:");
        if self.dice.once_in(2) {
            let limit = self.dice.next(3);
            self.line(depth, &format!("  concurrencyLimit: {limit}"));
            self.breaks("a limit that is no number", &format!(": {limit}"), ": some");
        }
        self.line(depth, "  tasks:");
        let mut inside = seen.clone();
        let value = if is_2_0 { "item.value" } else { "taskrun.value" };
        inside.push(Known::certain(value, Kind::Text));
        let index = if is_2_0 { "item.index" } else { "taskrun.iteration" };
        inside.push(Known::certain(index, Kind::Number));
        let first = self.name();
        let text = self.pick(Kind::Text, &inside);
        self.line(depth + 2, &format!("- id: {first}"));
        self.kind(depth + 2, "debug.Return");
        self.template(depth + 2, "format", &format!("{value} ~ ({text})"));
        if is_2_0 {
            inside.push(Known::certain(format!("outputs.{first}.value"), Kind::Text));
            self.task(depth + 2, &mut inside, deeper);
            if self.dice.once_in(2) {
                let word = self.pick(Kind::Text, &inside);
                self.line(depth, "  outputs:");
                self.line(depth, "    - id: word");
                self.line(depth, "      type: STRING");
                self.template(depth + 2, "value", &word);
                let given = format!("loopOutputs(outputs.{name}.outputs ?? [], 'word')");
                seen.push(Known::certain(given, Kind::Texts));
            }
            seen.push(Known::certain(format!("outputs.{name}.iterationCount"), Kind::Number));
        } else {
            inside.push(Known::certain(format!("outputs.{first}[taskrun.value].value"), Kind::Text));
            self.node(depth + 2, Form::Item, &mut inside);
        }
    }
}
