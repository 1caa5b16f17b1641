//! Somebody who has proved who they are, or a server at which nobody has to.

use plan::Text;

use super::role::Role;
use crate::query::within;

/// Somebody who makes a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    name: Option<Text>,
    role: Option<Role>,
    namespaces: Vec<Text>,
    groups: Vec<Text>,
}

impl Identity {
    /// Whoever reaches a server at which nobody has to log in: may do everything.
    pub fn everyone() -> Self {
        Self { name: None, role: Some(Role::Admin), namespaces: Vec::new(), groups: Vec::new() }
    }

    /// Somebody who has not proved who they are, where others do: may open what is public.
    pub fn stranger() -> Self {
        Self { name: None, role: None, namespaces: Vec::new(), groups: Vec::new() }
    }

    /// A user; without namespaces one of all of them.
    pub fn of_user<T: AsRef<str>>(name: &str, role: Role, namespaces: &[T], groups: &[T]) -> Self {
        let texts = |list: &[T]| list.iter().map(|text| text.as_ref().into()).collect();
        Self { name: Some(name.into()), role: Some(role), namespaces: texts(namespaces), groups: texts(groups) }
    }

    /// The name of the user; none for strangers, and where nobody has to log in.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// How much they may do; none for strangers.
    pub fn role(&self) -> Option<Role> {
        self.role
    }

    /// Whether they have a role in a namespace.
    pub fn may(&self, role: Role, namespace: &str) -> bool {
        self.role >= Some(role)
            && (self.namespaces.is_empty() || self.namespaces.iter().any(|outer| within(namespace, outer)))
    }

    /// Whether they have a role in every namespace.
    pub fn may_everywhere(&self, role: Role) -> bool {
        self.role >= Some(role) && self.namespaces.is_empty()
    }

    /// Whether they may see what is in a namespace.
    pub fn sees(&self, namespace: &str) -> bool {
        self.may(Role::Viewer, namespace)
    }

    /// The namespaces they are kept to; none where they are not.
    pub fn bounds(&self) -> Option<&[Text]> {
        (!self.namespaces.is_empty()).then_some(&self.namespaces)
    }

    /// Whether they belong to one of some groups; everyone but strangers does where no group is named.
    pub fn is_in(&self, groups: &[Text]) -> bool {
        let known = self.role.is_some();
        known && (self.name.is_none() || groups.is_empty() || groups.iter().any(|group| self.groups.contains(group)))
    }
}
