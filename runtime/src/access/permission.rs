//! What a route asks of whoever comes.

use super::identity::Identity;
use super::role::Role;

/// What a route asks of whoever comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Permission {
    /// Nothing.
    Anyone,
    /// A key that is part of the address, which the handler compares.
    Key,
    /// What the app of the address says: nothing where it is public.
    App,
    /// Any role, in any namespace.
    Login,
    /// A viewer of the namespace.
    View,
    /// A viewer of some namespace: the handler leaves out what is not for these eyes.
    Find,
    /// A runner in the namespace.
    Run,
    /// A runner in some namespace: the handler leaves out what is not for these hands.
    Steer,
    /// An editor of the namespace.
    Edit,
    /// An editor of some namespace: the handler asks again for each namespace that the body names or a query finds.
    Change,
    /// An administrator of everything.
    Administer,
}

/// What a request is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About<'a> {
    /// Something in a namespace.
    Namespace(&'a str),
    /// Everything, or something that is in no namespace.
    Everything,
}

impl Permission {
    /// Every permission.
    pub const ALL: [Self; 11] = [
        Self::Anyone,
        Self::Key,
        Self::App,
        Self::Login,
        Self::View,
        Self::Find,
        Self::Run,
        Self::Steer,
        Self::Edit,
        Self::Change,
        Self::Administer,
    ];

    /// The least role; none where somebody unknown may come as well.
    pub const fn role(self) -> Option<Role> {
        match self {
            Self::Anyone | Self::Key | Self::App => None,
            Self::Login | Self::View | Self::Find => Some(Role::Viewer),
            Self::Run | Self::Steer => Some(Role::Runner),
            Self::Edit | Self::Change => Some(Role::Editor),
            Self::Administer => Some(Role::Admin),
        }
    }

    /// Whether somebody who is known may, as far as the route can tell.
    pub fn allows(self, identity: &Identity, about: About<'_>) -> bool {
        let Some(role) = self.role() else { return true };
        match self {
            // The handler looks at the namespaces itself.
            Self::Anyone | Self::Key | Self::App | Self::Login | Self::Find | Self::Steer | Self::Change => {
                identity.role() >= Some(role)
            }
            Self::View | Self::Run | Self::Edit | Self::Administer => match about {
                About::Namespace(namespace) => identity.may(role, namespace),
                About::Everything => identity.may_everywhere(role),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn namespaces_bound_what_a_role_may() {
        let team = Identity::of_user("ada", Role::Editor, &["company.team"], &[]);
        for (permission, about, expected) in [
            (Permission::View, About::Namespace("company.team.etl"), true),
            (Permission::View, About::Namespace("company"), false),
            (Permission::Edit, About::Namespace("company.team"), true),
            (Permission::Edit, About::Namespace("company.teams"), false),
            (Permission::Edit, About::Everything, false),
            (Permission::Find, About::Everything, true),
            (Permission::Change, About::Everything, true),
            (Permission::Administer, About::Namespace("company.team"), false),
            (Permission::Key, About::Namespace("other"), true),
        ] {
            assert_eq!(permission.allows(&team, about), expected, "{permission:?} {about:?}");
        }
    }
}
