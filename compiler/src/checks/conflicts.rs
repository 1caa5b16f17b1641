//! Properties that exclude or contradict each other, and retries that never happen.

use std::sync::Arc;

use catalog::Kind;
use report::Report;

use super::FlowCheck;
use crate::ast::{Object, Property, Shape, is_template};
use crate::diagnostics::conflicting_properties::{Conflict, ConflictingProperties};
use crate::diagnostics::invalid_property_type::InvalidPropertyType;
use crate::diagnostics::missing_required_property::MissingRequiredProperty;
use crate::diagnostics::retry_without_effect::RetryWithoutEffect;
use crate::embedded::duration;

pub(super) fn check(check: &FlowCheck<'_>, report: &mut Report) {
    object(check, &check.flow.ast.object, report);
}

/// Looks at an object and everything in it.
fn object(check: &FlowCheck<'_>, object: &Arc<Object>, report: &mut Report) {
    if let Some(retry) = object.object("retry") {
        self::retry(check, retry, report);
    }
    match object.shape {
        Shape::Plugin(Kind::Task, _) => runner(check, object, report),
        Shape::Plugin(Kind::Input, _) => exclude(check, object, "prefill", "defaults", report),
        Shape::Plugin(Kind::Trigger, _) => trigger(check, object, report),
        Shape::Plugin(..) | Shape::Record(_) => {}
    }
    if let Some(selector) = object.object("workerSelector")
        && selector.get("fallback").is_some()
        && selector.items("tags").is_empty()
    {
        missing(check, selector, "tags", "`workerSelector` with a `fallback`", report);
    }
    for property in &object.properties {
        property.value.objects(&mut |inner| self::object(check, inner, report));
    }
}

/// The seconds of a duration that is written out.
fn seconds(object: &Object, key: &str) -> Option<f64> {
    object.text(key).filter(|text| !is_template(text)).and_then(|text| duration::parse(text).ok())
}

fn retry(check: &FlowCheck<'_>, retry: &Object, report: &mut Report) {
    let pair = |low: &'static str, high: &'static str| {
        let beyond = seconds(retry, low)? > seconds(retry, high)?;
        beyond.then_some((retry.property(low)?, retry.property(high)?))
    };
    let add = |(low, high): (&Property, &Property), conflict: Conflict, report: &mut Report| {
        let (place, other) = (check.base.place(low.value.span), check.base.place(high.value.span));
        report.add(ConflictingProperties { place, other, conflict });
    };
    let greater = |this: &str, that: &str| Conflict::Greater { this: this.to_owned(), that: format!("`{that}`") };
    if let Some(pair) = pair("interval", "maxDuration") {
        add(pair, Conflict::RetryTooLate, report);
    }
    if let Some(pair) = pair("minInterval", "maxInterval") {
        add(pair, greater("minInterval", "maxInterval"), report);
    } else if let Some(pair) = pair("maxInterval", "maxDuration") {
        add(pair, greater("maxInterval", "maxDuration"), report);
    }
    if let Some(pair) = pair("interval", "maxInterval") {
        add(pair, greater("interval", "maxInterval"), report);
    }
    let attempts = retry.property("maxAttempts").or_else(|| retry.property("maxAttempt"));
    if let Some(property) = attempts
        && property.value.as_text().is_some_and(|text| &**text == "1")
    {
        let (place, name) = (check.base.place(property.value.span), property.key.text.to_string());
        report.add(RetryWithoutEffect { place, name });
    }
}

/// An image where no container is started.
fn runner(check: &FlowCheck<'_>, task: &Object, report: &mut Report) {
    let Some(runner) = task.object("taskRunner").and_then(|runner| runner.type_name()) else { return };
    if let Some(image) = task.property("containerImage")
        && runner.text.ends_with(".runner.Process")
    {
        report.add(ConflictingProperties {
            place: check.base.place(image.key.span),
            other: check.base.place(runner.content()),
            conflict: Conflict::Void {
                this: "containerImage".to_owned(),
                why: "with the `Process` runner, which starts no container".to_owned(),
            },
        });
    }
}

fn exclude(check: &FlowCheck<'_>, object: &Object, this: &str, that: &str, report: &mut Report) {
    if object.get(this).is_none() || object.get(that).is_none() {
        return;
    }
    if let (Some(this_property), Some(that_property)) = (object.property(this), object.property(that)) {
        report.add(ConflictingProperties {
            place: check.base.place(this_property.key.span),
            other: check.base.place(that_property.key.span),
            conflict: Conflict::Exclude { this: this.to_owned(), that: that.to_owned() },
        });
    }
}

