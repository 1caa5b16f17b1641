//! Text that others wrote, on its way to what runs it: scripts, SQL, addresses, paths.
//!
//! What is free is told by where it comes from: inputs of text, the body of a webhook, answers of services and
//! models, what is read from files; and what is made of those by tasks, variables and loops in between.

use plan::template::At;
use plan::types::Type;
use report::Report;

use super::FlowCheck;
use crate::access::{Access, Through};
use crate::ast::{Content, Object};
use crate::diagnostics::path_injection::PathInjection;
use crate::diagnostics::script_injection::ScriptInjection;
use crate::diagnostics::sql_injection::SqlInjection;
use crate::diagnostics::untrusted_code_execution::UntrustedCodeExecution;
use crate::diagnostics::url_injection::UrlInjection;
use crate::environment::{Scope, is_keyed_loop};
use crate::flatten::is_true;
use crate::ir::{Input, Owner, Site, Task};

/// Properties whose text is run as code.
pub(super) const SCRIPTS: &[&str] = &["script", "commands", "beforeCommands"];

/// How the names of files end that hold code.
const CODE: &[&str] = &[".py", ".sh", ".bash", ".js", ".mjs", ".ts", ".rb", ".r", ".jl", ".ps1", ".sql", ".go", ".php"];

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
pub(crate) const HARMLESS: &[&str] = &[
    "escapeChar",
    "urlencode",
    "toJson",
    "json",
    "slugify",
    "number",
    "length",
    "base64encode",
    "md5",
    "sha1",
    "sha256",
    "sha512",
    "date",
    "timestamp",
];

/// Who wrote a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Author {
    /// Whoever starts the flow by hand.
    Person,
    /// Whoever calls a webhook.
    Caller,
    /// A service or a model that is asked.
    Service,
    /// Whoever wrote a file that is read.
    File,
}

/// How many tasks, variables and loops a text is followed through.
const HOPS: u32 = 4;

pub(crate) fn check(check: &FlowCheck<'_>, report: &mut Report) {
    for (_, site) in check.flow.sites.iter() {
        if let Owner::Task(task) = site.owner {
            sinks(check, site, check.flow.task(task), report);
        }
    }
}

fn sinks(check: &FlowCheck<'_>, site: &Site, task: &Task, report: &mut Report) {
    let property = &*site.property;
    let object = &task.object;
    let free = |access: &&Access| author(check, site, access, HOPS).is_some();
    if SCRIPTS.contains(&property) || property == "inputFiles" && is_code(site, object) {
        let mut seen = Vec::new();
        for access in site.accesses.iter().filter(free) {
            if !seen.contains(&access.path()) {
                seen.push(access.path());
                report.add(ScriptInjection { place: check.base.place(site.span(access.at)), path: access.path() });
            }
        }
    }
    // What is nothing but an answer is told of as such.
    let unread = (property == "sql" || SCRIPTS.contains(&property)) && unread_code(check, site, report);
    if property == "sql" && !unread {
        for access in site.accesses.iter().filter(free) {
            report.add(SqlInjection { place: check.base.place(site.span(access.at)), path: access.path() });
        }
    }
    let name = object.declaration().map_or("", |it| it.name);
    if matches!(property, "uri" | "url") && name.contains(".http.") {
        host(check, site, object, report);
    }
    let moves_files = name.contains(".fs.") && matches!(property, "to" | "from" | "uri" | "path" | "directory");
    if moves_files && let Some(access) = site.accesses.iter().find(free) {
        report.add(PathInjection { place: check.base.place(site.span(access.at)), path: access.path() });
    }
}

/// Whether a text is the content of a file that is code, by the name under which it stands.
pub(super) fn is_code(site: &Site, object: &Object) -> bool {
    let Some(Content::Map(entries)) = object.get("inputFiles").map(|node| &node.content) else { return false };
    entries.iter().any(|entry| {
        let here = entry.value.as_scalar().is_some_and(|scalar| scalar.content() == site.scalar.content());
        let name = entry.key.text.to_ascii_lowercase();
        here && CODE.iter().any(|ending| name.ends_with(ending))
    })
}

