//! A real browser, driven over the WebDriver protocol (W3C) by Debian's `chromedriver`.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use base64::Engine as _;
use serde_json::{Value, json};

use crate::folder::Folder;
use crate::machine;
use crate::places::project;

/// No page of the tests takes this long.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long a script waits in one page before it is asked again.
const GLANCE: Duration = Duration::from_secs(2);

/// How the protocol names an element in JSON.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// A browser without a window; closed when it is dropped, with a picture kept where the test has failed.
pub struct Browser {
    driver: Child,
    address: String,
    session: String,
    name: String,
    downloads: Folder,
    _profile: Folder,
}

/// An element of the page the browser shows.
#[derive(Clone, Debug)]
pub struct Element(String);

/// What kind of screen and reader the browser pretends to have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Screen {
    /// A window on a desk.
    Desk,
    /// A telephone, in the dark.
    Telephone,
    /// A window in which scripts do not run.
    WithoutScript,
}

impl Browser {
    /// Starts a browser for the test of this name; `None`, said on standard error, where the machine has none and
    /// may lack it.
    ///
    /// # Panics
    ///
    /// Where it cannot be started, or is absent and `LANNER_REQUIRE_TOOLS` is set.
    pub fn start(name: &str, screen: Screen) -> Option<Self> {
        let program = machine::tool("chromedriver")?;
        machine::tool("chromium")?;
        let mut driver = Command::new(program)
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("it starts");
        let mut lines = BufReader::new(driver.stdout.take().expect("it was piped")).lines();
        let port = lines.by_ref().map_while(Result::ok).find_map(|line| {
            line.split("successfully on port ").nth(1).and_then(|rest| rest.trim_end_matches('.').parse::<u16>().ok())
        });
        // What else it says is read, so that it never waits for a reader.
        std::thread::spawn(move || lines.for_each(drop));
        let address = format!("127.0.0.1:{}", port.expect("it says where it listens"));
        let (downloads, profile) = (Folder::empty(), Folder::empty());
        let asked = capabilities(screen, &downloads, &profile);
        let opened = call(&address, "POST", "/session", Some(&asked)).expect("a session");
        let session = opened["sessionId"].as_str().expect("an id").to_owned();
        Some(Self { driver, address, session, name: name.to_owned(), downloads, _profile: profile })
    }

    /// Goes to an address.
    pub fn open(&self, url: &str) {
        self.tell("url", &json!({"url": url}));
    }

    /// The address of the page.
    pub fn address(&self) -> String {
        self.ask("url").as_str().unwrap_or_default().to_owned()
    }

    /// The title of the page.
    pub fn title(&self) -> String {
        self.ask("title").as_str().unwrap_or_default().to_owned()
    }

    /// The first element a selector finds, CSS or XPath; waits until there is one.
    ///
    /// # Panics
    ///
    /// Where none comes in time.
    pub fn find(&self, selector: &str) -> Element {
        let using = if selector.starts_with(['/', '(']) { "xpath" } else { "css selector" };
        self.wait(&format!("({})", lookup(selector)));
        let found = self.tell("element", &json!({"using": using, "value": selector}));
        Element(found[ELEMENT].as_str().expect("an element").to_owned())
    }

    /// Waits until the page shows a text.
    ///
    /// # Panics
    ///
    /// With the text of the page, where it does not come in time.
    pub fn sees(&self, text: &str) {
        self.wait(&format!("document.body.innerText.includes({})", json!(text)));
    }

    /// Waits until an expression holds in the page, also across pages: the page itself says when.
    ///
    /// # Panics
    ///
    /// With the text of the page, where it does not hold in time.
    pub fn wait(&self, expression: &str) {
        let script = format!(
            "const done = arguments[0]; const test = () => {{ try {{ return Boolean({expression}) }} catch {{ return false }} }};\
             if (test()) done(true);\
             else {{ const eye = new MutationObserver(() => {{ if (test()) {{ eye.disconnect(); done(true) }} }});\
             eye.observe(document, {{ subtree: true, childList: true, attributes: true, characterData: true }});\
             addEventListener('load', () => test() && done(true)); }}"
        );
        let deadline = Instant::now() + PATIENCE;
        loop {
            let asked =
                call(&self.address, "POST", &self.path("execute/async"), Some(&json!({"script": script, "args": []})));
            match asked {
                Ok(_) => return,
                // The page may have gone away under the script, which is told or not: the next one is asked.
                Err(_) if Instant::now() < deadline => {}
                Err(error) => panic!("`{expression}` never holds ({error}) in: {}", self.text_of_page()),
            }
        }
    }

    /// What a script returns.
    ///
    /// # Panics
    ///
    /// Where it throws.
    pub fn run(&self, script: &str) -> Value {
        self.tell("execute/sync", &json!({"script": script, "args": []}))
    }

    /// The text a reader sees.
    pub fn text_of_page(&self) -> String {
        self.run("return document.body.innerText").as_str().unwrap_or_default().to_owned()
    }

    /// Clicks an element.
    pub fn click(&self, selector: &str) {
        let Element(id) = self.find(selector);
        self.tell(&format!("element/{id}/click"), &json!({}));
    }

    /// Clicks the button or link with these words.
    pub fn press(&self, words: &str) {
        self.click(&format!("(//button | //a)[normalize-space(.) = \"{words}\"]"));
    }

    /// Types into the control that is labelled so, in place of what stands there; chooses a value of a selection.
    pub fn fill(&self, label: &str, text: &str) {
        let selector = format!("//*[@id = //label[starts-with(normalize-space(.), \"{label}\")]/@for]");
        let Element(id) = self.find(&selector);
        if self.run(&format!("return ({}).matches('select, [type=file], [type=date]')", lookup(&selector)))
            == json!(false)
        {
            self.tell(&format!("element/{id}/clear"), &json!({}));
        }
        self.tell(&format!("element/{id}/value"), &json!({"text": text}));
    }

