//! Who may do what: every route for every role, logins, sessions, tokens, and what is kept of them.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use runtime::access::password::PasswordHash;
use runtime::access::token::{self, TokenHash};
use runtime::access::{Permission, Role, User, Users};
use runtime::web::routes::ROUTES;
use runtime::web::{Limits, Settings};
use serde_json::Value;
use tests::server::Answered;
use tests::site::{Site, Wishes};

const FLOW: &str = "\
id: hello
namespace: demo
tasks:
  - {id: say, type: io.kestra.plugin.core.log.Log, message: Hello}
triggers:
  - {id: hook, type: io.kestra.plugin.core.trigger.Webhook, key: opensesame}
";

const OTHER: &str = "\
id: hello
namespace: other
tasks:
  - {id: say, type: io.kestra.plugin.core.log.Log, message: Hello}
";

const APP: &str = "\
id: greet
namespace: demo
type: io.kestra.plugin.ee.apps.Execution
displayName: Greet
flowId: hello
access: {type: PRIVATE, groups: [Finance]}
layout:
  - on: OPEN
    blocks:
      - {type: io.kestra.plugin.ee.apps.execution.blocks.CreateExecutionButton, text: Greet}
";

struct Door {
    site: Site,
    tokens: Vec<(Role, String)>,
}

fn user(name: &str, role: Role) -> User {
    let (password, tokens, namespaces, groups) = (None, Vec::new(), Vec::new(), Vec::new());
    User { name: name.into(), password, tokens, role, namespaces, groups }
}

fn door_with(limits: Limits) -> Door {
    let mut users = Vec::new();
    let mut tokens = Vec::new();
    for role in Role::ALL {
        let secret = token::make();
        users.push(User { tokens: vec![TokenHash::of(&secret)], ..user(role.name(), role) });
        tokens.push((role, secret));
    }
    let password = Some(PasswordHash::of("correct horse"));
    users.push(User { password, groups: vec!["Finance".into()], ..user("ada", Role::Admin) });
    let password = Some(PasswordHash::of("battery staple"));
    users.push(User { password, namespaces: vec!["demo".into()], ..user("bob", Role::Editor) });
    let web = Settings { users: Users::new(users), limits, ..Settings::default() };
    let sources = [("flow.yaml", FLOW), ("other.yaml", OTHER), ("app.yaml", APP)];
    Door { site: Site::start_with(&sources, Wishes { web, ..Wishes::default() }), tokens }
}

fn door() -> Door {
    door_with(Limits::default())
}

impl Door {
    fn bearer(&self, role: Role) -> String {
        let token = self.tokens.iter().find(|(other, _)| *other == role).map(|(_, token)| token.as_str());
        format!("Bearer {}", token.unwrap())
    }

    fn send(&self, method: &str, path: &str, authorization: &str, body: &[u8]) -> Answered {
        self.site.send(method, path, &[("authorization", authorization)], body)
    }

    fn log_in(&self, name: &str, password: &str) -> Answered {
        self.site.post("/login", &[("name", name), ("password", password), ("next", "/ui/flows")])
    }
}

fn basic(name: &str, password: &str) -> String {
    use base64::Engine as _;
    format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(format!("{name}:{password}")))
}

fn header<'a>(answered: &'a Answered, name: &str) -> Option<&'a str> {
    answered.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}

fn json(answered: &Answered) -> Value {
    serde_json::from_slice(&answered.body).unwrap()
}

/// The path of a route about things that are there, or are not.
fn filled(path: &str) -> String {
    let parts = path.split('/').map(|part| match part {
        "{namespace}" => "demo",
        "{id}" | "{flow}" | "{flowId}" => "hello",
        "{executionId}" | "{execution}" => "0123456789abcdefghijkl",
        part if part.starts_with('{') => "x",
        part => part,
    });
    parts.collect::<Vec<_>>().join("/")
}

