//! Random expressions, typed by construction: each reads only what is there, and does with it what its type allows.

use super::dice::Dice;

/// What an expression comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Number,
    Bool,
    /// A list of texts, perhaps empty.
    Texts,
    /// A point in time.
    Time,
}

/// Whether what an expression reads is there for sure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Certainty {
    Certain,
    /// A branch may not have been taken.
    Uncertain,
}

/// Something an expression may read.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub(super) expression: String,
    pub(super) kind: Kind,
    pub(super) certainty: Certainty,
}

impl Known {
    pub(super) fn certain(expression: impl Into<String>, kind: Kind) -> Self {
        Self { expression: expression.into(), kind, certainty: Certainty::Certain }
    }

    /// As something that may be missing.
    pub(super) fn doubted(mut self) -> Self {
        self.certainty = Certainty::Uncertain;
        self
    }
}

/// An expression of a kind over what is known; so deep at the most.
pub(super) fn expression(dice: &mut Dice, kind: Kind, known: &[Known], deep: usize) -> String {
    if deep == 0 || dice.once_in(3) {
        return leaf(dice, kind, known);
    }
    let mut below = |kind| expression(dice, kind, known, deep - 1);
    let (text, number, truth, texts) = (below(Kind::Text), below(Kind::Number), below(Kind::Bool), below(Kind::Texts));
    let (other_text, other_number) = (below(Kind::Text), below(Kind::Number));
    let choices = match kind {
        Kind::Text => vec![
            format!("({text}) | upper"),
            format!("({text}) | lower | trim"),
            format!("({text}) ~ ({number})"),
            format!("({text}) ~ '-' ~ ({other_text})"),
            format!("({truth}) ? ({text}) : ({other_text})"),
            format!("({texts}) | join(', ')"),
            format!("({text}) | replace({{'a': 'b'}})"),
            format!("({text}) | default('nothing')"),
            format!("({text}) | capitalize"),
            format!("({number}) | string"),
            // What `split` gives is an array, which `reverse` and `distinct` do not take, there as here.
            format!("({text}) | split('-') | join('+')"),
            format!("({texts}) | toJson"),
            format!("({text}) | substringBefore('-')"),
            format!("({text}) | urlencode"),
            format!("({text}) | base64encode | base64decode"),
            format!("({} | date('yyyy-MM-dd'))", leaf(dice, Kind::Time, known)),
            format!("({{'key': ({text})}})['key']"),
            format!("('x' ~ ({text})) | slice(0, 1)"),
            format!("(({texts}) is empty) ? 'none' : (({texts}) | first)"),
        ],
        Kind::Number => vec![
            format!("({number}) + ({other_number})"),
            format!("({number}) - 1"),
            format!("({number}) * 2"),
            format!("({texts}) | length"),
            format!("({text}) | length"),
            format!("({truth}) ? ({number}) : ({other_number})"),
            format!("({number}) | abs"),
            format!("max(({number}), ({other_number}))"),
        ],
        Kind::Bool => vec![
            format!("({number}) > ({other_number})"),
            format!("({number}) <= 3"),
            format!("({text}) == ({other_text})"),
            format!("({text}) != 'Ada'"),
            format!("not ({truth})"),
            format!("({truth}) and ({number}) < 100"),
            format!("({truth}) or ({text}) is empty"),
            format!("({texts}) is empty"),
            format!("({text}) contains 'a'"),
            format!("({texts}) contains 'a'"),
            format!("({number}) is odd"),
            format!("({texts}) is iterable"),
        ],
        Kind::Texts => vec![
            format!("['one', ({text})]"),
            format!("({texts}) | reverse"),
            format!("({texts}) | distinct"),
            format!("({truth}) ? ({texts}) : ['only']"),
            format!("({texts}) | sort"),
        ],
        Kind::Time => vec!["now()".to_owned(), format!("now() | dateAdd({}, 'DAYS')", dice.next(5))],
    };
    dice.of(&choices).clone()
}

fn leaf(dice: &mut Dice, kind: Kind, known: &[Known]) -> String {
    let fitting: Vec<&Known> = known.iter().filter(|known| known.kind == kind).collect();
    let literal = match kind {
        Kind::Text => dice.of(&["'Ada'", "''", "'two words'", "'a-b-a'", "'ünï'"]),
        Kind::Number => dice.of(&["0", "1", "42", "7"]),
        Kind::Bool => dice.of(&["true", "false"]),
        Kind::Texts => dice.of(&["['a', 'b']", "['a']", "['a', 'b', 'a']"]),
        Kind::Time => &"now()",
    };
    if fitting.is_empty() || dice.once_in(4) {
        return (*literal).to_owned();
    }
    let chosen = *dice.of(&fitting);
    match chosen.certainty {
        Certainty::Certain => chosen.expression.clone(),
        Certainty::Uncertain => format!("({} ?? {literal})", chosen.expression),
    }
}
