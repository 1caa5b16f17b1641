//! Traces: what a collector is sent, and what other servers are told.

use std::collections::BTreeMap;

use runtime::settings::Redirect;
use runtime::telemetry::Destination;
use serde_json::{Value, json};
use tests::site::{Site, Wishes};
use tests::stub::{Answer, Stub};

const FLOW: &str = "\
id: traced
namespace: demo
tasks:
  - id: group
    type: io.kestra.plugin.core.flow.Sequential
    tasks:
      - {id: ask, type: io.kestra.plugin.core.http.Request, uri: http://world.example/hello}
  - {id: fail, type: io.kestra.plugin.core.execution.Fail}
triggers:
  - {id: hook, type: io.kestra.plugin.core.trigger.Webhook, key: opensesame, wait: true}
";

const TRACE: &str = "0af7651916cd43dd8448eb211c80319c";
const PARENT: &str = "b7ad6b7169203331";

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_else(|| panic!("no text `{key}` in {value}"))
}

#[test]
fn every_task_run_has_a_span_in_the_trace_of_who_called() {
    let world = Stub::start([("/hello".to_owned(), Answer::text("hi"))]);
    let collector = Stub::start([("/v1/traces".to_owned(), Answer::text("{}"))]);
    let headers = vec![("x-tenant".to_owned(), "ours".to_owned())];
    let wishes = Wishes {
        redirects: vec![Redirect::parse(&format!("world.example={}", world.url())).unwrap()],
        traces: Some(Destination::new(&collector.url(), headers, "night").unwrap()),
        ..Wishes::default()
    };
    let site = Site::start_with(&[("flow.yaml", FLOW)], wishes);
    let incoming = format!("00-{TRACE}-{PARENT}-01");
    let path = "/api/v1/main/executions/webhook/demo/traced/opensesame";
    let called = super::json(&site.send("GET", path, &[("traceparent", &incoming)], b""));
    let execution = text(&called, "id").to_owned();
    // Whatever waits is sent before the end.
    site.stop();

    let sent: Vec<Value> = collector
        .asked()
        .iter()
        .map(|asked| {
            assert_eq!(asked.line, "POST /v1/traces");
            for header in [("content-type", "application/json"), ("x-tenant", "ours")] {
                assert!(asked.headers.contains(&(header.0.to_owned(), header.1.to_owned())), "{asked:?}");
            }
            serde_json::from_slice(&asked.body).unwrap()
        })
        .collect();
    let mut spans = BTreeMap::new();
    for document in &sent {
        let resource = &document["resourceSpans"][0];
        let service = json!({"key": "service.name", "value": {"stringValue": "night"}});
        assert_eq!(resource["resource"]["attributes"][0], service);
        let scope = &resource["scopeSpans"][0];
        assert_eq!(scope["scope"]["name"], "lanner");
        for span in scope["spans"].as_array().unwrap() {
            assert_eq!(text(span, "traceId"), TRACE);
            assert_eq!(text(span, "spanId").len(), 16);
            let time = |key: &str| text(span, key).parse::<u64>().unwrap();
            assert!(0 < time("startTimeUnixNano") && time("startTimeUnixNano") <= time("endTimeUnixNano"), "{span}");
            let attributes: BTreeMap<&str, &Value> =
                span["attributes"].as_array().unwrap().iter().map(|pair| (text(pair, "key"), &pair["value"])).collect();
            assert_eq!(attributes["lanner.execution.id"]["stringValue"], execution.as_str());
            assert_eq!(attributes["lanner.flow.revision"]["intValue"], "1");
            assert_eq!(spans.insert(text(span, "name").to_owned(), span.clone()), None, "sent twice");
        }
    }
    let names: Vec<&str> = spans.keys().map(String::as_str).collect();
    assert_eq!(names, ["ask", "demo.traced", "fail", "group"]);
    let (whole, group) = (&spans["demo.traced"], &spans["group"]);
    assert_eq!(text(whole, "parentSpanId"), PARENT);
    for (inner, outer) in [(group, whole), (&spans["fail"], whole), (&spans["ask"], group)] {
        assert_eq!(inner["parentSpanId"], outer["spanId"]);
    }
    for (name, code) in [("ask", 1), ("group", 1), ("fail", 2), ("demo.traced", 2)] {
        assert_eq!(spans[name]["status"]["code"], code, "{name}");
    }
    let told = world.asked();
    let expected = format!("00-{TRACE}-{}-01", text(&spans["ask"], "spanId"));
    assert!(told[0].headers.contains(&("traceparent".to_owned(), expected)), "{told:?}");
}

#[test]
fn an_execution_begun_over_the_api_belongs_to_the_trace_of_who_asked() {
    let collector = Stub::start([("/v1/traces".to_owned(), Answer::text("{}"))]);
    let world = Stub::start([("/hello".to_owned(), Answer::text("hi"))]);
    let wishes = Wishes {
        redirects: vec![Redirect::parse(&format!("world.example={}", world.url())).unwrap()],
        traces: Some(Destination::new(&collector.url(), Vec::new(), "x").unwrap()),
        ..Wishes::default()
    };
    let site = Site::start_with(&[("flow.yaml", FLOW)], wishes);
    let path = "/api/v1/main/executions/demo/traced?wait=true";
    for (incoming, joins) in [(format!("00-{TRACE}-{PARENT}-01"), true), ("nonsense".to_owned(), false)] {
        let ended = super::json(&site.send("POST", path, &[("traceparent", &incoming)], b""));
        assert_eq!(ended["state"]["current"], "FAILED");
        let told = world.asked().pop().unwrap();
        let named = told.headers.iter().find(|(name, _)| name == "traceparent").unwrap();
        assert_eq!(named.1.contains(TRACE), joins, "{named:?}");
    }
    site.stop();
    let sent: String =
        collector.asked().iter().map(|asked| String::from_utf8_lossy(&asked.body).into_owned()).collect();
    assert_eq!(sent.matches(&format!("\"parentSpanId\":\"{PARENT}\"")).count(), 1, "{sent}");
    assert_eq!(sent.matches(&format!("\"traceId\":\"{TRACE}\"")).count(), 4, "{sent}");
}

#[test]
fn a_collector_that_is_gone_keeps_nothing_from_going_on() {
    let gone = Stub::start([]).url();
    let wishes = Wishes { traces: Some(Destination::new(&gone, Vec::new(), "x").unwrap()), ..Wishes::default() };
    let site = Site::start_with(&[("flow.yaml", &FLOW.replace("http://world.example", "http://127.0.0.1:1"))], wishes);
    let path = "/api/v1/main/executions/webhook/demo/traced/opensesame";
    assert_eq!(super::json(&site.get(path))["state"]["current"], "FAILED");
}
