//! Graph's `accessPackageAssignment`: listed and seen. What changes one is filed as a request.

use chaperone_commands::view::assignment::{
    AssignmentFilter, AssignmentPage, AssignmentRow, AssignmentView, ListAssignments,
    ReprocessAssignment, ShowAssignment,
};
use chaperone_commands::view::incompatibility::{DoubleHolders, ListDoubleHolders};
use chaperone_commands::wire::Wire;
use chaperone_domain::assignment::AssignmentState;
use chaperone_domain::id::{AccessPackageId, AgentId, AssignmentId};
use serde_json::{Value, json};

use super::list;
use super::subject;
use crate::answer::Answer;
use crate::call::Call;
use crate::problem::Problem;
use crate::query::expand::{self, Shape, leaf};

const CONTEXT: &str = "identityGovernance/entitlementManagement/assignments";
const PROPERTIES: &[&str] =
    &["id", "state", "status", "expiredDateTime", "schedule", "customExtensionCalloutInstances"];
const EXPANDS: &[Shape] = &[leaf("accessPackage"), leaf("assignmentPolicy"), leaf("target")];

fn status(state: AssignmentState) -> &'static str {
    match state {
        AssignmentState::Delivering => "Delivering",
        AssignmentState::Delivered => "Delivered",
        AssignmentState::PartiallyDelivered => "PartiallyDelivered",
        AssignmentState::DeliveryFailed => "DeliveryFailed",
        AssignmentState::Expired => "ExpiredNotificationTriggered",
    }
}

fn write(call: &Call<'_>, row: &AssignmentRow) -> Value {
    let is_over = row.state.0 == AssignmentState::Expired;
    let kind = if row.ends_at.is_some() { "afterDateTime" } else { "noExpiration" };
    let mut object = json!({
        "id": row.id,
        "state": row.state,
        "status": status(row.state.0),
        "expiredDateTime": row.ended_at.filter(|_| is_over),
        "schedule": {
            "startDateTime": row.starts_at,
            "recurrence": null,
            "expiration": { "endDateTime": row.ends_at, "duration": null, "type": kind },
        },
        "customExtensionCalloutInstances": [],
    });
    if call.query.expanded("accessPackage").is_some() {
        object["accessPackage"] = subject::access_package(&row.access_package);
    }
    if call.query.expanded("target").is_some() {
        object["target"] = subject::agent(&row.agent);
    }
    if call.query.expanded("assignmentPolicy").is_some() {
        object["assignmentPolicy"] = subject::policy(&row.policy);
    }
    match object {
        Value::Object(fields) => call.query.selected(fields),
        other => other,
    }
}

fn check_query(call: &Call<'_>) -> Result<(), Problem> {
    expand::check(&call.query.expand, EXPANDS)?;
    call.query.check_select(PROPERTIES)?;
    call.query.check_order(&[("schedule/expiration/endDateTime", false)])
}

/// `GET assignments/{id}`.
pub(crate) fn get(call: &Call<'_>) -> Result<Answer, Problem> {
    check_query(call)?;
    let assignment_id = list::id::<AssignmentId>(call.key("id"))?;
    let view: AssignmentView = call.run("show_assignment", ShowAssignment { assignment_id })?;
    Ok(Answer::ok(list::one(call, CONTEXT, write(call, &view.assignment))))
}

/// `GET assignments`.
pub(crate) fn list_all(call: &Call<'_>) -> Result<Answer, Problem> {
    check_query(call)?;
    let ask = filter(call)?;
    page(call, ask)
}

fn filter(call: &Call<'_>) -> Result<AssignmentFilter, Problem> {
    let mut ask = AssignmentFilter::default();
    let Some(expression) = &call.query.filter else { return Ok(ask) };
    for comparison in expression.comparisons()? {
        if comparison.is_of("state") && ask.state.is_none() {
            ask.state = Some(comparison.term()?);
        } else if comparison.is_of("accessPackage/id") && ask.access_package_id.is_none() {
            ask.access_package_id = Some(comparison.id()?);
        } else if (comparison.is_of("target/objectId") || comparison.is_of("target/id"))
            && ask.agent_id.is_none()
        {
            ask.agent_id = Some(comparison.id()?);
        } else {
            return Err(comparison.unsupported());
        }
    }
    Ok(ask)
}

