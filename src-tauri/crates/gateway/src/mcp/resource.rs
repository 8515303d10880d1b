//! What an agent may read of itself without calling a tool: its identity, its sponsors, its access.

use chaperone_commands::Reply;
use chaperone_commands::view::assignment::AssignmentPage;
use rmcp::model::Resource;
use serde_json::{Value, json};

use crate::mcp::caller::Caller;
use crate::mcp::tell;
use crate::mcp::tool::{identity, told};

const IDENTITY: &str = "chaperone://me";
const SPONSORS: &str = "chaperone://me/sponsors";
const ACCESS: &str = "chaperone://me/access";

/// The type of all of them.
pub(crate) const MIME: &str = "application/json";

/// The resources as clients are told of them.
pub(crate) fn all() -> Vec<Resource> {
    let resource = |uri, name, title, about| {
        Resource::new(uri, name).with_title(title).with_description(about).with_mime_type(MIME)
    };
    vec![
        resource(IDENTITY, "me", "My identity", "Who you are and whether you may act"),
        resource(SPONSORS, "sponsors", "My sponsors", "The humans who answer for you"),
        resource(
            ACCESS,
            "access",
            "My access",
            "The access that you hold now, the nearest end first",
        ),
    ]
}

/// What lies at an address; nothing when nothing does. Waits for the disk.
pub(crate) fn read(caller: &Caller, uri: &str) -> Option<Reply<Value>> {
    match uri {
        IDENTITY => Some(me(caller)),
        SPONSORS => Some(me(caller).map(|mut me| me["sponsors"].take())),
        ACCESS => Some(access(caller)),
        _ => None,
    }
}

fn me(caller: &Caller) -> Reply<Value> {
    Ok(told(&tell::Identity::from(identity(caller)?))?.told)
}

fn access(caller: &Caller) -> Reply<Value> {
    let payload = json!({ "filter": { "inForce": true } });
    let page: AssignmentPage = caller.call("list_assignments", payload)?;
    Ok(told(&tell::Assignments::from(page))?.told)
}
