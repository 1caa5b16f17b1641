//! What is read, what is told, and how long it takes.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::RngSeed;

use super::*;

/// The template as it is printed again.
fn read(text: &str) -> String {
    let tree = parse(text);
    assert!(tree.errors.is_empty(), "{text}: {:?}", tree.errors);
    print(&tree)
}

/// The errors, each with the text it points at.
fn told(text: &str) -> Vec<String> {
    let tree = parse(text);
    tree.errors
        .iter()
        .map(|error| {
            format!("{}..{} `{}`: {}", error.span.start, error.span.end, &text[error.span.range()], error.problem)
        })
        .collect()
}

#[test]
fn templates_print_as_they_were_read() {
    for text in [
        "plain { text }} %}",
        "{#-{{#}{#--#}{#- -#}{# a --#}",
        "{ {#- b -#} a",
        "{% raw %}{{ a }}{% endraw %}\n{% verbatim %}\n\n{{ a }}{% endverbatim %}\n\n",
        "{{ a }}",
        "{{ a.b['c'][0].d(1) }}",
        "{{ f(1, name='x') | g | h(2) }}",
        "{{ not a == b and c is not defined or d contains 'x' }}",
        "{{ a ?? b ??? c ~ d .. e }}",
        "{{ {'a': {'b': [1, 2.5, null, true] } } }}",
        "{{ a ? b ? 1 : 2 : 3 }}",
        "{{ \"a #{b ~ \"#{c}\"} d\" }}",
        "{{ 'it\\'s' }}{{ \"say \\\"hi\\\"\" }}",
        "{% if a %}1{% elseif b %}2{% else %}3{% endif %}",
        "{% for x in l %}{{ loop.index }}{% else %}-{% endfor %}",
        "{% set x = 1 %}{% macro m(a, b=1) %}{{ a }}{% endmacro %}",
        "{% block 'b' %}x{% endblock %}{% filter upper | trim %}y{% endfilter %}",
        "{{ -1 }}{{ --a }}{{ +a }}",
        "{{ l | sort }} {{ is_x }} {{ order }} {{ nota }}",
    ] {
        let printed = read(text);
        assert_eq!(read(&printed), printed, "{text}");
        assert!(text.contains("set") || text.contains("is_x") || printed.len() >= text.len() - 4, "{printed}");
    }
}

#[test]
fn white_space_is_trimmed_where_it_is_asked_for() {
    let texts = |text: &str| -> Vec<String> {
        let tree = parse(text);
        assert!(tree.errors.is_empty(), "{text}: {:?}", tree.errors);
        let texts = tree.nodes.iter().filter_map(|node| match node {
            tree::Node::Text(text) => Some((*text).to_owned()),
            _ => None,
        });
        texts.collect()
    };
    assert_eq!(texts("a {{- b -}} c"), ["a", "c"]);
    assert_eq!(texts("a {{-1}} c"), ["a ", " c"]);
    assert_eq!(texts("a {{ 1-}} c"), ["a ", "c"]);
    assert_eq!(texts("a {#- b -#} c"), ["a", "c"]);
    assert_eq!(texts("{% verbatim %}\n{{ a }}{% endverbatim %}\nb"), ["{{ a }}", "b"]);
    assert_eq!(texts("a {% raw %} {{ b }} {% endraw %}"), ["a ", " {{ b }} "]);
}

