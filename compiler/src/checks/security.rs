//! Secrets that can be read, and what should be one.

use std::sync::{Arc, LazyLock};

use catalog::Kind;
use grammar::yaml::Scalar;
use memchr::memmem::Finder;
use plan::function::Form;
use plan::template::{self, Call, Expression};
use report::Report;

use super::taint::{SCRIPTS, is_code};
use super::{Base, FlowCheck};
use crate::ast::{Content, Node, Object, Property, is_template};
use crate::diagnostics::hardcoded_instance_url::HardcodedInstanceUrl;
use crate::diagnostics::hardcoded_secret::HardcodedSecret;
use crate::diagnostics::hardcoded_webhook_key::HardcodedWebhookKey;
use crate::diagnostics::secret_exposed::SecretExposed;
use crate::diagnostics::secret_in_script::SecretInScript;
use crate::diagnostics::secret_in_url::SecretInUrl;
use crate::diagnostics::unpinned_container_image::UnpinnedContainerImage;
use crate::embedded::credentials;
use crate::expression::visit;
use crate::ir::{Owner, Site};

/// How addresses begin that are as good as a password.
const CREDENTIAL_URLS: &[&str] =
    &["https://discord.com/api/webhooks/", "https://discordapp.com/api/webhooks/", "https://hooks.slack.com/services/"];

pub(crate) fn check(check: &FlowCheck<'_>, report: &mut Report) {
    for (_, site) in check.flow.sites.iter() {
        site_of_task(check, site, report);
    }
    for variable in &check.flow.variables {
        variable.value.scalars(&mut |scalar| {
            credential_url(check, &variable.name, scalar, report);
            credentials(check, &variable.name, scalar, report);
        });
    }
    for input in check.flow.inputs.iter().filter(|input| input.object.text("type").is_some_and(|it| **it == *"SECRET"))
    {
        let default = ["defaults", "prefill"].iter().find_map(|key| input.object.scalar(key));
        if let Some(default) = default.filter(|it| !it.text.is_empty() && !is_template(&it.text)) {
            report.add(HardcodedSecret { place: check.base.place(default.content()), what: input.name.to_string() });
        }
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
        Owner::Trigger(_)
        | Owner::Input(_)
        | Owner::ResumeInput(_)
        | Owner::Variable(_)
        | Owner::Check
        | Owner::Sla
        | Owner::Flow
        | Owner::Default
        | Owner::Block => return None,
    };
    let name = task.object.declaration()?.name;
    if notifies(name) && (WORDS.contains(&&*site.property) || &*site.property == "payload") {
        return Some("a message");
    }
    let name = name.strip_prefix("io.kestra.plugin.core.")?;
    match (name, &*site.property) {
        ("log.Log", "message") => Some("a log"),
        ("debug.Return", "format") | ("output.OutputValues", "values") => Some("an output"),
        ("kv.Set", "value") => Some("the key-value store"),
        ("execution.Labels", "labels") => Some("a label"),
        ("storage.Write", "content") => Some("a file"),
        _ => None,
    }
}

/// Properties that are the words of a message.
const WORDS: &[&str] = &["messageText", "text", "htmlTextContent", "plainTextContent", "subject", "message", "content"];

/// Whether the key before a place in a JSON text is one of words.
fn stands_in_words(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    let key = before.rsplit_once("\":").and_then(|(head, _)| head.rsplit('"').next());
    key.is_some_and(|key| WORDS.contains(&key) || key == "title")
}

/// Whether a task sends its words to people.
fn notifies(name: &str) -> bool {
    [".notifications.", ".slack.", ".email.", ".teams.", ".discord."].iter().any(|part| name.contains(part))
}

