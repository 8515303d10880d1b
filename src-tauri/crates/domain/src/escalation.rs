//! Escalation: the time of a stage between its opening and its limit. When approvers are reminded, when alternates join them,
//! and what a policy may say about that. Who decides and what a decision does is in `approval`.
//!
//! Sources: Microsoft Entra, "change approval and requestor settings". Two texts disagree about the earliest forwarding (one
//! day after the request, or the day after half the limit); the newer one, with one day, holds here. On which days approvers
//! are reminded the source is silent: here it is at half of the stage's time and one day before its end.

use std::collections::BTreeSet;

use crate::id::PersonId;
use crate::policy::{ApproverSet, ManagerLevel, Stage};
use crate::refusal::Refuse;
use crate::request::Requestor;
use crate::said::Said;
use crate::term::terms;
use crate::time::{DAY_MS, Span, Timestamp};

/// The shortest limit of a stage that has alternates, in days: a shorter one leaves no room for forwarding.
pub const MIN_ESCALATING_STAGE_DAYS: i64 = 4;

terms! {
    /// Which list the alternates of a stage came from when it was forwarded.
    AlternatesBy {
        /// The alternate approvers.
        Alternate => "alternate",
        /// The fallback alternates, because no alternate is eligible.
        FallbackAlternate => "fallbackAlternate",
        /// Nobody could join; those who were asked before still may decide.
        Nobody => "nobody",
    }
}

/// How a stage is forwarded when nobody decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Escalation {
    /// So long after its opening the alternates join.
    pub after: Span,
    /// Who joins.
    pub alternate_approvers: Vec<ApproverSet>,
    /// Who joins when no alternate is eligible.
    pub fallback_alternate_approvers: Vec<ApproverSet>,
}

/// Why the stages of a policy can't be so. Ordered by precedence; each names its stage, 1 for the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EscalationRefusal {
    /// The same manager in two stages.
    #[error(
        "stage {0} asks the same manager as an earlier stage; a manager decides in one stage only"
    )]
    ManagerTwice(usize),
    /// Alternates without anybody.
    #[error("stage {0} is forwarded to nobody; name an alternate, or don't forward it")]
    NoAlternate(usize),
    /// The same approver twice.
    #[error(
        "stage {stage} names the same approver twice; alternates are other people than the first approvers"
    )]
    ApproverTwice {
        /// Which stage.
        stage: usize,
        /// The list that names them again.
        list: &'static str,
    },
    /// No room for forwarding.
    #[error(
        "stage {0} is too short to be forwarded; give it {MIN_ESCALATING_STAGE_DAYS} days or more, or no alternates"
    )]
    StageTooShort(usize),
    /// Forwarded too early or too late.
    #[error(
        "stage {stage} can be forwarded after 1 to {latest_day} whole days, not on its last day; correct it"
    )]
    ForwardingDay {
        /// Which stage.
        stage: usize,
        /// The last possible day.
        latest_day: i64,
    },
    /// A second-level manager who stands in for nobody.
    #[error(
        "the second-level manager can be an alternate in stage {0} only where the manager is its first approver"
    )]
    SecondLevelWithoutFirst(usize),
    /// A second-level manager who may be missing.
    #[error("not everybody has a second-level manager; name fallback alternates in stage {0} too")]
    SecondLevelWithoutFallback(usize),
}

