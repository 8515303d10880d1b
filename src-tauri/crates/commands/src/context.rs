//! What a command's handler is given: the snapshot or transaction, the present instant, who acts, and the means to record
//! what it did. A handler has nothing else.

use std::collections::BTreeSet;

use chaperone_domain::authority::{
    Action, AuthorityRefusal, Permission, Relation, Role, agent_may, may,
};
use chaperone_domain::clock::WorkspaceKind;
use chaperone_domain::id::{Id, PersonId, TenantId};
use chaperone_domain::time::{Span, Timestamp};
use chaperone_store::Db;
use chaperone_store::table::audit_records::{self, AuditRecord};

use crate::audit::{Record, hash};
use crate::change::Tag;
use crate::environment::{Clock, Ids};
use crate::failure::{Failure, Reply};
use crate::session::{Actor, Origin};

/// What reading and writing commands have in common.
pub trait Context {
    /// The snapshot or transaction.
    fn db(&self) -> &Db;
    /// The workspace's present instant.
    fn now(&self) -> Timestamp;
    /// Who acts.
    fn actor(&self) -> &Actor;
    /// Live or training.
    fn kind(&self) -> WorkspaceKind;

    /// The person who acts; a rule has no inbox and no agents.
    fn me(&self) -> Reply<PersonId> {
        self.actor().person().ok_or_else(Failure::not_signed_in)
    }

    /// Asks the authority table. What may not be seen answers as what does not exist.
    fn authorise(&self, action: Action, relations: &[Relation], what: &str) -> Reply<()> {
        match permission(self.actor(), action, relations) {
            Permission::Allowed => Ok(()),
            Permission::Forbidden => Err(Failure::refused(&AuthorityRefusal::Forbidden(action))),
            Permission::Hidden => Err(Failure::not_found(what)),
        }
    }

    /// Which of these actions the actor may do, for views that say so.
    fn allowed(&self, actions: &[Action], relations: &[Relation]) -> Vec<Action> {
        actions
            .iter()
            .copied()
            .filter(|&action| permission(self.actor(), action, relations) == Permission::Allowed)
            .collect()
    }

    /// Whether the actor oversees the whole workspace.
    fn is_overseer(&self) -> bool {
        self.actor() == &Actor::Rule
            || self.actor().has(Role::Administrator)
            || self.actor().has(Role::Auditor)
    }
}

/// What the workspace is called.
pub(crate) fn workspace_name(db: &Db) -> Reply<String> {
    let found = chaperone_store::table::workspace::get(db)?;
    Ok(found.map(|workspace| workspace.name).unwrap_or_default())
}

/// By which id the history names the workspace.
pub(crate) fn workspace_id(db: &Db) -> Reply<TenantId> {
    let found = chaperone_store::table::workspace::get(db)?;
    found.map(|workspace| workspace.id).ok_or_else(Failure::no_workspace)
}

fn permission(actor: &Actor, action: Action, relations: &[Relation]) -> Permission {
    match actor {
        Actor::Rule => Permission::Allowed,
        Actor::Person { roles, .. } => may(action, roles, relations),
        Actor::Agent { .. } => agent_may(action, relations),
    }
}

/// What a reading command is given.
#[derive(Debug)]
pub struct Reading<'r> {
    pub(crate) db: &'r Db,
    pub(crate) now: Timestamp,
    pub(crate) actor: Actor,
    pub(crate) kind: WorkspaceKind,
}

impl Context for Reading<'_> {
    fn db(&self) -> &Db {
        self.db
    }
    fn now(&self) -> Timestamp {
        self.now
    }
    fn actor(&self) -> &Actor {
        &self.actor
    }
    fn kind(&self) -> WorkspaceKind {
        self.kind
    }
}

/// What a writing command is given.
pub struct Writing<'w> {
    pub(crate) db: &'w mut Db,
    pub(crate) now: Timestamp,
    /// When what is being done fell due; the present instant unless due work is late.
    pub(crate) occurred_at: Timestamp,
    pub(crate) actor: Actor,
    pub(crate) kind: WorkspaceKind,
    pub(crate) origin: Origin,
    pub(crate) ids: &'w dyn Ids,
    pub(crate) clock: &'w dyn Clock,
    pub(crate) tags: BTreeSet<Tag>,
}

impl std::fmt::Debug for Writing<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Writing")
            .field("now", &self.now)
            .field("actor", &self.actor)
            .finish_non_exhaustive()
    }
}

impl Context for Writing<'_> {
    fn db(&self) -> &Db {
        self.db
    }
    fn now(&self) -> Timestamp {
        self.now
    }
    fn actor(&self) -> &Actor {
        &self.actor
    }
    fn kind(&self) -> WorkspaceKind {
        self.kind
    }
}

impl Writing<'_> {
    /// The transaction, to write.
    pub fn db_mut(&mut self) -> &mut Db {
        self.db
    }

    /// A new id of the wanted kind.
    pub fn new_id<I: Id>(&self) -> I {
        I::from_uuid(self.ids.next())
    }

    /// How far local time is ahead of UTC at an instant.
    pub(crate) fn ahead_of_utc(&self, at: Timestamp) -> Span {
        self.clock.ahead_of_utc(at)
    }

    /// When what is being done fell due.
    pub fn occurred_at(&self) -> Timestamp {
        self.occurred_at
    }

    /// Says that views which depend on a tag are out of date.
    pub fn touch(&mut self, tag: Tag) {
        self.tags.insert(tag);
    }

    /// Does work in a part of the transaction of its own: when it fails, what it wrote is undone and the rest stays.
    pub(crate) fn apart<T>(&mut self, work: impl FnOnce(&mut Writing<'_>) -> Reply<T>) -> Reply<T> {
        let (now, occurred_at, kind, origin) = (self.now, self.occurred_at, self.kind, self.origin);
        let (ids, clock) = (self.ids, self.clock);
        let (actor, tags) = (self.actor.clone(), &mut self.tags);
        self.db.part(|db| {
            let mut inner = Writing {
                db,
                now,
                occurred_at,
                actor,
                kind,
                origin,
                ids,
                clock,
                tags: BTreeSet::new(),
            };
            let done = work(&mut inner)?;
            tags.append(&mut inner.tags);
            Ok(done)
        })
    }

    /// Writes what was done into the history, in this same transaction.
    pub fn record(&mut self, record: Record) -> Reply<()> {
        let (last, previous_hash) = audit_records::head(self.db)?.unwrap_or_default();
        let mut about = vec![record.subject_id];
        about.extend(record.about);
        about.sort_unstable();
        about.dedup();
        let mut entry = AuditRecord {
            seq: last + 1,
            recorded_at: self.now,
            occurred_at: self.occurred_at.min(self.now),
            actor_id: self.actor.uuid(),
            origin: self.origin.word().to_owned(),
            activity: record.activity.to_owned(),
            subject_type: record.subject_type.to_owned(),
            subject_id: record.subject_id,
            about,
            sentence: record.sentence,
            changes: serde_json::to_string(&record.changes).unwrap_or_else(|_| "[]".to_owned()),
            previous_hash,
            hash: [0; 32],
        };
        entry.hash = hash(&entry);
        audit_records::insert(self.db, &entry)?;
        self.tags.insert(Tag::Audit);
        Ok(())
    }
}
