//! Webhooks and triggers over the API.

use serde_json::{Value, json};
use tests::server::Answered;
use tests::site::Site;

const HOOK: &str = "\
id: hook
namespace: demo
tasks:
  - id: say
    type: io.kestra.plugin.core.debug.Return
    format: '{{ trigger.body.name }}'
outputs:
  - id: name
    type: STRING
    value: '{{ outputs.say.value }}'
triggers:
  - id: called
    type: io.kestra.plugin.core.trigger.Webhook
    key: a-long-key
    wait: true
    returnOutputs: true
    when: \"{{ trigger.body.name != 'nobody' }}\"
";

const DAILY: &str = "\
id: daily
namespace: demo
tasks:
  - id: say
    type: io.kestra.plugin.core.log.Log
    message: hello
triggers:
  - id: morning
    type: io.kestra.plugin.core.trigger.Schedule
    cron: 0 9 * * *
    timezone: UTC
";

fn document(answered: &Answered) -> Value {
    serde_json::from_slice(&answered.body).unwrap_or_else(|error| panic!("{error}: {}", answered.text()))
}

fn deploy(site: &Site, text: &str) {
    let answered = site.send("POST", "/api/v1/main/flows", &[("content-type", "application/x-yaml")], text.as_bytes());
    assert_eq!(answered.status, 200, "{}", answered.text());
}

fn send(site: &Site, method: &str, path: &str, body: &Value) -> Answered {
    let path = format!("/api/v1/main{path}");
    site.send(method, &path, &[("content-type", "application/json")], body.to_string().as_bytes())
}

#[test]
fn a_webhook_answers_whoever_knows_its_key() {
    let site = Site::start(&[]);
    deploy(&site, HOOK);
    let call = |key: &str, name: &str| {
        send(&site, "POST", &format!("/executions/webhook/demo/hook/{key}"), &json!({ "name": name }))
    };
    let called = call("a-long-key", "world");
    assert_eq!((called.status, document(&called)), (200, json!({"name": "world"})));
    assert_eq!(call("a-long-key/with/a/path", "world").status, 200);
    let unmet = call("a-long-key", "nobody");
    assert_eq!((unmet.status, unmet.body.len()), (204, 0));
    for wrong in ["a-long-kez", "a", "a-long-key2"] {
        let refused = call(wrong, "world");
        assert_eq!(refused.status, 404);
        assert_eq!(document(&refused)["message"], "Not Found: Webhook not found");
    }
    let nobody = send(&site, "GET", "/executions/webhook/demo/none/key", &Value::Null);
    assert_eq!(document(&nobody)["message"], "Not Found: Flow not found");
}

const FORM: &str = "\
id: form
namespace: demo
tasks:
  - id: say
    type: io.kestra.plugin.core.debug.Return
    format: '{{ trigger.formFields.name | join }} {{ trigger.parts[0].filename }}: {{ read(trigger.parts[0].uri) }}'
outputs:
  - id: said
    type: STRING
    value: '{{ outputs.say.value }}'
triggers:
  - id: called
    type: io.kestra.plugin.core.trigger.Webhook
    key: a-long-key
    fetchType: FETCH
    wait: true
    returnOutputs: true
";

#[test]
fn a_webhook_takes_forms_with_files_and_bodies_as_files() {
    let site = Site::start(&[]);
    deploy(&site, FORM);
    let body = "--XyZ\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nAda\r\n--XyZ\r\nContent-Disposition: form-data; \
                name=\"file\"; filename=\"a.txt\"\r\nContent-Type: text/plain\r\n\r\nhello\r\n--XyZ--\r\n";
    let form = [("content-type", "multipart/form-data; boundary=XyZ")];
    let called = site.send("POST", "/api/v1/main/executions/webhook/demo/form/a-long-key", &form, body.as_bytes());
    assert_eq!((called.status, document(&called)), (200, json!({"said": "Ada a.txt: hello"})));

    let store = FORM.replace("id: form", "id: store").replace("FETCH", "STORE").replace(
        "{{ trigger.formFields.name | join }} {{ trigger.parts[0].filename }}: {{ read(trigger.parts[0].uri) }}",
        "{{ read(trigger.uri) }}",
    );
    deploy(&site, &store);
    let called = send(&site, "POST", "/executions/webhook/demo/store/a-long-key", &json!({"a": 1}));
    assert_eq!((called.status, document(&called)), (200, json!({"said": "{\"a\":1}"})));
}

#[test]
fn triggers_are_shown_and_steered() {
    let site = Site::start(&[]);
    deploy(&site, DAILY);
    let found = document(&site.get("/api/v1/main/triggers/search?namespace=demo"));
    assert_eq!(found["total"], 1);
    let row = &found["results"][0];
    assert_eq!((&row["abstractTrigger"]["cron"], &row["trigger"]["id"]), (&json!("0 9 * * *"), &json!("morning")));
    assert_eq!((&row["state"]["disabled"], &row["state"]["locked"]), (&json!(false), &json!(false)));
    assert!(row["triggerContext"]["nextExecutionDate"].as_str().is_some_and(|next| next.contains("T09:00:00")));

    let name = json!({"namespace": "demo", "flowId": "daily", "triggerId": "morning"});
    let with = |more: Value| {
        let mut sent = name.clone();
        sent.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        sent
    };
    let off = document(&send(&site, "PUT", "/triggers/set-disabled", &with(json!({"disabled": true}))));
    assert_eq!(off["disabled"], true);
    let backfill = json!({"backfill": {"start": "2020-01-01T00:00:00Z", "end": "2020-01-03T00:00:00Z"}});
    let filling = document(&send(&site, "PUT", "/triggers/backfill/create", &with(backfill.clone())));
    assert_eq!(filling["backfill"]["paused"], false);
    assert_eq!(send(&site, "PUT", "/triggers/backfill/create", &with(backfill)).status, 409);
    let resting = document(&send(&site, "PUT", "/triggers/backfill/pause", &name));
    assert_eq!(resting["backfill"]["paused"], true);
    let ended = document(&send(&site, "POST", "/triggers/backfill/delete", &name));
    assert_eq!(ended.get("backfill"), None);
    assert_eq!(send(&site, "POST", "/triggers/demo/daily/morning/unlock", &Value::Null).status, 409);
    assert_eq!(send(&site, "POST", "/triggers/demo/daily/none/unlock", &Value::Null).status, 404);
    let of_flow = document(&site.get("/api/v1/main/triggers/demo/daily"));
    assert_eq!(of_flow["results"][0]["triggerId"], "morning");
}
