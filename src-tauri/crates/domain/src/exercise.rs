//! The trainer's exercises and how they are marked: what must be true for a planted fault to count as mended. How a fault
//! is planted, and in which words it is told, is decided elsewhere.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::id::PersonId;
use crate::policy::PolicyScope;
use crate::sponsorship::{ChainLink, Inheritance};
use crate::term::terms;
use crate::time::Timestamp;

terms! {
    /// A fault that is planted in the training company, to be found and mended.
    Exercise {
        /// A sponsor leaves soon and has no manager who would inherit.
        OrphanInWaiting => "orphanInWaiting",
        /// A package that every service principal gets without anybody's approval.
        OpenDoor => "openDoor",
        /// A manager who reports to one of their own people, so that nobody above inherits.
        UpsideDownLine => "upsideDownLine",
        /// An agent that holds two packages which nobody may hold together.
        PairHeld => "pairHeld",
        /// An agent whose only sponsor is the only approver of what it needs.
        SoleApprover => "soleApprover",
        /// An extension on which nobody decides before the access ends.
        LateExtension => "lateExtension",
    }

    /// What must be true for an exercise to be solved.
    Requirement {
        /// The sponsor still leaves on the day.
        LeaverStillLeaves => "leaverStillLeaves",
        /// The sponsor's agents go on working.
        AgentsGoOn => "agentsGoOn",
        /// Somebody chosen answers for each of the agents afterwards, not the custodian.
        SomebodyChosenAnswers => "somebodyChosenAnswers",
        /// Nobody gets the package by request without approval.
        NoDoorWithoutApproval => "noDoorWithoutApproval",
        /// Agents can still ask for the package.
        WayInIsKept => "wayInIsKept",
        /// The head doesn't report to their own people.
        HeadReportsUpwards => "headReportsUpwards",
        /// From everybody the line of managers reaches the top.
        LineReachesTheTop => "lineReachesTheTop",
        /// The rule that keeps the two packages apart stands.
        RuleStands => "ruleStands",
        /// The agent no longer holds both.
        PairIsParted => "pairIsParted",
        /// The agent still does its work.
        WorkGoesOn => "workGoesOn",
        /// Getting the package still takes approval.
        ApprovalIsKept => "approvalIsKept",
        /// Somebody may ask for the agent whom somebody else, named by the policy, may answer.
        SomebodyElseDecides => "somebodyElseDecides",
        /// The access has not been interrupted.
        AccessGoesOn => "accessGoesOn",
        /// The access ends later than at first.
        EndIsLater => "endIsLater",
        /// The extension that was asked for was agreed to.
        ExtensionWasAgreed => "extensionWasAgreed",
    }
}

/// One agent of the sponsor who leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeaversAgent {
    /// Whether it is switched on.
    pub is_active: bool,
    /// Its active sponsors, groups by their members.
    pub sponsors: BTreeSet<PersonId>,
}

/// A policy as whoever wants the package meets it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OfferedPolicy {
    /// Who may ask.
    pub scope: PolicyScope,
    /// Whether it takes requests.
    pub is_enabled: bool,
    /// How many approval stages there are.
    pub stages: usize,
}

impl OfferedPolicy {
    fn takes_requests(self) -> bool {
        self.is_enabled && self.scope != PolicyScope::NotSpecified
    }
}

/// Somebody who may ask for an agent, and whom each stage of the policy would ask then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asker {
    /// Who asks.
    pub person: PersonId,
    /// Whom the policy names for each stage, active ones only, fallback approvers among them.
    pub deciders: Vec<BTreeSet<PersonId>>,
}

/// What is the case in the workspace, as far as an exercise asks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Facts {
    /// Of [`Exercise::OrphanInWaiting`].
    OrphanInWaiting {
        /// Who leaves.
        leaver: PersonId,
        /// When they leave, as it is recorded now.
        leaves_at: Option<Timestamp>,
        /// When they left at the latest, as it was planted.
        planted_leave: Timestamp,
        /// How the heir of the leaver would be found now; nothing when there is none.
        heir: Option<Inheritance>,
        /// Who inherits when nobody else does.
        custodian: PersonId,
        /// Whoever else is known to be gone by the day on which the leaver leaves.
        gone_by_then: BTreeSet<PersonId>,
        /// The agents for which the leaver answered alone.
        agents: Vec<LeaversAgent>,
    },
    /// Of [`Exercise::OpenDoor`]: the policies of the package; none when it is gone.
    OpenDoor(Vec<OfferedPolicy>),
    /// Of [`Exercise::UpsideDownLine`].
    UpsideDownLine {
        /// Everybody's manager.
        links: BTreeMap<PersonId, ChainLink>,
        /// The head of the department.
        head: PersonId,
        /// The one of their people to whom the head was made to report.
        report: PersonId,
        /// Who stands above everybody.
        top: PersonId,
    },
    /// Of [`Exercise::PairHeld`].
    PairHeld {
        /// Whether the rule still stands.
        rule_stands: bool,
        /// Whether the agent is switched on and holds what it needs for its work.
        holds_its_work: bool,
        /// Whether it holds the other package.
        holds_the_other: bool,
    },
    /// Of [`Exercise::SoleApprover`].
    SoleApprover {
        /// The policies of the package.
        policies: Vec<OfferedPolicy>,
        /// Each active sponsor of the agent, once for each policy by which agents may ask.
        askers: Vec<Asker>,
    },
    /// Of [`Exercise::LateExtension`].
    LateExtension {
        /// Whether the assignment that was planted gives access now.
        is_in_force: bool,
        /// When it ends as it stands; nothing for never.
        ends_at: Option<Timestamp>,
        /// When it ended as planted.
        planted_end: Timestamp,
        /// Whether an extension of it was delivered.
        was_extended: bool,
    },
}

