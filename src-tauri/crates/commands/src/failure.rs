//! Why a command did not do what was asked: a rule said no, or something is broken. What crosses to a host is a code, a
//! sentence, details, and what the sentence says for those who word it themselves; the chain of causes stays in the log.

use chaperone_domain::refusal::Refuse;
use chaperone_domain::said;
use serde_json::{Value, json};

use crate::view::said::Saying;

/// The answer of a command.
pub type Reply<T> = Result<T, Failure>;

/// What kind of failure it is, for exit codes and HTTP statuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FailureKind {
    /// A rule said no.
    Refused,
    /// The request itself is wrong: unknown command or field, wrong type.
    Usage,
    /// There is no such thing, or it may not be seen.
    NotFound,
    /// Store, disk or lock.
    CouldNot,
    /// Nobody is signed in.
    NotSignedIn,
}

/// A command that was not carried out. Nothing was written and nobody was told.
#[derive(Debug, Clone, PartialEq)]
pub struct Failure {
    /// What kind.
    pub kind: FailureKind,
    /// For machines.
    pub code: String,
    /// For people: what is wrong and what to do next.
    pub message: String,
    /// More for machines, `null` when there is no more.
    pub details: Value,
    /// What the sentence says, for whoever words it in another language.
    pub saying: Box<Saying>,
}

impl Failure {
    /// Of any kind.
    pub fn new(kind: FailureKind, code: &str, message: impl Into<String>) -> Self {
        Self {
            kind,
            code: code.to_owned(),
            message: message.into(),
            details: Value::Null,
            saying: Box::new(Saying::new(code)),
        }
    }

    /// A rule that says no.
    pub fn refused(refusal: &impl Refuse) -> Self {
        let said = refusal.said();
        Self::new(FailureKind::Refused, said.code, sentence(&refusal.to_string())).saying(said)
    }

    /// A rule of the command layer itself that says no.
    pub fn refused_because(code: &str, message: impl Into<String>) -> Self {
        Self::new(FailureKind::Refused, code, message)
    }

    /// A request that can't be understood.
    pub fn usage(message: impl Into<String>) -> Self {
        Self::new(FailureKind::Usage, "bad_request", message)
    }

    /// A command that isn't in the list.
    pub fn unknown_command(name: &str) -> Self {
        let name: String = name.chars().take(60).collect();
        Self::new(
            FailureKind::Usage,
            "unknown_command",
            format!("There is no command '{name}'; `chaperone commands` lists them."),
        )
        .with("name", name)
    }

    /// Something outside the workspace stands in the way.
    pub fn could_not(code: &str, message: impl Into<String>) -> Self {
        Self::new(FailureKind::CouldNot, code, message)
    }

    /// What does not exist, and what may not be seen: the same words for both.
    pub fn not_found(what: &'static str) -> Self {
        Self::new(
            FailureKind::NotFound,
            "not_found",
            format!("There is no such {what}, or you may not see it; check its id."),
        )
        .with("what", said::Value::Words(what))
    }

    /// Nobody sits at the desk.
    pub fn not_signed_in() -> Self {
        Self::new(
            FailureKind::NotSignedIn,
            "not_signed_in",
            "Say who you are first: sign in, or name the person to act as.",
        )
    }

    /// No workspace is open.
    pub fn no_workspace() -> Self {
        Self::new(
            FailureKind::CouldNot,
            "no_workspace_open",
            "No workspace is open; open one, or create one.",
        )
    }

    /// Adds details for machines.
    #[must_use]
    pub fn with_details(mut self, details: Value) -> Self {
        self.details = details;
        self
    }

    /// As one of several sentences of its code.
    #[must_use]
    pub fn of(mut self, case: &str) -> Self {
        self.saying.case = Some(case.to_owned());
        self
    }

