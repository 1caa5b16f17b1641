//! What is found under a name.

use catalog::{Catalog, Dynamic, FieldType, Found, Kind, Outputs};
use plan::dialect::Version;

const V1: Version = Version::new(1, 3);
const V2: Version = Version::new(2, 0);

fn known(name: &str) -> (&'static catalog::Declaration, Option<&'static str>) {
    match Catalog::new().lookup(name) {
        Found::Known { declaration, alias } => (declaration, alias.map(|alias| alias.text)),
        other => panic!("{name}: {other:?}"),
    }
}

#[test]
fn old_names_lead_to_the_type() {
    let renamed = [
        ("io.kestra.core.tasks.log.Log", "io.kestra.plugin.core.log.Log"),
        ("io.kestra.core.tasks.flows.Worker", "io.kestra.plugin.core.flow.WorkingDirectory"),
        ("io.kestra.plugin.fs.http.Request", "io.kestra.plugin.core.http.Request"),
        ("io.kestra.plugin.segment.reverseetl.Status", "io.kestra.plugin.twilio.segment.reverseetl.Status"),
    ];
    for (old, new) in renamed {
        let (declaration, alias) = known(old);
        assert_eq!((declaration.name, alias), (new, Some(old)));
    }
}

#[test]
fn a_name_wins_over_an_alias_of_the_same_text() {
    let name = "io.kestra.plugin.notifications.slack.SlackExecution";
    assert_eq!(known(name).0.name, name);
    assert_eq!(known(name).1, None);
}

#[test]
fn what_is_declared_here_stands_for_what_it_took_the_place_of() {
    let name = "io.kestra.plugin.notifications.discord.DiscordExecution";
    assert_eq!(known(name).0.name, "io.kestra.plugin.discord.DiscordExecution");
    assert_eq!(known(name).1, Some(name));
}

#[test]
fn what_is_not_described_is_not_called_wrong() {
    let catalog = Catalog::new();
    for name in ["io.kestra.plugin.ee.aws.runner.Batch", "io.kestra.plugin.notion.page.Create"] {
        assert!(matches!(catalog.lookup(name), Found::Undescribed), "{name}");
    }
    for name in ["io.kestra.plugin.core.log.Lgo", "io.kestra.plugin.ee.apps.core.blocks.Markdwon", "x"] {
        assert!(matches!(catalog.lookup(name), Found::Unknown), "{name}");
    }
}

#[test]
fn versions_of_types_and_properties_are_told() {
    let since = |name: &str| known(name).0.available.since;
    assert_eq!(since("io.kestra.plugin.core.log.Log"), None);
    assert_eq!(since("io.kestra.plugin.core.namespace.PurgeFiles"), Some(Version::new(1, 2)));
    assert_eq!(since("io.kestra.plugin.core.kv.Put"), Some(Version::new(1, 3)));
    assert_eq!(since("io.kestra.plugin.core.flow.Loop"), Some(V2));
    assert_eq!(known("io.kestra.plugin.core.flow.ForEach").0.available.until, Some(V2));

    let request = known("io.kestra.plugin.core.http.Request").0;
    assert_eq!(request.property("params", V1).map(|field| field.available.since), Some(Some(Version::new(1, 1))));
    assert_eq!(request.property("allowFailed", V1).map(|field| field.available.until), Some(Some(V2)));
    let condition =
        |version| known("io.kestra.plugin.core.flow.If").0.property("condition", version).map(|field| field.required);
    assert_eq!((condition(V1), condition(V2)), (Some(false), Some(true)));
}

#[test]
fn checks_follow_the_minor_versions() {
    let labels = known("io.kestra.plugin.core.trigger.Schedule").0.property("labels", V1).expect("labels");
    let Some(FieldType::List(FieldType::Record(label))) = labels.becomes else { panic!("{labels:?}") };
    let key = |version: Version| {
        let checks = label.field("key", version).expect("key").constraints;
        (checks.non_empty, checks.pattern.is_some())
    };
    assert_eq!(
        [(1, 0), (1, 1), (1, 2), (2, 0)].map(|(major, minor)| key(Version::new(major, minor))),
        [(false, false), (true, false), (true, true), (true, true)]
    );
}

