//! The agents' own door: opened and closed by an administrator, and asked by its host whom to let in. Whom it lets in is
//! decided by `domain::door`; how requests and tokens travel is the gateway's business. No token is made or read here.
//!
//! Whoever is let in gets a [`Session`], and with it no more than `dispatch` gives anybody.

use chaperone_domain::agent::{AgentState, Blueprint};
use chaperone_domain::authority::Action;
use chaperone_domain::clock::WorkspaceKind;
use chaperone_domain::door::{
    self, DEFAULT_PORT, Door, DoorRefusal, FREE_WRONG_SECRETS, LAST_USED_GRAIN,
};
use chaperone_domain::id::{AgentId, AgentUserId, BlueprintId, Id, PersonId, SecretId};
use chaperone_domain::person::Person;
use chaperone_domain::secret::{Secret, SecretHolder};
use chaperone_domain::sign_in::{Failures, SignInRefusal};
use chaperone_domain::time::Timestamp;
use chaperone_store::Db;
use chaperone_store::table::{agents, blueprints, door as table, passphrases, people, secrets};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::audit::{Record, hex};
use crate::change::Tag;
use crate::context::{Context, Reading, Writing, workspace_id};
use crate::desk::{Desk, OpenWorkspace};
use crate::failure::{Failure, Reply};
use crate::session::{Origin, Session};
use crate::sign_in::{Tries, count_failure};
use crate::view::desk::SignIn;
use crate::view::door::{DoorView, ShowDoor, SwitchDoor};
use crate::wire::Wire;
use crate::{secret, sign_in};

/// Shows whether the door is open, and where.
pub(crate) fn show_door(cx: &Reading<'_>, _: ShowDoor) -> Reply<DoorView> {
    cx.authorise(Action::ShowDoor, &[], "door")?;
    view(cx)
}

fn view(cx: &impl Context) -> Reply<DoorView> {
    let door = table::get(cx.db())?;
    Ok(DoorView {
        is_open: door.is_some_and(|door| door.is_open),
        port: door.map_or(DEFAULT_PORT, |door| door.port),
        is_https: door.is_some_and(|door| door.is_https),
        tenant_id: door.map(|door| Wire(door.tenant_id)),
        may: cx.allowed(&[Action::SwitchDoor], &[]).into_iter().map(Wire).collect(),
    })
}

/// Opens or closes the door, moves it to another port, or has it speak HTTPS too.
pub(crate) fn switch_door(cx: &mut Writing<'_>, ask: SwitchDoor) -> Reply<DoorView> {
    cx.authorise(Action::SwitchDoor, &[], "door")?;
    let before = table::get(cx.db())?;
    let after = Door {
        tenant_id: workspace_id(cx.db())?,
        is_open: ask.is_open,
        port: ask.port.or(before.map(|door| door.port)).unwrap_or(DEFAULT_PORT),
        is_https: ask.is_https.or(before.map(|door| door.is_https)).unwrap_or_default(),
    };
    if before == Some(after) {
        return view(cx);
    }
    table::put(cx.db_mut(), &after)?;
    let done = if after.is_open { "open" } else { "closed" };
    let spoken = if after.is_https { "HTTP and HTTPS" } else { "HTTP" };
    let sentence = format!("The agents' door is {done}, on port {}, for {spoken}.", after.port);
    let was = before
        .map_or((false, DEFAULT_PORT, false), |door| (door.is_open, door.port, door.is_https));
    let record = Record::new("switch_door", "workspace", after.tenant_id, sentence)
        .change("isOpen", Some(was.0.to_string()), Some(after.is_open.to_string()))
        .change("port", Some(was.1.to_string()), Some(after.port.to_string()))
        .change("isHttps", Some(was.2.to_string()), Some(after.is_https.to_string()));
    cx.record(record)?;
    cx.touch(Tag::Settings);
    view(cx)
}

/// What a secret proved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proof {
    /// Whose secret it is.
    pub holder: SecretHolder,
    /// Which.
    pub secret: SecretId,
}

