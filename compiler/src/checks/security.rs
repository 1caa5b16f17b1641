//! Secrets that can be read, and free text that becomes code.

use std::sync::Arc;

use catalog::Kind;
use grammar::yaml::Scalar;
use plan::types::Type;
use report::Report;

use super::{Base, FlowCheck};
use crate::access::{Access, Through};
use crate::ast::{Content, Node, Object, Property, is_template};
use crate::diagnostics::hardcoded_instance_url::HardcodedInstanceUrl;
use crate::diagnostics::hardcoded_secret::HardcodedSecret;
use crate::diagnostics::hardcoded_webhook_key::HardcodedWebhookKey;
use crate::diagnostics::path_injection::PathInjection;
use crate::diagnostics::script_injection::ScriptInjection;
use crate::diagnostics::secret_in_script::SecretInScript;
use crate::diagnostics::secret_in_url::SecretInUrl;
use crate::diagnostics::sql_injection::SqlInjection;
use crate::diagnostics::unpinned_container_image::UnpinnedContainerImage;
use crate::ir::{Owner, Site};

/// Properties whose text is run as code.
const SCRIPTS: &[&str] = &["script", "commands", "beforeCommands"];

/// Filters that leave nothing of free text that could be code.
const HARMLESS: &[&str] =
    &["escapeChar", "urlencode", "toJson", "json", "slugify", "number", "base64encode", "md5", "sha256"];

/// How addresses begin that are as good as a password.
const CREDENTIAL_URLS: &[&str] =
    &["https://discord.com/api/webhooks/", "https://discordapp.com/api/webhooks/", "https://hooks.slack.com/services/"];

pub(crate) fn check(check: &FlowCheck<'_>, report: &mut Report) {
    for (_, site) in check.flow.sites.iter() {
        site_of_task(check, site, report);
    }
    for variable in &check.flow.variables {
        variable.value.scalars(&mut |scalar| credential_url(check, &variable.name, scalar, report));
    }
    let tasks = check.flow.tasks.iter().map(|task| &task.object);
    for object in tasks.chain(check.flow.triggers.iter().map(|trigger| &trigger.object)) {
        walk(check, object, report);
    }
    for trigger in check.flow.triggers.iter().filter(|it| it.object.is("io.kestra.plugin.core.trigger.Webhook")) {
        if let Some(key) = trigger.object.scalar("key").filter(|it| !is_template(&it.text) && !it.text.is_empty()) {
            report.add(HardcodedWebhookKey { place: check.base.place(key.content()) });
        }
    }
}

fn site_of_task(check: &FlowCheck<'_>, site: &Site, report: &mut Report) {
    let Owner::Task(task) = site.owner else { return };
    let text = &*site.scalar.text;
    let property = &*site.property;
    if SCRIPTS.contains(&property) {
        // Texts of files are as free as what was written into them.
        let mut seen = Vec::new();
        for access in &site.accesses {
            let file = &*access.root.text == "outputs" && access.through.contains(&Through::Argument("read"));
            let is_new = !seen.contains(&access.path());
            if (file || is_free(check, access)) && is_new {
                seen.push(access.path());
                report.add(ScriptInjection { place: check.base.place(site.span(access.at)), path: access.path() });
            }
        }
        if let Some(at) = text.find("secret(") {
            report.add(SecretInScript { place: check.base.place(site.scalar.span_of(at..at + 6)) });
        }
    }
    if property == "sql" {
        for access in site.accesses.iter().filter(|access| is_free(check, access)) {
            report.add(SqlInjection { place: check.base.place(site.span(access.at)), path: access.path() });
        }
    }
    let object = &check.flow.task(task).object;
    let moves_files = object.declaration().is_some_and(|it| it.name.contains(".fs."));
    if property == "to"
        && moves_files
        && let Some(access) = site.accesses.iter().find(|access| is_free(check, access))
    {
        report.add(PathInjection { place: check.base.place(site.span(access.at)), path: access.path() });
    }
    if matches!(property, "uri" | "url") {
        let query = text.find('?').and_then(|at| text[at..].find("secret(").map(|found| at + found));
        if let Some(at) = query.filter(|_| text.trim_start().starts_with("http")) {
            report.add(SecretInUrl { place: check.base.place(site.scalar.span_of(at..at + 6)) });
        }
    }
}

