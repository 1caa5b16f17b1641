//! Rewriting programs before they are compiled: every definition pays for its calls, and operators that jq
//! and the engine understand differently become calls.

use jaq_core::load::lex::StrPart;
use jaq_core::load::parse::{BinaryOp, Def, Pattern, Term};
use jaq_core::ops::Math;
use jaq_core::path::{Opt, Part, Path};

/// The call that pays.
pub(super) const TICK: &str = "__tick";
/// The call that refuses what has become too long to be added to something.
pub(super) const SIZED: &str = "__sized";
/// The call that refuses what is too large to be looked at as a whole.
pub(super) const WEIGHED: &str = "__weighed";
const TIMES: &str = "__times";
const MINUS: &str = "__minus";
const DIVIDE: &str = "__divide";
const MODULO: &str = "__modulo";
const INDEX: &str = "__index";
const IS_NULL: &str = "__is_null";
const ASSIGN: &str = "__assign";
/// The call that changes what stands at paths.
pub(super) const MODIFY: &str = "__modify";
const OPERAND: &str = "$__operand";

/// What looks at its whole input, however often the same list lies in it: at each of its values, or at each
/// of its letters.
const DEEP: &[&str] = &[
    "ascii_downcase",
    "ascii_upcase",
    "bsearch",
    "decode_base64",
    "decode_uri",
    "encode_base64",
    "encode_uri",
    "escape_html",
    "escape_sh",
    "explode",
    "fromjson",
    "group_by",
    "implode",
    "matches",
    "max_by_or_empty",
    "min_by_or_empty",
    "sort",
    "sort_by",
    "split_",
    "split_matches",
    "strptime",
    "tobytes",
    "unescape_html",
    "utf8bytelength",
];

/// What compares what its argument gives.
const BY: &[&str] = &["group_by", "max_by_or_empty", "min_by_or_empty", "sort_by"];

/// What looks at each element of its input, but not into it.
const WIDE: &[&str] = &["key_values", "keys_unsorted", "ltrim", "reverse", "rtrim", "trim"];

/// Whose `*` and `/` are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operators {
    /// The engine's: its own definitions rely on dividing by zero.
    Engine,
    /// Those of jq 1.6.
    Jq,
}

impl Operators {
    /// A definition that pays for each call.
    pub(super) fn definition(self, def: Def<&str>) -> Def<&str> {
        let body = pipe(Term::Call(TICK, Vec::new()), self.term(def.body));
        Def { name: def.name, args: def.args, body }
    }

    #[expect(clippy::boxed_local, reason = "jaq's own trees are boxed")]
    fn boxed(self, of: Box<Term<&str>>) -> Box<Term<&str>> {
        Box::new(self.term(*of))
    }

    fn all(self, of: Vec<Term<&str>>) -> Vec<Term<&str>> {
        of.into_iter().map(|of| self.term(of)).collect()
    }

    /// A term, down to its last part.
    pub(super) fn term(self, of: Term<&str>) -> Term<&str> {
        match of {
            Term::Id | Term::Num(_) | Term::Break(_) | Term::Var(_) => of,
            Term::Recurse => Term::Call("recurse", Vec::new()),
            Term::Str(format, parts) => {
                let part = |part| match part {
                    StrPart::Term(of) => StrPart::Term(pipe(self.term(of), Term::Call(WEIGHED, Vec::new()))),
                    StrPart::Str(_) | StrPart::Char(_) => part,
                };
                Term::Str(format, parts.into_iter().map(part).collect())
            }
            Term::Arr(of) => Term::Arr(of.map(|of| self.boxed(of))),
            Term::Obj(entries) => {
                let entry = |(key, value): (_, Option<_>)| (self.term(key), value.map(|value| self.term(value)));
                Term::Obj(entries.into_iter().map(entry).collect())
            }
            Term::Neg(of) => Term::Neg(self.boxed(of)),
            Term::BinOp(left, BinaryOp::Math(Math::Mul), right) if self == Self::Jq => {
                Term::Call(TIMES, self.all(vec![*left, *right]))
            }
            Term::BinOp(left, BinaryOp::Math(Math::Div), right) if self == Self::Jq => {
                Term::Call(DIVIDE, self.all(vec![*left, *right]))
            }
            Term::BinOp(left, BinaryOp::Math(Math::Rem), right) if self == Self::Jq => {
                Term::Call(MODULO, self.all(vec![*left, *right]))
            }
            Term::BinOp(left, BinaryOp::Math(Math::Add), right) => {
                let sized = |of: Box<_>| Box::new(pipe(self.term(*of), Term::Call(SIZED, Vec::new())));
                Term::BinOp(sized(left), BinaryOp::Math(Math::Add), sized(right))
            }
            Term::BinOp(left, BinaryOp::Math(Math::Sub), right) if self == Self::Jq => {
                Term::Call(MINUS, self.all(vec![*left, *right]))
            }
            // Against what has no parts nothing is compared but the kind.
            Term::BinOp(left, operator @ BinaryOp::Cmp(_), right) if !is_bare(&left) && !is_bare(&right) => {
                Term::BinOp(Box::new(weighed(self.term(*left))), operator, Box::new(weighed(self.term(*right))))
            }
            Term::BinOp(left, BinaryOp::Assign, right) if self == Self::Jq => {
                Term::Call(ASSIGN, self.all(vec![*left, *right]))
            }
            Term::BinOp(left, BinaryOp::Update, right) if self == Self::Jq => {
                Term::Call(MODIFY, self.all(vec![*left, *right]))
            }
            Term::BinOp(left, BinaryOp::UpdateMath(math), right) if self == Self::Jq => {
                self.modify_with(*left, BinaryOp::Math(math), *right)
            }
            Term::BinOp(left, BinaryOp::UpdateAlt, right) if self == Self::Jq => {
                self.modify_with(*left, BinaryOp::Alt, *right)
            }
            Term::BinOp(left, BinaryOp::Pipe(Some(bound)), right) => {
                Term::BinOp(self.boxed(left), BinaryOp::Pipe(Some(self.pattern(bound))), self.boxed(right))
            }
            Term::BinOp(left, operator, right) => Term::BinOp(self.boxed(left), operator, self.boxed(right)),
            Term::Label(name, of) => Term::Label(name, self.boxed(of)),
            Term::Fold(name, over, bound, parts) => {
                let each = pipe(self.term(*over), Term::Call(TICK, Vec::new()));
                Term::Fold(name, Box::new(each), self.pattern(bound), self.all(parts))
            }
            Term::TryCatch(of, caught) => Term::TryCatch(self.boxed(of), caught.map(|caught| self.boxed(caught))),
            Term::IfThenElse(branches, otherwise) => {
                let branch = |(condition, then)| (self.term(condition), self.term(then));
                Term::IfThenElse(branches.into_iter().map(branch).collect(), otherwise.map(|of| self.boxed(of)))
            }
            Term::Def(definitions, of) => {
                Term::Def(definitions.into_iter().map(|def| self.definition(def)).collect(), self.boxed(of))
            }
            Term::Call(name, arguments) => {
                let mut arguments = self.all(arguments);
                if BY.contains(&name) {
                    arguments = arguments.into_iter().map(weighed).collect();
                }
                let call = Term::Call(name, arguments);
                if DEEP.contains(&name) {
                    pipe(Term::Call(WEIGHED, Vec::new()), call)
                } else if WIDE.contains(&name) {
                    pipe(Term::Call(SIZED, Vec::new()), call)
                } else {
                    call
                }
            }
            Term::Path(of, Path(parts)) => self.path(*of, parts),
        }
    }

