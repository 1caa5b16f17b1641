//! Openings of forms: a form that is sent twice counts once, and its files outlive a refusal.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::{Mutex, PoisonError};
use std::{fmt, io};

use jiff::Timestamp;
use plan::FlowName;

use crate::ids::ExecutionId;
use crate::storage::{FileUri, Storage};

/// How many sent forms are remembered.
const REMEMBERED: usize = 10_000;

/// Where the files of forms lie that were not accepted yet.
const FOLDER: &str = "_drafts";

/// The length of a draft's name in letters.
const LENGTH: usize = 22;

/// One opening of a form, by a name nobody can guess.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Draft(String);

impl Draft {
    /// A new one.
    pub fn random() -> Self {
        Self(ExecutionId::from_bytes(crate::ids::randomness().to_be_bytes()).to_string())
    }

    /// Reads a name.
    pub fn parse(name: &str) -> Option<Self> {
        (name.len() == LENGTH && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')))
            .then(|| Self(name.to_owned()))
    }

    /// Where a file sent with the form lies until the form is accepted. No namespace begins like this.
    pub fn upload(&self, input: &str, file: &str) -> FileUri {
        FileUri::new([FOLDER, &self.0, input, file])
    }
}

impl fmt::Display for Draft {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// What became of the forms that were sent.
#[derive(Debug, Default)]
pub struct Drafts(Mutex<Sent>);

#[derive(Debug, Default)]
struct Sent {
    executions: HashMap<(FlowName, Draft), ExecutionId>,
    order: VecDeque<(FlowName, Draft)>,
}

impl Drafts {
    /// The execution a form of an app has begun already; otherwise takes note of the one it begins now.
    pub fn begin(&self, app: &FlowName, draft: &Draft, execution: ExecutionId) -> Option<ExecutionId> {
        let mut sent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (app.clone(), draft.clone());
        if let Some(earlier) = sent.executions.get(&key) {
            return Some(*earlier);
        }
        if sent.order.len() == REMEMBERED
            && let Some(oldest) = sent.order.pop_front()
        {
            sent.executions.remove(&oldest);
        }
        sent.order.push_back(key.clone());
        sent.executions.insert(key, execution);
        None
    }

    /// Forgets a form that was refused, so that it can be sent again.
    pub fn refuse(&self, app: &FlowName, draft: &Draft) {
        let mut sent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (app.clone(), draft.clone());
        sent.executions.remove(&key);
        sent.order.retain(|other| *other != key);
    }
}

/// Deletes the files of forms that were not sent since a time, with their folders; how many files.
///
/// # Errors
///
/// When the storage cannot be read.
pub async fn sweep(storage: &Storage, before: Timestamp) -> io::Result<usize> {
    let root = FileUri::new([FOLDER]);
    let mut swept = 0;
    let mut kept = HashSet::new();
    let mut old = HashSet::new();
    for file in storage.list(&root).await? {
        let name = file.uri.path().split('/').nth(2).unwrap_or_default().to_owned();
        if file.modified < before {
            swept += usize::from(storage.delete(&file.uri).await?);
            old.insert(name);
        } else {
            kept.insert(name);
        }
    }
    for name in old.difference(&kept) {
        storage.delete_below(&root.join(name)).await?;
    }
    Ok(swept)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Sync;

    #[tokio::test]
    async fn only_files_that_nobody_sent_for_long_are_swept() {
        let folder = tempfile::tempdir().unwrap();
        let storage = Storage::local(folder.path(), Sync::Never).expect("the folder is there");
        let uri = Draft::random().upload("file", "a.csv");
        storage.put(&uri, "a").await.unwrap();
        let other = FileUri::new(["company", "a.csv"]);
        storage.put(&other, "a").await.unwrap();
        assert_eq!(sweep(&storage, Timestamp::UNIX_EPOCH).await.unwrap(), 0);
        assert_eq!(sweep(&storage, Timestamp::MAX).await.unwrap(), 1);
        assert_eq!(sweep(&storage, Timestamp::MAX).await.unwrap(), 0);
        assert!(storage.size(&uri).await.is_err());
        assert!(storage.size(&other).await.is_ok());
    }

    #[test]
    fn a_form_begins_one_execution() {
        let app = FlowName { namespace: "a".into(), id: "b".into() };
        let (drafts, draft) = (Drafts::default(), Draft::random());
        let execution = ExecutionId::from_bytes([1; 16]);
        assert_eq!(drafts.begin(&app, &draft, execution), None);
        assert_eq!(drafts.begin(&app, &draft, ExecutionId::from_bytes([2; 16])), Some(execution));
        drafts.refuse(&app, &draft);
        assert_eq!(drafts.begin(&app, &draft, ExecutionId::from_bytes([3; 16])), None);
    }

    #[test]
    fn names_are_read_back_and_nothing_else_is() {
        let draft = Draft::random();
        assert_eq!(Draft::parse(&draft.to_string()), Some(draft));
        for name in ["", "short", "../../../../etc/passwd", "aaaaaaaaaaaaaaaaaaaaa/"] {
            assert_eq!(Draft::parse(name), None, "{name}");
        }
    }
}
