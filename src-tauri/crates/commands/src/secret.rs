//! Secrets of agents and blueprints: made, listed and taken back, and how one is written and compared. Whether one may be
//! made is decided by `domain::secret`; who is let in by one, in `door`.
//!
//! A secret is 256 bits from the system's randomness, so that a plain SHA-256 of it gives nothing away and comparing is
//! quick. Its text begins with `chp_`, by which scanners of source code find it, and with its own id, so that it says
//! itself which one it is.

use argon2::password_hash::rand_core::{OsRng, RngCore};
use chaperone_domain::agent::AgentState;
use chaperone_domain::authority::{Action, Relation};
use chaperone_domain::id::{AgentId, BlueprintId, Id, SecretId};
use chaperone_domain::secret::{self, Secret, SecretFacts, SecretHolder, SecretState};
use chaperone_domain::time::Timestamp;
use chaperone_store::table::secrets;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use uuid::Uuid;

use crate::audit::{Record, hex};
use crate::change::Tag;
use crate::context::{Context, Reading, Writing};
use crate::failure::{Failure, Reply};
use crate::view::secret::{
    IssueAgentSecret, IssueBlueprintSecret, IssuedSecret, ListAgentSecrets, ListBlueprintSecrets,
    RevokeAgentSecret, RevokeBlueprintSecret, SecretRow, Secrets,
};
use crate::wire::Wire;
use crate::{agent, blueprint, person, relation};

const PREFIX: &str = "chp_";
const HINT_LETTERS: usize = 3;

/// A new secret's text.
fn write(id: SecretId) -> String {
    let mut bytes = [0; 32];
    OsRng.fill_bytes(&mut bytes);
    format!("{PREFIX}{}_{}", id.uuid().simple(), hex(&bytes))
}

/// Which secret a text says that it is.
pub(crate) fn named_in(text: &str) -> Option<SecretId> {
    let (id, _) = text.strip_prefix(PREFIX)?.split_once('_')?;
    Uuid::try_parse(id).ok().map(SecretId::from_uuid)
}

/// What is kept of a secret.
fn digest(text: &str) -> [u8; 32] {
    Sha256::digest(text.as_bytes()).into()
}

/// Whether a text is the secret behind a hash. It takes the same time whichever byte differs.
pub(crate) fn fits(text: &str, hash: &[u8; 32]) -> bool {
    digest(text).ct_eq(hash).into()
}

/// What a holder is called, and how one stands to it.
struct Facing {
    holder: SecretHolder,
    kind: &'static str,
    name: String,
    is_deleted: bool,
    relations: Vec<Relation>,
}

fn facing_agent(cx: &impl Context, id: AgentId) -> Reply<Facing> {
    let found = agent::get(cx.db(), id)?;
    Ok(Facing {
        holder: SecretHolder::Agent(id),
        kind: "agent",
        is_deleted: is_deleted(found.state),
        relations: relation::to_agent(cx, id)?,
        name: found.display_name,
    })
}

fn facing_blueprint(cx: &impl Context, id: BlueprintId) -> Reply<Facing> {
    let found = blueprint::get(cx.db(), id)?;
    Ok(Facing {
        holder: SecretHolder::Blueprint(id),
        kind: "blueprint",
        is_deleted: is_deleted(found.state),
        relations: relation::to_blueprint(cx, id)?,
        name: found.display_name,
    })
}

fn is_deleted(state: AgentState) -> bool {
    matches!(state, AgentState::SoftDeleted | AgentState::Purged)
}

impl Facing {
    fn record(&self, activity: &'static str, sentence: String) -> Record {
        match self.holder {
            SecretHolder::Agent(id) => Record::new(activity, self.kind, id, sentence),
            SecretHolder::Blueprint(id) => Record::new(activity, self.kind, id, sentence),
        }
    }
}

/// Gives an agent a secret.
pub(crate) fn issue_agent_secret(
    cx: &mut Writing<'_>,
    ask: IssueAgentSecret,
) -> Reply<IssuedSecret> {
    let facing = facing_agent(cx, ask.agent_id.0)?;
    cx.authorise(Action::IssueAgentSecret, &facing.relations, "agent")?;
    let ends_at = ask.ends_at.map(|at| at.0);
    issue(cx, &facing, "issue_agent_secret", &ask.display_name, ends_at)
}

/// Gives a blueprint a secret.
pub(crate) fn issue_blueprint_secret(
    cx: &mut Writing<'_>,
    ask: IssueBlueprintSecret,
) -> Reply<IssuedSecret> {
    let facing = facing_blueprint(cx, ask.blueprint_id.0)?;
    cx.authorise(Action::IssueBlueprintSecret, &facing.relations, "blueprint")?;
    let ends_at = ask.ends_at.map(|at| at.0);
    issue(cx, &facing, "issue_blueprint_secret", &ask.display_name, ends_at)
}