fn missing(check: &FlowCheck<'_>, object: &Object, name: &str, owner: &str, report: &mut Report) {
    let place = check.base.place(object.grip());
    report.add(MissingRequiredProperty { names: vec![name.to_owned()], owner: owner.to_owned(), place });
}

fn trigger(check: &FlowCheck<'_>, trigger: &Object, report: &mut Report) {
    if !trigger.is("io.kestra.plugin.core.trigger.Flow") {
        return;
    }
    if let Some(window) = trigger.object("window") {
        self::window(check, window, report);
        times(check, window, report);
    }
    if let Some(window) = trigger.object("preconditions").and_then(|it| it.object("timeWindow")) {
        times(check, window, report);
    }
    twice(check, trigger, report);
    let Some(property) = trigger.property("minSatisfied").filter(|_| trigger.get("minSatisfied").is_some()) else {
        if trigger.text("mode").is_some_and(|mode| &**mode == "AT_LEAST") {
            missing(check, trigger, "minSatisfied", "`mode: AT_LEAST`", report);
        }
        return;
    };
    let flows = trigger.items("dependsOn").len();
    let least = property.value.as_text().and_then(|text| text.parse::<usize>().ok());
    if let Some(depends) = trigger.property("dependsOn")
        && least.is_some_and(|least| least > flows)
    {
        report.add(ConflictingProperties {
            place: check.base.place(property.value.span),
            other: check.base.place(depends.key.span),
            conflict: Conflict::Greater {
                this: "minSatisfied".to_owned(),
                that: format!("the number of flows in `dependsOn`, which is {flows}"),
            },
        });
    }
}

/// Entries of `dependsOn` are kept by what they say, so that two that say the same meet (versions.md §2.4).
fn twice(check: &FlowCheck<'_>, trigger: &Object, report: &mut Report) {
    let said = |entry: &Object| {
        ["namespace", "flowId", "states", "labels", "when"]
            .map(|key| entry.get(key).map(|node| check.base.prepared.source.slice(node.span)))
    };
    let entries: Vec<&Arc<Object>> = trigger.objects("dependsOn").collect();
    for (at, entry) in entries.iter().enumerate() {
        if let Some(first) = entries[..at].iter().find(|first| said(first) == said(entry)) {
            let (place, other) = (check.base.place(entry.grip()), check.base.place(first.grip()));
            report.add(ConflictingProperties { place, other, conflict: Conflict::Twice });
        }
    }
}

/// Times of a window, which are those of its zone: an offset behind them is refused (versions.md §0.2).
fn times(check: &FlowCheck<'_>, window: &Object, report: &mut Report) {
    for key in ["deadline", "from", "to", "startTime", "endTime"] {
        let Some(scalar) = window.scalar(key).filter(|it| !is_template(&it.text)) else { continue };
        if scalar.text.parse::<jiff::civil::Time>().is_ok() && !scalar.text.contains(['+', 'Z', 'z']) {
            continue;
        }
        report.add(InvalidPropertyType {
            property: key.to_owned(),
            expected: "a time of day such as `09:00:00`, of the zone that `timezone` names".to_owned(),
            found: format!("`{}`", scalar.text),
            place: check.base.place(scalar.content()),
            meant: None,
        });
    }
}

/// The kinds of windows, each by the key that makes it one, and the keys that go with it.
const WINDOWS: &[(&str, &[&str])] =
    &[("deadline", &["timezone"]), ("from", &["to", "timezone"]), ("lookback", &[]), ("every", &["offset"])];

fn window(check: &FlowCheck<'_>, window: &Object, report: &mut Report) {
    let has = |key: &&str| window.get(key).is_some();
    let Some((kind, with)) = WINDOWS.iter().find(|(kind, _)| has(kind)) else { return };
    let all = ["deadline", "from", "to", "lookback", "every", "offset"];
    for other in all.iter().filter(|key| **key != *kind && !with.contains(key) && has(key)) {
        exclude(check, window, other, kind, report);
    }
    if *kind == "from" && window.get("to").is_none() {
        missing(check, window, "to", "a window with `from`", report);
    }
}
