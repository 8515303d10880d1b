//! Sponsors and owners, and who inherits a sponsorship when a sponsor leaves.

use std::collections::HashSet;

use crate::id::{GroupId, PersonId};
use crate::said::Said;
use crate::term::terms;

/// The most sponsors that an agent identity may have (Graph: agentIdentity, add sponsors).
pub const MAX_SPONSORS: usize = 100;
/// The most groups among them.
pub const MAX_SPONSOR_GROUPS: usize = 5;

/// A sponsor: a person, or a group whose direct members are responsible together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sponsor {
    /// One human.
    Person(PersonId),
    /// A group of humans.
    Group(GroupId),
}

terms! {
    /// How the person who inherits a sponsorship was found.
    Inheritance {
        /// The leaver's own manager.
        Manager => "manager",
        /// A manager further up, because those between are inactive or missing.
        HigherManager => "higherManager",
        /// The workspace's custodian, because the chain of managers has no active person.
        Custodian => "custodian",
    }
}

/// Who inherits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heir {
    /// The person who takes over.
    pub person_id: PersonId,
    /// How they were found.
    pub by: Inheritance,
    /// The managers that were passed over because they are no longer active, from the nearest up.
    pub passed_over: Vec<PersonId>,
}

/// What a succession knows of one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChainLink {
    /// Who manages them.
    pub manager_id: Option<PersonId>,
    /// Whether they can take responsibility at the instant of the succession.
    pub is_active: bool,
}

/// Finds the heir of a leaver's sponsorships: the nearest active manager, else the custodian, else nobody.
///
/// The leaver never inherits from themselves, however the chain runs; a circle ends the search. When this answers
/// `None`, the agents that would be left without an active sponsor are disabled in the same transaction.
pub fn heir(
    leaver: PersonId,
    custodian: Option<PersonId>,
    link_of: impl Fn(PersonId) -> Option<ChainLink>,
) -> Option<Heir> {
    let mut passed_over = Vec::new();
    let mut seen = HashSet::from([leaver]);
    let mut at = link_of(leaver).and_then(|link| link.manager_id);
    while let Some(manager) = at {
        if !seen.insert(manager) {
            break;
        }
        let Some(link) = link_of(manager) else { break };
        if link.is_active {
            let by = if passed_over.is_empty() {
                Inheritance::Manager
            } else {
                Inheritance::HigherManager
            };
            return Some(Heir { person_id: manager, by, passed_over });
        }
        passed_over.push(manager);
        at = link.manager_id;
    }
    let custodian = custodian?;
    let is_free = custodian != leaver && link_of(custodian).is_some_and(|link| link.is_active);
    is_free.then_some(Heir { person_id: custodian, by: Inheritance::Custodian, passed_over })
}

/// Why sponsors can't be set so. Ordered by precedence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SponsorRefusal {
    /// Nobody responsible would be left.
    #[error(
        "an agent or blueprint needs at least one active human sponsor; name a person, or a group with an active member"
    )]
    NobodyResponsible,
    /// Too many.
    #[error("an agent has at most {MAX_SPONSORS} sponsors; name fewer")]
    TooMany,
    /// Too many groups.
    #[error("at most {MAX_SPONSOR_GROUPS} groups may sponsor an agent; name fewer groups")]
    TooManyGroups,
    /// A group that can't be responsible.
    #[error(
        "only Microsoft 365 and dynamic groups to which no directory roles can be assigned may sponsor; choose another group"
    )]
    UnfitGroup,
    /// Somebody who has left.
    #[error(
        "somebody who isn't active can't become a sponsor, owner or manager; name somebody who is"
    )]
    Inactive,
    /// Neither a person nor a group, or both.
    #[error("a sponsor is either a person or a group; name exactly one of both")]
    NotOne,
    /// To be taken away, and isn't there.
    #[error("one of those to take away isn't there; look again who is")]
    NotThere,
}

