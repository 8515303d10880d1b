//! What a notice says, as code and values: of its kind, and of what its English sentence tells. Kept with the notice when it
//! is sent, so that neither later names nor later decisions change it. The agent, the package and the end that a notice is
//! about are added where it is sent.

use chaperone_domain::assignment::EndReason;
use chaperone_domain::incompatibility::Incompatible;
use chaperone_domain::notice::NoticeKind;
use chaperone_domain::policy::ExtensionRule;
use chaperone_domain::refusal::Refuse;
use chaperone_domain::said::{Said, Value};
use chaperone_domain::term::Term;
use chaperone_domain::time::Timestamp;

/// What is said of a kind where no more is to be told.
pub(crate) fn plain(kind: NoticeKind) -> Said {
    Said::new(kind.term())
}

/// How many days are left, and what can be done about it.
pub(crate) fn expiring(days_left: i64, rule: Option<ExtensionRule>, is_pending: bool) -> Said {
    let said = plain(NoticeKind::AccessExpiring).with("count", days_left);
    match rule {
        _ if is_pending => said.of("pending"),
        Some(ExtensionRule::WithApproval) => said.of("withApproval"),
        Some(ExtensionRule::WithoutApproval) => said.of("withoutApproval"),
        Some(ExtensionRule::NotAllowed) | None => said.of("notAllowed"),
    }
}

/// Why access ended.
pub(crate) fn ended(reason: EndReason) -> Said {
    let said = plain(NoticeKind::AccessEnded);
    match reason {
        EndReason::Returned => said.of("returned"),
        EndReason::Removed => said.of("removed"),
        EndReason::RemovedByRule => said.of("removedByRule"),
        EndReason::ApprovalRevoked => said.of("approvalRevoked"),
        EndReason::Expired => said,
    }
}

/// Access was delivered, with an end or without one.
pub(crate) fn delivered(ends_at: Option<Timestamp>) -> Said {
    let said = plain(NoticeKind::AccessDelivered);
    if ends_at.is_some() { said } else { said.of("endless") }
}

/// An administrator changed access, which now has an end or none.
pub(crate) fn changed(ends_at: Option<Timestamp>) -> Said {
    let said = plain(NoticeKind::AccessExtended);
    said.of(if ends_at.is_some() { "changed" } else { "endless" })
}

/// What was agreed to can't be delivered, and why.
pub(crate) fn undelivered(because: &Incompatible) -> Said {
    plain(NoticeKind::RequestDenied).of("undelivered").with("why", because.said())
}

/// A request to extend was closed, because its access ended first.
pub(crate) fn extension_overtaken() -> Said {
    plain(NoticeKind::RequestExpired).of("extension")
}

/// A change came to nothing, because its end had passed.
pub(crate) fn change_overtaken() -> Said {
    plain(NoticeKind::RequestExpired).of("change")
}

/// By when nobody decided; of the kind that the recipient is told by.
pub(crate) fn ran_out(kind: NoticeKind, deadline: Timestamp) -> Said {
    plain(kind).with("deadline", deadline)
}

/// The access of an extension ends before it is decided.
pub(crate) fn wanted_before_the_end() -> Said {
    plain(NoticeKind::DecisionWanted).of("ending")
}

/// A decision that somebody is asked for.
#[derive(Debug, Clone)]
pub(crate) struct Wanted {
    /// Whether they are asked first, after others, or once more.
    pub(crate) kind: NoticeKind,
    /// Whether it is about more time for what is held.
    pub(crate) is_extension: bool,
    /// Who asked.
    pub(crate) by: Value,
    /// By when.
    pub(crate) deadline: Timestamp,
}

impl Wanted {
    /// What is said to an approver, or to who stands in for one.
    pub(crate) fn said(&self, instead_of: Option<&str>) -> Said {
        let said = plain(self.kind).with("by", self.by.clone()).with("deadline", self.deadline);
        let said = match instead_of {
            Some(approver) => said.with("approver", approver),
            None => said,
        };
        match (self.is_extension, instead_of.is_some()) {
            (false, false) => said,
            (true, false) => said.of("extension"),
            (false, true) => said.of("instead"),
            (true, true) => said.of("extensionInstead"),
        }
    }
}

/// A decision that somebody is told of.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Decided<'d> {
    /// Who decided.
    pub(crate) by: &'d str,
    /// In whose place.
    pub(crate) instead_of: Option<&'d str>,
    /// Why; may be empty.
    pub(crate) justification: &'d str,
}

