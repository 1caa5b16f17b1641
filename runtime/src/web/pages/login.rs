//! The page people log in on, and the way out.

use std::sync::Arc;

use http::StatusCode;
use http::header;
use jiff::{SignedDuration, Timestamp};
use minijinja::context;

use crate::access::Identity;
use crate::access::passes::Kind;
use crate::web::context::Context;
use crate::web::guard::COOKIE;
use crate::web::problem::Problem;
use crate::web::query::Query;
use crate::web::request::Request;
use crate::web::response::{Answer, Response, html, insert, see_other};

/// `GET /login?next=/path`.
pub async fn get(context: Arc<Context>, request: Request) -> Answer {
    let next = own_path(request.query.given("next").unwrap_or_default());
    if context.guard.users.is_empty() {
        return Ok(see_other(&next));
    }
    // Whoever is not known, or no longer, is asked who they are.
    let known = context.guard.identify(&request.method, &request.headers, request.caller.remote).await;
    let user = known.ok().and_then(|caller| caller.identity.name().map(str::to_owned));
    page(&context, Shown { next: &next, user: user.as_deref(), ..Shown::default() })
}

/// `POST /login`: name, password and where to go then.
pub async fn post(context: Arc<Context>, mut request: Request) -> Answer {
    let form = Query::parse(&request.take_content().text().await?);
    let next = own_path(form.given("next").unwrap_or_default());
    let (name, password) = (form.get("name").unwrap_or_default(), form.get("password").unwrap_or_default());
    match context.guard.password(name, password, request.caller.remote).await {
        Ok(identity) => {
            let mut response = see_other(&next);
            begin(&context, &request, &identity, &mut response).await?;
            Ok(response)
        }
        Err(problem) => page(&context, Shown { next: &next, name, problem: Some(&problem), user: None }),
    }
}

/// Begins a session of somebody who has proved who they are; the response carries it.
pub(in crate::web) async fn begin(
    context: &Context,
    request: &Request,
    identity: &Identity,
    response: &mut Response,
) -> Result<(), Problem> {
    let length = context.settings.limits.session;
    let ends = SignedDuration::try_from(length).ok().and_then(|length| Timestamp::now().checked_add(length).ok());
    let browser: String = request.header(header::USER_AGENT).unwrap_or_default().chars().take(200).collect();
    let user = identity.name().unwrap_or_default();
    let (_, secret) = context.guard.passes.make(user, Kind::Session, &browser, ends).await?;
    context.guard.note_login(user, request.caller.remote, StatusCode::OK);
    set_cookie(context, response, &secret, length.as_secs());
    Ok(())
}

/// `POST /logout`: ends the session.
pub async fn logout(context: Arc<Context>, request: Request) -> Answer {
    let mut response = see_other("/login");
    end(&context, request, &mut response).await?;
    Ok(response)
}

/// Ends the session that a request came with; the response takes it from the browser.
pub(in crate::web) async fn end(context: &Context, request: Request, response: &mut Response) -> Result<(), Problem> {
    if let Some(session) = request.caller.pass.filter(|pass| pass.kind == Kind::Session) {
        context.guard.passes.revoke(|pass| pass.id == session.id).await?;
    }
    set_cookie(context, response, "", 0);
    Ok(())
}

/// What the page shows.
#[derive(Clone, Copy, Default)]
struct Shown<'a> {
    /// Where it goes on.
    next: &'a str,
    /// Who is logged in already.
    user: Option<&'a str>,
    /// The name that was tried.
    name: &'a str,
    /// Why that did not do.
    problem: Option<&'a Problem>,
}

fn page(context: &Context, shown: Shown<'_>) -> Answer {
    let Shown { next, user, name, problem } = shown;
    let refusal = problem.map(|problem| match problem.status {
        StatusCode::UNAUTHORIZED => "The name or the password is wrong.",
        StatusCode::TOO_MANY_REQUESTS => "There were too many wrong tries. Please wait a moment.",
        _ => "Too many people log in at once. Please try again.",
    });
    let values = context! { title => "Log in", next, user, name, refusal };
    let mut response = html(context.templates.render("login.html", &values)?);
    if let Some(problem) = problem {
        *response.status_mut() = problem.status;
        problem.mark(&mut response);
    }
    Ok(response)
}

fn set_cookie(context: &Context, response: &mut Response, secret: &str, seconds: u64) {
    let secure = context.settings.url.as_deref().is_some_and(|url| url.starts_with("https:"));
    let secure = if secure { "; Secure" } else { "" };
    let cookie = format!("{COOKIE}={secret}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
    insert(response, header::SET_COOKIE, &cookie);
}

/// A path of this server; the start where something else is meant.
fn own_path(next: &str) -> String {
    let own = next.starts_with('/') && !next[1..].starts_with(['/', '\\']) && !next.contains(|c: char| c.is_control());
    if own { next.to_owned() } else { "/".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::own_path;

    #[test]
    fn a_login_leads_nowhere_else() {
        assert_eq!(own_path("/ui/flows?q=a"), "/ui/flows?q=a");
        for other in ["", "https://evil.example", "//evil.example", "/\\evil.example", "/a\r\nb", "javascript:1"] {
            assert_eq!(own_path(other), "/", "{other:?}");
        }
    }
}
