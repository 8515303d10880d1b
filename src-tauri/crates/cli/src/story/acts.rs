//! What happens in the story, act by act. Each act does something as somebody, looks up what became of it, and tells it;
//! whatever is told was read from the workspace.

use chaperone_commands::Reply;
use chaperone_commands::view::access::{AccessAnswer, AccessView, CheckAccess, ListAccess};
use chaperone_commands::view::access_package::AccessPackageView;
use chaperone_commands::view::agent::{AgentView, ShowAgent};
use chaperone_commands::view::approval::{Approvals, ApproveRequest, ListApprovals};
use chaperone_commands::view::assignment::{AssignmentView, RequestExtension, ShowAssignment};
use chaperone_commands::view::desk::{AdvanceClock, ClockAdvanced};
use chaperone_commands::view::directory::{DepartureView, RecordDeparture, RehearseDeparture};
use chaperone_commands::view::notice::{NoticePage, NoticeRow};
use chaperone_commands::view::request::{RequestAccess, RequestView};
use chaperone_commands::wire::{When, Wire};
use chaperone_domain::id::AssignmentId;
use chaperone_domain::notice::NoticeKind;
use chaperone_domain::reminder::ReminderState;
use chaperone_domain::request::RequestState;
use chaperone_domain::time::{Span, Timestamp};
use serde_json::json;

use super::cast::{Cast, Player};
use super::setting::{self, APP_ROLE, APPLICATION, DAYS};
use super::teller::{Teller, differs};
use crate::words::{count, minute, names, people, whole};

/// How long before the end the first reminder goes out.
const REMINDER_DAYS: i64 = 14;
const MILLISECOND: Span = Span::from_millis(1);

/// The story as it is played.
#[derive(Debug)]
pub(super) struct Story<'s, 'o> {
    pub(super) teller: &'s mut Teller<'o>,
    pub(super) cast: &'s Cast,
}

impl Story<'_, '_> {
    /// The administrator bundles three rights; nobody holds them yet.
    pub(super) fn the_administrator_makes_a_package(&mut self) -> Reply<AccessPackageView> {
        let package = setting::package(self.teller, self.cast)?;
        let rights = package.resource_roles.iter().map(|role| role.right.origin_name.as_str());
        let (administrator, approver) = (&self.cast.administrator, &self.cast.approver.name);
        let (name, rights) = (&package.access_package.display_name, names(rights, "nothing"));
        let admin = &administrator.name;
        self.teller.tell(
            Some(administrator),
            format!(
                "{admin} makes the access package '{name}' for all agents: {rights}; for {DAYS} days, when \
                 {approver} agrees."
            ),
        )?;
        let answer = self.ask(None)?;
        self.teller.expect(!answer.is_allowed, "the agent may use a right that nobody gave it")?;
        let agent = &self.cast.agent;
        let line = format!("{agent} may not use {APPLICATION} yet. {}", whole(&answer.sentence));
        self.teller.tell(None, line)?;
        Ok(package)
    }

    /// The sponsor asks on the agent's behalf; somebody else has to agree.
    pub(super) fn the_sponsor_requests_it(
        &mut self,
        package: &AccessPackageView,
    ) -> Reply<RequestView> {
        let sponsor = &self.cast.sponsor;
        let ask = RequestAccess {
            agent_id: self.cast.agent_id,
            access_package_id: package.access_package.id,
            policy_id: None,
            start_at: None,
            duration: None,
            end_at: None,
            justification: "The January books are closed this week.".to_owned(),
            answers: Vec::new(),
        };
        let request: RequestView = self.teller.call(&sponsor.session, "request_access", ask)?;
        let row = &request.request;
        let is_open = row.state.0 == RequestState::PendingApproval;
        self.teller.expect(is_open, "the request doesn't wait for its approver")?;
        let waits = waits_for(&request);
        let (name, agent) = (&row.access_package.display_name, &row.agent.display_name);
        let line = format!("{} requests '{name}' for {agent}; {waits}.", sponsor.name);
        self.teller.tell(Some(sponsor), line)?;
        Ok(request)
    }