/// For whom a token speaks. The gateway writes this into its tokens and reads it from there; whether it still holds is
/// asked at each call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Bearer {
    /// An agent.
    Agent {
        /// Which.
        agent: AgentId,
        /// By which secret, its own or its blueprint's.
        secret: SecretId,
    },
    /// An agent, by its user account.
    AgentUser {
        /// Which account.
        user: AgentUserId,
        /// Whose.
        agent: AgentId,
        /// By which secret.
        secret: SecretId,
    },
    /// A person.
    Person {
        /// Who.
        person: PersonId,
        /// Which passphrase they proved, so that a new one ends what the old one opened.
        stamp: String,
    },
}

/// A person who proved who they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonProof {
    /// Who.
    pub person: PersonId,
    /// What they are called.
    pub display_name: String,
    /// Their address.
    pub email: String,
    /// As in [`Bearer::Person`].
    pub stamp: String,
}

/// What a token tells of an agent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgentFacts {
    /// What it is called.
    pub display_name: String,
    /// The client id of its blueprint.
    pub blueprint: Option<BlueprintId>,
    /// Its user account, if it has one.
    pub user: Option<AgentUserId>,
    /// The account's mail alias.
    pub user_name: Option<String>,
}

struct Known {
    tries: Tries,
    failures: Option<Failures>,
    found: Option<Found>,
    now: Timestamp,
}

/// A secret with what it is compared with.
struct Found {
    secret: Secret,
    hash: [u8; 32],
    /// Under which ids its holder is known as a client.
    client_ids: Vec<Uuid>,
}

impl Desk {
    /// The workspace's door; nothing while it was never opened.
    pub fn door(&self) -> Reply<Option<Door>> {
        Ok(self.workspace()?.store.read(table::get)?)
    }

    /// Proves by a secret who somebody is. With a client the secret has to be that client's; without one it says itself
    /// whose it is. Wrong ones are counted and told in the history, and after ten in a row the client waits.
    ///
    /// # Errors
    ///
    /// `wrong_secret`, `secret_revoked`, `secret_expired`, `agent_out_of_force`, `blueprint_off`, `door_closed`, and
    /// `sign_in_delayed` with `tryAgainAt` in the details.
    pub fn prove_secret(&self, client: Option<Uuid>, text: &str) -> Reply<Proof> {
        let open = self.workspace()?;
        let known = open.store.read(|db| self.known(db, client, text))?;
        let right = known.found.as_ref().filter(|found| {
            secret::fits(text, &found.hash)
                && client.is_none_or(|client| found.client_ids.contains(&client))
        });
        let Some(Found { secret: found, .. }) = right else {
            self.record_wrong_secret(&open, &known, client)?;
            return Err(Failure::refused(&DoorRefusal::WrongSecret));
        };
        open.store.read(|db| -> Reply<()> {
            door::check_secret(found, known.now).map_err(refused)?;
            match found.holder {
                SecretHolder::Agent(agent) => check_agent(db, agent, found, known.now),
                SecretHolder::Blueprint(blueprint) => check_blueprint(db, blueprint),
            }
        })?;
        let is_stale =
            found.last_used_at.is_none_or(|used| used.plus(LAST_USED_GRAIN) <= known.now);
        if is_stale || known.failures.is_some() {
            open.store.write(|db| -> Reply<()> {
                passphrases::clear_failures(db, &known.tries.of)?;
                Ok(secrets::set_used(db, found.id, known.now)?)
            })?;
        }
        Ok(Proof { holder: found.holder, secret: found.id })
    }

    fn known(&self, db: &Db, client: Option<Uuid>, text: &str) -> Reply<Known> {
        check_open(db)?;
        let now = self.now_in(db)?;
        let mut found = None;
        if let Some(id) = secret::named_in(text)
            && let (Some(secret), Some(hash)) = (secrets::get(db, id)?, secrets::hash(db, id)?)
        {
            let client_ids = client_ids(db, secret.holder)?;
            found = Some(Found { secret, hash, client_ids });
        }
        let whose = match client {
            // Whoever makes clients up has one count for all of them, and so fills no history.
            Some(client) => is_client(db, client)?.then_some(client),
            None => found.as_ref().map(|found| holder_id(found.secret.holder)),
        };
        let mut digest = Sha256::new();
        digest.update(b"client of the agents' door");
        digest.update(whose.unwrap_or_default().as_bytes());
        let tries = Tries { of: digest.finalize().into(), free: FREE_WRONG_SECRETS };
        Ok(Known { tries, failures: tries.check(db, now)?, found, now })
    }