impl Refuse for EscalationRefusal {
    fn said(&self) -> Said {
        match self {
            Self::ManagerTwice(stage) => Said::new("manager_in_two_stages")
                .with("stage", *stage)
                .at("primaryApprovers")
                .inside("stages"),
            Self::NoAlternate(stage) => Said::new("stage_without_alternate")
                .with("stage", *stage)
                .at("alternateApprovers")
                .inside("stages"),
            Self::ApproverTwice { stage, list } => {
                Said::new("approver_twice").with("stage", *stage).at(list).inside("stages")
            }
            Self::StageTooShort(stage) => Said::new("stage_too_short_to_escalate")
                .with("least", MIN_ESCALATING_STAGE_DAYS)
                .with("stage", *stage)
                .at("limitDays")
                .inside("stages"),
            Self::ForwardingDay { stage, latest_day } => Said::new("forwarding_day_out_of_range")
                .with("latest", *latest_day)
                .with("stage", *stage)
                .at("escalateAfterDays")
                .inside("stages"),
            Self::SecondLevelWithoutFirst(stage) => Said::new("second_level_without_manager")
                .with("stage", *stage)
                .at("alternateApprovers")
                .inside("stages"),
            Self::SecondLevelWithoutFallback(stage) => Said::new("second_level_without_fallback")
                .with("stage", *stage)
                .at("fallbackAlternateApprovers")
                .inside("stages"),
        }
    }
}

/// Checks who is asked in the stages of a policy, and when they are forwarded. Their limits are checked already.
pub fn check_stages(stages: &[Stage]) -> Result<(), EscalationRefusal> {
    let mut managers = BTreeSet::new();
    for (stage, number) in stages.iter().zip(1..) {
        let asked = stage.primary_approvers.iter().filter(|set| set.is_manager());
        if asked.collect::<BTreeSet<_>>().into_iter().any(|&set| !managers.insert(set)) {
            return Err(EscalationRefusal::ManagerTwice(number));
        }
        if let Some(escalation) = &stage.escalation
            && escalation.alternate_approvers.is_empty()
        {
            return Err(EscalationRefusal::NoAlternate(number));
        }
        let alternates = stage.escalation.iter().flat_map(|it| &it.alternate_approvers);
        let primary = stage.primary_approvers.iter().map(|set| (set, "primaryApprovers"));
        let mut seen = BTreeSet::new();
        for (set, list) in primary.chain(alternates.map(|set| (set, "alternateApprovers"))) {
            if !seen.insert(set) {
                return Err(EscalationRefusal::ApproverTwice { stage: number, list });
            }
        }
        if let Some(escalation) = &stage.escalation {
            check_escalation(stage, escalation, number)?;
        }
    }
    Ok(())
}

fn check_escalation(
    stage: &Stage,
    escalation: &Escalation,
    number: usize,
) -> Result<(), EscalationRefusal> {
    if stage.limit < Span::days(MIN_ESCALATING_STAGE_DAYS) {
        return Err(EscalationRefusal::StageTooShort(number));
    }
    let latest_day = stage.limit.millis() / DAY_MS - 1;
    let is_whole_days = escalation.after.millis() % DAY_MS == 0;
    if !is_whole_days
        || escalation.after < Span::days(1)
        || escalation.after > Span::days(latest_day)
    {
        return Err(EscalationRefusal::ForwardingDay { stage: number, latest_day });
    }
    for set in &escalation.alternate_approvers {
        let first = match set {
            ApproverSet::RequestorManager(ManagerLevel::Second) => {
                ApproverSet::RequestorManager(ManagerLevel::First)
            }
            ApproverSet::TargetManager(ManagerLevel::Second) => {
                ApproverSet::TargetManager(ManagerLevel::First)
            }
            ApproverSet::RequestorManager(ManagerLevel::First)
            | ApproverSet::TargetManager(ManagerLevel::First)
            | ApproverSet::SingleUser(_)
            | ApproverSet::GroupMembers(_)
            | ApproverSet::TargetAgentIdentitySponsorsOrOwners => continue,
        };
        if !stage.primary_approvers.contains(&first) {
            return Err(EscalationRefusal::SecondLevelWithoutFirst(number));
        }
        if escalation.fallback_alternate_approvers.is_empty() {
            return Err(EscalationRefusal::SecondLevelWithoutFallback(number));
        }
    }
    Ok(())
}

/// When a stage is forwarded to its alternates. A stage that runs out first, because the access that it would extend ends,
/// is never forwarded.
pub fn escalates_at(opened_at: Timestamp, after: Span, deadline: Timestamp) -> Option<Timestamp> {
    Some(opened_at.plus(after)).filter(|&at| at < deadline)
}

