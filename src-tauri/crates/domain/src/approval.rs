//! Approval: who may decide a stage, and what a decision does.

use std::collections::BTreeSet;

use crate::delegation::StandIn;
use crate::escalation::Alternates;
use crate::fingerprint::{Compared, Sight};
use crate::id::{PersonId, StageId};
use crate::refusal::Refuse;
use crate::request::Requestor;
use crate::said::{Said, Value};
use crate::term::terms;
use crate::text::{BadText, JUSTIFICATION, check_text};
use crate::time::{Span, Timestamp};

terms! {
    /// Where an approval stage stands.
    StageState {
        /// Comes after a stage that is still open.
        Waiting => "waiting",
        /// Waits for a decision.
        Open => "open",
        /// Agreed to.
        Approved => "approved",
        /// Said no to.
        Denied => "denied",
        /// Nobody decided in time.
        Expired => "expired",
        /// The request was taken back or its access ended.
        Canceled => "canceled",
    }

    /// What an approver says (Graph: `reviewResult`).
    Verdict {
        /// Yes.
        Approved => "Approved",
        /// No.
        Denied => "Denied",
    }

    /// Which of a stage's lists its approvers came from.
    ApproversBy {
        /// The primary approvers.
        Primary => "primary",
        /// The fallback approvers, because no primary one is eligible.
        Fallback => "fallback",
        /// The workspace's administrators, because no fallback approver is eligible either.
        Administrators => "administrators",
        /// Nobody: the request waits, says so, and times out.
        Nobody => "nobody",
    }
}

/// The people who may decide a stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EligibleApprovers {
    /// Who.
    pub people: BTreeSet<PersonId>,
    /// Which list they came from.
    pub by: ApproversBy,
}

/// Finds who may decide a stage. Nobody decides on their own request, so the requestor is taken out of every list; each
/// list that this leaves empty gives way to the next.
///
/// The lists hold active people only; groups, managers, sponsors and owners are already resolved.
pub fn eligible_approvers(
    requestor: Requestor,
    primary: &BTreeSet<PersonId>,
    fallback: &BTreeSet<PersonId>,
    administrators: &BTreeSet<PersonId>,
) -> EligibleApprovers {
    let lists = [
        (primary, ApproversBy::Primary),
        (fallback, ApproversBy::Fallback),
        (administrators, ApproversBy::Administrators),
    ];
    for (list, by) in lists {
        let people: BTreeSet<_> =
            list.iter().copied().filter(|&person| Requestor::Person(person) != requestor).collect();
        if !people.is_empty() {
            return EligibleApprovers { people, by };
        }
    }
    EligibleApprovers { people: BTreeSet::new(), by: ApproversBy::Nobody }
}

/// How long the asked-for access would last: what an approver may shorten.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// New access for a span from delivery.
    Duration(Span),
    /// New access until an instant.
    Until(Timestamp),
    /// An extension of access that ends at `from`, until `to`.
    Extension {
        /// The present end.
        from: Timestamp,
        /// The asked end.
        to: Timestamp,
    },
    /// New access without an end.
    Endless,
}

/// By when a stage has to be decided: within its limit, and for an extension before the access that it would extend ends,
/// because then there is nothing left to extend.
pub fn deadline(opened_at: Timestamp, limit: Span, asked: Asked) -> Timestamp {
    let by_limit = opened_at.plus(limit);
    match asked {
        Asked::Extension { from, .. } => by_limit.min(from),
        Asked::Duration(_) | Asked::Until(_) | Asked::Endless => by_limit,
    }
}

/// How an approver may shorten what was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shorter {
    /// Give it for this span from delivery.
    Duration(Span),
    /// Give it until this instant.
    Until(Timestamp),
}

impl Shorter {
    /// What it is asked for as.
    const fn field(self) -> &'static str {
        match self {
            Self::Duration(_) => "duration",
            Self::Until(_) => "until",
        }
    }
}

