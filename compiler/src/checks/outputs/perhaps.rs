//! Outputs of tasks that do not always run before what reads them.

use report::{Place, Report};

use super::Reading;
use crate::access::Through;
use crate::ast::flow::Section;
use crate::diagnostics::output_may_not_exist::{OutputMayNotExist, Perhaps};
use crate::flatten::is_true;
use crate::graph::is_choice;
use crate::ir::{Flow, Task, TaskId};

impl Reading<'_> {
    /// Tells of a task that does not always run.
    pub(super) fn perhaps(&self, reader: Option<TaskId>, task: &Task, report: &mut Report) {
        // What comes last behind `??` is what the branches before leave.
        let last_resort = self.access.through.contains(&Through::Fallback);
        if self.guarded() || last_resort || self.is_conditional(reader, &task.name) {
            return;
        }
        let flow = self.flow();
        let around_reader: Vec<TaskId> = reader
            .into_iter()
            .flat_map(|reader| std::iter::once(reader).chain(flow.around(reader).map(|it| it.id)))
            .collect();
        let mut inner = task;
        let mut found: Option<(Perhaps, Place)> = None;
        for at in std::iter::once(task).chain(flow.around(task.id)) {
            if around_reader.contains(&at.id) {
                break;
            }
            if at.id != task.id && is_choice(at.object.form()) {
                let handler = at.bodies.get(inner.body).is_some_and(|body| body.property == "finally");
                if !handler {
                    found = Some((Perhaps::Branch(at.name.to_string()), self.check.base.place(at.place())));
                }
            }
            // A script that fails has given out what it had until then.
            let scripts = task.object.declaration().is_some_and(|it| it.name.contains(".scripts."));
            let told = || Perhaps::Allowed(at.name.to_string());
            if scripts {
                // Nothing is missing then.
            } else if at.id != task.id && at.object.is("io.kestra.plugin.core.flow.AllowFailure") {
                found = Some((told(), self.check.base.place(at.place())));
            } else if let Some(allows) =
                at.object.property("allowFailure").filter(|_| is_true(&at.object, "allowFailure"))
            {
                found = Some((told(), self.check.base.place(allows.key.span)));
            }
            if is_true(&at.object, "disabled") {
                found = Some((Perhaps::Disabled, self.check.base.place(at.place())));
            } else if let Some(condition) =
                at.object.scalar("runIf").filter(|it| !matches!(it.text.trim(), "true" | ""))
            {
                found = Some((Perhaps::RunIf, self.check.base.place(condition.content())));
            }
            inner = at;
        }
        if found.is_none() {
            found = self.handler(reader, task);
        }
        if let Some((reason, reason_place)) = found {
            report.add(OutputMayNotExist {
                task: task.name.to_string(),
                place: self.place(self.access.at),
                reason,
                reason_place,
            });
        }
    }

    /// What runs after a failure reads what may be the failed task; what runs in the end reads a handler.
    fn handler(&self, reader: Option<TaskId>, task: &Task) -> Option<(Perhaps, Place)> {
        let flow = self.flow();
        let section = reader.map(|reader| flow.task(reader).section);
        let place = self.check.base.place(task.place());
        if task.section == Section::Errors && section != Some(Section::Errors) {
            return Some((Perhaps::Handler, place));
        }
        // What a container runs after a failure of its tasks reads what may be the failed one.
        let mut inner = reader.map(|reader| flow.task(reader));
        for around in reader.into_iter().flat_map(|reader| flow.around(reader)) {
            let body = inner.and_then(|inner| around.bodies.get(inner.body));
            let handles = body.is_some_and(|body| matches!(body.property, "errors" | "finally"));
            if handles && flow.around(task.id).any(|it| it.id == around.id) {
                return Some((Perhaps::Failed, place));
            }
            inner = Some(around);
        }
        let late = matches!(section, Some(Section::Errors | Section::Finally | Section::AfterExecution));
        (late && task.section == Section::Tasks).then_some((Perhaps::Failed, place))
    }

    /// Whether the reader itself runs only on a condition that speaks of the task, or of what it depends on.
    fn is_conditional(&self, reader: Option<TaskId>, name: &str) -> bool {
        let flow = self.flow();
        let (Some(reader), Some(task)) = (reader, flow.named(name)) else { return false };
        let own = conditions(flow, flow.task(task.id));
        conditions(flow, flow.task(reader))
            .iter()
            .any(|condition| speaks_of(condition.0, name) || own.contains(condition))
    }
}

/// Whether a condition names a task as a key: `.name`, `['name']`.
fn speaks_of(condition: &str, name: &str) -> bool {
    condition.match_indices(name).any(|(at, _)| {
        let ends = |it: char| !(it.is_alphanumeric() || matches!(it, '_' | '-'));
        condition[..at].ends_with(['.', '\'', '"']) && condition[at + name.len()..].starts_with(ends)
    })
}

/// The conditions under which a task runs, as far as they are written, each with the outcome it needs.
fn conditions<'f>(flow: &'f Flow, task: &'f Task) -> Vec<(&'f str, &'f str)> {
    let mut found = Vec::new();
    let mut inner = task;
    for at in std::iter::once(task).chain(flow.around(task.id)) {
        if at.id != task.id && is_choice(at.object.form()) {
            let written = ["condition", "value"].iter().find_map(|key| at.object.text(key));
            let branch = at.bodies.get(inner.body).map(|body| body.case.as_deref().unwrap_or(body.property));
            found.extend(written.map(AsRef::as_ref).zip(branch));
        }
        found.extend(at.object.text("runIf").map(|written| (&**written, "then")));
        inner = at;
    }
    found
}
