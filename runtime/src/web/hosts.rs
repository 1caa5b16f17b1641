//! Whether a request is meant for this server, and whether a page of this server sent it.

use std::net::IpAddr;

use http::header::{self, HeaderMap};
use http::uri::Authority;
use http::{Method, StatusCode, Uri};

use super::problem::Problem;

/// Which names a server answers to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Exposure {
    /// Those of this machine, as long as nobody has to log in: a name that leads here by a trick of DNS lets pages of
    /// other sites in, past everything a browser guards.
    #[default]
    ThisMachine,
    /// Any: whoever operates the server has said so.
    Anyone,
}

/// Refuses names that are not those of this machine, nor of the public address.
///
/// # Errors
///
/// 421 for another name, 400 for what is no name.
pub fn meant_for_us(headers: &HeaderMap, uri: &Uri, url: Option<&str>) -> Result<(), Problem> {
    let mut names = headers.get_all(header::HOST).iter();
    let (first, second) = (names.next(), names.next());
    if second.is_some() {
        return Err(Problem::bad_request("the request names its host twice"));
    }
    let named = first.map(|value| value.to_str().ok().and_then(|text| text.parse::<Authority>().ok()));
    for name in named.into_iter().chain(uri.authority().cloned().map(Some)) {
        let name = name.ok_or_else(|| Problem::bad_request("the header `Host` holds no name"))?;
        let own = url.and_then(|url| url.parse::<Uri>().ok()).is_some_and(|url| url.host() == Some(name.host()));
        if !own && !is_loopback(name.host()) {
            let message = format!(
                "`{}` is no name of this server: nobody has to log in here, so it answers to this machine alone; \
                 set `url`, or add users",
                name.host()
            );
            return Err(Problem::new(StatusCode::MISDIRECTED_REQUEST, message));
        }
    }
    Ok(())
}

fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    bare.eq_ignore_ascii_case("localhost") || bare.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// Refuses what a page of another site makes a browser send: it carries that site's `Origin`.
///
/// # Errors
///
/// 403 for another origin.
pub fn same_origin(method: &Method, headers: &HeaderMap, url: Option<&str>) -> Result<(), Problem> {
    match text(headers, header::ORIGIN) {
        Some(origin) if !method.is_safe() && !is_ours(origin, headers, url) => {
            Err(Problem::new(StatusCode::FORBIDDEN, format!("requests from pages of `{origin}` are not accepted")))
        }
        _ => Ok(()),
    }
}

/// Refuses what may come from a page of another site, where a cookie alone says who sends it: browsers tell where a
/// form stood, and nothing but a browser has a cookie of ours.
///
/// # Errors
///
/// 403 where nothing shows that it came from a page of ours.
pub fn from_our_page(method: &Method, headers: &HeaderMap, url: Option<&str>) -> Result<(), Problem> {
    if method.is_safe() {
        return Ok(());
    }
    let sent_by_us =
        match (text(headers, header::ORIGIN), headers.get("sec-fetch-site"), text(headers, header::REFERER)) {
            (Some(origin), ..) => is_ours(origin, headers, url),
            (None, Some(site), _) => site == "same-origin",
            (None, None, Some(referer)) => {
                let origin = referer.splitn(4, '/').take(3).collect::<Vec<_>>().join("/");
                is_ours(&origin, headers, url)
            }
            (None, None, None) => false,
        };
    match sent_by_us {
        true => Ok(()),
        false => Err(Problem::new(
            StatusCode::FORBIDDEN,
            "a session is accepted from this server's pages alone; programs send `Authorization`",
        )),
    }
}

fn is_ours(origin: &str, headers: &HeaderMap, url: Option<&str>) -> bool {
    let host = text(headers, header::HOST).unwrap_or_default();
    let same = origin.split_once("://").is_some_and(|(_, authority)| authority.eq_ignore_ascii_case(host));
    same || url.is_some_and(|url| url.splitn(4, '/').take(3).collect::<Vec<_>>().join("/").eq_ignore_ascii_case(origin))
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&str, &str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(http::HeaderName::try_from(*name).unwrap(), value.parse().unwrap());
        }
        headers
    }

    #[test]
    fn only_names_of_this_machine_are_ours() {
        let uri = Uri::from_static("/");
        let url = Some("https://flows.example/lanner");
        for (host, expected) in [
            ("localhost:8080", true),
            ("127.0.0.1", true),
            ("127.9.9.9:1", true),
            ("[::1]:8080", true),
            ("flows.example", true),
            ("evil.example", false),
            ("127.0.0.1.evil.example", false),
            ("localhost.evil.example:8080", false),
            ("10.0.0.1", false),
        ] {
            assert_eq!(meant_for_us(&headers(&[("host", host)]), &uri, url).is_ok(), expected, "{host}");
        }
        let twice = headers(&[("host", "localhost"), ("host", "evil.example")]);
        assert!(meant_for_us(&twice, &uri, None).is_err());
        let absolute = Uri::from_static("http://evil.example/");
        assert!(meant_for_us(&headers(&[("host", "localhost")]), &absolute, None).is_err());
    }

    #[test]
    fn a_cookie_counts_from_our_pages_alone() {
        let host = ("host", "flows.example");
        for (sent, expected) in [
            (vec![host], false),
            (vec![host, ("origin", "https://flows.example")], true),
            (vec![host, ("origin", "https://evil.example")], false),
            (vec![host, ("origin", "null")], false),
            (vec![host, ("sec-fetch-site", "same-origin")], true),
            (vec![host, ("sec-fetch-site", "same-site")], false),
            (vec![host, ("referer", "https://flows.example/ui/flows")], true),
            (vec![host, ("referer", "https://evil.example/https://flows.example/")], false),
        ] {
            assert_eq!(from_our_page(&Method::POST, &headers(&sent), None).is_ok(), expected, "{sent:?}");
            assert!(from_our_page(&Method::GET, &headers(&sent), None).is_ok());
        }
    }
}
