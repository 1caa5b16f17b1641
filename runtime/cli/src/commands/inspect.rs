//! `lanner inspect`: what is in a plan, as text.

use std::path::PathBuf;

use clap::{Arg, ArgMatches, value_parser};
use plan::compiled::{self, Compiled};
use plan::diagram;

use crate::command::{Command, Outcome};
use crate::exit::{Complaint, Exit};
use crate::files;
use crate::plans;
use crate::single;
use crate::terminal;

pub(crate) const COMMAND: Command = Command { name: "inspect", declare, perform };

fn declare(command: clap::Command) -> clap::Command {
    command.about("Shows what is in a plan: every step with what it does and what it is given").arg(
        Arg::new("plan")
            .value_name("PLAN")
            .help("A file that `compile -o` wrote, or the YAML it would be written from")
            .required(true)
            .value_parser(value_parser!(PathBuf)),
    )
}

fn perform(matches: &ArgMatches) -> Outcome {
    let path = matches.get_one::<PathBuf>("plan").cloned().unwrap_or_default();
    let compiled = if files::is_yaml(&path) {
        match single::compile(&path, None)? {
            Some(compiled) => compiled,
            None => return Ok(Exit::Usage),
        }
    } else {
        plans::read(&path)?
    };
    let cannot = |error: &dyn std::fmt::Display| Complaint::failure(format!("cannot show the plan: {error}"));
    let (bytes, source, text) = match &compiled {
        Compiled::Flow(plan) => (compiled::encode_flow(plan), &plan.source, diagram::draw(plan)),
        Compiled::App(app) => (compiled::encode_app(app), &app.source, diagram::draw_app(app)),
    };
    let bytes = bytes.map_err(|error| cannot(&error))?;
    let hash = compiled::hash(&bytes).map_err(|error| cannot(&error))?;
    terminal::print(&format!("{text}\nfrom {} · {} bytes · sha256 {hash}\n", source.path, bytes.len()))
}
