//! Every setting of `lanner.yaml`: its name, what it decides, and how it is read.

use compiler::Override;
use compiler::settings::{NamespaceFiles, PluginDefault};
use grammar::yaml::Node;
use plan::evaluate::Limit;
use runtime::settings::{Redirect, Sync};

use super::reader::Reader;
use super::{Configuration, serving};

/// A setting.
pub(crate) struct Key {
    /// The key in the file.
    pub(crate) name: &'static str,
    /// What it decides.
    pub(crate) about: &'static str,
    /// What is written behind it.
    pub(crate) shape: Shape,
    /// What holds where nothing is said, in words.
    pub(crate) absent: &'static str,
    /// Takes its value in.
    pub(super) read: fn(&mut Configuration, &mut Reader<'_>, &Node),
}

/// What is written behind a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// A text.
    Text,
    /// A version of the language.
    Version,
    /// `true` or `false`.
    Truth,
    /// Texts in a list.
    Texts,
    /// A text, or several in a list.
    TextOrTexts,
    /// A level for each code or group.
    Levels,
    /// A text for each name.
    Map,
    /// A whole number for each name.
    Numbers,
    /// A list of texts for each name.
    Lists,
    /// A list of types with values.
    Defaults,
    /// A list of decisions for some paths.
    Overrides,
    /// A value for each limit.
    Limits,
    /// A role and more for each name.
    Users,
    /// Where traces go.
    Telemetry,
}