/// Marks an exercise: what it requires, in order, and whether it is so. It is solved when all of it is.
pub fn mark(facts: &Facts) -> Vec<(Requirement, bool)> {
    match facts {
        Facts::OrphanInWaiting {
            leaver,
            leaves_at,
            planted_leave,
            heir,
            custodian,
            gone_by_then,
            agents,
        } => {
            let stays = |person: &PersonId| {
                person != leaver && person != custodian && !gone_by_then.contains(person)
            };
            let will_inherit =
                matches!(heir, Some(Inheritance::Manager | Inheritance::HigherManager));
            let is_answered_for = |agent: &LeaversAgent| {
                agent.sponsors.iter().any(stays)
                    || (agent.sponsors.contains(leaver) && will_inherit)
            };
            vec![
                (
                    Requirement::LeaverStillLeaves,
                    leaves_at.is_some_and(|leaves| leaves <= *planted_leave),
                ),
                (Requirement::AgentsGoOn, agents.iter().all(|agent| agent.is_active)),
                (
                    Requirement::SomebodyChosenAnswers,
                    !agents.is_empty() && agents.iter().all(is_answered_for),
                ),
            ]
        }
        Facts::OpenDoor(policies) => vec![
            (Requirement::NoDoorWithoutApproval, !is_open_to_anybody(policies)),
            (Requirement::WayInIsKept, is_open_with_approval(policies)),
        ],
        Facts::UpsideDownLine { links, head, report, top } => {
            let reaches = |from, to| line_reaches(links, from, to);
            vec![
                (Requirement::HeadReportsUpwards, !reaches(*head, *report)),
                (
                    Requirement::LineReachesTheTop,
                    reaches(*head, *top) && reaches(*report, *top) && reaches(*report, *head),
                ),
            ]
        }
        Facts::PairHeld { rule_stands, holds_its_work, holds_the_other } => vec![
            (Requirement::RuleStands, *rule_stands),
            (Requirement::PairIsParted, !(*holds_its_work && *holds_the_other)),
            (Requirement::WorkGoesOn, *holds_its_work),
        ],
        Facts::SoleApprover { policies, askers } => vec![
            (
                Requirement::ApprovalIsKept,
                is_open_with_approval(policies) && !is_open_to_anybody(policies),
            ),
            (Requirement::SomebodyElseDecides, askers.iter().any(is_answered_by_another)),
        ],
        Facts::LateExtension { is_in_force, ends_at, planted_end, was_extended } => vec![
            (Requirement::AccessGoesOn, *is_in_force),
            (Requirement::ExtensionWasAgreed, *was_extended),
            (Requirement::EndIsLater, ends_at.is_none_or(|end| end > *planted_end)),
        ],
    }
}

fn is_open_to_anybody(policies: &[OfferedPolicy]) -> bool {
    policies.iter().any(|policy| policy.takes_requests() && policy.stages == 0)
}

fn is_open_with_approval(policies: &[OfferedPolicy]) -> bool {
    policies.iter().any(|policy| policy.takes_requests() && policy.stages > 0)
}

/// Nobody decides on their own request, so in each stage somebody else has to be named.
fn is_answered_by_another(asker: &Asker) -> bool {
    let has_another =
        |deciders: &BTreeSet<PersonId>| deciders.iter().any(|&decider| decider != asker.person);
    !asker.deciders.is_empty() && asker.deciders.iter().all(has_another)
}

