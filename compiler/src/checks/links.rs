//! Links of flows to their apps: that there is such an app, and which one is meant.

use plan::Value;
use plan::template::{At, Call, Expression};
use report::Report;

use super::FlowCheck;
use crate::diagnostics::app_unknown_id::AppUnknownId;
use crate::diagnostics::call_arguments::{CallArguments, Misfit};
use crate::expression::visit;
use crate::ir::Site;

pub(crate) fn check(check: &FlowCheck<'_>, report: &mut Report) {
    // Where no app of the flow is at hand, they are kept elsewhere.
    let apps: Vec<String> = check.base.index.apps_of(&check.flow.name).map(str::to_owned).collect();
    if apps.is_empty() {
        return;
    }
    for (_, site) in check.flow.sites.iter().filter(|(_, site)| site.scalar.text.contains("appLink")) {
        visit::calls(&site.template, &mut |call| {
            if call.callee.name == "appLink" {
                link(check, site, call, &apps, report);
            }
        });
    }
}

fn link(check: &FlowCheck<'_>, site: &Site, call: &Call, apps: &[String], report: &mut Report) {
    match call.arguments.first().and_then(Option::as_ref) {
        None if apps.len() > 1 => report.add(CallArguments {
            function: call.callee.name,
            place: check.base.place(site.span(call.name_at)),
            problem: Misfit::Several { parameter: "appId", choice: apps.to_vec() },
            parameters: call.callee.parameters.iter().map(|parameter| parameter.name).collect(),
        }),
        Some(Expression::Constant(Value::Text(app))) if !check.base.index.has_app(app) => {
            // Within its quotes, so that a fix leaves them.
            let quoted = call.argument_places.first().copied().unwrap_or(call.name_at);
            let at = At { start: quoted.start + 1, end: quoted.end.saturating_sub(1).max(quoted.start + 1) };
            report.add(AppUnknownId {
                what: "app",
                name: app.to_string(),
                place: check.base.place(site.span(at)),
                flow: check.flow.name.to_string(),
                flow_place: None,
                known: apps.to_vec(),
            });
        }
        None | Some(_) => {}
    }
}
