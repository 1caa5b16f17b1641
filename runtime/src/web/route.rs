//! Which handler answers which request.

use std::collections::HashSet;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use http::Method;

use super::context::Context;
use super::percent::{Plus, decode};
use super::reference::Part;
use super::request::{Parameters, Request};
use super::response::Answer;
use crate::access::Permission;

/// What a handler returns: its answer, once it is there.
pub type Answering = Pin<Box<dyn Future<Output = Answer> + Send>>;

/// One kind of request that is answered.
#[derive(Debug)]
pub struct Route {
    /// The method.
    pub method: Method,
    /// The path with its variable parts in braces; below `/api/v1` for [`Door::Api`].
    pub path: &'static str,
    /// Who comes through.
    pub door: Door,
    /// Who may.
    pub permission: Permission,
    /// What it does, in one sentence, for the reference.
    pub doc: &'static str,
    /// What it takes and gives beside its path, for the reference.
    pub parts: &'static [Part],
    /// What answers.
    pub handler: fn(Arc<Context>, Request) -> Answering,
}

/// Who comes through a route, which decides about the path's beginning and the form of refusals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    /// A person with a browser.
    Page,
    /// A program, below `/api/v1` or `/api/v1/TENANT`.
    Api,
    /// A program, below `/api/v1` only.
    Instance,
    /// Whoever operates the server.
    Operation,
}

/// What a path and method lead to.
#[derive(Debug)]
pub enum Found {
    /// A route and the parts of its path.
    Route(&'static Route, Parameters),
    /// The path is known, with other methods.
    OtherMethods(Vec<Method>),
    /// Nothing; perhaps the path of a route was meant.
    Nothing(Option<String>),
    /// The path holds something that cannot be decoded.
    Undecodable,
}

/// The paths of all routes.
#[derive(Debug)]
pub struct Router {
    routes: &'static [Route],
    paths: matchit::Router<Vec<&'static Route>>,
    /// The first parts of all paths below `/api/v1`: whatever else stands there is a tenant.
    resources: HashSet<&'static str>,
    shown: Vec<String>,
}

/// The only tenant there is.
const TENANT: &str = "main";

const API: &str = "/api/v1";

impl Route {
    /// The full path, without a tenant.
    pub fn full_path(&self) -> String {
        match self.door {
            Door::Page | Door::Operation => self.path.to_owned(),
            Door::Api | Door::Instance => format!("{API}{}", self.path),
        }
    }
}

impl Router {
    /// Takes the routes in.
    ///
    /// # Panics
    ///
    /// Where two routes cannot be told apart, which a test excludes for [`super::routes::ROUTES`].
    pub fn new(routes: &'static [Route]) -> Self {
        let mut by_path: indexmap::IndexMap<String, Vec<&'static Route>> = indexmap::IndexMap::new();
        for route in routes {
            by_path.entry(route.full_path()).or_default().push(route);
        }
        let resources = routes
            .iter()
            .filter(|route| matches!(route.door, Door::Api | Door::Instance))
            .filter_map(|route| route.path.split('/').nth(1))
            .collect();
        let shown = by_path.keys().cloned().collect();
        let mut paths = matchit::Router::new();
        for (path, routes) in by_path {
            paths.insert(path, routes).expect("the table of routes has no conflicts, which a test makes sure of");
        }
        Self { routes, paths, resources, shown }
    }

    /// Finds the route of a request.
    pub fn find(&self, method: &Method, path: &str) -> Found {
        // Links of Kestra name the tenant in the console's addresses too.
        let path = match path.strip_prefix("/ui/main").filter(|rest| rest.is_empty() || rest.starts_with('/')) {
            Some(rest) => &format!("/ui{rest}"),
            None => path,
        };
        let path = match self.without_tenant(path) {
            Tenant::None => std::borrow::Cow::Borrowed(path),
            Tenant::Known(rest) => std::borrow::Cow::Owned(format!("{API}{rest}")),
            Tenant::Unknown => return Found::Nothing(None),
        };
        let trimmed = if path.len() > 1 { path.trim_end_matches('/') } else { &path };
        let Ok(matched) = self.paths.at(if trimmed.is_empty() { "/" } else { trimmed }) else {
            return Found::Nothing(self.nearest(&path));
        };
        let wanted = if *method == Method::HEAD { &Method::GET } else { method };
        let Some(route) = matched.value.iter().find(|route| route.method == *wanted) else {
            if let Some(found) = self.by_shape(wanted, trimmed) {
                return found;
            }
            return Found::OtherMethods(matched.value.iter().map(|route| route.method.clone()).collect());
        };
        decoded(route, matched.params.iter())
    }

    /// A route of the method whose path has this shape, where the nearest one has only other methods: the flow
    /// `kill` in `POST /executions/company/kill`.
    fn by_shape(&self, method: &Method, path: &str) -> Option<Found> {
        let parts: Vec<&str> = path.split('/').collect();
        let matches = |route: &Route| {
            let full = route.full_path();
            let shape: Vec<&str> = full.split('/').collect();
            shape.len() == parts.len()
                && shape.iter().zip(&parts).all(|(part, given)| part.starts_with('{') || part == given)
        };
        let route = self.routes.iter().find(|route| route.method == *method && matches(route))?;
        let full = route.full_path();
        let named = full.split('/').zip(parts);
        let named = named.filter_map(|(part, given)| Some((part.strip_prefix('{')?.strip_suffix('}')?, given)));
        Some(decoded(route, named))
    }

