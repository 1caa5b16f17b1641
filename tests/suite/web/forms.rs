//! Forms: a control for every type of input, values kept, mistakes beside their field.

use tests::site::{Part, Site};

use super::markup::{attribute, tag, tags, text};

const FLOW: &str = r#"
id: everything
namespace: demo
inputs:
  - {id: name, type: STRING, displayName: Your name, validator: "[A-Z][a-z]+"}
  - {id: note, type: STRING, required: false}
  - {id: count, type: INT, min: 1, max: 9, defaults: 3}
  - {id: share, type: FLOAT, required: false}
  - {id: agreed, type: BOOL}
  - {id: perhaps, type: BOOL, required: false}
  - {id: colour, type: SELECT, values: [red, green, blue], defaults: green}
  - {id: size, type: SELECT, values: [S, M], isRadio: true, required: false}
  - {id: other, type: SELECT, values: [a, b], allowCustomValue: true, required: false}
  - {id: tools, type: MULTISELECT, values: [hammer, saw], required: false}
  - {id: day, type: DATE, after: "2026-01-01", required: false}
  - {id: moment, type: DATETIME, required: false}
  - {id: clock, type: TIME, required: false}
  - {id: span, type: DURATION, required: false}
  - {id: file, type: FILE, required: false}
  - {id: data, type: JSON, required: false}
  - {id: list, type: ARRAY, itemType: INT, required: false}
  - {id: link, type: URI, required: false}
  - {id: mail, type: EMAIL, required: false}
  - {id: nested.one, type: STRING, required: false}
tasks:
  - {id: say, type: io.kestra.plugin.core.log.Log, message: Hello}
"#;

const APP: &str = "\
id: form
namespace: demo
type: io.kestra.plugin.ee.apps.Execution
displayName: Everything
flowId: everything
access: {type: PUBLIC}
layout:
  - on: OPEN
    blocks:
      - {type: io.kestra.plugin.ee.apps.execution.blocks.CreateExecutionForm}
      - {type: io.kestra.plugin.ee.apps.execution.blocks.CreateExecutionButton, text: Go}
";

const FORM: &str = "/apps/demo/form";

fn site() -> Site {
    Site::start(&[("flow.yaml", FLOW), ("app.yaml", APP)])
}

#[test]
fn every_type_has_its_control_with_its_rules() {
    let site = site();
    let page = site.get(FORM).text();
    let expected: &[(&str, &[&str])] = &[
        ("name", &["type=\"text\"", " required", "pattern=\"[A-Z][a-z]+\""]),
        ("count", &["type=\"number\"", "min=\"1\"", "max=\"9\"", "step=\"1\"", "value=\"3\""]),
        ("share", &["type=\"number\"", "step=\"any\""]),
        ("day", &["type=\"date\"", "min=\"2026-01-01\""]),
        ("moment", &["type=\"datetime-local\""]),
        ("clock", &["type=\"time\""]),
        ("span", &["type=\"text\"", "placeholder=\"PT1H30M\""]),
        ("file", &["type=\"file\""]),
        ("data", &["textarea"]),
        ("list", &["textarea"]),
        ("link", &["type=\"url\""]),
        ("mail", &["type=\"email\""]),
        ("colour", &["select"]),
        ("other", &["list="]),
        ("nested.one", &["type=\"text\""]),
    ];
    for (name, attributes) in expected {
        let control = tag(&page, &[&format!(" name=\"{name}\"")]);
        for attribute in *attributes {
            assert!(control.contains(attribute), "{name}: {control}");
        }
    }
    assert_eq!(tags(&page, &["type=\"radio\"", "name=\"size\""]).len(), 3);
    assert_eq!(tags(&page, &["type=\"radio\"", "name=\"perhaps\""]).len(), 3);
    assert_eq!(tags(&page, &["type=\"checkbox\"", "name=\"tools\""]).len(), 2);
    assert_eq!(tags(&page, &["role=\"switch\"", "name=\"agreed\""]).len(), 1);
    assert!(page.contains("<option selected>green</option>"), "{page}");
    assert!(tag(&page, &["form", "method=\"post\""]).contains("multipart/form-data"));
}

