//! Requests: asking for a package, listing and taking back.

use std::collections::BTreeMap;

use chaperone_domain::authority::{Action, Relation};
use chaperone_domain::delivery::check_reprocess;
use chaperone_domain::id::{AccessPackageId, AgentId, PolicyId, RequestId};
use chaperone_domain::policy::{Policy, Target};
use chaperone_domain::question::Answer;
use chaperone_domain::request::{
    self, Request, RequestAsk, RequestFacts, RequestState, RequestStatus, RequestType, Requestor,
};
use chaperone_domain::requestor::ActsAs;
use chaperone_domain::time::{Span, Timestamp};
use chaperone_store::Page;
use chaperone_store::table::delivery_failures::{self, DeliveryFailure};
use chaperone_store::table::{
    access_packages, agents, answers, assignments, catalogs, grants, policies, requests, resources,
    stages,
};
use uuid::Uuid;

use crate::audit::history;
use crate::context::{Context, Reading, Writing};
use crate::failure::{Failure, Reply};
use crate::view::question::GiveAnswer;
use crate::view::reference::PolicyRef;
use crate::view::request::{
    AssignAccessPackage, CancelRequest, DeliveryFailureView, ListRequests, RequestAccess,
    RequestDetails, RequestFilter, RequestPage, RequestRow, RequestView, RequestorView,
    ShowRequest,
};
use crate::wire::Wire;
use crate::{
    access, approval, decision, delivery, fingerprint, incompatibility, list, question, relation,
    reprocess, stage, words,
};

/// What somebody asks for, whichever command it came by.
pub(crate) struct Ask {
    pub(crate) agent: AgentId,
    pub(crate) package: AccessPackageId,
    pub(crate) policy: Option<PolicyId>,
    pub(crate) start: Option<Timestamp>,
    pub(crate) duration: Option<Span>,
    pub(crate) end: Option<Timestamp>,
    pub(crate) justification: String,
    /// Nothing yet, where somebody only looks what would be asked.
    pub(crate) answers: Option<Vec<GiveAnswer>>,
    pub(crate) acts_as: ActsAs,
    pub(crate) is_direct: bool,
}

/// The facts on which a request is decided, owned, so that they can be lent to the domain.
pub(crate) struct Loaded {
    pub(crate) target: Target,
    pub(crate) policies: Vec<Policy>,
    blocked: Option<String>,
    pub(crate) is_catalog_published: bool,
    standing: chaperone_domain::agent::Standing,
}

/// An agent with the groups by which a policy may cover it.
pub(crate) fn target(cx: &impl Context, agent: AgentId) -> Reply<Target> {
    Ok(Target {
        agent_id: agent,
        kind: crate::agent::get(cx.db(), agent)?.kind,
        groups: grants::groups_of_agent(cx.db(), agent, cx.now())?,
    })
}

pub(crate) fn load(cx: &impl Context, agent: AgentId, package: AccessPackageId) -> Reply<Loaded> {
    let standing = agents::standing(cx.db(), agent)?.ok_or_else(|| Failure::not_found("agent"))?;
    let found = access_packages::get(cx.db(), package)?
        .ok_or_else(|| Failure::not_found("access package"))?;
    let catalog =
        catalogs::get(cx.db(), found.catalog_id)?.ok_or_else(|| Failure::not_found("catalog"))?;
    let roles = resources::roles_of_package(cx.db(), package)?;
    Ok(Loaded {
        target: target(cx, agent)?,
        policies: policies::of_package(cx.db(), package)?,
        blocked: roles
            .iter()
            .find(|role| role.is_blocked_for_agents())
            .map(|role| role.full_name()),
        is_catalog_published: catalog.state
            == chaperone_domain::access_package::CatalogState::Published,
        standing,
    })
}

