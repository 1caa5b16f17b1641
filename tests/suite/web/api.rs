//! The REST API as Kestra's clients call it.

use serde_json::{Value, json};
use tests::server::Answered;
use tests::site::{Part, Site};

const FLOW: &str = "\
# A comment that stays.
id: hello
namespace: company.team
labels: {team: data}
inputs:
  - {id: count, type: INT, defaults: 3}
tasks:
  - {id: say, type: io.kestra.plugin.core.log.Log, message: \"{{ inputs.count }}\"}
";

fn document(answered: &Answered) -> Value {
    serde_json::from_slice(&answered.body).unwrap_or_else(|error| panic!("{error}: {}", answered.text()))
}

fn yaml(site: &Site, method: &str, path: &str, text: &str) -> Answered {
    site.send(method, path, &[("content-type", "application/x-yaml")], text.as_bytes())
}

#[test]
fn a_flow_lives_through_the_api() {
    let site = Site::start(&[]);
    for base in ["/api/v1", "/api/v1/main"] {
        let at = |path: &str| format!("{base}{path}");
        let created = yaml(&site, "POST", &at("/flows"), FLOW);
        assert_eq!(created.status, 200, "{}", created.text());
        let flow = document(&created);
        assert_eq!(flow["source"], FLOW);
        assert_eq!(flow["labels"], json!([{"key": "team", "value": "data"}]));
        assert_eq!(flow["inputs"][0]["defaults"], "3");
        assert_eq!(
            (&flow["deleted"], &flow["disabled"], &flow["tenantId"]),
            (&json!(false), &json!(false), &json!("main"))
        );
        let revision = flow["revision"].as_u64().unwrap();

        assert_eq!(yaml(&site, "POST", &at("/flows"), FLOW).status, 422);
        let same = document(&yaml(&site, "PUT", &at("/flows/company.team/hello"), FLOW));
        assert_eq!(same["revision"], revision);
        let changed = FLOW.replace("defaults: 3", "defaults: 4");
        let updated = document(&yaml(&site, "PUT", &at("/flows/company.team/hello"), &changed));
        assert_eq!(updated["revision"], revision + 1);
        let old = document(&site.get(&at(&format!("/flows/company.team/hello?revision={revision}&source=true"))));
        assert_eq!(old["source"], FLOW);
        let plain = document(&site.get(&at("/flows/company.team/hello")));
        assert_eq!(plain.get("source"), None);
        assert_eq!(yaml(&site, "PUT", &at("/flows/company.team/other"), &changed).status, 404);
        let elsewhere = changed.replace("company.team", "company.other");
        assert_eq!(yaml(&site, "PUT", &at("/flows/company.team/hello"), &elsewhere).status, 422);

        let listed = document(&site.get(&at("/flows/company.team")));
        assert_eq!(listed.as_array().map(Vec::len), Some(1));
        let task = document(&site.get(&at("/flows/company.team/hello/tasks/say")));
        assert_eq!(task["type"], "io.kestra.plugin.core.log.Log");
        assert_eq!(site.send("DELETE", &at("/flows/company.team/hello"), &[], b"").status, 204);
        assert_eq!(site.send("DELETE", &at("/flows/company.team/hello"), &[], b"").status, 404);
        assert_eq!(site.get(&at("/flows/company.team/hello")).status, 404);
    }
}

#[test]
fn a_source_that_does_not_compile_is_refused_with_every_mistake() {
    let site = Site::start(&[]);
    let wrong = FLOW.replace("tasks:", "tasks: [");
    let answered = yaml(&site, "POST", "/api/v1/main/flows", &wrong);
    assert_eq!(answered.status, 422);
    let refused = document(&answered);
    assert!(refused["message"].as_str().unwrap().starts_with("Invalid entity: "), "{refused}");
    assert!(!refused["_embedded"]["errors"].as_array().unwrap().is_empty(), "{refused}");

    let rows = document(&yaml(&site, "POST", "/api/v1/main/flows/validate", &format!("{FLOW}---\n{wrong}")));
    assert_eq!(rows.as_array().map(Vec::len), Some(2));
    assert_eq!((&rows[0]["flow"], rows[0].get("constraints")), (&json!("hello"), None));
    assert_eq!(rows[1]["index"], 1);
    assert!(rows[1]["constraints"].as_str().unwrap().starts_with("8:"), "{rows}");
}

#[test]
fn a_namespace_is_replaced_as_a_whole() {
    let site = Site::start(&[("kept.yaml", &FLOW.replace("company.team", "company")), ("gone.yaml", FLOW)]);
    let new = FLOW.replace("id: hello", "id: new");
    let answered = yaml(&site, "POST", "/api/v1/main/flows/company.team", &new);
    assert_eq!(answered.status, 200, "{}", answered.text());
    let found = document(&site.get("/api/v1/main/flows/search?size=100&sort=id:asc"));
    assert_eq!(found["total"], 2);
    assert_eq!((&found["results"][0]["id"], &found["results"][1]["id"]), (&json!("hello"), &json!("new")));
    assert_eq!(yaml(&site, "POST", "/api/v1/main/flows/other", &new).status, 422);
    assert_eq!(yaml(&site, "POST", "/api/v1/main/flows/company.team", &format!("{new}---\n{new}")).status, 422);
}

#[test]
fn flows_are_found_by_old_and_new_parameters() {
    let other = FLOW.replace("id: hello", "id: other").replace("team: data", "team: web");
    let site = Site::start(&[("a.yaml", FLOW), ("b.yaml", &other)]);
    let found = |query: &str| {
        let answered = site.get(&format!("/api/v1/main/flows/search?{query}"));
        assert_eq!(answered.status, 200, "{query}: {}", answered.text());
        let found = document(&answered);
        let ids = found["results"].as_array().unwrap().iter().map(|flow| flow["id"].as_str().unwrap().to_owned());
        ids.collect::<Vec<_>>().join(",")
    };
    for (query, expected) in [
        ("", "hello,other"),
        ("q=HELL", "hello"),
        ("namespace=company", "hello,other"),
        ("namespace=comp", ""),
        ("labels=team:web", "other"),
        ("filters%5Bnamespace%5D%5BEQUALS%5D=company.team", "hello,other"),
        ("filters[labels][EQUALS][team]=data", "hello"),
        ("filters[flowId][REGEX]=o.*", "other"),
        ("filters[or][0][flowId][EQUALS]=hello&filters[or][1][labels][EQUALS][team]=web", "hello,other"),
        ("filters[or][0][flowId][EQUALS]=hello&filters[or][1][q][EQUALS]=nothing", "hello"),
        ("filters[and][0][flowId][STARTS_WITH]=h&filters[and][1][namespace][PREFIX]=company", "hello"),
        ("filters[labels][NOT_EQUALS][team]=web", "hello"),
        ("sort=id:desc", "other,hello"),
        ("size=1&page=2", "other"),
    ] {
        assert_eq!(found(query), expected, "{query}");
    }
    assert_eq!(site.get("/api/v1/main/flows/search?page=0").status, 422);
    assert_eq!(site.get("/api/v1/main/flows/search?filters[colour][EQUALS]=x").status, 400);
}

#[test]
fn the_server_says_what_it_is() {
    let site = Site::start(&[]);
    let configuration = document(&site.get("/api/v1/configs"));
    assert_eq!(configuration["version"].as_str().unwrap().split('.').next(), Some("1"));
    assert_eq!(site.get("/ping").text(), "pong");
    let reference = document(&site.get("/api/v1/openapi.json"));
    assert!(reference["paths"]["/api/v1/flows/{namespace}/{id}"]["put"].is_object());
}

const CHECKED: &str = "\
id: checked
namespace: demo
inputs:
  - {id: days, type: INT}
checks:
  - {condition: \"{{ inputs.days < 10 }}\", message: \"{{ inputs.days }} days are many\", style: WARNING, behavior: CREATE_EXECUTION}
  - {condition: \"{{ inputs.days < 100 }}\", message: Too many days, behavior: BLOCK_EXECUTION}
tasks:
  - {id: say, type: io.kestra.plugin.core.log.Log, message: Hello}
";

#[test]
fn a_dry_run_tells_what_the_flow_itself_objects_to() {
    let site = Site::start(&[("checked.yaml", CHECKED)]);
    let tried = |days: &str| {
        let parts = [Part { name: "days", file: None, content: days.as_bytes() }];
        let answered = site.post_parts("/api/v1/main/executions/demo/checked/validate", &parts);
        assert_eq!(answered.status, 200, "{}", answered.text());
        let told = document(&answered)["checks"].clone();
        told.as_array().unwrap().iter().map(|it| it["message"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(tried("3"), [""; 0]);
    assert_eq!(tried("30"), ["30 days are many"]);
    assert_eq!(tried("300"), ["300 days are many", "Too many days"]);
    // Where inputs are wrong nothing else is looked at.
    assert_eq!(tried("three"), [""; 0]);
}

#[test]
fn flows_that_lead_to_each_other_are_shown() {
    let caller = "id: caller\nnamespace: demo\ntasks:\n  - {id: call, type: io.kestra.plugin.core.flow.Subflow, namespace: demo, flowId: called}\n";
    let called =
        "id: called\nnamespace: demo\ntasks:\n  - {id: say, type: io.kestra.plugin.core.log.Log, message: Hello}\n";
    let waits = "id: waits\nnamespace: demo\ntasks:\n  - {id: say, type: io.kestra.plugin.core.log.Log, message: Hello}\ntriggers:\n  \
        - id: after\n    type: io.kestra.plugin.core.trigger.Flow\n    preconditions:\n      id: all\n      flows: [{namespace: demo, flowId: called}]\n";
    let site = Site::start(&[("caller.yaml", caller), ("called.yaml", called), ("waits.yaml", waits)]);
    let edges = |path: &str| {
        let found = document(&site.get(&format!("/api/v1/main/{path}")));
        let name = |uid: &Value| uid.as_str().unwrap().trim_start_matches("main_demo_").to_owned();
        let edges = found["edges"].as_array().unwrap().iter();
        let text = |it: &Value| {
            format!("{} {} {}", name(&it["source"]), it["relation"].as_str().unwrap(), name(&it["target"]))
        };
        edges.map(text).collect::<Vec<_>>()
    };
    let (calls, wakes) = ("caller FLOW_TASK called", "called FLOW_TRIGGER waits");
    assert_eq!(edges("flows/demo/called/dependencies"), [wakes, calls]);
    assert_eq!(edges("flows/demo/called/dependencies?destinationOnly=true"), [wakes]);
    assert_eq!(edges("flows/demo/caller/dependencies"), [calls]);
    assert_eq!(edges("flows/demo/caller/dependencies?expandAll=true"), [wakes, calls]);
    assert_eq!(edges("namespaces/demo/dependencies"), [wakes, calls]);
    assert_eq!(site.get("/api/v1/main/flows/demo/nope/dependencies").status, 404);
}

#[test]
fn the_beginning_of_a_file_is_shown() {
    let flow = "id: writes\nnamespace: demo\ntasks:\n  - {id: rows, type: io.kestra.plugin.core.storage.Write, content: \"{\\\"a\\\": 1}\\n{\\\"a\\\": 2}\\n{\\\"a\\\": 3}\\n\", extension: .jsonl}\n";
    let site = Site::start(&[("writes.yaml", flow)]);
    let ended = document(&site.send("POST", "/api/v1/main/executions/demo/writes?wait=true", &[], b""));
    let uri = plan::percent::encode(ended["taskRunList"][0]["outputs"]["uri"].as_str().unwrap());
    let path = format!("/api/v1/main/executions/{}/file/preview?path={uri}", ended["id"].as_str().unwrap());
    let shown = document(&site.get(&format!("{path}&maxRows=2")));
    assert_eq!((&shown["type"], &shown["content"]), (&"LIST".into(), &serde_json::json!([{"a": 1}, {"a": 2}])));
    assert_eq!((&shown["extension"], &shown["truncated"]), (&"jsonl".into(), &true.into()));
    assert_eq!(document(&site.get(&path))["truncated"], false);
    assert_eq!(site.get(&format!("{path}x")).status, 404);
    assert_eq!(site.get(&format!("{path}&encoding=latin1")).status, 422);
}

#[test]
fn what_is_no_flow_is_not_taken_for_a_good_one() {
    let site = Site::start(&[("a.yaml", FLOW)]);
    for (text, reason) in [
        ("", "it has no `id`, no `namespace`, no `tasks`"),
        ("hello", "it has no `id`, no `namespace`, no `tasks`"),
        ("id: x", "it has no `namespace`, no `tasks`"),
        ("id: [", "the source holds no flow: "),
    ] {
        let rows = document(&yaml(&site, "POST", "/api/v1/main/flows/validate", text));
        let told = rows[0]["constraints"].as_str().unwrap_or_else(|| panic!("{text:?}: {rows}"));
        assert!(told.contains(reason), "{text:?}: {told}");
        for (method, path) in [
            ("POST", "/api/v1/main/flows"),
            ("POST", "/api/v1/main/flows/bulk"),
            ("PUT", "/api/v1/main/flows/company.team/hello"),
            // An empty body is a slip, and not the wish to take all flows away.
            ("POST", "/api/v1/main/flows/company.team"),
        ] {
            let answered = yaml(&site, method, path, text);
            assert_eq!(answered.status, 422, "{text:?} at {path}: {}", answered.text());
            assert!(answered.text().contains(&reason.replace('"', "\\\"")), "{text:?} at {path}: {}", answered.text());
        }
    }
    assert_eq!(site.get("/api/v1/main/flows/company.team/hello").status, 200);
    let several = format!("{}---\nid: lost\n", FLOW.replace("id: hello", "id: other"));
    assert_eq!(yaml(&site, "POST", "/api/v1/main/flows/bulk", &several).status, 422);
    assert_eq!(site.get("/api/v1/main/flows/company.team/other").status, 404);
}