    /// The approver finds the request in the inbox and agrees an hour later; access is delivered and counts from there.
    pub(super) fn the_approver_agrees(
        &mut self,
        request: &RequestView,
    ) -> Reply<Wire<AssignmentId>> {
        self.advance_by(Span::hours(1))?;
        let approver = &self.cast.approver;
        let decided = self.agree(request)?;
        let assignment =
            decided.assignment_id.ok_or_else(|| differs("nothing was delivered".to_owned()))?;
        let until =
            decided.request.access_until.ok_or_else(|| differs("access has no end".to_owned()))?;
        let expected = self.teller.desk().now()?.plus(Span::days(DAYS));
        self.teller.expect(until.0 == expected, "access doesn't count from its delivery")?;
        let line = format!(
            "{} agrees, and the access is delivered: it lasts until {}, {DAYS} days from now.",
            approver.name,
            minute(until)
        );
        self.teller.tell(Some(approver), line)?;
        Ok(assignment)
    }

    /// What the agent may do, why and until when.
    pub(super) fn the_agent_may(&mut self, assignment: &Wire<AssignmentId>) -> Reply<()> {
        let ask = ListAccess { agent_id: self.cast.agent_id, at: None };
        let access: AccessView =
            self.teller.call(&self.cast.sponsor.session, "list_access", ask)?;
        let given: Vec<_> =
            access.rights.iter().filter(|held| held.assignment_id == Some(*assignment)).collect();
        self.teller.expect(
            access.is_in_force && given.len() == 3,
            "the agent doesn't hold the three rights",
        )?;
        let rights = names(given.iter().map(|held| held.right.origin_name.as_str()), "nothing");
        let until = given.first().and_then(|held| held.ends_at);
        let until = until.ok_or_else(|| differs("a right has no end".to_owned()))?;
        let agent = &self.cast.agent;
        let line =
            format!("{agent} may now use {rights} until {}, by this package.", minute(until));
        self.teller.tell(None, line)
    }

    /// Fourteen days before the end the sponsor is reminded.
    pub(super) fn the_reminder_comes(&mut self, assignment: Wire<AssignmentId>) -> Reply<()> {
        let end = self.end_of(assignment)?;
        self.advance_to(Wire(end.0.minus(Span::days(REMINDER_DAYS))))?;
        let sponsor = &self.cast.sponsor;
        let notice = self.newest_notice(sponsor, NoticeKind::AccessExpiring)?;
        self.teller.expect(notice.is_open, "the reminder doesn't ask for anything")?;
        let told = format!("{} is reminded: {}", sponsor.name, notice.sentence);
        self.teller.tell(None, told)
    }

    /// The sponsor asks for a later end, the approver agrees, the end moves.
    pub(super) fn the_access_is_extended(&mut self, assignment: Wire<AssignmentId>) -> Reply<When> {
        let (sponsor, approver) = (&self.cast.sponsor, &self.cast.approver);
        let before = self.end_of(assignment)?;
        let ask = RequestExtension {
            assignment_id: assignment,
            until: None,
            justification: "The February books follow.".to_owned(),
            answers: Vec::new(),
        };
        let request: RequestView = self.teller.call(&sponsor.session, "request_extension", ask)?;
        let waits = waits_for(&request);
        let is_unmoved = self.end_of(assignment)? == before;
        self.teller.expect(is_unmoved, "the end moved before anybody agreed")?;
        let line = format!(
            "{} asks for an extension; {waits}. Until somebody agrees, the end stays {}.",
            sponsor.name,
            minute(before)
        );
        self.teller.tell(Some(sponsor), line)?;
        self.agree(&request)?;
        let after = self.end_of(assignment)?;
        let is_moved = after.0 == before.0.plus(Span::days(DAYS));
        self.teller.expect(is_moved, "the end didn't move by the policy's duration")?;
        let line = format!(
            "{} agrees to the extension: the end moves to {}.",
            approver.name,
            minute(after)
        );
        self.teller.tell(Some(approver), line)?;
        Ok(after)
    }