#[test]
fn mistakes_are_told_where_they_are() {
    let cases: &[(&str, &[&str])] = &[
        ("{{ }}", &["3..3 ``: expected an expression here"]),
        ("{{ a + }}", &["7..7 ``: expected an expression here"]),
        ("{{ a.}}", &["5..5 ``: expected the name of an attribute here"]),
        ("{{ a b }}", &["5..6 `b`: the expression is complete before this"]),
        ("{{ f(a }}", &["7..7 ``: `(` is not closed by `)`"]),
        ("{{ f(a", &["6..6 ``: `(` is not closed by `)`"]),
        ("{{ a", &["4..4 ``: `{{` is not closed by `}}`"]),
        ("{{ 'abc }}", &["8..8 ``: `'` is not closed by `'`"]),
        (
            "{{ a && b || !c }}",
            &[
                "5..7 `&&`: `&&` is not an operator here; `and` is",
                "10..12 `||`: `||` is not an operator here; `or` is",
                "13..14 `!`: `!` is not an operator here; `not` is",
            ],
        ),
        ("{{ a is  not null }}", &["5..12 `is  not`: `is not` needs exactly one space between its words"]),
        (
            "{{ a.0.is }}",
            &[
                "5..6 `0`: a position is written in brackets: `[0]`",
                "7..9 `is`: an operator cannot follow a dot; write it in brackets: `['is']`",
            ],
        ),
        ("{{ [1][0] }}", &["6..9 `[0]`: a list or map literal needs parentheses before something is taken from it"]),
        ("{{ f(a=1, 2) }}", &["10..11 `2`: an argument without a name cannot follow one with a name"]),
        ("{{ 9223372036854775808 }}", &["3..22 `9223372036854775808`: integers must fit 64 bits"]),
        ("{% if a %}b", &["0..10 `{% if a %}`: `{% if %}` is not closed by `{% endif %}`"]),
        (
            "{% if a %}{% for x in y %}{% endif %}",
            &["10..26 `{% for x in y %}`: `{% for %}` is not closed by `{% endfor %}`"],
        ),
        ("a{% endif %}", &["4..9 `endif`: `{% endif %}` closes nothing"]),
        ("{% elif b %}", &["3..7 `elif`: there is no tag `elif`"]),
        (
            "{% raw %}\n{% endraw %}",
            &[
                "3..6 `raw`: `{% raw %}` and `{% endraw %}` must stand on one line; `{% verbatim %}` may span several",
                "13..19 `endraw`: `{% raw %}` and `{% endraw %}` must stand on one line; `{% verbatim %}` may span several",
            ],
        ),
        ("{{ {'a': 1 }}", &["12..13 `}`: `{{` is not closed by `}}`"]),
        ("{{ a ? b }}", &["9..9 ``: `?` is not closed by `:`"]),
        ("{# a", &["4..4 ``: `{#` is not closed by `#}`"]),
        ("{% for in x %}{% endfor %}", &["10..10 ``: expected `in` here"]),
    ];
    for (text, expected) in cases {
        assert_eq!(told(text), *expected, "{text}");
    }
}

#[test]
fn what_follows_a_mistake_is_still_read() {
    let tree = parse("{{ f(a b, }} {{ good }} {% if %}{{ also.good }}{% endif %}");
    assert_eq!(tree.errors.len(), 4, "{:?}", tree.errors);
    assert!(print(&tree).contains("{{ good }}"));
    assert!(print(&tree).contains("{{ also.good }}"));
}

#[test]
fn depth_and_length_are_bounded() {
    for open in ["(", "[", "{", "{'a':", "f(", "a[", "not ", "-", "a ? ", "\"#{", "a.b"] {
        let text = format!("{{{{ {} }}}}", open.repeat(1000));
        let tree = parse(&text);
        assert!(!tree.errors.is_empty() || open == "a.b", "{open}");
    }
    assert_eq!(
        told(&format!("{{{{ {} }}}}", "(".repeat(1000)))[0],
        "67..68 `(`: brackets and tags nest deeper than 64 levels"
    );
    let nested = format!("{}{}", "{% if a %}".repeat(100), "{% endif %}".repeat(100));
    assert!(parse(&nested).errors.iter().all(|error| error.problem == Problem::TooDeep));
    let long = format!("{{{{ '{}' }}}}", "x".repeat(LONGEST));
    assert_eq!(parse(&long).errors[0].problem, Problem::TooLong);
}