/// Whether the line of managers above a person comes to another one.
fn line_reaches(links: &BTreeMap<PersonId, ChainLink>, from: PersonId, to: PersonId) -> bool {
    let mut seen = HashSet::new();
    let mut at = from;
    while seen.insert(at) {
        let Some(manager) = links.get(&at).and_then(|link| link.manager_id) else { return false };
        if manager == to {
            return true;
        }
        at = manager;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Id;
    use uuid::Uuid;

    fn person(number: u128) -> PersonId {
        PersonId::from_uuid(Uuid::from_u128(number))
    }

    fn day(number: i64) -> Timestamp {
        Timestamp::from_millis(number * 86_400_000)
    }

    fn orphan(sponsors: &[u128], heir: Option<Inheritance>, leaves: Option<i64>) -> Facts {
        Facts::OrphanInWaiting {
            leaver: person(1),
            leaves_at: leaves.map(day),
            planted_leave: day(5),
            heir,
            custodian: person(9),
            gone_by_then: BTreeSet::from([person(8)]),
            agents: vec![LeaversAgent {
                is_active: true,
                sponsors: sponsors.iter().copied().map(person).collect(),
            }],
        }
    }

    fn is_solved(facts: &Facts) -> bool {
        mark(facts).iter().all(|(_, is_met)| *is_met)
    }

    #[test]
    fn an_orphan_in_waiting_is_helped_by_a_sponsor_who_stays_or_by_a_manager() {
        let custodian = Some(Inheritance::Custodian);
        assert!(!is_solved(&orphan(&[1], custodian, Some(5))), "the custodian is the last resort");
        assert!(is_solved(&orphan(&[1, 2], custodian, Some(5))));
        assert!(is_solved(&orphan(&[1], Some(Inheritance::Manager), Some(5))));
    }

    #[test]
    fn an_orphan_is_not_helped_by_who_goes_too_nor_by_putting_the_day_off() {
        let custodian = Some(Inheritance::Custodian);
        assert!(!is_solved(&orphan(&[1, 8], custodian, Some(5))), "they leave as well");
        assert!(!is_solved(&orphan(&[9], custodian, Some(5))), "the custodian inherited");
        assert!(!is_solved(&orphan(&[1, 2], custodian, None)), "the leaving was taken back");
        assert!(!is_solved(&orphan(&[1, 2], custodian, Some(6))), "the leaving was put off");
    }

    #[test]
    fn a_door_is_closed_without_walling_it_up() {
        let policy = |scope, is_enabled, stages| OfferedPolicy { scope, is_enabled, stages };
        let kept = policy(PolicyScope::AllDirectoryAgentIdentities, true, 2);
        let open = policy(PolicyScope::AllDirectoryServicePrincipals, true, 0);
        let off = policy(PolicyScope::AllDirectoryServicePrincipals, false, 0);
        assert!(!is_solved(&Facts::OpenDoor(vec![kept, open])));
        assert!(is_solved(&Facts::OpenDoor(vec![kept, off])));
        assert!(is_solved(&Facts::OpenDoor(vec![kept])));
        assert!(!is_solved(&Facts::OpenDoor(vec![off])), "nobody gets in any more");
        assert!(!is_solved(&Facts::OpenDoor(vec![])), "the package is gone");
    }

    #[test]
    fn a_line_is_mended_when_all_of_it_leads_to_the_top_by_way_of_the_head() {
        let line = |managers: &[(u128, Option<u128>)]| Facts::UpsideDownLine {
            links: managers
                .iter()
                .map(|&(of, manager)| {
                    let link = ChainLink { manager_id: manager.map(person), is_active: true };
                    (person(of), link)
                })
                .collect(),
            head: person(2),
            report: person(3),
            top: person(1),
        };
        assert!(!is_solved(&line(&[(1, None), (2, Some(3)), (3, None)])));
        assert!(!is_solved(&line(&[(1, None), (2, Some(3)), (3, Some(1))])), "still beneath");
        assert!(!is_solved(&line(&[(1, None), (2, Some(3)), (3, Some(2))])), "round in a circle");
        assert!(is_solved(&line(&[(1, None), (2, Some(1)), (3, Some(2))])));
    }

    #[test]
    fn a_pair_is_parted_by_taking_the_right_one() {
        let pair = |rule_stands, holds_its_work, holds_the_other| Facts::PairHeld {
            rule_stands,
            holds_its_work,
            holds_the_other,
        };
        assert!(!is_solved(&pair(true, true, true)));
        assert!(is_solved(&pair(true, true, false)));
        assert!(!is_solved(&pair(true, false, true)), "the agent can't work any more");
        assert!(!is_solved(&pair(false, true, true)), "the rule is gone, not the pair");
    }

    #[test]
    fn whoever_asks_needs_somebody_else_in_each_stage() {
        let stage = |deciders: &[u128]| deciders.iter().copied().map(person).collect();
        let facts = |stages: Vec<BTreeSet<PersonId>>| Facts::SoleApprover {
            policies: vec![OfferedPolicy {
                scope: PolicyScope::AllDirectoryAgentIdentities,
                is_enabled: true,
                stages: stages.len(),
            }],
            askers: vec![Asker { person: person(1), deciders: stages }],
        };
        assert!(!is_solved(&facts(vec![stage(&[1])])));
        assert!(is_solved(&facts(vec![stage(&[1, 2])])));
        assert!(
            !is_solved(&facts(vec![stage(&[2]), stage(&[1])])),
            "the second stage stands still"
        );
        assert!(!is_solved(&facts(vec![])), "without approval nobody decides at all");
    }

    #[test]
    fn an_extension_counts_when_it_was_agreed_to_before_the_end() {
        let late = |is_in_force, end, was_extended| Facts::LateExtension {
            is_in_force,
            ends_at: Some(day(end)),
            planted_end: day(30),
            was_extended,
        };
        assert!(!is_solved(&late(true, 30, false)));
        assert!(is_solved(&late(true, 60, true)));
        assert!(!is_solved(&late(false, 30, false)), "the access has ended");
        assert!(!is_solved(&late(true, 60, false)), "the end was moved past the approver");
    }
}
