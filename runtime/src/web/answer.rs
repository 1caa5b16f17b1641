//! From a request to its response: checks, route, caller, handler, and the form of refusals.

use std::net::SocketAddr;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Instant;

use futures_util::FutureExt as _;
use http::header::{self, HeaderMap, HeaderValue};
use http::request::Parts;
use http::{Method, StatusCode};
use hyper::body::Incoming;

use super::content::{Content, Leftover};
use super::context::Context;
use super::guard::{Caller, authorize};
use super::hosts::{self, Exposure};
use super::problem::{Problem, RESTART};
use super::query::Query;
use super::request::{Parameters, Request};
use super::response::{Response, empty, insert, see_other};
use super::route::{Door, Found, Route};
use super::server::Entrance;
use super::{percent, remote};
use crate::access::{Identity, Permission, audit};
use crate::telemetry::meters::Answered;

/// Answers a request, and takes note of how; never fails, and a handler that panics costs one answer.
pub async fn answer(
    context: Arc<Context>,
    entrance: Entrance,
    peer: SocketAddr,
    request: hyper::Request<Incoming>,
) -> Response {
    let began = Instant::now();
    let (head, body) = request.into_parts();
    let found = match context.router.find(&head.method, head.uri.path()) {
        Found::Route(route, _) if entrance == Entrance::Operators && route.door != Door::Operation => {
            Found::Nothing(None)
        }
        found => found,
    };
    let (method, route) = match &found {
        Found::Route(route, _) => (route.method.as_str(), route.path),
        Found::OtherMethods(_) | Found::Nothing(_) | Found::Undecodable => ("", ""),
    };
    let leftover = Leftover::default();
    let content = Content::network(body, &context.settings.limits, leftover.clone());
    // Who waits to be asked for a body is not asked for one that nobody wants.
    let waits = head.headers.contains_key(header::EXPECT);
    let mut response = respond(&context, entrance, peer, head, content, found).await;
    let is_over = if waits { leftover.is_empty() } else { leftover.drain().await };
    // Otherwise the client's next request would meet a closed connection.
    if !is_over {
        insert(&mut response, header::CONNECTION, "close");
    }
    let (status, took) = (response.status().as_u16(), began.elapsed());
    // The path as it was sent may hold keys; the route does not.
    tracing::info!(method, route, status, microseconds = took.as_micros() as u64, "answered");
    context.engine.meters().answered(Answered { method: known(method), route, status }, took);
    response
}

/// The name of a method of the table.
fn known(method: &str) -> &'static str {
    ["GET", "POST", "PUT", "DELETE", "PATCH"].into_iter().find(|known| *known == method).unwrap_or_default()
}

