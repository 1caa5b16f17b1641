//! In which of its stages an app's page is, by the state of its execution, and which layout that shows.

use plan::App;
use plan::app::Block;

use super::defaults;
use crate::execution::{Execution, State};

/// The stages of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stage {
    /// Nothing was asked for yet.
    Open,
    /// The execution exists.
    Created,
    /// It runs.
    Running,
    /// It waits for somebody.
    Pause,
    /// It runs again after it waited.
    Resume,
    /// It ended well.
    Success,
    /// It ended badly.
    Failure,
    /// It was stopped.
    Cancelled,
}

impl Stage {
    /// Every stage.
    pub const ALL: [Self; 8] = [
        Self::Open,
        Self::Created,
        Self::Running,
        Self::Pause,
        Self::Resume,
        Self::Success,
        Self::Failure,
        Self::Cancelled,
    ];

    /// The stage of an execution.
    pub fn of(execution: &Execution) -> Self {
        let history = execution.history();
        match execution.state() {
            State::Created | State::Queued | State::Submitted | State::Resubmitted => Self::Created,
            State::Restarted | State::Running if history.count(State::Paused) > 0 => Self::Resume,
            State::Restarted | State::Running | State::Retrying | State::Retried | State::Killing => Self::Running,
            State::Paused | State::Breakpoint => Self::Pause,
            State::Success | State::Warning | State::Skipped => Self::Success,
            State::Failed => Self::Failure,
            State::Killed | State::Cancelled => Self::Cancelled,
        }
    }

    /// The name in a block's `on`; in a layout's that of one which [is taken](Self::blocks) for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "OPEN",
            Self::Created => "CREATED",
            Self::Running => "RUNNING",
            Self::Pause => "PAUSE",
            Self::Resume => "RESUME",
            Self::Success => "SUCCESS",
            Self::Failure => "FAILURE",
            Self::Cancelled => "CANCELLED",
        }
    }

    /// Whether nothing more will happen by itself.
    pub const fn is_last(self) -> bool {
        match self {
            Self::Open | Self::Created | Self::Running | Self::Pause | Self::Resume => false,
            Self::Success | Self::Failure | Self::Cancelled => true,
        }
    }

    /// The words a person reads.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Open => "Open",
            Self::Created => "Received",
            Self::Running | Self::Resume => "In progress",
            Self::Pause => "Waiting for a decision",
            Self::Success => "Done",
            Self::Failure => "Failed",
            Self::Cancelled => "Cancelled",
        }
    }

    /// The layouts that can show this stage, best first. Kestra leaves open what a stage without a layout shows;
    /// here an execution that goes on keeps the page it has, and an end falls back to the catch-all.
    const fn layouts(self) -> &'static [&'static str] {
        match self {
            Self::Open => &["OPEN"],
            Self::Created => &["CREATED", "RUNNING"],
            Self::Running => &["RUNNING", "CREATED"],
            Self::Pause => &["PAUSE", "RUNNING", "CREATED"],
            Self::Resume => &["RESUME", "RUNNING", "CREATED"],
            Self::Success => &["SUCCESS", "FALLBACK"],
            Self::Failure => &["FAILURE", "ERROR", "FALLBACK"],
            Self::Cancelled => &["FALLBACK", "FAILURE"],
        }
    }

    /// What an app shows in this stage.
    pub fn blocks(self, app: &App) -> std::borrow::Cow<'_, [Block]> {
        let written = |name: &str| app.layouts.iter().find(|layout| *layout.on == *name);
        let found = self.layouts().iter().find_map(|name| written(name));
        // A form that promises nothing but its confirmation keeps showing it.
        let confirmation = || {
            let only = app.layouts.iter().all(|layout| matches!(&*layout.on, "OPEN" | "CREATED"));
            written("CREATED").filter(|_| only && self == Self::Success)
        };
        match found.or_else(confirmation) {
            Some(layout) => layout.blocks.as_slice().into(),
            None => defaults::blocks(self).into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use plan::app::{Access, Layout, Listing};
    use plan::flow::{FlowName, SourceText};

    use super::*;

    fn app(layouts: &[&str]) -> App {
        let name = FlowName { namespace: "a".into(), id: "b".into() };
        App {
            name: name.clone(),
            flow: name,
            revision: None,
            execution: None,
            display_name: None,
            description: None,
            tags: Vec::new(),
            access: Access::Public,
            listing: Listing::Listed,
            disabled: false,
            layouts: layouts
                .iter()
                .map(|on| {
                    let block_type = (*on).into();
                    let block =
                        Block { block_type, properties: Vec::new(), on: Vec::new(), place: report::Span::default() };
                    Layout { on: (*on).into(), blocks: vec![block] }
                })
                .collect(),
            expiration: None,
            thumbnail: None,
            source: SourceText::default(),
        }
    }

    fn shown(layouts: &[&str]) -> Vec<String> {
        let app = app(layouts);
        Stage::ALL
            .iter()
            .map(|stage| {
                let first = stage.blocks(&app)[0].block_type.to_string();
                if first.contains('.') { "default".to_owned() } else { first }
            })
            .collect()
    }

    #[test]
    fn each_stage_finds_its_layout() {
        let all = ["OPEN", "CREATED", "RUNNING", "PAUSE", "RESUME", "SUCCESS", "FAILURE", "FALLBACK"];
        assert_eq!(shown(&all), all);
    }

    #[test]
    fn stages_without_layout_keep_the_page_or_fall_back() {
        let expected = ["OPEN", "RUNNING", "RUNNING", "RUNNING", "RUNNING", "SUCCESS", "FALLBACK", "FALLBACK"];
        assert_eq!(shown(&["OPEN", "RUNNING", "SUCCESS", "FALLBACK"]), expected);
        let expected = ["OPEN", "CREATED", "CREATED", "CREATED", "CREATED", "CREATED", "default", "default"];
        assert_eq!(shown(&["OPEN", "CREATED"]), expected);
        assert_eq!(shown(&[]), ["default"; 8]);
    }
}
