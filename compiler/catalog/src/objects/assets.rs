//! Assets a task reads and writes.

use crate::prelude::*;

/// The assets a task reads and writes (enterprise edition).
#[derive(Clone, Debug, PartialEq, Record)]
pub struct Assets {
    /// Whether assets are found by themselves.
    #[property]
    pub enable_auto: Option<bool>,
    /// The assets that are read.
    #[property]
    pub inputs: Option<Vec<AssetIdentifier>>,
    /// The assets that are written.
    #[property]
    pub outputs: Option<Vec<Asset>>,
    /// What happens where an asset cannot be recorded.
    #[property]
    #[versions(since = "2.0")]
    pub asset_failure_behavior: Option<AssetFailure>,
}

/// Names an asset.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct AssetIdentifier {
    /// The asset's id.
    #[name("id")]
    #[versions(until = "2.0")]
    pub id_before: Option<String>,
    /// The asset's id.
    #[versions(since = "2.0")]
    #[not_empty]
    pub id: String,
    /// The asset's namespace.
    pub namespace: Option<String>,
    /// The asset's tenant.
    pub tenant_id: Option<String>,
    /// The asset's type.
    pub r#type: Option<String>,
}

/// What happens where an asset cannot be recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum AssetFailure {
    /// Nothing.
    Ignore,
    /// The task fails.
    Fail,
    /// The task ends with a warning.
    Warn,
}