#[test]
fn every_route_is_open_to_its_roles_and_to_nobody_else() {
    let door = door();
    for route in ROUTES {
        let path = filled(&route.full_path());
        let method = route.method.as_str();
        let stranger = door.site.send(method, &path, &[], b"");
        let sent_away = stranger.status == 401 && path != "/login"
            || stranger.status == 303 && header(&stranger, "location").is_some_and(|to| to.starts_with("/login?next="));
        let open = match route.permission {
            Permission::Anyone | Permission::Key => true,
            // The catalogue shows what is public; the app is private.
            Permission::App => path == "/" || !path.starts_with("/apps/demo/greet"),
            _ => false,
        };
        assert_eq!(!sent_away, open, "a stranger at {method} {path}: {}", stranger.status);
        for role in Role::ALL {
            let status = door.send(method, &path, &door.bearer(role), b"").status;
            assert!(status != 401 || path == "/login", "{} at {method} {path}", role.name());
            assert!(status < 500, "{} at {method} {path}: {status}", role.name());
            let allowed = route.permission.role().is_none_or(|least| role >= least);
            assert_eq!(status != 403, allowed, "{} at {method} {path}: {status}", role.name());
        }
    }
}

#[test]
fn passwords_and_tokens_let_programs_in_and_nothing_else_does() {
    let door = door();
    let flows = "/api/v1/main/flows/search";
    assert_eq!(door.send("GET", flows, &basic("ada", "correct horse"), b"").status, 200);
    assert_eq!(door.send("GET", flows, &door.bearer(Role::Viewer), b"").status, 200);
    for wrong in ["Digest x", "Bearer", "Bearer x", "Basic", "Basic !!", "", &basic("ada", ""), &basic("eve", "x")] {
        let answered = door.send("GET", flows, wrong, b"");
        assert_eq!(answered.status, 401, "{wrong}: {}", answered.text());
        assert_eq!(header(&answered, "www-authenticate"), Some("Basic realm=\"Lanner\", charset=\"UTF-8\""));
    }
    assert_eq!(door.site.get(flows).status, 401);
    assert_eq!(door.site.get("/health").status, 200);
}

#[test]
fn whoever_guesses_has_to_wait() {
    let limits = Limits { attempts: 3, attempts_window: Duration::from_secs(3600), ..Limits::default() };
    let door = door_with(limits);
    for _ in 0..3 {
        assert_eq!(door.send("GET", "/api/v1/main/flows/search", "Bearer guess", b"").status, 401);
    }
    for authorization in ["Bearer guess".to_owned(), basic("ada", "correct horse"), door.bearer(Role::Admin)] {
        let answered = door.send("GET", "/api/v1/main/flows/search", &authorization, b"");
        assert_eq!(answered.status, 429, "{}", answered.text());
        let wait: u64 = header(&answered, "retry-after").unwrap().parse().unwrap();
        assert!((1..=3600).contains(&wait), "{wait}");
    }
    let page = door.log_in("ada", "correct horse");
    assert_eq!(page.status, 429);
    assert!(page.text().contains("too many wrong tries"), "{}", page.text());
}

#[test]
fn people_log_in_on_a_page_and_out_again() {
    let door = door();
    let asked = door.site.send("GET", "/ui/flows?q=a", &[("accept", "text/html")], b"");
    assert_eq!((asked.status, header(&asked, "location")), (303, Some("/login?next=%2Fui%2Fflows%3Fq%3Da")));
    let wrong = door.log_in("ada", "wrong");
    assert_eq!(wrong.status, 401);
    assert!(wrong.text().contains("The name or the password is wrong"), "{}", wrong.text());
    let right = door.log_in("ada", "correct horse");
    assert_eq!((right.status, header(&right, "location")), (303, Some("/ui/flows")));
    let cookie = header(&right, "set-cookie").unwrap();
    for attribute in ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=604800"] {
        assert!(cookie.contains(attribute), "{cookie}");
    }
    let cookie = cookie.split(';').next().unwrap();
    let own = format!("http://{}", door.site.address);
    assert_eq!(door.site.send("GET", "/ui/flows", &[("cookie", cookie)], b"").status, 200);
    let run = "/api/v1/main/executions/demo/hello";
    // Only pages of this server may use it.
    assert_eq!(door.site.send("POST", run, &[("cookie", cookie)], b"").status, 403);
    assert_eq!(door.site.send("POST", run, &[("cookie", cookie), ("origin", "http://evil.example")], b"").status, 403);
    assert_eq!(door.site.send("POST", run, &[("cookie", cookie), ("origin", &own)], b"").status, 200);
    let out = door.site.send("POST", "/logout", &[("cookie", cookie), ("origin", &own)], b"");
    assert_eq!((out.status, header(&out, "location")), (303, Some("/login")));
    assert_eq!(door.site.send("GET", "/api/v1/main/flows/search", &[("cookie", cookie)], b"").status, 401);
}

