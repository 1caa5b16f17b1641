//! Requests to one host that go to another: for tests and for networks without a way out.

use http::Uri;
use http::uri::{Authority, Scheme};

/// Every redirect, in the order given.
#[derive(Clone, Debug, Default)]
pub struct Redirects(Vec<Redirect>);

/// Requests to one host go to another scheme, host and port; path and query stay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redirect {
    host: String,
    scheme: Scheme,
    authority: Authority,
}

impl Redirect {
    /// Reads `HOST=URL`, such as `huggingface.co=http://127.0.0.1:9000`.
    ///
    /// # Errors
    ///
    /// A line that says what is missing.
    pub fn parse(text: &str) -> Result<Self, String> {
        let (host, url) = text.split_once('=').ok_or_else(|| format!("`{text}` is no redirect: write HOST=URL"))?;
        if host.is_empty() || host.contains('/') {
            return Err(format!("`{host}` is no host"));
        }
        let uri: Uri = url.parse().map_err(|_| format!("`{url}` is no URL"))?;
        let parts = uri.into_parts();
        match (parts.scheme, parts.authority) {
            (Some(scheme), Some(authority)) => Ok(Self { host: host.to_lowercase(), scheme, authority }),
            _ => Err(format!("`{url}` names no scheme and host: write http://HOST:PORT")),
        }
    }
}

impl Redirects {
    /// The address a request really goes to.
    pub fn apply(&self, uri: Uri) -> Uri {
        let Some(host) = uri.host().map(str::to_lowercase) else { return uri };
        let port = uri.port_u16().map(|port| format!("{host}:{port}"));
        let Some(redirect) =
            self.0.iter().find(|redirect| redirect.host == host || port.as_ref() == Some(&redirect.host))
        else {
            return uri;
        };
        let mut parts = uri.into_parts();
        parts.scheme = Some(redirect.scheme.clone());
        parts.authority = Some(redirect.authority.clone());
        parts.path_and_query = parts.path_and_query.or_else(|| Some(http::uri::PathAndQuery::from_static("/")));
        Uri::from_parts(parts).expect("scheme, authority and path make a URI")
    }
}

impl FromIterator<Redirect> for Redirects {
    fn from_iter<I: IntoIterator<Item = Redirect>>(redirects: I) -> Self {
        Self(redirects.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn through(redirect: &str, uri: &str) -> String {
        let redirects: Redirects = [Redirect::parse(redirect).expect("it is a redirect")].into_iter().collect();
        redirects.apply(uri.parse().expect("it is a URI")).to_string()
    }

    #[test]
    fn scheme_host_and_port_are_replaced() {
        assert_eq!(
            through("huggingface.co=http://127.0.0.1:9000", "https://huggingface.co/a/b?c=d"),
            "http://127.0.0.1:9000/a/b?c=d"
        );
        assert_eq!(through("a.b:8080=https://c", "http://A.B:8080/x"), "https://c/x");
    }

    #[test]
    fn other_hosts_stay() {
        assert_eq!(through("a.b=http://c", "https://d.e/x"), "https://d.e/x");
    }

    #[test]
    fn what_is_no_redirect_is_told() {
        assert_eq!(Redirect::parse("a").map(|_| ()), Err("`a` is no redirect: write HOST=URL".to_owned()));
        assert_eq!(
            Redirect::parse("a=/b").map(|_| ()),
            Err("`/b` names no scheme and host: write http://HOST:PORT".to_owned())
        );
    }
}
