//! What the door says about itself: `$metadata` for OData's clients and `openapi.json` for all others. Both are written from
//! the routes, from `operations` and from the descriptions of what goes in and out; nothing is answered here that a route
//! doesn't offer. Tests hold every answer of the real door against the document.
//!
//! Like the other discovery documents they are open: they tell nothing of the workspace but its id, which is in every address.

mod csdl;
mod directory;
mod entitlement;
mod given;
mod identity;
mod model;
mod openapi;
mod operation;
mod operations;
mod policy;
mod shape;
mod token;

use crate::answer::Answer;
use crate::call::Keys;
use crate::door::{Door, Incoming};
use crate::problem::Problem;
use crate::query::Query;

/// Refuses options: another form of the document than the one that is served would be a wrong answer.
fn check_query(incoming: &Incoming) -> Result<(), Problem> {
    Query::parse(&incoming.query)?.only(&[])
}

/// `GET /v1.0/$metadata`: OData's common schema definition language, version 4.0, as XML.
pub(crate) fn metadata(_: &Door, incoming: &Incoming, _: &Keys) -> Result<Answer, Problem> {
    check_query(incoming)?;
    csdl::write("v1.0").map(Answer::xml)
}

/// `GET /beta/$metadata`: the same for the few routes of beta.
pub(crate) fn beta_metadata(_: &Door, incoming: &Incoming, _: &Keys) -> Result<Answer, Problem> {
    check_query(incoming)?;
    csdl::write("beta").map(Answer::xml)
}

/// `GET /v1.0/openapi.json`: OpenAPI 3.1, of all routes, Graph's and the others.
pub(crate) fn openapi(door: &Door, incoming: &Incoming, _: &Keys) -> Result<Answer, Problem> {
    check_query(incoming)?;
    let base = door.entrance.base(incoming.header("host"));
    Ok(Answer::ok(openapi::write(&base, &door.settings.tenant_id.to_string())))
}
