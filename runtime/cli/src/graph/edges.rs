//! Which box leads to which, for pictures that are arranged by others.

use plan::StepId;

use super::topology::{Block, Lane, Order, Topology};

/// An arrow.
pub(super) struct Edge {
    pub(super) from: From,
    pub(super) to: StepId,
    pub(super) label: Option<String>,
}

/// Where an arrow begins.
#[derive(Clone, Copy)]
pub(super) enum From {
    /// At the trigger at this position.
    Trigger(usize),
    /// At a task.
    Step(StepId),
}

/// All arrows of a flow, in the order of its tasks.
pub(super) fn edges(topology: &Topology) -> Vec<Edge> {
    let mut edges = Vec::new();
    let firsts = topology.sections.first().map(|(_, lane)| entries(lane)).unwrap_or_default();
    for trigger in 0..topology.triggers.len() {
        edges.extend(firsts.iter().map(|to| Edge { from: From::Trigger(trigger), to: *to, label: None }));
    }
    for (_, lane) in &topology.sections {
        within(lane, &mut edges);
    }
    edges
}

fn within(lane: &Lane, edges: &mut Vec<Edge>) {
    let mut join = |from: &Block, to: &Block| {
        edges.extend(exits(from).into_iter().map(|exit| Edge { from: From::Step(exit), to: to.id, label: None }));
    };
    match &lane.order {
        Order::Parallel => {}
        Order::Sequence => lane.blocks.windows(2).for_each(|pair| join(&pair[0], &pair[1])),
        Order::Needs(needs) => {
            for (block, needs) in lane.blocks.iter().zip(needs) {
                needs.iter().for_each(|at| join(&lane.blocks[*at], block));
            }
        }
    }
    for block in &lane.blocks {
        for lane in &block.lanes {
            let label = lane.label.clone();
            edges.extend(entries(lane).into_iter().map(|to| Edge {
                from: From::Step(block.id),
                to,
                label: label.clone(),
            }));
            within(lane, edges);
        }
    }
}

/// The tasks that a lane begins with.
fn entries(lane: &Lane) -> Vec<StepId> {
    match &lane.order {
        Order::Sequence => lane.blocks.first().map(|block| block.id).into_iter().collect(),
        Order::Parallel => lane.blocks.iter().map(|block| block.id).collect(),
        Order::Needs(needs) => {
            lane.blocks.iter().zip(needs).filter(|(_, needs)| needs.is_empty()).map(|(block, _)| block.id).collect()
        }
    }
}

/// The tasks after which a block is over: its own, or the last ones in it.
fn exits(block: &Block) -> Vec<StepId> {
    // What runs on errors or in the end leads nowhere by itself.
    let ways = block.lanes.iter().filter(|lane| !matches!(lane.label.as_deref(), Some("on errors" | "in the end")));
    let exits: Vec<StepId> = ways
        .flat_map(|lane| match &lane.order {
            Order::Sequence => lane.blocks.last().map(exits).unwrap_or_default(),
            Order::Parallel => lane.blocks.iter().flat_map(exits).collect(),
            Order::Needs(needs) => {
                let is_last = |at: usize| needs.iter().all(|needs| !needs.contains(&at));
                lane.blocks
                    .iter()
                    .enumerate()
                    .filter(|(at, _)| is_last(*at))
                    .flat_map(|(_, block)| exits(block))
                    .collect()
            }
        })
        .collect();
    if exits.is_empty() { vec![block.id] } else { exits }
}
