//! The settings of whoever operates a server: users, limits, proxies.

use grammar::yaml::Node;
use plan::Text;
use runtime::access::password::PasswordHash;
use runtime::access::token::TokenHash;
use runtime::access::{Role, User};
use runtime::web::remote::Network;
use runtime::{settings, web};

use super::reader::Reader;

/// What is decided about a server.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Serving {
    /// Who may log in.
    pub(crate) users: Vec<User>,
    /// Proxies that are believed.
    pub(crate) trusted_proxies: Vec<Network>,
    /// Where traces go.
    pub(crate) telemetry: Telemetry,
    /// Limits by name, with their values as they stand in the file; each can be read.
    pub(crate) limits: Vec<(String, String)>,
}

/// Where traces go.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Telemetry {
    /// A collector that takes OTLP over HTTP.
    pub(crate) endpoint: Option<String>,
    /// What this server is called.
    pub(crate) service: Option<String>,
}

/// The keys of `telemetry`, and what each decides.
pub(crate) const TELEMETRY_KEYS: [(&str, &str); 2] = [
    ("endpoint", "a collector that takes OTLP over HTTP, as `http://collector:4318`"),
    ("service", "what this server is called there"),
];

/// The keys of a user, what is written behind each, and what it decides.
pub(crate) const USER_KEYS: [(&str, UserShape, &str); 5] = [
    ("groups", UserShape::Texts, "the groups of private apps they belong to"),
    ("namespaces", UserShape::Texts, "the namespaces they are kept to, with those below; all where absent"),
    ("password", UserShape::Text, "what `lanner password` makes of their password"),
    ("role", UserShape::Role, "viewer, runner, editor or admin"),
    ("tokens", UserShape::Texts, "the hashes of their tokens, as `lanner token` makes them"),
];

/// What is written behind a key of a user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum UserShape {
    /// A text.
    Text,
    /// Texts in a list.
    Texts,
    /// The name of a role.
    Role,
}

impl Serving {
    /// Adds what another file decides; where both decide, the other wins.
    pub(super) fn then(&mut self, other: Self) {
        self.users.retain(|user| !other.users.iter().any(|newer| newer.name == user.name));
        self.users.extend(other.users);
        if !other.trusted_proxies.is_empty() {
            self.trusted_proxies = other.trusted_proxies;
        }
        self.telemetry.endpoint = other.telemetry.endpoint.or(self.telemetry.endpoint.take());
        self.telemetry.service = other.telemetry.service.or(self.telemetry.service.take());
        self.limits.extend(other.limits);
    }

    /// The limits of the web server.
    pub(crate) fn web_limits(&self) -> web::Limits {
        let mut limits = web::Limits::default();
        for (key, value) in &self.limits {
            if let Some(limit) = web::Limits::ALL.iter().find(|limit| limit.key() == *key) {
                // It was read before, with the file.
                let _ = (limit.set)(&mut limits, value);
            }
        }
        limits
    }

    /// The limits of the engine.
    pub(crate) fn engine_limits(&self) -> settings::Limits {
        let mut limits = settings::Limits::default();
        for (key, value) in &self.limits {
            if let Some(limit) = settings::Limits::ALL.iter().find(|limit| limit.key() == *key) {
                // It was read before, with the file.
                let _ = (limit.set)(&mut limits, value);
            }
        }
        limits
    }
}

/// Every limit: its key, what it bounds, and its default.
pub(crate) fn all_limits() -> impl Iterator<Item = (String, &'static str, &'static str)> {
    let web = web::Limits::ALL.iter().map(|limit| (limit.key(), limit.about.trim(), limit.default));
    web.chain(settings::Limits::ALL.iter().map(|limit| (limit.key(), limit.about.trim(), limit.default)))
}

pub(super) fn read_limits(serving: &mut Serving, reader: &mut Reader<'_>, node: &Node) {
    for (name, entry) in reader.within("limits").entries(node) {
        let Some(text) = reader.within(name).text(&entry.value) else { continue };
        let web = web::Limits::ALL.iter().find(|limit| limit.key() == name);
        let engine = settings::Limits::ALL.iter().find(|limit| limit.key() == name);
        let read = match (web, engine) {
            (Some(limit), _) => (limit.set)(&mut web::Limits::default(), &text),
            (None, Some(limit)) => (limit.set)(&mut settings::Limits::default(), &text),
            (None, None) => {
                let keys: Vec<String> = all_limits().map(|(key, ..)| key).collect();
                reader.unknown_of(&entry.key, name, &keys);
                continue;
            }
        };
        match read {
            Ok(()) => serving.limits.push((name.to_owned(), text)),
            Err(message) => reader.wrong(&entry.value, message),
        }
    }
}

pub(super) fn read_proxies(serving: &mut Serving, reader: &mut Reader<'_>, node: &Node) {
    for item in reader.within("trusted-proxies").items(node) {
        let Some(text) = reader.text(item) else { continue };
        match text.parse() {
            Ok(network) => serving.trusted_proxies.push(network),
            Err(wrong) => reader.wrong(item, format!("{wrong}")),
        }
    }
}

