//! What breaks an invariant of a workspace, named so that somebody can look at it.

use std::fmt;

use crate::said::{Said, Value};
use crate::term::{Term, terms};

terms! {
    /// What kind of thing breaks an invariant.
    OffenderKind {
        /// An agent, by name.
        Agent => "agent",
        /// A blueprint, by name.
        Blueprint => "blueprint",
        /// A grant, by id.
        Grant => "grant",
        /// The decision of a stage, by the stage's id.
        DecisionOfStage => "decisionOfStage",
        /// A consent, by id.
        Consent => "consent",
        /// An entry of an inheritable list, by id.
        InheritableEntry => "inheritableEntry",
        /// The inheritable list of a blueprint, by the blueprint's id.
        InheritableList => "inheritableList",
        /// A request, by id.
        Request => "request",
        /// An assignment, by id.
        Assignment => "assignment",
        /// A reminder, by id.
        Reminder => "reminder",
        /// A notice, by id.
        Notice => "notice",
        /// A directory role that agents hold although it is blocked, by name.
        DirectoryRole => "directoryRole",
        /// A permission that agents hold although it is blocked, by its API's name and its own.
        Permission => "permission",
    }
}

/// Something that breaks an invariant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offender {
    /// What it is.
    pub kind: OffenderKind,
    /// Its name or its id.
    pub which: String,
}

impl fmt::Display for Offender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.kind {
            OffenderKind::DecisionOfStage => "decision of stage",
            OffenderKind::InheritableEntry => "inheritable entry",
            OffenderKind::InheritableList => "inheritable list of",
            OffenderKind::DirectoryRole => "directory role",
            OffenderKind::Agent
            | OffenderKind::Blueprint
            | OffenderKind::Grant
            | OffenderKind::Consent
            | OffenderKind::Request
            | OffenderKind::Assignment
            | OffenderKind::Reminder
            | OffenderKind::Notice
            | OffenderKind::Permission => self.kind.term(),
        };
        write!(f, "{kind} {}", self.which)
    }
}

/// Several of them in a row, as code and values; nothing where there is none.
pub fn in_a_row(offenders: &[Offender]) -> Option<Said> {
    offenders.iter().rev().fold(None, |after, Offender { kind, which }| {
        let said = Said::new("offender").with("kind", Value::term(*kind)).with("which", which);
        Some(match after {
            None => said,
            Some(after) => said.of("more").with("more", after),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_are_told_one_after_the_other() {
        let grant = Offender { kind: OffenderKind::Grant, which: "0A".to_owned() };
        let stage = Offender { kind: OffenderKind::DecisionOfStage, which: "0B".to_owned() };
        assert_eq!(stage.to_string(), "decision of stage 0B");
        let last = in_a_row(std::slice::from_ref(&stage));
        let both = in_a_row(&[grant, stage]).unwrap();
        assert_eq!(both.case, Some("more"));
        assert_eq!(both.values[1], ("which", Value::Text("0A".to_owned())));
        assert_eq!(both.values.last().cloned(), last.map(|last| ("more", last.into())));
        assert_eq!(in_a_row(&[]), None);
    }
}
