//! What an execution is asked for with.

use jiff::Timestamp;
use plan::value::Map;
use plan::{FlowName, Text};

use crate::execution::{Kind, Label, Started};
use crate::ids::ExecutionId;
use crate::storage::FileUri;
use crate::telemetry::Trace;

/// What an execution is asked for with.
#[derive(Clone, Debug)]
pub struct Creation {
    /// Its name; given beforehand, so that uploaded files can lie in its folder.
    pub id: ExecutionId,
    /// The flow.
    pub flow: FlowName,
    /// A revision of the flow; the newest where absent.
    pub revision: Option<u32>,
    /// Raw inputs by id, dotted ids as they are: texts are converted by the inputs' types.
    pub inputs: Map,
    /// Whether they are converted and checked.
    pub acceptance: Acceptance,
    /// Labels besides those of the flow.
    pub labels: Vec<Label>,
    /// Not before this time.
    pub schedule_date: Option<Timestamp>,
    /// What it is for.
    pub kind: Kind,
    /// What started it, where it was no person.
    pub trigger: Option<Started>,
    /// The trace that whoever asks for it is in.
    pub trace: Option<Trace>,
}

/// Whether inputs are converted and checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Acceptance {
    /// They are: what does not fit refuses the execution.
    Checked,
    /// They are taken as they are, as Flow triggers of 1.x give them; defaults fill what is missing.
    AsGiven,
}

impl Creation {
    /// An execution of the newest revision of a flow, with nothing but its defaults.
    pub fn of(flow: FlowName) -> Self {
        Self {
            id: ExecutionId::random(Timestamp::now()),
            flow,
            revision: None,
            inputs: Map::default(),
            acceptance: Acceptance::Checked,
            labels: Vec::new(),
            schedule_date: None,
            kind: Kind::Normal,
            trigger: None,
            trace: None,
        }
    }

    /// Adds a raw input.
    #[must_use]
    pub fn input(mut self, id: &str, value: impl Into<plan::Value>) -> Self {
        self.inputs.insert(Text::from(id), value.into());
        self
    }

    /// Where a file for one of its inputs belongs.
    pub fn upload(&self, input: &str, file_name: &str) -> FileUri {
        execution_folder(&self.flow, self.id).join("inputs").join(input).join(file_name)
    }
}

/// The folder of an execution in internal storage.
pub fn execution_folder(flow: &FlowName, id: ExecutionId) -> FileUri {
    let id = id.to_string();
    let flow_id = slug(&flow.id);
    FileUri::new(flow.namespace.split('.').chain([flow_id.as_str(), "executions", id.as_str()]))
}

/// An id as it stands in storage paths: lower case, `_` and blanks become `-`, dots and the rest go.
pub fn slug(id: &str) -> String {
    let letters = id.chars().filter_map(|letter| match letter {
        '_' | ' ' => Some('-'),
        '-' => Some('-'),
        letter if letter.is_ascii_alphanumeric() => Some(letter.to_ascii_lowercase()),
        _ => None,
    });
    letters.collect()
}