pub(super) fn read_telemetry(serving: &mut Serving, reader: &mut Reader<'_>, node: &Node) {
    for (name, entry) in reader.within("telemetry").entries(node) {
        match name {
            "endpoint" => serving.telemetry.endpoint = reader.within("endpoint").text(&entry.value),
            "service" => serving.telemetry.service = reader.within("service").text(&entry.value),
            _ => reader.unknown(&entry.key, name, TELEMETRY_KEYS.into_iter().map(|(name, _)| name)),
        }
    }
}

pub(super) fn read_users(serving: &mut Serving, reader: &mut Reader<'_>, node: &Node) {
    for (name, entry) in reader.within("users").entries(node) {
        let (mut password, mut tokens, mut role) = (None, Vec::new(), None);
        let (mut namespaces, mut groups) = (Vec::new(), Vec::new());
        let texts = |reader: &mut Reader<'_>, key: &str, node: &Node| -> Vec<Text> {
            reader.within(key).texts(node).iter().map(|text| text.as_str().into()).collect()
        };
        for (key, entry) in reader.within(name).entries(&entry.value) {
            match key {
                "password" => {
                    let Some(text) = reader.within("password").text(&entry.value) else { continue };
                    match PasswordHash::parse(&text) {
                        Ok(hash) => password = Some(hash),
                        Err(message) => reader.wrong(&entry.value, message),
                    }
                }
                "tokens" => {
                    for item in reader.within("tokens").items(&entry.value) {
                        let Some(text) = reader.text(item) else { continue };
                        match TokenHash::parse(&text) {
                            Some(hash) => tokens.push(hash),
                            None => reader.wrong(item, "this is no hash of a token; `lanner token` makes one"),
                        }
                    }
                }
                "role" => {
                    let Some(text) = reader.within("role").text(&entry.value) else { continue };
                    role = Role::parse(&text);
                    if role.is_none() {
                        let names = Role::ALL.map(Role::name).join(", ");
                        reader.wrong(&entry.value, format!("`{text}` is no role; roles are {names}"));
                    }
                }
                "namespaces" => namespaces = texts(reader, "namespaces", &entry.value),
                "groups" => groups = texts(reader, "groups", &entry.value),
                _ => reader.unknown(&entry.key, key, USER_KEYS.into_iter().map(|(key, ..)| key)),
            }
        }
        if name.contains(':') {
            reader.wrong(&entry.key, format!("`{name}` cannot be a name: HTTP takes `:` for its end"));
            continue;
        }
        // Without a role that was understood nobody gets more than the least.
        let role = role.unwrap_or(Role::Viewer);
        serving.users.push(User { name: name.into(), password, tokens, role, namespaces, groups });
    }
}

#[cfg(test)]
mod tests {
    use report::{FileId, Source};

    use super::*;
    use crate::configuration::Configuration;

    fn read(text: &str) -> (Serving, Vec<String>) {
        let (configuration, findings) = Configuration::read(&Source::new(FileId(0), "lanner.yaml", text), "");
        (configuration.serving, findings.iter().map(|finding| finding.message.clone()).collect())
    }

    #[test]
    fn users_limits_and_proxies_are_read() {
        let token = TokenHash::of("token").to_text();
        let text = format!(
            "users:\n  ada:\n    role: editor\n    namespaces: [company.team]\n    groups: [Finance]\n    tokens: ['{token}']\n\
             limits: {{streams: 7, upload: 5MB, tasks-drain: PT5S}}\ntrusted-proxies: [10.0.0.0/8]\n"
        );
        let (serving, told) = read(&text);
        assert_eq!(told, Vec::<String>::new());
        let ada = &serving.users[0];
        assert_eq!((&*ada.name, ada.role, ada.namespaces.len(), ada.tokens.len()), ("ada", Role::Editor, 1, 1));
        assert_eq!((serving.web_limits().streams, serving.web_limits().upload), (7, 5_000_000));
        assert_eq!(serving.engine_limits().tasks_drain.as_secs(), 5);
        assert_eq!(serving.trusted_proxies.len(), 1);
    }

    #[test]
    fn mistakes_are_told() {
        for (text, expected) in [
            ("users: {ada: {role: root}}", "`root` is no role; roles are viewer, runner, editor, admin"),
            ("users: {ada: {password: hunter2}}", "this is no hash of Argon2id; `lanner password` makes one"),
            ("users: {ada: {tokens: [abc]}}", "this is no hash of a token; `lanner token` makes one"),
            ("users: {ada: {rol: admin}}", "there is no setting `rol`; did you mean `role`?"),
            ("users: {'a:b': {role: admin}}", "`a:b` cannot be a name: HTTP takes `:` for its end"),
            ("limits: {stream: 5}", "there is no setting `stream`; did you mean `streams`?"),
            ("limits: {streams: many}", "`many` is no number such as `5000` or `10MB`"),
            ("telemetry: {endpont: x}", "there is no setting `endpont`; did you mean `endpoint`?"),
            ("trusted-proxies: [ten]", "`ten` is no address or network such as `10.0.0.0/8`"),
        ] {
            assert_eq!(read(text).1, [expected], "{text}");
        }
    }
}
