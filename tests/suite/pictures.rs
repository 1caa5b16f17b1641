//! The pictures of the README: real ones, taken anew with `UPDATE=1`.

use tests::command::{command, finish};
use tests::folder::Folder;
use tests::places::project;
use tests::server::Server;
use tests::spec::Update;
use tests::webdriver::{Browser, Screen};

const MISSPELT: &str = "\
id: greet
namespace: demo
inputs:
  - id: name
    type: STRING
tasks:
  - id: hello
    type: io.kestra.plugin.core.log.Lgo
    message: \"Hello, {{ inputs.nmae }}!\"
";

#[test]
fn every_picture_of_the_readme_is_there() {
    let readme = std::fs::read_to_string(project("README.md")).unwrap();
    let pictures: Vec<&str> =
        readme.split("](").filter_map(|rest| rest.split(')').next()).filter(|path| path.ends_with(".png")).collect();
    assert!(pictures.len() >= 2, "{pictures:?}");
    for picture in pictures {
        let bytes = std::fs::read(project(picture)).unwrap_or_else(|error| panic!("{picture}: {error}"));
        assert!(bytes.starts_with(b"\x89PNG"), "{picture}");
    }
}

#[test]
fn the_picture_of_an_app_is_taken() {
    if Update::from_environment() == Update::No {
        return;
    }
    let Some(browser) = Browser::start("app", Screen::Desk) else { return };
    let data = Folder::empty();
    let server = Server::start(&project("examples"), data.path(), &[]);
    browser.open(&server.url("/apps/examples/data_request_form"));
    browser.sees("Request the file");
    keep(&browser, "app");
}

#[test]
fn the_picture_of_a_diagnostic_is_taken() {
    if Update::from_environment() == Update::No {
        return;
    }
    let Some(browser) = Browser::start("diagnostic", Screen::Desk) else { return };
    let folder = Folder::with(&[("flows/greet.yaml", MISSPELT)]);
    let arguments = ["compile", "--check", "flows", "--format", "full"];
    let mut colourful = command(folder.path(), &arguments);
    let said = finish({
        colourful.env("CLICOLOR_FORCE", "1");
        colourful
    });
    let page = format!(
        "<meta charset=utf-8><body style='margin:0;background:#1c2129;color:#dde3ea;font:15px/1.45 \
         DejaVu Sans Mono,monospace;padding:20px'><pre style='margin:0'><span style='color:#8b96a5'>$</span> \
         lanner {}\n\n{}</pre>",
        arguments[..3].join(" "),
        html(&said.out)
    );
    folder.write("page.html", &page);
    browser.open(&format!("file://{}", folder.path().join("page.html").display()));
    browser.sees("flows/greet.yaml");
    keep(&browser, "diagnostic");
}

fn keep(browser: &Browser, name: &str) {
    let taken = browser.picture(name).expect("a picture");
    std::fs::create_dir_all(project("docs/pictures")).unwrap();
    std::fs::copy(taken, project("docs/pictures").join(format!("{name}.png"))).unwrap();
}

/// What a terminal would show, as HTML.
fn html(text: &str) -> String {
    let mut out = String::new();
    let mut parts = text.split("\x1b[");
    out.push_str(&escaped(parts.next().unwrap_or_default()));
    for part in parts {
        let (codes, rest) = part.split_once('m').unwrap_or(("", part));
        for code in codes.split(';') {
            out.push_str(match code {
                "" | "0" => "</span></span></span>",
                "1" => "<span style='font-weight:bold'>",
                "31" | "91" => "<span style='color:#ff7b72'>",
                "32" | "92" => "<span style='color:#7ee787'>",
                "33" | "93" => "<span style='color:#f2cc60'>",
                "34" | "94" => "<span style='color:#79c0ff'>",
                "36" | "96" => "<span style='color:#76e3ea'>",
                _ => "",
            });
        }
        out.push_str(&escaped(rest));
    }
    out
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
