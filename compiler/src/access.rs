//! What the expressions of a template read: every root name with the keys below it, and how it is read.

use plan::template::{At, Call, Expression, Name, Node, PathKey};
use plan::{Template, Text, Value};

/// A root name and the keys below it, as one place of a template reads them.
#[derive(Clone, Debug)]
pub struct Access {
    /// The root name: `outputs`.
    pub root: Name,
    /// The keys below it, outermost first.
    pub keys: Vec<Key>,
    /// What happens where it is not there.
    pub guard: Guard,
    /// The functions, filters and operators it goes through, innermost first.
    pub through: Vec<Through>,
    /// From the root name to the last key.
    pub at: At,
}

/// One key of an access.
#[derive(Clone, Debug)]
pub struct Key {
    /// Its name, where it is written.
    pub name: Option<Text>,
    /// What stands in the brackets, where that is a position or a single access: `0`, `taskrun.value`.
    pub computed: Option<Text>,
    /// Where it stands, without dot or brackets.
    pub at: At,
}

/// What happens where something that is read is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Guard {
    /// The expression fails.
    None,
    /// Something else is taken, or it is tested whether it is there.
    Guarded,
}

/// What a value that is read goes through before it is printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Through {
    /// Input of a filter.
    Filter(&'static str),
    /// Input of a test.
    Test(&'static str),
    /// Argument of a filter, function or test.
    Argument(&'static str),
    /// Operand of an operator, condition, element of a literal, part of a concatenation.
    Operand,
    /// The value that is looped over.
    Loop,
    /// Condition of a tag or of `? :`.
    Condition,
    /// The key in brackets of another access.
    Key,
    /// What is taken where something else is not there: the right side of `??`.
    Fallback,
    /// One of the two sides of `? :`, of which only one is evaluated.
    Branch,
}

impl Access {
    /// Whether some executions do without it: it is guarded, or stands on one side of `? :`.
    pub fn may_be_skipped(&self) -> bool {
        self.guard == Guard::Guarded || self.through.contains(&Through::Branch)
    }

    /// The name of the key at an index, where it is written.
    pub fn key(&self, index: usize) -> Option<&Text> {
        self.keys.get(index).and_then(|key| key.name.as_ref())
    }

    /// Whether the keys begin with these names.
    pub fn starts_with(&self, root: &str, keys: &[&str]) -> bool {
        *self.root.text == *root
            && self.keys.len() >= keys.len()
            && self.keys.iter().zip(keys).all(|(key, name)| key.name.as_deref() == Some(name))
    }

    /// As an author writes it: `outputs.a['b-c'].d`; computed keys are `[…]`.
    pub fn path(&self) -> String {
        self.path_to(self.keys.len())
    }

    /// The same up to a key.
    pub fn path_to(&self, keys: usize) -> String {
        let mut path = self.root.text.to_string();
        for key in &self.keys[..keys.min(self.keys.len())] {
            path.push_str(&key.notation());
        }
        path
    }
}

impl Key {
    /// As an author writes it behind what it is a key of: `.d`, `['b-c']`, `[taskrun.value]`.
    pub fn notation(&self) -> String {
        match (&self.name, &self.computed) {
            (Some(name), None) => key_notation(name),
            (_, Some(computed)) => format!("[{computed}]"),
            (None, None) => "[…]".to_owned(),
        }
    }
}

/// How an author writes a key: `.name`, or `['na-me']` where the dot does not reach.
pub fn key_notation(name: &str) -> String {
    let mut letters = name.chars();
    let starts = letters.next().is_some_and(|letter| letter.is_alphabetic() || letter == '_');
    if starts && letters.all(|letter| letter.is_alphanumeric() || letter == '_') {
        format!(".{name}")
    } else {
        format!("['{name}']")
    }
}

/// All that a template reads, in the order of its text.
pub fn accesses(template: &Template) -> Vec<Access> {
    let mut walk =
        Walk { found: Vec::new(), tested: Vec::new(), through: Vec::new(), guard: Guard::None, locals: Vec::new() };
    for makro in &template.macros {
        let before = walk.locals.len();
        walk.locals.extend(makro.parameters.iter().map(|(name, _)| name.clone()));
        for (_, default) in &makro.parameters {
            default.iter().for_each(|default| walk.expression(default));
        }
        walk.nodes(&makro.body);
        walk.locals.truncate(before);
    }
    walk.nodes(&template.body);
    for block in &template.blocks {
        walk.nodes(&block.body);
    }
    let Walk { mut found, tested, .. } = walk;
    for access in &mut found {
        let path = access.path();
        if tested
            .iter()
            .any(|tested| path == *tested || path.starts_with(tested) && path[tested.len()..].starts_with(['.', '[']))
        {
            access.guard = Guard::Guarded;
        }
    }
    found.sort_by_key(|access| access.at);
    found
}

struct Walk {
    found: Vec<Access>,
    /// Paths that some part of the template tests for being there.
    tested: Vec<String>,
    through: Vec<Through>,
    guard: Guard,
    locals: Vec<Text>,
}

impl Walk {
    fn nodes(&mut self, nodes: &[Node]) {
        for node in nodes {
            match node {
                Node::Text(_) | Node::Block(_) | Node::Fail(_) => {}
                Node::Print(expression) => self.expression(expression),
                Node::If { branches, otherwise } => {
                    for (condition, body) in branches {
                        self.through(Through::Condition, condition);
                        self.nodes(body);
                    }
                    self.nodes(otherwise);
                }
                Node::For { variable, over, body, otherwise, .. } => {
                    self.through(Through::Loop, over);
                    self.locals.extend([variable.clone(), Text::from("loop")]);
                    self.nodes(body);
                    self.locals.truncate(self.locals.len() - 2);
                    self.nodes(otherwise);
                }
                Node::Set { name, value, .. } => {
                    self.through(Through::Operand, value);
                    self.locals.push(name.clone());
                }
                Node::Filter { calls, body } => {
                    for call in calls {
                        self.call(call);
                    }
                    self.nodes(body);
                }
            }
        }
    }

    fn through(&mut self, what: Through, expression: &Expression) {
        self.through.push(what);
        self.expression(expression);
        self.through.pop();
    }

    fn guarded(&mut self, expression: &Expression) {
        let before = std::mem::replace(&mut self.guard, Guard::Guarded);
        self.through(Through::Operand, expression);
        self.guard = before;
    }

    fn expression(&mut self, expression: &Expression) {
        if let Some(access) = self.access(expression) {
            if !self.locals.contains(&access.root.text) {
                self.found.push(access);
            }
            return;
        }
        match expression {
            Expression::Constant(_) | Expression::Path(_) | Expression::Local(_) => {}
            Expression::Raise(raise) => raise.reads.iter().for_each(|read| self.expression(read)),
            Expression::Attribute(attribute) => self.expression(&attribute.of),
            Expression::Index(index) => {
                self.expression(&index.of);
                self.through(Through::Key, &index.key);
            }
            Expression::Method(method) => {
                self.through(Through::Operand, &method.of);
                for argument in &method.arguments {
                    self.through(Through::Operand, argument);
                }
            }
            Expression::List(items) | Expression::Concatenate(items) => {
                for item in items {
                    self.through(Through::Operand, item);
                }
            }
            Expression::Map(entries) => {
                for (key, value) in entries {
                    self.through(Through::Operand, key);
                    self.through(Through::Operand, value);
                }
            }
            Expression::Binary(binary) => {
                self.note_comparison_with_null(&binary.left, &binary.right);
                self.through(Through::Operand, &binary.left);
                self.through(Through::Operand, &binary.right);
            }
            Expression::And(pair) | Expression::Or(pair) => {
                self.through(Through::Operand, &pair.left);
                self.through(Through::Operand, &pair.right);
            }
            Expression::Not(unary) | Expression::Negate(unary) | Expression::Plus(unary) | Expression::Block(unary) => {
                self.through(Through::Operand, &unary.of);
            }
            Expression::OrNull(pair) | Expression::OrUndefined(pair) => {
                self.guarded(&pair.left);
                self.through(Through::Fallback, &pair.right);
            }
            Expression::Choose(choose) => {
                self.through(Through::Condition, &choose.condition);
                self.through(Through::Branch, &choose.then);
                self.through(Through::Branch, &choose.otherwise);
            }
            Expression::Call(call) | Expression::IsNot(call) => self.call(call),
            Expression::Macro(call) => {
                for argument in call.arguments.iter().flatten() {
                    self.through(Through::Operand, argument);
                }
            }
        }
    }

    /// `x == null` tests whether `x` is there, as far as authors are concerned.
    fn note_comparison_with_null(&mut self, left: &Expression, right: &Expression) {
        for (side, other) in [(left, right), (right, left)] {
            if matches!(other, Expression::Constant(Value::Null))
                && let Some(access) = self.access(side)
            {
                self.tested.push(access.path());
            }
        }
    }

    fn call(&mut self, call: &Call) {
        let name = call.callee.name;
        if let Some(input) = &call.input {
            match (call.callee.form, name) {
                (plan::function::Form::Filter, "default") => {
                    let before = std::mem::replace(&mut self.guard, Guard::Guarded);
                    self.through(Through::Filter(name), input);
                    self.guard = before;
                }
                (plan::function::Form::Test, "defined" | "null" | "empty") => {
                    if let Some(access) = self.access(input) {
                        self.tested.push(access.path());
                    }
                    let before = std::mem::replace(&mut self.guard, Guard::Guarded);
                    self.through(Through::Test(name), input);
                    self.guard = before;
                }
                (plan::function::Form::Test, _) => self.through(Through::Test(name), input),
                (plan::function::Form::Filter | plan::function::Form::Function, _) => {
                    self.through(Through::Filter(name), input);
                }
            }
        }
        for argument in call.arguments.iter().flatten().chain(&call.rest) {
            self.through(Through::Argument(name), argument);
        }
    }

    /// The access an expression is, where it is one.
    fn access(&mut self, expression: &Expression) -> Option<Access> {
        let mut access = match expression {
            Expression::Path(path) => Access {
                root: path.root.clone(),
                keys: path.keys.iter().map(named).collect(),
                guard: self.guard,
                through: self.through.iter().rev().cloned().collect(),
                at: path.root.at,
            },
            Expression::Local(name) => Access {
                root: (**name).clone(),
                keys: Vec::new(),
                guard: self.guard,
                through: self.through.iter().rev().cloned().collect(),
                at: name.at,
            },
            Expression::Attribute(attribute) => {
                let mut access = self.access(&attribute.of)?;
                access.keys.push(named(&attribute.key));
                access
            }
            Expression::Index(index) => {
                let mut access = self.access(&index.of)?;
                access.keys.push(self.indexed(&index.key, index.at));
                access
            }
            _ => return None,
        };
        let end = access.keys.last().map_or(access.root.at.end, |key| key.at.end);
        access.at = At { start: access.root.at.start, end };
        Some(access)
    }

    fn indexed(&mut self, key: &Expression, whole: At) -> Key {
        let (name, computed) = match key {
            Expression::Constant(Value::Text(text)) => (Some(text.clone()), None),
            Expression::Constant(value) => (Some(Text::from(plan::java::to_text(value))), None),
            other => {
                let inner = self.access(other);
                if inner.is_none() || !matches!(other, Expression::Constant(_)) {
                    self.through(Through::Key, other);
                }
                (None, inner.map(|access| Text::from(access.path())))
            }
        };
        Key { name, computed, at: whole }
    }
}

fn named(key: &PathKey) -> Key {
    match &key.key {
        plan::template::Key::Name(name) => Key { name: Some(name.clone()), computed: None, at: key.at },
        plan::template::Key::Position(position) => {
            let position = Text::from(position.to_string());
            Key { name: Some(position.clone()), computed: Some(position), at: key.at }
        }
    }
}
