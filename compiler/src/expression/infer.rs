//! The types of expressions, and the mistakes they reveal.

use std::sync::Arc;

use plan::function::{Form, Returns, Undefined};
use plan::template::{At, Binary, Call, Expression, Key, Name, Node, Operator, Path, PathKey};
use plan::types::{Kind, Openness, Record};
use plan::{Template, Text, Type, Value};

use super::attribute::{Looked, attribute};
use super::comparison::{exact, never_equal, stored};
use super::finding::{Fact, Finding, Uncatchable};
use super::suggest;
use crate::access::Guard;

/// The names an expression may use, with what is known of them.
pub trait Environment {
    /// The type of a root name; `None` where there is none of this name.
    fn root(&self, name: &str) -> Option<Type>;

    /// All root names, for suggestions.
    fn names(&self) -> Vec<Text>;
}

/// What is known of a template.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Inference {
    /// The type of its value where it is one whole expression, else text.
    pub ty: Type,
    /// What there is to tell.
    pub findings: Vec<Finding>,
}

/// Works out the type of a template in an environment.
pub fn infer(template: &Template, environment: &dyn Environment) -> Inference {
    let mut inferring =
        Inferring { environment, template, locals: Vec::new(), guard: Guard::None, findings: Vec::new() };
    for makro in &template.macros {
        let before = inferring.locals.len();
        inferring.locals.extend(makro.parameters.iter().map(|(name, _)| (name.clone(), Type::Unknown)));
        inferring.nodes(&makro.body);
        inferring.locals.truncate(before);
    }
    let ty = match template.whole_expression() {
        Some(expression) => inferring.printed(expression),
        None => {
            inferring.nodes(&template.body);
            Type::Text
        }
    };
    inferring.findings.sort_by_key(|finding| finding.at);
    Inference { ty, findings: inferring.findings }
}

struct Inferring<'t> {
    environment: &'t dyn Environment,
    template: &'t Template,
    /// What the template itself has set so far, innermost last.
    locals: Vec<(Text, Type)>,
    /// Whether something else is taken where a name is not there.
    guard: Guard,
    findings: Vec<Finding>,
}