/// Secrets that are put where others can read them, unless only their digest is.
fn exposed(check: &FlowCheck<'_>, site: &Site, report: &mut Report) {
    let Some(sink) = exposes(check, site) else { return };
    for node in &site.template.body {
        if let template::Node::Print(expression) = node {
            printed(expression, &mut |call| {
                // Of a payload only the words are read; the rest says where they go.
                if &*site.property != "payload" || stands_in_words(&site.scalar.text, call.at.start as usize) {
                    report.add(SecretExposed { place: check.base.place(site.span(call.at)), sink });
                }
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
pub(super) fn printed(expression: &Expression, see: &mut dyn FnMut(&Call)) {
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

/// A secret in the query of an address, or in front of its host.
fn in_url(check: &FlowCheck<'_>, site: &Site, report: &mut Report) {
    let text = &*site.scalar.text;
    let is_address = match site.owner {
        Owner::Task(_) | Owner::Trigger(_) => matches!(&*site.property, "uri" | "url"),
        Owner::Default => ["http://", "https://", "jdbc:"].iter().any(|scheme| text.starts_with(scheme)),
        Owner::Input(_)
        | Owner::ResumeInput(_)
        | Owner::Output(_)
        | Owner::Variable(_)
        | Owner::Check
        | Owner::Sla
        | Owner::Flow
        | Owner::Block => false,
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
            let name = template::At { start: call.at.start, end };
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
    let property = &*site.property;
    if SCRIPTS.contains(&property) || property == "inputFiles" && is_code(site, &check.flow.task(task).object) {
        visit::calls(&site.template, &mut |call| {
            if call.callee.name == "secret" && call.callee.form == Form::Function {
                report.add(SecretInScript { place: check.base.place(site.span(call.name_at)) });
            }
        });
    }
}

fn walk(check: &FlowCheck<'_>, object: &Arc<Object>, report: &mut Report) {
    for property in &object.properties {
        if let Some(scalar) = property.value.as_scalar() {
            let told =
                secret(check, property, scalar, report) || credential_url(check, property.name(), scalar, report);
            if !told {
                credentials(check, property.name(), scalar, report);
            }
            instance(check.base, scalar, report);
            let image = matches!(property.name(), "containerImage" | "image");
            if image && moves(&scalar.text) {
                let place = check.base.place(scalar.content());
                report.add(UnpinnedContainerImage { place, image: scalar.text.to_string() });
            }
        }
        nested(check, property.name(), &property.value, report);
    }
}

fn nested(check: &FlowCheck<'_>, name: &str, node: &Node, report: &mut Report) {
    match &node.content {
        Content::Object(object) if !object.is_kind(Kind::Task) => walk(check, object, report),
        Content::List(items) => {
            for item in items {
                match item.as_scalar() {
                    Some(scalar) => credentials(check, name, scalar, report),
                    None => nested(check, name, item, report),
                }
            }
        }
        Content::Map(entries) => {
            for entry in entries {
                match entry.value.as_scalar() {
                    Some(scalar) => credentials(check, &entry.key.text, scalar, report),
                    None => nested(check, &entry.key.text, &entry.value, report),
                }
            }
        }
        Content::Missing | Content::Scalar(_) | Content::Object(_) => {}
    }
}

/// A token or a password somewhere in a text.
fn credentials(check: &FlowCheck<'_>, name: &str, scalar: &Scalar, report: &mut Report) {
    let found = credentials::find(&scalar.text);
    if let Some(found) = found.or_else(|| credentials::named(name, &scalar.text)) {
        report.add(HardcodedSecret { place: check.base.place(scalar.span_of(found)), what: name.to_owned() });
    }
}

/// A property that is a secret, and written out; whether it is.
fn secret(check: &FlowCheck<'_>, property: &Property, scalar: &Scalar, report: &mut Report) -> bool {
    let name = property.name();
    let password = || name.len() >= 8 && name.as_bytes()[name.len() - 8..].eq_ignore_ascii_case(b"password");
    if !property.field.is_some_and(|field| field.traits.secret) && !password() {
        return false;
    }
    let name = name.to_ascii_lowercase();
    let public = name.contains("user") || name.contains("url") || name.contains("uri") || name.contains("host");
    let found = !public && !scalar.text.is_empty() && !is_template(&scalar.text);
    if found {
        report.add(HardcodedSecret { place: check.base.place(scalar.content()), what: property.name().to_owned() });
    }
    found
}

/// An address that is as good as a password; whether it is.
fn credential_url(check: &FlowCheck<'_>, name: &str, scalar: &Scalar, report: &mut Report) -> bool {
    let found = CREDENTIAL_URLS.iter().any(|prefix| scalar.text.starts_with(prefix)) && !is_template(&scalar.text);
    if found {
        report.add(HardcodedSecret { place: check.base.place(scalar.content()), what: name.to_owned() });
    }
    found
}

/// Whether an image is another one tomorrow: it has no tag and no digest, or the one that moves.
fn moves(image: &str) -> bool {
    let name = image.rsplit('/').next().unwrap_or(image);
    let named = !image.is_empty() && !is_template(image) && !image.contains(char::is_whitespace);
    named && (name.ends_with(":latest") || !name.contains([':', '@']))
}

/// Addresses of one instance in a text that people read.
pub(super) fn instance(base: Base<'_>, scalar: &Scalar, report: &mut Report) {
    static SCHEME: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("http://"));
    let is_local = |at: &usize| ["localhost:", "127.0.0.1:"].iter().any(|host| scalar.text[at + 7..].starts_with(host));
    let Some(at) = SCHEME.find_iter(scalar.text.as_bytes()).find(is_local) else { return };
    let rest = &scalar.text[at..];
    if rest.contains("/ui/") {
        let end = rest.find("/ui/").unwrap_or(rest.len());
        report.add(HardcodedInstanceUrl { place: base.place(scalar.span_of(at..at + end)) });
    }
}
