//! The reports that an auditor asks for: their names, and which time a month of a calendar is. What a report
//! finds is the store's business.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Months, NaiveDate};

use crate::interruption::Zone;
use crate::term::{Term, terms};
use crate::time::Timestamp;

terms! {
    /// A report. Source: Microsoft Entra, reports and logs of entitlement management.
    ReportKind {
        /// Who holds or held a package.
        PackageAssignments => "packageAssignments",
        /// What an agent may do or could do, with package, policy, start and end.
        AgentAccess => "agentAccess",
        /// Requests with each decision and its reason.
        RequestHistory => "requestHistory",
        /// Rights that agents hold outside packages.
        OutsidePackages => "outsidePackages",
        /// Which packages an agent has, and which could be requested for it.
        SubjectPackages => "subjectPackages",
        /// What workflows did, run by run. Source of this and the next two: Microsoft Entra, workflow history.
        WorkflowRuns => "workflowRuns",
        /// What workflows did, person by person.
        WorkflowPeople => "workflowPeople",
        /// What workflows did, task by task.
        WorkflowTasks => "workflowTasks",
    }

    /// How a package stands to an agent.
    PackageStanding {
        /// The agent has it, now or from its agreed start on.
        Assigned => "assigned",
        /// It can be requested for the agent.
        Requestable => "requestable",
        /// A policy covers the agent, and a request would be refused at present.
        Refused => "refused",
    }

    /// What a report can be narrowed to.
    Narrowing {
        /// One agent.
        Agent => "agentId",
        /// One person.
        Person => "personId",
        /// One package.
        AccessPackage => "accessPackageId",
        /// One workflow.
        Workflow => "workflowId",
        /// One state.
        State => "state",
        /// What began in a span of time.
        Time => "from and to",
    }
}

impl ReportKind {
    /// What this report can be narrowed to. Elsewhere it would promise rows that nobody looked for.
    pub fn narrowings(self) -> &'static [Narrowing] {
        use Narrowing::{AccessPackage, Agent, Person, State, Time, Workflow};
        match self {
            Self::PackageAssignments | Self::AgentAccess | Self::RequestHistory => {
                &[Agent, AccessPackage, State, Time]
            }
            Self::OutsidePackages => &[Agent, State, Time],
            Self::SubjectPackages => &[Agent, Person, AccessPackage, State],
            Self::WorkflowRuns | Self::WorkflowPeople | Self::WorkflowTasks => {
                &[Workflow, Person, State, Time]
            }
        }
    }

    /// Whether this report is about what workflows did.
    pub fn is_of_workflows(self) -> bool {
        self.narrowings().contains(&Narrowing::Workflow)
    }
}

/// A report that is asked in a way in which it can't be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotReport {
    /// It is about one agent.
    #[error("this report is about one agent; say which")]
    WithoutAgent,
    /// It is about one agent or one person.
    #[error("this report is about one agent or one person; say which")]
    WithoutSubject,
    /// It can't be narrowed to this.
    #[error("this report can't be narrowed by {}; leave that out", .0.term())]
    NarrowedBy(Narrowing),
}

/// Checks that a report gets what it is about and nothing that it wouldn't heed.
pub fn check_report(kind: ReportKind, given: &[Narrowing]) -> Result<(), CannotReport> {
    let has = |wanted| given.contains(&wanted);
    if kind == ReportKind::AgentAccess && !has(Narrowing::Agent) {
        return Err(CannotReport::WithoutAgent);
    }
    if kind == ReportKind::SubjectPackages && !has(Narrowing::Agent) && !has(Narrowing::Person) {
        return Err(CannotReport::WithoutSubject);
    }
    let unheeded = given.iter().copied().find(|by| !kind.narrowings().contains(by));
    unheeded.map_or(Ok(()), |by| Err(CannotReport::NarrowedBy(by)))
}

/// A month of a calendar, such as `2026-03`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month(NaiveDate);

/// A text that is no month.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is no month; write year and month, as in 2026-03")]
pub struct NotAMonth(pub String);

impl FromStr for Month {
    type Err = NotAMonth;

    fn from_str(text: &str) -> Result<Self, NotAMonth> {
        let text = text.trim();
        let wrong = || NotAMonth(text.chars().take(60).collect());
        let is_plain =
            text.len() == 7 && text.bytes().all(|one| one.is_ascii_digit() || one == b'-');
        let first = NaiveDate::parse_from_str(&format!("{text}-01"), "%Y-%m-%d");
        first.ok().filter(|date| is_plain && date.year() >= 1970).map(Self).ok_or_else(wrong)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.format("%Y-%m"))
    }
}

impl Month {
    /// The year.
    pub fn year(self) -> i32 {
        self.0.year()
    }

    /// The month, 1 to 12.
    pub fn month(self) -> u32 {
        self.0.month()
    }

    /// From its first instant until the first of the next month, by the clocks on the wall.
    pub fn span(self, zone: Zone<'_>) -> (Timestamp, Timestamp) {
        let next = self.0.checked_add_months(Months::new(1)).unwrap_or(self.0);
        (midnight(self.0, zone), midnight(next, zone))
    }
}

/// When a day begins. How far the wall is ahead is asked at that instant itself, because it may change on that very day.
fn midnight(day: NaiveDate, zone: Zone<'_>) -> Timestamp {
    let on_the_wall = day.and_time(chrono::NaiveTime::MIN).and_utc().timestamp_millis();
    let on_the_wall = Timestamp::from_millis(on_the_wall);
    let nearly = on_the_wall.minus(zone(on_the_wall));
    on_the_wall.minus(zone(nearly))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Span;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_report_gets_what_it_is_about_and_nothing_that_it_would_not_heed() {
        use Narrowing::{Agent, Person, Time, Workflow};
        let access = ReportKind::AgentAccess;
        assert_eq!(check_report(access, &[]), Err(CannotReport::WithoutAgent));
        assert_eq!(check_report(access, &[Agent, Time]), Ok(()));
        let workflow = Err(CannotReport::NarrowedBy(Workflow));
        assert_eq!(check_report(access, &[Agent, Workflow]), workflow);
        let packages = ReportKind::SubjectPackages;
        assert_eq!(check_report(packages, &[]), Err(CannotReport::WithoutSubject));
        for given in [&[Agent][..], &[Person], &[Agent, Person]] {
            assert_eq!(check_report(packages, given), Ok(()));
        }
        let time = Err(CannotReport::NarrowedBy(Time));
        assert_eq!(check_report(packages, &[Agent, Time]), time, "it tells how things are now");
    }

    #[test]
    fn a_month_is_written_as_year_and_month() {
        assert_eq!("2026-03".parse::<Month>().unwrap().to_string(), "2026-03");
        for bad in ["2026-13", "2026-3", "2026", "03-2026", "2026-03-01", "+026-03", "1969-12", ""]
        {
            assert!(bad.parse::<Month>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_month_begins_and_ends_at_midnight_on_the_wall_also_where_the_clocks_change_within() {
        let utc = |_: Timestamp| Span::ZERO;
        let month: Month = "2026-12".parse().unwrap();
        assert_eq!(month.span(&utc), (at("2026-12-01"), at("2027-01-01")));
        let summer = at("2026-03-29T01:00:00Z");
        let berlin = move |now: Timestamp| Span::hours(if now < summer { 1 } else { 2 });
        let month: Month = "2026-03".parse().unwrap();
        let span = (at("2026-02-28T23:00:00Z"), at("2026-03-31T22:00:00Z"));
        assert_eq!(month.span(&berlin), span);
    }
}