#[test]
fn every_control_has_a_label() {
    let page = site().get(FORM).text();
    let visible = tags(&page, &[" name="]).into_iter().filter(|tag| {
        ["input", "select", "textarea"].iter().any(|kind| tag.starts_with(kind)) && !tag.contains("type=\"hidden\"")
    });
    for control in visible {
        let grouped = control.contains("type=\"radio\"") || control.contains("type=\"checkbox\"");
        let labelled =
            attribute(control, "id").is_some_and(|id| page.contains(&format!("<label class=\"label\" for=\"{id}\">")));
        assert!(grouped || labelled || control.contains("aria-label"), "no label for {control}");
    }
}

#[test]
fn mistakes_stand_beside_their_field_and_values_are_kept() {
    let site = site();
    let answered =
        site.post(FORM, &[("name", ""), ("note", "<b>\"kept\" & safe</b>"), ("count", "5"), ("agreed", "true")]);
    assert_eq!(answered.status, 422);
    let page = answered.text();
    assert!(text(&page).contains("Please correct what is marked below."), "{page}");
    let name = tag(&page, &[" name=\"name\""]);
    assert!(name.contains("aria-invalid=\"true\""), "{name}");
    let described = attribute(name, "aria-describedby").unwrap();
    let error = described.split_whitespace().find(|id| id.ends_with("-error")).unwrap();
    assert!(page.contains(&format!("id=\"{error}\">Please fill this in</p>")), "{page}");
    assert!(page.contains("value=\"&lt;b&gt;&quot;kept&quot; &amp; safe&lt;/b&gt;\""), "{page}");
    assert!(tag(&page, &[" name=\"count\""]).contains("value=\"5\""));
    assert!(tag(&page, &["role=\"switch\""]).contains(" checked"));
}

#[test]
fn an_address_may_suggest_values_but_no_files() {
    let page = site().get(&format!("{FORM}?name=Ada&count=7&colour=blue&file=kestra:///secret&unknown=x")).text();
    assert!(tag(&page, &[" name=\"name\""]).contains("value=\"Ada\""));
    assert!(tag(&page, &[" name=\"count\""]).contains("value=\"7\""));
    assert!(page.contains("<option selected>blue</option>"));
    assert!(!page.contains("kestra:///secret"), "{page}");
}

#[test]
fn a_file_outlives_a_refusal_and_nobody_can_name_another() {
    let site = site();
    let draft = attribute(tag(&site.get(FORM).text(), &["name=\"_draft\""]), "value").unwrap().to_owned();
    let part = |name, content| Part { name, file: None, content };
    let file = Part { name: "file", file: Some("../../data.csv"), content: b"a,b\n1,2\n" };
    let page = site.post_parts(FORM, &[part("_draft", draft.as_bytes()), part("name", b""), file]).text();
    assert!(text(&page).contains("data.csv is uploaded already"), "{page}");
    let kept = attribute(tag(&page, &["name=\"_kept.file\""]), "value").unwrap();
    assert!(kept.ends_with("/file/data.csv"), "{kept}");
    let again = site.post_parts(FORM, &[part("name", b""), part("_kept.file", kept.as_bytes())]).text();
    assert!(again.contains("data.csv</span>"), "{again}");
    let forged = kept.replace("data.csv", "other.csv");
    let other = site.post_parts(FORM, &[part("name", b""), part("_kept.file", forged.as_bytes())]).text();
    assert!(!other.contains("other.csv"), "{other}");
}

#[test]
fn forms_that_are_no_forms_are_refused() {
    let site = site();
    for (media_type, body, status) in [
        ("application/json", "{}", 415),
        ("multipart/form-data", "x", 400),
        ("multipart/form-data; boundary=B", "no boundary here", 400),
        ("multipart/form-data; boundary=B", "--B\r\ncontent-disposition: form-data; name=name\r\n\r\nAda", 400),
    ] {
        let answered =
            site.send("POST", FORM, &[("content-type", media_type), ("accept", "text/html")], body.as_bytes());
        assert_eq!(answered.status, status, "{media_type} {body}: {}", answered.text());
    }
}
