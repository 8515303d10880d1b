//! Assignments: listing and showing them, letting them expire, giving them back, removing them.

use chaperone_domain::assignment::Assignment;
use chaperone_domain::authority::Action;
use chaperone_domain::extension::latest_end;
use chaperone_domain::id::{AgentId, AssignmentId};
use chaperone_domain::notice::NoticeKind;
use chaperone_domain::policy::ExtensionRule;
use chaperone_domain::request::{Request, RequestState, RequestStatus, RequestType};
use chaperone_domain::requestor::AccessChange;
use chaperone_domain::text::{JUSTIFICATION, check_text};
use chaperone_store::Page;
use chaperone_store::table::{assignments, notices, policies, reminders, requests, resources};
use uuid::Uuid;

use crate::audit::{Record, history};
use crate::change::Tag;
use crate::context::{Context, Reading, Writing};
use crate::failure::{Failure, Reply};
use crate::view::assignment::{
    AssignmentFilter, AssignmentPage, AssignmentRow, AssignmentView, LetExpire, ListAssignments,
    RemoveAssignment, ReturnAccess, ShowAssignment,
};
use crate::view::request::RequestView;
use crate::wire::Wire;
use crate::{access, list, question, relation, reminder, request, words};

fn filter(cx: &impl Context, ask: &AssignmentFilter) -> Reply<assignments::Filter> {
    let of_agent = cx.actor().agent();
    let me = if of_agent.is_some() { None } else { Some(cx.me()?) };
    Ok(assignments::Filter {
        search: ask.search.clone().filter(|text| !text.trim().is_empty()),
        in_force_at: ask.in_force.map(|in_force| (in_force, cx.now())),
        mine: me.filter(|_| ask.mine),
        answered_for_by: me.filter(|_| ask.of_my_agents),
        of_agent,
        seen_by: me.filter(|_| !cx.is_overseer()),
        agent_id: ask.agent_id.map(|id| id.0),
        access_package_id: ask.access_package_id.map(|id| id.0),
        state: ask.state.map(|state| state.0),
    })
}

/// Lists the assignments that one may see, the nearest end first.
pub(crate) fn list_assignments(cx: &Reading<'_>, ask: ListAssignments) -> Reply<AssignmentPage> {
    cx.authorise(Action::ListAssignments, &[], "assignment")?;
    let limit = list::check_limit(ask.limit)?;
    let page = Page { after: ask.after.map(|id| id.0), limit };
    let filter = filter(cx, &ask.filter)?;
    let ids = assignments::page(cx.db(), &filter, page)?;
    let next = (ids.len() == limit as usize).then(|| ids.last().copied().map(Wire)).flatten();
    let total = ask.count.then(|| assignments::count(cx.db(), &filter)).transpose()?;
    Ok(AssignmentPage {
        rows: ids.into_iter().map(|id| row(cx, id)).collect::<Reply<_>>()?,
        next,
        total,
    })
}

/// The ids of a list in order, for a grid.
pub(crate) fn open(
    cx: &Reading<'_>,
    ask: &AssignmentFilter,
    sort_by: Option<&str>,
    descending: bool,
    most: Option<u32>,
) -> Reply<Vec<Uuid>> {
    cx.authorise(Action::ListAssignments, &[], "assignment")?;
    let order = list::sort_column(&[assignments::SORTS], sort_by, assignments::BY_END)?;
    Ok(assignments::ids(cx.db(), &filter(cx, ask)?, order, descending, most)?)
}

/// An assignment in a list.
pub(crate) fn row(cx: &impl Context, id: AssignmentId) -> Reply<AssignmentRow> {
    let held = assignments::get(cx.db(), id)?.ok_or_else(|| Failure::not_found("assignment"))?;
    row_of(cx, &held)
}

