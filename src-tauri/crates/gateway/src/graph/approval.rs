//! Graph's `approval` and its stages. An approval has the id of its request. People decide here with a token of their own; an
//! agent never does, and nobody decides what they asked for themselves: the command layer refuses both.

use chaperone_commands::view::approval::{ApproveRequest, DenyRequest};
use chaperone_commands::view::request::{RequestView, StageView};
use chaperone_domain::approval::StageState;
use serde_json::{Value, json};

use super::body::{Fields, check_spelling};
use super::{list, request, subject};
use crate::answer::Answer;
use crate::call::Call;
use crate::problem::Problem;

fn context(id: &str) -> String {
    format!(
        "identityGovernance/entitlementManagement/accessPackageAssignmentApprovals('{id}')/stages"
    )
}

/// Our own annotation of a stage, as OData lets a service add them: the fingerprint of what waits for the decision. It is there
/// while the stage is open. A `PATCH` that gives it back is refused once anything of that has changed; one that leaves it out,
/// as Graph's own clients do, is bound to the stage in its address, and decides on what is there at that instant.
const FINGERPRINT: &str = "@chaperone.fingerprint";

fn write(call: &Call<'_>, view: &RequestView, stage: &StageView) -> Value {
    let me = call.person();
    let is_me = |person: &chaperone_commands::view::reference::PersonRef| Some(person.id.0) == me;
    let is_mine = stage.approvers.iter().any(is_me)
        || stage.alternates.iter().any(is_me)
        || stage.delegates.iter().any(|stand_in| is_me(&stand_in.delegate));
    let status = match stage.state.0 {
        StageState::Waiting => "Initializing",
        StageState::Open => "InProgress",
        StageState::Approved | StageState::Denied | StageState::Canceled => "Completed",
        StageState::Expired => "Expired",
    };
    let result = match stage.state.0 {
        StageState::Approved => "Approved",
        StageState::Denied => "Denied",
        StageState::Waiting | StageState::Open | StageState::Canceled | StageState::Expired => {
            "NotReviewed"
        }
    };
    let decision = stage.decision.as_ref();
    let mut written = json!({
        "id": stage.id,
        "displayName": null,
        "status": status,
        "reviewResult": result,
        "reviewedDateTime": decision.map(|decision| decision.at),
        "reviewedBy": decision.map(|decision| subject::person(&decision.by)),
        "justification": decision.map_or("", |decision| decision.justification.as_str()),
        "assignedToMe": is_mine,
    });
    if stage.state.0 == StageState::Open {
        written[FINGERPRINT] = json!(view.fingerprint);
    }
    written
}

const APPROVALS: &str = "identityGovernance/entitlementManagement/accessPackageAssignmentApprovals";

fn approval(call: &Call<'_>, view: &RequestView) -> Value {
    let stages: Vec<_> = view.stages.iter().map(|stage| write(call, view, stage)).collect();
    json!({ "id": view.request.id, "stages": stages })
}

/// `GET accessPackageAssignmentApprovals/{id}`.
pub(crate) fn get(call: &Call<'_>) -> Result<Answer, Problem> {
    let view = request::show(call, call.key("id"))?;
    Ok(Answer::ok(list::one(call, APPROVALS, approval(call, &view))))
}

/// `GET accessPackageAssignmentApprovals/filterByCurrentUser(on='approver')`: what waits for the caller's decision.
pub(crate) fn of_current_user(call: &Call<'_>) -> Result<Answer, Problem> {
    if !call.key("on").eq_ignore_ascii_case("approver") {
        let on: String = call.key("on").chars().take(60).collect();
        return Err(Problem::unsupported(format!("filterByCurrentUser on '{on}'")));
    }
    let rows = request::waiting(call)?.iter().map(|view| approval(call, view)).collect();
    Ok(list::whole(call, APPROVALS, rows))
}

/// `GET accessPackageAssignmentApprovals/{id}/stages`.
pub(crate) fn stages(call: &Call<'_>) -> Result<Answer, Problem> {
    let view = request::show(call, call.key("id"))?;
    let rows = view.stages.iter().map(|stage| write(call, &view, stage)).collect();
    Ok(list::whole(call, &context(call.key("id")), rows))
}

/// `GET accessPackageAssignmentApprovals/{id}/stages/{stage}`.
pub(crate) fn stage(call: &Call<'_>) -> Result<Answer, Problem> {
    let view = request::show(call, call.key("id"))?;
    let found = find(&view, call.key("stage"))?;
    Ok(Answer::ok(list::one(call, &context(call.key("id")), write(call, &view, found))))
}

fn find<'v>(view: &'v RequestView, id: &str) -> Result<&'v StageView, Problem> {
    let found = view.stages.iter().find(|stage| stage.id.to_string().eq_ignore_ascii_case(id));
    found.ok_or_else(Problem::not_found)
}

/// `PATCH accessPackageAssignmentApprovals/{id}/stages/{stage}`.
pub(crate) fn decide(call: &Call<'_>) -> Result<Answer, Problem> {
    let body = call.body()?;
    check_spelling(body)?;
    let fields = Fields::of(body)?;
    let justification = fields.text(&["justification"])?.unwrap_or_default().to_owned();
    let fingerprint = fields.text(&[FINGERPRINT])?.map(str::to_owned);
    let result = fields.text(&["reviewResult"])?.unwrap_or_default().to_ascii_lowercase();
    let view = request::show(call, call.key("id"))?;
    let (request_id, stage_id) = (view.request.id, Some(find(&view, call.key("stage"))?.id));
    match result.as_str() {
        "approve" | "approved" => {
            let ask = ApproveRequest {
                request_id,
                justification,
                duration: None,
                until: None,
                fingerprint,
                stage_id,
            };
            call.run::<RequestView>("approve_request", ask)?;
        }
        "deny" | "denied" => {
            let ask = DenyRequest { request_id, justification, fingerprint, stage_id };
            call.run::<RequestView>("deny_request", ask)?;
        }
        _ => return Err(Problem::bad("reviewResult has to be Approve or Deny.")),
    }
    Ok(Answer::empty(204))
}
