//! Who a request comes from, and whether they may ask for it.

use std::net::IpAddr;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::{self, HeaderMap};
use http::{Method, StatusCode};
use plan::app::Access;
use plan::{FlowName, Text};
use tokio::sync::Semaphore;
use tokio::time::Instant;

use super::context::Context;
use super::hosts;
use super::problem::Problem;
use super::remote::sender;
use super::request::{Parameters, cookie};
use super::route::Route;
use super::settings::Settings;
use crate::access::passes::{Kind, Pass};
use crate::access::permission::{About, Permission};
use crate::access::token::TokenHash;
use crate::access::{Attempts, Audit, Identity, Passes, Role, Users};
use crate::engine::Engine;

/// The cookie of a session.
pub const COOKIE: &str = "lanner_session";

/// As many slow hashes are made at once: each takes some 20 MB.
const HASHES: usize = 2;

/// How long a login waits for its turn to be looked at.
const TURN: Duration = Duration::from_secs(5);

/// A name may be tried so many times more often than one address may try, from everywhere.
const EVERYWHERE: u32 = 10;

/// Who may come in, and what is remembered of those who tried.
pub struct Guard {
    /// The users of the settings.
    pub users: Users,
    /// Sessions and tokens.
    pub passes: Passes,
    /// What was done.
    pub audit: Audit,
    by_address: Attempts,
    by_name: Attempts,
    hashes: Semaphore,
    url: Option<String>,
}

/// Who makes a request, and by what they are known.
#[derive(Clone, Debug)]
pub struct Caller {
    /// Who.
    pub identity: Identity,
    /// The session or the token they came with; none with a password or a token of the settings.
    pub pass: Option<Pass>,
    /// From where.
    pub remote: IpAddr,
}

impl Caller {
    /// Refuses what is about a namespace in which they have no such role.
    ///
    /// # Errors
    ///
    /// 403.
    pub fn require(&self, role: Role, namespace: &str) -> Result<(), Problem> {
        match self.identity.may(role, namespace) {
            true => Ok(()),
            false => {
                let message =
                    format!("what is in `{namespace}` is not for you to change: it takes {} there", role.name());
                Err(Problem::new(StatusCode::FORBIDDEN, message))
            }
        }
    }
}

impl Guard {
    /// A guard as settings ask.
    pub fn new(engine: &Engine, settings: &Settings) -> Self {
        let limits = settings.limits;
        Self {
            users: settings.users.clone(),
            passes: engine.passes(),
            audit: engine.audit(),
            by_address: Attempts::new(limits.attempts, limits.attempts_window),
            by_name: Attempts::new(limits.attempts.saturating_mul(EVERYWHERE), limits.attempts_window),
            hashes: Semaphore::new(HASHES),
            url: settings.url.clone(),
        }
    }

    /// Who a request comes from: a stranger where it does not say.
    ///
    /// # Errors
    ///
    /// 401 where what it says is wrong, 429 where that was so too often, 403 where a session comes from another site.
    pub async fn identify(&self, method: &Method, headers: &HeaderMap, remote: IpAddr) -> Result<Caller, Problem> {
        let caller = |identity, pass| Caller { identity, pass, remote };
        if self.users.is_empty() {
            return Ok(caller(Identity::everyone(), None));
        }
        if let Some(value) = headers.get(header::AUTHORIZATION) {
            let said = value.to_str().unwrap_or_default();
            let (scheme, rest) = said.split_once(' ').unwrap_or((said, ""));
            let (identity, pass) = match scheme.to_ascii_lowercase().as_str() {
                "basic" => {
                    let decoded = STANDARD.decode(rest.trim()).ok().and_then(|bytes| String::from_utf8(bytes).ok());
                    let decoded = decoded.unwrap_or_default();
                    let (name, password) = decoded.split_once(':').unwrap_or((&decoded, ""));
                    (self.password(name, password, remote).await?, None)
                }
                "bearer" => self.token(rest.trim(), remote)?,
                _ => return Err(unknown("only `Basic` and `Bearer` are understood in `Authorization`")),
            };
            return Ok(caller(identity, pass));
        }
        let Some(secret) = cookie(headers, COOKIE) else { return Ok(caller(Identity::stranger(), None)) };
        // A session that has ended makes a stranger, who may log in again.
        let Some(pass) = self.passes.of(secret, Kind::Session)? else {
            return Ok(caller(Identity::stranger(), None));
        };
        let Some(identity) = self.users.named(&pass.user) else { return Ok(caller(Identity::stranger(), None)) };
        hosts::from_our_page(method, headers, self.url.as_deref())?;
        Ok(caller(identity, Some(pass)))
    }

