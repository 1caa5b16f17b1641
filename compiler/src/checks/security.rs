//! Secrets that can be read, and free text that becomes code.

use std::sync::Arc;

use catalog::Kind;
use grammar::yaml::Scalar;
use plan::template::{Call, Expression, Node};
use plan::types::Type;
use report::Report;

use super::{Base, FlowCheck};
use crate::access::{Access, Through};
use crate::ast::{Content, Object, Property, is_template};
use crate::diagnostics::hardcoded_instance_url::HardcodedInstanceUrl;
use crate::diagnostics::hardcoded_secret::HardcodedSecret;
use crate::diagnostics::hardcoded_webhook_key::HardcodedWebhookKey;
use crate::diagnostics::path_injection::PathInjection;
use crate::diagnostics::script_injection::ScriptInjection;
use crate::diagnostics::secret_exposed::SecretExposed;
use crate::diagnostics::secret_in_script::SecretInScript;
use crate::diagnostics::secret_in_url::SecretInUrl;
use crate::diagnostics::sql_injection::SqlInjection;
use crate::diagnostics::unpinned_container_image::UnpinnedContainerImage;
use crate::diagnostics::untrusted_code_execution::UntrustedCodeExecution;
use crate::diagnostics::url_injection::UrlInjection;
use crate::expression::visit;
use crate::ir::{Owner, Site};

/// Properties whose text is run as code.
const SCRIPTS: &[&str] = &["script", "commands", "beforeCommands"];

/// What the types of tasks that ask a model are called.
pub(super) const MODELS: &[&str] = &[
    ".ai.",
    "openai",
    "gemini",
    "anthropic",
    "mistral",
    "deepseek",
    "ollama",
    "langchain",
    "perplexity",
    "vertexai",
    "huggingface",
    "cohere",
    "groq",
];

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