    /// Counts a wrong secret and writes it into the history, without a letter of it.
    fn record_wrong_secret(
        &self,
        open: &OpenWorkspace,
        known: &Known,
        client: Option<Uuid>,
    ) -> Reply<()> {
        count_failure(self, open, Origin::Gateway, known.tries, &known.failures, |cx| {
            let named = client.or(known.found.as_ref().map(|found| holder_id(found.secret.holder)));
            let agent = named.map(|id| agents::get(cx.db(), AgentId::from_uuid(id)));
            if let Some(agent) = agent.transpose()?.flatten() {
                let sentence = format!("A wrong secret was given for {}.", agent.display_name);
                return Ok(Record::new("wrong_secret", "agent", agent.id, sentence));
            }
            let blueprint = named.map(|id| blueprint_of_client(cx.db(), id));
            if let Some(blueprint) = blueprint.transpose()?.flatten() {
                let sentence = format!("A wrong secret was given for {}.", blueprint.display_name);
                return Ok(Record::new("wrong_secret", "blueprint", blueprint.id, sentence));
            }
            let sentence = "A wrong secret was given for a client that isn't here.".to_owned();
            Ok(Record::new("wrong_secret", "workspace", workspace_id(cx.db())?, sentence))
        })
    }

    /// Proves who a person is by address and passphrase; in a training workspace, where nobody has one, the address is
    /// enough. Wrong tries are counted as at the desk.
    pub fn prove_person(&self, email: &str, passphrase: &str) -> Reply<PersonProof> {
        let open = self.workspace()?;
        open.store.read(check_open)?;
        if open.kind == WorkspaceKind::Live {
            let session = Session::new(Origin::Gateway);
            let ask = SignIn { email: email.to_owned(), passphrase: passphrase.to_owned() };
            sign_in::sign_in(self, &session, ask)?;
        }
        open.store.read(|db| {
            let now = self.now_in(db)?;
            person_proof(db, people::by_email(db, email.trim())?, now)
        })
    }

    /// Lets in for whom a token speaks, if it still may: the door is open, the secret in force, the agent not switched off,
    /// the passphrase the same.
    pub fn admit(&self, bearer: &Bearer) -> Reply<Session> {
        self.workspace()?.store.read(|db| {
            check_open(db)?;
            let now = self.now_in(db)?;
            let by = |id| secrets::get(db, id)?.ok_or_else(|| refused(DoorRefusal::WrongSecret));
            match bearer {
                Bearer::Agent { agent, secret } => {
                    check_agent(db, *agent, &by(*secret)?, now)?;
                    Ok(Session::of_agent(*agent))
                }
                Bearer::AgentUser { user, agent, secret } => {
                    check_agent(db, *agent, &by(*secret)?, now)?;
                    let account = agents::user_of(db, *agent)?;
                    let is_usable =
                        account.is_some_and(|account| account.id == *user && account.is_enabled);
                    if is_usable {
                        Ok(Session::of_agent(*agent))
                    } else {
                        Err(refused(DoorRefusal::AccountOff))
                    }
                }
                Bearer::Person { person, stamp: proved } => {
                    if stamp(db, *person)? != *proved {
                        return Err(Failure::refused(&SignInRefusal::Wrong));
                    }
                    Ok(Session::of(Origin::Gateway, *person))
                }
            }
        })
    }

    /// The blueprint that a client id or an object id names.
    pub fn blueprint_named(&self, id: Uuid) -> Reply<Option<BlueprintId>> {
        let found = self.workspace()?.store.read(|db| blueprint_of_client(db, id))?;
        Ok(found.map(|found| found.id))
    }

