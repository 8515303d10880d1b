//! The fingerprint of what waits for a decision: shown with a request, and given back with the decision on it. What goes into
//! it is in `domain::fingerprint`.

use chaperone_domain::fingerprint::Frozen;
use chaperone_domain::id::StageId;
use chaperone_domain::request::Request;
use chaperone_domain::right::Right;
use chaperone_store::table::{answers, assignments, resources};
use sha2::{Digest, Sha256};

use crate::audit::hex;
use crate::context::Context;
use crate::failure::Reply;
use crate::stage;

/// The fingerprint of a request at one of its stages: SHA-256 of the canonical form, as 64 hexadecimal digits.
pub(crate) fn of(cx: &impl Context, request: &Request, stage_id: StageId) -> Reply<String> {
    let held = match request.assignment_id {
        Some(id) => assignments::get(cx.db(), id)?,
        None => None,
    };
    let rights: Vec<Right> = resources::roles_of_package(cx.db(), request.access_package_id)?
        .iter()
        .map(|role| role.right)
        .collect();
    let frozen = Frozen {
        request,
        stage_id,
        held_until: held.and_then(|held| held.ends_at),
        rights: &rights,
        answers: &answers::of_request(cx.db(), request.id)?,
    };
    Ok(hex(&Sha256::digest(frozen.canonical())))
}

/// The same at the open stage, if one is open.
pub(crate) fn of_open_stage(cx: &impl Context, request: &Request) -> Reply<Option<String>> {
    let open = stage::open_stage(cx, request.id)?;
    open.map(|open| of(cx, request, open.id)).transpose()
}
