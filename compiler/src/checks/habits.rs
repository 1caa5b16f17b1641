//! What works and is better done otherwise: loops that start too much at once, results that grow, ids of two styles.

use catalog::{EachForm, Form};
use grammar::yaml::Scalar;
use report::Report;

use super::FlowCheck;
use crate::ast::{Object, is_template};
use crate::diagnostics::fetch_large_result::FetchLargeResult;
use crate::diagnostics::id_naming::{By, IdNaming};
use crate::diagnostics::subflow_in_loop::SubflowInLoop;
use crate::diagnostics::unbounded_parallel::UnboundedParallel;
use crate::ir::Task;
use crate::naming::Naming;

pub(crate) fn check(check: &FlowCheck<'_>, report: &mut Report) {
    for task in &check.flow.tasks {
        match task.object.form() {
            Some(Form::Call) => called(check, task, report),
            Some(Form::Each { over, style: EachForm::Values | EachForm::Isolated { .. }, .. }) => {
                unlimited(check, task, over, report);
            }
            _ => {}
        }
        fetched(check, &task.object, report);
    }
    naming(check, report);
}

/// Whether the values of a loop are not written out.
fn is_computed(of: &Object, over: &str) -> bool {
    of.scalar(over).is_some_and(|values| is_template(&values.text))
}

fn called(check: &FlowCheck<'_>, task: &Task, report: &mut Report) {
    let Some(around) = check.flow.around(task.id).next() else { return };
    let Some(Form::Each { over, .. }) = around.object.form() else { return };
    if is_computed(&around.object, over) {
        report.add(SubflowInLoop {
            place: check.base.place(task.object.scalar("type").map_or(task.place(), |it| it.content())),
            loop_task: around.name.to_string(),
            loop_place: check.base.place(around.place()),
        });
    }
}

fn unlimited(check: &FlowCheck<'_>, of: &Task, over: &str, report: &mut Report) {
    let Some(limit) = of.object.scalar("concurrencyLimit").filter(|limit| limit.text.trim() == "0") else { return };
    if !is_computed(&of.object, over) {
        return;
    }
    let heavy = |task: &&Task| {
        let name = task.object.type_name().map_or("", |it| &*it.text);
        (name.contains(".scripts.") || name.contains(".http.") || name.contains(".docker."))
            && check.flow.around(task.id).any(|around| around.id == of.id)
    };
    if let Some(task) = check.flow.tasks.iter().find(heavy) {
        report.add(UnboundedParallel {
            place: check.base.place(limit.content()),
            task: task.name.to_string(),
            task_place: check.base.place(task.place()),
        });
    }
}

fn fetched(check: &FlowCheck<'_>, task: &Object, report: &mut Report) {
    let Some(kind) = task.scalar("fetchType").filter(|kind| &*kind.text == "FETCH") else { return };
    let Some(sql) = task.scalar("sql") else { return };
    let text = sql.text.to_ascii_lowercase();
    let limited = ["limit", "top ", "fetch first", "count(", "group by", "where", "rownum", "{{"];
    let whole = text.trim_start().starts_with("select") && text.contains('*');
    if whole && !limited.iter().any(|word| text.contains(word)) {
        let (place, sql_place) = (check.base.place(kind.content()), check.base.place(sql.content()));
        report.add(FetchLargeResult { place, sql_place });
    }
}

/// Ids of another style than is decided on; where nothing is, of another than most: at least two of one style, and one
/// of another.
fn naming(check: &FlowCheck<'_>, report: &mut Report) {
    let tasks = check.flow.tasks.iter().filter_map(|task| task.object.id());
    let ids: Vec<_> = tasks.chain(check.flow.inputs.iter().filter_map(|input| input.object.id())).collect();
    let wrong = |id: &Scalar, style: Naming, by: By| IdNaming {
        place: check.base.place(id.content()),
        id: id.text.to_string(),
        style: style.name(),
        instead: style.write(&id.text),
        by,
    };
    if let Some(style) = check.base.settings.naming {
        ids.iter().filter(|id| !style.fits(&id.text)).for_each(|id| report.add(wrong(id, style, By::Settings)));
        return;
    }
    let styled: Vec<_> = ids.iter().filter_map(|id| Some((id, Naming::of(&id.text)?))).collect();
    let count = |style: Naming| styled.iter().filter(|(_, it)| *it == style).count();
    let most = Naming::ALL.into_iter().max_by_key(|style| count(*style));
    // Where there are as many of one as of the other, nobody knows which is meant.
    let Some(most) = most.filter(|most| count(*most) * 2 > styled.len()) else { return };
    let Some((id, _)) = styled.iter().find(|(_, style)| *style != most) else { return };
    report.add(wrong(id, most, By::Others));
}
