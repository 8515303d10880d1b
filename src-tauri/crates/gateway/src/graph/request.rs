//! Graph's `accessPackageAssignmentRequest`: listed, seen, taken back, tried again. Filing one is in `ask`.

use chaperone_commands::view::approval::{ApprovalRow, Approvals, ListApprovals};
use chaperone_commands::view::request::{
    CancelRequest, ListRequests, ReprocessRequest, RequestDetails, RequestFilter, RequestPage,
    RequestRow, RequestView, ShowRequest,
};
use chaperone_domain::id::RequestId;
use chaperone_domain::request::{RequestStatus, RequestType};
use chaperone_domain::term::Term;
use serde_json::{Value, json};

use super::list;
use super::subject;
use crate::answer::Answer;
use crate::call::Call;
use crate::problem::Problem;
use crate::query::expand::{self, Expand, Shape, leaf};

pub(crate) const CONTEXT: &str = "identityGovernance/entitlementManagement/assignmentRequests";
const PROPERTIES: &[&str] = &[
    "id",
    "requestType",
    "state",
    "status",
    "createdDateTime",
    "completedDateTime",
    "justification",
    "schedule",
    "answers",
    "customExtensionCalloutInstances",
];
const EXPANDS: &[Shape] = &[
    leaf("accessPackage"),
    leaf("requestor"),
    Shape {
        name: "assignment",
        inner: &[leaf("target"), leaf("accessPackage"), leaf("assignmentPolicy")],
    },
];

/// v1.0 has no word of its own for an extension.
fn request_type(found: RequestType) -> &'static str {
    match found {
        RequestType::UserExtend => "userUpdate",
        RequestType::UserAdd
        | RequestType::UserRemove
        | RequestType::AdminAdd
        | RequestType::AdminUpdate
        | RequestType::AdminRemove
        | RequestType::SystemRemove => found.term(),
    }
}

fn status(found: RequestStatus) -> &'static str {
    match found {
        RequestStatus::Fulfilled => "Delivered",
        RequestStatus::Accepted
        | RequestStatus::Denied
        | RequestStatus::Expired
        | RequestStatus::AssignmentEnded
        | RequestStatus::TargetNotEligible
        | RequestStatus::Canceled => found.term(),
    }
}

/// A request as Graph writes it.
pub(crate) fn write(call: &Call<'_>, view: &RequestView) -> Value {
    write_row(call, &view.request, &view.details())
}

fn write_row(call: &Call<'_>, row: &RequestRow, view: &RequestDetails) -> Value {
    let kind = match (view.asked_end, view.asked_duration) {
        (Some(_), _) => "afterDateTime",
        (None, Some(_)) => "afterDuration",
        (None, None) => "notSpecified",
    };
    let answers: Vec<_> = view
        .answers
        .iter()
        .map(|answer| {
            json!({
                "@odata.type": "#microsoft.graph.accessPackageAnswerString",
                "value": answer.value, "displayValue": answer.display_value,
                "answeredQuestion": {
                    "@odata.type": "#microsoft.graph.accessPackageTextInputQuestion",
                    "id": answer.question_id, "text": answer.question,
                },
            })
        })
        .collect();
    let mut object = json!({
        "id": row.id,
        "requestType": request_type(row.request_type.0),
        "state": row.state,
        "status": status(row.status.0),
        "createdDateTime": row.created_at,
        "completedDateTime": row.completed_at,
        "justification": view.justification,
        "schedule": {
            "startDateTime": view.asked_start,
            "recurrence": null,
            "expiration": { "endDateTime": view.asked_end, "duration": view.asked_duration, "type": kind },
        },
        "answers": answers,
        "customExtensionCalloutInstances": [],
    });
    if call.query.expanded("accessPackage").is_some() {
        object["accessPackage"] = subject::access_package(&row.access_package);
    }
    if call.query.expanded("requestor").is_some() {
        object["requestor"] = subject::requestor(&row.requestor);
    }
    if let Some(expanded) = call.query.expanded("assignment") {
        object["assignment"] = assignment(row, view, expanded);
    }
    match object {
        Value::Object(fields) => call.query.selected(fields),
        other => other,
    }
}

fn assignment(row: &RequestRow, view: &RequestDetails, expanded: &Expand) -> Value {
    let mut object = json!({ "id": view.assignment_id });
    let wants = |name| expand::find(&expanded.expand, name).is_some();
    if wants("target") {
        object["target"] = subject::agent(&row.agent);
    }
    if wants("accessPackage") {
        object["accessPackage"] = subject::access_package(&row.access_package);
    }
    if wants("assignmentPolicy") {
        object["assignmentPolicy"] = subject::policy(&view.policy);
    }
    object
}

