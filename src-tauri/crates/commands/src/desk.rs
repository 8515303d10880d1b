//! The desk: one host's hold on one workspace at a time. Opens and closes workspaces, runs snapshots and transactions for
//! the commands, and answers the few questions that a host's loop asks without a command.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, RwLock};

use chaperone_domain::authority::Action;
use chaperone_domain::clock::WorkspaceKind;
use chaperone_domain::id::PersonId;
use chaperone_domain::term::Term;
use chaperone_domain::time::Timestamp;
use chaperone_store::table::{agents, changes, people, role_appointments, sponsors, workspace};
use chaperone_store::{Db, Store};

use crate::change::Tag;
use crate::context::{Reading, Writing};
use crate::device::Device;
use crate::environment::Environment;
use crate::failure::{Failure, Reply};
use crate::keeping::Keeping;
use crate::list::OpenLists;
use crate::session::{Actor, Origin, Session};
use crate::upkeep::Upkeep;
use crate::view::desk::{DeskView, Me, ShowDesk, WorkspaceView};
use crate::view::reference::PersonRef;
use crate::wire::Wire;

/// One host's hold on a workspace.
#[derive(Debug)]
pub struct Desk {
    pub(crate) environment: Environment,
    open: RwLock<Option<Arc<OpenWorkspace>>>,
    pub(crate) lists: Mutex<OpenLists>,
    upkeep: Mutex<Upkeep>,
    keeping: Mutex<Keeping>,
    pub(crate) device: OnceLock<Arc<dyn Device>>,
}

/// A workspace that is open.
#[derive(Debug)]
pub(crate) struct OpenWorkspace {
    pub(crate) store: Store,
    pub(crate) folder: PathBuf,
    pub(crate) kind: WorkspaceKind,
}

impl Desk {
    /// A desk with no workspace open.
    pub fn new(environment: Environment) -> Self {
        Self {
            environment,
            open: RwLock::new(None),
            lists: Mutex::new(OpenLists::default()),
            upkeep: Mutex::default(),
            keeping: Mutex::default(),
            device: OnceLock::new(),
        }
    }

    /// The open workspace.
    pub(crate) fn workspace(&self) -> Reply<Arc<OpenWorkspace>> {
        self.open
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
            .ok_or_else(Failure::no_workspace)
    }

