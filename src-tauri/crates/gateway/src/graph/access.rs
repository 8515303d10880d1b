//! `checkAccess`: the decision point over HTTP, for programs that guard a resource. Not Graph's; an extension of this door.
//!
//! `POST …/entitlementManagement/checkAccess` with `{"resource": …, "role": …, "agentId": …}`; an agent that asks for itself
//! leaves `agentId` out. The answer says `allow` or `deny`, why, and for how many seconds it may be kept.

use chaperone_commands::view::access::{AccessAnswer, CheckAccess};
use chaperone_domain::door::cacheable_for;
use serde_json::json;

use super::body::{Fields, check_spelling};
use crate::answer::Answer;
use crate::call::Call;
use crate::problem::Problem;

/// `POST checkAccess`.
pub(crate) fn check(call: &Call<'_>) -> Result<Answer, Problem> {
    let body = call.body()?;
    check_spelling(body)?;
    let fields = Fields::of(body)?;
    let named = fields.text(&["agentId"])?;
    let agent_id = match (named, call.agent()) {
        (None, None) => return Err(Problem::bad("Say which agent asks: give agentId.")),
        _ => call.agent_or(named)?,
    };
    let resource = fields
        .text(&["resource"])?
        .ok_or_else(|| Problem::bad("Say what is to be used: give resource, an id or a name."))?;
    let role = fields.text(&["role"])?.map(str::to_owned);
    let ask = CheckAccess { agent_id, resource: resource.to_owned(), role, at: None };
    let answer: AccessAnswer = call.run("check_access", ask)?;
    let until = answer.until.map(|until| until.0);
    let seconds = cacheable_for(answer.at.0, until).millis() / 1_000;
    Ok(Answer::ok(json!({
        "@odata.context": call.context("identityGovernance/entitlementManagement/checkAccess"),
        "decision": if answer.is_allowed { "allow" } else { "deny" },
        "code": answer.code,
        "reason": answer.sentence,
        "evaluatedDateTime": answer.at,
        "changesDateTime": answer.until,
        "cacheForSeconds": seconds,
    })))
}
