//! What the bytes in the tables mean.
//!
//! Every value begins with a tag that names its form, so that a later form can be told from it.

use plan::FlowName;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Key, StoreError};
use crate::ids::ExecutionId;

/// The form of values that this program writes.
const FORM: u8 = 1;

/// Few values are longer, in bytes.
const USUAL: usize = 256;

/// The key of an execution in `SUMMARIES` and `OPEN`, and what its keys in `EXECUTIONS` and `LOGS` begin with.
pub fn execution(id: ExecutionId) -> Key {
    id.to_bytes().into()
}

/// The key of a commit of an execution.
pub fn commit(id: ExecutionId, number: u64) -> Key {
    let mut key = [0; 24];
    key[..16].copy_from_slice(&id.to_bytes());
    key[16..].copy_from_slice(&number.to_be_bytes());
    key.into()
}

/// The execution and the number of a commit.
pub fn read_commit(key: &[u8]) -> Option<(ExecutionId, u64)> {
    let id = key.get(..16)?.try_into().ok()?;
    let number = key.get(16..)?.try_into().ok()?;
    Some((ExecutionId::from_bytes(id), u64::from_be_bytes(number)))
}

/// The execution of a key.
pub fn read_execution(key: &[u8]) -> Option<ExecutionId> {
    key.get(..16)?.try_into().ok().map(ExecutionId::from_bytes)
}

/// A key of names, which hold no zero byte.
pub fn names(names: &[&str]) -> Key {
    names.join("\0").into_bytes().into()
}

/// The names of a key.
pub fn read_names(key: &[u8]) -> Option<Vec<&str>> {
    std::str::from_utf8(key).ok().map(|key| key.split('\0').collect())
}

/// The key of a revision of a flow.
pub fn revision(flow: &FlowName, number: u32) -> Key {
    let mut key = names(&[&flow.namespace, &flow.id, ""]).into_vec();
    key.extend(number.to_be_bytes());
    key.into()
}

/// A value as bytes.
///
/// # Errors
///
/// When it cannot be written, which no value of ours is.
pub fn encode<T: Serialize>(value: &T) -> Result<Vec<u8>, StoreError> {
    let mut bytes = Vec::with_capacity(USUAL);
    bytes.push(FORM);
    postcard::to_extend(value, bytes).map_err(|error| StoreError(format!("a value cannot be stored: {error}")))
}

/// A value from bytes.
///
/// # Errors
///
/// When the bytes are damaged or of a later form.
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, StoreError> {
    match bytes.split_first() {
        Some((&FORM, value)) => {
            postcard::from_bytes(value).map_err(|error| StoreError(format!("a stored value is damaged: {error}")))
        }
        Some((form, _)) => {
            Err(StoreError(format!("a stored value has the form {form}, which this version does not know")))
        }
        None => Err(StoreError("a stored value is empty".to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;

    #[test]
    fn commits_sort_by_execution_and_number() {
        let id = ExecutionId::new(Timestamp::UNIX_EPOCH, 1);
        assert!(commit(id, 1) < commit(id, 256));
        assert_eq!(read_commit(&commit(id, 256)), Some((id, 256)));
    }

    #[test]
    fn values_of_another_form_are_refused() {
        let mut bytes = encode(&7_u32).expect("a number is written");
        assert_eq!(decode::<u32>(&bytes), Ok(7));
        bytes[0] = 9;
        assert!(decode::<u32>(&bytes).is_err());
        assert!(decode::<u32>(&[]).is_err());
    }
}