    /// What a token tells of an agent.
    pub fn agent_facts(&self, agent: AgentId) -> Reply<AgentFacts> {
        self.workspace()?.store.read(|db| {
            let found = crate::agent::get(db, agent)?;
            let blueprint =
                found.blueprint_id.map(|id| blueprints::get(db, id)).transpose()?.flatten();
            let user = agents::user_of(db, agent)?;
            Ok(AgentFacts {
                display_name: found.display_name,
                blueprint: blueprint.map(|blueprint| blueprint.app_id),
                user: user.as_ref().map(|user| user.id),
                user_name: user.map(|user| user.mail_nickname),
            })
        })
    }
}

fn refused(refusal: DoorRefusal) -> Failure {
    Failure::refused(&refusal)
}

/// What it is worth that somebody proved to be a person: nothing for one who has left or must choose a passphrase first.
pub(crate) fn person_proof(db: &Db, person: Option<Person>, now: Timestamp) -> Reply<PersonProof> {
    let person = person
        .filter(|person| person.is_active_at(now))
        .ok_or_else(|| Failure::refused(&SignInRefusal::Wrong))?;
    if passphrases::must_change(db, person.id)? {
        return Err(Failure::refused(&SignInRefusal::MustChange));
    }
    Ok(PersonProof {
        person: person.id,
        stamp: stamp(db, person.id)?,
        display_name: person.display_name,
        email: person.email,
    })
}

pub(crate) fn check_open(db: &Db) -> Reply<()> {
    if table::get(db)?.is_some_and(|door| door.is_open) {
        Ok(())
    } else {
        Err(refused(DoorRefusal::Closed))
    }
}

fn check_agent(db: &Db, agent: AgentId, secret: &Secret, now: Timestamp) -> Reply<()> {
    let found = agents::get(db, agent)?.ok_or_else(|| refused(DoorRefusal::WrongSecret))?;
    let standing = agents::standing(db, agent)?.ok_or_else(|| refused(DoorRefusal::WrongSecret))?;
    door::admit_agent(agent, found.blueprint_id, standing, secret, now).map_err(refused)
}

fn check_blueprint(db: &Db, id: BlueprintId) -> Reply<()> {
    let is_on = blueprints::get(db, id)?.is_some_and(|found| found.state == AgentState::Active);
    if is_on { Ok(()) } else { Err(refused(DoorRefusal::BlueprintOff)) }
}

fn holder_id(holder: SecretHolder) -> Uuid {
    match holder {
        SecretHolder::Agent(agent) => agent.uuid(),
        SecretHolder::Blueprint(blueprint) => blueprint.uuid(),
    }
}

/// Under which ids a holder is known as a client: an agent by its id, a blueprint by its client id and its object id.
fn client_ids(db: &Db, holder: SecretHolder) -> Reply<Vec<Uuid>> {
    let mut ids = vec![holder_id(holder)];
    if let SecretHolder::Blueprint(blueprint) = holder {
        ids.extend(blueprints::get(db, blueprint)?.map(|found| found.app_id.uuid()));
    }
    Ok(ids)
}

fn is_client(db: &Db, client: Uuid) -> Reply<bool> {
    let is_agent = agents::get(db, AgentId::from_uuid(client))?.is_some();
    Ok(is_agent || blueprint_of_client(db, client)?.is_some())
}

fn blueprint_of_client(db: &Db, client: Uuid) -> Reply<Option<Blueprint>> {
    let id = BlueprintId::from_uuid(client);
    match blueprints::get(db, id)? {
        Some(found) => Ok(Some(found)),
        None => Ok(blueprints::by_app_id(db, id)?),
    }
}

/// Which passphrase a person has, without a trace of it. In a training workspace nobody has one.
pub(crate) fn stamp(db: &Db, person: PersonId) -> Reply<String> {
    let hash = passphrases::get(db, person)?.unwrap_or_default();
    let digest = Sha256::digest(hash.as_bytes());
    Ok(hex(&digest).chars().take(16).collect())
}
