//! Filing an `accessPackageAssignmentRequest`: Graph files everything that happens to an assignment in one way, told apart by
//! `requestType`. Which command that is, is all that is said here.

use chaperone_commands::view::assignment::{
    AssignmentView, RemoveAssignment, RequestExtension, ReturnAccess, ShowAssignment,
    UpdateAssignment,
};
use chaperone_commands::view::question::GiveAnswer;
use chaperone_commands::view::request::{AssignAccessPackage, RequestAccess, RequestView};
use chaperone_commands::wire::{When, Wire};
use chaperone_domain::id::AssignmentId;
use chaperone_domain::time::Timestamp;
use serde_json::Value;

use super::body::{Fields, Schedule, check_spelling};
use super::{list, request};
use crate::answer::Answer;
use crate::call::Call;
use crate::problem::Problem;

/// `POST assignmentRequests`, and beta's `accessPackageAssignmentRequests`.
pub(crate) fn post(call: &Call<'_>) -> Result<Answer, Problem> {
    let body = call.body()?;
    check_spelling(body)?;
    let fields = Fields::of(body)?;
    let now = call.door.desk.now()?;
    let filed = file(call, fields, now)?;
    let written = request::write(call, &filed);
    Ok(Answer::created(list::one(call, request::CONTEXT, written)))
}

fn file(call: &Call<'_>, fields: Fields<'_>, now: Timestamp) -> Result<RequestView, Problem> {
    let kind = fields
        .text(&["requestType"])?
        .ok_or_else(|| Problem::bad("Say what is asked for: give requestType, such as userAdd."))?;
    let assignment = fields.object(&["assignment", "accessPackageAssignment"])?;
    let justification = fields.text(&["justification"])?.unwrap_or_default().to_owned();
    let answers = answers(fields)?;
    let schedule = Schedule::read(fields, now)?;
    match kind.to_ascii_lowercase().as_str() {
        "useradd" => {
            let what = Wanted::read(call, assignment)?;
            let schedule = or_inner(schedule, assignment, now)?;
            let ask = RequestAccess {
                agent_id: call.agent_or(what.target)?,
                access_package_id: what.package()?,
                policy_id: what.policy()?,
                start_at: schedule.start,
                duration: schedule.duration,
                end_at: schedule.end,
                justification,
                answers,
            };
            call.run("request_access", ask)
        }
        "adminadd" => {
            let what = Wanted::read(call, assignment)?;
            let schedule = or_inner(schedule, assignment, now)?;
            let ask = AssignAccessPackage {
                agent_id: call.agent_or(what.target)?,
                access_package_id: what.package()?,
                policy_id: what.policy()?,
                start_at: schedule.start,
                duration: schedule.duration,
                end_at: schedule.end,
                justification,
                answers,
            };
            call.run("assign_access_package", ask)
        }
        "userupdate" | "userextend" => {
            let assignment_id = held(call, assignment)?;
            let until = until(call, assignment_id, schedule)?;
            let ask = RequestExtension { assignment_id, until, justification, answers };
            call.run("request_extension", ask)
        }
        "adminupdate" => {
            let assignment_id = named(assignment)?;
            let ask = UpdateAssignment {
                assignment_id,
                ends_at: until(call, assignment_id, schedule)?,
                policy_id: Wanted::read(call, assignment)?.policy()?,
                justification,
            };
            call.run("update_assignment", ask)
        }
        "userremove" => {
            let ask = ReturnAccess { assignment_id: named(assignment)?, justification };
            call.run("return_access", ask)
        }
        "adminremove" => {
            let ask = RemoveAssignment { assignment_id: named(assignment)?, justification };
            call.run("remove_assignment", ask)
        }
        _ => {
            let shown: String = kind.chars().take(60).collect();
            Err(Problem::unsupported(format!("The requestType '{shown}'")))
        }
    }
}

/// What is asked for, and for whom.
struct Wanted<'b> {
    target: Option<&'b str>,
    package: Option<&'b str>,
    policy: Option<&'b str>,
}