impl Inferring<'_> {
    fn find(&mut self, at: At, fact: Fact) {
        self.findings.push(Finding { at, fact, guard: self.guard });
    }

    fn nodes(&mut self, nodes: &[Node]) {
        for node in nodes {
            self.node(node);
        }
    }

    fn node(&mut self, node: &Node) {
        match node {
            Node::Text(_) | Node::Fail(_) => {}
            Node::Print(expression) => {
                self.printed(expression);
            }
            Node::If { branches, otherwise } => {
                for (condition, body) in branches {
                    self.condition(condition, "if");
                    self.nodes(body);
                }
                self.nodes(otherwise);
            }
            Node::For { variable, over, body, otherwise, at } => {
                let over = self.ty(over);
                let item = self.element(&over, *at);
                let before = self.locals.len();
                self.locals.push((Text::from("loop"), turn()));
                self.locals.push((variable.clone(), item));
                self.nodes(body);
                self.locals.truncate(before);
                self.nodes(otherwise);
            }
            Node::Set { name, value, .. } => {
                let ty = self.ty(value);
                self.locals.push((name.clone(), ty));
            }
            Node::Block(index) => {
                let template = self.template;
                if let Some(block) = template.blocks.get(*index as usize) {
                    self.nodes(&block.body);
                }
            }
            Node::Filter { calls, body } => {
                self.nodes(body);
                let mut input = Type::Text;
                for call in calls {
                    input = self.called(call, Some(input));
                }
            }
        }
    }

    /// What a loop's variable holds.
    fn element(&mut self, over: &Type, at: At) -> Type {
        match over {
            Type::List(element) | Type::Array(element) | Type::Set(element) => (**element).clone(),
            Type::Map(value) => entry((**value).clone()),
            Type::Record(record) => entry(Type::union(record.fields.iter().map(|(_, ty)| ty.clone()))),
            Type::Unknown | Type::Null => Type::Unknown,
            Type::Union(members) => {
                let loops = |ty: &&Type| is_collection(ty) || **ty == Type::Unknown;
                let items: Vec<Type> = members.iter().filter(loops).cloned().collect();
                if items.is_empty() {
                    self.find(at, Fact::WrongOperands { operator: "for", found: vec![over.clone()] });
                }
                Type::union(items.iter().map(|item| self.element(item, at)).collect::<Vec<_>>())
            }
            Type::Bool
            | Type::Int
            | Type::Float
            | Type::Text
            | Type::Enumeration(_)
            | Type::Temporal
            | Type::Duration
            | Type::FileUri => {
                self.find(at, Fact::WrongOperands { operator: "for", found: vec![over.clone()] });
                Type::Unknown
            }
        }
    }

    /// A printed expression: a list or map in a concatenation is told, alone it prints as JSON.
    fn printed(&mut self, expression: &Expression) -> Type {
        self.ty(expression)
    }

    fn ty(&mut self, expression: &Expression) -> Type {
        match expression {
            Expression::Constant(value) => Type::of(value),
            Expression::Path(path) => self.path(path),
            Expression::Local(name) => self.local(name),
            Expression::Attribute(attribute) => {
                let of = self.ty(&attribute.of);
                self.attribute(&of, &attribute.key)
            }
            Expression::Index(index) => {
                let of = self.ty(&index.of);
                let key = self.unguarded(&index.key);
                match (of, key) {
                    (Type::List(element) | Type::Array(element), _) => (*element).clone(),
                    (Type::Map(value), _) => (*value).clone(),
                    (Type::Record(record), Type::Enumeration(keys)) => {
                        Type::union(keys.iter().map(|key| record.field(key).cloned().unwrap_or_default()))
                    }
                    _ => Type::Unknown,
                }
            }
            Expression::Method(method) => {
                let of = self.ty(&method.of);
                if of.kinds() == [Kind::Text] && !METHODS_OF_TEXT.contains(&method.name.text.as_ref()) {
                    self.find(
                        method.name.at,
                        Fact::NoAttributes { name: format!("{}()", method.name.text).into(), of },
                    );
                }
                for argument in &method.arguments {
                    self.unguarded(argument);
                }
                Type::Unknown
            }
            Expression::List(items) => {
                let items: Vec<Type> = items.iter().map(|item| self.ty(item)).collect();
                Type::List(Arc::new(if items.is_empty() { Type::Unknown } else { Type::union(items) }))
            }
            Expression::Map(entries) => self.map(entries),
            Expression::Concatenate(parts) => {
                for part in parts {
                    let ty = self.ty(part);
                    if is_collection(&ty) {
                        let at = part.at().unwrap_or_default();
                        self.find(at, Fact::JavaForm { ty });
                    }
                }
                Type::Text
            }
            Expression::Binary(binary) => self.binary(binary),
            Expression::And(pair) => {
                self.condition(&pair.left, "and");
                self.condition(&pair.right, "and");
                Type::Bool
            }
            Expression::Or(pair) => {
                self.condition(&pair.left, "or");
                self.condition(&pair.right, "or");
                Type::Bool
            }
            Expression::Not(unary) => {
                self.condition(&unary.of, "not");
                Type::Bool
            }
            Expression::Negate(unary) | Expression::Plus(unary) => {
                let ty = self.ty(&unary.of);
                self.arithmetic("-", std::slice::from_ref(&ty), unary.at);
                match ty {
                    Type::Int | Type::Float => ty,
                    _ => Type::Unknown,
                }
            }
            Expression::OrNull(pair) => {
                let left = self.guarded(&pair.left);
                self.fallback(&pair.left, &left, pair.at);
                let right = self.ty(&pair.right);
                Type::union([without_null(left), right])
            }
            Expression::OrUndefined(pair) => {
                let left = self.guarded(&pair.left);
                let right = self.ty(&pair.right);
                Type::union([left, right])
            }
            Expression::Choose(choose) => {
                let condition = self.ty(&choose.condition);
                self.decides(&without_null(condition), "? :", choose.at);
                let then = self.ty(&choose.then);
                Type::union([then, self.ty(&choose.otherwise)])
            }
            Expression::Call(call) => self.call(call),
            Expression::IsNot(call) => {
                self.call(call);
                Type::Bool
            }
            Expression::Macro(call) => {
                for argument in call.arguments.iter().flatten() {
                    self.unguarded(argument);
                }
                Type::Text
            }
            Expression::Block(unary) => {
                self.unguarded(&unary.of);
                Type::Text
            }
            Expression::Raise(raise) => {
                for read in &raise.reads {
                    self.unguarded(read);
                }
                Type::Unknown
            }
        }
    }

    fn guarded(&mut self, expression: &Expression) -> Type {
        self.under(Guard::Guarded, expression)
    }

    fn unguarded(&mut self, expression: &Expression) -> Type {
        self.under(Guard::None, expression)
    }

    fn under(&mut self, guard: Guard, expression: &Expression) -> Type {
        let outer = std::mem::replace(&mut self.guard, guard);
        let ty = self.ty(expression);
        self.guard = outer;
        ty
    }

    fn local(&mut self, name: &Name) -> Type {
        let local = self.locals.iter().rev().find(|(known, _)| *known == name.text).map(|(_, ty)| ty.clone());
        match local {
            Some(ty) => ty,
            // Set on another way through the template, or not at all.
            None => self.environment.root(&name.text).unwrap_or_default(),
        }
    }

    fn path(&mut self, path: &Path) -> Type {
        let Some(mut ty) = self.environment.root(&path.root.text) else {
            if *path.root.text != *"locale" {
                let names = self.environment.names();
                let nearest = suggest::nearest(&path.root.text, names.iter().map(AsRef::as_ref));
                self.find(path.root.at, Fact::UnknownRoot { name: path.root.text.clone(), nearest });
            }
            return Type::Unknown;
        };
        for key in &path.keys {
            ty = self.attribute(&ty, key);
        }
        ty
    }

    fn attribute(&mut self, of: &Type, key: &PathKey) -> Type {
        match attribute(of, &key.key) {
            Looked::Up(ty) => ty,
            Looked::Missing(record) => {
                let Key::Name(name) = &key.key else { return Type::Unknown };
                let known = record.fields.iter().map(|(field, _)| field.as_ref());
                let fact = Fact::UnknownAttribute {
                    name: name.clone(),
                    nearest: suggest::nearest(name, known),
                    of: of.clone(),
                };
                self.find(key.at, fact);
                Type::Unknown
            }
            Looked::Impossible => {
                self.find(key.at, Fact::NoAttributes { name: key.key.to_string().into(), of: of.clone() });
                Type::Unknown
            }
        }
    }

    fn map(&mut self, entries: &[(Expression, Expression)]) -> Type {
        let mut fields: Vec<(Text, Type)> = Vec::new();
        let mut openness = Openness::Closed;
        for (key, value) in entries {
            self.unguarded(key);
            let ty = self.ty(value);
            match key {
                Expression::Constant(Value::Text(name)) => fields.push((name.clone(), ty)),
                _ => openness = Openness::Open,
            }
        }
        Type::Record(Arc::new(Record { fields, openness }))
    }

    fn binary(&mut self, binary: &Binary) -> Type {
        let (left, right) = (self.ty(&binary.left), self.ty(&binary.right));
        let symbol = binary.operator.symbol();
        match binary.operator {
            Operator::Add if may_be(&left, Kind::Text) || may_be(&right, Kind::Text) => {
                let is_text = |ty: &Type| ty.kinds() == [Kind::Text];
                for (side, ty) in [(&binary.left, &left), (&binary.right, &right)] {
                    let joined = is_text(&left) || is_text(&right);
                    if joined && is_collection(ty) {
                        self.find(side.at().unwrap_or(binary.at), Fact::JavaForm { ty: ty.clone() });
                    }
                }
                if is_text(&left) || is_text(&right) { Type::Text } else { Type::Unknown }
            }
            Operator::Add | Operator::Subtract if may_be(&left, Kind::List) => left,
            Operator::Add | Operator::Subtract | Operator::Multiply | Operator::Divide | Operator::Remainder => {
                self.arithmetic(symbol, &[left.clone(), right.clone()], binary.at);
                match (left, right) {
                    (Type::Int, Type::Int) => Type::Int,
                    (Type::Float, Type::Int | Type::Float) | (Type::Int, Type::Float) => Type::Float,
                    _ => Type::Unknown,
                }
            }
            Operator::Equal | Operator::NotEqual => {
                let (left, right) = (exact(&binary.left, left), exact(&binary.right, right));
                if never_equal(&left, &right) {
                    self.find(binary.at, Fact::NeverEqual { operator: symbol, left, right });
                }
                Type::Bool
            }
            Operator::Order(_, comparable) => {
                let (left, right) = (stored(&binary.left, left), stored(&binary.right, right));
                let works = |ty: &Type| {
                    let texts = comparable == plan::template::Comparable::NumbersAndTexts;
                    let kinds = ty.kinds();
                    kinds.is_empty()
                        || kinds.iter().any(|kind| {
                            matches!(kind, Kind::Int | Kind::Float | Kind::Null) || texts && *kind == Kind::Text
                        })
                };
                let mixed = left.kinds() == [Kind::Text] && matches!(right, Type::Int | Type::Float)
                    || right.kinds() == [Kind::Text] && matches!(left, Type::Int | Type::Float);
                if !works(&left) || !works(&right) || mixed {
                    self.find(binary.at, Fact::WrongOperands { operator: symbol, found: vec![left, right] });
                }
                Type::Bool
            }
            Operator::Contains => {
                let holds = [Kind::List, Kind::Array, Kind::Set, Kind::Map, Kind::Text, Kind::Null];
                if !holds.iter().any(|kind| may_be(&left, *kind)) {
                    self.find(binary.at, Fact::WrongOperands { operator: symbol, found: vec![left, right] });
                }
                Type::Bool
            }
            Operator::IsIn => Type::Bool,
        }
    }

    /// Numbers, and text that may hold one.
    fn arithmetic(&mut self, operator: &'static str, operands: &[Type], at: At) {
        let works = |ty: &Type| [Kind::Int, Kind::Float, Kind::Text].iter().any(|kind| may_be(ty, *kind));
        if !operands.iter().all(works) {
            self.find(at, Fact::WrongOperands { operator, found: operands.to_vec() });
        }
    }

    fn condition(&mut self, condition: &Expression, operator: &'static str) {
        let ty = self.ty(condition);
        self.decides(&ty, operator, condition.at().unwrap_or_default());
    }

    /// Booleans, numbers and text decide; nothing else does.
    fn decides(&mut self, ty: &Type, operator: &'static str, at: At) {
        let decides = [Kind::Bool, Kind::Int, Kind::Float, Kind::Text].iter().any(|kind| may_be(ty, *kind));
        if !decides {
            self.find(at, Fact::WrongOperands { operator, found: vec![ty.clone()] });
        }
    }

    /// `left ?? …`: whether the right side can ever be taken, and whether it is taken where it should be.
    fn fallback(&mut self, left: &Expression, ty: &Type, at: At) {
        match left {
            Expression::Binary(binary) => {
                let catches = matches!(
                    binary.operator,
                    Operator::Contains
                        | Operator::IsIn
                        | Operator::Order(_, plan::template::Comparable::NumbersAndTexts)
                );
                if !catches {
                    self.find(at, Fact::CannotCatch { what: Uncatchable::Operator(binary.operator.symbol()) });
                }
            }
            // What is not found is an error of the function, unless it is told to give null.
            Expression::Call(call) if call.callee.form == Form::Function => {
                let lenient = call.arguments.get(2).is_some_and(Option::is_some);
                if call.callee.name == "secret" || call.callee.name == "kv" && !lenient {
                    self.find(at, Fact::CannotCatch { what: Uncatchable::Function(call.callee.name) });
                }
            }
            Expression::Constant(value) if !value.is_null() => self.find(at, Fact::DeadFallback),
            Expression::Path(path) => {
                let is_always_there = matches!(path.root.text.as_ref(), "inputs" | "flow");
                let kinds = ty.kinds();
                if is_always_there && !path.keys.is_empty() && !kinds.is_empty() && !kinds.contains(&Kind::Null) {
                    self.find(at, Fact::DeadFallback);
                }
            }
            _ => {}
        }
    }

    fn call(&mut self, call: &Call) -> Type {
        let input = call.input.as_ref().map(|input| match call.callee.undefined {
            Undefined::IsNull => self.guarded(input),
            Undefined::Fails => self.ty(input),
        });
        self.called(call, input)
    }

    fn called(&mut self, call: &Call, input: Option<Type>) -> Type {
        let callee = call.callee;
        if let Some(input) = &input
            && never(input, callee.input)
        {
            let at = call.input.as_ref().and_then(Expression::at).unwrap_or(call.name_at);
            let fact =
                Fact::WrongKind { function: callee, parameter: None, accepts: callee.input, found: input.clone() };
            self.find(at, fact);
        }
        let mut arguments: Vec<Option<Type>> = Vec::with_capacity(call.arguments.len());
        let mut is_told = false;
        for (parameter, argument) in call.arguments.iter().enumerate() {
            let ty = argument.as_ref().map(|argument| self.unguarded(argument));
            if let (Some(ty), Some(declared)) = (&ty, callee.parameters.get(parameter))
                && never(ty, declared.accepts)
                && !std::mem::replace(&mut is_told, true)
            {
                let at = call.argument_places.get(parameter).copied().unwrap_or(call.name_at);
                let accepts = declared.accepts;
                let fact = Fact::WrongKind { function: callee, parameter: Some(parameter), accepts, found: ty.clone() };
                self.find(at, fact);
            }
            arguments.push(ty);
        }
        for argument in &call.rest {
            self.unguarded(argument);
        }
        match callee.returns {
            Returns::Kinds(kinds) => Type::union(kinds.iter().map(|kind| Type::from_kind(*kind))),
            Returns::Computed(compute) => compute(input.as_ref(), &arguments),
        }
    }
}