pub(crate) fn decide(
    cx: &impl Context,
    ask: &Ask,
    loaded: &Loaded,
) -> Reply<Result<request::RequestOpened, request::RequestRefusal>> {
    let current = assignments::current(cx.db(), ask.agent, ask.package)?;
    let chosen = match ask.policy {
        // Who read the package a while ago may name a wording that has been replaced since.
        Some(named) => Some(policies::newest(cx.db(), named)?.map_or(named, |newest| newest.id)),
        None => None,
    };
    let from = ask.start.map_or(cx.now(), |start| start.max(cx.now()));
    let incompatible = incompatibility::check(cx, ask.agent, ask.package, from)?.err();
    let facts = RequestFacts {
        now: cx.now(),
        target: &loaded.target,
        acts_as: ask.acts_as,
        standing: loaded.standing,
        is_catalog_published: loaded.is_catalog_published,
        is_direct: ask.is_direct,
        policies: &loaded.policies,
        chosen_policy: chosen,
        open_request: requests::open_add(cx.db(), ask.agent, ask.package)?,
        current_assignment: current.filter(|held| !held.is_over_at(cx.now())).map(|held| held.id),
        blocked_role: loaded.blocked.as_deref(),
        incompatible: incompatible.as_ref(),
    };
    let answers = ask.answers.as_deref().map(question::given);
    let asked = RequestAsk {
        start: ask.start,
        duration: ask.duration,
        end: ask.end,
        justification: &ask.justification,
        answers: answers.as_deref(),
    };
    Ok(request::open(&facts, &asked))
}

/// Requests a package for an agent that one sponsors or owns.
pub(crate) fn request_access(cx: &mut Writing<'_>, ask: RequestAccess) -> Reply<RequestView> {
    let relations = relation::to_agent(cx, ask.agent_id.0)?;
    cx.authorise(Action::RequestAccess, &relations, "agent")?;
    let ask = Ask {
        agent: ask.agent_id.0,
        package: ask.access_package_id.0,
        policy: ask.policy_id.map(|id| id.0),
        start: ask.start_at.map(|at| at.0),
        duration: ask.duration.map(|span| span.0),
        end: ask.end_at.map(|at| at.0),
        justification: ask.justification,
        answers: Some(ask.answers),
        acts_as: ActsAs { administrator: false, ..cx.actor().acts_as(&relations) },
        is_direct: false,
    };
    file(cx, ask, RequestType::UserAdd)
}

/// Assigns a package directly; where the policy requires approval, it goes through approval.
pub(crate) fn assign_access_package(
    cx: &mut Writing<'_>,
    ask: AssignAccessPackage,
) -> Reply<RequestView> {
    let relations = relation::to_access_package(cx, ask.access_package_id.0)?;
    cx.authorise(Action::AssignAccessPackage, &relations, "agent")?;
    let ask = Ask {
        agent: ask.agent_id.0,
        package: ask.access_package_id.0,
        policy: ask.policy_id.map(|id| id.0),
        start: ask.start_at.map(|at| at.0),
        duration: ask.duration.map(|span| span.0),
        end: ask.end_at.map(|at| at.0),
        justification: ask.justification,
        answers: Some(ask.answers),
        acts_as: cx.actor().acts_as(&[]),
        is_direct: true,
    };
    file(cx, ask, RequestType::AdminAdd)
}

fn file(cx: &mut Writing<'_>, ask: Ask, request_type: RequestType) -> Reply<RequestView> {
    let loaded = load(cx, ask.agent, ask.package)?;
    let opened = decide(cx, &ask, &loaded)?.map_err(|refusal| question::refused(&refusal))?;
    let request = Request {
        id: cx.new_id(),
        request_type,
        state: RequestState::Submitted,
        status: RequestStatus::Accepted,
        requestor: cx.actor().requestor(),
        agent_id: ask.agent,
        access_package_id: ask.package,
        policy_id: opened.policy_id,
        assignment_id: None,
        justification: ask.justification.trim().to_owned(),
        asked_start: opened.start,
        asked_duration: opened.duration,
        asked_end: opened.end,
        granted_duration: None,
        granted_end: None,
        created_at: cx.now(),
        completed_at: None,
    };
    let verb = if ask.is_direct { "was assigned directly" } else { "was requested" };
    submit(cx, request, &opened.answers, opened.needs_approval, verb)
}