fn page(call: &Call<'_>, filter: AssignmentFilter) -> Result<Answer, Problem> {
    let ask = ListAssignments {
        filter,
        after: list::after(call)?,
        limit: Some(call.query.limit()),
        count: call.query.wants_count(),
    };
    let page: AssignmentPage = call.run("list_assignments", ask)?;
    let rows = page.rows.iter().map(|row| write(call, row)).collect();
    Ok(list::collection(call, CONTEXT, rows, page.next.map(|id| id.to_string()), page.total))
}

/// `GET assignments/filterByCurrentUser(on='…')`. An agent that asks is the current user.
pub(crate) fn of_current_user(call: &Call<'_>) -> Result<Answer, Problem> {
    check_query(call)?;
    let mut ask = filter(call)?;
    let is_agent = call.agent().is_some();
    match call.key("on").to_ascii_lowercase().as_str() {
        // What an agent may see is its own in any case.
        "target" if is_agent => page(call, ask),
        // Packages are held by agents alone, and an agent answers for no other.
        "target" => Ok(list::whole(call, CONTEXT, Vec::new())),
        "targetagentidentitysponsororowner" if is_agent => {
            Ok(list::whole(call, CONTEXT, Vec::new()))
        }
        "targetagentidentitysponsororowner" => {
            ask.of_my_agents = true;
            page(call, ask)
        }
        other => {
            let shown: String = other.chars().take(60).collect();
            Err(Problem::unsupported(format!("filterByCurrentUser on '{shown}'")))
        }
    }
}

/// The assignment of a package that an agent has now.
pub(crate) fn held_now(
    call: &Call<'_>,
    agent: Wire<AgentId>,
    package: Wire<AccessPackageId>,
) -> Result<Wire<AssignmentId>, Problem> {
    let filter = AssignmentFilter {
        in_force: Some(true),
        agent_id: Some(agent),
        access_package_id: Some(package),
        ..AssignmentFilter::default()
    };
    let ask = ListAssignments { filter, after: None, limit: Some(1), count: false };
    let page: AssignmentPage = call.run("list_assignments", ask)?;
    let nothing = || {
        let message = "There is no assignment of this package to prolong; request the package.";
        Problem::new(404, "not_found", message)
    };
    page.rows.first().map(|row| row.id).ok_or_else(nothing)
}

/// `POST assignments/{id}/reprocess`.
pub(crate) fn reprocess(call: &Call<'_>) -> Result<Answer, Problem> {
    let ask = ReprocessAssignment { assignment_id: list::id(call.key("id"))? };
    call.run::<AssignmentView>("reprocess_assignment", ask)?;
    Ok(Answer::empty(202))
}

/// `GET assignments/additionalAccess(accessPackageId='…',incompatibleAccessPackageId='…')`: who holds both.
pub(crate) fn additional_access(call: &Call<'_>) -> Result<Answer, Problem> {
    check_query(call)?;
    let ask = ListDoubleHolders {
        access_package_id: Some(list::id(call.key("package"))?),
        incompatible_access_package_id: Some(list::id(call.key("incompatible"))?),
        incompatible_group_id: None,
    };
    let holders: DoubleHolders = call.run("list_double_holders", ask)?;
    let rows = holders
        .rows
        .iter()
        .map(|holder| {
            let ask = ShowAssignment { assignment_id: holder.assignment_id };
            let view: AssignmentView = call.run("show_assignment", ask)?;
            Ok(write(call, &view.assignment))
        })
        .collect::<Result<_, Problem>>()?;
    Ok(list::whole(call, CONTEXT, rows))
}