/// Every setting, by name.
pub(crate) const KEYS: &[Key] = &[
    Key {
        name: "exclude",
        about: "files that are left alone, as patterns over paths below this folder",
        shape: Shape::Texts,
        absent: "nothing is left out",
        read: |configuration, reader, node| configuration.exclude = reader.within("exclude").path_patterns(node),
    },
    Key {
        name: "expressions",
        about: "how much an expression may spend: fuel, max-call-depth, max-output-size, max-range, …",
        shape: Shape::Numbers,
        absent: "the limits that are built in",
        read: |configuration, reader, node| {
            for (name, entry) in reader.within("expressions").entries(node) {
                match Limit::ALL.into_iter().find(|limit| limit.key() == name) {
                    Some(limit) => {
                        let value = reader.within(limit.key()).number(&entry.value);
                        configuration.limits.extend(value.map(|value| (limit, value)));
                    }
                    None => reader.unknown(&entry.key, name, Limit::ALL.into_iter().map(Limit::key)),
                }
            }
        },
    },
    Key {
        name: "extends",
        about: "other settings files that hold where this one decides nothing",
        shape: Shape::TextOrTexts,
        absent: "no other file",
        read: |configuration, reader, node| {
            let one = node.as_str().map(|path| vec![path.to_owned()]);
            configuration.extends = one.unwrap_or_else(|| reader.within("extends").texts(node));
        },
    },
    Key {
        name: "external-flows",
        about: "flows that exist elsewhere, as `namespace.id`; `*` stands for anything",
        shape: Shape::Texts,
        absent: "only those of the project",
        read: |configuration, reader, node| {
            configuration.settings.external_flows = reader.within("external-flows").patterns(node);
        },
    },
    Key {
        name: "external-types",
        about: "prefixes of types that are accepted without being known",
        shape: Shape::Texts,
        absent: "only those of the catalogue",
        read: |configuration, reader, node| {
            configuration.settings.external_types = reader.within("external-types").texts(node);
        },
    },
    Key {
        name: "forbidden-properties",
        about: "properties nobody may use",
        shape: Shape::Texts,
        absent: "none",
        read: |configuration, reader, node| {
            configuration.settings.forbidden_properties = reader.within("forbidden-properties").texts(node);
        },
    },
    Key {
        name: "forbidden-types",
        about: "prefixes of types nobody may use",
        shape: Shape::Texts,
        absent: "none",
        read: |configuration, reader, node| {
            configuration.settings.forbidden_types = reader.within("forbidden-types").texts(node);
        },
    },
    Key {
        name: "ignored-inputs",
        about: "inputs whose ids start like this may stay unread",
        shape: Shape::Text,
        absent: "none",
        read: |configuration, reader, node| {
            configuration.settings.ignored_inputs = reader.within("ignored-inputs").text(node);
        },
    },
    Key {
        name: "include",
        about: "the only files that are looked at, as patterns over paths below this folder",
        shape: Shape::Texts,
        absent: "every YAML file",
        read: |configuration, reader, node| configuration.include = reader.within("include").path_patterns(node),
    },
    Key {
        name: "kv",
        about: "the keys that exist in the key-value store",
        shape: Shape::Texts,
        absent: "not known",
        read: |configuration, reader, node| configuration.settings.keys = Some(reader.within("kv").texts(node)),
    },
    Key {
        name: "levels",
        about: "how bad a finding is, by code or group: off, hint, info, warning or error",
        shape: Shape::Levels,
        absent: "as each code says",
        read: |configuration, reader, node| configuration.settings.levels = reader.within("levels").levels(node),
    },
    Key {
        name: "limits",
        about: "how much clients, tasks and the store of a server may take; docs/operations.md lists them",
        shape: Shape::Limits,
        absent: "the limits that are built in",
        read: |configuration, reader, node| serving::read_limits(&mut configuration.serving, reader, node),
    },
    Key {
        name: "namespace-files",
        about: "the files that exist in each namespace",
        shape: Shape::Lists,
        absent: "not known",
        read: |configuration, reader, node| {
            for (namespace, entry) in reader.within("namespace-files").entries(node) {
                let paths = reader.within(namespace).texts(&entry.value);
                let files = NamespaceFiles { namespace: namespace.to_owned(), paths };
                configuration.settings.namespace_files.push(files);
            }
        },
    },
    Key {
        name: "overrides",
        about: "other versions and levels for some paths",
        shape: Shape::Overrides,
        absent: "none",
        read: |configuration, reader, node| {
            let items = reader.within("overrides").items(node);
            configuration.settings.overrides = items.iter().map(|item| read_override(reader, item)).collect();
        },
    },
    Key {
        name: "plugin-defaults",
        about: "what the server gives to tasks by type, as `pluginDefaults` in a flow does",
        shape: Shape::Defaults,
        absent: "none",
        read: |configuration, reader, node| {
            let items = reader.within("plugin-defaults").items(node);
            configuration.settings.plugin_defaults =
                items.iter().filter_map(|item| read_defaults(reader, item)).collect();
        },
    },
    Key {
        name: "redirects",
        about: "hosts that requests go elsewhere for, each with a URL",
        shape: Shape::Map,
        absent: "none",
        read: |configuration, reader, node| {
            for (host, entry) in reader.within("redirects").entries(node) {
                let Some(url) = reader.text(&entry.value) else { continue };
                let redirect = format!("{host}={url}");
                match Redirect::parse(&redirect) {
                    Ok(_) => configuration.redirects.push(redirect),
                    Err(message) => reader.wrong(&entry.value, message),
                }
            }
        },
    },
    Key {
        name: "require-reason",
        about: "whether a comment that lets a finding pass must say why",
        shape: Shape::Truth,
        absent: "false",
        read: |configuration, reader, node| {
            configuration.settings.require_reason = reader.within("require-reason").truth(node).unwrap_or_default();
        },
    },
    Key {
        name: "retention",
        about: "how long ended executions are kept, as a duration: `P90D`",
        shape: Shape::Text,
        absent: "for ever",
        read: |configuration, reader, node| {
            let Some(text) = reader.within("retention").text(node) else { return };
            match runtime::duration::parse(&text) {
                Some(age) => configuration.retention = Some(age),
                None => reader.wrong(node, format!("`{text}` is no duration such as `P90D`")),
            }
        },
    },
    Key {
        name: "secrets",
        about: "the names of the secrets that exist",
        shape: Shape::Texts,
        absent: "not known",
        read: |configuration, reader, node| configuration.settings.secrets = Some(reader.within("secrets").texts(node)),
    },
    Key {
        name: "sync",
        about: "when a commit counts as done: `always`, when the disk has it, or `never`, before that",
        shape: Shape::Text,
        absent: "always",
        read: |configuration, reader, node| {
            let Some(text) = reader.within("sync").text(node) else { return };
            match text.as_str() {
                "always" => configuration.sync = Some(Sync::Always),
                "never" => configuration.sync = Some(Sync::Never),
                _ => reader.wrong(node, format!("`{text}` is neither `always` nor `never`")),
            }
        },
    },
    Key {
        name: "target-version",
        about: "the version of the language the files are written for",
        shape: Shape::Version,
        absent: "as each file's own words imply",
        read: |configuration, reader, node| {
            configuration.settings.target = reader.within("target-version").version(node);
        },
    },
    Key {
        name: "telemetry",
        about: "where traces of executions go: `endpoint` of a collector, and the `service` this server is called",
        shape: Shape::Telemetry,
        absent: "nowhere",
        read: |configuration, reader, node| serving::read_telemetry(&mut configuration.serving, reader, node),
    },
    Key {
        name: "trusted-proxies",
        about: "addresses and networks of proxies that are believed about where a request comes from",
        shape: Shape::Texts,
        absent: "none",
        read: |configuration, reader, node| serving::read_proxies(&mut configuration.serving, reader, node),
    },
    Key {
        name: "types",
        about: "JSON files that describe types of your own",
        shape: Shape::Texts,
        absent: "only the types that are known",
        read: |configuration, reader, node| configuration.types = reader.within("types").files(node),
    },
    Key {
        name: "url",
        about: "the address people reach the server at, for links in messages",
        shape: Shape::Text,
        absent: "the address that is listened on",
        read: |configuration, reader, node| configuration.url = reader.within("url").text(node),
    },
    Key {
        name: "users",
        about: "who may log in to a server, each with a role; without users nobody has to",
        shape: Shape::Users,
        absent: "none: only this machine is let in",
        read: |configuration, reader, node| serving::read_users(&mut configuration.serving, reader, node),
    },
];