/// The methods of Java's text that an expression can call.
const METHODS_OF_TEXT: &[&str] = &[
    "charAt",
    "chars",
    "codePointAt",
    "compareTo",
    "compareToIgnoreCase",
    "concat",
    "contains",
    "contentEquals",
    "endsWith",
    "equals",
    "equalsIgnoreCase",
    "formatted",
    "getBytes",
    "hashCode",
    "indent",
    "indexOf",
    "intern",
    "isBlank",
    "isEmpty",
    "lastIndexOf",
    "length",
    "lines",
    "matches",
    "regionMatches",
    "repeat",
    "replace",
    "replaceAll",
    "replaceFirst",
    "split",
    "startsWith",
    "strip",
    "stripIndent",
    "stripLeading",
    "stripTrailing",
    "subSequence",
    "substring",
    "toCharArray",
    "toLowerCase",
    "toString",
    "toUpperCase",
    "translateEscapes",
    "trim",
];

/// Whether none of the values of a type is accepted. Null is no reason: it is told where it matters.
fn never(ty: &Type, accepts: &[Kind]) -> bool {
    let mut kinds = ty.kinds();
    kinds.retain(|kind| *kind != Kind::Null);
    !accepts.is_empty() && !kinds.is_empty() && kinds.iter().all(|kind| !accepts.contains(kind))
}

