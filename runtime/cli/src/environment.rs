//! What the process was started with and what `lanner.yaml` decides, as the engine wants it.

use runtime::Settings;
use runtime::settings::{Credentials, Files, S3};

use crate::configuration::Configuration;
use crate::exit::Complaint;
use crate::secrets;
use crate::terminal::tell;

/// The prefix of variables that expressions see as `envs`.
const VARIABLE: &str = "ENV_";

/// Settings of an engine with what is decided for flows that run; a variable of the process wins over a file.
///
/// # Errors
///
/// When secrets cannot be read.
pub(crate) fn settings(configuration: &Configuration, base: Settings) -> Result<Settings, Complaint> {
    let world = &configuration.world;
    let found = secrets::gather(world, variables())?;
    warn(&found.unreadable);
    let mut environment = world.envs.clone();
    environment.extend(envs(variables()));
    Ok(Settings {
        environment,
        secrets: found.secrets,
        globals: world.globals.clone(),
        variables: world.variables.clone(),
        zone: world.zone.clone().unwrap_or_else(|| base.zone.clone()),
        encryption_key: world.encryption_key.clone().or_else(|| base.encryption_key.clone()),
        ..base
    })
}

/// Where files lie; the keys of a bucket are variables of the process.
///
/// # Errors
///
/// When they are missing.
pub(crate) fn files(configuration: &Configuration) -> Result<Files, Complaint> {
    let Some(bucket) = &configuration.world.bucket else { return Ok(Files::OnDisk) };
    let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let needed = |name: &str| {
        let missing = || Complaint::usage(format!("`{name}` is not set, and `storage` lies in a bucket"));
        variable(name).ok_or_else(missing)
    };
    let credentials =
        Credentials::new(needed("AWS_ACCESS_KEY_ID")?, needed("AWS_SECRET_ACCESS_KEY")?, variable("AWS_SESSION_TOKEN"));
    let region = bucket.region.clone().unwrap_or_else(|| "us-east-1".to_owned());
    Ok(Files::InBucket(S3 {
        endpoint: bucket.endpoint.clone().unwrap_or_else(|| format!("https://s3.{region}.amazonaws.com")),
        bucket: bucket.name.clone(),
        region,
        prefix: bucket.prefix.clone(),
        credentials,
    }))
}

fn envs(variables: impl Iterator<Item = (String, String)>) -> impl Iterator<Item = (String, String)> {
    variables.filter_map(|(name, value)| Some((name.strip_prefix(VARIABLE)?.to_lowercase(), value)))
}

/// The variables of this process that are text.
fn variables() -> impl Iterator<Item = (String, String)> {
    let texts = std::env::vars_os().map(|(name, value)| (name.into_string(), value.into_string()));
    texts.filter_map(|(name, value)| Some((name.ok()?, value.ok()?)))
}

/// Says on standard error which secrets cannot be read.
fn warn(unreadable: &[String]) {
    let style = anstyle::AnsiColor::Yellow.on_default().bold();
    for line in unreadable {
        tell!("{style}warning{style:#}: {line}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_makes_a_variable_one_of_flows() {
        let variables = [("ENV_Region", "eu"), ("HOME", "x")].map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(envs(variables.into_iter()).collect::<Vec<_>>(), [("region".to_owned(), "eu".to_owned())]);
    }
}
