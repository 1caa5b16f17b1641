//! Apps: who sees them, when, and what they show.

use tests::site::Site;

use super::markup::text;

const FLOW: &str = "\
id: hello
namespace: demo
tasks:
  - {id: say, type: io.kestra.plugin.core.log.Log, message: Hello}
";

fn app(id: &str, more: &str) -> String {
    format!(
        "id: {id}\nnamespace: demo\ntype: io.kestra.plugin.ee.apps.Execution\ndisplayName: App {id}\nflowId: hello\n{more}\n\
         layout:\n  - on: OPEN\n    blocks:\n      - type: io.kestra.plugin.ee.apps.core.blocks.Markdown\n        content: |\n          \
         ## Welcome to {id}\n          <script>alert(1)</script>\n      \
         - {{type: io.kestra.plugin.ee.apps.execution.blocks.CreateExecutionForm}}\n      \
         - {{type: io.kestra.plugin.ee.apps.execution.blocks.CreateExecutionButton, text: Go}}\n"
    )
}

#[test]
fn the_catalogue_lists_what_can_be_opened() {
    let apps = [
        ("open", "tags: [One, Two words]\ndescription: The **first** of all"),
        ("off", "disabled: true"),
        ("late", "expiration: {endDate: \"2020-01-01T00:00:00Z\"}"),
        ("early", "expiration: {startDate: \"2999-01-01T00:00:00Z\"}"),
        ("secret", "access: {type: PUBLIC, catalog: false}"),
    ];
    let texts: Vec<(String, String)> = apps.iter().map(|(id, more)| (format!("{id}.yaml"), app(id, more))).collect();
    let mut sources: Vec<(&str, &str)> = texts.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    sources.push(("flow.yaml", FLOW));
    let site = Site::start(&sources);
    let catalogue = text(&site.get("/").text());
    assert!(catalogue.contains("App open") && catalogue.contains("Two words"), "{catalogue}");
    for hidden in ["App off", "App late", "App early", "App secret"] {
        assert!(!catalogue.contains(hidden), "{hidden} in {catalogue}");
    }
    assert!(text(&site.get("/?tag=Two%20words").text()).contains("App open"));
    assert!(text(&site.get("/?tag=Three").text()).contains("No app matches"));
    assert!(text(&site.get("/?q=FIRST").text()).contains("App open"));
    assert!(text(&site.get("/?q=nothing+such").text()).contains("No app matches"));

    assert_eq!(site.get("/apps/demo/off").status, 404);
    assert!(text(&site.get("/apps/demo/late").text()).contains("no longer takes requests"));
    assert!(text(&site.get("/apps/demo/early").text()).contains("opens on 1 January 2999"));
    assert!(text(&site.get("/apps/demo/secret").text()).contains("Welcome to secret"));
    assert_eq!(site.post("/apps/demo/off", &[]).status, 404);
    assert!(text(&site.post("/apps/demo/late", &[]).text()).contains("no longer takes requests"));
}

#[test]
fn markdown_of_authors_shows_html_as_text() {
    let (path, source) = ("open.yaml", app("open", ""));
    let site = Site::start(&[(path, &source), ("flow.yaml", FLOW)]);
    let page = site.get("/apps/demo/open").text();
    assert!(page.contains("<h2>Welcome to open</h2>"), "{page}");
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "{page}");
}

#[test]
fn pages_of_executions_open_for_their_own_link_only() {
    let (path, source) = ("open.yaml", app("open", ""));
    let site = Site::start(&[(path, &source), ("flow.yaml", FLOW)]);
    let answered = site.post("/apps/demo/open", &[]);
    assert_eq!(answered.status, 303, "{}", answered.text());
    let location =
        answered.headers.iter().find(|(name, _)| name == "location").map(|(_, value)| value.clone()).unwrap();
    assert_eq!(site.get(&location).status, 200);
    let token = location.rsplit('/').next().unwrap();
    let (execution, seal) = token.split_once('.').unwrap();
    let forged: String = seal.chars().rev().collect();
    for wrong in [execution.to_owned(), format!("{execution}."), format!("{execution}.{forged}"), format!("{token}x")] {
        for page in ["", "/events", "/logs", "/file?path=kestra:///x", "/preview?path=kestra:///x"] {
            let address = format!("/apps/demo/open/{wrong}{page}");
            assert_eq!(site.get(&address).status, 404, "{address}");
        }
        for act in ["resume", "cancel", "evaluate"] {
            assert_eq!(site.post(&format!("/apps/demo/open/{wrong}/{act}"), &[]).status, 404);
        }
    }
    for path in ["kestra:///../../etc/passwd", "file:///etc/passwd", "kestra:///demo/other/x", ""] {
        assert_eq!(site.get(&format!("{location}/file?path={path}")).status, 404, "{path}");
    }
}

#[test]
fn a_form_that_is_sent_twice_counts_once() {
    let (path, source) = ("open.yaml", app("open", ""));
    let site = Site::start(&[(path, &source), ("flow.yaml", FLOW)]);
    let page = site.get("/apps/demo/open").text();
    let draft = super::markup::attribute(super::markup::tag(&page, &["name=\"_draft\""]), "value").unwrap().to_owned();
    let location = |fields: &[(&str, &str)]| {
        let answered = site.post("/apps/demo/open", fields);
        answered.headers.into_iter().find(|(name, _)| name == "location").map(|(_, value)| value).unwrap()
    };
    let first = location(&[("_draft", &draft)]);
    assert_eq!(location(&[("_draft", &draft)]), first);
    assert_ne!(location(&[]), first);
}