impl crate::refusal::Refuse for SponsorRefusal {
    fn said(&self) -> Said {
        match self {
            Self::NobodyResponsible => {
                Said::new("agent_without_sponsor").of("sponsors").at("sponsors")
            }
            Self::TooMany => {
                Said::new("too_many_sponsors").with("most", MAX_SPONSORS).at("sponsors")
            }
            Self::TooManyGroups => {
                Said::new("too_many_sponsor_groups").with("most", MAX_SPONSOR_GROUPS).at("sponsors")
            }
            Self::UnfitGroup => Said::new("group_may_not_sponsor").at("sponsors"),
            Self::Inactive => Said::new("person_inactive").of("sponsors"),
            Self::NotOne => Said::new("sponsor_not_one").at("sponsors"),
            Self::NotThere => Said::new("not_there"),
        }
    }
}

/// Checks a set of sponsors of an enabled agent. `active_people` counts the active humans among them, directly or as
/// members of a sponsoring group.
pub fn check_sponsors(sponsors: &[Sponsor], active_people: usize) -> Result<(), SponsorRefusal> {
    if active_people == 0 {
        return Err(SponsorRefusal::NobodyResponsible);
    }
    if sponsors.len() > MAX_SPONSORS {
        return Err(SponsorRefusal::TooMany);
    }
    let groups = sponsors.iter().filter(|sponsor| matches!(sponsor, Sponsor::Group(_))).count();
    if groups > MAX_SPONSOR_GROUPS { Err(SponsorRefusal::TooManyGroups) } else { Ok(()) }
}

/// Who sponsors what somebody creates: those whom they name; if they name nobody, they themselves, unless they create it as an
/// administrator, who then has to name somebody (Microsoft Entra, "owners, sponsors and managers").
pub fn sponsors_of_new(
    named: &[Sponsor],
    creator: PersonId,
    is_administrator: bool,
) -> Vec<Sponsor> {
    if named.is_empty() && !is_administrator {
        vec![Sponsor::Person(creator)]
    } else {
        named.to_vec()
    }
}