    /// A path; in jq a fraction as an index is cut off, and a slice of null is null.
    fn path<'s>(self, of: Term<&'s str>, parts: Vec<(Part<Term<&'s str>>, Opt)>) -> Term<&'s str> {
        let mut base = self.term(of);
        let mut plain = Vec::new();
        for (part, optional) in parts {
            match part {
                Part::Index(index @ (Term::Str(..) | Term::Id)) => {
                    plain.push((Part::Index(self.term(index)), optional));
                }
                Part::Index(index) if self == Self::Jq => {
                    let index = pipe(self.term(index), Term::Call(INDEX, Vec::new()));
                    plain.push((Part::Index(index), optional));
                }
                Part::Index(index) => plain.push((Part::Index(self.term(index)), optional)),
                Part::Range(None, None) => plain.push((Part::Range(None, None), optional)),
                Part::Range(from, to) if self == Self::Jq && from.iter().chain(&to).all(is_literal) => {
                    let before = Term::Path(Box::new(base), Path(std::mem::take(&mut plain)));
                    let slice = Term::Path(Box::new(Term::Id), Path(vec![(Part::Range(from, to), optional)]));
                    let is_null = Term::Call(IS_NULL, Vec::new());
                    base = pipe(before, Term::IfThenElse(vec![(is_null, Term::Id)], Some(Box::new(slice))));
                }
                Part::Range(from, to) => {
                    let part = Part::Range(from.map(|of| self.term(of)), to.map(|of| self.term(of)));
                    plain.push((part, optional));
                }
            }
        }
        if plain.is_empty() { base } else { Term::Path(Box::new(base), Path(plain)) }
    }

    /// `left op= right`: the right side is evaluated once, outside.
    fn modify_with<'s>(self, left: Term<&'s str>, operator: BinaryOp<&'s str>, right: Term<&'s str>) -> Term<&'s str> {
        let operand = Box::new(Term::Var(OPERAND));
        let modified = self.term(Term::BinOp(Box::new(Term::Id), operator, operand));
        let modify = Term::Call(MODIFY, vec![self.term(left), modified]);
        Term::BinOp(Box::new(self.term(right)), BinaryOp::Pipe(Some(Pattern::Var(OPERAND))), Box::new(modify))
    }

    fn pattern(self, of: Pattern<&str>) -> Pattern<&str> {
        match of {
            Pattern::Var(_) => of,
            Pattern::Arr(parts) => Pattern::Arr(parts.into_iter().map(|part| self.pattern(part)).collect()),
            Pattern::Obj(entries) => {
                let entry = |(key, value)| (self.term(key), self.pattern(value));
                Pattern::Obj(entries.into_iter().map(entry).collect())
            }
        }
    }
}

fn is_literal(of: &Term<&str>) -> bool {
    match of {
        Term::Num(_) => true,
        Term::Neg(of) => matches!(**of, Term::Num(_)),
        _ => false,
    }
}

/// Whether a term is written as a number, a text, or an empty list or map.
fn is_bare(of: &Term<&str>) -> bool {
    match of {
        Term::Num(_) | Term::Arr(None) => true,
        Term::Str(_, parts) => parts.iter().all(|part| !matches!(part, StrPart::Term(_))),
        Term::Obj(entries) => entries.is_empty(),
        Term::Call(name, _) => matches!(*name, "true" | "false" | "null" | "__null"),
        Term::Neg(of) => is_bare(of),
        _ => false,
    }
}

fn weighed(of: Term<&str>) -> Term<&str> {
    pipe(of, Term::Call(WEIGHED, Vec::new()))
}

fn pipe<'s>(left: Term<&'s str>, right: Term<&'s str>) -> Term<&'s str> {
    Term::BinOp(Box::new(left), BinaryOp::Pipe(None), Box::new(right))
}
