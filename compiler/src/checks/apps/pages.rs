//! The pages of an app: that their states exist, and that those have a page which need one.

use catalog::FieldType;
use report::{Edit, Place, Report, Span};

use super::{AppCheck, Page, Target, short, type_place};
use crate::ast::{Content, Property};
use crate::diagnostics::app_invalid_state::{AppInvalidState, WrongState};
use crate::diagnostics::app_missing_open_layout::AppMissingOpenLayout;
use crate::diagnostics::app_missing_state_layout::AppMissingStateLayout;
use crate::diagnostics::app_missing_terminal_layout::{AppMissingTerminalLayout, MissingEnd};
use crate::diagnostics::app_pause_mismatch::{AppPauseMismatch, Mismatch};
use crate::diagnostics::app_unreachable_page::AppUnreachablePage;
use crate::signature::PauseEnd;
use crate::words;

pub(super) fn check(check: &AppCheck<'_>, pages: &[Page<'_>], target: Option<Target<'_>>, report: &mut Report) {
    let known = known_states(check);
    states(check, pages, &known, report);
    let meant: Vec<Option<&str>> = pages.iter().map(|page| meant(page.state, &known)).collect();
    // A page for a state that nobody knows may be meant for any.
    let page = |states: &[&str]| {
        let mut pages = pages.iter().zip(&meant);
        pages.find(|(_, meant)| meant.is_none_or(|state| states.contains(&state))).map(|(page, _)| page)
    };
    let layout = check.app.ast.object.property("layout");
    let Some(layout) = layout.filter(|it| !pages.is_empty() || matches!(it.value.content, Content::List(_))) else {
        return;
    };
    match check.app.ast.object.property("executionId") {
        Some(execution) => unreachable(check, pages, check.base.place(execution.key.span), report),
        None => missing(check, page, layout, report),
    }
    if let Some(target) = target {
        pauses(check, pages, page, layout, target, report);
    }
}

fn states(check: &AppCheck<'_>, pages: &[Page<'_>], known: &[&'static str], report: &mut Report) {
    for (at, page) in pages.iter().enumerate() {
        let Some(on) = page.on.filter(|on| !on.text.is_empty()) else { continue };
        let place = check.base.place(on.content());
        let wrong = if !known.contains(&page.state) {
            WrongState::Unknown { nearest: meant(page.state, known), states: known.to_vec() }
        } else if let Some(first) = pages[..at].iter().find(|other| other.state == page.state).and_then(|it| it.on) {
            WrongState::Taken { first: check.base.place(first.content()) }
        } else {
            continue;
        };
        report.add(AppInvalidState { state: page.state.to_owned(), place, wrong });
    }
}