#[test]
fn time_grows_with_length_only() {
    // Each is one step away from input on which a careless grammar tries everything twice at every level.
    for unit in [
        "{{ f(",
        "{{ a ? ",
        "{{ 'a",
        "{{ \"#{",
        "{% if ",
        "{{ [{(",
        "{{ a | b(",
        "{#",
        "{% verbatim %}",
        "{{ x }} '",
        "((((",
    ] {
        // Were a level of nesting to double the work, this would not end.
        let text = unit.repeat(2000);
        assert_eq!(parse(&text).text.len(), text.len(), "`{unit}`");
    }
}

/// Five thousand texts, the same in every run.
fn config() -> ProptestConfig {
    ProptestConfig { cases: 5_000, rng_seed: RngSeed::Fixed(1), failure_persistence: None, ..ProptestConfig::default() }
}

/// Pieces of plain expressions, and of what is none.
const PIECES: &[&str] = &[
    "{{",
    "}}",
    "{{ ",
    " }}",
    "{",
    "}",
    "{{ a.b }}",
    "{{ inputs.name }}",
    "a",
    "b1",
    "_c",
    ".",
    ".d",
    "..",
    " ",
    "\n",
    "\t",
    "\u{a0}",
    "é",
    "é.a",
    "1",
    "-",
    "{{-",
    "-}}",
    "{%",
    "{#",
    "not",
    "null",
    "true",
    "is",
    "in",
    "(",
    ")",
    "[",
    "]",
    "|",
    "x y",
    "'",
    "\"",
    "'a'",
    "\"b\"",
    "'\\'",
    "#",
    "f(",
    ".m(",
    "('x')",
    "['k']",
    "[0]",
    " | json",
    "|g(",
    ",",
    ", ",
    "n=",
    " = ",
    " ~ ",
    "==",
    "!=",
    "??",
    "???",
    "+",
    "?",
    ":",
    "1L",
    "2.5",
    "99999999999999999999",
];

proptest! {
    #![proptest_config(config())]

    #[test]
    fn plain_expressions_are_what_the_grammar_makes_of_them(pieces in vec(select(PIECES), 0..12)) {
        let text = pieces.concat();
        if let Some(tree) = plain::read(&text) {
            prop_assert_eq!(tree, by_grammar(&text));
        }
    }

    #[test]
    fn plain_operands_are_what_the_grammar_makes_of_them(pieces in vec(select(PIECES), 0..8)) {
        let text = format!("{{{{ a{} }}}}", pieces.concat());
        if let Some(tree) = plain::read(&text) {
            prop_assert_eq!(tree, by_grammar(&text));
        }
    }
}

#[test]
fn most_templates_are_read_without_the_grammar() {
    for text in [
        "{{ a }}",
        "{{a}}",
        "Hello {{ inputs.name }}, {{ outputs.t_1.v }}!",
        "{ \"a\": \"{{ b.c }}\" }\n",
        "{{ a }}}",
        "{{ secret('KEY') }}",
        "{{ a[0] }}",
        "{{ outputs['a b'].c['d'] | json | jq(\".a[]\") }}",
        "{{ now() | date('yyyy', timeZone = \"UTC\") }}",
        "{{ a.b(1, c) ~ '-' ~ d ?? e ??? \"f\" }}",
        "{{ a == 'b' }}{{ a != 12 }}{{ a + 1 }}",
        "{{ f(\n  g(x),\n  y = z\n) }}",
        "{{ '}}' }}",
    ] {
        assert_eq!(plain::read(text), Some(by_grammar(text)), "{text}");
    }
    for text in [
        "{{ a || b }}",
        "{{ a.1 }}",
        "{{ not }}",
        "{{ a.is }}",
        "{{ a.b",
        "{{- a }}",
        "{% if a %}",
        "{{ a ? b : c }}",
        "{{ f(a=1, 2) }}",
        "{{ a.f(b=1) }}",
        "{{ f(1,) }}",
        "{{ 'a\\'b' }}",
        "{{ \"#{a}\" }}",
        "{{ a === b }}",
        "{{ 99999999999999999999 }}",
    ] {
        assert_eq!(plain::read(text), None, "{text}");
    }
}
