//! The desktop program as a process, without a driver: for starts that a person makes beside the first one.

use std::path::Path;
use std::process::{Command, Stdio};

use tempfile::TempDir;

use super::{Bus, Ending, built, eventually};

/// The folders of a person who has never used the program.
#[derive(Debug)]
pub struct Home(TempDir);

impl Default for Home {
    fn default() -> Self {
        Self::new()
    }
}

impl Home {
    /// New folders.
    ///
    /// # Panics
    /// When they can't be made.
    #[must_use]
    pub fn new() -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        for name in ["data", "config", "cache", "state", "run"] {
            std::fs::create_dir(folder.path().join(name)).expect("a folder in a temporary folder");
        }
        Self(folder)
    }

    /// Makes a program see these folders and this bus.
    pub fn give(&self, command: &mut Command, bus: &Bus) {
        let at = |name: &str| self.0.path().join(name);
        command
            .env("XDG_DATA_HOME", at("data"))
            .env("XDG_CONFIG_HOME", at("config"))
            .env("XDG_CACHE_HOME", at("cache"))
            .env("XDG_STATE_HOME", at("state"))
            .env("XDG_RUNTIME_DIR", at("run"))
            .env("DBUS_SESSION_BUS_ADDRESS", bus.address())
            .env("CHAPERONE_LOG", "info,zbus=error")
            .env("TZ", "Europe/Madrid")
            .env_remove("CHAPERONE_WORKSPACE");
        // Set for all others, because it is quieter and quicker.
        if bus.has_reader() {
            command.env_remove("NO_AT_BRIDGE");
        }
    }

    /// Where a file of the person lies.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.0.path()
    }
}

/// A start of the desktop program.
#[derive(Debug)]
pub struct Program(Ending, std::path::PathBuf);

impl Program {
    /// Starts it.
    ///
    /// # Panics
    /// When it isn't built.
    #[must_use]
    pub fn start(home: &Home, bus: &Bus, arguments: &[&str]) -> Self {
        Self::run(Command::new(binary()), home, bus, arguments)
    }

    /// Starts it where there is no network interface at all, not even the loopback.
    ///
    /// # Panics
    /// When it isn't built, or the system allows nobody a network of their own.
    #[must_use]
    pub fn start_without_network(home: &Home, bus: &Bus, arguments: &[&str]) -> Self {
        let mut command = without_network();
        command.arg(binary());
        Self::run(command, home, bus, arguments)
    }

    fn run(mut command: Command, home: &Home, bus: &Bus, arguments: &[&str]) -> Self {
        let log = home.path().join(format!("log-{}", arguments.join("").replace('/', "")));
        let file = std::fs::File::create(&log).expect("a log can be written");
        home.give(&mut command, bus);
        let child = command.args(arguments).stdout(Stdio::null()).stderr(file).spawn();
        Self(Ending(child.expect("the program can be started")), log)
    }

    /// What it wrote so far.
    #[must_use]
    pub fn said(&self) -> String {
        std::fs::read_to_string(&self.1).unwrap_or_default()
    }

    /// Its exit code, once it has ended.
    ///
    /// # Panics
    /// When it doesn't end.
    pub async fn code(mut self) -> i32 {
        eventually("the program's end", || {
            let ended = self.0.0.try_wait().expect("a child can be waited for");
            async move { ended }
        })
        .await
        .code()
        .expect("it ended by itself")
    }

    /// The network interfaces that it sees.
    ///
    /// # Panics
    /// When the system can't tell.
    #[must_use]
    pub fn interfaces(&self) -> Vec<String> {
        let path = format!("/proc/{}/net/dev", self.0.0.id());
        let table = std::fs::read_to_string(path).expect("a process has a network namespace");
        let names = table.lines().skip(2).filter_map(|line| line.split(':').next());
        names.map(|name| name.trim().to_owned()).collect()
    }

    /// Kills the process that draws its page, as the system does when memory runs out.
    ///
    /// # Panics
    /// When there is none.
    pub async fn lose_the_page(&self) {
        let parent = self.0.0.id().to_string();
        let drawing = eventually("the process that draws the page", || async {
            let found = super::run("pgrep", &["--parent", &parent, "WebKitWebProces"]).await;
            found.lines().next().map(str::to_owned)
        })
        .await;
        super::run("kill", &["-KILL", &drawing]).await;
    }

    /// Whether it still runs.
    ///
    /// # Panics
    /// When the system can't tell.
    pub fn runs(&mut self) -> bool {
        self.0.0.try_wait().expect("a child can be asked").is_none()
    }
}

/// A command that runs what follows in a network namespace of its own. Whoever isn't root needs a user namespace for it.
fn without_network() -> Command {
    let ways: [&[&str]; 2] = [&["--net"], &["--user", "--map-current-user", "--net"]];
    let works = |way: &&[&str]| {
        let tried = Command::new("unshare").args(*way).arg("true").stderr(Stdio::null()).status();
        tried.is_ok_and(|status| status.success())
    };
    let way = ways.into_iter().find(works);
    let way = way.expect("this system allows no network namespace, and without one it can't be seen that none is needed");
    let mut command = Command::new("unshare");
    command.args(way).arg("--");
    command
}

/// The program under test.
///
/// # Panics
/// When it isn't built.
pub(crate) fn binary() -> std::path::PathBuf {
    let binary = built().join("chaperone-desktop");
    assert!(binary.is_file(), "{} isn't built: cargo build -p chaperone-desktop", binary.display());
    binary
}
