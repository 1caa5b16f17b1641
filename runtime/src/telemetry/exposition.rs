//! Figures in the text form that Prometheus reads (version 0.0.4).

use std::fmt::Write as _;

use super::meters::{BOUNDS, Times};

/// What kind of figure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It only grows.
    Counter,
    /// It comes and goes.
    Gauge,
    /// It has classes.
    Histogram,
}

/// A page of figures.
#[derive(Debug, Default)]
pub struct Exposition(String);

impl Exposition {
    /// Begins a figure: its name, kind, and what it says.
    pub fn begin(&mut self, name: &str, kind: Kind, help: &str) -> Family<'_> {
        let word = match kind {
            Kind::Counter => "counter",
            Kind::Gauge => "gauge",
            Kind::Histogram => "histogram",
        };
        // Writing into a text cannot fail.
        let _ = write!(self.0, "# HELP {name} {}\n# TYPE {name} {word}\n", escape(help, Quote::No));
        Family { page: &mut self.0, name: name.to_owned() }
    }

    /// A figure with one value.
    pub fn one(&mut self, name: &str, kind: Kind, help: &str, value: f64) {
        self.begin(name, kind, help).value(&[], value);
    }

    /// The page.
    pub fn into_text(self) -> String {
        self.0
    }
}

/// A figure whose values are being written.
#[derive(Debug)]
pub struct Family<'a> {
    page: &'a mut String,
    name: String,
}

impl Family<'_> {
    /// A value under some labels.
    pub fn value(&mut self, labels: &[(&str, &str)], value: f64) -> &mut Self {
        self.line("", labels, value);
        self
    }

    /// Times under some labels.
    pub fn times(&mut self, times: &Times) -> &mut Self {
        for (bound, count) in BOUNDS.iter().zip(times.within) {
            self.line("_bucket", &[("le", &bound.to_string())], count as f64);
        }
        self.line("_bucket", &[("le", "+Inf")], times.count as f64);
        self.line("_sum", &[], times.sum);
        self.line("_count", &[], times.count as f64);
        self
    }

    fn line(&mut self, suffix: &str, labels: &[(&str, &str)], value: f64) {
        let labels: Vec<String> =
            labels.iter().map(|(name, value)| format!("{name}=\"{}\"", escape(value, Quote::Yes))).collect();
        let labels = if labels.is_empty() { String::new() } else { format!("{{{}}}", labels.join(",")) };
        // Writing into a text cannot fail.
        let _ = writeln!(self.page, "{}{suffix}{labels} {value}", self.name);
    }
}

/// Whether a text stands in quotes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Quote {
    Yes,
    No,
}

fn escape(text: &str, quote: Quote) -> String {
    let text = text.replace('\\', "\\\\").replace('\n', "\\n");
    if quote == Quote::Yes { text.replace('"', "\\\"") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_written_as_prometheus_reads_them() {
        let mut page = Exposition::default();
        page.one("lanner_up", Kind::Gauge, "Whether it is\nthere", 1.0);
        page.begin("lanner_x_total", Kind::Counter, "X").value(&[("route", "a\"b\\c\n")], 2.5);
        let mut within = [1; BOUNDS.len()];
        within[11] = 2;
        page.begin("lanner_seconds", Kind::Histogram, "Times").times(&Times { within, count: 3, sum: 12.5 });
        let text = page.into_text();
        for line in [
            "# HELP lanner_up Whether it is\\nthere\n# TYPE lanner_up gauge\nlanner_up 1\n",
            "lanner_x_total{route=\"a\\\"b\\\\c\\n\"} 2.5\n",
            "lanner_seconds_bucket{le=\"0.0005\"} 1\n",
            "lanner_seconds_bucket{le=\"10\"} 2\nlanner_seconds_bucket{le=\"+Inf\"} 3\nlanner_seconds_sum 12.5\nlanner_seconds_count 3\n",
        ] {
            assert!(text.contains(line), "{text}");
        }
    }
}