/// The next reminder of an open stage later than an instant: at half of its time, and one day before its end where that is
/// later.
pub fn next_reminder(
    opened_at: Timestamp,
    deadline: Timestamp,
    later_than: Timestamp,
) -> Option<Timestamp> {
    let half = opened_at.plus(Span::from_millis(deadline.since(opened_at).millis() / 2));
    let last_day = deadline.minus(Span::days(1));
    let second = Some(last_day).filter(|&at| at > half);
    [Some(half), second]
        .into_iter()
        .flatten()
        .find(|&at| at > later_than && at > opened_at && at < deadline)
}

/// Who joins a stage when it is forwarded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alternates {
    /// Who.
    pub people: BTreeSet<PersonId>,
    /// Which list they came from.
    pub by: AlternatesBy,
}

/// Finds who joins a stage. The requestor never does, and who is asked already doesn't join again.
///
/// The lists hold active people only; groups and managers are already resolved.
pub fn joining(
    requestor: Requestor,
    asked_already: &BTreeSet<PersonId>,
    alternates: &BTreeSet<PersonId>,
    fallback_alternates: &BTreeSet<PersonId>,
) -> Alternates {
    let lists = [
        (alternates, AlternatesBy::Alternate),
        (fallback_alternates, AlternatesBy::FallbackAlternate),
    ];
    for (list, by) in lists {
        let people: BTreeSet<_> = list
            .iter()
            .copied()
            .filter(|person| Requestor::Person(*person) != requestor)
            .filter(|person| !asked_already.contains(person))
            .collect();
        if !people.is_empty() {
            return Alternates { people, by };
        }
    }
    Alternates { people: BTreeSet::new(), by: AlternatesBy::Nobody }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::person::tests::person_id;
    use crate::policy::tests::one_stage;

    const OPENED: Timestamp = Timestamp::from_millis(0);

    fn alternate(after: Span) -> Escalation {
        Escalation {
            after,
            alternate_approvers: vec![ApproverSet::SingleUser(person_id(60))],
            fallback_alternate_approvers: vec![],
        }
    }

    fn escalating(limit: i64, after: Span) -> [Stage; 1] {
        let escalation = Some(alternate(after));
        [Stage { limit: Span::days(limit), escalation, ..one_stage() }]
    }

    #[test]
    fn a_stage_with_alternates_lasts_four_days_or_more() {
        assert_eq!(
            check_stages(&escalating(3, Span::days(1))),
            Err(EscalationRefusal::StageTooShort(1))
        );
        assert_eq!(check_stages(&escalating(4, Span::days(1))), Ok(()));
    }

    #[test]
    fn a_stage_is_forwarded_one_day_after_its_opening_at_the_earliest_and_never_on_its_last_day() {
        for (after, is_possible) in [
            (Span::ZERO, false),
            (Span::hours(36), false),
            (Span::days(1), true),
            (Span::days(13), true),
            (Span::days(14), false),
        ] {
            let checked = check_stages(&escalating(14, after));
            let refusal = EscalationRefusal::ForwardingDay { stage: 1, latest_day: 13 };
            assert_eq!(checked, if is_possible { Ok(()) } else { Err(refusal) }, "{after}");
        }
    }

    #[test]
    fn alternates_are_other_people_than_the_first_approvers() {
        let twice = |list| EscalationRefusal::ApproverTwice { stage: 1, list };
        let mut stage = escalating(14, Span::days(2));
        stage[0].primary_approvers = vec![ApproverSet::SingleUser(person_id(60))];
        assert_eq!(check_stages(&stage), Err(twice("alternateApprovers")));
        stage[0].primary_approvers = vec![ApproverSet::SingleUser(person_id(7)); 2];
        assert_eq!(check_stages(&stage), Err(twice("primaryApprovers")));
        let nobody = Escalation { alternate_approvers: vec![], ..alternate(Span::days(2)) };
        let stage = Stage { escalation: Some(nobody), ..one_stage() };
        assert_eq!(check_stages(&[stage]), Err(EscalationRefusal::NoAlternate(1)));
    }

    #[test]
    fn a_manager_decides_in_one_stage_only() {
        let asking = |sets: Vec<ApproverSet>| Stage { primary_approvers: sets, ..one_stage() };
        let first = ApproverSet::RequestorManager(ManagerLevel::First);
        let second = ApproverSet::RequestorManager(ManagerLevel::Second);
        let twice = [asking(vec![first]), one_stage(), asking(vec![first])];
        assert_eq!(check_stages(&twice), Err(EscalationRefusal::ManagerTwice(3)));
        assert_eq!(check_stages(&[asking(vec![first]), asking(vec![second])]), Ok(()));
    }

    #[test]
    fn a_second_level_manager_is_alternate_of_the_manager_and_needs_a_fallback() {
        let second = vec![ApproverSet::RequestorManager(ManagerLevel::Second)];
        let escalation = Escalation { alternate_approvers: second, ..alternate(Span::days(2)) };
        let stage = Stage { escalation: Some(escalation.clone()), ..one_stage() };
        assert_eq!(check_stages(&[stage]), Err(EscalationRefusal::SecondLevelWithoutFirst(1)));
        let manager = vec![ApproverSet::RequestorManager(ManagerLevel::First)];
        let with = |escalation| Stage {
            primary_approvers: manager.clone(),
            escalation: Some(escalation),
            ..one_stage()
        };
        assert_eq!(
            check_stages(&[with(escalation.clone())]),
            Err(EscalationRefusal::SecondLevelWithoutFallback(1))
        );
        let fallback = vec![ApproverSet::SingleUser(person_id(61))];
        let safe = Escalation { fallback_alternate_approvers: fallback, ..escalation };
        assert_eq!(check_stages(&[with(safe)]), Ok(()));
    }

    #[test]
    fn a_stage_that_runs_out_first_is_never_forwarded() {
        let after = Span::days(2);
        let at = OPENED.plus(after);
        let until = |deadline: Timestamp| escalates_at(OPENED, after, deadline);
        assert_eq!(until(at.plus(Span::from_millis(1))), Some(at));
        assert_eq!(until(at), None);
        assert_eq!(until(at.minus(Span::from_millis(1))), None);
    }

    #[test]
    fn approvers_are_reminded_at_half_the_time_and_one_day_before_its_end() {
        let reminders = |days: i64| {
            let deadline = OPENED.plus(Span::days(days));
            let mut found = Vec::new();
            while let Some(at) =
                next_reminder(OPENED, deadline, found.last().copied().unwrap_or(OPENED))
            {
                found.push(at);
            }
            found.iter().map(|at| at.since(OPENED)).collect::<Vec<_>>()
        };
        assert_eq!(reminders(14), vec![Span::days(7), Span::days(13)]);
        assert_eq!(reminders(2), vec![Span::days(1)], "half and the day before are one reminder");
        assert_eq!(reminders(1), vec![Span::hours(12)]);
        assert_eq!(reminders(0), vec![], "there is no time left to remind in");
    }

    #[test]
    fn alternates_give_way_to_their_fallback_and_the_requestor_never_joins() {
        let people = |ids: &[u128]| ids.iter().map(|&n| person_id(n)).collect::<BTreeSet<_>>();
        let requestor = Requestor::Person(person_id(1));
        let found = |alternates: &[u128], fallback: &[u128]| {
            let joined = joining(requestor, &people(&[2]), &people(alternates), &people(fallback));
            (joined.people, joined.by)
        };
        assert_eq!(found(&[1, 2, 3], &[4]), (people(&[3]), AlternatesBy::Alternate));
        assert_eq!(found(&[1, 2], &[1, 4]), (people(&[4]), AlternatesBy::FallbackAlternate));
        assert_eq!(found(&[], &[1, 2]), (people(&[]), AlternatesBy::Nobody));
    }
}
