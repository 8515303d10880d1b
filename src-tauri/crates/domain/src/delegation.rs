//! Delegation: an approver who is away lets somebody else decide what is asked of them meanwhile.
//!
//! One hop only: a delegate stands in for whoever appointed them, and nobody stands in for a delegate as such. Source:
//! Microsoft Entra, "delegate approvals in My Access". Whether a delegate keeps what reached them once the delegation is over
//! isn't said there: here they don't, so that ending a delegation ends what it gave.

use std::collections::BTreeSet;

use crate::id::{DelegationId, PersonId};
use crate::refusal::Refuse;
use crate::request::Requestor;
use crate::said::Said;
use crate::term::terms;
use crate::time::Timestamp;

terms! {
    /// Where a delegation stands.
    DelegationState {
        /// Begins later.
        Scheduled => "scheduled",
        /// In force: what is asked of the approver is asked of the delegate too.
        Active => "active",
        /// Over.
        Ended => "ended",
    }
}

/// A delegation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delegation {
    /// Key.
    pub id: DelegationId,
    /// Who is away.
    pub approver_id: PersonId,
    /// Who decides meanwhile.
    pub delegate_id: PersonId,
    /// The first instant of it.
    pub starts_at: Timestamp,
    /// The first instant without it; `None` until somebody ends it.
    pub ends_at: Option<Timestamp>,
    /// When it was ended early.
    pub ended_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
}

impl Delegation {
    /// The first instant without it, as far as is known.
    pub fn end(&self) -> Option<Timestamp> {
        match (self.ended_at, self.ends_at) {
            (Some(ended), Some(ends)) => Some(ended.min(ends)),
            (ended, ends) => ended.or(ends),
        }
    }

    /// Where it stands at an instant.
    pub fn state_at(&self, at: Timestamp) -> DelegationState {
        if self.end().is_some_and(|end| at >= end) {
            DelegationState::Ended
        } else if at < self.starts_at {
            DelegationState::Scheduled
        } else {
            DelegationState::Active
        }
    }

    /// Whether a time shares an instant with it.
    fn overlaps(&self, starts_at: Timestamp, ends_at: Option<Timestamp>) -> bool {
        let was_never_in_force = self.end().is_some_and(|end| end <= self.starts_at);
        !was_never_in_force
            && ends_at.is_none_or(|end| self.starts_at < end)
            && self.end().is_none_or(|end| starts_at < end)
    }
}

/// What somebody asks for: whom, from when, until when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DelegationAsk {
    /// Who is to decide.
    pub delegate_id: PersonId,
    /// From when.
    pub starts_at: Timestamp,
    /// Until when; `None` until somebody ends it.
    pub ends_at: Option<Timestamp>,
}

/// What appointing a delegate knows.
#[derive(Debug)]
pub struct DelegationFacts<'a> {
    /// The present instant.
    pub now: Timestamp,
    /// Who is away.
    pub approver_id: PersonId,
    /// Whether the delegate can be held responsible.
    pub is_delegate_active: bool,
    /// All other delegations of the approver.
    pub others: &'a [Delegation],
}

/// Why a delegation isn't made, edited or ended. Ordered by precedence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DelegationRefusal {
    /// It is over.
    #[error("this delegation was over on {}; make a new one", .0.in_words())]
    Over(Timestamp),
    /// It is in force, so only its end can move.
    #[error(
        "this delegation is already in force, so only its end can change; end it and make a new one"
    )]
    InForce,
    /// Themselves.
    #[error("you can't stand in for yourself; choose somebody else")]
    Oneself,
    /// Has left.
    #[error("the delegate has left or is leaving before that; choose somebody who is there")]
    DelegateGone,
    /// It would begin behind us.
    #[error("a delegation begins now or later, because what was asked before stays as it is")]
    StartInThePast,
    /// It would end before it begins.
    #[error("the delegation would end before it begins; choose a later end")]
    EndBeforeStart,
    /// Another one has part of that time.
    #[error("from {} on you have another delegate for part of that time; end or edit that one", .0.in_words())]
    Overlap(Timestamp),
}

impl Refuse for DelegationRefusal {
    fn said(&self) -> Said {
        match self {
            Self::Over(at) => Said::new("delegation_over").of("made").with("ended", *at),
            Self::InForce => Said::new("delegation_in_force"),
            Self::Oneself => Said::new("delegate_oneself").at("delegateId"),
            Self::DelegateGone => Said::new("delegate_gone").at("delegateId"),
            Self::StartInThePast => Said::new("start_in_the_past").of("delegation").at("startAt"),
            Self::EndBeforeStart => Said::new("end_before_start").of("delegation").at("endAt"),
            Self::Overlap(at) => Said::new("delegation_overlap").with("from", *at).at("startAt"),
        }
    }
}