/// What a decision knows.
#[derive(Debug)]
pub struct DecisionFacts<'a> {
    /// The present instant.
    pub now: Timestamp,
    /// The stage's state.
    pub stage_state: StageState,
    /// When the stage runs out.
    pub deadline: Timestamp,
    /// Whether this is the last stage.
    pub is_last_stage: bool,
    /// Who decides.
    pub decider: PersonId,
    /// Who asked.
    pub requestor: Requestor,
    /// Who may decide in their own right: the approvers, and the alternates who joined.
    pub eligible: &'a BTreeSet<PersonId>,
    /// The approvers in whose place the decider was asked, and whether that delegation is in force.
    pub stands_in_for: &'a [(PersonId, bool)],
    /// Whether the policy wants a reason for approving; denying always wants one.
    pub is_justification_required: bool,
    /// What was asked.
    pub asked: Asked,
    /// What the decider looked at.
    pub sight: Sight<'a>,
}

/// What a decision does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StageResult {
    /// The next stage opens.
    NextStage,
    /// The request is approved and delivered.
    RequestApproved,
    /// The request is denied.
    RequestDenied,
}

/// Why a decision isn't taken. Ordered by precedence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecisionRefusal {
    /// Asked for it themselves.
    #[error("you asked for this yourself, so somebody else has to decide; they have been told")]
    OwnRequest,
    /// Is not asked in this stage.
    #[error("you aren't an approver of this stage; the request shows who is")]
    NotApprover,
    /// Was asked in somebody's place, and isn't any more.
    #[error("your delegation for this approver is over; they decide themselves")]
    DelegationOver,
    /// Already decided, run out or taken back.
    #[error("this stage is already {0}; nothing is left to decide")]
    Closed(StageState),
    /// Its turn hasn't come.
    #[error("an earlier stage is still open; it is decided first")]
    NotYet,
    /// The deadline has passed.
    #[error("the time for this decision ran out on {}; the requestor may ask again", .0.in_words())]
    RanOut(Timestamp),
    /// Doesn't say what was looked at.
    #[error("look at the request first, and give the fingerprint that it shows with the decision")]
    Unseen,
    /// The request, or what its package grants, isn't any more what was looked at.
    #[error("the request or what it grants has changed since you looked; look again, then decide")]
    Changed,
    /// The reason can't be used.
    #[error(transparent)]
    Text(#[from] BadText),
    /// A reason is wanted.
    #[error("say why in a sentence; the requestor reads it")]
    JustificationMissing,
    /// Longer than asked, or not shorter than it makes sense.
    #[error("an approver may shorten what was asked, never lengthen it; choose an earlier end")]
    NotShorter(Shorter),
    /// Nothing would be left.
    #[error("that would leave no access at all; choose a later end, or deny")]
    NothingLeft(Shorter),
}

impl Refuse for DecisionRefusal {
    fn said(&self) -> Said {
        match self {
            Self::OwnRequest => Said::new("own_request"),
            Self::NotApprover => Said::new("not_approver"),
            Self::DelegationOver => Said::new("delegation_over"),
            Self::Closed(state) => Said::new("already_decided").with("state", Value::term(*state)),
            Self::NotYet => Said::new("earlier_stage_open"),
            Self::RanOut(at) => Said::new("decision_too_late").with("ranOut", *at),
            Self::Unseen => Said::new("request_unseen"),
            Self::Changed => Said::new("request_changed"),
            Self::Text(bad) => bad.said(),
            Self::JustificationMissing => Said::new("justification_missing").at("justification"),
            Self::NotShorter(by) => Said::new("longer_than_asked").at(by.field()),
            Self::NothingLeft(by) => Said::new("nothing_left").at(by.field()),
        }
    }
}

/// For whom the decider decides: for nobody but themselves, when they are asked in their own right, or else for the approver
/// who delegated to them. The requestor is nobody's approver, so nobody decides in the requestor's place.
pub fn represented(facts: &DecisionFacts<'_>) -> Result<Option<PersonId>, DecisionRefusal> {
    if facts.eligible.contains(&facts.decider) {
        return Ok(None);
    }
    let mut asked_for = facts
        .stands_in_for
        .iter()
        .filter(|(approver, _)| Requestor::Person(*approver) != facts.requestor)
        .peekable();
    if asked_for.peek().is_none() {
        return Err(DecisionRefusal::NotApprover);
    }
    let in_force = asked_for.find(|(_, is_in_force)| *is_in_force);
    in_force.map(|&(approver, _)| Some(approver)).ok_or(DecisionRefusal::DelegationOver)
}

