//! The token endpoint: who proves what, and which token it is worth. Agents prove themselves by their secret, or by a token by
//! which their blueprint vouches for them; people by their passphrase. Whether a proof holds is asked of the command layer.
//!
//! Source: Microsoft Entra, OAuth 2.0 client credentials, agent identities' autonomous flow (`fmi_path`) and agent's user
//! flow (`user_fic`).

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chaperone_commands::dispatch;
use chaperone_commands::door::{Bearer, PersonProof, Proof};
use chaperone_commands::view::access::{AccessView, ListAccess};
use chaperone_commands::wire::Wire;
use chaperone_domain::door::TOKEN_LIFE;
use chaperone_domain::id::{AgentId, Id, SecretId};
use chaperone_domain::right::RightKind;
use chaperone_domain::secret::SecretHolder;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::answer::{Answer, Body};
use crate::call::Keys;
use crate::device;
use crate::discovery::check_tenant;
use crate::door::{Door, Incoming};
use crate::problem::Problem;
use crate::rate::WRITE;
use crate::token::{self, Claims, EXCHANGE, GRAPH};

const JWT_BEARER: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
/// What a try with a passphrase costs: comparing one keeps the machine busy on purpose, and people do it rarely.
const PASSPHRASE: i64 = 10 * WRITE;

/// A token that was made.
#[derive(Debug)]
pub(crate) struct Made {
    pub(crate) token: String,
    /// In seconds since 1970.
    pub(crate) expires_at: i64,
}

/// For whom a token is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Audience {
    /// This door.
    Graph,
    /// The exchange of a vouching token for an agent's.
    Exchange,
    /// A resource server that checks tokens by this door's keys.
    Other(String),
}

impl Audience {
    /// From a scope, `https://graph.microsoft.com/.default`.
    pub(crate) fn of_scope(door: &Door, scope: &str) -> Result<Self, Problem> {
        // What OpenID Connect asks for beside a resource: libraries add it to whatever a person's program wants, in any order.
        const BESIDE: [&str; 4] = ["openid", "profile", "email", "offline_access"];
        let mut scopes = scope.split_whitespace().filter(|word| !BESIDE.contains(word));
        let first = scopes.next().unwrap_or_default();
        let resource = match first.strip_suffix("/.default") {
            Some(resource) => resource,
            // Delegated scopes of Graph, as the flow of an agent's user names them.
            None if first.starts_with(GRAPH) => GRAPH,
            None => {
                return Err(Problem::new(
                    400,
                    "invalid_scope",
                    "The scope has to name a resource; write it as https://graph.microsoft.com/.default.",
                ));
            }
        };
        Self::of_resource(door, resource)
    }

    /// From a resource.
    pub(crate) fn of_resource(door: &Door, resource: &str) -> Result<Self, Problem> {
        let resource = resource.trim_end_matches('/');
        let entrance = &door.entrance;
        // Graph's clients name the scheme and host of the address that they were pointed at, with the port or without it.
        let is_ours = ["127.0.0.1", "localhost", "[::1]"].iter().any(|host| {
            let bare = entrance.base(Some(host));
            resource == bare || resource == format!("{bare}:{}", entrance.port)
        });
        let is_sound = !resource.is_empty()
            && resource.len() <= 256
            && resource.bytes().all(|byte| byte.is_ascii_graphic());
        match resource {
            GRAPH | "00000003-0000-0000-c000-000000000000" => Ok(Self::Graph),
            _ if is_ours => Ok(Self::Graph),
            EXCHANGE => Ok(Self::Exchange),
            _ if is_sound => Ok(Self::Other(resource.to_owned())),
            _ => Err(Problem::new(400, "invalid_resource", "This resource can't be read.")),
        }
    }

    fn text(&self) -> &str {
        match self {
            Self::Graph => GRAPH,
            Self::Exchange => EXCHANGE,
            Self::Other(resource) => resource,
        }
    }
}

/// `POST /{tenant}/oauth2/v2.0/token`.
pub(crate) fn token(door: &Door, incoming: &Incoming, keys: &Keys) -> Result<Answer, Problem> {
    check_tenant(door, keys)?;
    let form = match Form::read(incoming) {
        Ok(form) => form,
        Err(problem) => return Ok(oauth_error(door, &problem)),
    };
    match grant(door, &form) {
        Ok(made) => Ok(Answer::ok(json!({
            "token_type": "Bearer",
            "expires_in": TOKEN_LIFE.millis() / 1_000,
            "ext_expires_in": TOKEN_LIFE.millis() / 1_000,
            "access_token": made.token,
        }))),
        Err(problem) => Ok(oauth_error(door, &problem)),
    }
}