/// Whether it holds other values.
fn is_collection(ty: &Type) -> bool {
    match ty {
        Type::List(_) | Type::Array(_) | Type::Set(_) | Type::Map(_) | Type::Record(_) => true,
        Type::Unknown
        | Type::Null
        | Type::Bool
        | Type::Int
        | Type::Float
        | Type::Text
        | Type::Enumeration(_)
        | Type::Temporal
        | Type::Duration
        | Type::FileUri
        | Type::Union(_) => false,
    }
}

fn may_be(ty: &Type, kind: Kind) -> bool {
    let kinds = ty.kinds();
    kinds.is_empty() || kinds.contains(&kind)
}

fn without_null(ty: Type) -> Type {
    match ty {
        Type::Union(members) => Type::union(members.iter().filter(|member| **member != Type::Null).cloned()),
        Type::Null => Type::Unknown,
        other => other,
    }
}

fn entry(value: Type) -> Type {
    let fields = vec![(Text::from("key"), Type::Text), (Text::from("value"), value)];
    Type::Record(Arc::new(Record { fields, openness: Openness::Open }))
}

/// The type of `loop`.
fn turn() -> Type {
    let int = |name: &str| (Text::from(name), Type::Int);
    let bool = |name: &str| (Text::from(name), Type::Bool);
    let fields = vec![int("index"), int("length"), int("revindex"), bool("first"), bool("last")];
    Type::Record(Arc::new(Record { fields, openness: Openness::Closed }))
}
