//! A flow for Graphviz: <https://graphviz.org/doc/info/lang.html>.

use std::fmt::Write;

use super::edges::{From, edges};
use super::topology::{Block, Lane, Topology};

pub(super) fn draw(topology: &Topology) -> String {
    let mut text = format!("digraph {} {{\n", quoted(&topology.name));
    text.push_str("  node [shape=box, style=rounded, fontname=\"sans-serif\"]\n  edge [fontname=\"sans-serif\"]\n");
    // Writing to a string cannot fail, here and below.
    for (at, (name, kind)) in topology.triggers.iter().enumerate() {
        let _ = writeln!(text, "  t{at} [label={}, shape=ellipse, style=dashed]", label(name, kind));
    }
    for (at, (title, lane)) in topology.sections.iter().enumerate() {
        match title.is_empty() {
            true => blocks(lane, 1, &mut text),
            false => {
                let _ = writeln!(text, "  subgraph cluster_x{at} {{\n    label={}", quoted(title));
                blocks(lane, 2, &mut text);
                text.push_str("  }\n");
            }
        }
    }
    for edge in edges(topology) {
        let (from, style) = match edge.from {
            From::Trigger(at) => (format!("t{at}"), Some("style=dashed".to_owned())),
            From::Step(id) => (format!("s{}", id.0), None),
        };
        let label = edge.label.map(|label| format!("label={}", quoted(&label)));
        let attributes: Vec<String> = style.into_iter().chain(label).collect();
        let attributes = if attributes.is_empty() { String::new() } else { format!(" [{}]", attributes.join(", ")) };
        let _ = writeln!(text, "  {from} -> s{}{attributes}", edge.to.0);
    }
    text.push_str("}\n");
    text
}

fn blocks(lane: &Lane, depth: usize, text: &mut String) {
    for Block { id, name, kind, lanes } in &lane.blocks {
        let blank = "  ".repeat(depth);
        if lanes.is_empty() {
            let _ = writeln!(text, "{blank}s{} [label={}]", id.0, label(name, kind));
            continue;
        }
        let _ = writeln!(text, "{blank}subgraph cluster_{} {{\n{blank}  label={}", id.0, quoted(name));
        let _ = writeln!(text, "{blank}  s{} [label={}, shape=hexagon]", id.0, label(name, kind));
        lanes.iter().for_each(|lane| blocks(lane, depth + 1, text));
        let _ = writeln!(text, "{blank}}}");
    }
}

fn label(name: &str, kind: &str) -> String {
    quoted(&format!("{name}\n{kind}"))
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n"))
}
