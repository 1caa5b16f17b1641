//! Files of the namespace, secrets and keys that calls name in full: that the settings know them.

use plan::Value;
use plan::template::{Call, Expression};
use report::Report;

use super::FlowCheck;
use crate::diagnostics::unknown_kv_key::UnknownKvKey;
use crate::diagnostics::unknown_namespace_file::UnknownNamespaceFile;
use crate::diagnostics::unknown_secret::UnknownSecret;
use crate::expression::visit;
use crate::ir::Site;
use crate::words;

pub(crate) fn check(check: &FlowCheck<'_>, report: &mut Report) {
    for (_, site) in check.flow.sites.iter() {
        visit::calls(&site.template, &mut |call| named(check, site, call, report));
    }
}

/// Files of the namespace and secrets that are named in full.
fn named(check: &FlowCheck<'_>, site: &Site, call: &Call, report: &mut Report) {
    let Some(Some(Expression::Constant(Value::Text(name)))) = call.arguments.first() else { return };
    let settings = check.base.settings;
    let at = call.argument_places.first().copied().unwrap_or(call.name_at);
    let place = check.base.place(site.span(at));
    match call.callee.name {
        "secret" => {
            let elsewhere = call.arguments.get(1).is_some_and(Option::is_some);
            let Some(known) = settings.secrets.as_ref().filter(|_| !elsewhere) else { return };
            if known.iter().any(|known| known.eq_ignore_ascii_case(name)) {
                return;
            }
            let nearest = words::nearest(name, known.iter().map(String::as_str)).map(str::to_owned);
            report.add(UnknownSecret { name: name.to_string(), place, nearest });
        }
        "kv" => {
            let elsewhere = call.arguments.get(1).is_some_and(Option::is_some);
            let Some(known) = settings.keys.as_ref().filter(|_| !elsewhere) else { return };
            // A key that the flow writes itself need not be there before.
            let is_set = check.flow.tasks.iter().any(|task| task.object.is("io.kestra.plugin.core.kv.Set"));
            if is_set || known.iter().any(|known| **known == **name) {
                return;
            }
            let nearest = words::nearest(name, known.iter().map(String::as_str)).map(str::to_owned);
            report.add(UnknownKvKey { name: name.to_string(), place, nearest });
        }
        "read" | "fileSize" | "fileURI" => {
            let namespace = &*check.flow.name.namespace;
            let elsewhere = call.arguments.get(1).is_some_and(Option::is_some);
            let files = settings.namespace_files.iter().find(|files| files.namespace == namespace);
            let Some(files) = files.filter(|_| !elsewhere && !name.contains("://")) else { return };
            let path = name.trim_start_matches('/');
            if files.paths.iter().any(|known| known == path) {
                return;
            }
            let nearest = words::nearest(path, files.paths.iter().map(String::as_str)).map(str::to_owned);
            let namespace = namespace.to_owned();
            report.add(UnknownNamespaceFile { path: name.to_string(), place, namespace, nearest });
        }
        _ => {}
    }
}
