//! `lanner explain`: what a code means, why it matters, and what right looks like.

use std::io::{self, Write};

use clap::{Arg, ArgAction, ArgMatches};
use report::Code;

use crate::command::{Command, Outcome};
use crate::configuration;
use crate::exit::Complaint;
use crate::markdown;
use crate::nearest::nearest;
use crate::terminal;

pub(crate) const COMMAND: Command = Command { name: "explain", declare, perform };

fn declare(command: clap::Command) -> clap::Command {
    command
        .about("Explains a diagnostic by its code")
        .arg(
            Arg::new("code")
                .value_name("CODE")
                .help("The name in brackets: `unknown-type`")
                .required_unless_present("list"),
        )
        .arg(
            Arg::new("list")
                .long("list")
                .help("Lists every code with its level and one line")
                .action(ArgAction::SetTrue)
                .conflicts_with("code"),
        )
}

fn perform(matches: &ArgMatches) -> Outcome {
    let mut out = io::BufWriter::new(anstream::stdout().lock());
    let written = match matches.get_one::<String>("code") {
        Some(name) => explain(&mut out, find(name)?),
        None => list(&mut out),
    };
    terminal::written(written.and_then(|()| out.flush()))
}

/// Every code, by name.
pub(crate) fn all() -> Vec<&'static Code> {
    let mut codes: Vec<&Code> = compiler::diagnostics::ALL.iter().chain(configuration::CODES).copied().collect();
    codes.sort_by_key(|code| code.name);
    codes
}

fn find(name: &str) -> Result<&'static Code, Complaint> {
    let codes = all();
    codes.iter().find(|code| code.name == name).copied().ok_or_else(|| {
        let complaint = Complaint::usage(format!("there is no code `{name}`"));
        match nearest(name, codes.iter().map(|code| code.name)) {
            Some(near) => complaint.help(format!("did you mean `{near}`?")),
            None => complaint.help("`lanner explain --list` shows all"),
        }
    })
}

fn explain(out: &mut dyn Write, code: &Code) -> io::Result<()> {
    let bold = anstyle::Style::new().bold();
    let level = code.severity.word();
    writeln!(out, "{bold}{}{bold:#}: {}", code.name, code.summary)?;
    writeln!(out, "{level} unless configured otherwise, group `{}`, since {}\n", code.group, code.since)?;
    markdown::write(out, code.doc)
}

fn list(out: &mut dyn Write) -> io::Result<()> {
    let codes = all();
    let width = codes.iter().map(|code| code.name.len()).max().unwrap_or_default();
    for code in codes {
        writeln!(out, "{:width$}  {:7}  {}", code.name, code.severity.word(), code.summary)?;
    }
    Ok(())
}
