//! What the tests share: workspaces in folders of their own, and the program run in them with nothing inherited from
//! whoever runs the tests. No expectation belongs here.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use assert_cmd::Command;
use assert_cmd::assert::Assert;
use serde_json::Value;
use tempfile::TempDir;

pub(crate) const PASSPHRASE: &str = "correct horse battery staple";
pub(crate) const ADMINISTRATOR: &str = "ada@northwind.example";

/// A workspace of its own; the folder goes when it goes.
pub(crate) struct Place {
    home: TempDir,
    passphrase: bool,
}

impl Place {
    /// A folder without a workspace.
    pub(crate) fn empty() -> Self {
        Self { home: tempfile::tempdir().unwrap(), passphrase: false }
    }

    /// The sample company. It is made once and copied, which is much faster than making it for every test.
    pub(crate) fn training() -> Self {
        static COMPANY: LazyLock<Vec<u8>> = LazyLock::new(|| {
            std::fs::read(Place::made_training().folder().join("workspace.db")).unwrap()
        });
        let place = Self::empty();
        std::fs::create_dir(place.folder()).unwrap();
        std::fs::write(place.folder().join("workspace.db"), &*COMPANY).unwrap();
        place
    }

    /// The sample company, made by the program in this very place.
    pub(crate) fn made_training() -> Self {
        let place = Self::empty();
        place.run(["workspace", "create", "--training"]).success();
        place
    }

    /// A live workspace with one administrator.
    pub(crate) fn live() -> Self {
        let place = Self { passphrase: true, ..Self::empty() };
        let administrator =
            ["--administrator-name", "Ada Admin", "--administrator-email", ADMINISTRATOR];
        let words = ["workspace", "create", "--name", "Northwind"];
        place.run(words.into_iter().chain(administrator)).success();
        place
    }

    /// The workspace's folder.
    pub(crate) fn folder(&self) -> PathBuf {
        self.home.path().join("workspace")
    }

    /// A file beside the workspace with some text in it.
    pub(crate) fn file(&self, name: &str, text: &str) -> String {
        let file = self.home.path().join(name);
        std::fs::write(&file, text).unwrap();
        file.display().to_string()
    }

    /// The program with some words, ready to run in this place.
    pub(crate) fn command<'w>(&self, words: impl IntoIterator<Item = &'w str>) -> Command {
        let mut command = Command::new(program());
        command.args(words);
        self.settle(&mut command);
        command
    }

    /// Lets a command see this place and nothing of the machine's.
    pub(crate) fn settle(&self, command: &mut Command) {
        for name in ["CHAPERONE_AS", "CHAPERONE_LOG", "CHAPERONE_PASSPHRASE"] {
            command.env_remove(name);
        }
        command.env("HOME", self.home.path()).env("XDG_DATA_HOME", self.home.path().join("data"));
        command.env("XDG_CONFIG_HOME", self.home.path().join("config"));
        command.env("CHAPERONE_WORKSPACE", self.folder());
        if self.passphrase {
            command.env("CHAPERONE_PASSPHRASE", PASSPHRASE);
        }
    }

    /// Runs the program with some words.
    pub(crate) fn run<'w>(&self, words: impl IntoIterator<Item = &'w str>) -> Assert {
        self.command(words).assert()
    }

    /// Runs the program as somebody.
    pub(crate) fn run_as<'w>(
        &self,
        email: &'w str,
        words: impl IntoIterator<Item = &'w str>,
    ) -> Assert {
        self.run(["--as", email].into_iter().chain(words))
    }

    /// Looks at a request as somebody and then decides on it: `verb` is approve or deny.
    pub(crate) fn decide(&self, email: &str, verb: &str, request: &str, more: &[&str]) -> Assert {
        let shown = self.json_as(email, ["approval", "show", request]);
        let fingerprint = shown["request"]["fingerprint"].as_str().unwrap().to_owned();
        let words = ["approval", verb, request, "--shown", &fingerprint];
        self.run_as(email, words.into_iter().chain(more.iter().copied()))
    }

    /// Runs the program as somebody, successfully, and reads the JSON that it prints.
    pub(crate) fn json_as<'w>(
        &self,
        email: &'w str,
        words: impl IntoIterator<Item = &'w str>,
    ) -> Value {
        json(&self.run_as(email, ["--json"].into_iter().chain(words)).success())
    }
}

/// The program under test.
pub(crate) fn program() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_chaperone"))
}

/// What was printed as an answer.
pub(crate) fn out(assert: &Assert) -> String {
    String::from_utf8(assert.get_output().stdout.clone()).unwrap()
}

/// What was printed as a failure.
pub(crate) fn err(assert: &Assert) -> String {
    String::from_utf8(assert.get_output().stderr.clone()).unwrap()
}

/// What was printed as an answer, read as JSON.
pub(crate) fn json(assert: &Assert) -> Value {
    serde_json::from_str(&out(assert)).unwrap()
}

/// The failure that was printed as JSON.
pub(crate) fn failure(assert: &Assert) -> Value {
    assert_eq!(out(assert), "", "a failure prints nothing on standard output");
    serde_json::from_str(&err(assert)).unwrap()
}

/// A file of the sample company.
pub(crate) fn sample(name: &str) -> String {
    format!("{}/../commands/sample/{name}", env!("CARGO_MANIFEST_DIR"))
}