    /// The path behind `/api/v1/TENANT`.
    fn without_tenant<'p>(&self, path: &'p str) -> Tenant<'p> {
        let Some(rest) = path.strip_prefix(API).and_then(|rest| rest.strip_prefix('/')) else { return Tenant::None };
        let (first, behind) = rest.find('/').map_or((rest, ""), |at| rest.split_at(at));
        match first {
            _ if self.resources.contains(first) => Tenant::None,
            TENANT => Tenant::Known(behind),
            _ => Tenant::Unknown,
        }
    }

    /// The path of a route that is nearly this one.
    fn nearest(&self, path: &str) -> Option<String> {
        let parts: Vec<&str> = path.split('/').collect();
        self.shown
            .iter()
            .filter_map(|shown| {
                let route: Vec<&str> = shown.split('/').collect();
                if route.len() != parts.len() {
                    return None;
                }
                let distance = route
                    .iter()
                    .zip(&parts)
                    .map(|(expected, given)| if expected.starts_with('{') { 0 } else { distance(expected, given) })
                    .sum::<usize>();
                Some((distance, shown)).filter(|(distance, _)| *distance <= 2)
            })
            .min_by_key(|(distance, _)| *distance)
            .map(|(_, shown)| shown.clone())
    }
}

/// A route with the parts of its path decoded.
fn decoded<'p>(route: &'static Route, parts: impl Iterator<Item = (&'p str, &'p str)>) -> Found {
    let decoded = parts.map(|(name, value)| {
        Some((name.to_owned(), decode(value, Plus::Literal)?.into_owned())).filter(|(_, value)| !value.contains('\0'))
    });
    match decoded.collect::<Option<Vec<_>>>() {
        Some(parameters) => Found::Route(route, Parameters(parameters)),
        None => Found::Undecodable,
    }
}

enum Tenant<'p> {
    None,
    Known(&'p str),
    Unknown,
}

/// How many letters differ between two words (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().take(64).collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().take(64).enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, to) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(from != *to);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::super::routes::ROUTES;
    use super::*;

    fn found(method: Method, path: &str) -> String {
        match Router::new(ROUTES).find(&method, path) {
            Found::Route(route, parameters) => {
                let parameters: Vec<String> =
                    parameters.0.iter().map(|(name, value)| format!("{name}={value}")).collect();
                format!("{} {} [{}]", route.method, route.full_path(), parameters.join(" "))
            }
            Found::OtherMethods(methods) => format!("{methods:?}"),
            Found::Nothing(suggestion) => format!("nothing, perhaps {suggestion:?}"),
            Found::Undecodable => "undecodable".to_owned(),
        }
    }

    #[test]
    fn the_table_has_no_conflicts_and_no_doubles() {
        let mut seen = HashSet::new();
        for route in ROUTES {
            assert!(seen.insert((route.method.clone(), route.full_path())), "{} {}", route.method, route.path);
            assert!(
                route.doc.len() > 10 && !route.doc.ends_with('.'),
                "{} {}: {}",
                route.method,
                route.path,
                route.doc
            );
        }
        Router::new(ROUTES);
    }

    #[test]
    fn finds_with_and_without_tenant() {
        let expected = "GET /api/v1/configs []";
        for path in ["/api/v1/configs", "/api/v1/main/configs", "/api/v1/main/configs/"] {
            assert_eq!(found(Method::GET, path), expected);
        }
        assert_eq!(found(Method::HEAD, "/api/v1/configs"), expected);
        assert_eq!(found(Method::GET, "/api/v1/other/configs"), "nothing, perhaps None");
    }

    #[test]
    fn parameters_are_decoded_once() {
        assert_eq!(
            found(Method::GET, "/apps/company.team/a%2520b"),
            "GET /apps/{namespace}/{id} [namespace=company.team id=a%20b]"
        );
        assert_eq!(found(Method::GET, "/apps/a%2F..%2Fb/c"), "GET /apps/{namespace}/{id} [namespace=a/../b id=c]");
        assert_eq!(found(Method::GET, "/apps/%ff/x"), "undecodable");
        assert_eq!(found(Method::GET, "/apps/a%00b/x"), "undecodable");
    }

    #[test]
    fn a_flow_may_be_called_like_an_action() {
        let expected = "POST /api/v1/executions/{namespace}/{id} [namespace=company.team id=kill]";
        assert_eq!(found(Method::POST, "/api/v1/main/executions/company.team/kill"), expected);
    }

    #[test]
    fn other_methods_and_near_misses_are_named() {
        assert_eq!(found(Method::DELETE, "/health"), "[GET]");
        assert_eq!(found(Method::GET, "/helth"), "nothing, perhaps Some(\"/health\")");
        assert_eq!(found(Method::GET, "/something/else/entirely/different"), "nothing, perhaps None");
    }
}