/// Refuses expansions and selections that requests don't have.
pub(crate) fn check_query(call: &Call<'_>) -> Result<(), Problem> {
    expand::check(&call.query.expand, EXPANDS)?;
    call.query.check_select(PROPERTIES)?;
    call.query.check_order(&[("createdDateTime", true)])
}

/// `GET assignmentRequests/{id}`.
pub(crate) fn get(call: &Call<'_>) -> Result<Answer, Problem> {
    check_query(call)?;
    let view = show(call, call.key("id"))?;
    Ok(Answer::ok(list::one(call, CONTEXT, write(call, &view))))
}

/// A request by the id of a path.
pub(crate) fn show(call: &Call<'_>, id: &str) -> Result<RequestView, Problem> {
    call.run("show_request", ShowRequest { request_id: list::id::<RequestId>(id)? })
}

/// `GET assignmentRequests`.
pub(crate) fn list_all(call: &Call<'_>) -> Result<Answer, Problem> {
    check_query(call)?;
    page(call, filter(call)?)
}

/// What a `$filter` on requests means.
fn filter(call: &Call<'_>) -> Result<RequestFilter, Problem> {
    let mut ask = RequestFilter::default();
    let Some(expression) = &call.query.filter else { return Ok(ask) };
    for comparison in expression.comparisons()? {
        if comparison.is_of("state") && ask.state.is_none() {
            ask.state = Some(comparison.term()?);
        } else if comparison.is_of("accessPackage/id") && ask.access_package_id.is_none() {
            ask.access_package_id = Some(comparison.id()?);
        } else if comparison.is_of("assignment/target/objectId") && ask.agent_id.is_none() {
            ask.agent_id = Some(comparison.id()?);
        } else {
            return Err(comparison.unsupported());
        }
    }
    Ok(ask)
}

fn page(call: &Call<'_>, filter: RequestFilter) -> Result<Answer, Problem> {
    let ask = ListRequests {
        filter,
        after: list::after(call)?,
        limit: Some(call.query.limit()),
        count: call.query.wants_count(),
        details: true,
    };
    let page: RequestPage = call.run("list_requests", ask)?;
    let written = |row: &RequestRow| row.details.as_ref().map(|it| write_row(call, row, it));
    let rows = page.rows.iter().filter_map(written).collect();
    Ok(list::collection(call, CONTEXT, rows, page.next.map(|id| id.to_string()), page.total))
}

/// `GET assignmentRequests/filterByCurrentUser(on='…')`. An agent that asks is the current user.
pub(crate) fn of_current_user(call: &Call<'_>) -> Result<Answer, Problem> {
    check_query(call)?;
    let mut ask = filter(call)?;
    let is_agent = call.agent().is_some();
    match call.key("on").to_ascii_lowercase().as_str() {
        // What an agent may see is its own in any case.
        "target" | "targetorrequestor" if is_agent => page(call, ask),
        // Packages are held by agents alone.
        "target" => Ok(list::whole(call, CONTEXT, Vec::new())),
        "createdby" | "targetorrequestor" => {
            ask.filed_by_me = true;
            page(call, ask)
        }
        "requestforothers" if !is_agent => {
            ask.filed_by_me = true;
            page(call, ask)
        }
        "targetagentidentitysponsororowner" if !is_agent => {
            ask.for_my_agents = true;
            page(call, ask)
        }
        // An agent asks for itself, answers for nobody and decides nothing.
        "requestforothers" | "targetagentidentitysponsororowner" | "approver" if is_agent => {
            Ok(list::whole(call, CONTEXT, Vec::new()))
        }
        "approver" => {
            ask.to_decide = true;
            page(call, ask)
        }
        other => {
            let shown: String = other.chars().take(60).collect();
            Err(Problem::unsupported(format!("filterByCurrentUser on '{shown}'")))
        }
    }
}

/// The requests that wait for the caller's decision, with their stages, the nearest deadline first.
pub(crate) fn waiting(call: &Call<'_>) -> Result<Vec<RequestView>, Problem> {
    let approvals: Approvals = call.run("list_approvals", ListApprovals {})?;
    let show =
        |row: &ApprovalRow| call.run("show_request", ShowRequest { request_id: row.request.id });
    approvals.rows.iter().map(show).collect()
}

/// `POST assignmentRequests/{id}/cancel`.
pub(crate) fn cancel(call: &Call<'_>) -> Result<Answer, Problem> {
    let ask = CancelRequest { request_id: list::id(call.key("id"))? };
    call.run::<RequestView>("cancel_request", ask)?;
    Ok(Answer::empty(204))
}

/// `POST assignmentRequests/{id}/reprocess`.
pub(crate) fn reprocess(call: &Call<'_>) -> Result<Answer, Problem> {
    let ask = ReprocessRequest { request_id: list::id(call.key("id"))? };
    call.run::<RequestView>("reprocess_request", ask)?;
    Ok(Answer::empty(202))
}