#[test]
fn properties_common_to_a_kind_belong_to_every_type() {
    let log = known("io.kestra.plugin.core.log.Log").0;
    assert!(log.property("retry", V2).is_some());
    assert!(log.property("message", V2).is_some_and(|field| field.required && field.dynamic == Dynamic::Rendered));
    assert!(log.properties(V2).any(|field| field.name == "workerSelector"));
    assert!(log.properties(V1).all(|field| field.name != "workerSelector"));
}

#[test]
fn names_are_listed_by_kind_and_beginning() {
    let names = Catalog::new().names(Some(Kind::Trigger), "io.kestra.plugin.core.trigger.");
    let names: Vec<_> = names.iter().map(|entry| entry.name.rsplit('.').next().unwrap_or_default()).collect();
    assert_eq!(names, ["Flow", "McpToolTrigger", "Schedule", "ScheduleOnDates", "Webhook"]);
}

#[test]
fn the_nearest_names_are_found() {
    let nearest =
        |name, version| Catalog::new().nearest(Kind::Task, name, version).first().copied().unwrap_or_default();
    for (wrong, right) in [
        ("io.kestra.plugin.core.log.Lgo", "io.kestra.plugin.core.log.Log"),
        ("io.kestra.plugin.core.flows.Subflow", "io.kestra.plugin.core.flow.Subflow"),
        ("io.kestra.core.flow.Subflow", "io.kestra.plugin.core.flow.Subflow"),
        ("Pause", "io.kestra.plugin.core.flow.Pause"),
        ("io.kestra.plugin.scripts.python.script", "io.kestra.plugin.scripts.python.Script"),
        ("com.acme.Frobnicate", ""),
    ] {
        assert_eq!(nearest(wrong, V2), right, "{wrong}");
    }
    assert_eq!(nearest("io.kestra.plugin.core.flow.ForEahc", V1), "io.kestra.plugin.core.flow.ForEach");
}

#[test]
fn types_of_the_users_own_are_known() {
    let mut catalog = Catalog::new();
    let text = r#"{
        "artifact": "acme",
        "types": {
            "com.acme.Greet": {
                "kind": "task",
                "summary": "Greets somebody",
                "deprecated": "use `com.acme.Welcome`",
                "properties": {
                    "who": {"type": "string", "required": true, "dynamic": "rendered"},
                    "how": {"type": {"object": "How"}, "since": "2.0"},
                    "labels": {"type": {"list": {"object": "io.kestra.core.models.Label"}}}
                },
                "outputs": "Greeting"
            }
        },
        "definitions": {"How": {"properties": {"loud": {"type": "boolean", "default": false}}}},
        "outputs": {"Greeting": {"properties": {"text": {"type": "string"}}}}
    }"#;
    catalog.add(text).expect("a good description");
    let greet = catalog.lookup("com.acme.Greet").declaration().expect("known");
    assert_eq!(greet.deprecated.and_then(|it| it.instead), Some("use `com.acme.Welcome`"));
    assert!(
        matches!(greet.property("how", V2).map(|field| field.ty), Some(FieldType::Record(how)) if how.field("loud", V2).is_some())
    );
    assert!(
        matches!(greet.property("labels", V2).map(|field| field.ty), Some(FieldType::List(FieldType::Record(label))) if label.field("key", V2).is_some())
    );
    assert!(matches!(greet.outputs, Outputs::Fields(record) if record.field("text", V2).is_some()));
    assert_eq!(catalog.nearest(Kind::Task, "com.acme.Gret", V2), ["com.acme.Greet"]);
}

#[test]
fn a_bad_description_is_refused_with_its_place() {
    let mut catalog = Catalog::new();
    let error =
        catalog.add("{\"artifact\": \"acme\",\n \"types\": {\"a.B\": {\"kind\": \"tusk\"}}}").expect_err("refused");
    assert!(error.starts_with("unknown kind `tusk`") && error.contains("line 2"), "{error}");
}

#[test]
fn a_description_that_names_what_is_not_there_is_refused() {
    let mut catalog = Catalog::new();
    let text =
        r#"{"artifact": "a", "types": {"a.B": {"kind": "task", "properties": {"p": {"type": {"enum": "Tone"}}}}}}"#;
    let error = catalog.add(text).expect_err("refused");
    assert_eq!(error, "`Tone` is named, but defined neither in `definitions` nor in `outputs`");
}
