//! A decision that was taken: who may take their own approval back, and until when. Taking a decision is in `approval`.
//!
//! Source: Microsoft Entra, "revoke a request" (*Approvals*, *History*): with a reason, and the assignment is removed.

use crate::approval::Verdict;
use crate::assignment::Assignment;
use crate::id::PersonId;
use crate::refusal::Refuse;
use crate::said::Said;
use crate::text::{BadText, JUSTIFICATION, check_text};
use crate::time::Timestamp;

/// What taking an approval back knows.
#[derive(Debug)]
pub struct RevocationFacts<'a> {
    /// The present instant.
    pub now: Timestamp,
    /// Who takes it back.
    pub revoker: PersonId,
    /// What was decided in the request's stages: by whom, and what.
    pub decisions: &'a [(PersonId, Verdict)],
    /// What the request led to, if it has led to anything.
    pub assignment: Option<&'a Assignment>,
}

/// Why an approval isn't taken back. Ordered by precedence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RevocationRefusal {
    /// Decided nothing here.
    #[error("you didn't decide on this request; whoever approved it may take that back")]
    NotYours,
    /// Said no.
    #[error("you denied this request, so there is no approval to take back")]
    NotApproved,
    /// Nothing was given yet.
    #[error("nothing has been given yet; ask the requestor or an administrator to cancel it")]
    NothingGiven,
    /// It is over.
    #[error("this access ended on {}; nothing is left to take back", .0.in_words())]
    AccessOver(Timestamp),
    /// The reason can't be used.
    #[error(transparent)]
    Text(#[from] BadText),
    /// A reason is wanted.
    #[error("say why in a sentence; everybody concerned reads it")]
    JustificationMissing,
}

impl Refuse for RevocationRefusal {
    fn said(&self) -> Said {
        match self {
            Self::NotYours => Said::new("not_your_decision"),
            Self::NotApproved => Said::new("not_approved"),
            Self::NothingGiven => Said::new("nothing_given"),
            Self::AccessOver(at) => Said::new("assignment_ended").of("revoke").with("ended", *at),
            Self::Text(bad) => bad.said(),
            Self::JustificationMissing => Said::new("justification_missing").at("justification"),
        }
    }
}

/// Whether somebody may take an approval of theirs back, before they say why.
pub fn check_revocable(facts: &RevocationFacts<'_>) -> Result<(), RevocationRefusal> {
    let mut mine = facts.decisions.iter().filter(|(by, _)| *by == facts.revoker).peekable();
    if mine.peek().is_none() {
        return Err(RevocationRefusal::NotYours);
    }
    if !mine.any(|(_, verdict)| *verdict == Verdict::Approved) {
        return Err(RevocationRefusal::NotApproved);
    }
    let held = facts.assignment.ok_or(RevocationRefusal::NothingGiven)?;
    match held.effective_end() {
        Some(end) if facts.now >= end => Err(RevocationRefusal::AccessOver(end)),
        _ => Ok(()),
    }
}

/// Decides whether somebody takes an approval of theirs back. Answers the reason without white space at its ends.
pub fn revoke<'j>(
    facts: &RevocationFacts<'_>,
    justification: &'j str,
) -> Result<&'j str, RevocationRefusal> {
    check_revocable(facts)?;
    let justification = check_text(JUSTIFICATION, justification)?;
    if justification.is_empty() {
        return Err(RevocationRefusal::JustificationMissing);
    }
    Ok(justification)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assignment::tests::assignment;
    use crate::person::tests::person_id;

    fn revoked(
        revoker: u128,
        verdict: Verdict,
        held: Option<&Assignment>,
        now: i64,
    ) -> Result<&'static str, RevocationRefusal> {
        let facts = RevocationFacts {
            now: Timestamp::from_millis(now),
            revoker: person_id(revoker),
            decisions: &[(person_id(1), Verdict::Approved), (person_id(2), verdict)],
            assignment: held,
        };
        revoke(&facts, " Wrong agent ")
    }

    #[test]
    fn only_who_approved_takes_it_back() {
        let held = assignment(0, Some(1_000));
        let held = Some(&held);
        assert_eq!(revoked(2, Verdict::Approved, held, 1), Ok("Wrong agent"));
        assert_eq!(revoked(3, Verdict::Approved, held, 1), Err(RevocationRefusal::NotYours));
        assert_eq!(revoked(2, Verdict::Denied, held, 1), Err(RevocationRefusal::NotApproved));
    }

    #[test]
    fn an_approval_is_taken_back_only_while_its_access_lives() {
        let held = assignment(0, Some(1_000));
        assert_eq!(revoked(1, Verdict::Approved, None, 1), Err(RevocationRefusal::NothingGiven));
        assert!(revoked(1, Verdict::Approved, Some(&held), 999).is_ok());
        let over = RevocationRefusal::AccessOver(Timestamp::from_millis(1_000));
        assert_eq!(revoked(1, Verdict::Approved, Some(&held), 1_000), Err(over));
        let ended = Assignment { ended_at: Some(Timestamp::from_millis(500)), ..held };
        let over = RevocationRefusal::AccessOver(Timestamp::from_millis(500));
        assert_eq!(revoked(1, Verdict::Approved, Some(&ended), 501), Err(over));
    }

    #[test]
    fn taking_back_wants_a_reason() {
        let held = assignment(0, None);
        let facts = RevocationFacts {
            now: Timestamp::from_millis(1),
            revoker: person_id(1),
            decisions: &[(person_id(1), Verdict::Approved)],
            assignment: Some(&held),
        };
        assert_eq!(revoke(&facts, "  "), Err(RevocationRefusal::JustificationMissing));
    }
}
