//! What a stage shows where the author wrote no layout for it.

use plan::app::Block;
use plan::{Argument, Value};

use super::stage::Stage;

const CORE: &str = "io.kestra.plugin.ee.apps.core.blocks.";
const EXECUTION: &str = "io.kestra.plugin.ee.apps.execution.blocks.";

/// The blocks of a stage. `OPEN` and `CREATED` are Kestra's default layout; it has none for the others.
pub fn blocks(stage: Stage) -> Vec<Block> {
    match stage {
        Stage::Open => vec![
            block(EXECUTION, "CreateExecutionForm", &[]),
            block(EXECUTION, "CreateExecutionButton", &[("text", "Submit"), ("style", "INFO")]),
        ],
        Stage::Created => vec![markdown("Thanks for submitting your request!"), block(CORE, "Loading", &[])],
        Stage::Running | Stage::Resume => {
            vec![markdown("Your request is being processed."), block(CORE, "Loading", &[])]
        }
        Stage::Pause => vec![
            markdown("This request waits for a decision."),
            block(EXECUTION, "Inputs", &[]),
            block(EXECUTION, "ResumeExecutionForm", &[]),
            block(EXECUTION, "ResumeExecutionButton", &[("text", "Approve"), ("style", "SUCCESS")]),
            block(EXECUTION, "CancelExecutionButton", &[("text", "Reject"), ("style", "DANGER")]),
        ],
        Stage::Success => {
            vec![alert("SUCCESS", "Your request was processed."), block(EXECUTION, "Outputs", &[]), again()]
        }
        Stage::Failure => vec![alert("ERROR", "Your request could not be processed."), again()],
        Stage::Cancelled => vec![alert("WARNING", "The request was cancelled."), again()],
    }
}

fn again() -> Block {
    block(CORE, "Button", &[("text", "Start again")])
}

fn markdown(content: &str) -> Block {
    block(CORE, "Markdown", &[("content", content)])
}

fn alert(style: &str, content: &str) -> Block {
    let mut block = block(CORE, "Alert", &[("style", style), ("content", content)]);
    block.properties.push(("showIcon".into(), Argument::Fixed(Value::Bool(true))));
    block
}

fn block(package: &str, name: &str, properties: &[(&str, &str)]) -> Block {
    Block {
        block_type: format!("{package}{name}").into(),
        properties: properties
            .iter()
            .map(|(name, value)| ((*name).into(), Argument::Fixed(Value::text(value))))
            .collect(),
        on: Vec::new(),
        place: report::Span::default(),
    }
}
