//! What holds for random files: the same closures as the fuzzers use.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use tests::mending::check_text;

use super::MISTAKES;

/// Pieces of flows, put together without sense.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "id: a\n",
        "namespace: demo\n",
        "tasks:\n",
        "inputs:\n",
        "triggers:\n",
        "outputs:\n",
        "errors:\n",
        "finally:\n",
        "pluginDefaults:\n",
        "variables:\n",
        "concurrency: {limit: 1}\n",
        "type: io.kestra.plugin.ee.apps.Execution\n",
        "flowId: a\n",
        "layout:\n  - on: OPEN\n    blocks: []\n",
        "  - id: b\n",
        "  - id: each\n    type: io.kestra.plugin.core.flow.ForEach\n    values: [1, 2]\n    tasks:\n",
        "  - id: choose\n    type: io.kestra.plugin.core.flow.If\n    condition: \"{{ inputs.x == 1 }}\"\n    then:\n",
        "      - id: c\n        type: io.kestra.plugin.core.log.Log\n        message: \"{{ taskrun.value.a }}\"\n",
        "    type: io.kestra.core.tasks.log.Log\n",
        "    type: io.kestra.plugin.core.http.Request\n",
        "    type: io.kestra.plugin.core.trigger.Schedule\n    cron: \"*/7 9 1 * 1\"\n",
        "    type: STRING\n",
        "    type: ",
        "    message: \"{{ outputs.b.value | json }}\"\n",
        "    message: {{ inputs.x }}\n",
        "    message: >\n      {{ vars.y ?? 'z' }} \\\n      é 🙂\n",
        "    uri: http://\"{{ secret('H') }}\"/x?token={{ secret('T') }}\n",
        "    timeout: 10m\n",
        "    value: *x\n",
        "    body: |\n      {\"a\": \"{{ inputs.x }}\",}\n",
        "    defaults: 010\n",
        "    \t",
        "\t",
        " ",
        "\n",
        "- ",
        ": ",
        "\"",
        "'",
        "{",
        "}",
        "[",
        "]",
        "|",
        "&x ",
        "# lanner: allow(unknown-type) why\n",
        "# c\n",
        "---\n",
        "\u{feff}",
        "\0",
    ]);
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

/// So many texts, the same in every run; `PROPTEST_CASES` and `PROPTEST_RNG_SEED` ask for others.
fn config() -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(300);
    let default = ProptestConfig::default();
    let rng_seed = if default.rng_seed == RngSeed::Random { RngSeed::Fixed(1) } else { default.rng_seed };
    ProptestConfig { cases, rng_seed, failure_persistence: None, ..default }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn files_made_of_pieces_can_be_checked(text in pieces()) {
        check_text(&text);
    }

    #[test]
    fn a_flow_with_something_cut_out_can_be_checked(from in 0..MISTAKES.len(), length in 0..40_usize, with in pieces()) {
        let cut = |at: usize| (0..=at.min(MISTAKES.len())).rev().find(|at| MISTAKES.is_char_boundary(*at)).unwrap();
        let (start, end) = (cut(from), cut(from + length));
        check_text(&format!("{}{}", &MISTAKES[..start], &MISTAKES[end..]));
        check_text(&format!("{}{with}{}", &MISTAKES[..start], &MISTAKES[end..]));
    }
}

/// Whatever is in a file, it is checked in bounded time.
fn soon(text: &str) {
    let begin = Instant::now();
    check_text(text);
    let taken = begin.elapsed();
    assert!(taken < Duration::from_secs(60), "{} bytes: {taken:?}", text.len());
}

#[test]
fn files_that_nobody_writes_are_checked_in_bounded_time() {
    let head = "id: a\nnamespace: demo\n";
    let mut bomb = String::from("x0: &x0 [a, a, a, a, a, a, a, a, a]\n");
    for level in 1..20 {
        let alias = format!("*x{}", level - 1);
        bomb.push_str(&format!("x{level}: &x{level} [{}]\n", [alias.as_str(); 9].join(", ")));
    }
    soon(&format!("{head}variables:\n  {}", bomb.replace('\n', "\n  ")));
    soon(&format!("{head}tasks:\n{}", "  - {id: a, type: b}\n".repeat(100_000)));
    soon(&format!("{head}variables:\n{}", (0..100_000).map(|key| format!("  key{key}: {key}\n")).collect::<String>()));
    let deep: String = (0..500).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect();
    soon(&format!("{head}variables:\n  {}", deep.replace('\n', "\n  ")));
    let nested = |depth: usize| {
        let task = "- id: a\n  type: io.kestra.plugin.core.flow.Sequential\n  tasks:\n";
        let at = |level: usize| task.lines().map(|line| format!("{}{line}\n", "  ".repeat(level))).collect::<String>();
        (0..depth).map(at).collect::<String>()
    };
    soon(&format!("{head}tasks:\n{}", nested(60)));
    soon(&format!("{head}tasks:\n{}", nested(250)));
    soon(&format!("{head}description: \"{}\"\n", "{{ a ".repeat(20_000)));
    soon(&format!("{head}description: \"{{{{ {} }}}}\"\n", "(".repeat(20_000)));
    soon(&format!("{head}description: \"{{{{ {} }}}}\"\n", "a + ".repeat(20_000)));
    soon(&format!("{head}tasks:\n  - id: a\n    message: |\n{}", "      {{ inputs.x }}\n".repeat(50_000)));
}