/// Decides whether a delegate may be appointed.
pub fn appoint(facts: &DelegationFacts<'_>, ask: &DelegationAsk) -> Result<(), DelegationRefusal> {
    check_delegate(facts, ask)?;
    if ask.starts_at < facts.now {
        return Err(DelegationRefusal::StartInThePast);
    }
    check_time(facts, ask)
}

fn check_delegate(
    facts: &DelegationFacts<'_>,
    ask: &DelegationAsk,
) -> Result<(), DelegationRefusal> {
    if ask.delegate_id == facts.approver_id {
        return Err(DelegationRefusal::Oneself);
    }
    if !facts.is_delegate_active {
        return Err(DelegationRefusal::DelegateGone);
    }
    Ok(())
}

fn check_time(facts: &DelegationFacts<'_>, ask: &DelegationAsk) -> Result<(), DelegationRefusal> {
    if ask.ends_at.is_some_and(|end| end <= ask.starts_at || end <= facts.now) {
        return Err(DelegationRefusal::EndBeforeStart);
    }
    match facts.others.iter().find(|other| other.overlaps(ask.starts_at, ask.ends_at)) {
        Some(other) => Err(DelegationRefusal::Overlap(other.starts_at)),
        None => Ok(()),
    }
}

/// Decides whether a delegation may be changed. One that has begun keeps its delegate and its start, because decisions may
/// rest on them; its end may move.
pub fn edit(
    facts: &DelegationFacts<'_>,
    delegation: &Delegation,
    ask: &DelegationAsk,
) -> Result<(), DelegationRefusal> {
    end(delegation, facts.now)?;
    if delegation.state_at(facts.now) == DelegationState::Active {
        if ask.delegate_id != delegation.delegate_id || ask.starts_at != delegation.starts_at {
            return Err(DelegationRefusal::InForce);
        }
        return check_time(facts, ask);
    }
    appoint(facts, ask)
}

/// Decides whether a delegation may be ended now.
pub fn end(delegation: &Delegation, now: Timestamp) -> Result<(), DelegationRefusal> {
    match delegation.end() {
        Some(end) if now >= end => Err(DelegationRefusal::Over(end)),
        _ => Ok(()),
    }
}

/// Somebody who may decide a stage in an approver's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct StandIn {
    /// Who.
    pub person_id: PersonId,
    /// In whose place.
    pub approver_id: PersonId,
    /// By which delegation.
    pub delegation_id: DelegationId,
}

