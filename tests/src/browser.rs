//! A real browser, headless, driven over WebDriver: it clicks and types, and sees what people see.
//!
//! Elements are named by XPath, since people find things by the words on them. Looking for one waits until it is
//! there, in the browser itself.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use base64::Engine as _;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::machine::tool;
use crate::places::project;
use crate::server::request;

/// How long the browser waits for an element, in milliseconds.
const PATIENCE: u64 = 60_000;

/// The key under which WebDriver names an element.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// What a headless browser needs to run as root, without a screen, and without calling home.
const ARGUMENTS: [&str; 9] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-color-profile=srgb",
];

/// A browser with one window.
pub struct Browser {
    driver: Child,
    address: String,
    session: String,
    name: String,
    folder: TempDir,
}

/// Something on a page.
pub struct Element<'a> {
    browser: &'a Browser,
    id: String,
}

impl Browser {
    /// Opens a window; `None`, said on standard error, where no browser is installed and none has to be.
    ///
    /// # Panics
    ///
    /// Where a browser is installed and does not start.
    pub fn open(name: &str) -> Option<Self> {
        let (browser, driver) = (tool("chromium")?, tool("chromedriver")?);
        let folder = tempfile::tempdir().expect("a folder for temporary files");
        let mut driver = Command::new(driver)
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("it starts");
        let out = BufReader::new(driver.stdout.take().expect("it was piped"));
        let started = out.lines().map_while(Result::ok).find_map(|line| {
            let port = line.split("started successfully on port ").nth(1)?;
            Some(port.trim_end_matches('.').to_owned())
        });
        let port = started.expect("chromedriver says its port");
        let mut this = Self {
            driver,
            address: format!("127.0.0.1:{port}"),
            session: String::new(),
            name: name.to_owned(),
            folder,
        };
        let profile = format!("--user-data-dir={}", this.folder.path().join("profile").display());
        let mut arguments: Vec<&str> = ARGUMENTS.to_vec();
        arguments.extend(["--window-size=1000,900", profile.as_str()]);
        let options = json!({
            "binary": browser,
            "args": arguments,
            "prefs": { "download.default_directory": this.downloads(), "download.prompt_for_download": false },
        });
        let wanted = json!({ "capabilities": { "alwaysMatch": {
            "goog:chromeOptions": options,
            "timeouts": { "implicit": PATIENCE, "script": PATIENCE },
        } } });
        let session = this.ask("POST", "/session", &wanted);
        this.session = session["sessionId"].as_str().expect("a session").to_owned();
        Some(this)
    }

    /// Where files go that a page offers as downloads.
    pub fn downloads(&self) -> PathBuf {
        self.folder.path().join("downloads")
    }

    /// Goes to an address.
    pub fn go(&self, url: &str) {
        self.tell("/url", &json!({ "url": url }));
    }

    /// The address it is at.
    pub fn url(&self) -> String {
        self.get("/url").as_str().unwrap_or_default().to_owned()
    }

    /// The title of the page.
    pub fn title(&self) -> String {
        self.get("/title").as_str().unwrap_or_default().to_owned()
    }

    /// The first element that an XPath names; waits for it.
    ///
    /// # Panics
    ///
    /// Where there is none in time.
    pub fn find(&self, xpath: &str) -> Element<'_> {
        let found = self.tell("/element", &json!({ "using": "xpath", "value": xpath }));
        let id = found[ELEMENT].as_str().unwrap_or_else(|| panic!("nothing at `{xpath}` on {}", self.url()));
        Element { browser: self, id: id.to_owned() }
    }

    /// The smallest element that shows a text; waits for it.
    pub fn find_text(&self, text: &str) -> Element<'_> {
        self.find(&format!(
            "//*[contains(normalize-space(.), \"{text}\")][not(*[contains(normalize-space(.), \"{text}\")])]"
        ))
    }

    /// Clicks the button or link with these words.
    pub fn press(&self, words: &str) {
        let words = format!("[normalize-space(.) = \"{words}\"]");
        self.find(&format!("(//button{words} | //a{words})")).click();
    }

    /// The control that a form labels with these words.
    pub fn field(&self, label: &str) -> Element<'_> {
        self.find(&format!("//*[@id = //label[normalize-space(.) = \"{label}\"]/@for]"))
    }

    /// What a script gives back.
    pub fn script(&self, script: &str) -> Value {
        self.tell("/execute/sync", &json!({ "script": script, "args": [] }))
    }

    /// A picture of the window as PNG.
    pub fn picture(&self) -> Vec<u8> {
        let picture = self.get("/screenshot");
        let encoded = picture.as_str().unwrap_or_default();
        base64::engine::general_purpose::STANDARD.decode(encoded).unwrap_or_default()
    }

    /// Makes the window this large.
    pub fn resize(&self, width: u32, height: u32) {
        self.tell("/window/rect", &json!({ "width": width, "height": height }));
    }

    fn tell(&self, command: &str, body: &Value) -> Value {
        self.ask("POST", &format!("/session/{}{command}", self.session), body)
    }

    fn get(&self, command: &str) -> Value {
        self.ask("GET", &format!("/session/{}{command}", self.session), &Value::Null)
    }

    fn ask(&self, method: &str, path: &str, body: &Value) -> Value {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}",
            self.address,
            body.len()
        );
        let answered = request(&self.address, head.as_bytes());
        let mut answer: Value = serde_json::from_slice(&answered.body).unwrap_or_default();
        answer["value"].take()
    }

    /// Where pictures of failed tests are kept.
    fn artefacts() -> PathBuf {
        project("target/pictures")
    }
}

impl Element<'_> {
    /// Clicks it.
    pub fn click(&self) {
        self.tell("/click", &json!({}));
    }

    /// Types a text in the place of what stands there; chooses an option by its words.
    pub fn fill(&self, text: &str) {
        self.tell("/clear", &json!({}));
        self.tell("/value", &json!({ "text": text }));
    }

    /// Types at the end of what stands there.
    pub fn type_text(&self, text: &str) {
        self.tell("/value", &json!({ "text": text }));
    }

    /// The text it shows.
    pub fn text(&self) -> String {
        let answer = self.browser.get(&format!("/element/{}/text", self.id));
        answer.as_str().unwrap_or_default().to_owned()
    }

    /// What a control holds.
    pub fn value(&self) -> String {
        let answer = self.browser.get(&format!("/element/{}/property/value", self.id));
        answer.as_str().unwrap_or_default().to_owned()
    }

    /// One of its attributes.
    pub fn attribute(&self, name: &str) -> Option<String> {
        let answer = self.browser.get(&format!("/element/{}/attribute/{name}", self.id));
        answer.as_str().map(str::to_owned)
    }

    fn tell(&self, command: &str, body: &Value) {
        let answer = self.browser.tell(&format!("/element/{}{command}", self.id), body);
        let error = answer.get("error").and_then(Value::as_str);
        assert!(error.is_none(), "{command}: {}", answer["message"].as_str().unwrap_or_default());
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if std::thread::panicking() && !self.session.is_empty() {
            keep(&Self::artefacts().join(format!("{}.png", self.name)), &self.picture());
        }
        if !self.session.is_empty() {
            self.ask("DELETE", &format!("/session/{}", self.session), &Value::Null);
        }
        // It may be gone already.
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

fn keep(path: &Path, picture: &[u8]) {
    let folder = path.parent().map_or(Ok(()), std::fs::create_dir_all);
    match folder.and_then(|()| std::fs::write(path, picture)) {
        Ok(()) => eprintln!("what the browser showed: {}", path.display()),
        Err(error) => eprintln!("cannot keep {}: {error}", path.display()),
    }
}
