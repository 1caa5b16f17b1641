//! Every setting of `lanner.yaml`: its name, what it decides, and how it is read.

use compiler::settings::{NamespaceFiles, PluginDefault};
use compiler::{Edition, Naming, Override};
use grammar::yaml::Node;
use plan::evaluate::Limit;
use runtime::settings::{Redirect, Sync};

use super::reader::Reader;
use super::world::SECRET_ENCODINGS;
use super::{Configuration, Include, serving};

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
    /// Whether its value may be shown.
    pub(crate) secret: Secret,
    /// Takes its value in.
    pub(super) read: fn(&mut Configuration, &mut Reader<'_>, &Node),
}

/// Whether a value is shown to nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Secret {
    /// It may be shown.
    No,
    /// It is a secret.
    Yes,
}

impl Key {
    /// The variable of the process that decides the same.
    pub(crate) fn variable(&self) -> String {
        format!("LANNER_{}", self.name.replace('-', "_").to_uppercase())
    }
}

/// What is written behind a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// A text.
    Text,
    /// A version of the language.
    Version,
    /// One of these words.
    OneOf(&'static [&'static str]),
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
    /// Any value for each name.
    Values,
    /// Any value for each name, for each namespace.
    ValuesByNamespace,
    /// A whole number for each name.
    Numbers,
    /// A list of texts for each name.
    Lists,
    /// A list of types with values.
    Defaults,
    /// A store for files.
    Storage,
    /// A list of decisions for some paths.
    Overrides,
    /// A value for each limit.
    Limits,
    /// A role and more for each name.
    Users,
    /// Where traces go.
    Telemetry,
}

/// The editions by name.
const EDITIONS: [&str; 2] = [Edition::OpenSource.name(), Edition::Enterprise.name()];

/// The ways to write ids by name.
const NAMINGS: [&str; 3] = [Naming::Snake.name(), Naming::Kebab.name(), Naming::Camel.name()];

/// When a commit counts as done.
const SYNCS: [&str; 2] = ["always", "never"];

