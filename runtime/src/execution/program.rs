//! A plan made ready to be run: where each of its steps stands.

use std::sync::Arc;

use jiff::SignedDuration;
use plan::step::{Children, EachStyle, Shape};
use plan::{Plan, StepId};

/// A revision of a flow, ready to be run; shared by all its executions.
#[derive(Debug)]
pub struct Program {
    /// What runs.
    pub plan: Arc<Plan>,
    /// The revision of the flow.
    pub revision: u32,
    sections: Vec<Section>,
    /// Loops whose iterations are executions of their own, and look at what earlier ones gave out.
    looking_back: Vec<StepId>,
}

/// Which list of its container, or of the flow, a step stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// What is run, in all branches of a decision.
    Body,
    /// What is run when something in the body failed.
    Errors,
    /// What is run in the end in any case.
    Finally,
    /// What is run when a pause begins.
    OnPause,
    /// What is run after the end of the execution.
    AfterExecution,
    /// What a listener runs after the end of the execution.
    Listener,
}

impl Program {
    /// Makes a plan ready.
    pub fn new(plan: Arc<Plan>, revision: u32) -> Self {
        let mut sections = vec![Section::Body; plan.steps.len()];
        let mut mark = |steps: &[StepId], section| {
            for step in steps {
                sections[step.index()] = section;
            }
        };
        mark(&plan.sections.errors, Section::Errors);
        mark(&plan.sections.finally, Section::Finally);
        mark(&plan.sections.after_execution, Section::AfterExecution);
        for listener in &plan.sections.listeners {
            mark(&listener.tasks, Section::Listener);
        }
        for step in &plan.steps {
            mark(errors(&step.shape), Section::Errors);
            mark(finally(&step.shape), Section::Finally);
            if let Shape::Await { on_pause: Some(on_pause), .. } = &step.shape {
                mark(&[*on_pause], Section::OnPause);
            }
        }
        let loops = (0..)
            .map(StepId)
            .zip(&plan.steps)
            .filter(|(_, step)| matches!(step.shape, Shape::Each { style: EachStyle::Isolated { .. }, .. }));
        let looking_back = loops.map(|(id, _)| id).filter(|id| super::around::looks_back(&plan, *id)).collect();
        Self { plan, revision, sections, looking_back }
    }

    /// Whether the iterations of a loop look at what earlier ones gave out.
    pub(super) fn looks_back(&self, step: StepId) -> bool {
        self.looking_back.contains(&step)
    }

    /// The list a step stands in.
    pub fn section(&self, step: StepId) -> Section {
        self.sections[step.index()]
    }

    /// The steps of a list that are not disabled.
    pub fn enabled<'a>(&'a self, steps: &'a [StepId]) -> impl Iterator<Item = StepId> + 'a {
        steps.iter().copied().filter(|step| !self.plan.step(*step).common.disabled)
    }
}

/// The steps of a shape with one body.
pub fn children(shape: &Shape) -> Option<&Children> {
    match shape {
        Shape::Sequence { children, .. }
        | Shape::Parallel { children, .. }
        | Shape::Graph { children, .. }
        | Shape::Each { children, .. }
        | Shape::Repeat { children, .. }
        | Shape::Await { children, .. }
        | Shape::Workspace { children } => Some(children),
        Shape::Run | Shape::Choose { .. } | Shape::Call(_) | Shape::CallEach { .. } | Shape::Update(_) => None,
    }
}

/// What a shape runs when something in its body failed.
pub fn errors(shape: &Shape) -> &[StepId] {
    match shape {
        Shape::Choose { errors, .. } => errors,
        other => children(other).map_or(&[], |children| &children.errors),
    }
}

/// What a shape runs in the end in any case.
pub fn finally(shape: &Shape) -> &[StepId] {
    match shape {
        Shape::Choose { finally, .. } => finally,
        other => children(other).map_or(&[], |children| &children.finally),
    }
}

/// A length of time that was checked when compiled; nothing where it cannot be read all the same.
pub fn duration(text: &str) -> SignedDuration {
    crate::duration::parse(text).unwrap_or_default()
}