/// Files a request and takes it as far as it gets by itself: to its first stage, or to delivery.
pub(crate) fn submit(
    cx: &mut Writing<'_>,
    request: Request,
    answers: &[Answer],
    needs_approval: bool,
    verb: &str,
) -> Reply<RequestView> {
    requests::insert(cx.db_mut(), &request)?;
    answers::insert(cx.db_mut(), request.id, answers)?;
    cx.touch(crate::change::Tag::Requests);
    let activity = match request.request_type {
        RequestType::UserAdd => "request_access",
        RequestType::AdminAdd => "assign_access_package",
        RequestType::UserExtend => "request_extension",
        RequestType::UserRemove => "return_access",
        RequestType::AdminUpdate => "update_assignment",
        RequestType::AdminRemove | RequestType::SystemRemove => "remove_assignment",
    };
    let sentence = format!(
        "{} {verb}.{}",
        delivery::subject(cx, &request)?,
        words::because(&request.justification)
    );
    delivery::record(cx, &request, activity, sentence)?;
    if needs_approval {
        stage::open_stages(cx, &request)?;
    } else {
        delivery::fulfil(cx, &request)?;
    }
    view(cx, request.id)
}

/// Whether the actor looks after assignments, in the workspace or in the package's catalog.
fn administers(cx: &impl Context, relations: &[Relation]) -> bool {
    cx.allowed(&[Action::AssignAccessPackage], relations).len() == 1
}

/// Takes a request back.
pub(crate) fn cancel_request(cx: &mut Writing<'_>, ask: CancelRequest) -> Reply<RequestView> {
    let (found, relations) = relation::visible_request(cx, Action::ShowRequest, ask.request_id.0)?;
    cx.authorise(Action::CancelRequest, &relations, "request")?;
    request::cancel(found.state, administers(cx, &relations))
        .map_err(|refusal| Failure::refused(&refusal))?;
    let now = cx.now();
    if found.state == RequestState::Scheduled
        && let Some(assignment) = found.assignment_id
    {
        delivery::end(cx, assignment, now, chaperone_domain::assignment::EndReason::Removed)?;
    } else {
        stages::cancel_rest(cx.db_mut(), found.id)?;
        requests::set_state(
            cx.db_mut(),
            found.id,
            RequestState::Canceled,
            RequestStatus::Canceled,
            Some(now),
        )?;
    }
    chaperone_store::table::notices::supersede_waiting_of_request(cx.db_mut(), found.id)?;
    cx.touch(crate::change::Tag::Requests);
    cx.touch(crate::change::Tag::Notices);
    let sentence = format!("The request of {} was taken back.", delivery::subject(cx, &found)?);
    delivery::record(cx, &found, "cancel_request", sentence)?;
    view(cx, found.id)
}

fn filter(cx: &impl Context, ask: &RequestFilter) -> Reply<requests::Filter> {
    let of_agent = cx.actor().agent();
    // What an agent sees is its own in any case.
    let me = if of_agent.is_some() { None } else { Some(cx.me()?) };
    Ok(requests::Filter {
        search: ask.search.clone().filter(|text| !text.trim().is_empty()),
        state: ask.state.map(|state| state.0),
        open: ask.open,
        agent_id: ask.agent_id.map(|id| id.0),
        access_package_id: ask.access_package_id.map(|id| id.0),
        filed_by: Some(cx.actor().requestor()).filter(|_| ask.filed_by_me),
        waits_for: me.filter(|_| ask.to_decide).map(|me| (me, cx.now())),
        answered_for_by: me.filter(|_| ask.for_my_agents),
        mine: me.filter(|_| ask.mine),
        of_agent,
        seen_by: me.filter(|_| !cx.is_overseer()),
    })
}

