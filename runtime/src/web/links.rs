//! Addresses of pages, for people and for the messages that flows send.

use std::io;

use plan::FlowName;

use super::percent::encode;
use super::seal::Seal;
use crate::ids::ExecutionId;
use crate::registry::Registry;
use crate::settings::Settings;
use crate::world::{Apps, Place};

/// Makes addresses of pages.
#[derive(Clone, Debug)]
pub struct Links {
    /// What stands before every path: empty, or scheme and host.
    base: String,
    seal: Seal,
}

impl Links {
    /// Addresses below `base`: empty for paths, the server's public address for messages.
    pub fn new(base: impl Into<String>, seal: Seal) -> Self {
        Self { base: base.into().trim_end_matches('/').to_owned(), seal }
    }

    /// The first page of an app.
    pub fn app(&self, app: &FlowName) -> String {
        format!("{}/apps/{}/{}", self.base, encode(&app.namespace), encode(&app.id))
    }

    /// The page of an app for one execution; whoever has it may see and do what the page offers.
    pub fn session(&self, app: &FlowName, execution: ExecutionId) -> String {
        format!("{}/{}", self.app(app), self.token(app, execution))
    }

    /// The page of a flow in the console.
    pub fn flow(&self, flow: &FlowName) -> String {
        format!("{}/ui/flows/{}/{}", self.base, encode(&flow.namespace), encode(&flow.id))
    }

    /// The page of an execution in the console.
    pub fn execution(&self, flow: &FlowName, execution: ExecutionId) -> String {
        format!("{}/ui/executions/{}/{}/{execution}", self.base, encode(&flow.namespace), encode(&flow.id))
    }

    /// What names an execution in the addresses of an app's pages.
    pub fn token(&self, app: &FlowName, execution: ExecutionId) -> String {
        let execution = execution.to_string();
        let seal = self.seal.of("session", &[&app.namespace, &app.id, &execution]);
        format!("{execution}.{seal}")
    }

    /// The execution a token of an app names; `None` where this server has not written it.
    pub fn read_token(&self, app: &FlowName, token: &str) -> Option<ExecutionId> {
        let (execution, seal) = token.split_once('.')?;
        let holds = self.seal.holds(seal, "session", &[&app.namespace, &app.id, execution]);
        execution.parse().ok().filter(|_| holds)
    }
}

/// The addresses of deployed apps, for `appLink()`.
#[derive(Clone, Debug)]
pub(crate) struct AppLinks {
    registry: Registry,
    links: Links,
}

impl AppLinks {
    /// Addresses below the server's public one, sealed with the key of the data folder.
    ///
    /// # Errors
    ///
    /// When the folder cannot be read or written.
    pub(crate) fn open(registry: Registry, settings: &Settings) -> io::Result<Self> {
        let base = settings.url.clone().unwrap_or_default();
        Ok(Self { registry, links: Links::new(base, Seal::open(&settings.data)?) })
    }
}

impl Apps for AppLinks {
    fn link(&self, flow: &FlowName, app: Option<&str>, place: Place) -> Result<String, String> {
        let apps = self.registry.apps();
        let mut of_flow = apps.iter().filter(|other| other.flow == *flow && app.is_none_or(|id| *other.name.id == *id));
        let name = match (of_flow.next(), of_flow.next(), app) {
            (Some(found), None, _) => &found.name,
            (None, _, Some(id)) => return Err(format!("flow `{flow}` has no app `{id}`")),
            (None, _, None) => return Err(format!("flow `{flow}` has no app")),
            (Some(_), Some(_), _) => {
                return Err(format!("flow `{flow}` has several apps; name one: `appLink('id')`"));
            }
        };
        Ok(match place {
            Place::Start => self.links.app(name),
            Place::Execution(execution) => self.links.session(name, execution),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_good_for_one_app_and_one_execution() {
        let folder = tempfile::tempdir().unwrap();
        let links = Links::new("https://lanner.example/", Seal::open(folder.path()).unwrap());
        let name = |id: &str| FlowName { namespace: "company.team".into(), id: id.into() };
        let execution = ExecutionId::random(jiff::Timestamp::UNIX_EPOCH);
        let token = links.token(&name("a"), execution);
        assert_eq!(links.session(&name("a"), execution), format!("https://lanner.example/apps/company.team/a/{token}"));
        assert_eq!(links.read_token(&name("a"), &token), Some(execution));
        assert_eq!(links.read_token(&name("b"), &token), None);
        let other = ExecutionId::random(jiff::Timestamp::UNIX_EPOCH);
        let forged = token.replace(&execution.to_string(), &other.to_string());
        assert_eq!(links.read_token(&name("a"), &forged), None);
        assert_eq!(links.read_token(&name("a"), &execution.to_string()), None);
    }
}
