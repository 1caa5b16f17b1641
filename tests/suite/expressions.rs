//! Expressions against what Kestra's own engines print, and `lanner eval` as people use it.

mod properties;

use std::io::Write;
use std::process::Stdio;

use plan::evaluate::Limit;
use serde_json::{Value, json};
use tests::command::{command, run};
use tests::folder::Folder;
use tests::machine::conformance;

/// Cases that end differently here, with the reason.
const DIFFERENT: &[(&str, &str)] =
    &[("{{ {} | className }}", "literal and other maps are of one kind here, and only `className` tells them apart")];

/// What one case asks for in one version.
struct Case<'c> {
    template: &'c str,
    version: &'static str,
    request: String,
    expected: &'c Value,
}

#[test]
fn every_case_gives_what_kestra_gives() {
    let Some(folder) = conformance() else { return };
    let text = std::fs::read_to_string(folder.join("expressions.json")).unwrap();
    let file: Vec<Value> = serde_json::from_str(&text).unwrap();
    let cases: Vec<Case<'_>> =
        file.iter().flat_map(|case| ["2.0", "1.3"].map(|version| in_version(case, version))).collect();
    let answers = batch(&cases.iter().map(|case| case.request.as_str()).collect::<Vec<_>>());
    assert_eq!(answers.len(), cases.len());
    let mut wrong = Vec::new();
    for (case, answer) in cases.iter().zip(&answers) {
        let is_known = DIFFERENT.iter().any(|(template, _)| *template == case.template);
        match (holds(case.expected, answer), is_known) {
            (true, false) | (false, true) => {}
            (true, true) => wrong.push(format!("{} {} holds by now", case.version, case.template)),
            (false, false) => {
                wrong.push(format!("{} {}\n  {answer}\n  {}", case.version, case.template, case.expected));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {} cases:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
    assert!(DIFFERENT.len() <= 10);
}

/// A case as 2.0 sees it, or 1.x where that differs.
fn in_version<'c>(case: &'c Value, version: &'static str) -> Case<'c> {
    let mut request = json!({ "template": case["template"], "vars": case["vars"], "version": version });
    for flag in ["recursive", "typed"] {
        request[flag] = json!(case.get(flag) == Some(&json!(true)));
    }
    let expected = if version == "2.0" { case } else { case.get("v1").unwrap_or(case) };
    Case { template: case["template"].as_str().unwrap(), version, request: request.to_string(), expected }
}

fn holds(expected: &Value, answer: &Value) -> bool {
    let result = answer.get("result");
    if expected.get("error") == Some(&json!(true)) {
        return answer.get("error").is_some();
    }
    if let Some(value) = expected.get("expect_value").or(expected.get("expect")) {
        return result == Some(value);
    }
    let Some(text) = result.and_then(Value::as_str) else { return false };
    if let Some(truthy) = expected.get("truthy") {
        return json!(plan::evaluate::is_truthy(text.trim())) == *truthy;
    }
    expected["contains"].as_array().unwrap().iter().all(|part| text.contains(part.as_str().unwrap()))
}

/// What `lanner eval --batch` answers; it is fed while it answers.
fn batch(requests: &[&str]) -> Vec<Value> {
    batch_in(&Folder::empty(), requests)
}

fn batch_in(folder: &Folder, requests: &[&str]) -> Vec<Value> {
    let mut command = command(folder.path(), &["eval", "--batch"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = requests.join("\n");
    let feeding = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
    let output = child.wait_with_output().unwrap();
    feeding.join().unwrap().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_template_is_tried_out_with_variables_from_a_file() {
    let folder = Folder::with(&[("vars.json", r#"{"inputs": {"name": "Ada", "n": 5}}"#)]);
    let eval = |arguments: &[&str]| run(folder.path(), &[&["eval", "--vars", "vars.json"], arguments].concat());
    let said = eval(&["Hello {{ inputs.name | upper }}"]);
    assert_eq!((said.code, said.out.as_str()), (0, "Hello ADA\n"));
    let said = eval(&["--typed", "{{ [inputs.n, 1.5] }}"]);
    assert_eq!((said.code, said.out.as_str()), (0, "[5,1.5]\n"));
    let said = eval(&["--target-version", "1.3", "{{ missing ?? 'a' ~ 'b' }}"]);
    assert_eq!((said.code, said.out.as_str()), (0, "ab\n"));
    let said = eval(&["--timezone", "Europe/Paris", "{{ '2024-02-29T10:11:12Z' | date('HH:mm') }}"]);
    assert_eq!((said.code, said.out.as_str()), (0, "11:11\n"));
}

/// A line that is no request is answered like the others, and the next ones still are.
#[test]
fn every_line_of_a_batch_is_answered_in_order() {
    let folder = Folder::empty();
    let mut command = command(folder.path(), &["eval", "--batch"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let lines = b"{\"template\": \"a\"}\nnonsense\n\n{\"template\": \"\xff\"}\r\n{\"template\": \"{{ 1 }}\", \"version\": \"7.0\"}\n\
        {\"template\": \"{{ [1, n] }}\", \"vars\": {\"n\": null}, \"typed\": true}";
    child.stdin.take().unwrap().write_all(lines).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    let answers: Vec<Value> =
        String::from_utf8(output.stdout).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let results: Vec<Option<&Value>> = answers.iter().map(|answer| answer.get("result")).collect();
    assert_eq!(results, [Some(&json!("a")), None, None, None, Some(&json!([1, null]))]);
    assert!(answers[1..4].iter().all(|answer| answer["error"].is_string()), "{answers:?}");
}

#[test]
fn a_zone_or_locale_that_is_none_is_refused() {
    for (arguments, expected) in [
        (["--timezone", "Mars/Base"], "error: there is no time zone `Mars/Base`\n"),
        (["--locale", "klingon"], "error: `klingon` is no locale; write `fr` or `fr_FR`\n"),
    ] {
        let said = run(Folder::empty().path(), &[&["eval", "{{ 1 }}"], &arguments[..]].concat());
        assert_eq!((said.code, said.out.as_str(), said.err.as_str()), (2, "", expected));
    }
}

#[test]
fn a_failure_shows_its_place_and_the_values_involved() {
    let folder = Folder::with(&[("vars.json", r#"{"inputs": {"name": "Ada", "n": 5}}"#)]);
    let said =
        run(folder.path(), &["eval", "--vars", "vars.json", "Hello {{ inputs.name }}, {{ inputs.n * inputs.naem }}"]);
    assert_eq!((said.code, said.out.as_str()), (1, ""));
    let expected = "\
error: `inputs` has no `naem`; it has `name`, `n`
  Hello {{ inputs.name }}, {{ inputs.n * inputs.naem }}
                                                ^^^^
  `inputs.n` is `5`
  `inputs.naem` is not defined
";
    assert_eq!(said.err, expected);
    let said = run(folder.path(), &["eval", "{{ 1 + }}"]);
    let expected = "\
error: expected an expression here
  {{ 1 + }}
         ^
";
    assert_eq!((said.code, said.err.as_str()), (1, expected));
}

#[test]
fn a_stranger_cannot_hang_or_exhaust_the_machine() {
    let templates = [
        "{% for a in 1..1000000 %}{% for b in 1..1000000 %}{% endfor %}{% endfor %}",
        "{{ 1..1000001 }}",
        "{% for a in 1..200000 %}{{ 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx' }}{% endfor %}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% block b %}{{ block('b') }}{% endblock %}",
        "{{ render('{{ render(t) }}') }}",
        "{{ 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!' | regexMatch('^(a|aa)+\\1$') }}",
        "{{ '1' | jq('repeat(.)') }}",
        "{{ '1' | jq('[range(1000000000)]') }}",
        "{{ '1' | jq('def f: f; f') }}",
        "{{ '1' | jq('reduce range(60) as $x ([1]; [., .]) | . == [.]') }}",
        "{{ '1' | jq('[range(100000)] | . - .') }}",
    ];
    let requests: Vec<String> = templates
        .iter()
        .map(|template| json!({ "template": template, "vars": { "t": "{{ render(t) }}" } }).to_string())
        .collect();
    // A hundredth of the usual, since nothing is optimized here.
    let folder = Folder::with(&[("lanner.yaml", "expressions: {fuel: 500_000}\n")]);
    // The first call waits until the program is built.
    assert_eq!(batch_in(&folder, &[r#"{"template": "{{ 1 }}", "vars": {}}"#])[0], json!({ "result": "1" }));
    let begin = std::time::Instant::now();
    let answers = batch_in(&folder, &requests.iter().map(String::as_str).collect::<Vec<_>>());
    for (template, answer) in templates.iter().zip(&answers) {
        assert!(answer.get("error").is_some(), "{template}: {answer}");
    }
    assert!(begin.elapsed().as_secs() < 60, "{:?}", begin.elapsed());
}

#[test]
fn every_limit_says_what_raises_it() {
    for limit in Limit::ALL {
        let template = match limit {
            Limit::Fuel => "{% for a in 1..100000 %}{% endfor %}",
            Limit::CallDepth => "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
            Limit::Output => "{% for a in 1..100 %}{{ a }}{% endfor %}",
            Limit::Range => "{{ range(1, n) | length }}",
            Limit::Regex => r"{{ letters | regexMatch('^(a|aa)+\1$') }}",
            Limit::RenderDepth => "{{ render('{{ render(t) }}') }}",
            Limit::RenderPasses => "{{ render(u) }}",
        };
        let key = limit.key();
        let folder = Folder::with(&[("lanner.yaml", &format!("expressions: {{{key}: 9}}\n"))]);
        let letters = "aaaaaaaaaaaaaaaaaaaaaaaa!";
        let vars = json!({ "t": "{{ render(t) }}", "u": "{{ u }}.", "n": 1000, "letters": letters });
        let request = json!({ "template": template, "vars": vars }).to_string();
        let answer = batch_in(&folder, &[&request]).remove(0);
        let said = answer["error"].as_str().unwrap_or_default();
        let expected = format!("`expressions.{key}` in `lanner.yaml` raises the limit");
        assert!(said.contains(&expected) && said.contains('9'), "{template}: {answer}");
    }
}

#[test]
fn an_error_says_which_limit_was_reached_and_the_settings_raise_it() {
    let template = "{{ range(1, 1500000) | length }}";
    let folder = Folder::with(&[("lanner.yaml", "expressions:\n  max-range: 2_000_000\n")]);
    let said = run(folder.path(), &["eval", template]);
    assert_eq!((said.code, said.out.as_str(), said.err.as_str()), (0, "1500000\n", ""));
    let said = run(Folder::empty().path(), &["eval", template]);
    let expected = "error: `range` cannot give more than 1000000 elements, and this would give 1500000; \
                    `expressions.max-range` in `lanner.yaml` raises the limit\n";
    assert!(said.code == 1 && said.err.starts_with(expected), "{}", said.err);
}
