//! What was found while expressions were read and typed, told under its name.
//!
//! What lies in a path that another area judges (inputs, outputs, variables, triggers, loops) is left to it.

mod equivalents;

use plan::function::{Callee, Form};
use plan::template::At;
use plan::types::Kind;
use plan::{Dialect, Text, Type};
use report::{Place, Report, Severity};

use super::{AppCheck, Base, FlowCheck};
use crate::access::{Access, Guard};
use crate::diagnostics::Instead;
use crate::diagnostics::argument::Argument;
use crate::diagnostics::call_arguments::{CallArguments, Misfit};
use crate::diagnostics::coalesce_cannot_catch::CoalesceCannotCatch;
use crate::diagnostics::comparison_never_true::ComparisonNeverTrue;
use crate::diagnostics::dead_coalesce::DeadCoalesce;
use crate::diagnostics::deprecated_filter::DeprecatedFilter;
use crate::diagnostics::deprecated_function::DeprecatedFunction;
use crate::diagnostics::expression_always_fails::ExpressionAlwaysFails;
use crate::diagnostics::expression_differs_by_version::ExpressionDiffersByVersion;
use crate::diagnostics::expression_syntax::ExpressionSyntax;
use crate::diagnostics::feature_not_in_target_version::{FeatureNotInTargetVersion, Setting};
use crate::diagnostics::filter_argument_type::FilterArgumentType;
use crate::diagnostics::filter_argument_value::FilterArgumentValue;
use crate::diagnostics::filter_input_type::FilterInputType;
use crate::diagnostics::function_argument_type::FunctionArgumentType;
use crate::diagnostics::incomparable_operands::IncomparableOperands;
use crate::diagnostics::invalid_regex::InvalidRegex;
use crate::diagnostics::jq_list_as_scalar::{JqListAsScalar, Needed};
use crate::diagnostics::jq_syntax::JqSyntax;
use crate::diagnostics::nested_expression::NestedExpression;
use crate::diagnostics::not_precedence::NotPrecedence;
use crate::diagnostics::object_in_concat::ObjectInConcat;
use crate::diagnostics::outdated::Outdated;
use crate::diagnostics::postfix_on_literal::PostfixOnLiteral;
use crate::diagnostics::property_of_scalar::PropertyOfScalar;
use crate::diagnostics::unknown_filter::UnknownFilter;
use crate::diagnostics::unknown_function::UnknownFunction;
use crate::diagnostics::unknown_root_variable::UnknownRootVariable;
use crate::diagnostics::unknown_test::UnknownTest;
use crate::diagnostics::variable_not_available_here::{Unavailable, VariableNotAvailableHere};
use crate::diagnostics::wrong_operand::WrongOperand;
use crate::expression::{Fact, Finding};
use crate::ir::{Demand, Flow, Owner, Site, Sites};
use crate::prepare::VersionBy;
use crate::words;

pub(crate) fn check(check: &FlowCheck<'_>, report: &mut Report) {
    all(check.base, Some(check.flow), &check.flow.sites, report);
}

pub(crate) fn check_app(check: &AppCheck<'_>, report: &mut Report) {
    all(check.base, None, &check.app.sites, report);
}

fn all(base: Base<'_>, flow: Option<&Flow>, sites: &Sites, report: &mut Report) {
    for (_, site) in sites.iter() {
        let telling = Telling { base, flow, site };
        let broken = telling.syntax(report);
        // What an operator is given is not what was meant where `not` takes its left side away.
        let negations = site.findings.iter().filter(|it| matches!(it.fact, Fact::NotBindsTighter { .. }));
        let negated: Vec<At> = negations.map(|it| it.at).collect();
        for finding in &site.findings {
            // What follows from a part that cannot be read is no mistake of its own.
            let within = |at: &At| at.start <= finding.at.start && finding.at.end <= at.end;
            let of_operator = matches!(finding.fact, Fact::WrongOperands { .. } | Fact::NeverEqual { .. });
            let overlaps = |at: &At| at.start < finding.at.end && finding.at.start < at.end;
            let told = broken.iter().any(within) || of_operator && negated.iter().any(overlaps);
            if !told {
                telling.finding(finding, report);
            }
        }
    }
}

/// The findings of one text.
struct Telling<'a> {
    base: Base<'a>,
    flow: Option<&'a Flow>,
    site: &'a Site,
}

