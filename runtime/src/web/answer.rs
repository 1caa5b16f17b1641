//! From a request to its response: checks, route, handler, and the form of refusals.

use std::net::SocketAddr;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures_util::FutureExt as _;
use http::header::{self, HeaderMap};
use http::{Method, StatusCode};
use hyper::body::Incoming;

use super::content::Content;
use super::context::Context;
use super::problem::Problem;
use super::query::Query;
use super::request::Request;
use super::response::{Response, empty, insert};
use super::route::{Door, Found};

/// Answers a request; never fails, and a handler that panics costs one answer.
pub async fn answer(context: Arc<Context>, remote: SocketAddr, request: hyper::Request<Incoming>) -> Response {
    let (head, body) = request.into_parts();
    let path = head.uri.path().to_owned();
    let wants_page =
        head.headers.get(header::ACCEPT).is_some_and(|accept| accept.as_bytes().windows(9).any(|w| w == b"text/html"));
    let found = context.router.find(&head.method, &path);
    let door = match &found {
        Found::Route(route, _) => route.door,
        Found::OtherMethods(_) | Found::Nothing(_) | Found::Undecodable if path.starts_with("/api/") || !wants_page => {
            Door::Api
        }
        Found::OtherMethods(_) | Found::Nothing(_) | Found::Undecodable => Door::Page,
    };
    let refuse = |problem: Problem| refusal(&context, door, &path, problem);
    if let Err(problem) = same_origin(&head.method, &head.headers) {
        return refuse(problem);
    }
    let (route, parameters) = match found {
        Found::Route(route, parameters) => (route, parameters),
        Found::OtherMethods(methods) => {
            let allowed = methods.iter().map(Method::as_str).collect::<Vec<_>>().join(", ");
            let mut response = match head.method {
                Method::OPTIONS => empty(StatusCode::NO_CONTENT),
                _ => {
                    let message = format!("`{}` is not answered here; `{allowed}` is", head.method);
                    refuse(Problem::new(StatusCode::METHOD_NOT_ALLOWED, message))
                }
            };
            insert(&mut response, header::ALLOW, &allowed);
            return response;
        }
        Found::Nothing(instead) => {
            let hint = instead.as_ref().map_or(String::new(), |path| format!("; perhaps `{path}` is meant"));
            let mut problem = Problem::not_found(format!("there is nothing at `{path}`{hint}"));
            problem.instead = instead;
            return refuse(problem);
        }
        Found::Undecodable => return refuse(Problem::bad_request("the path holds an escape that cannot be decoded")),
    };
    let limits = context.settings.limits;
    let request = Request {
        method: head.method,
        path: path.clone(),
        parameters,
        query: Query::parse(head.uri.query().unwrap_or_default()),
        headers: head.headers,
        remote,
        content: Content::network(body, limits.document, limits.patience),
    };
    let answer = AssertUnwindSafe((route.handler)(Arc::clone(&context), request)).catch_unwind().await;
    match answer {
        Ok(Ok(response)) => response,
        Ok(Err(problem)) => refuse(problem),
        Err(_panic) => refuse(Problem::internal(&format!("`{} {path}` panicked", route.method))),
    }
}

/// Refuses what a page of another site makes a browser send: it carries that site's `Origin`.
fn same_origin(method: &Method, headers: &HeaderMap) -> Result<(), Problem> {
    if method.is_safe() {
        return Ok(());
    }
    let text = |name| headers.get(name).and_then(|value: &header::HeaderValue| value.to_str().ok());
    let Some(origin) = text(header::ORIGIN) else { return Ok(()) };
    let host = text(header::HOST).unwrap_or_default();
    let same = origin.split_once("://").is_some_and(|(_, authority)| authority.eq_ignore_ascii_case(host));
    match same {
        true => Ok(()),
        false => {
            Err(Problem::new(StatusCode::FORBIDDEN, format!("requests from pages of `{origin}` are not accepted")))
        }
    }
}

/// A refusal in the form its receiver reads.
fn refusal(context: &Context, door: Door, path: &str, problem: Problem) -> Response {
    match door {
        Door::Page => super::pages::problem::page(context, &problem),
        Door::Api | Door::Instance | Door::Operation => problem.into_json(path),
    }
}
