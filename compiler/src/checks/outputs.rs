//! What expressions read of tasks: that the task exists, has run, runs at all, and gives it out.

mod perhaps;

use catalog::{EachForm, Form};
use plan::template::At;
use plan::types::{Openness, Type};
use report::{Place, Report};

use super::FlowCheck;
use super::loops::value_of;
use crate::access::{Access, Guard, Key, Through, key_notation};
use crate::ast::Content;
use crate::diagnostics::loop_output_unindexed::{Levels, LoopOutputUnindexed};
use crate::diagnostics::output_needs_fetch_type::OutputNeedsFetchType;
use crate::diagnostics::output_of_exclusive_branch::OutputOfExclusiveBranch;
use crate::diagnostics::output_of_parallel_sibling::OutputOfParallelSibling;
use crate::diagnostics::output_used_before_task::{NotYet, OutputUsedBeforeTask};
use crate::diagnostics::subflow_output_unknown::{NoOutput, SubflowOutputUnknown};
use crate::diagnostics::task_has_no_outputs::TaskHasNoOutputs;
use crate::diagnostics::unknown_output_property::UnknownOutputProperty;
use crate::diagnostics::unknown_task_ref::UnknownTaskRef;
use crate::environment::is_keyed_loop;
use crate::flatten::is_false;
use crate::graph::Relation;
use crate::ir::{Owner, Site, Task, TaskId};
use crate::words;

pub(crate) fn check(check: &FlowCheck<'_>, report: &mut Report) {
    for (_, site) in check.flow.sites.iter() {
        if matches!(site.owner, Owner::Trigger(_) | Owner::Input(_) | Owner::Check | Owner::Block) {
            continue;
        }
        // A call that renders its outputs in the execution it called reads that execution's tasks.
        let called =
            matches!(site.owner, Owner::Task(task) if matches!(check.flow.task(task).object.form(), Some(Form::Call)));
        if called && &*site.property == "outputs" {
            continue;
        }
        for access in &site.accesses {
            if matches!(&*access.root.text, "outputs" | "tasks") {
                Reading { check, site, access }.check(report);
            }
        }
    }
}

/// One place that reads a task.
struct Reading<'a> {
    check: &'a FlowCheck<'a>,
    site: &'a Site,
    access: &'a Access,
}