impl Telling<'_> {
    fn place(&self, at: At) -> Place {
        self.base.place(self.site.span(at))
    }

    fn text(&self, at: At) -> &str {
        self.site.scalar.text.get(at.range()).unwrap_or_default()
    }

    fn dialect(&self) -> Dialect {
        self.site.template.dialect
    }

    /// Tells of the first thing in each pair of braces that cannot be read; the braces it stands in.
    fn syntax(&self, report: &mut Report) -> Vec<At> {
        let mut broken: Vec<At> = Vec::new();
        for finding in &self.site.findings {
            let Fact::Syntax { problem } = &finding.fact else { continue };
            if broken.iter().any(|at| at.start <= finding.at.start && finding.at.start <= at.end) {
                continue;
            }
            let braces = self.site.unread(finding.at);
            broken.push(braces);
            // Typographic quotes were told of where the text was read.
            let whole = self.place(braces).span;
            let quoted = |it: &report::Diagnostic| {
                it.code.name == "smart-quotes" && whole.touches(it.primary.place.span.start as usize)
            };
            if self.base.prepared.problems.iter().any(quoted) {
                continue;
            }
            if *problem == grammar::expression::Problem::LiteralAccess {
                report
                    .add(PostfixOnLiteral { place: self.place(finding.at), literal: self.literal_before(finding.at) });
                continue;
            }
            let mut opened = None;
            if let grammar::expression::Problem::Unclosed { place, .. } = problem {
                opened = Some(self.place(At { start: place.start, end: place.end }));
            }
            report.add(ExpressionSyntax {
                place: self.place(finding.at),
                problem: problem.to_string(),
                replacement: problem.replacement().map(|word| self.apart(finding.at, word)),
                opened,
                hint: hint(&self.site.scalar.text, finding.at, braces),
            });
        }
        broken
    }

    /// A word in the place of something else, with spaces where it would run into its neighbours.
    fn apart(&self, at: At, word: &str) -> String {
        let text = &*self.site.scalar.text;
        let joins = |letter: Option<char>| letter.is_some_and(|it| it.is_alphanumeric() || it == '_');
        let is_word = word.starts_with(char::is_alphabetic);
        let before = is_word && joins(text.get(..at.start as usize).and_then(|it| it.chars().next_back()));
        let behind = is_word && joins(text.get(at.end as usize..).and_then(|it| it.chars().next()));
        let behind = behind && !word.ends_with(' ');
        format!("{}{word}{}", if before { " " } else { "" }, if behind { " " } else { "" })
    }

    /// The literal that ends where something is taken from it, in parentheses.
    fn literal_before(&self, at: At) -> Option<(Place, String)> {
        let text = &*self.site.scalar.text;
        let before = text.get(..at.start as usize)?.trim_end();
        let (open, close) = match before.chars().next_back()? {
            ']' => ('[', ']'),
            '}' => ('{', '}'),
            _ => return None,
        };
        let mut depth = 0;
        for (index, letter) in before.char_indices().rev() {
            depth += i32::from(letter == close) - i32::from(letter == open);
            if depth == 0 {
                let whole = At::new(index, before.len());
                return Some((self.place(whole), format!("({})", &before[index..])));
            }
        }
        None
    }

    fn finding(&self, finding: &Finding, report: &mut Report) {
        let place = self.place(finding.at);
        let guarded = finding.guard == Guard::Guarded;
        match &finding.fact {
            // Told before, or in the area of references.
            Fact::Syntax { .. } => {}
            Fact::UnknownRoot { .. } if self.flow.is_some() => {}
            Fact::UnknownRoot { name, nearest } => self.unknown_in_app(name, nearest, (place, guarded), report),
            Fact::UnknownAttribute { name, of, .. } => {
                if !self.is_judged_elsewhere(finding.at) {
                    let found = of.to_string();
                    let of = self.holder(finding.at);
                    report.add(PropertyOfScalar {
                        name: name.to_string(),
                        place,
                        of,
                        found: format!("a {found}"),
                        is_text: false,
                        guarded,
                    });
                }
            }
            Fact::NoAttributes { name, of } => {
                let elsewhere =
                    self.access_at(finding.at).is_some_and(|access| super::loops::value_of_loop(access).is_some());
                // A null has told of itself where it was read.
                if !elsewhere && *of != Type::Null && !self.is_told(finding.at, report) {
                    report.add(PropertyOfScalar {
                        name: name.to_string(),
                        place,
                        of: self.holder(finding.at),
                        found: in_words(of),
                        is_text: of.kinds() == [Kind::Text],
                        guarded,
                    });
                }
            }
            Fact::UnknownFunction { form, name, nearest } => {
                let instead = equivalents::equivalent(*form, name, self.dialect())
                    .or_else(|| nearest.first().map(|name| Instead::Nearest(name.to_string())));
                let name = name.to_string();
                match form {
                    Form::Function => report.add(UnknownFunction { name, place, instead }),
                    Form::Filter => report.add(UnknownFilter { name, place, instead }),
                    Form::Test => report.add(UnknownTest { name, place, instead, known: tests(self.dialect()) }),
                }
            }
            Fact::WrongDialect { function } => self.wrong_dialect(*function, place, report),
            Fact::Deprecated { function } => self.deprecated(*function, place, report),
            Fact::TooManyArguments { function, given } => {
                let problem = Misfit::TooMany(*given);
                report.add(CallArguments { function: function.name, place, problem, parameters: names(*function) });
            }
            Fact::UnknownArgument { function, name } => {
                let problem = Misfit::Unknown(name.to_string());
                report.add(CallArguments { function: function.name, place, problem, parameters: names(*function) });
            }
            Fact::MissingArgument { function, parameter } => {
                let problem = Misfit::Missing(function.parameters[*parameter].name);
                report.add(CallArguments { function: function.name, place, problem, parameters: names(*function) });
            }
            Fact::WrongKind { .. } | Fact::WrongOperands { .. } | Fact::NeverEqual { .. } | Fact::JavaForm { .. }
                if self.is_told(finding.at, report) => {}
            Fact::WrongKind { function, parameter: None, accepts, found } => {
                let list_of_jq = found.kinds().contains(&Kind::List) && self.ends_with_jq(finding.at);
                if list_of_jq {
                    let end = finding.at.end;
                    let insert = self.place(At { start: end, end });
                    report.add(JqListAsScalar { place, insert: Some(insert), needed: Needed::Value });
                    return;
                }
                // What has elements and is no list becomes one.
                let end = finding.at.end;
                let has_elements = |kind: &Kind| matches!(kind, Kind::Array | Kind::Set | Kind::Null);
                let lists = accepts.contains(&Kind::List) && found.kinds().iter().all(has_elements);
                let insert = lists.then(|| self.place(At { start: end, end }));
                let (accepts, found) = (kinds(accepts), in_words(found));
                report.add(FilterInputType { function: function.name, place, accepts, found, insert });
            }
            Fact::WrongKind { function, parameter: Some(parameter), accepts, found } => {
                let (function, parameter) = (*function, function.parameters[*parameter].name);
                let (accepts, found) = (kinds(accepts), in_words(found));
                let instead = (function.name == "replace").then(|| self.pair(finding.at)).flatten();
                let argument = Argument { function: function.name, parameter, place, accepts, found, instead };
                match function.form {
                    Form::Filter => report.add(FilterArgumentType { argument }),
                    Form::Function | Form::Test => report.add(FunctionArgumentType { argument }),
                }
            }
            Fact::BadConstant { function, parameter, message } => {
                self.bad_constant(*function, *parameter, message, finding.at, report);
            }
            Fact::WrongOperands { operator: operator @ ("<" | ">" | "<=" | ">="), found } => {
                let side = |at: usize| found.get(at).map_or_else(String::new, in_words);
                let dates =
                    found.iter().any(|ty| ty.kinds().contains(&Kind::Temporal)) || self.speaks_of_dates(finding.at);
                let (left, right) = (side(0), side(1));
                let texts = self.dialect() == Dialect::V2;
                report.add(IncomparableOperands { operator, place, left, right, texts, dates });
            }
            Fact::WrongOperands { operator, found } => {
                if !found.contains(&Type::Null) {
                    let found = found.iter().map(in_words).collect();
                    report.add(WrongOperand { operator, place, found });
                }
            }
            Fact::NeverEqual { operator, left, right } => self.never_equal(operator, left, right, finding.at, report),
            Fact::JavaForm { ty } => {
                let text = self.text(finding.at);
                let plain = !text.is_empty() && text.chars().all(|it| it.is_alphanumeric() || "_.[]'".contains(it));
                let instead = plain.then(|| format!("({text} | toJson)"));
                report.add(ObjectInConcat { place, list: ty.element().is_some(), instead });
            }
            Fact::DeadFallback => self.dead_fallback(finding.at, report),
            Fact::CannotCatch { what } => report.add(CoalesceCannotCatch { place, what: *what }),
            Fact::NestedExpression { text } => {
                let trimmed = text.trim();
                let inner = trimmed.strip_prefix("{{").and_then(|it| it.strip_suffix("}}"));
                let inner = inner.filter(|it| !it.contains("{{")).map(|it| it.trim().to_owned());
                // What goes to other template engines is meant as it is written.
                let known = inner.as_deref().is_none_or(|it| {
                    let root: String = it.chars().take_while(|it| it.is_alphanumeric() || *it == '_').collect();
                    KNOWN_ROOTS.contains(&root.as_str()) || it.contains('(')
                });
                if known {
                    report.add(NestedExpression { place, instead: inner });
                }
            }
            Fact::NotBindsTighter { operator } => report.add(NotPrecedence { place, operator }),
            Fact::DialectsDiffer => {
                if self.base.prepared.version_by == VersionBy::Constructs {
                    let version = self.base.prepared.version.to_string();
                    report.add(ExpressionDiffersByVersion { place, version });
                }
            }
            Fact::AlwaysFails { message } => {
                // What is wrong with its arguments was told in better words.
                let explained = |it: &Finding| {
                    let explains = matches!(
                        it.fact,
                        Fact::WrongKind { .. }
                            | Fact::BadConstant { .. }
                            | Fact::MissingArgument { .. }
                            | Fact::WrongOperands { .. }
                    );
                    explains && it.at.start < finding.at.end && finding.at.start < it.at.end
                };
                if self.site.findings.iter().any(explained) {
                    return;
                }
                report.add(ExpressionAlwaysFails { place, problem: message.clone() });
            }
        }
    }

    /// A name that the pages of an app do not have.
    fn unknown_in_app(&self, name: &str, nearest: &[Text], (place, guarded): (Place, bool), report: &mut Report) {
        let name = name.to_owned();
        if KNOWN_ROOTS.contains(&name.as_str()) {
            report.add(VariableNotAvailableHere { name, place, reason: Unavailable::App, guarded });
            return;
        }
        report.add(UnknownRootVariable {
            name,
            place,
            available: ["app", "inputs", "outputs", "execution", "flow", "labels"].map(str::to_owned).to_vec(),
            nearest: nearest.first().map(ToString::to_string),
            namesake: None,
            guarded,
        });
    }

    /// Whether something that is read there is wrong already: its type follows from a mistake.
    fn is_told(&self, at: At, report: &Report) -> bool {
        let touched = |access: &&Access| access.at.start < at.end && at.start < access.at.end;
        let paths = self.site.accesses.iter().filter(touched).map(|access| self.place(access.at));
        paths.chain([self.place(at)]).any(|place| report.has_error_in(place))
    }

    /// The access that a place lies in.
    fn access_at(&self, at: At) -> Option<&Access> {
        self.site.accesses.iter().find(|access| access.at.start <= at.start && at.end <= access.at.end)
    }

    /// Whether the area of references tells of a key that is not there.
    fn is_judged_elsewhere(&self, at: At) -> bool {
        self.access_at(at).is_some_and(|access| {
            let judged = ["inputs", "outputs", "tasks", "trigger", "taskrun", "parent", "parents", "item", "vars"];
            judged.contains(&&*access.root.text)
        })
    }

    /// What a key is taken from, where that is a path.
    fn holder(&self, at: At) -> Option<(String, Place)> {
        let access = self.access_at(at)?;
        let index = access.keys.iter().position(|key| key.at == at)?;
        let before = index.checked_sub(1).map_or(access.root.at, |before| access.keys[before].at);
        let text = &*self.site.scalar.text;
        let bracket =
            text.get(before.end as usize..).is_some_and(|rest| rest.starts_with("']") || rest.starts_with("\"]"));
        let end = before.end + if bracket { 2 } else { 0 };
        Some((access.path_to(index), self.place(At { start: access.root.at.start, end })))
    }

    fn wrong_dialect(&self, function: Callee, place: Place, report: &mut Report) {
        // An old name still says what is meant, and who says which version this is for is a guess.
        if function.deprecated.is_some() && self.base.prepared.version_by == VersionBy::Constructs {
            return self.deprecated(function, place, report);
        }
        let kind = form(function.form);
        let history = match function.until {
            Some(until) if until <= self.base.prepared.version => format!("was removed in {until}"),
            _ => format!("is newer: it came with {}", function.since),
        };
        report.add(FeatureNotInTargetVersion {
            what: format!("the {kind} `{}`", function.name),
            place,
            target: self.base.prepared.version.to_string(),
            history,
            instead: function.deprecated,
            severity: Severity::Error,
            setting: Setting::TargetVersion,
        });
    }

    fn deprecated(&self, function: Callee, place: Place, report: &mut Report) {
        let Some(words) = function.deprecated else { return };
        let (name, until) = (function.name, function.until.map(|until| until.to_string()));
        let outdated = |rename| {
            let rename = (name == "json").then_some(rename);
            Outdated { name, place, words, rename, until }
        };
        match function.form {
            Form::Filter => report.add(DeprecatedFilter { outdated: outdated("toJson") }),
            Form::Function | Form::Test => report.add(DeprecatedFunction { outdated: outdated("fromJson") }),
        }
    }

    fn bad_constant(&self, function: Callee, parameter: usize, message: &str, at: At, report: &mut Report) {
        let place = self.place(at);
        let declared = &function.parameters[parameter];
        if function.name == "jq" {
            report.add(JqSyntax { place, problem: message.to_owned() });
            return;
        }
        if matches!(declared.name, "regex" | "delimiter") {
            report.add(InvalidRegex { place, message: message.to_owned(), instead: None });
            return;
        }
        // Patterns of dates are judged letter by letter elsewhere.
        if matches!(declared.name, "format" | "existingFormat") && function.name != "numberFormat" {
            return super::date_patterns::bad_pattern(self.base, self.site, at, message, report);
        }
        let written = self.text(at).trim_matches(['\'', '"']);
        let same = declared.choices.iter().find(|choice| is_plural(choice, written));
        let nearest = same.copied().or_else(|| words::nearest(written, declared.choices.iter().copied()));
        report.add(FilterArgumentValue {
            function: function.name,
            parameter: declared.name,
            place,
            problem: message.to_owned(),
            instead: nearest.map(|it| format!("'{it}'")),
        });
    }

    fn never_equal(&self, operator: &'static str, left: &Type, right: &Type, at: At, report: &mut Report) {
        let place = self.place(at);
        if [left, right].iter().any(|ty| ty.kinds().contains(&Kind::List)) && self.text(at).contains("jq(") {
            report.add(JqListAsScalar { place, insert: None, needed: Needed::Value });
            return;
        }
        let nearest = match (left, right) {
            (Type::Enumeration(known), Type::Enumeration(written)) if written.len() == 1 => {
                words::nearest(&written[0], known.iter().map(AsRef::as_ref))
            }
            (Type::Enumeration(written), Type::Enumeration(known)) if written.len() == 1 => {
                words::nearest(&written[0], known.iter().map(AsRef::as_ref))
            }
            _ => None,
        };
        let nearest = nearest.map(str::to_owned);
        report.add(ComparisonNeverTrue { operator, place, left: in_words(left), right: in_words(right), nearest });
    }

    fn dead_fallback(&self, at: At, report: &mut Report) {
        let inside =
            |access: &&Access| at.start <= access.at.start && access.at.end <= at.end && access.at.start == at.start;
        let access = self.site.accesses.iter().find(inside);
        // A trigger is evaluated where there are no inputs yet.
        if matches!(self.site.owner, Owner::Trigger(_)) && access.is_some_and(|it| &*it.root.text == "inputs") {
            return;
        }
        let place = self.place(at);
        let Some(access) = access else {
            report.add(DeadCoalesce { place, path: None, reason: "is always there", reason_place: None });
            return;
        };
        let input = self.flow.and_then(|flow| {
            let names: Vec<&str> = access.keys.iter().map_while(|key| key.name.as_deref()).collect();
            flow.input(&names.join("."))
        });
        let reason = match (&*access.root.text, input) {
            ("inputs", Some(input)) if input.demand == Demand::Default => "has a default",
            // What starts a flow from outside of the compiler's sight may leave a required input out.
            ("inputs", _) => return,
            _ => "is always there",
        };
        let reason_place = input.map(|input| self.base.place(input.object.grip()));
        report.add(DeadCoalesce { place, path: Some(access.path()), reason, reason_place });
    }

    /// `'a', 'b'` as the map that `replace` takes.
    fn pair(&self, first: At) -> Option<(Place, String)> {
        let text = &*self.site.scalar.text;
        let rest = text.get(first.end as usize..)?;
        let second = rest.trim_start().strip_prefix(',')?.trim_start();
        let quote = second.chars().next().filter(|it| matches!(it, '\'' | '"'))?;
        let close = second.char_indices().skip(1).find(|(at, it)| *it == quote && !second[..*at].ends_with('\\'))?.0;
        second[close + 1..].trim_start().starts_with(')').then_some(())?;
        let end = text.len() - second.len() + close + 1;
        let map = format!("{{{}: {}}}", self.text(first), &second[..=close]);
        Some((self.place(At::new(first.start as usize, end)), map))
    }

    fn ends_with_jq(&self, at: At) -> bool {
        let text = self.text(at);
        text.rfind("jq(").is_some_and(|jq| !text[jq..].contains("| first") && !text[jq..].contains("|first"))
    }

    fn speaks_of_dates(&self, at: At) -> bool {
        ["date(", "now(", "Date", "dateAdd("].iter().any(|word| self.text(at).contains(word))
    }
}

