//! A flow for browsers: an SVG that stands alone, light or dark as its reader likes.

use std::fmt::Write;

use super::layout::{Content, HEAD, Placed, lane, width};
use super::topology::Topology;
use crate::formats::escape;

/// Around the whole picture.
const MARGIN: f64 = 20.0;

/// Between the parts of the picture.
const GAP: f64 = 34.0;

const STYLE: &str = "\
text{font:13px ui-monospace,Menlo,Consolas,monospace;fill:#1f2328}
.kind,.words{fill:#59636e;font-size:12px}.title{font-weight:bold;font-size:15px}
rect{fill:#ffffff;stroke:#8c959f}.group{fill:#f6f8fa}.trigger{fill:#ddf4ff;stroke:#54aeff}
path{fill:none;stroke:#59636e;stroke-width:1.4}marker path{fill:#59636e;stroke:none}
@media(prefers-color-scheme:dark){text{fill:#e6edf3}.kind,.words{fill:#9198a1}rect{fill:#0d1117;stroke:#656c76}
.group{fill:#151b23}.trigger{fill:#121d2f;stroke:#1f6feb}path{stroke:#9198a1}marker path{fill:#9198a1}}";

pub(super) fn draw(topology: &Topology) -> String {
    let mut body = String::new();
    let mut y = MARGIN + 18.0;
    let mut right = width(&topology.name) * 1.2;
    text(&mut body, MARGIN, y, "title", &topology.name);
    y += GAP / 2.0;
    let mut x = MARGIN;
    for (name, kind) in &topology.triggers {
        let wide = width(name).max(width(kind)) + 28.0;
        rect(&mut body, (x, y, wide, HEAD), "trigger", HEAD / 2.0);
        text(&mut body, x + 14.0, y + 20.0, "name", name);
        text(&mut body, x + 14.0, y + 37.0, "kind", kind);
        x += wide + MARGIN;
    }
    right = right.max(x - MARGIN);
    let mut from = (!topology.triggers.is_empty()).then_some((MARGIN + 40.0, y + HEAD));
    if from.is_some() {
        y += HEAD + GAP;
    }
    for (title, steps) in &topology.sections {
        let mut placed = lane(steps, Some(*title).filter(|title| !title.is_empty()));
        shift(&mut placed, MARGIN, y);
        if let Some((x, y)) = from.take()
            && let Some(first) = placed.inner.first()
        {
            arrow(&mut body, (x, y), (first.x + first.width / 2.0, first.y));
        }
        picture(&mut body, &placed);
        right = right.max(placed.width + MARGIN);
        y += placed.height + GAP;
    }
    let (wide, high) = (right + MARGIN, y - GAP + MARGIN);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {wide:.0} {high:.0}\" width=\"{wide:.0}\" height=\"{high:.0}\" role=\"img\">\n\
         <title>{}</title>\n<style>{STYLE}</style>\n\
         <defs><marker id=\"head\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" orient=\"auto\">\
         <path d=\"M0 0L8 4L0 8z\"/></marker></defs>\n{body}</svg>\n",
        escape(&topology.name)
    )
}

fn shift(placed: &mut Placed<'_>, x: f64, y: f64) {
    placed.x += x;
    placed.y += y;
    placed.inner.iter_mut().for_each(|inner| shift(inner, x, y));
}

fn picture(out: &mut String, placed: &Placed<'_>) {
    match &placed.content {
        Content::Block(block) => {
            let class = if placed.inner.is_empty() { "task" } else { "group" };
            rect(out, (placed.x, placed.y, placed.width, placed.height), class, 6.0);
            text(out, placed.x + 14.0, placed.y + 20.0, "name", &block.name);
            text(out, placed.x + 14.0, placed.y + 37.0, "kind", &block.kind);
        }
        Content::Lane(Some(label)) => text(out, placed.x, placed.y + 12.0, "words", label),
        Content::Lane(None) => {}
    }
    placed.inner.iter().for_each(|inner| picture(out, inner));
    for (from, to) in &placed.arrows {
        let (from, to) = (&placed.inner[*from], &placed.inner[*to]);
        arrow(out, (from.x + from.width / 2.0, from.y + from.height), (to.x + to.width / 2.0, to.y));
    }
}

/// An arrow from the bottom of one box to the top of another.
fn arrow(out: &mut String, from: (f64, f64), to: (f64, f64)) {
    let half = ((to.1 - from.1) / 2.0).max(12.0);
    // Writing to a string cannot fail, here and below.
    let _ = writeln!(
        out,
        "<path d=\"M{:.1} {:.1}C{:.1} {:.1} {:.1} {:.1} {:.1} {:.1}\" marker-end=\"url(#head)\"/>",
        from.0,
        from.1,
        from.0,
        from.1 + half,
        to.0,
        to.1 - half,
        to.0,
        to.1
    );
}

fn rect(out: &mut String, (x, y, width, height): (f64, f64, f64, f64), class: &str, round: f64) {
    let _ = writeln!(
        out,
        "<rect class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" rx=\"{round}\"/>"
    );
}

fn text(out: &mut String, x: f64, y: f64, class: &str, text: &str) {
    let _ = writeln!(out, "<text class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\">{}</text>", escape(text));
}