#[test]
fn sessions_and_tokens_can_be_revoked() {
    let door = door();
    let admin = door.bearer(Role::Admin);
    let cookie = header(&door.log_in("bob", "battery staple"), "set-cookie").unwrap().to_owned();
    let cookie = cookie.split(';').next().unwrap();
    let asked = || door.site.send("GET", "/api/v1/me", &[("cookie", cookie)], b"").status;
    assert_eq!(asked(), 200);
    let sessions = json(&door.send("GET", "/api/v1/sessions?user=bob", &admin, b""));
    assert_eq!((&sessions["total"], &sessions["results"][0]["kind"]), (&1.into(), &"SESSION".into()));
    let id = sessions["results"][0]["id"].as_str().unwrap();
    assert_eq!(door.send("DELETE", &format!("/api/v1/sessions/{id}"), &admin, b"").status, 204);
    assert_eq!(asked(), 401);

    let bob = basic("bob", "battery staple");
    let made = json(&door.send("POST", "/api/v1/me/api-tokens", &bob, br#"{"name":"ci","maxAge":"P1D"}"#));
    let bearer = format!("Bearer {}", made["fullToken"].as_str().unwrap());
    assert_eq!(json(&door.send("GET", "/api/v1/me", &bearer, b""))["name"], "bob");
    let listed = door.send("GET", "/api/v1/me/api-tokens", &bob, b"").text();
    assert!(listed.contains("\"ci\"") && !listed.contains("fullToken"), "{listed}");
    // Nobody revokes the tokens of others.
    let path = format!("/api/v1/me/api-tokens/{}", made["id"].as_str().unwrap());
    assert_eq!(door.send("DELETE", &path, &door.bearer(Role::Editor), b"").status, 404);
    assert_eq!(door.send("DELETE", &path, &bob, b"").status, 204);
    assert_eq!(door.send("GET", "/api/v1/me", &bearer, b"").status, 401);
}

#[test]
fn users_are_kept_to_their_namespaces() {
    let door = door();
    let bob = basic("bob", "battery staple");
    let admin = door.bearer(Role::Admin);
    let begun = json(&door.send("POST", "/api/v1/main/executions/other/hello?wait=true", &admin, b""));
    let foreign = begun["id"].as_str().unwrap();
    for (method, path, body, expected) in [
        ("GET", "/api/v1/main/flows/demo/hello".to_owned(), "", 200),
        ("GET", "/api/v1/main/flows/other/hello".to_owned(), "", 403),
        ("POST", "/api/v1/main/executions/other/hello".to_owned(), "", 403),
        ("DELETE", "/api/v1/main/flows/other/hello".to_owned(), "", 403),
        ("POST", "/api/v1/main/flows".to_owned(), OTHER, 403),
        ("POST", "/api/v1/main/flows/bulk".to_owned(), OTHER, 403),
        ("GET", format!("/api/v1/main/executions/{foreign}"), "", 404),
        ("GET", format!("/api/v1/main/logs/{foreign}"), "", 404),
        ("DELETE", format!("/api/v1/main/executions/{foreign}/kill"), "", 404),
        // A path that names a namespace of theirs beside an execution that is not in it.
        ("GET", format!("/ui/executions/demo/hello/{foreign}"), "", 404),
        (
            "PUT",
            "/api/v1/main/triggers".to_owned(),
            r#"{"namespace":"other","flowId":"hello","triggerId":"x","disabled":true}"#,
            403,
        ),
        ("GET", "/api/v1/audit".to_owned(), "", 403),
    ] {
        let answered = door.send(method, &path, &bob, body.as_bytes());
        assert_eq!(answered.status, expected, "{method} {path}: {}", answered.text());
    }
    for path in ["/api/v1/main/flows/search", "/api/v1/main/triggers/search"] {
        assert_eq!(json(&door.send("GET", path, &bob, b""))["total"], 1, "{path}");
    }
    assert_eq!(json(&door.send("GET", "/api/v1/main/executions/search", &bob, b""))["total"], 0);
    assert_eq!(json(&door.send("GET", "/api/v1/main/executions/search", &admin, b""))["total"], 1);
    let lists = door.send("GET", "/ui/flows", &bob, b"").text() + &door.send("GET", "/ui/executions", &bob, b"").text();
    assert!(lists.contains("demo") && !lists.contains(">other<"), "{lists}");
}

/// A request by which somebody would change what is in the namespace `other`, and what it is answered with.
fn trespass(path: &str, execution: &str) -> (String, u16) {
    let trigger = r#"{"namespace":"other","flowId":"hello","triggerId":"hook","disabled":true,
        "backfill":{"start":"2024-01-01T00:00:00Z"}}"#;
    let label = r#"[{"key":"a","value":"b"}]"#;
    match path.trim_start_matches("/api/v1") {
        "/flows" | "/flows/bulk" => (OTHER.replace("Hello", "Changed"), 403),
        "/executions/labels/by-query" => (label.to_owned(), 200),
        "/executions/labels/by-ids" => {
            (format!(r#"{{"executionsId":["{execution}"],"executionLabels":{label}}}"#), 400)
        }
        "/triggers/set-disabled/by-triggers" => (format!(r#"{{"triggers":[{trigger}],"disabled":true}}"#), 403),
        // The state of a trigger goes with its flow alone.
        "/triggers/delete/by-triggers" => (format!("[{trigger}]"), 200),
        path if path.ends_with("by-query") => (String::new(), 200),
        path if path.starts_with("/executions") => (format!(r#"["{execution}"]"#), 400),
        path if path.starts_with("/flows") => (r#"[{"namespace":"other","id":"hello"}]"#.to_owned(), 403),
        path if path.ends_with("by-triggers") => (format!("[{trigger}]"), 403),
        _ => (trigger.to_owned(), 403),
    }
}

#[test]
fn every_list_leaves_out_what_is_not_for_these_eyes() {
    let door = door();
    let bob = basic("bob", "battery staple");
    let admin = door.bearer(Role::Admin);
    let begun = json(&door.send("POST", "/api/v1/main/executions/other/hello?wait=true", &admin, b""));
    let foreign = begun["id"].as_str().unwrap();
    for route in ROUTES {
        let path = filled(&route.full_path()).replace("/backfill/x/", "/backfill/pause/");
        let method = route.method.as_str();
        match route.permission {
            Permission::Find => {
                let body = br#"[{"namespace":"other","id":"hello"}]"#;
                let answered = door.send(method, &path, &bob, body);
                let tells = answered.status < 300 && answered.text().contains("other");
                assert!(!tells, "{method} {path}: {}", answered.text());
            }
            // It names the flows that were refused, and is no failure as a whole: there is a test of its own.
            Permission::Steer | Permission::Change if path.ends_with("/flows/import") => {}
            Permission::Steer | Permission::Change => {
                let (body, expected) = trespass(&path, foreign);
                let path = format!("{path}?namespace=other&newStatus=KILLED&includeNonTerminated=true");
                let answered = door.send(method, &path, &bob, body.as_bytes());
                assert_eq!(answered.status, expected, "{method} {path}: {}", answered.text());
                if expected == 200 {
                    assert_eq!(json(&answered)["count"], 0, "{method} {path}");
                }
            }
            _ => {}
        }
    }
    let flow = json(&door.send("GET", "/api/v1/main/flows/other/hello", &admin, b""));
    assert_eq!((&flow["revision"], &flow["disabled"]), (&1.into(), &false.into()));
    let execution = json(&door.send("GET", &format!("/api/v1/main/executions/{foreign}"), &admin, b""));
    assert_eq!((&execution["state"], &execution["labels"]), (&begun["state"], &begun["labels"]));
}

#[test]
fn what_is_done_with_all_is_done_with_ones_own() {
    let door = door();
    let bob = basic("bob", "battery staple");
    let admin = door.bearer(Role::Admin);
    for namespace in ["demo", "other"] {
        let path = format!("/api/v1/main/executions/{namespace}/hello?wait=true");
        assert_eq!(door.send("POST", &path, &admin, b"").status, 200);
    }
    let count = |method: &str, path: &str, who: &str, body: &str| {
        let answered = door.send(method, path, who, body.as_bytes());
        assert_eq!(answered.status, 200, "{method} {path}: {}", answered.text());
        let found = json(&answered);
        found["count"].as_u64().or(found["total"].as_u64()).unwrap()
    };
    let logs = "/api/v1/main/logs/search";
    assert_eq!((count("GET", logs, &bob, ""), count("GET", logs, &admin, "")), (1, 2));
    let or = "?filters[or][0][namespace][EQUALS]=other&filters[or][1][namespace][EQUALS]=demo";
    assert_eq!(
        (count("GET", &format!("{logs}{or}"), &bob, ""), count("GET", &format!("{logs}{or}"), &admin, "")),
        (1, 2)
    );
    assert_eq!(count("POST", "/api/v1/main/executions/replay/by-query", &bob, ""), 1);
    let own = r#"{"namespace":"demo","flowId":"hello","triggerId":"hook","disabled":true}"#;
    let switched = door.send("PUT", "/api/v1/main/triggers", &bob, own.as_bytes());
    assert_eq!((switched.status, &json(&switched)["disabled"]), (200, &true.into()));
    assert_eq!(count("POST", "/api/v1/main/flows/disable/by-query", &bob, ""), 1);
    let runner = door.bearer(Role::Runner);
    assert_eq!(door.send("POST", "/api/v1/main/flows/disable/by-query", &runner, b"").status, 403);
    assert_eq!(json(&door.send("GET", "/api/v1/main/flows/other/hello", &admin, b""))["disabled"], false);
}

#[test]
fn an_import_deploys_no_flow_of_a_foreign_namespace() {
    let door = door();
    let bob = basic("bob", "battery staple");
    let own = FLOW.replace("id: hello", "id: own");
    let body = format!(
        "--B\r\ncontent-disposition: form-data; name=\"fileUpload\"; filename=\"f.yaml\"\r\n\r\n{}---\n{own}\r\n--B--\r\n",
        OTHER.replace("id: hello", "id: theirs")
    );
    let headers = [("authorization", bob.as_str()), ("content-type", "multipart/form-data; boundary=B")];
    let answered = door.site.send("POST", "/api/v1/main/flows/import", &headers, body.as_bytes());
    assert_eq!((answered.status, answered.text().as_str()), (200, "[\"theirs\"]"));
    let admin = door.bearer(Role::Admin);
    for (path, expected) in [("other/theirs", 404), ("demo/own", 200)] {
        assert_eq!(door.send("GET", &format!("/api/v1/main/flows/{path}"), &admin, b"").status, expected, "{path}");
    }
    let strict = door.site.send("POST", "/api/v1/main/flows/import?failOnError=true", &headers, body.as_bytes());
    assert_eq!(strict.status, 403, "{}", strict.text());
}

#[test]
fn a_stream_ends_with_what_opened_it() {
    let door = door();
    let admin = door.bearer(Role::Admin);
    let paused = FLOW
        .replace("id: hello", "id: waits")
        .replace("tasks:\n", "tasks:\n  - {id: wait, type: io.kestra.plugin.core.flow.Pause}\n");
    assert_eq!(door.send("POST", "/api/v1/main/flows", &admin, paused.as_bytes()).status, 200);
    let begun = json(&door.send("POST", "/api/v1/main/executions/demo/waits", &admin, b""));
    let id = begun["id"].as_str().unwrap();
    let bob = basic("bob", "battery staple");
    let made = json(&door.send("POST", "/api/v1/me/api-tokens", &bob, br#"{"name":"ci"}"#));
    let bearer = format!("authorization: Bearer {}", made["fullToken"].as_str().unwrap());
    let cookie = header(&door.log_in("bob", "battery staple"), "set-cookie").unwrap().to_owned();
    let cookie = format!("cookie: {}", cookie.split(';').next().unwrap());
    let open = |path: &str, credential: &str| {
        let mut stream = TcpStream::connect(&door.site.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        let head = format!("GET {path} HTTP/1.0\r\nhost: {}\r\n{credential}\r\n\r\n", door.site.address);
        stream.write_all(head.as_bytes()).unwrap();
        let mut read = [0; 12];
        stream.read_exact(&mut read).unwrap();
        assert_eq!(&read, b"HTTP/1.0 200", "{path}");
        stream
    };
    let streams = [
        open(&format!("/api/v1/main/executions/{id}/follow"), &bearer),
        open(&format!("/api/v1/main/logs/{id}/follow"), &cookie),
        open(&format!("/ui/executions/demo/waits/{id}/events"), &cookie),
    ];
    let kept = open(&format!("/api/v1/main/logs/{id}/follow"), &format!("authorization: {admin}"));
    let revoked = door.send("DELETE", "/api/v1/sessions?user=bob", &admin, b"");
    assert_eq!(json(&revoked)["count"], 2);
    for mut stream in streams {
        // Ends only because the other side ends it.
        stream.read_to_end(&mut Vec::new()).unwrap();
    }
    kept.set_nonblocking(true).unwrap();
    let mut rest = [0; 4096];
    let mut kept = kept;
    loop {
        match kept.read(&mut rest) {
            Ok(read) => assert!(read > 0, "it is still open"),
            Err(error) => break assert_eq!(error.kind(), std::io::ErrorKind::WouldBlock),
        }
    }
}

#[test]
fn viewers_are_shown_nothing_to_press() {
    let door = door();
    let begun =
        json(&door.send("POST", "/api/v1/main/executions/demo/hello?wait=true", &door.bearer(Role::Admin), b""));
    let execution = format!("/ui/executions/demo/hello/{}", begun["id"].as_str().unwrap());
    for path in ["/ui/flows/demo/hello", execution.as_str()] {
        for (role, expected) in [(Role::Viewer, false), (Role::Runner, true)] {
            let page = door.send("GET", path, &door.bearer(role), b"");
            assert_eq!(page.status, 200, "{path}");
            let offers = page.text().contains("method=\"post\"");
            assert_eq!(offers, expected, "{} at {path}: {}", role.name(), page.text());
        }
    }
}

#[test]
fn private_apps_are_for_their_groups() {
    let door = door();
    let (ada, bob) = (basic("ada", "correct horse"), basic("bob", "battery staple"));
    for (authorization, expected) in [(&ada, 200), (&bob, 403)] {
        assert_eq!(door.send("GET", "/apps/demo/greet", authorization, b"").status, expected);
    }
    assert_eq!(door.site.get("/apps/demo/greet").status, 303);
    assert!(door.send("GET", "/", &ada, b"").text().contains("Greet"));
    assert!(!door.send("GET", "/", &bob, b"").text().contains("Greet"));
    assert!(!door.site.get("/").text().contains("Greet"));
}

#[test]
fn what_users_do_is_kept() {
    let door = door();
    let admin = door.bearer(Role::Admin);
    assert_eq!(
        door.send("POST", "/api/v1/main/executions/demo/hello?wait=true", &door.bearer(Role::Runner), b"").status,
        200
    );
    assert_eq!(door.send("DELETE", "/api/v1/main/flows/demo/hello", &door.bearer(Role::Viewer), b"").status, 403);
    assert_eq!(door.log_in("ada", "wrong").status, 401);
    assert_eq!(door.log_in("ada", "correct horse").status, 303);
    assert_eq!(door.site.get("/api/v1/main/executions/webhook/demo/hello/opensesame").status, 200);
    assert_eq!(door.send("GET", "/api/v1/main/flows/demo/hello", &door.bearer(Role::Viewer), b"").status, 200);
    let all = json(&door.send("GET", "/api/v1/audit", &admin, b""));
    let told: Vec<String> = (all["results"].as_array().unwrap().iter())
        .map(|entry| {
            let text = |key: &str| entry[key].as_str().unwrap().to_owned();
            assert_eq!(text("remote"), "127.0.0.1");
            format!("{} {} {} {}", text("user"), text("method"), text("path"), entry["status"])
        })
        .collect();
    let expected = [
        "webhook GET /api/v1/executions/webhook/demo/hello/… 200",
        "ada LOGIN  200",
        "ada LOGIN  401",
        "viewer DELETE /api/v1/flows/demo/hello 403",
        "runner POST /api/v1/executions/demo/hello 200",
    ];
    assert_eq!(told, expected);
    let of_runner = json(&door.send("GET", "/api/v1/audit?user=runner&path=executions", &admin, b""));
    assert_eq!(of_runner["total"], 1);
    let later = json(&door.send("GET", "/api/v1/audit?from=2999-01-01T00:00:00Z", &admin, b""));
    assert_eq!(later["total"], 0);
}

#[test]
fn names_that_lead_here_by_a_trick_are_refused() {
    let site = Site::start(&[("flow.yaml", FLOW)]);
    let port = site.address.split(':').nth(1).unwrap();
    for (host, expected) in [
        (site.address.clone(), 200),
        (format!("localhost:{port}"), 200),
        ("evil.example".to_owned(), 421),
        (format!("127.0.0.1.evil.example:{port}"), 421),
    ] {
        let text = format!("GET /api/v1/main/flows/search HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n");
        assert_eq!(tests::server::request(&site.address, text.as_bytes()).status, expected, "{host}");
    }
}