    /// With a value that its sentence names.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<said::Value>) -> Self {
        self.saying.values.insert(name.to_owned(), value.into().into());
        self
    }

    /// As speaking of one field, which a form then shows it at.
    #[must_use]
    pub fn at(mut self, field: &str) -> Self {
        self.saying.field = Some(field.to_owned());
        self
    }

    /// What it speaks of as a property of a part that a field holds. What speaks of no field stays so.
    #[must_use]
    pub fn inside(mut self, holder: &str) -> Self {
        if let Some(field) = self.saying.field.take() {
            self.saying.within.insert(0, field);
            self.saying.field = Some(holder.to_owned());
        }
        self
    }

    /// What it says, in words and as code and values.
    pub fn told(self) -> (String, Saying) {
        (self.message, *self.saying)
    }

    fn saying(mut self, said: said::Said) -> Self {
        *self.saying = said.into();
        self
    }

    /// What crosses to a host: `{code, message, details, saying}`.
    pub fn to_wire(&self) -> Value {
        json!({
            "code": self.code,
            "message": self.message,
            "details": self.details,
            "saying": self.saying,
        })
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.code, self.message)
    }
}

impl std::error::Error for Failure {}

impl From<chaperone_store::Error> for Failure {
    /// Something broken. The chain goes to the log here, once; only the sentence travels on.
    fn from(error: chaperone_store::Error) -> Self {
        let mut chain = error.to_string();
        let mut source = std::error::Error::source(&error);
        while let Some(cause) = source {
            chain.push_str(": ");
            chain.push_str(&cause.to_string());
            source = cause.source();
        }
        tracing::warn!(code = error.code(), %chain, "the store failed");
        Self::new(FailureKind::CouldNot, error.code(), sentence(&error.to_string()))
            .saying(said_by(&error))
    }
}

/// What an error of the store says.
fn said_by(error: &chaperone_store::Error) -> said::Said {
    use chaperone_store::{Error, Unfit};
    let of = |place: &std::path::Path| {
        said::Said::new(error.code()).with("place", place.display().to_string())
    };
    match error {
        Error::NoWorkspace(place)
        | Error::AlreadyThere(place)
        | Error::NotAWorkspace(place)
        | Error::NoBackup(place)
        | Error::OpenElsewhere(place) => of(place),
        Error::Damaged { file, detail } => of(file).with("detail", detail),
        Error::Newer { file, found, known } => {
            of(file).with("found", i64::from(*found)).with("known", i64::from(*known))
        }
        Error::UnsafeFolder { folder, why: Unfit::Synced(by) } => {
            of(folder).of("synced").with("by", by)
        }
        Error::UnsafeFolder { folder, why: Unfit::Network(kind) } => {
            of(folder).of("network").with("kind", kind)
        }
        Error::OldSqlite { found, needed } => {
            said::Said::new(error.code()).with("found", found).with("needed", *needed)
        }
        Error::ReadOnly { path, detail } => of(path).with("detail", detail),
        Error::Io { path, source } => {
            of(path).of("place").with("reason", chaperone_store::reason(source))
        }
        Error::Full
        | Error::Busy
        | Error::Migration(_)
        | Error::Constraint(_)
        | Error::Sqlite(_) => said::Said::new(error.code()),
    }
}

/// A sentence that stands alone. The domain writes in lower case without a full stop, so that its words can stand inside
/// other sentences too.
pub(crate) fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let mut text =
        letters.next().map(|first| first.to_uppercase().collect::<String>()).unwrap_or_default();
    text.push_str(letters.as_str());
    if !text.ends_with(['.', '!', '?']) {
        text.push('.');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_not_be_seen_answers_exactly_as_what_does_not_exist() {
        assert_eq!(Failure::not_found("request"), Failure::not_found("request"));
        assert!(Failure::not_found("request").message.contains("or you may not see it"));
    }

    #[test]
    fn the_chain_of_causes_never_crosses_to_a_host() {
        let broken = chaperone_store::Error::Io {
            path: "/w/workspace.db".into(),
            source: std::io::Error::other("secret detail"),
        };
        assert!(!Failure::from(broken).to_wire().to_string().contains("secret detail"));
    }

    #[test]
    fn a_place_that_cannot_be_used_says_why_and_what_to_do() {
        let not_there = std::io::Error::from_raw_os_error(2);
        let said = Failure::from(chaperone_store::Error::io("/w/exports", not_there)).message;
        assert!(said.contains("/w/exports") && said.contains("No such file"), "{said}");
        assert!(said.contains("try again"), "{said}");
    }
}