async fn respond(
    context: &Arc<Context>,
    entrance: Entrance,
    peer: SocketAddr,
    head: Parts,
    content: Content,
    found: Found,
) -> Response {
    let path = head.uri.path().to_owned();
    let wants_page =
        head.headers.get(header::ACCEPT).is_some_and(|accept| accept.as_bytes().windows(9).any(|w| w == b"text/html"));
    let door = match &found {
        Found::Route(route, _) => route.door,
        Found::OtherMethods(_) | Found::Nothing(_) | Found::Undecodable if path.starts_with("/api/") || !wants_page => {
            Door::Api
        }
        Found::OtherMethods(_) | Found::Nothing(_) | Found::Undecodable => Door::Page,
    };
    let refuse = |problem: Problem| refusal(context, door, &path, problem);
    if let Err(problem) = plain(&head.headers) {
        let mut response = refuse(problem);
        insert(&mut response, header::CONNECTION, "close");
        return response;
    }
    if entrance == Entrance::Everyone
        && let Err(problem) = entry(context, door, &head)
    {
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
    let from = remote::origin(peer.ip(), &head.headers, &context.settings.trusted_proxies);
    let stranger = || Caller { identity: Identity::stranger(), pass: None, remote: from };
    let caller = match route.permission {
        _ if entrance == Entrance::Operators => Ok(stranger()),
        // Neither a health check nor a webhook fails for an `Authorization` that is meant for somebody else.
        Permission::Anyone | Permission::Key => Ok(stranger()),
        _ => context.guard.identify(&head.method, &head.headers, from).await,
    };
    let caller = match caller {
        Ok(caller) => caller,
        Err(problem) => return challenge(context, door, &head, problem),
    };
    let deed = deed(context, route, &parameters, &caller);
    if entrance == Entrance::Everyone
        && let Err(problem) = authorize(context, route, &parameters, &caller)
    {
        // What strangers try is not worth a place on the disk.
        if let Some(deed) = deed.filter(|_| caller.identity.name().is_some()) {
            context.guard.audit.record(&audit::Entry { status: problem.status.as_u16(), ..deed });
        }
        return challenge(context, door, &head, problem);
    }
    let request = Request {
        method: head.method,
        path: path.clone(),
        parameters,
        query: Query::parse(head.uri.query().unwrap_or_default()),
        headers: head.headers,
        caller,
        content,
    };
    let answer = AssertUnwindSafe((route.handler)(Arc::clone(context), request)).catch_unwind().await;
    let response = match answer {
        Ok(Ok(response)) => response,
        Ok(Err(problem)) => refuse(problem),
        Err(_panic) => refuse(Problem::internal(&format!("`{} {path}` panicked", route.method))),
    };
    if let Some(deed) = deed {
        context.guard.audit.record(&audit::Entry { status: response.status().as_u16(), ..deed });
    }
    response
}

/// Refuses a head that two servers would understand differently, which hides one request in another (RFC 9112 §3.2,
/// §6.1, §6.3).
fn plain(headers: &HeaderMap) -> Result<(), Problem> {
    let mut codings = headers.get_all(header::TRANSFER_ENCODING).iter();
    let coding = codings.next();
    let only_chunked = coding.is_none_or(|coding| coding.as_bytes().eq_ignore_ascii_case(b"chunked"));
    if !only_chunked || codings.next().is_some() {
        return Err(Problem::bad_request("the only `Transfer-Encoding` that is understood is `chunked`, said once"));
    }
    if coding.is_some() && headers.contains_key(header::CONTENT_LENGTH) {
        return Err(Problem::bad_request("the request says twice how long it is"));
    }
    match headers.get_all(header::HOST).iter().nth(1) {
        Some(_) => Err(Problem::bad_request("the request names its host twice")),
        None => Ok(()),
    }
}

/// What is asked of every request, wherever it goes.
fn entry(context: &Context, door: Door, head: &Parts) -> Result<(), Problem> {
    let settings = &context.settings;
    let url = settings.url.as_deref();
    if settings.exposure == Exposure::ThisMachine && settings.users.is_empty() {
        hosts::meant_for_us(&head.headers, &head.uri, url)?;
    }
    hosts::same_origin(&head.method, &head.headers, url)?;
    if context.is_draining() && door != Door::Operation {
        return Err(Problem::busy("the server is stopping", RESTART));
    }
    Ok(())
}

/// What is recorded of a request once it is answered: nothing where it changes nothing, or nobody is known by name.
fn deed(context: &Context, route: &Route, parameters: &Parameters, caller: &Caller) -> Option<audit::Entry> {
    let changes = match route.permission {
        // Logins are recorded where it is known whose they are.
        Permission::Anyone => false,
        Permission::Key => true,
        _ => !route.method.is_safe(),
    };
    if context.guard.users.is_empty() || !changes {
        return None;
    }
    let user = match route.permission {
        Permission::Key => "webhook",
        _ => caller.identity.name().unwrap_or("public"),
    };
    // Whoever has the key of a webhook or the address of an execution's page may use it: it is not written down.
    let shown = route
        .full_path()
        .split('/')
        .map(|part| {
            part.strip_prefix('{').and_then(|part| part.strip_suffix('}')).map_or_else(
                || part.to_owned(),
                |name| match name {
                    "key" | "session" | "*path" => "…".to_owned(),
                    name => percent::encode(parameters.get(name)),
                },
            )
        })
        .collect::<Vec<_>>()
        .join("/");
    Some(audit::Entry {
        at: context.guard.audit.now(),
        user: user.into(),
        remote: caller.remote.to_string().into(),
        method: route.method.as_str().into(),
        path: shown.into(),
        status: 0,
    })
}

/// Refuses, and asks whoever is not known to log in: people on a page, programs in a header.
fn challenge(context: &Context, door: Door, head: &Parts, problem: Problem) -> Response {
    if problem.status != StatusCode::UNAUTHORIZED {
        return refusal(context, door, head.uri.path(), problem);
    }
    if door == Door::Page && head.method.is_safe() {
        let wanted = head.uri.path_and_query().map_or("/", |wanted| wanted.as_str());
        return see_other(&format!("/login?next={}", percent::encode(wanted)));
    }
    let mut response = refusal(context, door, head.uri.path(), problem);
    // Scripts of a page handle it themselves: a browser that reads this asks with a window of its own.
    if !head.headers.contains_key("sec-fetch-mode") {
        let asked = HeaderValue::from_static("Basic realm=\"Lanner\", charset=\"UTF-8\"");
        response.headers_mut().insert(header::WWW_AUTHENTICATE, asked);
    }
    response
}

/// A refusal in the form its receiver reads.
fn refusal(context: &Context, door: Door, path: &str, problem: Problem) -> Response {
    match door {
        Door::Page => super::pages::problem::page(context, &problem),
        Door::Api | Door::Instance | Door::Operation => problem.into_json(path),
    }
}