/// Lists the requests that one may see, newest first.
pub(crate) fn list_requests(cx: &Reading<'_>, ask: ListRequests) -> Reply<RequestPage> {
    cx.authorise(Action::ListRequests, &[], "request")?;
    let limit = list::check_limit(ask.limit)?;
    let page = Page { after: ask.after.map(|id| id.0), limit };
    let filter = filter(cx, &ask.filter)?;
    let ids = requests::page(cx.db(), &filter, page)?;
    let next = (ids.len() == limit as usize).then(|| ids.last().copied().map(Wire)).flatten();
    let total = ask.count.then(|| requests::count(cx.db(), &filter)).transpose()?;
    let rows = if ask.details {
        detailed(cx, &ids)?
    } else {
        ids.into_iter().map(|id| row(cx, id)).collect::<Reply<_>>()?
    };
    Ok(RequestPage { rows, next, total })
}

/// Requests in a list, each with all that was asked. What is in several tables is read for all of them at once.
fn detailed(cx: &impl Context, ids: &[RequestId]) -> Reply<Vec<RequestRow>> {
    let mut answers: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for (request, answer) in answers::of_requests(cx.db(), ids)? {
        answers.entry(request).or_default().push(answer);
    }
    let mut rows = Vec::new();
    for (found, display_name) in requests::of_ids(cx.db(), ids)? {
        let details = RequestDetails {
            policy: PolicyRef { id: Wire(found.policy_id), display_name },
            justification: found.justification.clone(),
            asked_start: found.asked_start.map(Wire),
            asked_duration: found.asked_duration.map(Wire),
            asked_end: found.asked_end.map(Wire),
            answers: question::answer_views(answers.remove(&found.id).unwrap_or_default()),
            assignment_id: found.assignment_id.map(Wire),
        };
        rows.push(RequestRow { details: Some(details), ..row_of(cx, &found)? });
    }
    Ok(rows)
}

/// The ids of a list in order, for a grid.
pub(crate) fn open(
    cx: &Reading<'_>,
    ask: &RequestFilter,
    sort_by: Option<&str>,
    descending: bool,
    most: Option<u32>,
) -> Reply<Vec<Uuid>> {
    cx.authorise(Action::ListRequests, &[], "request")?;
    // Unless somebody chose an order the newest come first.
    let descending = descending != sort_by.is_none();
    let order = list::sort_column(&[requests::SORTS], sort_by, requests::BY_CREATION)?;
    Ok(requests::ids(cx.db(), &filter(cx, ask)?, order, descending, most)?)
}

/// A request in a list.
pub(crate) fn row(cx: &impl Context, id: RequestId) -> Reply<RequestRow> {
    let found = requests::get(cx.db(), id)?.ok_or_else(|| Failure::not_found("request"))?;
    row_of(cx, &found)
}

pub(crate) fn row_of(cx: &impl Context, found: &Request) -> Reply<RequestRow> {
    let open_stage = stages::of_request(cx.db(), found.id)?
        .into_iter()
        .find(|stage| stage.state == chaperone_domain::approval::StageState::Open);
    let assignment =
        found.assignment_id.map(|id| assignments::get(cx.db(), id)).transpose()?.flatten();
    let asked = found.granted_end.or(found.asked_end);
    let access_until = match found.request_type {
        RequestType::UserExtend | RequestType::AdminUpdate if !found.state.is_closed() => asked,
        RequestType::UserExtend if found.state == RequestState::Delivered => asked,
        _ => assignment.and_then(|held| held.ends_at),
    };
    let requestor = match found.requestor {
        Requestor::Person(person) => RequestorView {
            person: Some(crate::person::reference(cx.db(), person)?),
            agent: None,
            is_system: false,
        },
        Requestor::Agent(agent) => RequestorView {
            person: None,
            agent: Some(crate::agent::reference(cx.db(), agent)?),
            is_system: false,
        },
        Requestor::System => RequestorView { person: None, agent: None, is_system: true },
    };
    Ok(RequestRow {
        id: Wire(found.id),
        request_type: Wire(found.request_type),
        state: Wire(found.state),
        status: Wire(found.status),
        agent: crate::agent::reference(cx.db(), found.agent_id)?,
        access_package: crate::access_package::reference(cx.db(), found.access_package_id)?,
        requestor,
        created_at: Wire(found.created_at),
        completed_at: found.completed_at.map(Wire),
        decision_needed_by: open_stage.and_then(|stage| stage.deadline_at).map(Wire),
        access_until: access_until.map(Wire),
        details: None,
    })
}

