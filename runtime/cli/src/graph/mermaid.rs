//! A flow for Markdown: <https://mermaid.js.org/syntax/flowchart.html>.

use std::fmt::Write;

use super::edges::{From, edges};
use super::topology::{Block, Lane, Topology};

pub(super) fn draw(topology: &Topology) -> String {
    let mut text = format!("---\ntitle: {}\n---\nflowchart TD\n", quoted(&topology.name));
    // Writing to a string cannot fail, here and below.
    for (at, (name, kind)) in topology.triggers.iter().enumerate() {
        let _ = writeln!(text, "  t{at}([{}])", label(name, kind));
    }
    for (at, (title, lane)) in topology.sections.iter().enumerate() {
        match title.is_empty() {
            true => blocks(lane, 1, &mut text),
            false => {
                let _ = writeln!(text, "  subgraph x{at} [{}]", quoted(title));
                blocks(lane, 2, &mut text);
                text.push_str("  end\n");
            }
        }
    }
    for edge in edges(topology) {
        let (from, arrow) = match edge.from {
            From::Trigger(at) => (format!("t{at}"), "-.->"),
            From::Step(id) => (format!("s{}", id.0), "-->"),
        };
        let label = edge.label.map(|label| format!("|{}|", quoted(&label))).unwrap_or_default();
        let _ = writeln!(text, "  {from} {arrow}{label} s{}", edge.to.0);
    }
    text
}

fn blocks(lane: &Lane, depth: usize, text: &mut String) {
    for Block { id, name, kind, lanes } in &lane.blocks {
        let blank = "  ".repeat(depth);
        if lanes.is_empty() {
            let _ = writeln!(text, "{blank}s{}[{}]", id.0, label(name, kind));
            continue;
        }
        let _ = writeln!(text, "{blank}subgraph c{} [{}]", id.0, quoted(name));
        let _ = writeln!(text, "{blank}  s{}{{{{{}}}}}", id.0, label(name, kind));
        lanes.iter().for_each(|lane| blocks(lane, depth + 1, text));
        let _ = writeln!(text, "{blank}end");
    }
}

fn label(name: &str, kind: &str) -> String {
    quoted(&format!("{name}\n{kind}"))
}

/// A text in quotes, with what means something written as entities.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("#quot;"),
            '#' => out.push_str("#35;"),
            '<' => out.push_str("#lt;"),
            '>' => out.push_str("#gt;"),
            '\n' => out.push_str("<br/>"),
            letter => out.push(letter),
        }
    }
    out.push('"');
    out
}