    /// Nobody extends again: one millisecond before the end the answer is yes, at the end it is no.
    pub(super) fn the_access_ends(
        &mut self,
        assignment: Wire<AssignmentId>,
        end: When,
    ) -> Reply<()> {
        let before = Wire(end.0.minus(MILLISECOND));
        let ahead = [self.ask(Some(before))?.is_allowed, self.ask(Some(end))?.is_allowed];
        self.teller
            .expect(ahead == [true, false], "the record doesn't say in advance when access ends")?;
        let moved = self.advance_to(before)?;
        let last = self.ask(None)?;
        self.teller.expect(last.is_allowed, "access ended before its end")?;
        let (sponsor, agent) = (&self.cast.sponsor, &self.cast.agent);
        let days = u64::try_from(moved.to.0.since(moved.from.0).days_rounded_up());
        let days = count(days.unwrap_or_default(), "day");
        let reminders = count(self.reminders_since(assignment, moved.from)?, "reminder");
        let line = format!(
            "{days} and {reminders} later, {} hasn't extended it again. One millisecond before the end \
             {agent} may still use {APPLICATION}.",
            sponsor.name
        );
        self.teller.tell(None, line)?;
        self.advance_to(end)?;
        let gone = self.ask(None)?;
        self.teller.expect(!gone.is_allowed, "access outlived its end")?;
        let line = format!(
            "At the end, to the millisecond, {agent} may no longer use it. {}",
            whole(&gone.sentence)
        );
        self.teller.tell(None, line)?;
        self.advance_by(Span::hours(1))?;
        let notice = self.newest_notice(sponsor, NoticeKind::AccessEnded)?;
        self.teller.tell(None, format!("{} was told: {}", sponsor.name, notice.sentence))
    }

    /// The sponsor leaves; the agents pass to somebody accountable in the same step.
    pub(super) fn the_sponsor_leaves(&mut self) -> Reply<()> {
        let (administrator, sponsor) = (&self.cast.administrator, &self.cast.sponsor);
        let (leaver, session) = (sponsor.id, &administrator.session);
        let rehearsed: DepartureView = self.teller.call(
            session,
            "rehearse_departure",
            RehearseDeparture { person_id: leaver },
        )?;
        let left: DepartureView =
            self.teller.call(session, "record_departure", RecordDeparture { person_id: leaver })?;
        self.teller.expect(rehearsed == left, "the departure differs from its rehearsal")?;
        let heir = left.heir.ok_or_else(|| differs("nobody inherits".to_owned()))?;
        let ask = ShowAgent { agent_id: self.cast.agent_id };
        let agent: AgentView = self.teller.call(session, "show_agent", ask)?;
        let answers = agent.agent.sponsors.iter().any(|sponsor| {
            sponsor.is_active && sponsor.person.as_ref().is_some_and(|person| person.id == heir.id)
        });
        self.teller.expect(answers, "the heir doesn't answer for the agent")?;
        let agents = count(left.agents.len() as u64, "agent");
        let (name, admin) = (&heir.display_name, &administrator.name);
        let line = format!(
            "{admin} records that {} leaves. In the same step {name}, the next active manager, becomes the sponsor of \
             {agents}.",
            sponsor.name
        );
        self.teller.tell(Some(administrator), line)?;
        let heir = Player::of(self.teller, heir.id)?;
        let notice = self.newest_notice(&heir, NoticeKind::SponsorshipInherited)?;
        self.teller.tell(None, format!("{} is told: {}", heir.name, notice.sentence))
    }