    /// The user of a name and a password.
    ///
    /// # Errors
    ///
    /// 401 where they are wrong, 429 where that was so too often.
    pub async fn password(&self, name: &str, password: &str, remote: IpAddr) -> Result<Identity, Problem> {
        self.may_try(&sender(remote).to_string(), &self.by_address)?;
        // Who comes with the right password again is not kept out by others who guess.
        if let Some(identity) = self.users.remembers(name, password) {
            return Ok(identity);
        }
        self.may_try(name, &self.by_name)?;
        let busy = || Problem::busy("too many people log in at once", TURN);
        let turn = tokio::time::timeout(TURN, self.hashes.acquire()).await.map_err(|_| busy())?;
        let (users, asked, tried) = (self.users.clone(), name.to_owned(), password.to_owned());
        let found = tokio::task::spawn_blocking(move || users.with_password(&asked, &tried)).await;
        drop(turn);
        match found {
            Ok(Some(identity)) => Ok(identity),
            Ok(None) => {
                let now = Instant::now();
                self.by_name.wrong(name, now);
                self.by_address.wrong(&sender(remote).to_string(), now);
                self.note_failure(name, remote);
                Err(unknown("the name or the password is wrong"))
            }
            Err(error) => Err(Problem::internal(&error)),
        }
    }

    fn token(&self, token: &str, remote: IpAddr) -> Result<(Identity, Option<Pass>), Problem> {
        let source = sender(remote).to_string();
        self.may_try(&source, &self.by_address)?;
        if let Some(identity) = self.users.with_token(&TokenHash::of(token)) {
            return Ok((identity, None));
        }
        let made = self.passes.of(token, Kind::Token)?;
        made.and_then(|pass| Some((self.users.named(&pass.user)?, Some(pass)))).ok_or_else(|| {
            self.by_address.wrong(&source, Instant::now());
            self.note_failure("", remote);
            unknown("the token is not known, or was revoked")
        })
    }

    fn may_try(&self, source: &str, attempts: &Attempts) -> Result<(), Problem> {
        let wait = |wait| {
            let mut problem = Problem::busy("too many wrong passwords or tokens", wait);
            problem.status = StatusCode::TOO_MANY_REQUESTS;
            problem
        };
        attempts.check(source, Instant::now()).map_err(wait)
    }

    fn note_failure(&self, name: &str, remote: IpAddr) {
        tracing::warn!(user = name, %remote, "a wrong password or token");
        self.note_login(name, remote, StatusCode::UNAUTHORIZED);
    }

    /// Records a login, and how it went.
    pub fn note_login(&self, name: &str, remote: IpAddr, status: StatusCode) {
        self.audit.record(&crate::access::audit::Entry {
            at: self.audit.now(),
            user: Text::from(name.chars().take(200).collect::<String>()),
            remote: remote.to_string().into(),
            method: "LOGIN".into(),
            path: "".into(),
            status: status.as_u16(),
        });
    }
}

fn unknown(message: &str) -> Problem {
    Problem::new(StatusCode::UNAUTHORIZED, message)
}

/// Whether somebody may ask for what a route answers.
///
/// # Errors
///
/// 401 for strangers, 403 for those whose role or namespaces do not reach, 404 for what they must not know of.
pub fn authorize(context: &Context, route: &Route, parameters: &Parameters, caller: &Caller) -> Result<(), Problem> {
    let identity = &caller.identity;
    let stranger = identity.role().is_none();
    let may = match route.permission {
        Permission::App => opens_app(context, parameters, identity),
        permission => match subject(context, route, parameters, identity)? {
            Some(namespace) => permission.allows(identity, About::Namespace(&namespace)),
            None => permission.allows(identity, About::Everything),
        },
    };
    match (may, stranger) {
        (true, _) => Ok(()),
        (false, true) => Err(unknown("log in first")),
        (false, false) => {
            let role = route.permission.role().map_or("another group", Role::name);
            let message = format!("`{}` may not do this: it takes {role}", identity.name().unwrap_or_default());
            Err(Problem::new(StatusCode::FORBIDDEN, message))
        }
    }
}

/// The namespace a request is about; that of the execution where it names one.
fn subject(
    context: &Context,
    route: &Route,
    parameters: &Parameters,
    identity: &Identity,
) -> Result<Option<Text>, Problem> {
    let named = Some(parameters.get("namespace")).filter(|name| !name.is_empty()).map(Text::from);
    if identity.bounds().is_none() || route.permission.role().is_none() {
        return Ok(named);
    }
    let execution = ["executionId", "execution"].map(|name| parameters.get(name)).into_iter().find(|id| !id.is_empty());
    let Some(execution) = execution else { return Ok(named) };
    let found = execution.parse().ok().map_or(Ok(None), |id| context.engine.namespace_of(id))?;
    // One in a foreign namespace is not told apart from one that is not there.
    match found.filter(|namespace| identity.sees(namespace)) {
        Some(namespace) => Ok(Some(namespace)),
        None => Err(Problem::not_found(format!("there is no execution `{execution}`"))),
    }
}

fn opens_app(context: &Context, parameters: &Parameters, identity: &Identity) -> bool {
    let name = FlowName { namespace: parameters.get("namespace").into(), id: parameters.get("id").into() };
    // What is not there is told by the handler.
    context.engine.registry().app(&name).is_none_or(|app| opens(&app.access, identity))
}

/// Whether somebody may open an app.
pub fn opens(access: &Access, identity: &Identity) -> bool {
    match access {
        Access::Public => true,
        Access::Private { groups } => identity.is_in(groups),
    }
}
