//! Sessions of browsers and tokens that users made for themselves: durable, and gone when they are revoked.

use std::collections::HashSet;
use std::ops::ControlFlow;
use std::sync::Arc;

use jiff::Timestamp;
use plan::Text;
use serde::{Deserialize, Serialize};
use tokio::sync::watch;

use super::token::{self, TokenHash};
use crate::executor::Machine;
use crate::refusal::Refusal;
use crate::store::{Direction, StoreError, Table, Write, records};

/// Something that stands for a user until it ends or is revoked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pass {
    /// What it is called when it is shown or revoked; says nothing of its secret.
    pub id: Text,
    /// For whom it stands.
    pub user: Text,
    /// What carries it.
    pub kind: Kind,
    /// What its user calls it, or the browser that logged in.
    pub name: Text,
    /// When it was made.
    #[serde(with = "jiff::fmt::serde::timestamp::microsecond::required")]
    pub created: Timestamp,
    /// When it ends by itself.
    #[serde(with = "jiff::fmt::serde::timestamp::microsecond::optional")]
    pub expires: Option<Timestamp>,
}

/// What carries a pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// A browser, in a cookie.
    Session,
    /// A program, in a header.
    Token,
}

/// The passes in the store, by the hashes of their secrets.
#[derive(Clone)]
pub struct Passes {
    machine: Arc<Machine>,
    /// The ids of those that were revoked while the process runs; whoever watches is told.
    revoked: watch::Sender<HashSet<Text>>,
}

impl Passes {
    pub(crate) fn new(machine: Arc<Machine>) -> Self {
        Self { machine, revoked: watch::Sender::default() }
    }

    /// Makes a pass; its secret is told this once. Durable when this returns.
    ///
    /// # Errors
    ///
    /// When the store does not take it.
    pub async fn make(
        &self,
        user: &str,
        kind: Kind,
        name: &str,
        expires: Option<Timestamp>,
    ) -> Result<(Pass, String), Refusal> {
        let secret = token::make();
        let hash = TokenHash::of(&secret);
        let id = crate::ids::ExecutionId::from_bytes(crate::ids::randomness().to_be_bytes()).to_string();
        let created = self.machine.clock().now();
        let pass = Pass { id: id.into(), user: user.into(), kind, name: name.into(), created, expires };
        let value = records::encode(&pass).map_err(|error| Refusal::Store(error.0))?;
        self.commit(vec![Write::Put(Table::Passes, hash.0.to_vec().into(), value)]).await?;
        Ok((pass, secret))
    }

    /// The pass of a secret, as long as it holds.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn of(&self, secret: &str, kind: Kind) -> Result<Option<Pass>, StoreError> {
        let Some(bytes) = self.machine.store.get(Table::Passes, &TokenHash::of(secret).0)? else { return Ok(None) };
        let pass: Pass = records::decode(&bytes)?;
        Ok((pass.kind == kind && !self.has_ended(&pass)).then_some(pass))
    }

    /// Every pass that holds, the newest first.
    pub fn all(&self) -> Vec<Pass> {
        let mut all: Vec<Pass> = self.scan().into_iter().map(|(_, pass)| pass).collect();
        all.retain(|pass| !self.has_ended(pass));
        all.sort_by_key(|pass| std::cmp::Reverse(pass.created));
        all
    }

    /// Ends the passes that meet a condition; how many.
    ///
    /// # Errors
    ///
    /// When the store does not take it.
    pub async fn revoke(&self, which: impl Fn(&Pass) -> bool) -> Result<usize, Refusal> {
        let (keys, revoked): (Vec<_>, Vec<_>) = self.scan().into_iter().filter(|(_, pass)| which(pass)).unzip();
        if !keys.is_empty() {
            self.commit(keys.into_iter().map(|key| Write::Delete(Table::Passes, key.into())).collect()).await?;
        }
        let count = revoked.len();
        let held = revoked.into_iter().filter(|pass| !self.has_ended(pass)).map(|pass| pass.id);
        self.revoked.send_if_modified(|ids| {
            let before = ids.len();
            ids.extend(held);
            ids.len() > before
        });
        Ok(count)
    }

    /// Ready once a pass holds no longer: when it is revoked, or has ended by itself.
    pub async fn ended(&self, pass: &Pass) {
        let mut revoked = self.revoked.subscribe();
        let end = async {
            match pass.expires {
                None => std::future::pending().await,
                Some(end) => {
                    let left = end.duration_since(self.machine.clock().now());
                    tokio::time::sleep(left.try_into().unwrap_or_default()).await;
                }
            }
        };
        tokio::select! {
            // The sender lives as long as this does, so waiting cannot fail.
            _ = revoked.wait_for(|ids| ids.contains(&pass.id)) => {}
            () = end => {}
        }
    }

    /// Forgets those that have ended by themselves.
    ///
    /// # Errors
    ///
    /// When the store does not take it.
    pub async fn sweep(&self) -> Result<usize, Refusal> {
        self.revoke(|pass| self.has_ended(pass)).await
    }

    fn has_ended(&self, pass: &Pass) -> bool {
        pass.expires.is_some_and(|end| end <= self.machine.clock().now())
    }

    fn scan(&self) -> Vec<(Vec<u8>, Pass)> {
        let mut found = Vec::new();
        let result = self.machine.store.scan(Table::Passes, &[], None, Direction::Forward, &mut |key, value| {
            found.extend(records::decode(value).map(|pass| (key.to_vec(), pass)));
            ControlFlow::Continue(())
        });
        if let Err(error) = result {
            tracing::error!("sessions and tokens cannot be listed: {error}");
        }
        found
    }

    async fn commit(&self, writes: Vec<Write>) -> Result<(), Refusal> {
        self.machine.commit_all(writes).await.map_err(|error| Refusal::Store(error.0))
    }
}