fn row_of(cx: &impl Context, held: &Assignment) -> Reply<AssignmentRow> {
    let policy = policies::newest_ever(cx.db(), held.policy_id)?
        .ok_or_else(|| Failure::not_found("policy"))?;
    Ok(AssignmentRow {
        id: Wire(held.id),
        agent: crate::agent::reference(cx.db(), held.agent_id)?,
        access_package: crate::access_package::reference(cx.db(), held.access_package_id)?,
        state: Wire(held.state),
        is_in_force: held.starts_at <= cx.now() && !held.is_over_at(cx.now()),
        starts_at: Wire(held.starts_at),
        ends_at: held.ends_at.map(Wire),
        ended_at: held.ended_at.map(Wire),
        end_reason: held.end_reason.map(Wire),
        let_expire_at: held.let_expire_at.map(Wire),
        policy: crate::access_package::policy_reference(&policy),
        extension: Wire(policy.extension),
        open_extension: requests::open_extension(cx.db(), held.id)?.map(Wire),
    })
}

/// All assignments of an agent, newest first.
pub(crate) fn rows_of_agent(cx: &impl Context, agent: AgentId) -> Reply<Vec<AssignmentRow>> {
    assignments::of_agent(cx.db(), agent)?.iter().map(|held| row_of(cx, held)).collect()
}

/// Shows one assignment.
pub(crate) fn show_assignment(cx: &Reading<'_>, ask: ShowAssignment) -> Reply<AssignmentView> {
    relation::visible_assignment(cx, Action::ShowAssignment, ask.assignment_id.0)?;
    view(cx, ask.assignment_id.0)
}

const ON_ASSIGNMENTS: &[Action] = &[
    Action::RequestExtension,
    Action::LetExpire,
    Action::ReturnAccess,
    Action::UpdateAssignment,
    Action::ReprocessAssignment,
    Action::RemoveAssignment,
];

pub(crate) fn view(cx: &impl Context, id: AssignmentId) -> Reply<AssignmentView> {
    let (held, relations) = relation::visible_assignment(cx, Action::ShowAssignment, id)?;
    let policy = policies::newest_ever(cx.db(), held.policy_id)?
        .ok_or_else(|| Failure::not_found("policy"))?;
    let open_extension = requests::open_extension(cx.db(), id)?;
    let can_extend = policy.extension != ExtensionRule::NotAllowed
        && held.ends_at.is_some()
        && open_extension.is_none();
    let (settings, acts_as) = (&policy.requestor_settings, cx.actor().acts_as(&relations));
    let may = cx
        .allowed(ON_ASSIGNMENTS, &relations)
        .into_iter()
        .filter(|&action| match action {
            Action::RequestExtension => {
                can_extend
                    && held.check_end(cx.now()).is_ok()
                    && settings.permits(AccessChange::Update, acts_as)
            }
            Action::LetExpire => held.check_let_expire(cx.now()).is_ok(),
            Action::ReturnAccess => {
                held.check_end(cx.now()).is_ok() && settings.permits(AccessChange::Remove, acts_as)
            }
            _ => held.check_end(cx.now()).is_ok(),
        })
        .map(Wire)
        .collect();
    let latest =
        if can_extend { held.ends_at.map(|end| Wire(latest_end(&policy, end))) } else { None };
    let mut requests_about = Vec::new();
    for found in requests::of_assignment(cx.db(), id)? {
        requests_about.push(request::row_of(cx, &found)?);
    }
    let mut reminders_of = Vec::new();
    for found in reminders::of_assignment(cx.db(), id)? {
        reminders_of.push(reminder::row(cx, found)?);
    }
    let roles = resources::roles_of_package(cx.db(), held.access_package_id)?;
    Ok(AssignmentView {
        assignment: row_of(cx, &held)?,
        rights: roles.iter().map(access::right_of_role).collect(),
        latest_extension: latest,
        questions: question::question_views(&policy.questions),
        answers: question::answer_views(question::latest_answers(cx, id, &policy)?),
        requests: requests_about,
        reminders: reminders_of,
        history: history(cx, id)?,
        may,
    })
}

