//! Where traces go: what settings say, and the variables that OpenTelemetry names for every program, which win.

use runtime::telemetry::Destination;
use runtime::web::percent::{Plus, decode};

use crate::configuration::serving::Telemetry;
use crate::exit::Complaint;

/// What this server is called where nothing is said.
const SERVICE: &str = "lanner";

/// The destination of traces; none where no address is known.
pub(crate) fn destination(
    said: &Telemetry,
    variable: impl Fn(&str) -> Option<String>,
) -> Result<Option<Destination>, Complaint> {
    let variable = |name: &str| variable(name).filter(|value| !value.is_empty());
    let Some(endpoint) = variable("OTEL_EXPORTER_OTLP_ENDPOINT").or_else(|| said.endpoint.clone()) else {
        return Ok(None);
    };
    let service = variable("OTEL_SERVICE_NAME").or_else(|| said.service.clone());
    let headers = variable("OTEL_EXPORTER_OTLP_HEADERS").unwrap_or_default();
    let pairs = headers.split(',').filter(|pair| !pair.trim().is_empty());
    let read = |pair: &str| {
        let (name, value) = pair.split_once('=')?;
        let value = decode(value.trim(), Plus::Literal)?;
        Some((name.trim().to_owned(), value.into_owned()))
    };
    let headers = pairs.map(read).collect::<Option<Vec<_>>>();
    let headers = headers.ok_or_else(|| wrong("`OTEL_EXPORTER_OTLP_HEADERS` takes `name=value,name=value`"))?;
    let made = Destination::new(&endpoint, headers, service.as_deref().unwrap_or(SERVICE));
    made.map(Some).map_err(|message| wrong(&format!("traces have no destination: {message}")))
}

fn wrong(message: &str) -> Complaint {
    Complaint::usage(message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_win_over_settings() {
        let said = Telemetry { endpoint: Some("http://file:4318".to_owned()), service: None };
        assert_eq!(destination(&Telemetry::default(), |_| None).ok(), Some(None));
        let found = destination(&said, |_| None).ok().flatten().map(|made| (made.traces.to_string(), made.service));
        assert_eq!(found, Some(("http://file:4318/v1/traces".to_owned(), "lanner".to_owned())));
        let variables = |name: &str| match name {
            "OTEL_EXPORTER_OTLP_ENDPOINT" => Some("http://variable:4318".to_owned()),
            "OTEL_EXPORTER_OTLP_HEADERS" => Some("authorization=Bearer%20x, tenant=a".to_owned()),
            _ => None,
        };
        let found = destination(&said, variables).ok().flatten().map(|made| (made.traces.to_string(), made.headers));
        let headers = vec![("authorization".to_owned(), "Bearer x".to_owned()), ("tenant".to_owned(), "a".to_owned())];
        assert_eq!(found, Some(("http://variable:4318/v1/traces".to_owned(), headers)));
        for (name, value) in [("OTEL_EXPORTER_OTLP_ENDPOINT", "nowhere"), ("OTEL_EXPORTER_OTLP_HEADERS", "x")] {
            assert!(destination(&said, |asked| (asked == name).then(|| value.to_owned())).is_err(), "{name}");
        }
    }
}