/// The fields of a form, each once.
pub(crate) struct Form(BTreeMap<String, String>);

impl Form {
    pub(crate) fn read(incoming: &Incoming) -> Result<Self, Problem> {
        if !incoming.is_of_type("application/x-www-form-urlencoded") {
            let message = "Send the fields as application/x-www-form-urlencoded.";
            return Err(Problem::new(415, "not_a_form", message));
        }
        let mut fields = BTreeMap::new();
        for (name, value) in form_urlencoded::parse(&incoming.body) {
            if fields.insert(name.to_string(), value.into_owned()).is_some() {
                return Err(Problem::bad("A field is given twice; give each once."));
            }
        }
        if let Some((client, secret)) = basic(incoming) {
            fields.entry("client_id".to_owned()).or_insert(client);
            fields.entry("client_secret".to_owned()).or_insert(secret);
        }
        Ok(Self(fields))
    }

    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    pub(crate) fn need(&self, name: &str) -> Result<&str, Problem> {
        self.get(name).ok_or_else(|| Problem::bad(format!("The field '{name}' is missing.")))
    }

    fn client(&self) -> Result<Uuid, Problem> {
        self.need("client_id")?
            .parse()
            .map_err(|_| Problem::bad("client_id has to be the id of an agent or a blueprint."))
    }
}

/// Client and secret of HTTP's basic scheme, form-encoded as RFC 6749 wants it.
fn basic(incoming: &Incoming) -> Option<(String, String)> {
    let field = incoming.header("authorization")?;
    let (scheme, coded) = field.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let text = String::from_utf8(STANDARD.decode(coded.trim()).ok()?).ok()?;
    let (client, secret) = text.split_once(':')?;
    let plain = |coded: &str| {
        form_urlencoded::parse(coded.as_bytes()).next().map(|(text, _)| text.into_owned())
    };
    Some((plain(client)?, plain(secret)?))
}

fn grant(door: &Door, form: &Form) -> Result<Made, Problem> {
    match form.need("grant_type")? {
        "client_credentials" => client_credentials(door, form),
        "user_fic" => agents_user(door, form),
        "password" => by_passphrase(door, form),
        device::GRANT => device::redeem(door, form),
        _ => Err(Problem::new(
            400,
            "unsupported_grant_type",
            "This grant isn't known here; use client_credentials, user_fic, password or device_code.",
        )),
    }
}

/// Proves by a secret who somebody is.
pub(crate) fn prove(door: &Door, client: Option<Uuid>, secret: &str) -> Result<Proof, Problem> {
    door.desk.prove_secret(client, secret).map_err(|failure| {
        let now = door.desk.now().unwrap_or_else(|_| door.machine_now());
        Problem::not_let_in(failure, now)
    })
}

fn client_credentials(door: &Door, form: &Form) -> Result<Made, Problem> {
    let client = form.client()?;
    door.charge(client, WRITE)?;
    let audience = Audience::of_scope(door, form.need("scope")?)?;
    if let Some(assertion) = assertion(form)? {
        let agent = AgentId::from_uuid(client);
        let secret = vouched(door, assertion, agent)?;
        return for_agent(door, agent, secret, &audience);
    }
    let proof = prove(door, Some(client), form.need("client_secret")?)?;
    match (proof.holder, form.get("fmi_path")) {
        (SecretHolder::Agent(agent), None) => for_agent(door, agent, proof.secret, &audience),
        (SecretHolder::Blueprint(_), Some(path)) if audience == Audience::Exchange => {
            vouch(door, client, proof.secret, path)
        }
        (SecretHolder::Blueprint(_), _) => Err(Problem::new(
            400,
            "unauthorized_client",
            "A blueprint acts only by its agents; name one as fmi_path, for the scope api://AzureADTokenExchange/.default.",
        )),
        (SecretHolder::Agent(_), Some(_)) => Err(Problem::new(
            400,
            "unauthorized_client",
            "An agent vouches for nobody; leave fmi_path out.",
        )),
    }
}

fn assertion(form: &Form) -> Result<Option<&str>, Problem> {
    match (form.get("client_assertion_type"), form.get("client_assertion")) {
        (None, None) => Ok(None),
        (Some(JWT_BEARER), Some(assertion)) => Ok(Some(assertion)),
        _ => Err(Problem::bad(format!("An assertion is sent with the type {JWT_BEARER}."))),
    }
}