fn issue(
    cx: &mut Writing<'_>,
    facing: &Facing,
    activity: &'static str,
    display_name: &str,
    ends_at: Option<Timestamp>,
) -> Reply<IssuedSecret> {
    let now = cx.now();
    let others = secrets::of(cx.db(), facing.holder)?;
    let in_force = |one: &&Secret| one.state_at(now) == SecretState::InForce;
    let facts = SecretFacts {
        now,
        is_deleted: facing.is_deleted,
        in_force: others.iter().filter(in_force).count(),
    };
    let (display_name, ends_at) =
        secret::issue(facts, display_name, ends_at).map_err(|no| Failure::refused(&no))?;
    let id = cx.new_id();
    let text = write(id);
    let made = Secret {
        id,
        holder: facing.holder,
        display_name,
        hint: text.chars().skip(text.len() - HINT_LETTERS).collect(),
        created_at: now,
        created_by: cx.me()?,
        ends_at,
        revoked_at: None,
        last_used_at: None,
    };
    secrets::insert(cx.db_mut(), &made, &digest(&text))?;
    let sentence = format!(
        "{} was given the secret “{}”, which holds until {}.",
        facing.name,
        made.display_name,
        ends_at.in_words()
    );
    cx.record(facing.record(activity, sentence).about(id))?;
    cx.touch(Tag::Agents);
    Ok(IssuedSecret { row: row(cx, &made)?, secret: text })
}

/// Lists the secrets of an agent.
pub(crate) fn list_agent_secrets(cx: &Reading<'_>, ask: ListAgentSecrets) -> Reply<Secrets> {
    let facing = facing_agent(cx, ask.agent_id.0)?;
    cx.authorise(Action::ListAgentSecrets, &facing.relations, "agent")?;
    list(cx, &facing, &[Action::IssueAgentSecret, Action::RevokeAgentSecret])
}

/// Lists the secrets of a blueprint.
pub(crate) fn list_blueprint_secrets(
    cx: &Reading<'_>,
    ask: ListBlueprintSecrets,
) -> Reply<Secrets> {
    let facing = facing_blueprint(cx, ask.blueprint_id.0)?;
    cx.authorise(Action::ListBlueprintSecrets, &facing.relations, "blueprint")?;
    list(cx, &facing, &[Action::IssueBlueprintSecret, Action::RevokeBlueprintSecret])
}

fn list(cx: &impl Context, facing: &Facing, offered: &[Action]) -> Reply<Secrets> {
    let found = secrets::of(cx.db(), facing.holder)?;
    let may = cx.allowed(offered, &facing.relations).into_iter().map(Wire).collect();
    Ok(Secrets { rows: found.iter().map(|one| row(cx, one)).collect::<Reply<_>>()?, may })
}

fn row(cx: &impl Context, found: &Secret) -> Reply<SecretRow> {
    Ok(SecretRow {
        id: Wire(found.id),
        display_name: found.display_name.clone(),
        hint: found.hint.clone(),
        state: Wire(found.state_at(cx.now())),
        created_at: Wire(found.created_at),
        created_by: person::reference(cx.db(), found.created_by)?,
        ends_at: Wire(found.ends_at),
        revoked_at: found.revoked_at.map(Wire),
        last_used_at: found.last_used_at.map(Wire),
    })
}

/// Takes a secret of an agent back.
pub(crate) fn revoke_agent_secret(
    cx: &mut Writing<'_>,
    ask: RevokeAgentSecret,
) -> Reply<SecretRow> {
    let found = find(cx, ask.secret_id.0)?;
    let SecretHolder::Agent(id) = found.holder else { return Err(Failure::not_found("secret")) };
    let facing = facing_agent(cx, id)?;
    cx.authorise(Action::RevokeAgentSecret, &facing.relations, "secret")?;
    revoke(cx, &facing, "revoke_agent_secret", &found)
}

/// Takes a secret of a blueprint back.
pub(crate) fn revoke_blueprint_secret(
    cx: &mut Writing<'_>,
    ask: RevokeBlueprintSecret,
) -> Reply<SecretRow> {
    let found = find(cx, ask.secret_id.0)?;
    let SecretHolder::Blueprint(id) = found.holder else {
        return Err(Failure::not_found("secret"));
    };
    let facing = facing_blueprint(cx, id)?;
    cx.authorise(Action::RevokeBlueprintSecret, &facing.relations, "secret")?;
    revoke(cx, &facing, "revoke_blueprint_secret", &found)
}

fn find(cx: &impl Context, id: SecretId) -> Reply<Secret> {
    secrets::get(cx.db(), id)?.ok_or_else(|| Failure::not_found("secret"))
}

fn revoke(
    cx: &mut Writing<'_>,
    facing: &Facing,
    activity: &'static str,
    found: &Secret,
) -> Reply<SecretRow> {
    secret::revoke(found).map_err(|no| Failure::refused(&no))?;
    let now = cx.now();
    secrets::revoke(cx.db_mut(), found.id, now)?;
    let sentence = format!("The secret “{}” of {} was revoked.", found.display_name, facing.name);
    cx.record(facing.record(activity, sentence).about(found.id))?;
    cx.touch(Tag::Agents);
    row(cx, &Secret { revoked_at: Some(now), ..found.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_says_which_one_it_is_and_fits_its_own_hash_alone() {
        let id = SecretId::from_uuid(Uuid::from_u128(7));
        let (one, other) = (write(id), write(id));
        assert_ne!(one, other, "256 bits from the system's randomness");
        assert_eq!(one.len(), PREFIX.len() + 32 + 1 + 64);
        assert_eq!(named_in(&one), Some(id));
        assert!(fits(&one, &digest(&one)));
        assert!(!fits(&other, &digest(&one)));
        for text in ["", "chp_", "chp_7_x", "xyz", "chp_00000000000000000000000000000007"] {
            assert_eq!(named_in(text), None, "{text}");
        }
    }
}