/// The keys of an item of `overrides`, with what is written behind each and what it decides.
pub(crate) const OVERRIDE_KEYS: [(&str, Shape, &str); 3] = [
    ("levels", Shape::Levels, "how bad a finding is there"),
    ("paths", Shape::Texts, "patterns over paths below this folder: `*` within a folder, `**` across folders"),
    ("target-version", Shape::Version, "the version of the language the files there are written for"),
];

fn read_override(reader: &mut Reader<'_>, node: &Node) -> Override {
    let mut item = Override::default();
    for (name, entry) in reader.within("overrides").entries(node) {
        match name {
            "paths" => item.paths = reader.within("paths").path_patterns(&entry.value),
            "target-version" => item.target = reader.within("target-version").version(&entry.value),
            "levels" => item.levels = reader.within("levels").levels(&entry.value),
            _ => reader.unknown(&entry.key, name, OVERRIDE_KEYS.into_iter().map(|(name, ..)| name)),
        }
    }
    item
}

/// The keys of an item of `plugin-defaults`.
const DEFAULTS_KEYS: [&str; 2] = ["type", "values"];

fn read_defaults(reader: &mut Reader<'_>, node: &Node) -> Option<PluginDefault> {
    let mut type_prefix = None;
    let mut properties = Vec::new();
    for (name, entry) in reader.within("plugin-defaults").entries(node) {
        match name {
            "type" => type_prefix = reader.within("type").text(&entry.value),
            "values" => {
                let values = reader.within("values").entries(&entry.value);
                properties = values.into_iter().map(|(name, _)| name.to_owned()).collect();
            }
            _ => reader.unknown(&entry.key, name, DEFAULTS_KEYS.into_iter()),
        }
    }
    if type_prefix.is_none() {
        reader.wrong(node, "an item of `plugin-defaults` needs a `type`");
    }
    Some(PluginDefault { type_prefix: type_prefix?, properties })
}
