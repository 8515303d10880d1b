//! Separation of duties: which packages and groups exclude a package, and what follows for who holds them.
//!
//! The relation goes one way: package A lists package B or group G, and whoever holds B, or is a member of G, can't get A.
//! It is made mutual by listing A at B too. It is looked at when A is requested or assigned directly and again when A is
//! delivered. Who held both before the rule keeps both: they are reported, not stripped.

use crate::id::{AccessPackageId, GroupId};
use crate::refusal::Refuse;
use crate::said::Said;
use crate::term::terms;
use crate::time::Timestamp;

terms! {
    /// How somebody came to hold both sides of a pair.
    DoubleHolding {
        /// The package was held before the rule was made.
        BeforeRule => "beforeRule",
        /// What excludes the package came later than the package itself, which the one-way rule allows.
        ExcluderCameLater => "excluderCameLater",
        /// The package came although the rule and what excludes it were there (invariant I8).
        AgainstRule => "againstRule",
    }
}

/// What excludes a package.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Excluder {
    /// An assignment of another package.
    Package(AccessPackageId),
    /// Membership of a group, wherever it comes from.
    Group(GroupId),
}

/// Something that excludes the wanted package, held by the agent over a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// What it is.
    pub excluder: Excluder,
    /// What people call it.
    pub name: String,
    /// The first instant with it.
    pub since: Timestamp,
    /// The first instant without it; `None` for never.
    pub until: Option<Timestamp>,
}

/// Why an agent can't get a package: it holds, or is going to hold, what excludes it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Incompatible {
    /// Another package.
    #[error(
        "the agent has {held}, and {wanted} can't be held together with it; give {held} back first, or ask an administrator for a package that combines both under a stricter policy"
    )]
    WithPackage {
        /// The package that was wanted.
        wanted: String,
        /// The package that excludes it.
        held: String,
    },
    /// Membership of a group.
    #[error(
        "the agent is a member of {group}, and {wanted} can't be held together with that membership; end the access that gives it first, or ask an administrator"
    )]
    WithGroup {
        /// The package that was wanted.
        wanted: String,
        /// The group that excludes it.
        group: String,
    },
}

impl Refuse for Incompatible {
    fn said(&self) -> Said {
        match self {
            Self::WithPackage { wanted, held } => {
                Said::new("incompatible_package").with("wanted", wanted).with("held", held)
            }
            Self::WithGroup { wanted, group } => {
                Said::new("incompatible_group").with("wanted", wanted).with("group", group)
            }
        }
    }
}

/// Checks that nothing excludes a package from an instant on. What is over by then excludes nothing; what starts later
/// does, because both would be held together.
pub fn check(wanted: &str, held: &[Held], from: Timestamp) -> Result<(), Incompatible> {
    let Some(first) = held.iter().find(|one| one.until.is_none_or(|until| until > from)) else {
        return Ok(());
    };
    let (wanted, name) = (wanted.to_owned(), first.name.clone());
    Err(match first.excluder {
        Excluder::Package(_) => Incompatible::WithPackage { wanted, held: name },
        Excluder::Group(_) => Incompatible::WithGroup { wanted, group: name },
    })
}

/// Checks that nothing excludes a package at the instant at which access that was agreed for later starts. What starts
/// later than it excludes nothing any more.
pub fn check_start(wanted: &str, held: &[Held], at: Timestamp) -> Result<(), Incompatible> {
    let begun: Vec<Held> = held.iter().filter(|one| one.since <= at).cloned().collect();
    check(wanted, &begun, at)
}

/// Tells how a double holding came about.
pub fn double_holding(
    package_since: Timestamp,
    excluder_since: Timestamp,
    ruled_at: Timestamp,
) -> DoubleHolding {
    if package_since <= ruled_at {
        DoubleHolding::BeforeRule
    } else if excluder_since > package_since {
        DoubleHolding::ExcluderCameLater
    } else {
        DoubleHolding::AgainstRule
    }
}

/// Why a rule can't be made so. Ordered by precedence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IncompatibilityRefusal {
    /// The package itself.
    #[error("a package can't be incompatible with itself; choose another")]
    WithItself,
    /// A group that the package makes its holders members of.
    #[error(
        "the package itself grants membership of this group, so nobody could ever get it again; choose another group, or take the role out of the package"
    )]
    WithOwnGroup,
    /// It is listed already.
    #[error("it is listed as incompatible already; nothing is left to do")]
    AlreadyListed,
    /// It isn't listed.
    #[error("it isn't listed as incompatible; look at the list again")]
    NotListed,
}