impl Decided<'_> {
    fn said(&self, kind: NoticeKind) -> Said {
        let said = plain(kind).with("by", self.by);
        let said = match self.instead_of {
            Some(approver) => said.with("approver", approver),
            None => said,
        };
        if self.justification.is_empty() { said } else { said.with("why", self.justification) }
    }

    /// It was denied; of the kind that the recipient is told by.
    pub(crate) fn denied(&self, kind: NoticeKind) -> Said {
        let said = self.said(kind);
        match (self.instead_of.is_some(), self.justification.is_empty()) {
            (false, true) => said.of("denied"),
            (false, false) => said.of("deniedBecause"),
            (true, true) => said.of("deniedInstead"),
            (true, false) => said.of("deniedInsteadBecause"),
        }
    }

    /// It was approved, and no further stage decides.
    pub(crate) fn approved(&self) -> Said {
        let said = self.said(NoticeKind::DecisionMade);
        match (self.instead_of.is_some(), self.justification.is_empty()) {
            (false, true) => said.of("approved"),
            (false, false) => said.of("approvedBecause"),
            (true, true) => said.of("approvedInstead"),
            (true, false) => said.of("approvedInsteadBecause"),
        }
    }

    /// It was approved, and the next stage decides.
    pub(crate) fn passed_on(&self) -> Said {
        let said = self.said(NoticeKind::DecisionMade);
        match (self.instead_of.is_some(), self.justification.is_empty()) {
            (false, true) => said.of("nextStage"),
            (false, false) => said.of("nextStageBecause"),
            (true, true) => said.of("nextStageInstead"),
            (true, false) => said.of("nextStageInsteadBecause"),
        }
    }

    /// It was approved for a shorter time, in an approver's place, and no further stage decides or one does.
    pub(crate) fn shortened(&self, granted: Value, is_last: bool) -> Said {
        let said = self.said(NoticeKind::DecisionMade).with("granted", granted);
        match (is_last, self.justification.is_empty()) {
            (true, true) => said.of("approvedShortened"),
            (true, false) => said.of("approvedShortenedBecause"),
            (false, true) => said.of("nextStageShortened"),
            (false, false) => said.of("nextStageShortenedBecause"),
        }
    }
}

/// Who took an approval back, and why.
pub(crate) fn revoked(by: &str, justification: &str) -> Said {
    plain(NoticeKind::ApprovalRevoked).with("by", by).with("why", justification)
}

/// Somebody is asked to decide in an approver's place.
pub(crate) fn delegated(approver: &str, start: Timestamp, end: Option<Timestamp>) -> Said {
    let said = of_delegation(approver).with("start", start);
    match end {
        Some(end) => said.with("end", end),
        None => said.of("endless"),
    }
}

/// The time for which somebody is asked was changed.
pub(crate) fn delegated_otherwise(
    approver: &str,
    start: Timestamp,
    end: Option<Timestamp>,
) -> Said {
    let said = of_delegation(approver).with("start", start);
    match end {
        Some(end) => said.of("changed").with("end", end),
        None => said.of("changedEndless"),
    }
}

/// Somebody else is asked instead.
pub(crate) fn delegation_withdrawn(approver: &str) -> Said {
    of_delegation(approver).of("withdrawn")
}

/// The approver decides again.
pub(crate) fn delegation_ended(approver: &str) -> Said {
    of_delegation(approver).of("ended")
}

fn of_delegation(approver: &str) -> Said {
    plain(NoticeKind::ApprovalsDelegated).with("approver", approver)
}

/// Whose leaving left the agent without anybody who answers for it.
pub(crate) fn held(leaver: &str) -> Said {
    plain(NoticeKind::AgentHeld).with("by", leaver)
}

/// What passed on to somebody.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Inherited<'f> {
    /// From whom.
    pub(crate) from: &'f str,
    /// How many agents.
    pub(crate) agents: usize,
    /// How many blueprints.
    pub(crate) blueprints: usize,
}

impl Inherited<'_> {
    fn said(&self) -> Said {
        plain(NoticeKind::SponsorshipInherited)
            .with("by", self.from)
            .with("agents", self.agents)
            .with("blueprints", self.blueprints)
    }

    /// Whether it is one agent, which the notice names.
    fn is_one(&self) -> bool {
        (self.agents, self.blueprints) == (1, 0)
    }

    /// Because somebody left, who may have been custodian; some agents may be held since nobody sponsors them.
    pub(crate) fn left(&self, is_custody: bool, held: usize) -> Said {
        let said = self.said().with("held", held);
        match (is_custody, held > 0) {
            (false, false) if self.is_one() => said.of("leftOne"),
            (false, false) => said.of("left"),
            (false, true) => said.of("leftHeld"),
            (true, false) => said.of("leftCustody"),
            (true, true) => said.of("leftCustodyHeld"),
        }
    }

    /// By a workflow, from somebody who stays.
    pub(crate) fn moved(&self) -> Said {
        if self.is_one() { self.said().of("movedOne") } else { self.said().of("moved") }
    }
}
