//! Where each box stands: sequences from top to bottom, what runs side by side from left to right.
//!
//! Flows are boxes within boxes, so that each box only has to know how large those in it are.

use super::topology::{Block, Lane, Order};

/// The width of a letter and the height of a line, in pixels.
const LETTER: f64 = 7.4;
const LINE: f64 = 16.0;

/// Between a box and what is in it.
const PADDING: f64 = 14.0;

/// Between boxes, down and across.
const DOWN: f64 = 30.0;
const ACROSS: f64 = 20.0;

/// A box with its place.
pub(super) struct Placed<'t> {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) width: f64,
    pub(super) height: f64,
    /// The task, unless it is the label of a lane.
    pub(super) content: Content<'t>,
    pub(super) inner: Vec<Placed<'t>>,
    /// Arrows between boxes in it, by position.
    pub(super) arrows: Vec<(usize, usize)>,
}

/// What a box stands for.
pub(super) enum Content<'t> {
    /// A task with its two lines of text.
    Block(&'t Block),
    /// Tasks with the words above them.
    Lane(Option<&'t str>),
}

/// The height of the two lines of a task.
pub(super) const HEAD: f64 = 2.0 * LINE + 14.0;

/// The height of the words above a lane.
const WORDS: f64 = LINE + 4.0;

impl Placed<'_> {
    fn shift(&mut self, x: f64, y: f64) {
        self.x += x;
        self.y += y;
        self.inner.iter_mut().for_each(|inner| inner.shift(x, y));
    }
}

/// How wide a text is.
pub(super) fn width(text: &str) -> f64 {
    let letters = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
    f64::from(letters) * LETTER
}

/// A task at the origin.
fn block(block: &Block) -> Placed<'_> {
    let own = width(&block.name).max(width(&block.kind)) + 2.0 * PADDING;
    let lanes: Vec<Placed<'_>> = block.lanes.iter().map(|it| lane(it, it.label.as_deref())).collect();
    let mut placed = row(lanes);
    let is_leaf = placed.inner.is_empty();
    placed.inner.iter_mut().for_each(|inner| inner.shift(PADDING, HEAD));
    let inside = if is_leaf { 0.0 } else { placed.width + 2.0 * PADDING };
    let width = own.max(inside);
    // What is narrower than its heading stands in the middle.
    let middle = if is_leaf { 0.0 } else { (width - inside) / 2.0 };
    placed.inner.iter_mut().for_each(|inner| inner.shift(middle, 0.0));
    let height = if is_leaf { HEAD } else { HEAD + placed.height + PADDING };
    Placed { width, height, content: Content::Block(block), ..placed }
}

/// A lane at the origin, with words above it where there are any.
pub(super) fn lane<'t>(lane: &'t Lane, label: Option<&'t str>) -> Placed<'t> {
    let blocks: Vec<Placed<'t>> = lane.blocks.iter().map(block).collect();
    let mut placed = match &lane.order {
        Order::Sequence => {
            let layers = (0..blocks.len()).collect();
            let arrows = (1..blocks.len()).map(|at| (at - 1, at)).collect();
            layered(blocks, layers, arrows)
        }
        Order::Parallel => row(blocks),
        Order::Needs(needs) => {
            let arrows = needs.iter().enumerate().flat_map(|(to, all)| all.iter().map(move |from| (*from, to)));
            layered(blocks, layers(needs), arrows.collect())
        }
    };
    if let Some(label) = label {
        placed.inner.iter_mut().for_each(|inner| inner.shift(0.0, WORDS));
        placed.height += WORDS;
        placed.width = placed.width.max(width(label));
    }
    Placed { content: Content::Lane(label), ..placed }
}

/// The layer of each task: behind all that it waits for.
fn layers(needs: &[Vec<usize>]) -> Vec<usize> {
    let mut layers = vec![0; needs.len()];
    // As often as there are tasks is enough, for there is no circle.
    for _ in 0..needs.len() {
        for (at, needs) in needs.iter().enumerate() {
            layers[at] = needs.iter().map(|need| layers[*need] + 1).max().unwrap_or(0);
        }
    }
    layers
}

/// Boxes side by side.
fn row(mut blocks: Vec<Placed<'_>>) -> Placed<'_> {
    let mut x = 0.0;
    for block in &mut blocks {
        block.shift(x, 0.0);
        x += block.width + ACROSS;
    }
    let height = blocks.iter().map(|block| block.height).fold(0.0, f64::max);
    let width = (x - ACROSS).max(0.0);
    Placed { x: 0.0, y: 0.0, width, height, content: Content::Lane(None), inner: blocks, arrows: Vec::new() }
}

/// Boxes in rows from top to bottom, each row in the middle.
fn layered(mut blocks: Vec<Placed<'_>>, layers: Vec<usize>, arrows: Vec<(usize, usize)>) -> Placed<'_> {
    let count = layers.iter().max().map_or(0, |last| last + 1);
    let members = |layer: usize| layers.iter().enumerate().filter(move |(_, it)| **it == layer).map(|(at, _)| at);
    let across =
        |layer: usize, blocks: &[Placed<'_>]| members(layer).map(|at| blocks[at].width + ACROSS).sum::<f64>() - ACROSS;
    let width = (0..count).map(|layer| across(layer, &blocks)).fold(0.0, f64::max);
    let mut y = 0.0;
    for layer in 0..count {
        let mut x = (width - across(layer, &blocks)) / 2.0;
        let mut height: f64 = 0.0;
        for at in members(layer) {
            blocks[at].shift(x, y);
            x += blocks[at].width + ACROSS;
            height = height.max(blocks[at].height);
        }
        y += height + DOWN;
    }
    let height = (y - DOWN).max(0.0);
    Placed { x: 0.0, y: 0.0, width, height, content: Content::Lane(None), inner: blocks, arrows }
}
