//! Signing in by a code: a program that can't ask for a passphrase is handed a code, shows it, and asks every few seconds
//! whether a person confirmed it at the desk. Whether it was is asked of the command layer.
//!
//! Source: RFC 8628, and Microsoft Entra's device authorization grant for the fields.

use chaperone_commands::Failure;
use serde_json::json;
use uuid::Uuid;

use crate::answer::Answer;
use crate::call::Keys;
use crate::discovery::check_tenant;
use crate::door::{Door, Incoming};
use crate::grant::{self, Audience, Form, Made};
use crate::problem::Problem;
use crate::rate::WRITE;

/// The grant by which a program asks what became of its code.
pub(crate) const GRANT: &str = "urn:ietf:params:oauth:grant-type:device_code";
/// The longest scope that is kept with a code, in bytes.
const MAX_SCOPE_BYTES: usize = 1_024;
const WHERE: &str = "Go to Chaperone's desk: in its window choose “Confirm a sign-in”, or run chaperone door confirm.";

/// `POST /{tenant}/oauth2/v2.0/devicecode`.
pub(crate) fn code(door: &Door, incoming: &Incoming, keys: &Keys) -> Result<Answer, Problem> {
    check_tenant(door, keys)?;
    hand_out(door, incoming).map_or_else(|problem| Ok(grant::oauth_error(door, &problem)), Ok)
}

fn hand_out(door: &Door, incoming: &Incoming) -> Result<Answer, Problem> {
    let form = Form::read(incoming)?;
    // Programs that prove nothing share one bucket.
    door.charge(Uuid::nil(), WRITE)?;
    let (client, scope) = (form.need("client_id")?, form.need("scope")?);
    if scope.len() > MAX_SCOPE_BYTES {
        return Err(Problem::new(400, "invalid_scope", "The scope is too long; ask for less."));
    }
    // Refused now rather than when a person has gone to the desk for it.
    if Audience::of_scope(door, scope)? == Audience::Exchange {
        return Err(Problem::new(400, "unauthorized_client", "People vouch for nobody."));
    }
    let made = door.desk.hand_out_sign_in_code(client, scope).map_err(|failure| {
        if failure.code == "too_many_codes" {
            return Problem::new(429, "too_many_codes", failure.message);
        }
        of_code(door, failure)
    })?;
    let place = door.entrance.base(incoming.header("host"));
    Ok(Answer::ok(json!({
        "user_code": made.user_code,
        "device_code": made.device_code,
        "verification_uri": format!("{place}/devicelogin"),
        "expires_in": made.life.millis() / 1_000,
        "interval": made.asked_every.millis() / 1_000,
        "message": format!("To sign in, confirm the code {}. {WHERE}", made.user_code),
    })))
}

/// `GET /devicelogin`: where a person who follows the address is told where to go. No page asks for a code here: the desk
/// knows who sits at it.
pub(crate) fn login(_: &Door, _: &Incoming, _: &Keys) -> Result<Answer, Problem> {
    Ok(Answer::ok(json!({ "message": WHERE })))
}

/// A token for the person who confirmed a code.
pub(crate) fn redeem(door: &Door, form: &Form) -> Result<Made, Problem> {
    door.charge(Uuid::nil(), WRITE)?;
    let client = form.need("client_id")?;
    let redeemed = door
        .desk
        .redeem_sign_in_code(client, form.need("device_code")?)
        .map_err(|failure| of_code(door, failure))?;
    let audience = Audience::of_scope(door, &redeemed.scope)?;
    grant::for_person(door, redeemed.person, client.parse().ok(), &audience)
}

/// What a program is told: what became of its code is 400 with the code of RFC 8628.
fn of_code(door: &Door, failure: Failure) -> Problem {
    match failure.code.as_str() {
        "authorization_pending"
        | "slow_down"
        | "expired_token"
        | "access_denied"
        | "unknown_code"
        | "bad_client" => Problem::new(400, &failure.code, failure.message),
        _ => {
            let now = door.desk.now().unwrap_or_else(|_| door.machine_now());
            Problem::not_let_in(failure, now)
        }
    }
}