impl<'b> Wanted<'b> {
    fn read(call: &Call<'_>, assignment: Fields<'b>) -> Result<Self, Problem> {
        let target = assignment.object(&["target"])?;
        let found = Self {
            target: assignment.text(&["targetId"])?.or(target.text(&["objectId", "id"])?),
            package: match assignment.text(&["accessPackageId"])? {
                Some(id) => Some(id),
                None => assignment.object(&["accessPackage"])?.text(&["id"])?,
            },
            policy: match assignment.text(&["assignmentPolicyId"])? {
                Some(id) => Some(id),
                None => {
                    let policy = assignment
                        .object(&["assignmentPolicy", "accessPackageAssignmentPolicy"])?;
                    policy.text(&["id"])?
                }
            },
        };
        // Who stands both ways must mean the same, or nobody knows for whom it is.
        let both = (assignment.text(&["targetId"])?, target.text(&["objectId", "id"])?);
        if let (Some(one), Some(other)) = both
            && !one.eq_ignore_ascii_case(other)
        {
            return Err(Problem::bad("targetId and target name two agents; name one."));
        }
        if call.agent().is_some() && found.target.is_some_and(str::is_empty) {
            return Err(Problem::bad("targetId is empty; leave it out to mean yourself."));
        }
        Ok(found)
    }

    fn package(&self) -> Result<Wire<chaperone_domain::id::AccessPackageId>, Problem> {
        read_id("assignment.accessPackageId", self.package)?
            .ok_or_else(|| Problem::bad("Say which package: give assignment.accessPackageId."))
    }

    fn policy(&self) -> Result<Option<Wire<chaperone_domain::id::PolicyId>>, Problem> {
        read_id("assignment.assignmentPolicyId", self.policy)
    }
}

fn read_id<I>(name: &str, text: Option<&str>) -> Result<Option<Wire<I>>, Problem>
where
    I: chaperone_commands::wire::WireText,
{
    let read = |text: &str| {
        I::read(text).map(Wire).map_err(|wrong| Problem::bad(format!("{name}: {wrong}.")))
    };
    text.map(read).transpose()
}

/// The schedule of an assignment counts where the request has none.
fn or_inner(outer: Schedule, assignment: Fields<'_>, now: Timestamp) -> Result<Schedule, Problem> {
    let inner = Schedule::read(assignment, now)?;
    Ok(if outer == Schedule::default() { inner } else { outer })
}

fn named(assignment: Fields<'_>) -> Result<Wire<AssignmentId>, Problem> {
    read_id("assignment.id", assignment.text(&["id"])?)?
        .ok_or_else(|| Problem::bad("Say which assignment: give assignment.id."))
}

/// The assignment to prolong: the one that is named, or, in beta's shape, the one that the target holds of the package.
fn held(call: &Call<'_>, assignment: Fields<'_>) -> Result<Wire<AssignmentId>, Problem> {
    if assignment.text(&["id"])?.is_some() {
        return named(assignment);
    }
    let what = Wanted::read(call, assignment)?;
    if what.package.is_none() {
        return named(assignment);
    }
    super::assignment::held_now(call, call.agent_or(what.target)?, what.package()?)
}

/// The wanted end. A duration is counted from the start that is given with it, or from now, as Graph's schedules are.
fn until(
    call: &Call<'_>,
    assignment_id: Wire<AssignmentId>,
    schedule: Schedule,
) -> Result<Option<When>, Problem> {
    if schedule.end.is_some() || schedule.duration.is_none() {
        return Ok(schedule.end);
    }
    let ask = ShowAssignment { assignment_id };
    let held: AssignmentView = call.run("show_assignment", ask)?;
    let now = call.door.desk.now()?;
    let start = schedule.start.map_or(now, |start| start.0).max(held.assignment.starts_at.0);
    Ok(schedule.end_from(start))
}

fn answers(fields: Fields<'_>) -> Result<Vec<GiveAnswer>, Problem> {
    fields.list(&["answers"])?.iter().map(answer).collect()
}

fn answer(given: &Value) -> Result<GiveAnswer, Problem> {
    let fields = Fields::of(given)?;
    let question = fields.object(&["answeredQuestion"])?.text(&["id"])?;
    let question_id = read_id("answers.answeredQuestion.id", question)?
        .ok_or_else(|| Problem::bad("Say which question is answered: give answeredQuestion.id."))?;
    let value = fields.text(&["value"])?.or(fields.text(&["displayValue"])?).unwrap_or_default();
    Ok(GiveAnswer { question_id, value: value.to_owned() })
}