/// Code that is nothing but what a model answers or a server sends; whether it is.
fn unread_code(check: &FlowCheck<'_>, site: &Site, report: &mut Report) -> bool {
    let [access] = site.accesses.as_slice() else { return false };
    let outputs = &*access.root.text == "outputs" && site.template.whole_expression().is_some();
    let Some(task) = access.key(0).filter(|_| outputs).and_then(|name| check.flow.named(name)) else { return false };
    let Some(source) = service(task) else { return false };
    report.add(UntrustedCodeExecution {
        path: access.path(),
        place: check.base.place(site.span(access.at)),
        source,
        task_place: check.base.place(task.place()),
    });
    true
}

/// What answers a task that asks somebody else, in words.
fn service(task: &Task) -> Option<&'static str> {
    let name = task.object.type_name()?;
    if MODELS.iter().any(|word| name.text.contains(word)) {
        return Some("a model");
    }
    name.text.contains(".http.").then_some("a server")
}

/// The caller of a webhook who chooses the host of a request; whoever starts a flow by hand may.
fn host(check: &FlowCheck<'_>, site: &Site, object: &Object, report: &mut Report) {
    let text = &*site.scalar.text;
    let within_host = |at: At| {
        let before = text.get(..at.start as usize).unwrap_or_default();
        let before = before.rsplit("{{").nth(1).unwrap_or_default();
        let behind_scheme = before.split_once("://").map_or(before, |(_, host)| host);
        !behind_scheme.contains(['/', '?'])
    };
    for access in site.accesses.iter().filter(|access| within_host(access.at)) {
        if author(check, site, access, HOPS) != Some(Author::Caller) {
            continue;
        }
        let mut sends_secret = false;
        for property in &object.properties {
            property.value.scalars(&mut |scalar| sends_secret |= scalar.text.contains("secret("));
        }
        report.add(UrlInjection { path: access.path(), place: check.base.place(site.span(access.at)), sends_secret });
        return;
    }
}

/// Who wrote what is read, where anybody can have written it and it is passed on as it is.
fn author(check: &FlowCheck<'_>, site: &Site, access: &Access, hops: u32) -> Option<Author> {
    let tamed = access.through.iter().any(|it| match it {
        Through::Filter(name) => HARMLESS.contains(name),
        Through::Condition | Through::Key | Through::Test(_) => true,
        Through::Argument(_) | Through::Operand | Through::Loop | Through::Fallback | Through::Branch => false,
    });
    if tamed {
        return None;
    }
    let read = access.through.contains(&Through::Argument("read"));
    match &*access.root.text {
        "inputs" => {
            let names: Vec<&str> = access.keys.iter().map_while(|key| key.name.as_deref()).collect();
            let found =
                (1..=names.len()).rev().find_map(|keys| Some((keys, check.flow.input(&names[..keys].join("."))?)));
            let (keys, input) = found?;
            // A list or a map is printed as JSON, in which texts stand in quotes; what is taken out of it does not.
            let taken_out = access.keys.len() > keys
                || access.through.iter().any(|it| matches!(it, Through::Filter("join" | "first" | "last" | "jq")));
            let free = is_free_text(input, read) || taken_out && holds_free_text(input);
            free.then_some(Author::Person)
        }
        "trigger" => {
            let key = access.key(0).filter(|key| matches!(&***key, "body" | "headers" | "parameters"));
            key.map(|_| Author::Caller)
        }
        // Texts of files are as free as what was written into them.
        "outputs" if read => Some(Author::File),
        "outputs" => output(check, site, access, hops),
        "vars" if access.through.iter().any(|it| matches!(it, Through::Argument("render" | "renderOnce"))) => {
            variable(check, access, hops)
        }
        "taskrun" if access.starts_with("taskrun", &["value"]) => iterated(check, site, access, hops),
        _ => None,
    }
}