    /// Takes a store as the open workspace; the one that was open is closed when its last command has ended.
    pub(crate) fn adopt(&self, store: Store, folder: &Path) -> Reply<()> {
        let kind = store.read(|db| {
            workspace::get(db)?.map(|found| found.kind).ok_or_else(|| {
                Failure::from(chaperone_store::Error::NotAWorkspace(folder.to_owned()))
            })
        })?;
        let opened = OpenWorkspace { store, folder: folder.to_owned(), kind };
        *self.open.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(opened));
        *self.upkeep() = Upkeep::default();
        self.lists.lock().unwrap_or_else(PoisonError::into_inner).close_all();
        Ok(())
    }

    /// What is remembered of the upkeep of the open workspace.
    pub(crate) fn upkeep(&self) -> MutexGuard<'_, Upkeep> {
        self.upkeep.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is known of who keeps the door.
    pub(crate) fn keeping(&self) -> MutexGuard<'_, Keeping> {
        self.keeping.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Closes the workspace.
    pub fn close(&self) {
        *self.open.write().unwrap_or_else(PoisonError::into_inner) = None;
        self.lists.lock().unwrap_or_else(PoisonError::into_inner).close_all();
    }

    /// The workspace's present instant: the machine's clock, moved ahead in training, and never before the last record, so
    /// that a clock set back brings no ended access back to life.
    pub(crate) fn now_in(&self, db: &Db) -> Reply<Timestamp> {
        let (ahead, last) = workspace::clock(db)?;
        let by_clock = self.environment.clock.now().plus(ahead);
        Ok(last.map_or(by_clock, |last| by_clock.max(last)))
    }

    /// Runs a reading command's work on one snapshot.
    pub(crate) fn read<T>(
        &self,
        session: &Session,
        work: impl FnOnce(&Reading<'_>) -> Reply<T>,
    ) -> Reply<T> {
        let open = self.workspace()?;
        open.store.read(|db| {
            let now = self.now_in(db)?;
            let actor = actor(db, session, now)?;
            work(&Reading { db, now, actor, kind: open.kind })
        })
    }

    /// Runs a writing command's work in one transaction, with its change row.
    pub(crate) fn write<T>(
        &self,
        session: &Session,
        work: impl FnOnce(&mut Writing<'_>) -> Reply<T>,
    ) -> Reply<T> {
        let open = self.workspace()?;
        open.store.write(|db| {
            let now = self.now_in(db)?;
            let actor = actor(db, session, now)?;
            self.write_as(&open, db, actor, session.origin(), now, work)
        })
    }

    /// Runs what a rule does, in one transaction, with its change row.
    pub(crate) fn write_by_rule<T>(
        &self,
        work: impl FnOnce(&mut Writing<'_>) -> Reply<T>,
    ) -> Reply<T> {
        let open = self.workspace()?;
        open.store.write(|db| {
            let now = self.now_in(db)?;
            self.write_as(&open, db, Actor::Rule, Origin::DueWork, now, work)
        })
    }

    pub(crate) fn write_as<T>(
        &self,
        open: &OpenWorkspace,
        db: &mut Db,
        actor: Actor,
        origin: Origin,
        now: Timestamp,
        work: impl FnOnce(&mut Writing<'_>) -> Reply<T>,
    ) -> Reply<T> {
        let mut writing = Writing {
            db,
            now,
            occurred_at: now,
            actor,
            kind: open.kind,
            origin,
            ids: self.environment.ids.as_ref(),
            clock: self.environment.clock.as_ref(),
            tags: Default::default(),
        };
        let done = work(&mut writing)?;
        let Writing { db, tags, .. } = writing;
        if !tags.is_empty() {
            changes::insert(db, &tags.into_iter().map(Tag::word).collect::<Vec<_>>().join(" "))?;
        }
        Ok(done)
    }

    /// The tags of all changes after a number, and the number of the last change. Sees what other processes committed.
    /// Asked with a negative number, it answers no tags.
    pub fn changes_after(&self, seq: i64) -> Reply<(i64, Vec<&'static str>)> {
        let open = self.workspace()?;
        open.store.read(|db| {
            let last = changes::last(db)?;
            if seq < 0 || last == seq {
                return Ok((last, Vec::new()));
            }
            let words = changes::after(db, seq)?;
            let is_told = |tag: &&Tag| {
                words.iter().any(|tags| tags.split(' ').any(|word| word == tag.word()))
            };
            Ok((last, Tag::ALL.iter().filter(is_told).map(|tag| tag.word()).collect()))
        })
    }

    /// The workspace's present instant.
    pub fn now(&self) -> Reply<Timestamp> {
        self.workspace()?.store.read(|db| self.now_in(db))
    }

    /// The person of an address, for hosts on which people are named by it.
    pub fn person_by_email(&self, email: &str) -> Reply<PersonId> {
        let found = self.workspace()?.store.read(|db| people::by_email(db, email.trim()))?;
        found.map(|person| person.id).ok_or_else(|| Failure::not_found("person"))
    }

    /// A session of the person whom a notice is for: anyone in training; in a live workspace only the person who is signed
    /// in at this desk.
    pub fn session_for(
        &self,
        person: PersonId,
        at_desk: &Session,
        origin: Origin,
    ) -> Reply<Session> {
        let is_training = self.workspace()?.kind == WorkspaceKind::Training;
        if is_training || at_desk.person() == Some(person) {
            Ok(Session::of(origin, person).locked_like(at_desk))
        } else {
            Err(Failure::not_signed_in())
        }
    }
}

/// Who acts: an active person with their roles at this instant, or an agent that is in force. A disabled agent is nobody.
fn actor(db: &Db, session: &Session, now: Timestamp) -> Reply<Actor> {
    if let Some(id) = session.agent() {
        let is_in_force =
            agents::standing(db, id)?.is_some_and(|standing| standing.check().is_ok());
        return if is_in_force { Ok(Actor::Agent { id }) } else { Err(Failure::not_signed_in()) };
    }
    let id = session.person().ok_or_else(Failure::not_signed_in)?;
    let person = people::get(db, id)?.filter(|person| person.is_active_at(now));
    if person.is_none() {
        return Err(Failure::not_signed_in());
    }
    Ok(Actor::Person { id, roles: role_appointments::of(db, id)? })
}

/// Shows which workspace is open and who sits at the desk.
pub(crate) fn show_desk(desk: &Desk, session: &Session, _: ShowDesk) -> Reply<DeskView> {
    let environment = &desk.environment;
    let open = desk.workspace().ok();
    let (mut me, mut now, mut view, mut tour) = (None, None, None, None);
    let mut standing = crate::sign_in::Standing::default();
    if let Some(open) = &open {
        open.store.read(|db| -> Reply<()> {
            let at = desk.now_in(db)?;
            now = Some(Wire(at));
            let name = workspace::get(db)?.map(|workspace| workspace.name).unwrap_or_default();
            let folder = open.folder.display().to_string();
            let is_try_out = open.kind == WorkspaceKind::Training
                && crate::training::origin_of(&open.folder).is_some();
            view = Some(WorkspaceView { name, kind: Wire(open.kind), folder, is_try_out });
            me = who(db, session, at)?;
            standing = crate::sign_in::standing(desk, open, db, session)?;
            if open.kind == WorkspaceKind::Training {
                tour = crate::training::tour(db)?;
            }
            Ok(())
        })?;
    }
    Ok(DeskView {
        workspace: view,
        me,
        now,
        tour,
        default_folder: environment.default_folder().display().to_string(),
        training_folder: environment.training_folder().display().to_string(),
        has_training_company: environment
            .training_folder()
            .join(chaperone_store::DATABASE_FILE)
            .is_file(),
        is_locked: standing.is_locked,
        must_change_passphrase: standing.must_change,
        recovery_code: None,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        sqlite_version: chaperone_store::sqlite_version().to_owned(),
    })
}

fn who(db: &Db, session: &Session, now: Timestamp) -> Reply<Option<Me>> {
    let Ok(actor) = actor(db, session, now) else { return Ok(None) };
    let Some(person) = actor.person().map(|id| people::get(db, id)).transpose()?.flatten() else {
        return Ok(None);
    };
    let Actor::Person { roles, .. } = &actor else { return Ok(None) };
    let may = Action::ALL
        .iter()
        .copied()
        .filter(|&action| {
            chaperone_domain::authority::may(action, roles, &[])
                == chaperone_domain::authority::Permission::Allowed
        })
        .map(Wire)
        .collect();
    let agents = sponsors::agents_answered_for_by(db, person.id)?.len();
    Ok(Some(Me {
        person: PersonRef { id: Wire(person.id), display_name: person.display_name },
        email: person.email,
        roles: roles.iter().copied().map(Wire).collect(),
        may,
        agents: u32::try_from(agents).unwrap_or(u32::MAX),
    }))
}