/// Shows one request.
pub(crate) fn show_request(cx: &Reading<'_>, ask: ShowRequest) -> Reply<RequestView> {
    relation::visible_request(cx, Action::ShowRequest, ask.request_id.0)?;
    view(cx, ask.request_id.0)
}

const ON_REQUESTS: &[Action] = &[
    Action::CancelRequest,
    Action::ReprocessRequest,
    Action::ApproveRequest,
    Action::DenyRequest,
    Action::RevokeApproval,
];

/// What couldn't be given in the last try, as long as that is so.
fn failures(cx: &impl Context, found: &Request) -> Reply<Vec<DeliveryFailureView>> {
    let is_failed = matches!(
        found.state,
        RequestState::PartiallyDelivered | RequestState::DeliveryFailed | RequestState::Canceled
    );
    if !is_failed {
        return Ok(Vec::new());
    }
    let view = |failure: DeliveryFailure| DeliveryFailureView {
        role_name: failure.role_name,
        reason: Wire(failure.reason),
        failed_at: Wire(failure.failed_at),
    };
    Ok(delivery_failures::of_last_try(cx.db(), found.id)?.into_iter().map(view).collect())
}

/// A request with its stages and history.
pub(crate) fn view(cx: &impl Context, id: RequestId) -> Reply<RequestView> {
    let found = requests::get(cx.db(), id)?.ok_or_else(|| Failure::not_found("request"))?;
    let relations = relation::to_request(cx, &found)?;
    let policy =
        policies::get(cx.db(), found.policy_id)?.ok_or_else(|| Failure::not_found("policy"))?;
    let can_reprocess = check_reprocess(&reprocess::facts(cx, &found)?).is_ok();
    let may = cx
        .allowed(ON_REQUESTS, &relations)
        .into_iter()
        .filter(|&action| match action {
            Action::RevokeApproval => decision::may_revoke(cx, found.id).unwrap_or(false),
            Action::CancelRequest => {
                request::cancel(found.state, administers(cx, &relations)).is_ok()
            }
            Action::ReprocessRequest => can_reprocess,
            _ => {
                found.state == RequestState::PendingApproval
                    && approval::may_decide(cx, found.id).unwrap_or(false)
            }
        })
        .map(Wire)
        .collect();
    let roles = resources::roles_of_package(cx.db(), found.access_package_id)?;
    Ok(RequestView {
        request: row_of(cx, &found)?,
        policy: crate::access_package::policy_reference(&policy),
        justification: found.justification.clone(),
        asked_start: found.asked_start.map(Wire),
        asked_duration: found.asked_duration.map(Wire),
        asked_end: found.asked_end.map(Wire),
        answers: question::answers_of(cx, found.id)?,
        granted_duration: found.granted_duration.map(Wire),
        granted_end: found.granted_end.map(Wire),
        assignment_id: found.assignment_id.map(Wire),
        failures: failures(cx, &found)?,
        stages: stage::views(cx, found.id)?,
        rights: roles.iter().map(access::right_of_role).collect(),
        fingerprint: fingerprint::of_open_stage(cx, &found)?,
        history: history(cx, found.id)?,
        may,
    })
}
