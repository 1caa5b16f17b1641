//! What other files may depend on: of a flow its name and contract, of an app its name and flow.

use plan::FlowName;
use plan::Text;

/// What others may know of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum Signature {
    /// A flow.
    Flow(Box<FlowSignature>),
    /// An app.
    App(Box<AppSignature>),
    /// Nothing others could name.
    #[default]
    None,
}

/// What others may know of a flow.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FlowSignature {
    /// Its name.
    pub name: FlowName,
    /// The ids of its inputs.
    pub inputs: Vec<Text>,
}

/// What others may know of an app.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AppSignature {
    /// Its own name.
    pub name: FlowName,
    /// The flow its pages start.
    pub flow: FlowName,
}
