//! Who somebody is, their tokens and sessions, and what users did.

use std::sync::Arc;

use http::StatusCode;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::{Value, json};

use super::paging::{Paging, paged};
use crate::access::Role;
use crate::access::audit::Asked;
use crate::access::passes::{Kind, Pass};
use crate::web::context::Context;
use crate::web::pages::login;
use crate::web::problem::Problem;
use crate::web::request::Request;
use crate::web::response::{Answer, empty, json as answer};

/// `GET /me`.
pub async fn me(_: Arc<Context>, request: Request) -> Answer {
    let identity = &request.caller.identity;
    Ok(answer(&json!({
        "name": identity.name(),
        "role": identity.role().map(Role::name),
        "namespaces": identity.bounds().unwrap_or_default().iter().map(|name| &**name).collect::<Vec<_>>(),
    })))
}

/// What somebody logs in with.
#[derive(Deserialize)]
struct Login {
    username: String,
    password: String,
}

/// `POST /login`: a session for a name and a password, in a cookie.
pub async fn log_in(context: Arc<Context>, mut request: Request) -> Answer {
    let sent: Login = request.json().await?;
    let identity = context.guard.password(&sent.username, &sent.password, request.caller.remote).await?;
    let mut response = answer(&json!({ "username": sent.username }));
    login::begin(&context, &request, &identity, &mut response).await?;
    Ok(response)
}

/// `POST /logout`.
pub async fn log_out(context: Arc<Context>, request: Request) -> Answer {
    let mut response = empty(StatusCode::NO_CONTENT);
    login::end(&context, request, &mut response).await?;
    Ok(response)
}

/// What a program asks a token for.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Wanted {
    name: String,
    /// ISO 8601, from now.
    max_age: Option<String>,
}

/// `GET /me/api-tokens`: without their secrets.
pub async fn tokens(context: Arc<Context>, request: Request) -> Answer {
    let name = request.caller.identity.name().unwrap_or_default();
    let all = context.guard.passes.all();
    let own = all.iter().filter(|pass| *pass.user == *name && pass.kind == Kind::Token);
    Ok(answer(&json!({ "results": own.map(document).collect::<Vec<_>>() })))
}

/// `POST /me/api-tokens`: its `fullToken` is told this once.
pub async fn make_token(context: Arc<Context>, request: Request) -> Answer {
    let name = own_name(&request)?;
    let wanted: Wanted =
        serde_json::from_slice(&request.content.bytes().await?).map_err(|error| Problem::json(&error))?;
    let expires = match &wanted.max_age {
        None => None,
        Some(text) => Some(end_after(text)?),
    };
    let (pass, secret) = context.guard.passes.make(&name, Kind::Token, &wanted.name, expires).await?;
    let mut made = document(&pass);
    made["fullToken"] = secret.into();
    Ok(answer(&made))
}

fn end_after(text: &str) -> Result<Timestamp, Problem> {
    let wrong = || Problem::argument(format!("`{text}` is no length of time such as `P30D`"));
    let length = crate::duration::parse(text).filter(|length| *length > SignedDuration::ZERO).ok_or_else(wrong)?;
    Timestamp::now().checked_add(length).map_err(|_| wrong())
}

/// `DELETE /me/api-tokens/{id}`.
pub async fn revoke_token(context: Arc<Context>, request: Request) -> Answer {
    let (name, id) = (own_name(&request)?, request.parameter("id").to_owned());
    let ended = context.guard.passes.revoke(|pass| *pass.user == *name && *pass.id == *id).await?;
    match ended {
        0 => Err(Problem::not_found(format!("there is no token `{id}`"))),
        _ => Ok(empty(StatusCode::NO_CONTENT)),
    }
}

/// `GET /sessions`: the sessions and tokens of everybody.
pub async fn sessions(context: Arc<Context>, request: Request) -> Answer {
    let paging = Paging::read(&request.query)?;
    let user = request.query.given("user");
    let mut all = context.guard.passes.all();
    all.retain(|pass| user.is_none_or(|user| *pass.user == *user));
    let total = all.len();
    let rows: Vec<Value> = paging.of(all.iter()).into_iter().map(document).collect();
    Ok(paged(&rows, total))
}

/// `DELETE /sessions/{id}`: ends a session or a token of anybody.
pub async fn revoke(context: Arc<Context>, request: Request) -> Answer {
    let id = request.parameter("id");
    match context.guard.passes.revoke(|pass| *pass.id == *id).await? {
        0 => Err(Problem::not_found(format!("there is no session or token `{id}`"))),
        _ => Ok(empty(StatusCode::NO_CONTENT)),
    }
}

/// `DELETE /sessions?user=name`: ends all sessions and tokens of a user.
pub async fn revoke_all(context: Arc<Context>, request: Request) -> Answer {
    let user = request.query.given("user").ok_or_else(|| Problem::bad_request("the query has no `user`"))?;
    let count = context.guard.passes.revoke(|pass| *pass.user == *user).await?;
    Ok(answer(&json!({ "count": count })))
}

/// `GET /audit?user=&path=&from=&to=&page=&size=`: what users did, the newest first.
pub async fn audit(context: Arc<Context>, request: Request) -> Answer {
    let paging = Paging::read(&request.query)?;
    let given = |name: &str| request.query.given(name).map(str::to_owned);
    let moment = |name: &str| request.query.given(name).map(super::filters::moment).transpose();
    let asked = Asked { user: given("user"), path: given("path"), from: moment("from")?, to: moment("to")? };
    let found = context.guard.audit.find(&asked, paging.offset(), paging.size);
    let rows: Vec<Value> = (found.items.iter())
        .map(|entry| {
            json!({
                "date": entry.at.to_string(), "user": &*entry.user, "remote": &*entry.remote,
                "method": &*entry.method, "path": &*entry.path, "status": entry.status,
            })
        })
        .collect();
    Ok(paged(&rows, found.total))
}

fn own_name(request: &Request) -> Result<String, Problem> {
    let name = request.caller.identity.name().map(str::to_owned);
    name.ok_or_else(|| Problem::state("there are no users here, so nobody needs a token"))
}

fn document(pass: &Pass) -> Value {
    json!({
        "id": &*pass.id,
        "user": &*pass.user,
        "kind": match pass.kind {
            Kind::Session => "SESSION",
            Kind::Token => "TOKEN",
        },
        "name": &*pass.name,
        "created": pass.created.to_string(),
        "expires": pass.expires.map(|end| end.to_string()),
    })
}
