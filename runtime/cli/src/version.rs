//! The versions of the language that files can be written for.

use clap::Arg;
use compiler::Settings;
use plan::dialect::Version;

/// Every version there is.
pub(crate) const KNOWN: [Version; 5] =
    [Version::new(1, 0), Version::new(1, 1), Version::new(1, 2), Version::new(1, 3), Version::new(2, 0)];

/// Reads `1.3`; the error says what is known.
pub(crate) fn parse(text: &str) -> Result<Version, String> {
    let version = Version::parse(text).filter(|version| KNOWN.contains(version));
    version.ok_or_else(|| "known are 1.0, 1.1, 1.2, 1.3 and 2.0".to_owned())
}

/// `--target-version`, of commands that read files of flows.
pub(crate) fn argument() -> Arg {
    Arg::new("target-version")
        .long("target-version")
        .value_name("VERSION")
        .help("The version of the language: 1.0 to 1.3 or 2.0; wins over lanner.yaml")
        .value_parser(parse)
}

/// Lets the version of the command line win over all that files say.
pub(crate) fn retarget(settings: &mut Settings, target: Option<Version>) {
    if target.is_some() {
        settings.target = target;
        settings.overrides.iter_mut().for_each(|rule| rule.target = None);
        settings.folders.iter_mut().for_each(|folder| retarget(&mut folder.settings, target));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_message_names_all() {
        let message = parse("3").unwrap_err();
        assert!(KNOWN.iter().all(|version| message.contains(&version.to_string())), "{message}");
        assert_eq!(KNOWN.last(), Some(&Version::NEWEST));
    }
}