/// Every setting, by name.
pub(crate) const KEYS: &[Key] = &[
    Key {
        name: "edition",
        about: "the edition of the server the files are written for: what only `ee` has is an error in `oss`",
        shape: Shape::OneOf(&EDITIONS),
        absent: "oss",
        secret: Secret::No,
        read: |configuration, reader, node| {
            let name = reader.within("edition").word(node, &EDITIONS);
            configuration.settings.edition =
                name.and_then(|it| Edition::ALL.into_iter().find(|edition| edition.name() == it));
        },
    },
    Key {
        name: "encryption-key",
        about: "the key of secret inputs and outputs: 16 or 32 bytes in base64",
        shape: Shape::Text,
        absent: "none, and they are refused",
        secret: Secret::Yes,
        read: |configuration, reader, node| configuration.world.read_encryption_key(reader, node),
    },
    Key {
        name: "envs",
        about: "what expressions see as `envs`, beside the variables of the process that begin with `ENV_`",
        shape: Shape::Map,
        absent: "only those variables",
        secret: Secret::No,
        read: |configuration, reader, node| configuration.world.read_envs(reader, node),
    },
    Key {
        name: "exclude",
        about: "files that are left alone, as patterns over paths below this folder",
        shape: Shape::Texts,
        absent: "nothing is left out",
        secret: Secret::No,
        read: |configuration, reader, node| configuration.exclude = reader.within("exclude").path_patterns(node),
    },
    Key {
        name: "expressions",
        about: "how much an expression may spend: fuel, max-call-depth, max-output-size, max-range, …",
        shape: Shape::Numbers,
        absent: "the limits that are built in",
        secret: Secret::No,
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
        secret: Secret::No,
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
        secret: Secret::No,
        read: |configuration, reader, node| {
            configuration.settings.external_flows = reader.within("external-flows").patterns(node);
        },
    },
    Key {
        name: "external-types",
        about: "prefixes of types that are accepted without being known",
        shape: Shape::Texts,
        absent: "only those of the catalogue",
        secret: Secret::No,
        read: |configuration, reader, node| {
            configuration.settings.external_types = reader.within("external-types").texts(node);
        },
    },
    Key {
        name: "forbidden-properties",
        about: "properties nobody may use",
        shape: Shape::Texts,
        absent: "none",
        secret: Secret::No,
        read: |configuration, reader, node| {
            configuration.settings.forbidden_properties = reader.within("forbidden-properties").texts(node);
        },
    },
    Key {
        name: "forbidden-types",
        about: "prefixes of types nobody may use",
        shape: Shape::Texts,
        absent: "none",
        secret: Secret::No,
        read: |configuration, reader, node| {
            configuration.settings.forbidden_types = reader.within("forbidden-types").texts(node);
        },
    },
    Key {
        name: "globals",
        about: "what expressions see as `globals`",
        shape: Shape::Values,
        absent: "nothing",
        secret: Secret::No,
        read: |configuration, reader, node| configuration.world.read_globals(reader, node),
    },
    Key {
        name: "ignored-inputs",
        about: "inputs whose ids start like this may stay unread",
        shape: Shape::Text,
        absent: "none",
        secret: Secret::No,
        read: |configuration, reader, node| {
            configuration.settings.ignored_inputs = reader.within("ignored-inputs").text(node);
        },
    },
    Key {
        name: "include",
        about: "the only files that are looked at, as patterns over paths below this folder",
        shape: Shape::Texts,
        absent: "every YAML file",
        secret: Secret::No,
        read: |configuration, reader, node| {
            let patterns = reader.within("include").path_patterns(node);
            configuration.include.push(Include { below: reader.folder().to_owned(), patterns });
        },
    },
    Key {
        name: "kv",
        about: "the keys that exist in the key-value store",
        shape: Shape::Texts,
        absent: "not known",
        secret: Secret::No,
        read: |configuration, reader, node| configuration.settings.keys = Some(reader.within("kv").texts(node)),
    },
    Key {
        name: "levels",
        about: "how bad a finding is, by code or group: off, hint, info, warning or error",
        shape: Shape::Levels,
        absent: "as each code says",
        secret: Secret::No,
        read: |configuration, reader, node| configuration.settings.levels = reader.within("levels").levels(node),
    },
    Key {
        name: "limits",
        about: "how much clients, tasks and the store of a server may take; docs/operations.md lists them",
        shape: Shape::Limits,
        absent: "the limits that are built in",
        secret: Secret::No,
        read: |configuration, reader, node| serving::read_limits(&mut configuration.serving, reader, node),
    },
    Key {
        name: "namespace-files",
        about: "the files that exist in each namespace",
        shape: Shape::Lists,
        absent: "not known",
        secret: Secret::No,
        read: |configuration, reader, node| {
            for (namespace, entry) in reader.within("namespace-files").entries(node) {
                let paths = reader.within(namespace).texts(&entry.value);
                let files = NamespaceFiles { namespace: namespace.to_owned(), paths };
                configuration.settings.namespace_files.push(files);
            }
        },
    },
    Key {
        name: "naming",
        about: "how ids of tasks and inputs are written: snake_case, kebab-case or camelCase",
        shape: Shape::OneOf(&NAMINGS),
        absent: "as most ids of each flow are",
        secret: Secret::No,
        read: |configuration, reader, node| {
            let name = reader.within("naming").word(node, &NAMINGS);
            configuration.settings.naming =
                name.and_then(|it| Naming::ALL.into_iter().find(|naming| naming.name() == it));
        },
    },
    Key {
        name: "overrides",
        about: "other versions and levels for some paths",
        shape: Shape::Overrides,
        absent: "none",
        secret: Secret::No,
        read: |configuration, reader, node| {
            let items = reader.within("overrides").items(node);
            configuration.settings.overrides = items.iter().map(|item| read_override(reader, item)).collect();
        },
    },
    Key {
        name: "plugin-defaults",
        about: "what tasks are given by their type, as `pluginDefaults` in a flow does, also by namespace",
        shape: Shape::Defaults,
        absent: "none",
        secret: Secret::No,
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
        secret: Secret::No,
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
        secret: Secret::No,
        read: |configuration, reader, node| {
            configuration.settings.require_reason = reader.within("require-reason").truth(node).unwrap_or_default();
        },
    },
    Key {
        name: "retention",
        about: "how long ended executions are kept, as a duration: `P90D`",
        shape: Shape::Text,
        absent: "for ever",
        secret: Secret::No,
        read: |configuration, reader, node| {
            let Some(text) = reader.within("retention").text(node) else { return };
            match runtime::duration::parse(&text) {
                Some(age) => configuration.retention = Some(age),
                None => reader.wrong(node, format!("`{text}` is no duration such as `P90D`")),
            }
        },
    },
    Key {
        name: "secret-encoding",
        about: "how variables that begin with `SECRET_` hold secrets: `base64` or `plain`",
        shape: Shape::OneOf(&SECRET_ENCODINGS),
        absent: "base64",
        secret: Secret::No,
        read: |configuration, reader, node| configuration.world.read_secret_encoding(reader, node),
    },
    Key {
        name: "secret-file",
        about: "a file of secrets: lines `NAME=value`, or YAML",
        shape: Shape::Text,
        absent: "none",
        secret: Secret::No,
        read: |configuration, reader, node| configuration.world.secret_file = reader.within("secret-file").path(node),
    },
    Key {
        name: "secret-folder",
        about: "a folder with a file for each secret, as orchestrators mount them",
        shape: Shape::Text,
        absent: "none",
        secret: Secret::No,
        read: |configuration, reader, node| {
            configuration.world.secret_folder = reader.within("secret-folder").path(node);
        },
    },
    Key {
        name: "secrets",
        about: "the names of the secrets that exist",
        shape: Shape::Texts,
        absent: "not known",
        secret: Secret::No,
        read: |configuration, reader, node| configuration.settings.secrets = Some(reader.within("secrets").texts(node)),
    },
    Key {
        name: "storage",
        about: "where files lie: `local`, or `s3` with a bucket; its keys are in `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`",
        shape: Shape::Storage,
        absent: "in the data folder",
        secret: Secret::No,
        read: |configuration, reader, node| configuration.world.read_storage(reader, node),
    },
    Key {
        name: "sync",
        about: "when a commit counts as done: `always`, when the disk has it, or `never`, up to a second before that",
        shape: Shape::OneOf(&SYNCS),
        absent: "always",
        secret: Secret::No,
        read: |configuration, reader, node| {
            configuration.sync = match reader.within("sync").word(node, &SYNCS) {
                Some("never") => Some(Sync::Never),
                word => word.map(|_| Sync::Always),
            };
        },
    },
    Key {
        name: "target-version",
        about: "the version of the language the files are written for",
        shape: Shape::Version,
        absent: "as each file's own words imply",
        secret: Secret::No,
        read: |configuration, reader, node| {
            configuration.settings.target = reader.within("target-version").version(node);
        },
    },
    Key {
        name: "telemetry",
        about: "where traces of executions go: `endpoint` of a collector, and the `service` this server is called",
        shape: Shape::Telemetry,
        absent: "nowhere",
        secret: Secret::No,
        read: |configuration, reader, node| serving::read_telemetry(&mut configuration.serving, reader, node),
    },
    Key {
        name: "time-zone",
        about: "the zone of schedules and of dates where none is named",
        shape: Shape::Text,
        absent: "UTC",
        secret: Secret::No,
        read: |configuration, reader, node| configuration.world.read_zone(reader, node),
    },
    Key {
        name: "trusted-proxies",
        about: "addresses and networks of proxies that are believed about where a request comes from",
        shape: Shape::Texts,
        absent: "none",
        secret: Secret::No,
        read: |configuration, reader, node| serving::read_proxies(&mut configuration.serving, reader, node),
    },
    Key {
        name: "types",
        about: "JSON files that describe types of your own",
        shape: Shape::Texts,
        absent: "only the types that are known",
        secret: Secret::No,
        read: |configuration, reader, node| configuration.types = reader.within("types").files(node),
    },
    Key {
        name: "url",
        about: "the address people reach the server at, for links in messages",
        shape: Shape::Text,
        absent: "the address that is listened on",
        secret: Secret::No,
        read: |configuration, reader, node| configuration.url = reader.within("url").text(node),
    },
    Key {
        name: "users",
        about: "who may log in to a server, each with a role; without users nobody has to",
        shape: Shape::Users,
        absent: "none: only this machine is let in",
        secret: Secret::No,
        read: |configuration, reader, node| serving::read_users(&mut configuration.serving, reader, node),
    },
    Key {
        name: "variables",
        about: "what expressions see as `namespace`, by namespace; those inside one see it too",
        shape: Shape::ValuesByNamespace,
        absent: "nothing",
        secret: Secret::No,
        read: |configuration, reader, node| configuration.world.read_variables(reader, node),
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

/// The keys of an item of `plugin-defaults`, with what each decides.
pub(crate) const DEFAULTS_KEYS: [(&str, &str); 4] = [
    ("forced", "whether it wins over what a task says itself"),
    ("namespace", "only flows of this namespace and those inside it get it"),
    ("type", "what the types begin with"),
    ("values", "what tasks of these types are given"),
];

fn read_defaults(reader: &mut Reader<'_>, node: &Node) -> Option<PluginDefault> {
    let mut type_prefix = None;
    let mut item = PluginDefault { type_prefix: String::new(), namespace: None, forced: false, values: Vec::new() };
    for (name, entry) in reader.within("plugin-defaults").entries(node) {
        match name {
            "forced" => item.forced = reader.within("forced").truth(&entry.value).unwrap_or_default(),
            "namespace" => item.namespace = reader.within("namespace").text(&entry.value),
            "type" => type_prefix = reader.within("type").text(&entry.value),
            "values" => {
                let values = reader.within("values").entries(&entry.value);
                item.values = values.into_iter().map(|(_, entry)| entry.clone()).collect();
            }
            _ => reader.unknown(&entry.key, name, DEFAULTS_KEYS.into_iter().map(|(name, _)| name)),
        }
    }
    match type_prefix {
        Some(type_prefix) => Some(PluginDefault { type_prefix, ..item }),
        None => {
            reader.wrong(node, "an item of `plugin-defaults` needs a `type`");
            None
        }
    }
}
