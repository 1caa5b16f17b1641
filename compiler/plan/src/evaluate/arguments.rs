//! What a filter, function or test is called with.

use std::any::Any;
use std::sync::{Arc, OnceLock};

use super::Error;
use crate::Value;
use crate::function::Function;

/// The arguments of one call, sorted into the declared parameters.
pub struct Arguments<'a> {
    pub(super) callee: &'static Function,
    pub(super) input: &'a Value,
    pub(super) source: Source,
    pub(super) values: &'a [Option<Value>],
    pub(super) rest: &'a [Value],
    pub(super) cache: Option<&'a Cache>,
}

/// Where the input of a call comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// It is a part of the variables.
    Variables,
    /// It was made by the expression; whether a name holds it too, it knows itself.
    Expression,
}

impl<'a> Arguments<'a> {
    /// What a filter or test is applied to; null for functions.
    pub fn input(&self) -> &'a Value {
        self.input
    }

    /// Whether something else holds the list that is the input, and would see it change.
    pub(crate) fn input_is_held(&self) -> bool {
        self.source == Source::Variables || self.input.elements().is_some_and(|items| Arc::strong_count(items) > 1)
    }

    /// The argument of a parameter by its position; `None` where it was not given.
    pub fn get(&self, parameter: usize) -> Option<&'a Value> {
        self.values.get(parameter)?.as_ref()
    }

    /// As [`Arguments::get`].
    ///
    /// # Errors
    ///
    /// Names the function and the parameter where the argument was not given.
    pub fn required(&self, parameter: usize) -> Result<&'a Value, Error> {
        self.get(parameter).ok_or_else(|| {
            let name = self.callee.parameters.get(parameter).map_or("", |parameter| parameter.name);
            Error::new(format!("`{}` needs the argument `{name}`", self.callee.name))
        })
    }

    /// A text argument.
    ///
    /// # Errors
    ///
    /// Where it was not given or is not text.
    pub fn text(&self, parameter: usize) -> Result<&'a str, Error> {
        let value = self.required(parameter)?;
        value.as_str().ok_or_else(|| self.wrong_kind(parameter, value))
    }

    /// The error of an argument of the wrong kind.
    pub fn wrong_kind(&self, parameter: usize, value: &Value) -> Error {
        let kind = value.words();
        match self.callee.parameters.get(parameter) {
            Some(declared) if declared.accepts.is_empty() => {
                Error::new(format!("`{}` of `{}` must not be {kind}", declared.name, self.callee.name))
            }
            Some(declared) => {
                let (function, name) = (self.callee.name, declared.name);
                if let Value::Int(number) = value
                    && declared.accepts.contains(&crate::types::Kind::Int)
                {
                    return Error::new(format!(
                        "`{name}` of `{function}` must be an integer of 64 bits, as literals are, and {number} from JSON \
                         has 32: add 0 to it"
                    ));
                }
                let accepted: Vec<&str> = declared.accepts.iter().map(|kind| kind.words()).collect();
                let accepted = accepted.join(" or ");
                Error::new(format!("`{name}` of `{function}` must be {accepted}, and it is {kind}"))
            }
            None => Error::new(format!("`{}` does not accept {kind}", self.callee.name)),
        }
    }

    /// The error of an input of the wrong kind.
    pub fn wrong_input(&self) -> Error {
        let kind = self.input.words();
        Error::new(format!("`{}` cannot be applied to {kind}", self.callee.name))
    }

    /// Positional arguments nobody declared, where the function collects them.
    pub fn rest(&self) -> &'a [Value] {
        self.rest
    }

    /// Something made of the arguments (not of the input): a compiled pattern. Made once where all
    /// arguments are constants, else for each call.
    ///
    /// # Errors
    ///
    /// What `prepare` says.
    pub fn prepared<T: Send + Sync + 'static>(
        &self,
        prepare: impl FnOnce() -> Result<T, Error>,
    ) -> Result<Arc<T>, Error> {
        let Some(Cache(cell)) = self.cache else {
            return prepare().map(Arc::new);
        };
        if let Some(kept) = cell.get().and_then(|kept| Arc::clone(kept).downcast::<T>().ok()) {
            return Ok(kept);
        }
        let made = Arc::new(prepare()?);
        // Another thread may have been faster; both made the same.
        let _ = cell.set(Arc::<T>::clone(&made));
        Ok(made)
    }
}

/// Holds what constant arguments of a call were prepared to; not part of the call's identity.
#[derive(Default)]
pub struct Cache(OnceLock<Arc<dyn Any + Send + Sync>>);

impl Clone for Cache {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl PartialEq for Cache {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl std::fmt::Debug for Cache {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Cache")
    }
}