    /// Agrees as the approver, who must find the request in the inbox.
    fn agree(&self, request: &RequestView) -> Reply<RequestView> {
        let (id, session) = (request.request.id, &self.cast.approver.session);
        let inbox: Approvals = self.teller.call(session, "list_approvals", ListApprovals {})?;
        let is_there = inbox.rows.iter().any(|row| row.request.id == id);
        self.teller.expect(is_there, "the approver's inbox doesn't have the request")?;
        let shown = self.teller.shown(session, id)?;
        let ask = ApproveRequest {
            request_id: id,
            justification: "Needed for the close.".to_owned(),
            duration: None,
            until: None,
            fingerprint: shown.fingerprint,
            stage_id: None,
        };
        let decided: RequestView = self.teller.call(session, "approve_request", ask)?;
        let is_done = decided.request.state.0 == RequestState::Delivered;
        self.teller.expect(is_done, "the agreement led to nothing")?;
        Ok(decided)
    }

    /// Asks, as the sponsor, whether the agent may use the application.
    fn ask(&self, at: Option<When>) -> Reply<AccessAnswer> {
        let ask = CheckAccess {
            agent_id: self.cast.agent_id,
            resource: APPLICATION.to_owned(),
            role: Some(APP_ROLE.to_owned()),
            at,
        };
        self.teller.call(&self.cast.sponsor.session, "check_access", ask)
    }

    fn end_of(&self, assignment_id: Wire<AssignmentId>) -> Reply<When> {
        let end = self.assignment(assignment_id)?.assignment.ends_at;
        end.ok_or_else(|| differs("the assignment has no end".to_owned()))
    }

    fn assignment(&self, assignment_id: Wire<AssignmentId>) -> Reply<AssignmentView> {
        let ask = ShowAssignment { assignment_id };
        self.teller.call(&self.cast.sponsor.session, "show_assignment", ask)
    }

    /// How many reminders of an assignment's end went out after an instant.
    fn reminders_since(&self, assignment_id: Wire<AssignmentId>, at: When) -> Reply<u64> {
        let view = self.assignment(assignment_id)?;
        let went_out = view.reminders.iter().filter(|reminder| {
            reminder.state.0 == ReminderState::Sent
                && reminder.done_at.is_some_and(|done| done > at)
        });
        Ok(went_out.count() as u64)
    }

    fn advance_by(&self, by: Span) -> Reply<ClockAdvanced> {
        self.advance(AdvanceClock { by: Some(Wire(by)), to: None, to_next_event: false })
    }

    pub(super) fn advance_to(&self, to: When) -> Reply<ClockAdvanced> {
        self.advance(AdvanceClock { by: None, to: Some(to), to_next_event: false })
    }

    fn advance(&self, ask: AdvanceClock) -> Reply<ClockAdvanced> {
        self.teller.call(&self.cast.administrator.session, "advance_clock", ask)
    }

    /// The newest notice of a kind about the story's agent, in somebody's inbox.
    pub(super) fn newest_notice(&self, of: &Player, kind: NoticeKind) -> Reply<NoticeRow> {
        let inbox: NoticePage =
            self.teller.call(&of.session, "list_notices", json!({ "limit": 500 }))?;
        let is_it = |notice: &NoticeRow| {
            let agent = notice.agent.as_ref().map(|agent| agent.id);
            notice.kind.0 == kind && agent.is_none_or(|id| id == self.cast.agent_id)
        };
        let found = inbox.rows.into_iter().find(is_it);
        found.ok_or_else(|| differs(format!("{} has no notice of the kind {kind}", of.name)))
    }
}

/// Whom a request waits for, and until when.
pub(super) fn waits_for(request: &RequestView) -> String {
    let stage = request.stages.iter().find(|stage| stage.decision.is_none());
    let deadline = request.request.decision_needed_by.unwrap_or(Wire(Timestamp::MAX));
    let approvers = stage.map_or_else(|| "nobody".to_owned(), |stage| people(&stage.approvers));
    format!("it waits for {approvers}, who has until {}", minute(deadline))
}
