//! A form over some inputs, drawn.

use minijinja::context;
use minijinja::value::Serde;
use plan::evaluate::Context as Evaluation;
use plan::flow::Input;
use plan::value::Map;

use super::answers::Answers;
use super::field::{self, Field};
use super::received::{DRAFT, Received};
use crate::web::apps::world::PageWorld;
use crate::web::context::Context;
use crate::web::drafts::Draft;
use crate::web::problem::Problem;

/// What stands where a secret stood.
const MASKED: &str = "******";

/// A form over some inputs: what it asks for, what it holds, what was sent before.
pub struct Sheet<'a> {
    /// What handlers are given.
    pub context: &'a Context,
    /// What is asked for.
    pub inputs: &'a [Input],
    /// What the form holds.
    pub answers: &'a Answers,
    /// What expressions in it see.
    pub variables: &'a Map,
    /// What was sent before, where it is shown again.
    pub received: Option<&'a Received>,
    /// Which opening of the form this is.
    pub opening: Opening<'a>,
}

/// Which opening of a form this is, so that it counts once however often it is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening<'a> {
    /// A new one each time it is shown.
    Fresh,
    /// The same for everybody who looks at this: a form that asks once.
    Of(&'a str),
}

/// Whether a form asks the server again while it is filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Liveness {
    /// Something beside it, or in it, depends on what it holds.
    Live,
    /// Nothing does.
    Still,
}

impl Sheet<'_> {
    /// The controls.
    pub fn fields(&self, prefix: &str) -> Vec<Field> {
        let world = PageWorld::new(&self.context.engine);
        let evaluation = Evaluation::new(self.variables).with_world(&world);
        let mut fields = field::fields(self.inputs, self.answers, self.received, &evaluation, prefix);
        fields.iter_mut().for_each(|field| self.withhold(field));
        fields
    }

    /// Leaves a value out that holds a secret, unless a person has typed it: it is taken where nothing else is given.
    fn withhold(&self, field: &mut Field) {
        field.members.iter_mut().for_each(|member| self.withhold(member));
        let is_typed = self.received.is_some_and(|received| received.raw(&field.name).is_some());
        let holds_secret = |text: &str| self.context.engine.holds_secret(text);
        if !is_typed && (holds_secret(&field.value) || holds_secret(&field.others)) {
            field.value.clear();
            field.others.clear();
            field.required = false;
            field.hint = Some("Empty means the usual value, which is not shown.".to_owned());
        }
        for text in [Some(&mut field.label), field.error.as_mut()].into_iter().flatten() {
            if holds_secret(text) {
                MASKED.clone_into(text);
            }
        }
    }

    /// Whether fields depend on each other.
    pub fn depends(&self) -> bool {
        self.inputs.iter().any(|input| input.depends_on.is_some())
    }

    /// The form's HTML; it is sent to `address`, and asked again at `evaluate`.
    ///
    /// # Errors
    ///
    /// 500 where the template fails.
    pub fn draw(&self, id: &str, address: &str, evaluate: &str, liveness: Liveness) -> Result<String, Problem> {
        let fields = self.fields(id);
        let draft = match self.opening {
            Opening::Of(what) => Draft::parse(&self.context.seal.of("draft", &[what])),
            Opening::Fresh => self.received.and_then(|received| received.text(DRAFT)).and_then(Draft::parse),
        };
        let values = context! {
            id, address, evaluate,
            multipart => fields.iter().any(Field::has_file),
            depends => self.depends(),
            live => liveness == Liveness::Live || self.depends(),
            problems => self.received.is_some_and(Received::has_problems),
            message => self.received.and_then(|received| received.refusal.as_deref()),
            draft => draft.unwrap_or_else(Draft::random).to_string(),
            fields => minijinja::Value::from(Serde(&fields)),
        };
        self.context.templates.render("form/form.html", &values)
    }
}
