//! One look at an app: who looks at which stage of what, with everything its blocks may show.

use std::sync::Arc;

use plan::evaluate::{Context as Evaluation, evaluate, render};
use plan::flow::Input;
use plan::step::Shape;
use plan::value::Map;
use plan::{App, Argument, Failure, Template, Value};

use super::stage::Stage;
use super::variables;
use super::world::PageWorld;
use crate::execution::{Execution, State};
use crate::registry::Flow;
use crate::web::context::Context;
use crate::web::form::sheet::Opening;
use crate::web::form::{Answers, Received, Sheet};
use crate::web::links::Links;

/// One look at an app.
pub struct View<'a> {
    /// What handlers are given.
    pub context: &'a Context,
    /// The app.
    pub app: &'a App,
    /// The flow behind it.
    pub flow: &'a Flow,
    /// Which stage is shown.
    pub stage: Stage,
    /// The execution, once there is one.
    pub session: Option<Session>,
    /// What a person sent before, where a form is shown again.
    pub received: Option<&'a Received>,
    /// What the form of this stage holds.
    pub answers: Answers,
    variables: Map,
}

/// An execution as seen through an app.
#[derive(Clone, Debug)]
pub struct Session {
    /// What names it in addresses.
    pub token: String,
    /// The execution.
    pub execution: Arc<Execution>,
}

impl<'a> View<'a> {
    /// The look at an app that has not begun: `given` are values of inputs by dotted id.
    pub fn open(
        context: &'a Context,
        app: &'a App,
        flow: &'a Flow,
        given: &Map,
        received: Option<&'a Received>,
    ) -> Self {
        let variables = variables::of_flow(&context.links.app(&app.name), &flow.plan, flow.revision);
        Self { context, app, flow, stage: Stage::Open, session: None, received, answers: Answers::default(), variables }
            .answered(given)
    }

    /// The look at an execution through an app.
    pub fn session(
        context: &'a Context,
        app: &'a App,
        flow: &'a Flow,
        session: Session,
        given: &Map,
        received: Option<&'a Received>,
    ) -> Self {
        let variables =
            variables::of_execution(&context.links.app(&app.name), &session.execution, &context.surroundings);
        let stage = Stage::of(&session.execution);
        Self { context, app, flow, stage, session: Some(session), received, answers: Answers::default(), variables }
            .answered(given)
    }

    fn answered(mut self, given: &Map) -> Self {
        let engine = &self.context.engine;
        let resolved = match &self.session {
            None => engine.check_inputs(&self.flow.plan.flow, Some(self.flow.revision), given),
            Some(session) => engine.check_resume_inputs(session.execution.id(), given),
        };
        // Where nothing is asked for, nothing is answered.
        let resolved = resolved.unwrap_or_default();
        let world = PageWorld::new(engine);
        let evaluation = Evaluation::new(&self.variables).with_world(&world);
        self.answers = Answers::new(self.asked(), resolved, given, &evaluation);
        if self.stage == Stage::Open {
            // Blocks beside the form show what it holds, while it is filled.
            self.variables.insert("inputs".into(), Value::Map(self.answers.values().into()));
        }
        self
    }

    /// The inputs the form of this stage asks for.
    pub fn asked(&self) -> &[Input] {
        match &self.session {
            None => &self.flow.plan.inputs,
            Some(session) => on_resume(&session.execution),
        }
    }

    /// The form of this stage.
    pub fn sheet(&self) -> Sheet<'_> {
        Sheet {
            context: self.context,
            inputs: self.asked(),
            answers: &self.answers,
            variables: &self.variables,
            received: self.received,
            opening: self.session.as_ref().map_or(Opening::Fresh, |session| Opening::Of(&session.token)),
        }
    }

    /// The value of what an author wrote.
    ///
    /// # Errors
    ///
    /// What is wrong with an expression in it.
    pub fn evaluate(&self, argument: &Argument) -> Result<Value, Failure> {
        let world = PageWorld::new(&self.context.engine);
        evaluate(argument, &Evaluation::new(&self.variables).with_world(&world))
    }

    /// The text of a template.
    ///
    /// # Errors
    ///
    /// What is wrong with an expression in it.
    pub fn render(&self, template: &Template) -> Result<String, Failure> {
        let world = PageWorld::new(&self.context.engine);
        render(template, &Evaluation::new(&self.variables).with_world(&world))
    }

    /// Addresses of pages.
    pub fn links(&self) -> &'a Links {
        &self.context.links
    }

    /// The address of the app's first page.
    pub fn app_address(&self) -> String {
        self.context.links.app(&self.app.name)
    }

    /// The address of this page.
    pub fn address(&self) -> String {
        match &self.session {
            None => self.app_address(),
            Some(session) => format!("{}/{}", self.app_address(), session.token),
        }
    }
}

/// What the pause an execution waits at asks for.
pub fn on_resume(execution: &Execution) -> &[Input] {
    let waiting = execution.task_runs().iter().filter(|run| run.state() == State::Paused);
    waiting
        .filter_map(|run| match &execution.plan().step(run.step()).shape {
            Shape::Await { on_resume, .. } => Some(on_resume.as_slice()),
            _ => None,
        })
        .next()
        .unwrap_or_default()
}
