//! How long templates take to be read and rendered, beside minijinja on the same work said in Jinja.

use std::hint::black_box;
use std::time::Instant;

use compiler::expression::compile_text;
use minijinja::Environment;
use minijinja::value::Serde;
use plan::evaluate::{self, Context, NoWorld, Settings};
use plan::value::Map;
use plan::{Dialect, Template, Text, Value};

use crate::{Bench, Figure, median};

/// Six expressions against Kestra's renderer and minijinja, reading, and text without expressions.
pub(crate) const BENCH: Bench = Bench { name: "expressions", measure };

/// An expression, the same in Jinja where there is such a thing, and how long Kestra's renderer 2.0.0 takes
/// in a warm JVM, in nanoseconds.
struct Case {
    template: &'static str,
    jinja: Option<&'static str>,
    kestra: f64,
}

const CASES: &[Case] = &[
    Case { template: "{{ outputs.t.v | upper }}", jinja: Some("{{ outputs.t.v | upper }}"), kestra: 430.0 },
    Case {
        template: "Hello {{ inputs.name }}, {{ inputs.n + 1 }}",
        jinja: Some("Hello {{ inputs.name }}, {{ inputs.n + 1 }}"),
        kestra: 860.0,
    },
    Case {
        template: "{{ inputs.n > 3 ? 'yes' : 'no' }}",
        jinja: Some("{{ 'yes' if inputs.n > 3 else 'no' }}"),
        kestra: 240.0,
    },
    Case {
        template: "{{ trigger.date ?? execution.startDate }}",
        jinja: Some("{{ trigger.date or execution.startDate }}"),
        kestra: 300.0,
    },
    // minijinja has no dates.
    Case { template: "{{ execution.startDate | date('yyyy-MM-dd') }}", jinja: None, kestra: 1700.0 },
    Case {
        template: "{{ {'a': inputs.n, 'b': outputs.t.v} | toJson }}",
        jinja: Some("{{ {'a': inputs.n, 'b': outputs.t.v} | tojson }}"),
        kestra: 1050.0,
    },
];

/// A typical expression of published flows: a path, a fallback, a filter with an argument.
const TYPICAL: &str = "{{ trigger.date ?? execution.startDate | date('yyyy-MM-dd') }}";

const PLAIN: &str = "a text of several words without any expression in it, as most properties of flows are";

fn measure() -> Vec<Figure> {
    let json = serde_json::json!({
        "inputs": { "name": "Ada", "n": 5 },
        "outputs": { "t": { "v": "some text" }, "extract": { "uri": "kestra:///a/b.ion" } },
        "execution": { "startDate": "2024-02-29T10:11:12.345Z" },
        "trigger": {},
    });
    let Value::Map(variables) = Value::from(json.clone()) else { return Vec::new() };
    let mut figures = Vec::new();
    for case in CASES {
        let ours = ours(case.template, &variables);
        let mut aim = case.kestra / 2.0;
        let mut beside = None;
        if let Some(jinja) = case.jinja {
            let theirs = theirs(jinja, &json);
            aim = aim.min(theirs * 1.1);
            beside = Some(figure(&format!("  minijinja on {jinja}"), theirs, None));
        }
        figures.push(figure(case.template, ours, Some(aim)));
        figures.extend(beside);
    }
    figures.push(figure("text without expressions", ours(PLAIN, &variables), Some(100.0)));
    figures.push(figure("parsing a typical expression", time(|| grammar::expression::parse(TYPICAL)), Some(4_000.0)));
    let text = Text::from(TYPICAL);
    figures.push(figure("  parsing and resolving it", time(|| compile_text(&text, Dialect::V2)), None));
    figures.push(figure("  minijinja on one of its length", time(|| read_by_minijinja(JINJA)), None));
    figures
}

/// As long as [`TYPICAL`], in Jinja.
const JINJA: &str = "{{ trigger.date or execution.startDate | replace('yyyy', 'MM') }}";

fn figure(name: &str, nanoseconds: f64, target: Option<f64>) -> Figure {
    Figure { name: name.to_owned(), value: nanoseconds, unit: "ns", target }
}

fn ours(template: &str, variables: &Map) -> f64 {
    let template: Template = compile_text(&Text::from(template), Dialect::V2).expect("it is right");
    let context = Context { variables, world: &NoWorld, settings: &Settings::USUAL };
    assert!(!evaluate::render(&template, &context).expect("it renders").is_empty());
    time(|| evaluate::render(&template, &context))
}

fn theirs(template: &str, variables: &serde_json::Value) -> f64 {
    let mut environment = Environment::new();
    environment.add_filter("tojson", |value: minijinja::Value| serde_json::to_string(&value).unwrap_or_default());
    environment.add_template("bench", template).expect("it is right");
    let template = environment.get_template("bench").expect("it was added");
    let variables = minijinja::Value::from(Serde(variables));
    assert!(!template.render(variables.clone()).expect("it renders").is_empty());
    time(|| template.render(variables.clone()))
}

fn read_by_minijinja(template: &'static str) -> bool {
    Environment::new().add_template("bench", template).is_ok()
}

/// Nanoseconds for one call: the middle of some rounds of many calls.
fn time<T>(mut call: impl FnMut() -> T) -> f64 {
    const ROUNDS: usize = 21;
    const CALLS: u32 = 20_000;
    let mut round = || {
        let begin = Instant::now();
        for _ in 0..CALLS {
            black_box(call());
        }
        begin.elapsed().as_secs_f64() * 1e9 / f64::from(CALLS)
    };
    round();
    median((0..ROUNDS).map(|_| round()).collect())
}
