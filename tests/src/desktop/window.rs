//! The desktop program in its window, seen and driven through `WebKitWebDriver`. Each call has a limit, because the driver
//! was seen to hang.

use std::mem::ManuallyDrop;
use std::net::TcpListener;
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use thirtyfour::Capabilities;
use thirtyfour::extensions::query::ElementQueryable;
use thirtyfour::prelude::{By, WebDriver};

use super::program::binary;
use super::{Bus, Ending, Home, PATIENCE, eventually};

/// Calls a command through the page's own door, as the interface does.
const CALL: &str = "const done = arguments[arguments.length - 1];
window.__TAURI_INTERNALS__.invoke('rpc', { command: arguments[0], payload: arguments[1] })
  .then((view) => done({ view }), (failure) => done({ failure }));";

/// Drops a file on the page, as a desktop does that brings one.
const DROP: &str = "const data = new DataTransfer();
data.items.add(new File([arguments[1]], arguments[0]));
for (const type of ['dragenter', 'dragover', 'drop']) {
  const event = new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true });
  document.body.dispatchEvent(event);
}";

/// The program's window.
pub struct Window {
    _program: Started,
    _process: Ending,
    // Its library would wait half a minute for the session of a driver that is gone.
    driver: ManuallyDrop<WebDriver>,
    log: std::path::PathBuf,
}

/// The program that the driver started. It doesn't end with its driver.
struct Started(u32);

impl Drop for Started {
    fn drop(&mut self) {
        let _ = Command::new("kill")
            .args(["-KILL", &self.0.to_string()])
            .stderr(Stdio::null())
            .status();
    }
}

impl std::fmt::Debug for Window {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Window").field("log", &self.log).finish_non_exhaustive()
    }
}

impl Window {
    /// Starts the program on the training company and waits until it can be driven.
    ///
    /// # Panics
    /// When it doesn't come.
    pub async fn open(home: &Home, bus: &Bus) -> Self {
        Self::open_with(home, bus, &["--training"]).await
    }

    /// Starts the program with these arguments.
    ///
    /// # Panics
    /// When it doesn't come.
    pub async fn open_with(home: &Home, bus: &Bus, arguments: &[&str]) -> Self {
        let port = free_port();
        let log = home.path().join("log-window");
        let mut command = Command::new("WebKitWebDriver");
        home.give(&mut command, bus);
        let driver = command
            .args([format!("--port={port}"), "--host=127.0.0.1".to_owned()])
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .stdout(Stdio::null())
            .stderr(std::fs::File::create(&log).expect("a log can be written"))
            .spawn()
            .expect("WebKitWebDriver can be started; `make setup` installs it");
        let process = Ending(driver);
        eventually("the driver", || async {
            tokio::net::TcpStream::connect(("127.0.0.1", port)).await.ok()
        })
        .await;
        let mut wanted = Capabilities::new();
        let options = json!({ "binary": binary(), "args": arguments });
        wanted.set("webkitgtk:browserOptions", options).expect("JSON");
        let url = format!("http://127.0.0.1:{port}");
        let opened = WebDriver::builder(url, wanted).request_timeout(PATIENCE);
        let driver = limited("a session", opened.into_future()).await;
        limited("a limit for scripts", driver.set_script_timeout(PATIENCE)).await;
        let program = Started(bus.owner("app.chaperone.desktop").await);
        Self { _program: program, _process: process, driver: ManuallyDrop::new(driver), log }
    }

    /// Carries out a command as the person at the desk. The error is what the page would be told.
    ///
    /// # Panics
    /// When the page doesn't answer.
    pub async fn ask(&self, command: &str, payload: Value) -> Result<Value, Value> {
        let call = self.driver.execute_async(CALL, vec![json!(command), payload]);
        let mut answer = limited(command, call).await.json().clone();
        match answer.get_mut("failure") {
            Some(failure) => Err(failure.take()),
            None => Ok(answer["view"].take()),
        }
    }

    /// Carries out a command that has to succeed.
    ///
    /// # Panics
    /// When it is refused.
    pub async fn get(&self, command: &str, payload: Value) -> Value {
        let answer = self.ask(command, payload).await;
        answer.unwrap_or_else(|failure| panic!("{command} was refused: {failure}"))
    }

