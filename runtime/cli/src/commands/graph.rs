//! `lanner graph`: a flow as a picture.

use std::path::PathBuf;

use clap::{Arg, ArgMatches, value_parser};
use plan::compiled::Compiled;

use crate::command::{Command, Outcome};
use crate::exit::{Complaint, Exit};
use crate::files;
use crate::graph::{self, Topology};
use crate::plans;
use crate::single;
use crate::terminal;

pub(crate) const COMMAND: Command = Command { name: "graph", declare, perform };

fn declare(command: clap::Command) -> clap::Command {
    command
        .about("Draws a flow: what starts it, and which task runs after which")
        .arg(
            Arg::new("flow")
                .value_name("FLOW")
                .help("The flow's file, or its plan")
                .required(true)
                .value_parser(value_parser!(PathBuf)),
        )
        .arg(
            Arg::new("format")
                .long("format")
                .value_name("FORMAT")
                .help("mermaid (for Markdown), dot (for Graphviz) or svg (for browsers)")
                .value_parser(graph::FORMATS.iter().map(|(name, _)| *name).collect::<Vec<_>>())
                .default_value("mermaid")
                .hide_possible_values(true),
        )
}

fn perform(matches: &ArgMatches) -> Outcome {
    let path = matches.get_one::<PathBuf>("flow").cloned().unwrap_or_default();
    let compiled = match files::is_compiled(&path) {
        true => Some(plans::read(&path)?),
        false => single::compile(&path, None)?,
    };
    let plan = match compiled {
        Some(Compiled::Flow(plan)) => plan,
        Some(Compiled::App(_)) => {
            let message = format!("`{}` is an app; draw the flow behind it", files::shown(&path));
            return Err(Complaint::usage(message));
        }
        None => return Ok(Exit::Usage),
    };
    let name = matches.get_one::<String>("format").map_or("mermaid", String::as_str);
    let draw = graph::FORMATS.iter().find(|(known, _)| *known == name).map_or(graph::FORMATS[0].1, |(_, draw)| *draw);
    terminal::print(&draw(&Topology::of(&plan)))
}