/// Names that an expression of ours would begin with.
const KNOWN_ROOTS: &[&str] =
    &["inputs", "outputs", "vars", "taskrun", "parent", "parents", "trigger", "flow", "execution", "item", "labels"];

/// What authors who stumble here usually mean.
fn hint(text: &str, at: At, braces: At) -> Option<&'static str> {
    let rest = text.get(at.start as usize..braces.end as usize)?.trim_start();
    let inside = text.get(braces.start as usize..at.start as usize)?;
    let word: String = rest.chars().take_while(|it| it.is_alphanumeric()).collect();
    match word.as_str() {
        "not" if rest[3..].trim_start().starts_with("in") => {
            Some("there is no `in`: write `not (list contains value)`")
        }
        "in" if inside.trim_end().ends_with("not") => Some("there is no `in`: write `not (list contains value)`"),
        "in" => Some("there is no `in`: write `list contains value`"),
        "if" => Some("a choice is written `condition ? a : b`"),
        "matches" => Some("there is no `matches`: write `value | regexMatch('…')`"),
        _ if rest.starts_with('=') => Some("`==` compares"),
        _ if rest.starts_with('\'') && inside.ends_with('\'') => {
            Some("a quote is not doubled: write `\\'`, or put the text in the other quotes")
        }
        _ if rest.starts_with(':') && inside.contains("??") && !inside.replace("??", "").contains('?') => {
            Some("`??` takes no `:`; a choice is written `condition ? a : b`")
        }
        _ if rest.starts_with(':') && inside.rfind('[') > inside.rfind(']') => {
            Some("a part of a text or list is taken with `| slice(0, 10)`")
        }
        _ if rest.starts_with('.') && inside.trim_end().ends_with("{{") => {
            Some("a name that begins with a dot belongs to another template language")
        }
        _ => None,
    }
}