/// Who is in a set after some were added and some taken away. Adding who is there already changes nothing; taking away who
/// isn't there is refused.
pub fn change_set<T: PartialEq + Copy>(
    present: &[T],
    add: &[T],
    remove: &[T],
) -> Result<Vec<T>, SponsorRefusal> {
    if remove.iter().any(|gone| !present.contains(gone)) {
        return Err(SponsorRefusal::NotThere);
    }
    let mut after: Vec<T> =
        present.iter().copied().filter(|one| !remove.contains(one) || add.contains(one)).collect();
    for &one in add {
        if !after.contains(&one) {
            after.push(one);
        }
    }
    Ok(after)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Id;
    use crate::person::tests::person_id;
    use proptest::prelude::*;
    use std::collections::HashMap;

    fn chain(links: &[(u128, Option<u128>, bool)]) -> HashMap<PersonId, ChainLink> {
        links
            .iter()
            .map(|&(person, manager, is_active)| {
                (person_id(person), ChainLink { manager_id: manager.map(person_id), is_active })
            })
            .collect()
    }

    #[test]
    fn the_manager_inherits() {
        let people = chain(&[(1, Some(2), true), (2, None, true)]);
        let heir = heir(person_id(1), Some(person_id(9)), |p| people.get(&p).copied()).unwrap();
        assert_eq!((heir.person_id, heir.by), (person_id(2), Inheritance::Manager));
    }

    #[test]
    fn an_inactive_manager_is_skipped_up_the_chain() {
        let people = chain(&[(1, Some(2), true), (2, Some(3), false), (3, None, true)]);
        let heir = heir(person_id(1), None, |p| people.get(&p).copied()).unwrap();
        assert_eq!((heir.person_id, heir.by), (person_id(3), Inheritance::HigherManager));
        assert_eq!(heir.passed_over, vec![person_id(2)], "who was passed over is told");
    }

    #[test]
    fn at_the_top_stands_the_custodian() {
        let people = chain(&[(1, Some(2), true), (2, None, false), (9, None, true)]);
        let heir = heir(person_id(1), Some(person_id(9)), |p| people.get(&p).copied()).unwrap();
        assert_eq!((heir.person_id, heir.by), (person_id(9), Inheritance::Custodian));
    }

    #[test]
    fn a_circle_of_inactive_managers_ends_at_the_custodian() {
        let people =
            chain(&[(1, Some(2), true), (2, Some(3), false), (3, Some(2), false), (9, None, true)]);
        let heir = heir(person_id(1), Some(person_id(9)), |p| people.get(&p).copied()).unwrap();
        assert_eq!(heir.by, Inheritance::Custodian);
    }

    #[test]
    fn a_leaving_custodian_does_not_inherit_from_themselves() {
        let people = chain(&[(9, None, true)]);
        assert_eq!(heir(person_id(9), Some(person_id(9)), |p| people.get(&p).copied()), None);
    }

    #[test]
    fn an_inactive_custodian_is_nobody() {
        let people = chain(&[(1, None, true), (9, None, false)]);
        assert_eq!(heir(person_id(1), Some(person_id(9)), |p| people.get(&p).copied()), None);
    }

    #[test]
    fn an_enabled_agent_needs_somebody_responsible() {
        let empty_group = [Sponsor::Group(GroupId::from_uuid(uuid::Uuid::from_u128(5)))];
        assert_eq!(check_sponsors(&empty_group, 0), Err(SponsorRefusal::NobodyResponsible));
        assert_eq!(check_sponsors(&empty_group, 1), Ok(()));
    }

    #[test]
    fn an_agent_has_at_most_100_sponsors_and_5_groups() {
        let people: Vec<_> = (0..101).map(|n| Sponsor::Person(person_id(n))).collect();
        assert_eq!(check_sponsors(&people[..100], 1), Ok(()));
        assert_eq!(check_sponsors(&people, 1), Err(SponsorRefusal::TooMany));
        let groups: Vec<_> =
            (0..6).map(|n| Sponsor::Group(GroupId::from_uuid(uuid::Uuid::from_u128(n)))).collect();
        assert_eq!(check_sponsors(&groups[..5], 1), Ok(()));
        assert_eq!(check_sponsors(&groups, 1), Err(SponsorRefusal::TooManyGroups));
    }

    #[test]
    fn who_creates_and_names_nobody_becomes_the_sponsor_unless_as_an_administrator() {
        let (creator, other) = (person_id(1), Sponsor::Person(person_id(2)));
        assert_eq!(sponsors_of_new(&[], creator, false), vec![Sponsor::Person(creator)]);
        assert_eq!(sponsors_of_new(&[other], creator, false), vec![other], "and isn't added then");
        assert!(sponsors_of_new(&[], creator, true).is_empty());
        assert_eq!(sponsors_of_new(&[other], creator, true), vec![other]);
    }

    #[test]
    fn a_sponsor_is_replaced_in_one_step() {
        assert_eq!(change_set(&[1, 2], &[3, 2], &[1]), Ok(vec![2, 3]));
        assert_eq!(change_set(&[1], &[], &[2]), Err(SponsorRefusal::NotThere));
        assert_eq!(change_set(&[1], &[1], &[1]), Ok(vec![1]), "who is named on both sides stays");
    }

    proptest! {
        #[test]
        fn whatever_the_chain_the_heir_is_active_and_not_the_leaver(
            managers in prop::collection::vec((prop::option::of(0_u128..12), any::<bool>()), 12),
            custodian in prop::option::of(0_u128..12),
        ) {
            let people: HashMap<_, _> = managers.iter().enumerate().map(|(n, &(manager, is_active))| {
                (person_id(n as u128), ChainLink { manager_id: manager.map(person_id), is_active })
            }).collect();
            let leaver = person_id(0);
            if let Some(heir) = heir(leaver, custodian.map(person_id), |p| people.get(&p).copied()) {
                prop_assert_ne!(heir.person_id, leaver);
                prop_assert!(people[&heir.person_id].is_active);
            }
        }
    }
}