/// Decides to let access end on its day; further reminders of its end stay silent, its end itself is still told.
pub(crate) fn let_expire(cx: &mut Writing<'_>, ask: LetExpire) -> Reply<AssignmentView> {
    let (held, relations) =
        relation::visible_assignment(cx, Action::ShowAssignment, ask.assignment_id.0)?;
    cx.authorise(Action::LetExpire, &relations, "assignment")?;
    let now = cx.now();
    held.check_let_expire(now).map_err(|refusal| Failure::refused(&refusal))?;
    assignments::set_let_expire(cx.db_mut(), held.id, now)?;
    reminders::supersede_scheduled(cx.db_mut(), held.id, false, now)?;
    notices::supersede_waiting(cx.db_mut(), held.id, NoticeKind::AccessExpiring, None)?;
    let agent = crate::agent::reference(cx.db(), held.agent_id)?;
    let package = crate::access_package::reference(cx.db(), held.access_package_id)?;
    let sentence = format!(
        "{} for {} will be let expire, {}.",
        package.display_name,
        agent.display_name,
        words::until(held.ends_at).replace("until", "on")
    );
    cx.touch(Tag::Assignments);
    cx.touch(Tag::Notices);
    cx.record(
        Record::new("let_expire", "assignment", held.id, sentence)
            .about(held.agent_id)
            .about(held.access_package_id),
    )?;
    view(cx, held.id)
}

/// Gives access back now.
pub(crate) fn return_access(cx: &mut Writing<'_>, ask: ReturnAccess) -> Reply<RequestView> {
    end_now(
        cx,
        Action::ReturnAccess,
        ask.assignment_id.0,
        &ask.justification,
        RequestType::UserRemove,
    )
}

/// Removes an assignment, as an administrator.
pub(crate) fn remove_assignment(cx: &mut Writing<'_>, ask: RemoveAssignment) -> Reply<RequestView> {
    end_now(
        cx,
        Action::RemoveAssignment,
        ask.assignment_id.0,
        &ask.justification,
        RequestType::AdminRemove,
    )
}

fn end_now(
    cx: &mut Writing<'_>,
    action: Action,
    id: AssignmentId,
    justification: &str,
    request_type: RequestType,
) -> Reply<RequestView> {
    let (held, relations) = relation::visible_assignment(cx, Action::ShowAssignment, id)?;
    cx.authorise(action, &relations, "assignment")?;
    held.check_end(cx.now()).map_err(|refusal| Failure::refused(&refusal))?;
    if request_type == RequestType::UserRemove {
        let policy =
            policies::get(cx.db(), held.policy_id)?.ok_or_else(|| Failure::not_found("policy"))?;
        policy
            .requestor_settings
            .check(AccessChange::Remove, cx.actor().acts_as(&relations))
            .map_err(|refusal| Failure::refused(&refusal))?;
    }
    let justification =
        check_text(JUSTIFICATION, justification).map_err(|bad| Failure::refused(&bad))?;
    let request = Request {
        id: cx.new_id(),
        request_type,
        state: RequestState::Submitted,
        status: RequestStatus::Accepted,
        requestor: cx.actor().requestor(),
        agent_id: held.agent_id,
        access_package_id: held.access_package_id,
        policy_id: held.policy_id,
        assignment_id: Some(id),
        justification: justification.to_owned(),
        asked_start: None,
        asked_duration: None,
        asked_end: None,
        granted_duration: None,
        granted_end: None,
        created_at: cx.now(),
        completed_at: None,
    };
    let verb = if request_type == RequestType::UserRemove { "is given back" } else { "is removed" };
    request::submit(cx, request, &[], false, verb)
}

/// The time of an assignment was over at `at`. Answers what happened, in words.
pub(crate) fn expire(
    cx: &mut Writing<'_>,
    id: AssignmentId,
    at: chaperone_domain::time::Timestamp,
) -> Reply<String> {
    let reason = chaperone_domain::assignment::EndReason::Expired;
    Ok(format!("{} ended.", crate::delivery::end(cx, id, at, reason)?))
}