    /// Answers the question the page asks.
    pub fn accept(&self) {
        self.tell("alert/accept", &json!({}));
    }

    /// Waits until a file was downloaded, and reads it.
    ///
    /// # Panics
    ///
    /// Where none comes in time.
    pub fn downloaded(&self) -> (String, Vec<u8>) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let entries = std::fs::read_dir(self.downloads.path()).expect("the folder").flatten();
            let whole = entries.map(|entry| entry.path()).find(|path| {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                !name.ends_with(".crdownload") && !name.starts_with('.')
            });
            if let Some(path) = whole {
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                return (name, std::fs::read(path).expect("the file"));
            }
            assert!(Instant::now() < deadline, "nothing was downloaded");
            std::thread::yield_now();
        }
    }

    /// What the page complained about on the console, a line each.
    pub fn complaints(&self) -> Vec<String> {
        let entries = call(&self.address, "POST", &self.path("se/log"), Some(&json!({"type": "browser"})));
        let entries = entries.unwrap_or_default();
        let severe = entries.as_array().into_iter().flatten().filter(|entry| entry["level"] == "SEVERE");
        severe.map(|entry| entry["message"].as_str().unwrap_or_default().to_owned()).collect()
    }

    /// Keeps a picture of the page as `target/screenshots/NAME.png`.
    pub fn picture(&self, name: &str) -> Option<PathBuf> {
        let taken = call(&self.address, "GET", &self.path("screenshot"), None).ok()?;
        let bytes = base64::engine::general_purpose::STANDARD.decode(taken.as_str()?).ok()?;
        let folder = project("target/screenshots");
        std::fs::create_dir_all(&folder).ok()?;
        let path = folder.join(format!("{name}.png"));
        std::fs::write(&path, bytes).ok()?;
        Some(path)
    }

    fn tell(&self, what: &str, body: &Value) -> Value {
        call(&self.address, "POST", &self.path(what), Some(body))
            .unwrap_or_else(|error| panic!("{what} {body}: {error}"))
    }

    fn ask(&self, what: &str) -> Value {
        call(&self.address, "GET", &self.path(what), None).unwrap_or_else(|error| panic!("{what}: {error}"))
    }

    fn path(&self, what: &str) -> String {
        format!("/session/{}/{what}", self.session)
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if std::thread::panicking()
            && let Some(path) = self.picture(&self.name)
        {
            eprintln!("a picture of the page is kept in {}", path.display());
        }
        // A browser that is gone needs no end.
        let _ = call(&self.address, "DELETE", &format!("/session/{}", self.session), None);
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

/// A selector as an expression of the page.
fn lookup(selector: &str) -> String {
    match selector.starts_with(['/', '(']) {
        true => format!("document.evaluate({}, document, null, 9).singleNodeValue", json!(selector)),
        false => format!("document.querySelector({})", json!(selector)),
    }
}

fn capabilities(screen: Screen, downloads: &Folder, profile: &Folder) -> Value {
    let mut arguments: Vec<String> = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
    ]
    .map(str::to_owned)
    .to_vec();
    arguments.push(format!("--user-data-dir={}", profile.path().display()));
    let size = match screen {
        Screen::Telephone => "420,900",
        Screen::Desk | Screen::WithoutScript => "1100,900",
    };
    arguments.push(format!("--window-size={size}"));
    if screen == Screen::Telephone {
        arguments.push("--force-dark-mode".to_owned());
    }
    let scripts = if screen == Screen::WithoutScript { 2 } else { 1 };
    json!({"capabilities": {"alwaysMatch": {
        "browserName": "chrome",
        "goog:loggingPrefs": {"browser": "ALL"},
        "timeouts": {"script": GLANCE.as_millis() as u64},
        "goog:chromeOptions": {
            "args": arguments,
            "prefs": {
                "download.default_directory": downloads.path(),
                "download.prompt_for_download": false,
                "profile.managed_default_content_settings.javascript": scripts,
            },
        },
    }}})
}

/// One request to the driver; its `value`, or its error in one line.
fn call(address: &str, method: &str, path: &str, body: Option<&Value>) -> Result<Value, String> {
    let body = body.map(Value::to_string).unwrap_or_default();
    let head = format!(
        "{method} {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    let mut stream = TcpStream::connect(address).map_err(|error| error.to_string())?;
    stream.set_read_timeout(Some(2 * PATIENCE)).map_err(|error| error.to_string())?;
    stream.write_all(format!("{head}{body}").as_bytes()).map_err(|error| error.to_string())?;
    let mut answer = BufReader::new(stream);
    let (mut length, mut line) = (None, String::new());
    loop {
        line.clear();
        answer.read_line(&mut line).map_err(|error| error.to_string())?;
        match line.trim_end() {
            "" => break,
            header => {
                let header = header.to_ascii_lowercase();
                length = header.strip_prefix("content-length:").and_then(|text| text.trim().parse().ok()).or(length);
            }
        }
    }
    let mut bytes = vec![0; length.ok_or("the driver does not say how long its answer is")?];
    answer.read_exact(&mut bytes).map_err(|error| error.to_string())?;
    let mut document: Value = serde_json::from_slice(&bytes).map_err(|error| error.to_string())?;
    let value = document["value"].take();
    match value.get("error").and_then(Value::as_str) {
        None => Ok(value),
        Some(error) => Err(format!(
            "{error}: {}",
            value["message"].as_str().unwrap_or_default().lines().next().unwrap_or_default()
        )),
    }
}