    /// Waits for a text on the page.
    ///
    /// # Panics
    /// When it doesn't come.
    pub async fn shows(&self, text: &str) {
        let mut last = String::new();
        let begin = std::time::Instant::now();
        while !last.contains(text) {
            assert!(
                begin.elapsed() < PATIENCE,
                "waited for '{text}' on the page in vain; it shows: {last}"
            );
            last = self.text().await;
        }
    }

    /// The text of the page.
    ///
    /// # Panics
    /// When there is no page.
    pub async fn text(&self) -> String {
        let body = limited("the page", self.driver.query(By::Tag("body")).first()).await;
        limited("the page's text", body.text()).await
    }

    /// Waits until the page is at a route.
    ///
    /// # Panics
    /// When it never gets there.
    pub async fn goes_to(&self, route: &str) {
        let mut last = String::new();
        let begin = std::time::Instant::now();
        while last != route {
            assert!(
                begin.elapsed() < PATIENCE,
                "waited for the page {route} in vain; it is at {last}"
            );
            last = self.route().await;
        }
    }

    /// Takes the page to another place.
    ///
    /// # Panics
    /// When it never gets there.
    pub async fn go(&self, route: &str) {
        let walk = "location.hash = '#' + arguments[0];";
        limited("the way", self.driver.execute(walk, vec![json!(route)])).await;
        self.goes_to(route).await;
    }

    /// Drops a file on the page.
    ///
    /// # Panics
    /// When the page doesn't answer.
    pub async fn drop_file(&self, name: &str, text: &str) {
        limited("a drop", self.driver.execute(DROP, vec![json!(name), json!(text)])).await;
    }

    /// Presses a button, or the label of a choice, by its words.
    ///
    /// # Panics
    /// When there is none.
    pub async fn press(&self, words: &str) {
        let path = By::XPath(format!(
            "//*[self::button or self::label][@aria-label='{words}' or normalize-space()='{words}'][not(@disabled)]"
        ));
        let button = limited(words, self.driver.query(path).first()).await;
        limited(words, button.click()).await;
    }

    /// Presses a button of the dialog that asks for a confirmation.
    ///
    /// # Panics
    /// When there is none.
    pub async fn confirm(&self, words: &str) {
        let path = format!("//*[@role='alertdialog']//button[normalize-space()='{words}']");
        let button = limited(words, self.driver.query(By::XPath(path)).first()).await;
        limited(words, button.click()).await;
    }

    /// Whether the page has something that a selector finds.
    ///
    /// # Panics
    /// When the page doesn't answer.
    pub async fn has(&self, selector: &str) -> bool {
        let look = "return document.querySelector(arguments[0]) !== null;";
        let found = limited(selector, self.driver.execute(look, vec![json!(selector)])).await;
        found.json() == true
    }

    /// How many pixels of its own the page has from side to side: fewer when it is drawn larger.
    ///
    /// # Panics
    /// When the page doesn't answer.
    pub async fn width(&self) -> u64 {
        let look = "return window.innerWidth;";
        let found = limited("the page's width", self.driver.execute(look, vec![])).await;
        found.json().as_u64().expect("a number of pixels")
    }

    async fn route(&self) -> String {
        let url = limited("the address", self.driver.current_url()).await;
        url.fragment().unwrap_or_default().to_owned()
    }

    /// The instant an hour before another: the training clock runs on, so anything shorter could pass by itself.
    ///
    /// # Panics
    /// When the page can't reckon.
    pub async fn before(&self, instant: &str) -> String {
        let reckon = "return new Date(Date.parse(arguments[0]) - 3600000).toISOString();";
        let answer = limited("an instant", self.driver.execute(reckon, vec![json!(instant)])).await;
        answer.json().as_str().expect("an instant").to_owned()
    }

    /// What the program wrote so far.
    #[must_use]
    pub fn said(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap_or_default()
    }
}

/// Waits for the driver, but not for ever.
async fn limited<T, E: std::fmt::Debug>(what: &str, call: impl Future<Output = Result<T, E>>) -> T {
    let limit = PATIENCE + Duration::from_secs(5);
    match tokio::time::timeout(limit, call).await {
        Ok(Ok(answer)) => answer,
        Ok(Err(error)) => panic!("the driver can't give {what}: {error:?}"),
        Err(_) => panic!("the driver hangs at {what}"),
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("it has an address").port()
}