impl Reading<'_> {
    fn check(&self, report: &mut Report) {
        let Some(key) = self.access.keys.first() else { return };
        let Some(name) = key.name.as_ref().filter(|name| !name.is_empty()) else { return };
        let Some(task) = self.check.flow.named(name) else {
            // Braces within the name are told of as such.
            if !self.is_generated(name) && !self.is_dashed(key.at) && !name.contains("{{") {
                report.add(self.unknown_task(name, key.at));
            }
            return;
        };
        let is_outputs = &*self.access.root.text == "outputs";
        if is_outputs && self.without_outputs(task, report) {
            return;
        }
        if self.in_order(task, report) && is_outputs {
            self.properties(task, report);
        }
    }

    fn flow(&self) -> &crate::ir::Flow {
        self.check.flow
    }

    fn place(&self, at: At) -> Place {
        self.check.base.place(self.site.span(at))
    }

    fn guarded(&self) -> bool {
        self.access.guard == Guard::Guarded
    }

    /// From the root name to a key.
    fn place_to(&self, keys: usize) -> Place {
        let end = self.access.keys.get(keys.wrapping_sub(1)).map_or(self.access.root.at.end, |key| key.at.end);
        self.place(At { start: self.access.root.at.start, end })
    }

    /// Whether a dash follows, which is told elsewhere.
    fn is_dashed(&self, at: At) -> bool {
        let text = &*self.site.scalar.text;
        text.get(at.end as usize..)
            .is_some_and(|rest| rest.starts_with('-') && rest[1..].starts_with(|it: char| it.is_alphabetic()))
    }

    /// Whether a name is that of a task that `ForEachItem` makes of itself.
    fn is_generated(&self, name: &str) -> bool {
        ["_split", "_items", "_merge"].iter().filter_map(|suffix| name.strip_suffix(suffix)).any(|stem| {
            self.flow().named(stem).is_some_and(|task| matches!(task.object.form(), Some(Form::CallEach { .. })))
        })
    }

    fn unknown_task(&self, name: &str, at: At) -> UnknownTaskRef {
        let flow = self.flow();
        let reader = self.site.owner.task();
        let reads = |task: &&Task| {
            reader.is_none_or(|reader| self.check.graph.relation(flow, reader, task.id) == Relation::Before)
        };
        let visible: Vec<&str> =
            flow.tasks.iter().filter(reads).map(|task| &*task.name).filter(|it| !it.is_empty()).collect();
        let all = flow.tasks.iter().map(|task| &*task.name);
        let nearest = words::nearest(name, visible.iter().copied()).or_else(|| words::nearest(name, all));
        let calls = flow
            .tasks
            .iter()
            .filter_map(|task| Some((task, crate::resolve::called(&task.object, &flow.name.namespace)?)));
        let callee = calls.filter_map(|(task, called)| {
            let (_, signature) = self.check.base.index.flow(&called)?;
            let has = signature.tasks.iter().any(|task| *task.name == *name);
            has.then(|| (task.name.to_string(), called.to_string()))
        });
        UnknownTaskRef {
            name: name.to_owned(),
            place: self.place(at),
            callee: callee.into_iter().next(),
            nearest: nearest.map(str::to_owned),
            visible: visible.into_iter().map(str::to_owned).collect(),
            guarded: self.access.may_be_skipped(),
        }
    }

    /// Tells of a task that never has outputs; whether it did.
    fn without_outputs(&self, task: &Task, report: &mut Report) -> bool {
        if task.outputs != Type::Null {
            return false;
        }
        let Some(declaration) = task.object.declaration() else { return false };
        let Some(key) = self.access.keys.first() else { return false };
        let children: Vec<&Task> = self
            .flow()
            .tasks
            .iter()
            .filter(|it| self.flow().around(it.id).any(|around| around.id == task.id))
            .collect();
        if let Some(property) = self.access.keys.get(1)
            && let Some(child) = children.iter().find(|child| property.name.as_ref() == Some(&child.name))
        {
            let path = self.access.keys[1..].iter().map(Key::notation).collect::<String>();
            report.add(UnknownOutputProperty {
                name: child.name.to_string(),
                place: self.place(property.at),
                of: declaration.short_name().to_owned(),
                known: Vec::new(),
                nearest: None,
                instead: Some((self.place(self.access.at), format!("outputs{path}"))),
                guarded: self.guarded(),
            });
            return true;
        }
        let last = children.iter().rev().find(|child| child.outputs != Type::Null && child.parent == Some(task.id));
        let child = last.map(|child| {
            let level = if is_keyed_loop(task) { "['a value']" } else { "" };
            format!("outputs{}{level}", key_notation(&child.name))
        });
        report.add(TaskHasNoOutputs {
            task: task.name.to_string(),
            place: self.place(key.at),
            type_name: declaration.short_name().to_owned(),
            child,
            type_place: self.check.base.place(task.object.scalar("type").map_or(task.place(), |it| it.content())),
            guarded: self.guarded(),
        });
        true
    }

    /// Tells of a task that has not run; whether it has.
    fn in_order(&self, task: &Task, report: &mut Report) -> bool {
        let reader = match self.site.owner {
            Owner::Task(reader) | Owner::ResumeInput(reader) => reader,
            Owner::Output(_) | Owner::Sla | Owner::Flow => {
                self.perhaps(None, task, report);
                return true;
            }
            Owner::Trigger(_) | Owner::Input(_) | Owner::Variable(_) | Owner::Check | Owner::Default | Owner::Block => {
                return true;
            }
        };
        let flow = self.flow();
        let Some(key) = self.access.keys.first() else { return true };
        let place = self.place(key.at);
        let reader_name = flow.task(reader).name.to_string();
        let container = |id: TaskId| (flow.task(id).name.to_string(), self.check.base.place(flow.task(id).place()));
        let before = |reason| OutputUsedBeforeTask {
            task: task.name.to_string(),
            place,
            reader: reader_name.clone(),
            reason,
            task_place: self.check.base.place(task.place()),
            guarded: self.guarded(),
        };
        let gives_while_running = matches!(
            task.object.form(),
            Some(
                Form::If { .. }
                    | Form::Switch { .. }
                    | Form::Repeat { .. }
                    | Form::Await { .. }
                    | Form::Each { .. }
                    | Form::Workspace { .. }
            )
        );
        match self.check.graph.relation(flow, reader, task.id) {
            Relation::Before => {
                self.perhaps(Some(reader), task, report);
                true
            }
            // A loop that waits between rounds is asked for its own count; retries see what came before them.
            Relation::Same if gives_while_running || task.object.get("retry").is_some() => true,
            Relation::Same if self.guarded() => true,
            Relation::Same => {
                report.add(before(NotYet::Itself));
                false
            }
            Relation::Around if gives_while_running => true,
            Relation::Around => {
                report.add(before(NotYet::Around));
                false
            }
            Relation::Within => {
                let late = match flow.task(reader).object.form() {
                    Some(Form::Repeat { until, .. }) => &*self.site.property == *until,
                    Some(Form::Each { style: EachForm::Isolated { outputs, .. }, .. }) => {
                        &*self.site.property == *outputs
                    }
                    _ => false,
                };
                if !late {
                    report.add(before(NotYet::Within));
                }
                late
            }
            Relation::After => {
                report.add(before(NotYet::Later));
                false
            }
            Relation::Beside(id) => {
                let (container, container_place) = container(id);
                report.add(OutputOfParallelSibling {
                    task: task.name.to_string(),
                    place,
                    reader: reader_name,
                    container,
                    dag: matches!(flow.task(id).object.form(), Some(Form::Graph { .. })),
                    container_place,
                    guarded: self.guarded(),
                });
                false
            }
            Relation::Instead(id) => {
                let (choice, choice_place) = container(id);
                report.add(OutputOfExclusiveBranch {
                    task: task.name.to_string(),
                    place,
                    choice,
                    choice_place,
                    guarded: self.guarded(),
                });
                false
            }
        }
    }

    /// Levels of loops, then the keys that the task gives out.
    fn properties(&self, task: &Task, report: &mut Report) {
        let Some(first) = self.levels(task, report) else { return };
        let mut ty = task.outputs.clone();
        let mut path = self.access.path_to(first);
        for (at, key) in self.access.keys.iter().enumerate().skip(first) {
            let Some(name) = &key.name else { return };
            if at == first && self.is_missing(task, name, key.at, report) {
                return;
            }
            // Where there are several results, each has what one would have.
            let of_list = at == first + 2 && self.access.key(first).is_some_and(|key| **key == *"outputs");
            if of_list && self.needs_fetch_type(task, &ty, name, key.at, report) {
                return;
            }
            ty = match &ty {
                Type::Record(record) => match record.field(name) {
                    Some(field) => field.clone(),
                    None if record.openness == Openness::Closed => {
                        let known: Vec<String> = record.fields.iter().map(|(name, _)| name.to_string()).collect();
                        report.add(self.unknown_property(task, name, (key.at, at, first), &path, known));
                        return;
                    }
                    None => return,
                },
                Type::Map(value) => (**value).clone(),
                Type::List(item) if name.parse::<i64>().is_ok() => (**item).clone(),
                _ => return,
            };
            path.push_str(&key.notation());
        }
    }

    fn unknown_property(
        &self,
        task: &Task,
        name: &str,
        (key, at, first): (At, usize, usize),
        path: &str,
        known: Vec<String>,
    ) -> UnknownOutputProperty {
        let short = task.object.declaration().map_or("task", |it| it.short_name());
        // A key that one of the outputs has, a level deeper.
        let deeper = match &task.outputs {
            Type::Record(record) if at == first => record.fields.iter().find_map(|(field, ty)| match ty {
                Type::List(item) => match &**item {
                    Type::Record(item) if item.field(name).is_some() => {
                        Some(format!("{}{}[0].{name}", path, key_notation(field)))
                    }
                    _ => None,
                },
                Type::Record(item) if item.field(name).is_some() => {
                    Some(format!("{}{}.{name}", path, key_notation(field)))
                }
                _ => None,
            }),
            _ => None,
        };
        let end = At { start: self.access.root.at.start, end: key.end };
        UnknownOutputProperty {
            name: name.to_owned(),
            place: self.place(key),
            of: if at == first { short.to_owned() } else { path.to_owned() },
            nearest: words::nearest(name, known.iter().map(String::as_str)).map(str::to_owned),
            known,
            instead: deeper.map(|path| (self.place(end), path)),
            guarded: self.guarded(),
        }
    }

    /// Tells of an output that another `fetchType`, or a call that is waited for, would give; whether it did.
    fn is_missing(&self, task: &Task, name: &str, key: At, report: &mut Report) -> bool {
        if matches!(task.object.form(), Some(Form::Call | Form::CallEach { .. })) {
            return name == "outputs" && self.call(task, report);
        }
        // Whoever can be told which files to keep gives them out, whatever else is known of it.
        if name == "outputFiles"
            && task.object.declaration().is_some_and(|it| it.property(name, self.flow().version).is_some())
        {
            return true;
        }
        self.needs_fetch_type(task, &task.outputs, name, key, report)
    }

    /// Tells of an output that another `fetchType` would give; whether it did.
    fn needs_fetch_type(&self, task: &Task, outputs: &Type, name: &str, key: At, report: &mut Report) -> bool {
        let wanted = match name {
            "uri" => "STORE",
            "rows" => "FETCH",
            "row" => "FETCH_ONE",
            _ => return false,
        };
        let Some(declaration) = task.object.declaration() else { return false };
        let Some(field) = declaration.property("fetchType", self.flow().version) else { return false };
        let has = |output: &str| matches!(outputs, Type::Record(record) if record.field(output).is_some());
        if !has(name) || ["fetch", "fetchOne", "store"].iter().any(|old| task.object.get(old).is_some()) {
            return false;
        }
        let written = task.object.scalar("fetchType");
        let (fetch_type, fetch_place) = match (written, &field.default) {
            (Some(written), _) if crate::ast::is_template(&written.text) => return false,
            (Some(written), _) => (written.text.to_string(), written.content()),
            (None, catalog::Preset::Literal(catalog::Literal::Text(default))) => ((*default).to_owned(), task.place()),
            (None, _) => return false,
        };
        let instead = match fetch_type.as_str() {
            "STORE" => Some("uri"),
            "FETCH" => Some("rows"),
            "FETCH_ONE" => Some("row"),
            "NONE" => None,
            _ => return false,
        };
        if fetch_type == wanted {
            return false;
        }
        report.add(OutputNeedsFetchType {
            output: name.to_owned(),
            place: self.place(key),
            task: task.name.to_string(),
            fetch_type,
            fetch_place: self.check.base.place(fetch_place),
            written: written.is_some(),
            wanted,
            instead: instead.filter(|output| has(output)),
        });
        true
    }

    /// Outputs of a flow that is called.
    fn call(&self, task: &Task, report: &mut Report) -> bool {
        if is_false(&task.object, "wait")
            && let Some(wait) = task.object.property("wait")
        {
            report.add(SubflowOutputUnknown {
                task: task.name.to_string(),
                place: self.place(self.access.at),
                reason: NoOutput::NotAwaited { wait: self.check.base.place(wait.span()) },
                guarded: self.guarded(),
            });
            return true;
        }
        let Some(key) = self.access.keys.get(2) else { return true };
        let Some(name) = &key.name else { return true };
        let Some(called) = crate::resolve::called(&task.object, &self.flow().name.namespace) else { return true };
        // What the task itself declares is rendered in the execution it called.
        if task.object.get("outputs").is_some() {
            return true;
        }
        let Some((_, flow)) = self.check.base.index.flow(&called) else { return true };
        if flow.outputs.iter().any(|output| output.name == *name || output.name.starts_with(&format!("{name}."))) {
            return true;
        }
        let declared: Vec<String> = flow.outputs.iter().map(|output| output.name.to_string()).collect();
        report.add(SubflowOutputUnknown {
            task: task.name.to_string(),
            place: self.place(key.at),
            reason: NoOutput::Undeclared {
                flow: called.to_string(),
                name: name.to_string(),
                nearest: words::nearest(name, declared.iter().map(String::as_str)).map(str::to_owned),
                declared,
            },
            guarded: self.guarded(),
        });
        true
    }

    /// The number of the first key behind the levels that loops add; `None` where they are wrong.
    fn levels(&self, task: &Task, report: &mut Report) -> Option<usize> {
        let flow = self.flow();
        let reader = self.site.owner.task();
        let isolated =
            |it: &&Task| matches!(it.object.form(), Some(Form::Each { style: EachForm::Isolated { .. }, .. }));
        if let Some(of) = flow.around(task.id).find(isolated) {
            // The loop's own `outputs` are rendered within each iteration.
            let within =
                reader.is_some_and(|reader| reader == of.id || flow.around(reader).any(|around| around.id == of.id));
            if !within {
                report.add(self.unindexed(task, of, Levels::Isolated, 1));
                return None;
            }
        }
        let loops: Vec<&Task> = {
            let mut loops: Vec<&Task> = flow.around(task.id).filter(|around| is_keyed_loop(around)).collect();
            loops.reverse();
            loops
        };
        if self.access.through.contains(&Through::Argument("currentEachOutput")) {
            return None;
        }
        let has = |name: &str| match &task.outputs {
            Type::Record(record) => record.field(name).is_some(),
            _ => false,
        };
        for (level, of) in loops.iter().enumerate() {
            let key = self.access.keys.get(level + 1)?;
            let Some(name) = &key.name else {
                if let Some(right) = self.value_of_another_loop(task, of, reader, key) {
                    let path = self.access.path_to(level + 1);
                    let rest: String = self.access.keys[level + 2..].iter().map(Key::notation).collect();
                    let instead = Some(format!("{path}[{right}]{rest}"));
                    report.add(self.unindexed(task, of, Levels::Missing { instead, insert: None }, level + 2));
                    return None;
                }
                continue;
            };
            // `outputs.x.taskrun.value` and `outputs.x['taskrun.value']`: the name of the value, not the value.
            let named = match &**name {
                "taskrun.value" | "parent.taskrun.value" => 1,
                "taskrun" if self.access.key(level + 2).is_some_and(|key| **key == *"value") => 2,
                _ => 0,
            };
            if named == 0 && !has(name) || is_value(of, name) {
                continue;
            }
            let values: Option<Vec<String>> = reader
                .map(|reader| loops[level..].iter().map(|of| value_of(flow, reader, of.id)).collect())
                .unwrap_or_default();
            let levels: Option<String> = values.map(|values| values.iter().map(|value| format!("[{value}]")).collect());
            let rest: String = self.access.keys[level + 1 + named..].iter().map(Key::notation).collect();
            let instead = levels.as_ref().map(|levels| format!("{}{levels}{rest}", self.access.path_to(level + 1)));
            let before = self.access.keys[level].at;
            // Behind the key before: its brackets are no part of it.
            let text = &*self.site.scalar.text;
            let close = text.get(before.end as usize..).is_some_and(|rest| rest.starts_with(']'));
            let behind = before.end + u32::from(close);
            let insert =
                levels.filter(|_| named == 0).map(|levels| (self.place(At { start: behind, end: behind }), levels));
            report.add(self.unindexed(task, of, Levels::Missing { instead, insert }, level + 2));
            return None;
        }
        let behind = self.access.keys.get(loops.len() + 1);
        if let Some(key) = behind
            && let Some(computed) = &key.computed
            && matches!(&**computed, "taskrun.value" | "parent.taskrun.value")
            && matches!(&task.outputs, Type::Record(record) if record.openness == Openness::Closed)
        {
            let of = loops.last().copied().unwrap_or(task);
            report.add(self.unindexed(task, of, Levels::TooMany, loops.len() + 2));
            return None;
        }
        Some(loops.len() + 1)
    }

    /// How the value of the loop around a task is read, where the key is the value of a loop within that one.
    ///
    /// A loop over the outputs of the task itself has the same values.
    fn value_of_another_loop(&self, task: &Task, of: &Task, reader: Option<TaskId>, key: &Key) -> Option<String> {
        let (flow, reader, written) = (self.flow(), reader?, key.computed.as_deref()?);
        let right = value_of(flow, reader, of.id).filter(|right| right != written)?;
        let other = flow
            .around(reader)
            .find(|around| is_keyed_loop(around) && value_of(flow, reader, around.id).as_deref() == Some(written))?;
        let Some(Form::Each { over, .. }) = other.object.form() else { return None };
        let values = other.object.text(over).map_or("", |text| &**text);
        let whole = format!("outputs.{} ", task.name);
        let follows = values.contains(&whole) || ["keys", "entries"].iter().any(|it| values.contains(it));
        let within = flow.around(other.id).any(|around| around.id == of.id);
        (within && !follows).then_some(right)
    }

    fn unindexed(&self, task: &Task, of: &Task, levels: Levels, keys: usize) -> LoopOutputUnindexed {
        LoopOutputUnindexed {
            task: task.name.to_string(),
            place: self.place_to(keys),
            loop_task: of.name.to_string(),
            loop_place: self.check.base.place(of.place()),
            levels,
            guarded: self.guarded(),
        }
    }
}

/// Whether a name is one of the values a loop is written to run over.
fn is_value(of: &Task, name: &str) -> bool {
    let Some(Form::Each { over, .. }) = of.object.form() else { return false };
    match of.object.get(over).map(|node| &node.content) {
        Some(Content::List(items)) => items.iter().any(|item| item.as_text().is_some_and(|text| **text == *name)),
        Some(Content::Scalar(scalar)) => scalar.text.contains(&format!("\"{name}\"")),
        _ => false,
    }
}
