//! People and their managers.

use std::collections::HashSet;

use crate::id::PersonId;
use crate::said::Said;
use crate::term::terms;
use crate::text::BadText;
use crate::time::Timestamp;

/// A human in the directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Key.
    pub id: PersonId,
    /// Name as people read it.
    pub display_name: String,
    /// Sign-in name and address, unique without regard to letter case.
    pub email: String,
    /// The HR system's number, if it gave one; unique.
    pub employee_id: Option<String>,
    /// Job title.
    pub job_title: Option<String>,
    /// Department.
    pub department: Option<String>,
    /// The manager, the default heir of this person's sponsorships.
    pub manager_id: Option<PersonId>,
    /// When employment began.
    pub hired_at: Option<Timestamp>,
    /// When employment ends or ended. From that instant the person is no longer active.
    pub leaves_at: Option<Timestamp>,
    /// When the person's departure was carried out: sponsorships passed on.
    pub left_at: Option<Timestamp>,
}

impl Person {
    /// Whether the person can be held responsible at an instant: their employment has not ended.
    pub fn is_active_at(&self, at: Timestamp) -> bool {
        self.left_at.is_none_or(|left| at < left) && self.leaves_at.is_none_or(|leaves| at < leaves)
    }
}

/// The longest address, in characters (RFC 5321).
pub const MAX_EMAIL_CHARS: usize = 254;

/// Why what a file or a form says about a person can't be used. Ordered by precedence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PersonRefusal {
    /// A text that can't be used.
    #[error("{0}")]
    BadText(#[from] BadText),
    /// No address.
    #[error("'{0}' is no email address; write it like name@example.com")]
    BadEmail(String),
    /// Employment would end before it began.
    #[error("the leave date {leaves_at} is before the hire date {hired_at}; correct one of them")]
    LeavesBeforeHired {
        /// When employment would begin.
        hired_at: Timestamp,
        /// When it would end.
        leaves_at: Timestamp,
    },
    /// Somebody else has the address.
    #[error("the address {0} belongs to somebody else; give another one")]
    EmailTaken(String),
    /// Somebody else has the HR system's number.
    #[error("the employee id {0} belongs to somebody else; give another one")]
    EmployeeIdTaken(String),
    /// Who has left manages nobody.
    #[error("{0} has left and can't manage anybody; name an active manager")]
    ManagerInactive(String),
    /// The managers would go round.
    #[error("the managers would go round in a circle: {}; name another manager", .0.join(" → "))]
    ManagerCircle(Vec<String>),
    /// A departure is never undone by a date.
    #[error(
        "this person has left and what they answered for has passed on; a leave date can't be set or taken back any more"
    )]
    HasLeft,
    /// A leave date lies ahead.
    #[error("{} has passed; record the departure instead, or give a later date", .0.in_words())]
    LeaveDatePassed(Timestamp),
}

impl crate::refusal::Refuse for PersonRefusal {
    fn said(&self) -> Said {
        match self {
            Self::BadText(bad) => bad.said(),
            Self::BadEmail(text) => Said::new("bad_email").with("text", text).at("email"),
            Self::LeavesBeforeHired { hired_at, leaves_at } => Said::new("leaves_before_hired")
                .with("hired", *hired_at)
                .with("leaves", *leaves_at)
                .at("leavesAt"),
            Self::EmailTaken(text) => Said::new("email_taken").with("email", text).at("email"),
            Self::EmployeeIdTaken(text) => {
                Said::new("employee_id_taken").with("employeeId", text).at("employeeId")
            }
            Self::ManagerInactive(name) => {
                Said::new("manager_inactive").with("person", name).at("managerId")
            }
            Self::ManagerCircle(names) => {
                Said::new("manager_circle").with("circle", names.join(" → ")).at("managerId")
            }
            Self::HasLeft => Said::new("already_left").of("date").at("leavesAt"),
            Self::LeaveDatePassed(at) => {
                Said::new("leave_date_passed").with("day", *at).at("leavesAt")
            }
        }
    }
}

/// Checks an address: something on both sides of one `@`, and nothing that separates addresses. Returns it
/// without white space at its ends. Whether mail arrives there nobody can know offline.
pub fn check_email(text: &str) -> Result<&str, PersonRefusal> {
    let text = text.trim();
    let bad = || PersonRefusal::BadEmail(text.chars().take(60).collect());
    let (name, host) = text.split_once('@').ok_or_else(bad)?;
    let is_odd = |c: char| {
        c.is_whitespace() || c.is_control() || matches!(c, '@' | ',' | ';' | '<' | '>' | '"')
    };
    let is_bad = name.is_empty()
        || host.is_empty()
        || host.starts_with('.')
        || host.ends_with('.')
        || name.chars().chain(host.chars()).any(is_odd)
        || text.chars().count() > MAX_EMAIL_CHARS;
    if is_bad { Err(bad()) } else { Ok(text) }
}

