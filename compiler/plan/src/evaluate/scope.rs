//! The names a template itself sets: loop variables, `{% set %}`, parameters of macros.

use smallvec::SmallVec;

use crate::{Text, Value};

/// Scopes, outermost first.
#[derive(Default)]
pub(super) struct Scopes {
    scopes: Vec<Scope>,
    /// Whether root names have to be looked up here first: a text that `render()` was given does not know
    /// what the template around it sets.
    dynamic: bool,
}

#[derive(Default)]
struct Scope {
    names: SmallVec<[(Text, Value); 2]>,
    turn: Option<Turn>,
    /// Whether nothing outside is visible.
    is_macro: bool,
}

/// Where a loop stands.
#[derive(Clone, Copy)]
pub(super) struct Turn {
    /// From 0.
    pub(super) index: usize,
    /// How many there are.
    pub(super) length: usize,
}

impl Turn {
    fn value(self, key: &str) -> Option<Value> {
        let int = |number: usize| Value::Int(i32::try_from(number).unwrap_or(i32::MAX));
        match key {
            "index" => Some(int(self.index)),
            "length" => Some(int(self.length)),
            "first" => Some(Value::Bool(self.index == 0)),
            "last" => Some(Value::Bool(self.index + 1 == self.length)),
            "revindex" => Some(int(self.length - self.index - 1)),
            _ => None,
        }
    }

    fn all(self) -> Value {
        let keys = ["last", "length", "index", "revindex", "first"];
        Value::map(keys.into_iter().filter_map(|key| Some((key, self.value(key)?))))
    }
}

/// What looking for a name found.
pub(super) enum Found {
    /// A value; null only where nothing further out has one.
    Value(Value),
    /// Nothing here; the variables may have it.
    Outside,
    /// Nothing, and the variables are out of sight.
    Nothing,
}

impl Scopes {
    /// Whether root names have to be looked up here first.
    pub(super) fn is_dynamic(&self) -> bool {
        self.dynamic
    }

    /// Enters a loop.
    pub(super) fn enter_loop(&mut self) {
        self.scopes.push(Scope::default());
    }

    /// The next turn of the innermost loop.
    pub(super) fn turn(&mut self, variable: &Text, value: Value, turn: Turn) {
        if let Some(scope) = self.scopes.last_mut() {
            scope.turn = Some(turn);
            match scope.names.iter_mut().find(|(name, _)| name == variable) {
                Some((_, known)) => *known = value,
                None => scope.names.push((variable.clone(), value)),
            }
        }
    }

    /// Enters a macro: nothing outside can be seen.
    pub(super) fn enter_macro(&mut self) {
        self.scopes.push(Scope { is_macro: true, ..Scope::default() });
    }

    /// Enters a scope with names.
    pub(super) fn enter(&mut self, names: impl IntoIterator<Item = (Text, Value)>) {
        self.scopes.push(Scope { names: names.into_iter().collect(), ..Scope::default() });
    }

    /// Names a value in the innermost scope.
    pub(super) fn declare(&mut self, name: &Text, value: Value) {
        if let Some(scope) = self.scopes.last_mut() {
            scope.names.push((name.clone(), value));
        }
    }

    /// Leaves the innermost scope.
    pub(super) fn leave(&mut self) {
        self.scopes.pop();
    }

    /// Enters a text given to `render()`; what it sets is gone afterwards.
    pub(super) fn enter_render(&mut self) -> (usize, bool) {
        let outer = (self.scopes.len(), self.dynamic);
        self.dynamic = self.dynamic || !self.scopes.is_empty();
        self.scopes.push(Scope::default());
        outer
    }

    /// Leaves it again.
    pub(super) fn leave_render(&mut self, outer: (usize, bool)) {
        self.scopes.truncate(outer.0);
        self.dynamic = outer.1;
    }

    /// Looks for a name from the inside out; null hides nothing (Pebble's `ScopeChain`).
    pub(super) fn get(&self, name: &str) -> Found {
        let mut null = false;
        for scope in self.scopes.iter().rev() {
            match scope.names.iter().find(|(known, _)| known.as_ref() == name) {
                Some((_, Value::Null)) => null = true,
                Some((_, value)) => return Found::Value(value.clone()),
                None => {}
            }
            if let (Some(turn), "loop") = (scope.turn, name) {
                return Found::Value(turn.all());
            }
            if scope.is_macro {
                return if null { Found::Value(Value::Null) } else { Found::Nothing };
            }
        }
        if null { Found::Value(Value::Null) } else { Found::Outside }
    }

    /// `loop.key` without making a map of the loop first.
    pub(super) fn turn_value(&self, key: &str) -> Option<Value> {
        for scope in self.scopes.iter().rev() {
            if scope.names.iter().any(|(known, _)| known.as_ref() == "loop") {
                return None;
            }
            if let Some(turn) = scope.turn {
                return turn.value(key);
            }
            if scope.is_macro {
                return None;
            }
        }
        None
    }

    /// Whether a name is set in any scope that is in sight.
    pub(super) fn has(&self, name: &str) -> bool {
        let mut scopes = self.scopes.iter().rev();
        let mut macro_seen = false;
        scopes.any(|scope| {
            let found = !macro_seen && scope.names.iter().any(|(known, _)| known.as_ref() == name);
            macro_seen |= scope.is_macro;
            found
        })
    }

    /// Sets a name where it is already set, else in the innermost scope.
    pub(super) fn set(&mut self, name: &Text, value: Value) {
        for scope in self.scopes.iter_mut().rev() {
            if let Some((_, known)) = scope.names.iter_mut().find(|(known, _)| known == name) {
                *known = value;
                return;
            }
            if scope.is_macro {
                break;
            }
        }
        if self.scopes.is_empty() {
            self.scopes.push(Scope::default());
        }
        if let Some(scope) = self.scopes.last_mut() {
            scope.names.push((name.clone(), value));
        }
    }
}
