//! What works and is better done otherwise: loops that start too much at once, results that grow, ids of two styles.

use catalog::{EachForm, Form};
use report::Report;

use super::FlowCheck;
use crate::ast::{Object, is_template};
use crate::diagnostics::fetch_large_result::FetchLargeResult;
use crate::diagnostics::id_naming::IdNaming;
use crate::diagnostics::subflow_in_loop::SubflowInLoop;
use crate::diagnostics::unbounded_parallel::UnboundedParallel;
use crate::ir::Task;

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

/// How an id of several words is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    Snake,
    Kebab,
    Camel,
}

impl Style {
    /// The style of an id; none where it is one word, or two styles at once.
    fn of(id: &str) -> Option<Self> {
        let camel = id.as_bytes().windows(2).any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase());
        match (id.contains('_'), id.contains('-'), camel) {
            (true, false, false) => Some(Self::Snake),
            (false, true, false) => Some(Self::Kebab),
            (false, false, true) => Some(Self::Camel),
            _ => None,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Snake => "snake_case",
            Self::Kebab => "kebab-case",
            Self::Camel => "camelCase",
        }
    }

    fn write(self, id: &str) -> String {
        let mut words: Vec<String> = vec![String::new()];
        for letter in id.chars() {
            let starts = letter.is_ascii_uppercase() || matches!(letter, '_' | '-');
            if starts && words.last().is_some_and(|word| !word.is_empty()) {
                words.push(String::new());
            }
            if letter.is_ascii_alphanumeric()
                && let Some(word) = words.last_mut()
            {
                word.push(letter.to_ascii_lowercase());
            }
        }
        match self {
            Self::Snake => words.join("_"),
            Self::Kebab => words.join("-"),
            Self::Camel => {
                let capital = |word: &String| word[..1].to_uppercase() + &word[1..];
                let rest: String = words.iter().skip(1).filter(|word| !word.is_empty()).map(capital).collect();
                words[0].clone() + &rest
            }
        }
    }
}

/// Ids of another style than most: at least two of one style, and one of another.
fn naming(check: &FlowCheck<'_>, report: &mut Report) {
    let tasks = check.flow.tasks.iter().filter_map(|task| task.object.id());
    let ids: Vec<_> = tasks.chain(check.flow.inputs.iter().filter_map(|input| input.object.id())).collect();
    let styled: Vec<_> = ids.iter().filter_map(|id| Some((id, Style::of(&id.text)?))).collect();
    let count = |style: Style| styled.iter().filter(|(_, it)| *it == style).count();
    let most = [Style::Snake, Style::Kebab, Style::Camel].into_iter().max_by_key(|style| count(*style));
    // Where there are as many of one as of the other, nobody knows which is meant.
    let Some(most) = most.filter(|most| count(*most) * 2 > styled.len()) else { return };
    let Some((id, _)) = styled.iter().find(|(_, style)| *style != most) else { return };
    report.add(IdNaming { place: check.base.place(id.content()), style: most.name(), instead: most.write(&id.text) });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_written_in_every_style() {
        for id in ["load_all_orders", "load-all-orders", "loadAllOrders"] {
            assert_eq!(Style::Snake.write(id), "load_all_orders");
            assert_eq!(Style::Kebab.write(id), "load-all-orders");
            assert_eq!(Style::Camel.write(id), "loadAllOrders");
        }
        assert!(Style::of("load").is_none() && Style::of("a_b-c").is_none());
    }
}