/// Checks that employment doesn't end before it began.
pub fn check_employment(
    hired_at: Option<Timestamp>,
    leaves_at: Option<Timestamp>,
) -> Result<(), PersonRefusal> {
    match (hired_at, leaves_at) {
        (Some(hired_at), Some(leaves_at)) if leaves_at < hired_at => {
            Err(PersonRefusal::LeavesBeforeHired { hired_at, leaves_at })
        }
        _ => Ok(()),
    }
}

/// Checks a leave date that somebody sets, moves or takes back by hand. `before` is the person as they are known here, if
/// they are. A date lies ahead: what has passed is a departure, which is recorded and rehearsed as one.
pub fn check_leave_date(
    before: Option<&Person>,
    leaves_at: Option<Timestamp>,
    now: Timestamp,
) -> Result<(), PersonRefusal> {
    if before.map(|before| before.leaves_at) == Some(leaves_at) {
        Ok(())
    } else if before.is_some_and(|before| !before.is_active_at(now)) {
        Err(PersonRefusal::HasLeft)
    } else if let Some(passed) = leaves_at.filter(|&leaves_at| leaves_at <= now) {
        Err(PersonRefusal::LeaveDatePassed(passed))
    } else {
        Ok(())
    }
}

terms! {
    /// What changes when somebody moves inside the organisation (Entra: attribute-change trigger of a mover workflow).
    MoveAttribute {
        /// Another job title.
        JobTitle => "jobTitle",
        /// Another department.
        Department => "department",
        /// Another manager.
        Manager => "manager",
    }
}

/// What a change of a person's record moves; nothing when they only got another name, address, number or date.
pub fn moved(before: &Person, after: &Person) -> Vec<MoveAttribute> {
    let changes = [
        (MoveAttribute::JobTitle, before.job_title != after.job_title),
        (MoveAttribute::Department, before.department != after.department),
        (MoveAttribute::Manager, before.manager_id != after.manager_id),
    ];
    changes.into_iter().filter(|&(_, is_other)| is_other).map(|(attribute, _)| attribute).collect()
}

/// When a person's departure counts as carried out once a source tells a leave date. `before` is the person as they are
/// known here, if they are.
///
/// Somebody who had left before they were known here never answered for anything, so nothing is left to pass on. A leaving
/// that is taken back makes the person active again; what passed on meanwhile stays where it is.
pub fn left_at_after(
    before: Option<&Person>,
    leaves_at: Option<Timestamp>,
    now: Timestamp,
) -> Option<Timestamp> {
    let past = leaves_at.filter(|&leaves_at| leaves_at <= now);
    match before {
        None => past,
        Some(before)
            if before.leaves_at.is_some_and(|leaves_at| leaves_at <= now) && past.is_none() =>
        {
            None
        }
        Some(before) => before.left_at,
    }
}