fn tests(dialect: Dialect) -> Vec<&'static str> {
    let tests = plan::functions::ALL.iter().filter(|it| it.form == Form::Test && it.is_in(dialect));
    tests.map(|test| test.name).collect()
}

fn names(function: Callee) -> Vec<&'static str> {
    function.parameters.iter().map(|parameter| parameter.name).collect()
}

fn form(form: Form) -> &'static str {
    match form {
        Form::Filter => "filter",
        Form::Function => "function",
        Form::Test => "test",
    }
}

/// Whether a unit is one of the choices but for case and number: `day` for `DAYS`.
fn is_plural(choice: &str, written: &str) -> bool {
    let upper = written.to_uppercase();
    choice == upper || *choice == format!("{upper}S")
}

/// `text or a list`.
fn kinds(kinds: &[Kind]) -> String {
    let mut words: Vec<&str> = kinds.iter().filter(|kind| **kind != Kind::Null).map(|kind| kind.words()).collect();
    words.dedup();
    match words.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, before)) => format!("{} or {last}", before.join(", ")),
        None => "null".to_owned(),
    }
}

/// What a value is, as a message says it: `an integer`, `a list of text`.
pub(super) fn in_words(ty: &Type) -> String {
    match ty {
        Type::Enumeration(values) if values.len() == 1 => format!("`{}`", values[0]),
        Type::Enumeration(values) => format!("one of {}", words::list(values.iter())),
        Type::Unknown | Type::Null | Type::Text => ty.to_string(),
        Type::Union(members) => members.iter().map(in_words).collect::<Vec<_>>().join(" or "),
        Type::Record(_) => "a map".to_owned(),
        Type::Bool => "true or false".to_owned(),
        Type::Int
        | Type::Float
        | Type::Temporal
        | Type::Duration
        | Type::FileUri
        | Type::List(_)
        | Type::Array(_)
        | Type::Set(_)
        | Type::Map(_) => {
            let name = ty.to_string();
            format!("{} {name}", words::article(&name))
        }
    }
}