/// Where others can read what is put there, in words; `None` where nobody does.
fn exposes(check: &FlowCheck<'_>, site: &Site) -> Option<&'static str> {
    let task = match site.owner {
        Owner::Output(_) => return Some("an output of the flow"),
        Owner::Task(task) => check.flow.task(task),
        _ => return None,
    };
    let name = task.object.declaration()?.name.strip_prefix("io.kestra.plugin.core.")?;
    match (name, &*site.property) {
        ("log.Log", "message") => Some("a log"),
        ("debug.Return", "format") | ("output.OutputValues", "values") => Some("an output"),
        ("kv.Set", "value") => Some("the key-value store"),
        ("execution.Labels", "labels") => Some("a label"),
        ("storage.Write", "content") => Some("a file"),
        _ => None,
    }
}

/// Secrets that are put where others can read them, unless only their digest is.
fn exposed(check: &FlowCheck<'_>, site: &Site, report: &mut Report) {
    let Some(sink) = exposes(check, site) else { return };
    for node in &site.template.body {
        if let Node::Print(expression) = node {
            printed(expression, &mut |call| {
                report.add(SecretExposed { place: check.base.place(site.span(call.at)), sink });
            });
        }
    }
    for access in site.accesses.iter().filter(|access| &*access.root.text == "inputs") {
        let is_secret = access
            .key(0)
            .and_then(|name| check.flow.input(name))
            .is_some_and(|input| input.object.text("type").is_some_and(|name| **name == *"SECRET"));
        if is_secret {
            report.add(SecretExposed { place: check.base.place(site.span(access.at)), sink });
        }
    }
}

/// Shows the calls of `secret()` whose result is printed, as it is or as a part of a text.
fn printed(expression: &Expression, see: &mut dyn FnMut(&Call)) {
    match expression {
        Expression::Concatenate(parts) | Expression::List(parts) => parts.iter().for_each(|part| printed(part, see)),
        Expression::Map(entries) => entries.iter().for_each(|(_, value)| printed(value, see)),
        Expression::OrNull(pair) | Expression::OrUndefined(pair) => {
            printed(&pair.left, see);
            printed(&pair.right, see);
        }
        Expression::Choose(choose) => {
            printed(&choose.then, see);
            printed(&choose.otherwise, see);
        }
        Expression::Call(call) if call.callee.name == "secret" => see(call),
        // Digests and ciphers hide what they are given.
        Expression::Call(call) if matches!(call.callee.name, "md5" | "sha1" | "sha256" | "sha512" | "length") => {}
        Expression::Call(call) => call.input.iter().for_each(|input| printed(input, see)),
        _ => {}
    }
}

/// The caller of a webhook who chooses the host of a request.
fn host(check: &FlowCheck<'_>, site: &Site, report: &mut Report) {
    let text = &*site.scalar.text;
    let within_host = |access: &&Access| {
        let before = text.get(..access.at.start as usize).unwrap_or_default();
        let before = before.rsplit("{{").nth(1).unwrap_or_default();
        let behind_scheme = before.split_once("://").map_or(before, |(_, host)| host);
        !behind_scheme.contains(['/', '?'])
    };
    let from_caller = |access: &&Access| &*access.root.text == "trigger" && is_free(check, access);
    if let Some(access) = site.accesses.iter().filter(from_caller).find(within_host) {
        report.add(UrlInjection { path: access.path(), place: check.base.place(site.span(access.at)) });
    }
}

/// Code that is nothing but what a model answers or a server sends.
fn unread_code(check: &FlowCheck<'_>, site: &Site, report: &mut Report) {
    let [access] = site.accesses.as_slice() else { return };
    let outputs = &*access.root.text == "outputs" && site.template.whole_expression().is_some();
    let Some(task) = access.key(0).filter(|_| outputs).and_then(|name| check.flow.named(name)) else { return };
    let Some(name) = task.object.type_name() else { return };
    let model = MODELS.iter().any(|word| name.text.contains(word));
    let download = name.text.contains(".http.");
    if !model && !download {
        return;
    }
    report.add(UntrustedCodeExecution {
        path: access.path(),
        place: check.base.place(site.span(access.at)),
        source: if model { "a model" } else { "a server" },
        task_place: check.base.place(task.place()),
    });
}

/// A secret in the query of an address, or in front of its host.
fn in_url(check: &FlowCheck<'_>, site: &Site, report: &mut Report) {
    let text = &*site.scalar.text;
    let is_address = match site.owner {
        Owner::Task(_) | Owner::Trigger(_) => matches!(&*site.property, "uri" | "url"),
        Owner::Default => ["http://", "https://", "jdbc:"].iter().any(|scheme| text.starts_with(scheme)),
        _ => false,
    };
    if !is_address {
        return;
    }
    visit::calls(&site.template, &mut |call| {
        let before = text.get(..call.at.start as usize).unwrap_or_default();
        let behind = text.get(call.at.end as usize..).unwrap_or_default();
        let before = outside_braces(before.rsplit_once("{{").map_or(before, |(before, _)| before));
        let query = before.contains('?');
        let host = before.rsplit_once("://").is_some_and(|(_, host)| !host.contains('/'));
        let userinfo = host && behind.trim_start().strip_prefix("}}").is_some_and(|rest| rest.starts_with('@'));
        if call.callee.name == "secret" && (query || userinfo) {
            let end = call.at.start + 6;
            let name = plan::template::At { start: call.at.start, end };
            report.add(SecretInUrl { place: check.base.place(site.span(name)) });
        }
    });
}

/// A text without its expressions.
fn outside_braces(text: &str) -> String {
    text.split("{{")
        .enumerate()
        .map(|(at, part)| if at == 0 { part } else { part.split_once("}}").map_or("", |it| it.1) })
        .collect()
}

fn site_of_task(check: &FlowCheck<'_>, site: &Site, report: &mut Report) {
    exposed(check, site, report);
    in_url(check, site, report);
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
    if property == "sql" || SCRIPTS.contains(&property) {
        unread_code(check, site, report);
    }
    let object = &check.flow.task(task).object;
    if matches!(property, "uri" | "url") && object.declaration().is_some_and(|it| it.name.contains(".http.")) {
        host(check, site, report);
    }
    let moves_files = object.declaration().is_some_and(|it| it.name.contains(".fs."));
    if property == "to"
        && moves_files
        && let Some(access) = site.accesses.iter().find(|access| is_free(check, access))
    {
        report.add(PathInjection { place: check.base.place(site.span(access.at)), path: access.path() });
    }
}

/// Whether what is read is text that anybody can have written, as it is.
fn is_free(check: &FlowCheck<'_>, access: &Access) -> bool {
    let tamed = access.through.iter().any(|it| match it {
        Through::Filter(name) => HARMLESS.contains(name),
        Through::Condition | Through::Key | Through::Test(_) => true,
        Through::Argument(_) | Through::Operand | Through::Loop | Through::Fallback | Through::Branch => false,
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

fn nested(check: &FlowCheck<'_>, node: &crate::ast::Node, report: &mut Report) {
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