/// Finds a circle in "is managed by", if there is one, and names its members in order.
///
/// `manager_of` answers who manages a person. The people of the circle come back starting with the first one met.
pub fn find_manager_circle(
    start: PersonId,
    manager_of: impl Fn(PersonId) -> Option<PersonId>,
) -> Option<Vec<PersonId>> {
    let mut walked = vec![start];
    let mut seen = HashSet::from([start]);
    let mut at = start;
    while let Some(manager) = manager_of(at) {
        if !seen.insert(manager) {
            let from = walked.iter().position(|&person| person == manager).unwrap_or(0);
            return Some(walked.split_off(from));
        }
        walked.push(manager);
        at = manager;
    }
    None
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::id::Id;

    pub(crate) fn person_id(n: u128) -> PersonId {
        PersonId::from_uuid(uuid::Uuid::from_u128(n))
    }

    pub(crate) fn person(n: u128) -> Person {
        Person {
            id: person_id(n),
            display_name: format!("Person {n}"),
            email: format!("p{n}@larkfield.example"),
            employee_id: None,
            job_title: None,
            department: None,
            manager_id: None,
            hired_at: None,
            leaves_at: None,
            left_at: None,
        }
    }

    #[test]
    fn a_person_is_active_until_the_millisecond_they_leave() {
        let leaver = Person { leaves_at: Some(Timestamp::from_millis(1_000)), ..person(1) };
        assert!(leaver.is_active_at(Timestamp::from_millis(999)));
        assert!(
            !leaver.is_active_at(Timestamp::from_millis(1_000)),
            "the leave instant is the first one without them"
        );
        assert!(!leaver.is_active_at(Timestamp::from_millis(1_001)));
    }

    #[test]
    fn an_address_has_something_on_both_sides_of_one_at_sign() {
        assert_eq!(check_email(" p.dvořák@larkfield.example "), Ok("p.dvořák@larkfield.example"));
        for bad in [
            "",
            "anna",
            "@larkfield.example",
            "anna@",
            "a@b@c",
            "an na@larkfield.example",
            "a@.example",
            "a@b;c",
        ] {
            assert!(check_email(bad).is_err(), "{bad:?} is no address");
        }
        assert!(
            check_email(&format!("{}@b.example", "x".repeat(300))).is_err(),
            "too long for any mail system"
        );
    }

    #[test]
    fn employment_ends_no_earlier_than_it_began() {
        let at = |millis| Some(Timestamp::from_millis(millis));
        assert_eq!(check_employment(at(1_000), at(1_000)), Ok(()));
        assert!(matches!(
            check_employment(at(1_000), at(999)),
            Err(PersonRefusal::LeavesBeforeHired { .. })
        ));
        assert_eq!(check_employment(None, at(1)), Ok(()));
    }

    #[test]
    fn a_leave_date_lies_ahead() {
        let now = Timestamp::from_millis(1_000);
        let at = |millis| Some(Timestamp::from_millis(millis));
        for before in [None, Some(&person(1))] {
            assert!(matches!(
                check_leave_date(before, at(999), now),
                Err(PersonRefusal::LeaveDatePassed(_))
            ));
            assert!(check_leave_date(before, at(1_000), now).is_err(), "the present has come");
            assert_eq!(check_leave_date(before, at(1_001), now), Ok(()));
            assert_eq!(check_leave_date(before, None, now), Ok(()), "and may be taken back");
        }
    }

    #[test]
    fn who_has_left_keeps_their_date() {
        let now = Timestamp::from_millis(1_000);
        let gone = Person { leaves_at: Some(now), left_at: Some(now), ..person(1) };
        assert_eq!(check_leave_date(Some(&gone), None, now), Err(PersonRefusal::HasLeft));
        assert_eq!(
            check_leave_date(Some(&gone), Some(Timestamp::from_millis(9_000)), now),
            Err(PersonRefusal::HasLeft)
        );
        assert_eq!(check_leave_date(Some(&gone), Some(now), now), Ok(()), "nothing is changed");
    }

    #[test]
    fn another_title_department_or_manager_is_a_move_and_another_name_is_none() {
        let before = person(1);
        let named =
            Person { display_name: "Other".into(), hired_at: Some(Timestamp::MAX), ..person(1) };
        assert!(moved(&before, &named).is_empty());
        let after = Person {
            job_title: Some("Lead".into()),
            department: Some("Audit".into()),
            manager_id: Some(person_id(2)),
            ..person(1)
        };
        assert_eq!(moved(&before, &after), <MoveAttribute as crate::term::Term>::ALL);
    }

    #[test]
    fn who_had_left_before_they_were_known_has_nothing_to_pass_on() {
        let (now, past, future) = (
            Timestamp::from_millis(1_000),
            Timestamp::from_millis(1_000),
            Timestamp::from_millis(1_001),
        );
        assert_eq!(left_at_after(None, Some(past), now), Some(past));
        assert_eq!(left_at_after(None, Some(future), now), None);
        assert_eq!(
            left_at_after(Some(&person(1)), Some(past), now),
            None,
            "their departure has yet to be carried out"
        );
    }

    #[test]
    fn a_leaving_that_is_taken_back_makes_the_person_active_again() {
        let (now, past) = (Timestamp::from_millis(1_000), Timestamp::from_millis(500));
        let gone = Person { leaves_at: Some(past), left_at: Some(past), ..person(1) };
        assert_eq!(left_at_after(Some(&gone), None, now), None);
        assert_eq!(
            left_at_after(Some(&gone), Some(past), now),
            Some(past),
            "the same date again changes nothing"
        );
        let recorded = Person { left_at: Some(past), ..person(1) };
        assert_eq!(
            left_at_after(Some(&recorded), None, now),
            Some(past),
            "a departure recorded here needs no date"
        );
    }

    #[test]
    fn a_circle_of_managers_is_found_and_named() {
        let manager_of = |p: PersonId| match p {
            p if p == person_id(1) => Some(person_id(2)),
            p if p == person_id(2) => Some(person_id(3)),
            p if p == person_id(3) => Some(person_id(2)),
            _ => None,
        };
        assert_eq!(
            find_manager_circle(person_id(1), manager_of),
            Some(vec![person_id(2), person_id(3)])
        );
        assert_eq!(find_manager_circle(person_id(9), manager_of), None);
    }

    #[test]
    fn one_who_manages_themselves_is_a_circle() {
        assert_eq!(find_manager_circle(person_id(1), Some), Some(vec![person_id(1)]));
    }
}