/// A blueprint vouches for one of its agents.
fn vouch(door: &Door, client: Uuid, secret: SecretId, path: &str) -> Result<Made, Problem> {
    let agent: AgentId = path
        .parse()
        .map_err(|_| Problem::bad("fmi_path has to be the id of one of the blueprint's agents."))?;
    // Said before the token is made: a blueprint vouches for its own agents alone, and only while they may act.
    admit(door, &Bearer::Agent { agent, secret })?;
    let mut claims = Claims::new(door.place(), door.new_id(), EXCHANGE, client, client);
    claims.fmi_path = Some(agent.to_string());
    claims.sid = secret.to_string();
    finish(door, &claims)
}

/// Reads a token by which a blueprint vouches for an agent; answers by which secret it was made.
fn vouched(door: &Door, assertion: &str, agent: AgentId) -> Result<SecretId, Problem> {
    let claims = token::read(door.place(), assertion, EXCHANGE)?;
    let refuse = || Problem::unauthenticated("This assertion doesn't vouch for this agent.");
    if claims.fmi_path != Some(agent.to_string()) {
        return Err(refuse());
    }
    claims.sid.parse().map_err(|_| refuse())
}

fn admit(door: &Door, bearer: &Bearer) -> Result<chaperone_commands::Session, Problem> {
    door.desk.admit(bearer).map_err(|failure| Problem::not_let_in(failure, door.machine_now()))
}

/// A token for an agent itself.
pub(crate) fn for_agent(
    door: &Door,
    agent: AgentId,
    secret: SecretId,
    audience: &Audience,
) -> Result<Made, Problem> {
    let session = admit(door, &Bearer::Agent { agent, secret })?;
    let facts = door.desk.agent_facts(agent)?;
    let subject = agent.uuid();
    let mut claims = Claims::new(door.place(), door.new_id(), audience.text(), subject, subject)
        .of_agent(facts.blueprint, false);
    claims.sid = secret.to_string();
    claims.name = Some(facts.display_name);
    add_access(door, &session, agent, audience, &mut claims)?;
    finish(door, &claims)
}

/// A token for an agent by its user account: its blueprint vouches for it, and it for its account.
fn agents_user(door: &Door, form: &Form) -> Result<Made, Problem> {
    let client = form.client()?;
    door.charge(client, WRITE)?;
    let agent = AgentId::from_uuid(client);
    let audience = Audience::of_scope(door, form.need("scope")?)?;
    let Some(assertion) = assertion(form)? else {
        return Err(Problem::bad("The field 'client_assertion' is missing."));
    };
    let secret = vouched(door, assertion, agent)?;
    let of_agent =
        token::read(door.place(), form.need("user_federated_identity_credential")?, EXCHANGE)?;
    let facts = door.desk.agent_facts(agent)?;
    let is_named = |user: Uuid| match (form.get("user_id"), form.get("username")) {
        (Some(id), None) => id.parse() == Ok(user),
        (None, Some(name)) => {
            let alias = name.split('@').next().unwrap_or_default();
            facts.user_name.as_deref().is_some_and(|known| known.eq_ignore_ascii_case(alias))
        }
        _ => false,
    };
    let user = facts.user.filter(|user| {
        of_agent.oid == client.to_string() && of_agent.fmi_path.is_none() && is_named(user.uuid())
    });
    let Some(user) = user else {
        return Err(Problem::unauthenticated("This agent has no such user account."));
    };
    let session = admit(door, &Bearer::AgentUser { user, agent, secret })?;
    let mut claims = Claims::new(door.place(), door.new_id(), audience.text(), user.uuid(), client)
        .of_agent(facts.blueprint, true);
    claims.sid = secret.to_string();
    claims.name = Some(facts.display_name.clone());
    claims.preferred_username = facts.user_name.clone();
    add_access(door, &session, agent, &audience, &mut claims)?;
    finish(door, &claims)
}

/// A token for a person by their passphrase.
fn by_passphrase(door: &Door, form: &Form) -> Result<Made, Problem> {
    door.charge(Uuid::nil(), PASSPHRASE)?;
    let audience = Audience::of_scope(door, form.need("scope")?)?;
    let passphrase = form.get("password").unwrap_or_default();
    let proof = door.desk.prove_person(form.need("username")?, passphrase).map_err(|failure| {
        let now = door.desk.now().unwrap_or_else(|_| door.machine_now());
        Problem::not_let_in(failure, now)
    })?;
    let client = form.get("client_id").and_then(|id| id.parse().ok());
    for_person(door, proof, client, &audience)
}