/// Whether the value of an input is a list or a map in which anybody can have written what they like.
fn holds_free_text(input: &Input) -> bool {
    match input.object.text("type").map(AsRef::as_ref).unwrap_or_default() {
        "ARRAY" => input.object.text("itemType").is_some_and(|it| **it == *"STRING"),
        "MULTISELECT" => is_true(&input.object, "allowCustomValue"),
        "JSON" | "YAML" => true,
        _ => false,
    }
}

fn is_free_text(input: &Input, read: bool) -> bool {
    let input_type = input.object.text("type").map(AsRef::as_ref).unwrap_or_default();
    let is_text = match input_type {
        "STRING" => input.ty == Type::Text,
        "SELECT" => is_true(&input.object, "allowCustomValue"),
        "FILE" => read,
        _ => false,
    };
    is_text && input.object.get("validator").is_none()
}

/// Keys under which services answer with text.
const ANSWERS: &[&str] =
    &["body", "content", "text", "textOutput", "outputText", "message", "choices", "completion", "predictions"];

/// What a task gives out: the answer it was given, or what it was told to give out.
fn output(check: &FlowCheck<'_>, site: &Site, access: &Access, hops: u32) -> Option<Author> {
    let task = access.key(0).and_then(|name| check.flow.named(name))?;
    let mut keys = access.keys[1..].iter().filter_map(|key| key.name.as_deref());
    if service(task).is_some() {
        let ty = Scope { flow: check.flow, owner: site.owner, property: &site.property }.type_of(access);
        let is_text = matches!(ty, Type::Text | Type::Unknown | Type::Record(_) | Type::Map(_) | Type::List(_));
        return (is_text && keys.any(|key| ANSWERS.contains(&key))).then_some(Author::Service);
    }
    if !task.object.is("io.kestra.plugin.core.debug.Return") || !keys.any(|key| key == "value") {
        return None;
    }
    let hops = hops.checked_sub(1)?;
    let format = check.flow.sites.of(task.object.scalar("format")?, Owner::Task(task.id))?;
    format.accesses.iter().find_map(|access| author(check, format, access, hops))
}

/// What a variable is rendered to.
fn variable(check: &FlowCheck<'_>, access: &Access, hops: u32) -> Option<Author> {
    let hops = hops.checked_sub(1)?;
    let name = access.key(0)?;
    let variable = check.flow.variables.iter().find(|variable| variable.name == *name)?;
    let (start, end) = (variable.value.span.start, variable.value.span.end);
    let sites = check.flow.sites.iter().map(|(_, site)| site);
    let mut within = sites.filter(|site| {
        let at = site.scalar.content();
        matches!(site.owner, Owner::Variable(_)) && start <= at.start && at.end <= end
    });
    within.find_map(|site| site.accesses.iter().find_map(|access| author(check, site, access, hops)))
}

/// The value of a loop over what others wrote.
fn iterated(check: &FlowCheck<'_>, site: &Site, access: &Access, hops: u32) -> Option<Author> {
    let hops = hops.checked_sub(1)?;
    let Owner::Task(task) = site.owner else { return None };
    let of = check.flow.around(task).find(|around| is_keyed_loop(around))?;
    let Some(catalog::Form::Each { over, .. }) = of.object.form() else { return None };
    let values = check.flow.sites.of(of.object.scalar(over)?, Owner::Task(of.id))?;
    // A part that a program takes out of a value may be a number.
    let whole = access.keys.len() == 1 && !access.through.contains(&Through::Filter("jq"));
    let list = |access: &Access| {
        let names: Vec<&str> = access.keys.iter().map_while(|key| key.name.as_deref()).collect();
        let input = check.flow.input(&names.join("."));
        input.is_some_and(|input| {
            let of_text = input.object.text("itemType").is_some_and(|it| **it == *"STRING");
            input.object.text("type").is_some_and(|it| **it == *"JSON" || **it == *"ARRAY" && of_text)
        })
    };
    values.accesses.iter().filter(|_| whole).find_map(|access| match &*access.root.text {
        "inputs" if list(access) => Some(Author::Person),
        _ => author(check, values, access, hops),
    })
}