/// The states that the declaration of pages names.
fn known_states(check: &AppCheck<'_>) -> Vec<&'static str> {
    let layouts = check.app.ast.layouts();
    let types = layouts.filter_map(|layout| layout.property("on")?.field).map(|field| &field.ty);
    let mut words = types.filter_map(|ty| match ty {
        FieldType::Enumeration(states) => Some(states.values.iter().map(|word| word.text).collect()),
        _ => None,
    });
    words.next().unwrap_or_default()
}

/// The state that is meant, or probably was: states of executions have another name here.
fn meant(state: &str, known: &[&'static str]) -> Option<&'static str> {
    let is = |word: &str| known.iter().copied().find(|known| *known == word);
    is(state).or_else(|| match state.to_ascii_uppercase().as_str() {
        "START" | "NONE" => is("OPEN"),
        "QUEUED" | "SUBMITTED" => is("CREATED"),
        "PAUSED" => is("PAUSE"),
        "RESUMED" | "RESTARTED" => is("RESUME"),
        "WARNING" | "DONE" => is("SUCCESS"),
        "FAILED" => is("FAILURE"),
        "KILLED" | "KILLING" | "CANCELLED" | "CANCELED" | "DEFAULT" => is("FALLBACK"),
        _ => words::nearest(state, known.iter().copied()).and_then(is),
    })
}

/// Pages that are shown before there is an execution, where the app begins with one.
fn unreachable(check: &AppCheck<'_>, pages: &[Page<'_>], execution: Place, report: &mut Report) {
    for page in pages.iter().filter(|page| matches!(page.state, "OPEN" | "CREATED")) {
        let Some(on) = page.on else { continue };
        let (state, place) = (page.state.to_owned(), check.base.place(on.content()));
        report.add(AppUnreachablePage { state, place, execution });
    }
}

fn missing<'p>(
    check: &AppCheck<'_>,
    page: impl Fn(&[&str]) -> Option<&'p Page<'p>>,
    layout: &Property,
    report: &mut Report,
) {
    let place = check.base.place(layout.key.span);
    if page(&["OPEN"]).is_none() {
        let insert = append(
            check,
            layout,
            &[
                "on: OPEN",
                "blocks:",
                "  - type: io.kestra.plugin.ee.apps.execution.blocks.CreateExecutionForm",
                "  - type: io.kestra.plugin.ee.apps.execution.blocks.CreateExecutionButton",
            ],
        );
        report.add(AppMissingOpenLayout { place, insert });
        return;
    }
    let (good, bad) = (page(&["SUCCESS"]), page(&["FAILURE", "ERROR"]));
    match page(&["FALLBACK"]) {
        Some(fallback) => {
            let begins = page(&["CREATED", "RUNNING"]).is_some();
            let mut states: Vec<&'static str> = Vec::new();
            states.extend((!begins).then_some("CREATED"));
            states.extend(good.is_none().then_some("SUCCESS"));
            states.extend(bad.is_none().then_some("FAILURE"));
            // A page that tells of trouble is meant for it.
            let tells = fallback.named(&["Alert", "Logs", "Stacktrace", "DownloadLogsButton"]).next().is_some();
            if let Some(on) = fallback.on.filter(|_| good.is_some() != bad.is_some() && !tells) {
                let fallback_place = check.base.place(on.content());
                report.add(AppMissingStateLayout { place, states, fallback_place });
            }
        }
        None => {
            let missing = match (good, bad) {
                (Some(_), Some(_)) => return,
                (Some(_), None) => MissingEnd::Bad,
                (None, Some(_)) => MissingEnd::Good,
                (None, None) => MissingEnd::Any,
            };
            let insert = append(
                check,
                layout,
                &[
                    "on: FALLBACK",
                    "blocks:",
                    "  - type: io.kestra.plugin.ee.apps.core.blocks.Alert",
                    "    style: WARNING",
                    "    content: This request did not end as expected.",
                ],
            );
            report.add(AppMissingTerminalLayout { place, missing, insert });
        }
    }
}

/// Puts a page behind the others, where they are written one below the other.
fn append(check: &AppCheck<'_>, layout: &Property, lines: &[&str]) -> Option<Edit> {
    let Content::List(items) = &layout.value.content else { return None };
    let text = &check.base.prepared.source.text;
    let (first, last) = (items.first()?.span, items.last()?.span);
    let line_start = text[..first.start as usize].rfind('\n').map_or(0, |at| at + 1);
    let indent = text[line_start..first.start as usize].strip_suffix("- ")?;
    if !indent.chars().all(|it| it == ' ') {
        return None;
    }
    let end = text[..last.end as usize].trim_end().len();
    let mut page = String::new();
    for (at, line) in lines.iter().enumerate() {
        let dash = if at == 0 { "- " } else { "  " };
        page.push_str(&format!("\n{indent}{dash}{line}"));
    }
    Some(Edit { place: check.base.place(Span::new(end, end)), text: page })
}

fn pauses<'p>(
    check: &AppCheck<'_>,
    pages: &[Page<'_>],
    page: impl Fn(&[&str]) -> Option<&'p Page<'p>>,
    layout: &Property,
    target: Target<'_>,
    report: &mut Report,
) {
    let flow = target.flow;
    let waits = flow.tasks.iter().find(|task| task.pause.is_some_and(|pause| pause.end == PauseEnd::Person));
    let mismatch = |place: Place, mismatch| AppPauseMismatch {
        place,
        flow: flow.name.to_string(),
        flow_place: target.place,
        mismatch,
    };
    if let Some(task) = waits
        && page(&["PAUSE", "FALLBACK"]).is_none()
    {
        let no_page = Mismatch::NoPage { task: task.name.to_string() };
        report.add(mismatch(check.base.place(layout.key.span), no_page));
    }
    let resumed = pages.iter().find(|page| page.state == "RESUME").and_then(|page| page.on);
    if let (Some(task), Some(on)) = (waits, resumed)
        && page(&["PAUSE"]).is_none()
        && page(&["FALLBACK"]).is_some()
    {
        let before = Mismatch::NoPageBefore { task: task.name.to_string() };
        report.add(mismatch(check.base.place(on.content()), before));
    }
    // A type that is not described may be one that waits.
    let may_pause = flow.tasks.iter().any(|task| task.pause.is_some() || task.task_type.is_empty());
    if may_pause {
        return;
    }
    let page = pages.iter().find(|page| matches!(page.state, "PAUSE" | "RESUME"));
    if let Some((page, on)) = page.and_then(|page| Some((page, page.on?))) {
        let never = Mismatch::NeverPauses { state: page.state.to_owned() };
        report.add(mismatch(check.base.place(on.content()), never));
    }
    for page in pages.iter().filter(|page| page.state == "FALLBACK") {
        for block in page.named(&["ResumeExecutionForm", "ResumeExecutionButton"]) {
            let nothing = Mismatch::NothingToAnswer { block: short(block) };
            report.add(mismatch(type_place(check, block), nothing));
        }
    }
}
