//! `lanner serve`: the flows and apps of a folder, run and shown until somebody says stop.

use std::net::{SocketAddr, ToSocketAddrs};
use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, value_parser};

use runtime::web::hosts::Exposure;

use super::run::redirect;
use crate::command::{Command, Outcome};
use crate::logs::{Format, LEVELS};
use crate::serve::{self, Request};

pub(crate) const COMMAND: Command = Command { name: "serve", declare, perform };

fn declare(command: clap::Command) -> clap::Command {
    command
        .about("Serves the flows and apps of a folder: pages, API, schedules")
        .arg(
            Arg::new("folder")
                .value_name("DIR")
                .help("The folder with flows and apps anywhere below it")
                .default_value(".")
                .value_parser(value_parser!(PathBuf)),
        )
        .arg(
            Arg::new("listen")
                .long("listen")
                .value_name("ADDR:PORT")
                .help("Where to listen; port 0 takes any free one")
                .default_value("127.0.0.1:8080")
                .env("LANNER_LISTEN")
                .value_parser(address),
        )
        .arg(
            Arg::new("data")
                .long("data")
                .value_name("DIR")
                .help("Where state is kept; created where it is not there")
                .default_value(".lanner")
                .env("LANNER_DATA")
                .value_parser(value_parser!(PathBuf)),
        )
        .arg(
            Arg::new("management")
                .long("management")
                .value_name("ADDR:PORT")
                .help("Where to answer `/health`, `/ready` and `/metrics` as well, without a login and nothing else")
                .env("LANNER_MANAGEMENT")
                .value_parser(address),
        )
        .arg(redirect())
        .arg(
            Arg::new("insecure")
                .long("insecure")
                .help("Lets other machines in, though nobody has to log in")
                .action(ArgAction::SetTrue),
        )
        .arg(
            Arg::new("log-format")
                .long("log-format")
                .value_name("FORMAT")
                .help("How the server's own log is written to standard error")
                .default_value("text")
                .env("LANNER_LOG_FORMAT")
                .value_parser(PossibleValuesParser::new(Format::NAMES)),
        )
        .arg(
            Arg::new("log-level")
                .long("log-level")
                .value_name("LEVEL")
                .help("The least important lines it holds; `info` names each request")
                .default_value("warn")
                .env("LANNER_LOG")
                .ignore_case(true)
                .value_parser(PossibleValuesParser::new(LEVELS)),
        )
        .after_help("Ends with 0 after Ctrl-C, 1 when it cannot start, 2 on wrong usage or settings")
}

/// Reads `127.0.0.1:8080`, `localhost:8080` or `[::1]:8080`.
fn address(text: &str) -> Result<SocketAddr, String> {
    let wrong = || format!("`{text}` is no address; write ADDR:PORT, such as 127.0.0.1:8080");
    text.to_socket_addrs().ok().and_then(|mut found| found.next()).ok_or_else(wrong)
}

fn perform(matches: &ArgMatches) -> Outcome {
    let text = |name| matches.get_one::<String>(name);
    serve::serve(Request {
        folder: matches.get_one::<PathBuf>("folder").cloned().unwrap_or_default(),
        listen: *matches.get_one::<SocketAddr>("listen").expect("it has a default"),
        management: matches.get_one::<SocketAddr>("management").copied(),
        data: matches.get_one::<PathBuf>("data").cloned().unwrap_or_default(),
        redirects: matches.get_many("redirect").into_iter().flatten().cloned().collect(),
        log_format: text("log-format").and_then(|name| Format::parse(name)).unwrap_or_default(),
        log_level: text("log-level").cloned().unwrap_or_default(),
        exposure: if matches.get_flag("insecure") { Exposure::Anyone } else { Exposure::ThisMachine },
    })
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn addresses_have_a_port() {
        assert_eq!(address("127.0.0.1:0").unwrap().port(), 0);
        assert!(address("[::1]:80").unwrap().is_ipv6());
        for wrong in ["8080", "127.0.0.1", "", "127.0.0.1:99999"] {
            assert!(address(wrong).is_err(), "{wrong}");
        }
    }
}