/// A token for a person.
pub(crate) fn for_person(
    door: &Door,
    proof: PersonProof,
    client: Option<Uuid>,
    audience: &Audience,
) -> Result<Made, Problem> {
    if *audience == Audience::Exchange {
        return Err(Problem::new(400, "unauthorized_client", "People vouch for nobody."));
    }
    let subject = proof.person.uuid();
    let client = client.unwrap_or(subject);
    let mut claims = Claims::new(door.place(), door.new_id(), audience.text(), subject, client);
    claims.idtyp = "user".to_owned();
    claims.sid = proof.stamp;
    claims.name = Some(proof.display_name);
    claims.preferred_username = Some(proof.email);
    finish(door, &claims)
}

/// Writes into the claims what the agent may do now, for resource servers that look no further: of one application for a token
/// that is meant for it, of all for this door.
fn add_access(
    door: &Door,
    session: &chaperone_commands::Session,
    agent: AgentId,
    audience: &Audience,
    claims: &mut Claims,
) -> Result<(), Problem> {
    if *audience == Audience::Exchange {
        return Ok(());
    }
    let ask = json!(ListAccess { agent_id: Wire(agent), at: None });
    let view = dispatch(&door.desk, session, "list_access", ask)?;
    let view: AccessView = serde_json::from_value(view)
        .map_err(|_| Problem::new(503, "unreadable", "The token could not be made; try again."))?;
    let resource = match audience {
        Audience::Other(resource) => Some(resource.trim_start_matches("api://")),
        Audience::Graph | Audience::Exchange => None,
    };
    let mut scopes = Vec::new();
    for held in &view.rights {
        let right = &held.right;
        let is_meant = resource.is_none_or(|wanted| {
            right.origin_id.eq_ignore_ascii_case(wanted)
                || right.origin_name.eq_ignore_ascii_case(wanted)
        });
        match right.kind.0 {
            RightKind::GroupMembership => claims.groups.push(right.origin_id.clone()),
            RightKind::AppRole if is_meant => claims.roles.push(right.role_name.clone()),
            RightKind::DelegatedPermission if is_meant => scopes.push(right.role_name.clone()),
            RightKind::DirectoryRoleActive => claims.wids.push(right.origin_id.clone()),
            RightKind::AppRole
            | RightKind::DelegatedPermission
            | RightKind::DirectoryRoleEligible => {}
        }
    }
    for list in [&mut claims.groups, &mut claims.roles, &mut claims.wids, &mut scopes] {
        list.sort();
        list.dedup();
    }
    claims.scp = (!scopes.is_empty()).then(|| scopes.join(" "));
    Ok(())
}

fn finish(door: &Door, claims: &Claims) -> Result<Made, Problem> {
    Ok(Made { token: token::sign(door.place(), claims)?, expires_at: claims.exp })
}

/// OAuth's error body, with Entra's field names.
pub(crate) fn oauth_error(door: &Door, problem: &Problem) -> Answer {
    let error = match (problem.status, problem.code.as_str()) {
        (_, "invalid_scope") => "invalid_scope",
        (_, "invalid_resource") => "invalid_resource",
        (_, "unauthorized_client") => "unauthorized_client",
        (_, "unsupported_grant_type") => "unsupported_grant_type",
        (_, "wrong_sign_in" | "unknown_code") => "invalid_grant",
        (_, "authorization_pending") => "authorization_pending",
        (_, "slow_down") => "slow_down",
        (_, "expired_token") => "expired_token",
        (_, "access_denied") => "access_denied",
        (401, _) => "invalid_client",
        (429 | 503, _) => "temporarily_unavailable",
        _ => "invalid_request",
    };
    let trace = door.new_id().to_string();
    let body: Value = json!({
        "error": error,
        "error_description": format!("{}: {}", problem.code, problem.message),
        "error_codes": [],
        "timestamp": door.machine_now().to_utc().format("%Y-%m-%d %H:%M:%SZ").to_string(),
        "trace_id": trace,
        "correlation_id": trace,
    });
    Answer { status: problem.status, body: Body::Json(body), headers: problem.headers.clone() }
}
