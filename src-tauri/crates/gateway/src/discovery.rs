//! What a library or a resource server wants to know before it uses or checks tokens: where they are made and by which keys
//! they are signed. Source: OpenID Connect Discovery 1.0, RFC 7517.

use serde_json::json;

use crate::answer::Answer;
use crate::call::Keys;
use crate::door::{Door, Incoming};
use crate::problem::Problem;

/// Refuses a tenant that isn't this workspace.
pub(crate) fn check_tenant(door: &Door, keys: &Keys) -> Result<(), Problem> {
    let given = keys.get("tenant").map(String::as_str).unwrap_or_default();
    if given.eq_ignore_ascii_case(&door.settings.tenant_id.to_string()) {
        door.check_workspace()
    } else {
        Err(Problem::not_found())
    }
}

/// `/{tenant}/v2.0/.well-known/openid-configuration`.
pub(crate) fn configuration(
    door: &Door,
    incoming: &Incoming,
    keys: &Keys,
) -> Result<Answer, Problem> {
    check_tenant(door, keys)?;
    let tenant = door.settings.tenant_id;
    let base = format!("{}/{tenant}", door.entrance.base(incoming.header("host")));
    Ok(Answer::ok(json!({
        "issuer": door.place().issuer,
        "token_endpoint": format!("{base}/oauth2/v2.0/token"),
        "device_authorization_endpoint": format!("{base}/oauth2/v2.0/devicecode"),
        // Nobody is sent to a page here; the field has to be there all the same.
        "authorization_endpoint": format!("{base}/oauth2/v2.0/authorize"),
        "jwks_uri": format!("{base}/discovery/v2.0/keys"),
        "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic", "private_key_jwt"],
        "grant_types_supported": ["client_credentials", "password", "user_fic", crate::device::GRANT],
        "response_types_supported": ["token"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256"],
    })))
}

/// `/{tenant}/discovery/v2.0/keys`.
pub(crate) fn jwks(door: &Door, _: &Incoming, keys: &Keys) -> Result<Answer, Problem> {
    check_tenant(door, keys)?;
    Ok(Answer::ok(door.keys().jwks(door.machine_now())?))
}

/// `/healthz`: whether anybody is here.
pub(crate) fn health(_: &Door, _: &Incoming, _: &Keys) -> Result<Answer, Problem> {
    Ok(Answer::ok(json!({ "status": "ok" })))
}