/// Whether what is read is text that anybody can have written, as it is.
fn is_free(check: &FlowCheck<'_>, access: &Access) -> bool {
    let tamed = access.through.iter().any(|it| match it {
        Through::Filter(name) => HARMLESS.contains(name),
        Through::Condition | Through::Key | Through::Test(_) => true,
        Through::Argument(_) | Through::Operand | Through::Loop | Through::Fallback => false,
    });
    if tamed {
        return false;
    }
    match &*access.root.text {
        "inputs" => check.flow.inputs.iter().any(|input| {
            let keys: Vec<&str> = input.name.split('.').collect();
            let is_text = input.object.text("type").is_some_and(|it| **it == *"STRING") && input.ty == Type::Text;
            access.starts_with("inputs", &keys) && is_text && input.object.get("validator").is_none()
        }),
        "trigger" => access.key(0).is_some_and(|key| matches!(&**key, "body" | "headers" | "parameters")),
        _ => false,
    }
}

fn walk(check: &FlowCheck<'_>, object: &Arc<Object>, report: &mut Report) {
    for property in &object.properties {
        if let Some(scalar) = property.value.as_scalar() {
            secret(check, property, scalar, report);
            credential_url(check, property.name(), scalar, report);
            instance(check.base, scalar, report);
            let image = matches!(property.name(), "containerImage" | "image");
            if image && scalar.text.ends_with(":latest") {
                let place = check.base.place(scalar.content());
                report.add(UnpinnedContainerImage { place, image: scalar.text.to_string() });
            }
        }
        nested(check, &property.value, report);
    }
}

fn nested(check: &FlowCheck<'_>, node: &Node, report: &mut Report) {
    match &node.content {
        Content::Object(object) if !object.is_kind(Kind::Task) => walk(check, object, report),
        Content::List(items) => items.iter().for_each(|item| nested(check, item, report)),
        Content::Missing | Content::Scalar(_) | Content::Map(_) | Content::Object(_) => {}
    }
}

fn secret(check: &FlowCheck<'_>, property: &Property, scalar: &Scalar, report: &mut Report) {
    let name = property.name().to_ascii_lowercase();
    let is_secret = property.field.is_some_and(|field| field.traits.secret) || name.ends_with("password");
    let public = name.contains("user") || name.contains("url") || name.contains("uri") || name.contains("host");
    if is_secret && !public && !scalar.text.is_empty() && !is_template(&scalar.text) {
        report.add(HardcodedSecret { place: check.base.place(scalar.content()), what: property.name().to_owned() });
    }
}

fn credential_url(check: &FlowCheck<'_>, name: &str, scalar: &Scalar, report: &mut Report) {
    if CREDENTIAL_URLS.iter().any(|prefix| scalar.text.starts_with(prefix)) && !is_template(&scalar.text) {
        report.add(HardcodedSecret { place: check.base.place(scalar.content()), what: name.to_owned() });
    }
}

/// Addresses of one instance in a text that people read.
pub(super) fn instance(base: Base<'_>, scalar: &Scalar, report: &mut Report) {
    let Some(at) = ["http://localhost:", "http://127.0.0.1:"].iter().find_map(|it| scalar.text.find(it)) else {
        return;
    };
    let rest = &scalar.text[at..];
    if rest.contains("/ui/") {
        let end = rest.find("/ui/").unwrap_or(rest.len());
        report.add(HardcodedInstanceUrl { place: base.place(scalar.span_of(at..at + end)) });
    }
}