/// Who stands in for the approvers whom a stage asks at an instant. Never the requestor, and nobody who is asked anyway.
///
/// `delegations` are those of these approvers, with delegates who can be held responsible.
pub fn stand_ins(
    requestor: Requestor,
    asked: &BTreeSet<PersonId>,
    delegations: &[Delegation],
    at: Timestamp,
) -> BTreeSet<StandIn> {
    delegations
        .iter()
        .filter(|delegation| delegation.state_at(at) == DelegationState::Active)
        .filter(|delegation| asked.contains(&delegation.approver_id))
        .filter(|delegation| !asked.contains(&delegation.delegate_id))
        .filter(|delegation| Requestor::Person(delegation.delegate_id) != requestor)
        .map(|delegation| StandIn {
            person_id: delegation.delegate_id,
            approver_id: delegation.approver_id,
            delegation_id: delegation.id,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Id;
    use crate::person::tests::person_id;
    use uuid::Uuid;

    const fn at(millis: i64) -> Timestamp {
        Timestamp::from_millis(millis)
    }

    fn delegation(approver: u128, delegate: u128, from: i64, until: Option<i64>) -> Delegation {
        Delegation {
            id: DelegationId::from_uuid(Uuid::from_u128(approver * 100 + delegate)),
            approver_id: person_id(approver),
            delegate_id: person_id(delegate),
            starts_at: at(from),
            ends_at: until.map(at),
            ended_at: None,
            created_at: at(0),
        }
    }

    fn facts(others: &[Delegation]) -> DelegationFacts<'_> {
        DelegationFacts {
            now: at(1_000),
            approver_id: person_id(1),
            is_delegate_active: true,
            others,
        }
    }

    fn ask(from: i64, until: Option<i64>) -> DelegationAsk {
        DelegationAsk { delegate_id: person_id(2), starts_at: at(from), ends_at: until.map(at) }
    }

    #[test]
    fn a_delegation_holds_from_its_start_to_the_millisecond_before_its_end() {
        let found = delegation(1, 2, 1_000, Some(2_000));
        let states = [999, 1_000, 1_999, 2_000].map(|millis| found.state_at(at(millis)));
        use DelegationState::{Active, Ended, Scheduled};
        assert_eq!(states, [Scheduled, Active, Active, Ended]);
        let ended = Delegation { ended_at: Some(at(1_500)), ..found };
        assert_eq!(ended.state_at(at(1_499)), Active);
        assert_eq!(ended.state_at(at(1_500)), Ended);
    }

    #[test]
    fn anyone_who_is_there_may_be_chosen_but_oneself() {
        let own = DelegationAsk { delegate_id: person_id(1), ..ask(1_000, None) };
        assert_eq!(appoint(&facts(&[]), &own), Err(DelegationRefusal::Oneself));
        let gone = DelegationFacts { is_delegate_active: false, ..facts(&[]) };
        assert_eq!(appoint(&gone, &ask(1_000, None)), Err(DelegationRefusal::DelegateGone));
        assert_eq!(appoint(&facts(&[]), &ask(1_000, None)), Ok(()), "it may be open-ended");
    }

    #[test]
    fn a_delegation_begins_now_or_later_and_ends_after_that() {
        let appointed = |from, until| appoint(&facts(&[]), &ask(from, until));
        assert_eq!(appointed(999, None), Err(DelegationRefusal::StartInThePast));
        assert_eq!(appointed(1_000, Some(1_001)), Ok(()));
        assert_eq!(appointed(1_000, Some(1_000)), Err(DelegationRefusal::EndBeforeStart));
    }

    #[test]
    fn an_approver_has_one_delegate_at_a_time() {
        let other = [delegation(1, 3, 2_000, Some(3_000))];
        let appointed = |from, until| appoint(&facts(&other), &ask(from, until));
        assert_eq!(appointed(1_000, Some(2_000)), Ok(()));
        assert_eq!(appointed(1_000, Some(2_001)), Err(DelegationRefusal::Overlap(at(2_000))));
        assert_eq!(appointed(2_999, None), Err(DelegationRefusal::Overlap(at(2_000))));
        assert_eq!(appointed(3_000, None), Ok(()));
        let taken_back = [Delegation { ended_at: Some(at(1_000)), ..other[0].clone() }];
        assert_eq!(appoint(&facts(&taken_back), &ask(1_000, None)), Ok(()));
    }

    #[test]
    fn one_that_has_begun_keeps_its_delegate_and_start_and_one_that_is_over_stays_over() {
        let running = delegation(1, 2, 500, Some(2_000));
        let edited = |ask: &DelegationAsk| edit(&facts(&[]), &running, ask);
        assert_eq!(edited(&ask(500, None)), Ok(()));
        assert_eq!(edited(&ask(500, Some(1_000))), Err(DelegationRefusal::EndBeforeStart));
        assert_eq!(edited(&ask(1_500, None)), Err(DelegationRefusal::InForce));
        let other = DelegationAsk { delegate_id: person_id(3), ..ask(500, None) };
        assert_eq!(edited(&other), Err(DelegationRefusal::InForce));
        let over = delegation(1, 2, 500, Some(1_000));
        assert_eq!(end(&over, at(999)), Ok(()));
        assert_eq!(end(&over, at(1_000)), Err(DelegationRefusal::Over(at(1_000))));
        assert_eq!(
            edit(&facts(&[]), &over, &ask(500, None)),
            Err(DelegationRefusal::Over(at(1_000)))
        );
        let ahead = delegation(1, 2, 1_500, None);
        assert_eq!(
            edit(&facts(&[]), &ahead, &DelegationAsk { starts_at: at(1_200), ..other }),
            Ok(())
        );
    }

    #[test]
    fn a_delegate_stands_in_by_one_hop_and_never_on_their_own_request() {
        let asked = BTreeSet::from([person_id(1), person_id(9)]);
        let all = [
            delegation(1, 2, 0, None),
            delegation(2, 3, 0, None),
            delegation(9, 1, 0, None),
            delegation(7, 8, 0, None),
        ];
        let found = |requestor: u128| -> Vec<PersonId> {
            let requestor = Requestor::Person(person_id(requestor));
            stand_ins(requestor, &asked, &all, at(10)).iter().map(|one| one.person_id).collect()
        };
        assert_eq!(found(5), vec![person_id(2)], "the delegate's own delegate isn't asked");
        assert_eq!(found(2), vec![], "the requestor doesn't stand in for an approver");
        assert_eq!(found(7), vec![person_id(2)], "nobody stands in for the requestor");
    }
}
