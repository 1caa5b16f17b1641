//! Which definitions a term needs: those it calls, and those they call in turn.

use std::collections::HashMap;

use jaq_core::load::lex::StrPart;
use jaq_core::load::parse::{BinaryOp, Def, Pattern, Term};
use jaq_core::path::{Part, Path};
use rustc_hash::FxBuildHasher;

/// Definitions, by name.
pub(super) struct Library {
    definitions: Vec<Def<&'static str>>,
    /// The numbers of all definitions of a name, whatever their arguments.
    numbers: HashMap<&'static str, Vec<usize>, FxBuildHasher>,
}

impl Library {
    pub(super) fn new(definitions: Vec<Def<&'static str>>) -> Self {
        let mut numbers: HashMap<_, Vec<usize>, _> = HashMap::default();
        for (number, definition) in definitions.iter().enumerate() {
            numbers.entry(definition.name).or_default().push(number);
        }
        Self { definitions, numbers }
    }

    /// The definitions that a term needs, in their order.
    pub(super) fn needed_by<'s>(&'s self, term: &Term<&'s str>) -> impl Iterator<Item = Def<&'static str>> {
        let mut is_needed = vec![false; self.definitions.len()];
        let mut names = Vec::new();
        called(term, &mut names);
        while let Some(name) = names.pop() {
            for number in self.numbers.get(name).into_iter().flatten() {
                if !std::mem::replace(&mut is_needed[*number], true) {
                    called(&self.definitions[*number].body, &mut names);
                }
            }
        }
        self.definitions
            .iter()
            .zip(is_needed)
            .filter(|(_, is_needed)| *is_needed)
            .map(|(definition, _)| definition.clone())
    }
}

#[cfg(test)]
impl Library {
    pub(super) fn iter(&self) -> impl Iterator<Item = &Def<&'static str>> {
        self.definitions.iter()
    }
}

/// Whether a term calls nothing at all, as a path does.
pub(super) fn is_plain(term: &Term<&str>) -> bool {
    let mut names = Vec::new();
    called(term, &mut names);
    names.is_empty()
}

/// The names that a term calls; those of its own definitions and arguments are among them.
fn called<'s>(term: &Term<&'s str>, names: &mut Vec<&'s str>) {
    match term {
        Term::Id | Term::Recurse | Term::Num(_) | Term::Break(_) | Term::Var(_) | Term::Arr(None) => {}
        Term::Str(format, parts) => {
            names.extend(format);
            for part in parts {
                match part {
                    StrPart::Term(term) => called(term, names),
                    StrPart::Str(_) | StrPart::Char(_) => {}
                }
            }
        }
        Term::Arr(Some(term)) | Term::Neg(term) | Term::Label(_, term) => called(term, names),
        Term::Obj(entries) => {
            for (key, value) in entries {
                called(key, names);
                value.iter().for_each(|value| called(value, names));
            }
        }
        Term::BinOp(left, operator, right) => {
            called(left, names);
            if let BinaryOp::Pipe(Some(pattern)) = operator {
                called_in_pattern(pattern, names);
            }
            called(right, names);
        }
        Term::Fold(_, over, pattern, parts) => {
            called(over, names);
            called_in_pattern(pattern, names);
            parts.iter().for_each(|part| called(part, names));
        }
        Term::TryCatch(term, caught) => {
            called(term, names);
            caught.iter().for_each(|caught| called(caught, names));
        }
        Term::IfThenElse(branches, otherwise) => {
            for (condition, then) in branches {
                called(condition, names);
                called(then, names);
            }
            otherwise.iter().for_each(|otherwise| called(otherwise, names));
        }
        Term::Def(definitions, term) => {
            definitions.iter().for_each(|definition| called(&definition.body, names));
            called(term, names);
        }
        Term::Call(name, arguments) => {
            names.push(name);
            arguments.iter().for_each(|argument| called(argument, names));
        }
        Term::Path(term, Path(parts)) => {
            called(term, names);
            for (part, _) in parts {
                match part {
                    Part::Index(index) => called(index, names),
                    Part::Range(from, to) => from.iter().chain(to).for_each(|bound| called(bound, names)),
                }
            }
        }
    }
}

fn called_in_pattern<'s>(pattern: &Pattern<&'s str>, names: &mut Vec<&'s str>) {
    match pattern {
        Pattern::Var(_) => {}
        Pattern::Arr(parts) => parts.iter().for_each(|part| called_in_pattern(part, names)),
        Pattern::Obj(entries) => {
            for (key, value) in entries {
                called(key, names);
                called_in_pattern(value, names);
            }
        }
    }
}