/// Decides a stage.
pub fn decide(
    facts: &DecisionFacts<'_>,
    verdict: Verdict,
    justification: &str,
    shorter: Option<Shorter>,
) -> Result<StageResult, DecisionRefusal> {
    if facts.requestor == Requestor::Person(facts.decider) {
        return Err(DecisionRefusal::OwnRequest);
    }
    represented(facts)?;
    match facts.stage_state {
        StageState::Open => {}
        StageState::Waiting => return Err(DecisionRefusal::NotYet),
        StageState::Approved | StageState::Denied | StageState::Expired | StageState::Canceled => {
            return Err(DecisionRefusal::Closed(facts.stage_state));
        }
    }
    if facts.now >= facts.deadline {
        return Err(DecisionRefusal::RanOut(facts.deadline));
    }
    match facts.sight.compare() {
        Compared::Same => {}
        Compared::Unseen => return Err(DecisionRefusal::Unseen),
        Compared::Changed => return Err(DecisionRefusal::Changed),
    }
    let justification = check_text(JUSTIFICATION, justification)?;
    let wants_reason = verdict == Verdict::Denied || facts.is_justification_required;
    if wants_reason && justification.is_empty() {
        return Err(DecisionRefusal::JustificationMissing);
    }
    if verdict == Verdict::Denied {
        return Ok(StageResult::RequestDenied);
    }
    if let Some(shorter) = shorter {
        check_shorter(facts.now, facts.asked, shorter)?;
    }
    Ok(if facts.is_last_stage { StageResult::RequestApproved } else { StageResult::NextStage })
}

fn check_shorter(now: Timestamp, asked: Asked, shorter: Shorter) -> Result<(), DecisionRefusal> {
    let (is_shorter, leaves_something) = match (asked, shorter) {
        (Asked::Duration(asked), Shorter::Duration(given)) => (given <= asked, given > Span::ZERO),
        (Asked::Duration(asked), Shorter::Until(end)) => (end <= now.plus(asked), end > now),
        (Asked::Until(asked), Shorter::Until(end)) => (end <= asked, end > now),
        (Asked::Until(asked), Shorter::Duration(given)) => {
            (now.plus(given) <= asked, given > Span::ZERO)
        }
        (Asked::Extension { from, to }, Shorter::Until(end)) => (end <= to, end > from),
        (Asked::Extension { from, to }, Shorter::Duration(given)) => {
            (from.plus(given) <= to, given > Span::ZERO)
        }
        (Asked::Endless, Shorter::Duration(given)) => (true, given > Span::ZERO),
        (Asked::Endless, Shorter::Until(end)) => (true, end > now),
    };
    if !is_shorter {
        Err(DecisionRefusal::NotShorter(shorter))
    } else if !leaves_something {
        Err(DecisionRefusal::NothingLeft(shorter))
    } else {
        Ok(())
    }
}

/// A stage as a request went through it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApprovalStage {
    /// Key.
    pub id: StageId,
    /// 1 for the first.
    pub number: u8,
    /// Where it stands.
    pub state: StageState,
    /// Who may decide: frozen when the stage opened.
    pub approvers: EligibleApprovers,
    /// Who joined when the stage was forwarded; `None` while it hasn't been.
    pub alternates: Option<Alternates>,
    /// Who may decide in the place of one of them.
    pub stand_ins: BTreeSet<StandIn>,
    /// When it opened.
    pub opened_at: Option<Timestamp>,
    /// When it runs out.
    pub deadline_at: Option<Timestamp>,
    /// Whether approving wants a reason.
    pub is_justification_required: bool,
    /// How long it may stay open.
    pub limit: Span,
    /// So long after its opening it is forwarded to the alternates; `None` for never.
    pub escalate_after: Option<Span>,
    /// When it is forwarded, known once it is open.
    pub escalates_at: Option<Timestamp>,
    /// When it was forwarded.
    pub escalated_at: Option<Timestamp>,
}

impl ApprovalStage {
    /// Who may decide in their own right: the approvers, and the alternates who joined.
    pub fn eligible(&self) -> BTreeSet<PersonId> {
        let alternates = self.alternates.iter().flat_map(|alternates| &alternates.people);
        self.approvers.people.iter().chain(alternates).copied().collect()
    }

    /// Everybody who was asked, also in somebody's place.
    pub fn asked(&self) -> BTreeSet<PersonId> {
        let mut asked = self.eligible();
        asked.extend(self.stand_ins.iter().map(|one| one.person_id));
        asked
    }
}

#[cfg(test)]
mod tests;
