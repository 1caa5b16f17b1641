//! The users that settings name, and how they prove who they are.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use plan::Text;
use sha2::{Digest, Sha256};

use super::identity::Identity;
use super::password::PasswordHash;
use super::role::Role;
use super::token::TokenHash;

/// A user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// What they log in as.
    pub name: Text,
    /// The hash of their password; without one they cannot log in, but come with tokens.
    pub password: Option<PasswordHash>,
    /// The hashes of tokens that settings give them.
    pub tokens: Vec<TokenHash>,
    /// How much they may do.
    pub role: Role,
    /// The namespaces they are kept to, with those below; all where empty.
    pub namespaces: Vec<Text>,
    /// The groups they belong to, for private apps.
    pub groups: Vec<Text>,
}

/// Every user; where there are none, nobody has to log in.
#[derive(Clone, Debug, Default)]
pub struct Users(Arc<Known>);

#[derive(Debug, Default)]
struct Known {
    users: Vec<User>,
    /// Names with passwords that were right, as hashes with a key of this process: a program that sends its password
    /// with each request does not cost a slow hash each time.
    right: Mutex<HashSet<[u8; 32]>>,
    key: u128,
}

/// As many right passwords are remembered.
const REMEMBERED: usize = 1_000;

impl User {
    fn identity(&self) -> Identity {
        Identity::of_user(&self.name, self.role, &self.namespaces, &self.groups)
    }
}

impl Users {
    /// Users; of two with one name the first counts.
    pub fn new(users: Vec<User>) -> Self {
        Self(Arc::new(Known { users, right: Mutex::default(), key: crate::ids::randomness() }))
    }

    /// Whether nobody has to log in.
    pub fn is_empty(&self) -> bool {
        self.0.users.is_empty()
    }

    /// A user as they are now.
    pub fn named(&self, name: &str) -> Option<Identity> {
        self.0.users.iter().find(|user| *user.name == *name).map(User::identity)
    }

    /// The user of a token of the settings. All are compared, and none stops early.
    pub fn with_token(&self, token: &TokenHash) -> Option<Identity> {
        let mut found = None;
        for user in &self.0.users {
            for known in &user.tokens {
                if known.is(token) {
                    found = Some(user.identity());
                }
            }
        }
        found
    }

    /// Whether a name with its password was right before.
    pub fn remembers(&self, name: &str, password: &str) -> Option<Identity> {
        let right = self.0.right.lock().unwrap_or_else(PoisonError::into_inner);
        right.contains(&self.mark(name, password)).then(|| self.named(name)).flatten()
    }

    /// The user of a name and a password; takes some tens of milliseconds, also where there is no such user.
    pub fn with_password(&self, name: &str, password: &str) -> Option<Identity> {
        let user = self.0.users.iter().find(|user| *user.name == *name);
        let known = user.and_then(|user| user.password.as_ref());
        let Some(known) = known else {
            // As much work as for somebody who is known.
            drop(PasswordHash::of(password));
            return None;
        };
        if !known.is_of(password) {
            return None;
        }
        let mut right = self.0.right.lock().unwrap_or_else(PoisonError::into_inner);
        if right.len() >= REMEMBERED {
            right.clear();
        }
        right.insert(self.mark(name, password));
        user.map(User::identity)
    }

    fn mark(&self, name: &str, password: &str) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(self.0.key.to_le_bytes());
        hash.update((name.len() as u64).to_le_bytes());
        hash.update(name);
        hash.update(password);
        hash.finalize().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::token;

    #[test]
    fn users_are_known_by_password_and_token() {
        let secret = token::make();
        let user = |name: &str, role| User {
            name: name.into(),
            password: None,
            tokens: Vec::new(),
            role,
            namespaces: vec!["company".into()],
            groups: Vec::new(),
        };
        let users = Users::new(vec![
            User { password: Some(PasswordHash::of("horse")), ..user("ada", Role::Runner) },
            User { tokens: vec![TokenHash::of(&secret)], ..user("ci", Role::Editor) },
        ]);
        assert_eq!(users.remembers("ada", "horse"), None);
        let ada = users.with_password("ada", "horse").expect("it is right");
        assert_eq!((ada.name(), ada.role()), (Some("ada"), Some(Role::Runner)));
        assert_eq!(users.remembers("ada", "horse"), Some(ada));
        for (name, password) in [("ada", "cow"), ("ci", ""), ("eve", "horse"), ("", "")] {
            assert_eq!(users.with_password(name, password), None, "{name}");
            assert_eq!(users.remembers(name, password), None, "{name}");
        }
        let ci = users.with_token(&TokenHash::of(&secret)).expect("it is known");
        assert!(ci.may(Role::Editor, "company.team") && !ci.may(Role::Editor, "other"));
        assert_eq!(users.with_token(&TokenHash::of("guess")), None);
    }
}
