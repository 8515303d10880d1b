//! The managed-identity protocol of App Service: an agent that only has `IDENTITY_ENDPOINT` and `IDENTITY_HEADER` in its
//! environment gets a token, because `DefaultAzureCredential` of Microsoft's libraries asks in this way by itself. The header
//! is the agent's secret.

use chaperone_domain::secret::SecretHolder;
use serde_json::json;
use uuid::Uuid;

use crate::answer::Answer;
use crate::call::Keys;
use crate::door::{Door, Incoming};
use crate::grant::{self, Audience};
use crate::problem::Problem;
use crate::rate::WRITE;

/// `GET /msi/token?api-version=2019-08-01&resource=…[&client_id=…]` with `X-IDENTITY-HEADER`.
pub(crate) fn token(door: &Door, incoming: &Incoming, _: &Keys) -> Result<Answer, Problem> {
    answer(door, incoming).map_or_else(|problem| Ok(grant::oauth_error(door, &problem)), Ok)
}

fn answer(door: &Door, incoming: &Incoming) -> Result<Answer, Problem> {
    let option = |wanted: &str| {
        form_urlencoded::parse(incoming.query.as_bytes())
            .find(|(name, _)| name == wanted)
            .map(|(_, value)| value.into_owned())
    };
    let secret = incoming
        .header("x-identity-header")
        .ok_or_else(|| Problem::unauthenticated("Send the agent's secret as X-IDENTITY-HEADER."))?;
    let resource =
        option("resource").ok_or_else(|| Problem::bad("Say for which resource the token is."))?;
    let client = option("client_id").filter(|id| !id.is_empty());
    let client: Option<Uuid> = client
        .map(|id| id.parse().map_err(|_| Problem::bad("client_id has to be the agent's id.")))
        .transpose()?;
    door.charge(client.unwrap_or_default(), WRITE)?;
    door.check_workspace()?;
    let proof = grant::prove(door, client, secret)?;
    let SecretHolder::Agent(agent) = proof.holder else {
        let message = "A blueprint's secret vouches for agents by the token endpoint; use the agent's own here.";
        return Err(Problem::new(400, "not_an_agents_secret", message));
    };
    let audience = Audience::of_resource(door, &resource)?;
    let made = grant::for_agent(door, agent, proof.secret, &audience)?;
    Ok(Answer::ok(json!({
        "access_token": made.token,
        "expires_on": made.expires_at.to_string(),
        "resource": resource,
        "token_type": "Bearer",
        "client_id": agent.to_string(),
    })))
}
