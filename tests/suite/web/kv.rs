//! The key-value store over the API, and what flows see of it.

use serde_json::{Value, json};
use tests::server::Answered;
use tests::site::Site;

const FLOW: &str = "\
id: reader
namespace: company.team
tasks:
  - {id: own, type: io.kestra.plugin.core.debug.Return, format: \"{{ kv('name') }}\"}
  - {id: outer, type: io.kestra.plugin.core.debug.Return, format: \"{{ kv('name', 'company') }}\"}
  - {id: typed, type: io.kestra.plugin.core.kv.Get, key: port}
";

fn document(answered: &Answered) -> Value {
    serde_json::from_slice(&answered.body).unwrap_or_else(|error| panic!("{error}: {}", answered.text()))
}

fn put(site: &Site, namespace: &str, key: &str, headers: &[(&str, &str)], body: &str) -> Answered {
    site.send("PUT", &format!("/api/v1/main/namespaces/{namespace}/kv/{key}"), headers, body.as_bytes())
}

fn get(site: &Site, namespace: &str, key: &str) -> Answered {
    site.get(&format!("/api/v1/main/namespaces/{namespace}/kv/{key}"))
}

#[test]
fn values_keep_their_types_whatever_the_request_calls_them() {
    let site = Site::start(&[]);
    for content_type in [None, Some("text/plain"), Some("application/json")] {
        let headers: Vec<_> = content_type.map(|name| ("content-type", name)).into_iter().collect();
        for (body, kind, value) in [
            ("\"a text\"", "STRING", json!("a text")),
            ("plain", "STRING", json!("plain")),
            ("42", "NUMBER", json!(42)),
            ("false", "BOOLEAN", json!(false)),
            ("2021-09-01", "DATE", json!("2021-09-01")),
            ("2021-09-01T01:02:03Z", "DATETIME", json!("2021-09-01T01:02:03Z")),
            ("\"PT5S\"", "DURATION", json!("PT5S")),
            ("{\"a\":[1]}", "JSON", json!({"a": [1]})),
        ] {
            let written = put(&site, "company.team", "typed", &headers, body);
            assert_eq!((written.status, written.body.len()), (200, 0), "{body}: {}", written.text());
            let read = document(&get(&site, "company.team", "typed"));
            assert_eq!((&read["type"], &read["value"]), (&json!(kind), &value), "{body}");
        }
    }
    assert_eq!(put(&site, "company.team", "typed", &[], "{\"open\":").status, 422);
    assert_eq!(put(&site, "company.team", "typed", &[], "").status, 422);
    for key in ["-a", "a%20b", "a%2F..%2Fb", "%2e%2e"] {
        assert_eq!(put(&site, "company.team", key, &[], "1").status, 422, "{key}");
    }
    assert_eq!(get(&site, "company.team", "absent").status, 404);
}

#[test]
fn a_value_ends_with_its_time_and_is_swept_away() {
    let site = Site::start(&[]);
    assert_eq!(put(&site, "company", "short", &[("ttl", "PT0S")], "1").status, 200);
    assert_eq!(put(&site, "company", "long", &[("ttl", "PT1H"), ("description", "for an hour")], "1").status, 200);
    assert_eq!(put(&site, "company", "wrong", &[("ttl", "soon")], "1").status, 422);
    assert_eq!(get(&site, "company", "short").status, 410);
    assert_eq!(get(&site, "company", "long").status, 200);
    let listed = document(&site.get("/api/v1/namespaces/company/kv"));
    assert_eq!(listed.as_array().map(Vec::len), Some(1), "{listed}");
    assert_eq!((&listed[0]["key"], &listed[0]["description"]), (&json!("long"), &json!("for an hour")));
    assert!(listed[0]["expirationDate"].is_string(), "{listed}");
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    assert_eq!(runtime.block_on(site.engine.key_values().sweep()), Ok(1));
    assert_eq!(get(&site, "company", "short").status, 404);
    assert_eq!(get(&site, "company", "long").status, 200);
}

#[test]
fn values_are_counted_taken_away_and_inherited() {
    let site = Site::start(&[]);
    for (namespace, key) in [("company", "a"), ("company", "b"), ("company.team", "a"), ("company.team.data", "c")] {
        assert_eq!(put(&site, namespace, key, &[], "\"v\"").status, 200);
    }
    put(&site, "company.team", "a", &[], "\"w\"");
    let listed = document(&site.get("/api/v1/main/namespaces/company.team/kv"));
    assert_eq!((&listed[0]["version"], &listed[0]["revision"]), (&json!(2), &json!(2)));

    let keys = |path: &str| {
        let found = document(&site.get(path));
        let rows = found.get("results").unwrap_or(&found).as_array().expect("rows").clone();
        let name = |row: &Value| format!("{}/{}", row["namespace"], row["key"]).replace('"', "");
        rows.iter().map(name).collect::<Vec<_>>().join(" ")
    };
    let inherited = keys("/api/v1/main/namespaces/company.team.data/kv/inheritance");
    assert_eq!(inherited, "company.team/a company/b");
    assert_eq!(keys("/api/v1/main/kv?sort=key:desc"), "company.team.data/c company/b company/a company.team/a");
    assert_eq!(keys("/api/v1/kv?filters%5Bnamespace%5D%5BEQUALS%5D=company"), "company/a company/b");
    assert_eq!(keys("/api/v1/kv?size=1&page=2"), "company/b");
    assert_eq!(site.get("/api/v1/kv?filters[colour][EQUALS]=red").status, 400);

    let path = "/api/v1/main/namespaces/company/kv";
    let deleted = document(&site.send("DELETE", path, &[], br#"{"keys":["a","absent"]}"#));
    assert_eq!(deleted, json!({"keys": ["a"]}));
    assert_eq!(document(&site.send("DELETE", &format!("{path}/b"), &[], b"")), json!(true));
    assert_eq!(document(&site.send("DELETE", &format!("{path}/b"), &[], b"")), json!(false));
}

#[test]
fn flows_read_what_clients_wrote() {
    let site = Site::start(&[("reader.yaml", FLOW)]);
    put(&site, "company", "name", &[], "\"outer\"");
    put(&site, "company.team", "name", &[], "\"own\"");
    put(&site, "company.team", "port", &[], "8080");
    let ended = document(&site.send("POST", "/api/v1/main/executions/company.team/reader?wait=true", &[], b""));
    assert_eq!(ended["state"]["current"], "SUCCESS", "{ended}");
    let outputs: Vec<&Value> = (0..3).map(|at| &ended["taskRunList"][at]["outputs"]["value"]).collect();
    assert_eq!(outputs, [&json!("own"), &json!("outer"), &json!(8080)]);
}