impl Refuse for IncompatibilityRefusal {
    fn said(&self) -> Said {
        match self {
            Self::WithItself => Said::new("incompatible_with_itself"),
            Self::WithOwnGroup => Said::new("incompatible_with_own_group"),
            Self::AlreadyListed => Said::new("incompatible_already"),
            Self::NotListed => Said::new("incompatible_not_listed"),
        }
    }
}

/// Checks a rule before it is made. `own_groups` are the groups that the package grants membership of.
pub fn check_rule(
    package: AccessPackageId,
    excluder: Excluder,
    own_groups: &[GroupId],
    is_listed: bool,
) -> Result<(), IncompatibilityRefusal> {
    match excluder {
        Excluder::Package(other) if other == package => Err(IncompatibilityRefusal::WithItself),
        Excluder::Group(group) if own_groups.contains(&group) => {
            Err(IncompatibilityRefusal::WithOwnGroup)
        }
        Excluder::Package(_) | Excluder::Group(_) if is_listed => {
            Err(IncompatibilityRefusal::AlreadyListed)
        }
        Excluder::Package(_) | Excluder::Group(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Id;
    use uuid::Uuid;

    fn package(n: u128) -> AccessPackageId {
        AccessPackageId::from_uuid(Uuid::from_u128(n))
    }

    fn group(n: u128) -> GroupId {
        GroupId::from_uuid(Uuid::from_u128(n))
    }

    fn at(millis: i64) -> Timestamp {
        Timestamp::from_millis(millis)
    }

    fn held(until: Option<i64>) -> [Held; 1] {
        [Held {
            excluder: Excluder::Package(package(2)),
            name: "Vendor set-up".into(),
            since: at(50),
            until: until.map(Timestamp::from_millis),
        }]
    }

    #[test]
    fn what_is_held_excludes_until_the_millisecond_of_its_end() {
        let from = |until, from| check("Payments", &held(until), at(from));
        assert!(from(Some(100), 99).is_err());
        assert!(from(Some(100), 100).is_ok(), "at its end it is held no more");
        assert!(from(Some(100), 101).is_ok());
        assert!(from(None, i64::MAX / 2).is_err());
        assert_eq!(check("Payments", &[], at(0)), Ok(()));
    }

    #[test]
    fn what_is_going_to_be_held_excludes_a_request_but_not_a_start_before_it() {
        assert!(check("Payments", &held(None), at(49)).is_err());
        assert!(check_start("Payments", &held(None), at(49)).is_ok());
        assert!(check_start("Payments", &held(None), at(50)).is_err());
        assert!(check_start("Payments", &held(Some(60)), at(60)).is_ok());
    }

    #[test]
    fn a_refusal_names_what_excludes_and_what_to_do() {
        let refusal = check("Payments", &held(None), at(0)).unwrap_err();
        assert!(refusal.to_string().starts_with("the agent has Vendor set-up, and Payments can't"));
        assert!(refusal.to_string().contains("give Vendor set-up back first"));
        let member = [Held {
            excluder: Excluder::Group(group(1)),
            name: "Auditors".into(),
            since: at(0),
            until: None,
        }];
        let refusal = check("Payments", &member, at(0)).unwrap_err();
        assert_eq!(refusal.code(), "incompatible_group");
    }

    #[test]
    fn holders_from_before_the_rule_are_told_from_those_who_came_later() {
        let told = |package, excluder| double_holding(at(package), at(excluder), at(100));
        assert_eq!(told(100, 0), DoubleHolding::BeforeRule);
        assert_eq!(told(101, 102), DoubleHolding::ExcluderCameLater);
        assert_eq!(told(101, 101), DoubleHolding::AgainstRule);
        assert_eq!(told(101, 0), DoubleHolding::AgainstRule);
    }

    #[test]
    fn a_package_excludes_neither_itself_nor_through_what_it_grants() {
        let rule = |excluder, listed| check_rule(package(1), excluder, &[group(1)], listed);
        assert_eq!(
            rule(Excluder::Package(package(1)), true),
            Err(IncompatibilityRefusal::WithItself)
        );
        assert_eq!(
            rule(Excluder::Group(group(1)), false),
            Err(IncompatibilityRefusal::WithOwnGroup)
        );
        assert_eq!(
            rule(Excluder::Group(group(2)), true),
            Err(IncompatibilityRefusal::AlreadyListed)
        );
        assert_eq!(rule(Excluder::Package(package(2)), false), Ok(()));
    }
}
