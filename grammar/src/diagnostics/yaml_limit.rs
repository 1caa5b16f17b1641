//! A text that holds more than is read.

use macros::Diagnostic;
use report::{Details, Explain, Place};

use crate::yaml::limits;

/// The text is too large, nested too deep, or repeats too much through aliases.
///
/// Nobody writes such files by hand; reading them would cost time and memory without bound. Kestra's reader
/// has a limit of its own: it stops after three million characters.
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "yaml", since = "0.1")]
pub struct YamlLimit {
    /// Where reading stops.
    pub place: Place,
    /// Which limit.
    pub limit: Limit,
}

/// What there is too much of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// Bytes; how many there are.
    Bytes(usize),
    /// Lists and maps inside each other.
    Depth,
    /// Keys and values, with those that aliases repeat.
    Nodes,
    /// Comments in a row.
    Comments,
}

impl Explain for YamlLimit {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        match self.limit {
            Limit::Bytes(size) => format!("the file has {size} bytes; no more than {} are read", limits::BYTES),
            Limit::Depth => format!("lists and maps are nested more than {} levels deep", limits::DEPTH),
            Limit::Nodes => format!("the file has more than {} keys and values, aliases included", limits::NODES),
            Limit::Comments => format!("more than {} comments follow each other", limits::COMMENTS),
        }
    }

    fn details(&self, out: &mut Details) {
        out.note("what comes after this place is not checked");
    }
}
