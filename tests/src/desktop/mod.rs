//! The desktop program in a real window, for tests: a private bus for each, a driver that reads and clicks, a notification
//! server that the test plays itself. Everything here ends when it is dropped, also when the test fails. No test stands
//! here, and nothing of it is part of the product.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a harness that can't go on says why and ends the test"
)]

mod bus;
mod mock;
mod program;
mod reader;
mod reminder;
mod tray;
mod window;

use std::fs::File;
use std::path::PathBuf;
use std::process::Child;
use std::time::{Duration, Instant};

pub use bus::{Bus, DeadPortal};
pub use mock::{NotificationServer, Shown};
pub use program::{Home, Program};
pub use reader::{Heard, Reader};
pub use reminder::Coming;
pub use tray::Tray;
pub use window::Window;

/// How long anything may take before the test fails. Far more than it takes on a busy machine.
pub const PATIENCE: Duration = Duration::from_secs(30);
const BETWEEN_LOOKS: Duration = Duration::from_millis(50);

/// Looks until there is something to see.
///
/// # Panics
/// When nothing is seen in time; `what` says what was waited for.
pub async fn eventually<T, F: Future<Output = Option<T>>>(
    what: &str,
    mut look: impl FnMut() -> F,
) -> T {
    let begin = Instant::now();
    loop {
        if let Some(seen) = look().await {
            return seen;
        }
        assert!(begin.elapsed() < PATIENCE, "waited for {what} in vain");
        tokio::time::sleep(BETWEEN_LOOKS).await;
    }
}

/// The display for one test at a time: windows of two tests would lie on each other. Held until dropped, also across
/// processes.
#[derive(Debug)]
pub struct Display(#[expect(dead_code, reason = "dropping the file gives the display back")] File);

impl Display {
    /// Waits for the display.
    ///
    /// # Panics
    /// Without a display.
    pub async fn take() -> Self {
        let display = std::env::var("DISPLAY")
            .expect("these tests draw: run them inside src-tauri/tools/with-display");
        let name = format!("chaperone-display-{}.lock", display.replace(['/', ':'], "-"));
        let file = File::create(std::env::temp_dir().join(name)).expect("a lock file can be made");
        let taken = tokio::task::spawn_blocking(move || {
            file.lock().expect("the lock can be waited for");
            Self(file)
        })
        .await
        .expect("waiting for the display does not panic");
        // The display may not have heard yet that the panel of the test before has ended, and a program would believe that
        // there is a tray.
        eventually("the display to be empty", || async {
            run("xdotool", &["search", "--class", "trayer"]).await.is_empty().then_some(())
        })
        .await;
        taken
    }

    /// Takes a picture of the whole display, for people. It lies in `target/pictures`.
    pub async fn picture(&self, name: &str) {
        let folder = built().join("../pictures");
        std::fs::create_dir_all(&folder).expect("a folder for pictures");
        run("import", &["-window", "root", &folder.join(format!("{name}.png")).to_string_lossy()])
            .await;
    }

    /// The visible windows with such a name (a regular expression).
    pub async fn windows(&self, name: &str) -> Vec<String> {
        let found = run("xdotool", &["search", "--onlyvisible", "--name", name]).await;
        found.lines().map(str::to_owned).collect()
    }

    /// Where a window's lower right corner is.
    ///
    /// # Panics
    /// When there is no such window.
    pub async fn corner(&self, window: &str) -> (i32, i32) {
        let said = run("xdotool", &["getwindowgeometry", "--shell", window]).await;
        let number = |name: &str| -> i32 {
            let line = said.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('='));
            line.expect("a geometry").parse().expect("a number")
        };
        (number("X") + number("WIDTH"), number("Y") + number("HEIGHT"))
    }

    /// Starts a panel with a tray.
    ///
    /// # Panics
    /// When it isn't installed or doesn't come.
    pub async fn tray(&self) -> impl Drop + use<> {
        let panel =
            std::process::Command::new("trayer").stderr(std::process::Stdio::null()).spawn();
        let panel = Ending(panel.expect("trayer can be started; `make setup` installs it"));
        eventually("the tray", || async {
            let found = run("xdotool", &["search", "--class", "trayer"]).await;
            (!found.is_empty()).then_some(())
        })
        .await;
        panel
    }

    /// Closes the window with such a name, as its button does. Asked again until it is away: a window manager that has
    /// not taken the window up yet loses the first wish.
    pub async fn close(&self, name: &str) {
        eventually("the window to close", || async {
            for window in self.windows(name).await {
                let number = window.parse::<u64>().expect("windows have numbers");
                run("wmctrl", &["-i", "-c", &format!("{number:#x}")]).await;
            }
            self.windows(name).await.is_empty().then_some(())
        })
        .await;
    }

    /// Clicks at a place on the display.
    pub async fn click(&self, x: i32, y: i32) {
        run("xdotool", &["mousemove", &x.to_string(), &y.to_string()]).await;
        run("xdotool", &["click", "1"]).await;
    }
}

/// Runs a tool to its end; what it printed.
pub async fn run(tool: &str, arguments: &[&str]) -> String {
    let running = tokio::process::Command::new(tool).args(arguments).kill_on_drop(true).output();
    let done =
        tokio::time::timeout(PATIENCE, running).await.unwrap_or_else(|_| panic!("{tool} hangs"));
    let done = done
        .unwrap_or_else(|error| panic!("{tool} can't be run: {error}; `make setup` installs it"));
    String::from_utf8_lossy(&done.stdout).into_owned()
}

/// The folder with the programs under test.
#[must_use]
pub fn built() -> PathBuf {
    let test = std::env::current_exe().expect("a test has a path");
    test.ancestors().nth(2).expect("tests lie in target/PROFILE/deps").to_owned()
}

/// A process that ends with its owner.
#[derive(Debug)]
pub(crate) struct Ending(pub(crate) Child);

impl Drop for Ending {
    fn drop(&mut self) {
        // It may have ended by itself; there is nobody left to tell either way.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
