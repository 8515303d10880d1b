//! Workspaces: making one, opening one.

use std::path::{Path, PathBuf};

use chaperone_domain::appointment::Holder;
use chaperone_domain::authority::Role;
use chaperone_domain::clock::WorkspaceKind;
use chaperone_domain::id::{Id, PersonId, TenantId};
use chaperone_domain::person::Person;
use chaperone_domain::quota::DEFAULT_QUOTA;
use chaperone_domain::reminder::DEFAULT_THRESHOLDS_DAYS;
use chaperone_domain::text::{Field, check_name};
use chaperone_domain::time::Span;
use chaperone_store::Store;
use chaperone_store::table::{passphrases, people, role_appointments, workspace};

use crate::audit::Record;
use crate::change::Tag;
use crate::context::Writing;
use crate::desk::{Desk, show_desk};
use crate::failure::{Failure, Reply};
use crate::passphrase::{hash_passphrase, plain_code, unguessable};
use crate::session::{Actor, Origin, Session};
use crate::view::desk::{CreateWorkspace, DeskView, OpenWorkspace, ShowDesk};

/// What a new workspace needs to know.
#[derive(Debug, Clone)]
pub(crate) struct NewWorkspace {
    pub(crate) name: String,
    pub(crate) kind: WorkspaceKind,
    pub(crate) administrator_name: String,
    pub(crate) administrator_email: String,
    pub(crate) passphrase: Option<String>,
}

/// A workspace that was just made.
pub(crate) struct Made {
    pub(crate) store: Store,
    pub(crate) administrator: Person,
    /// Told once, and kept as a hash only; a training workspace has none.
    pub(crate) recovery_code: Option<String>,
}

/// What its first administrator gets in by.
struct Secrets {
    passphrase_hash: String,
    recovery_code: String,
    recovery_hash: String,
}

impl Secrets {
    fn of(passphrase: &str) -> Reply<Self> {
        let passphrase_hash = hash_passphrase(passphrase)?;
        let recovery_code = unguessable();
        let recovery_hash = hash_passphrase(&plain_code(&recovery_code))?;
        Ok(Self { passphrase_hash, recovery_code, recovery_hash })
    }
}

/// Makes a workspace in a folder. Its first administrator is its custodian. Nothing is left behind when it fails.
pub(crate) fn make(desk: &Desk, folder: &Path, new: &NewWorkspace, origin: Origin) -> Reply<Made> {
    let name = check_name(Field::new("name", "the workspace's name"), &new.name)
        .map_err(|bad| Failure::refused(&bad))?
        .to_owned();
    let administrator = administrator(desk, new)?;
    let secrets = match (new.kind, &new.passphrase) {
        (WorkspaceKind::Live, Some(passphrase)) => Some(Secrets::of(passphrase)?),
        (WorkspaceKind::Live, None) => {
            return Err(Failure::refused_because(
                "passphrase_missing",
                "A live workspace needs a passphrase for its first administrator; choose one.",
            ));
        }
        (WorkspaceKind::Training, _) => None,
    };
    let store = Store::create(folder).map_err(about_folder)?;
    let id = TenantId::from_uuid(desk.environment.ids.next());
    let made = store.write(|db| {
        let now = desk.environment.clock.now();
        people::insert(db, &administrator)?;
        workspace::insert(
            db,
            &workspace::Workspace {
                id,
                name: name.clone(),
                kind: new.kind,
                created_at: now,
                clock_ahead: Span::ZERO,
                custodian_id: administrator.id,
                reminder_days: DEFAULT_THRESHOLDS_DAYS.to_vec(),
                max_blueprints: DEFAULT_QUOTA,
                max_agents_per_blueprint: DEFAULT_QUOTA,
            },
        )?;
        role_appointments::appoint(db, Holder::Person(administrator.id), Role::Administrator)?;
        if let Some(secrets) = &secrets {
            passphrases::set(db, administrator.id, &secrets.passphrase_hash, false)?;
            passphrases::set_recovery(db, &secrets.recovery_hash)?;
        }
        let mut cx = Writing {
            db,
            now,
            occurred_at: now,
            actor: Actor::Person { id: administrator.id, roles: vec![Role::Administrator] },
            kind: new.kind,
            origin,
            ids: desk.environment.ids.as_ref(),
            clock: desk.environment.clock.as_ref(),
            tags: Default::default(),
            progress: Default::default(),
        };
        cx.touch(Tag::Desk);
        let sentence = format!(
            "The workspace {name} was made by {}, its first administrator and custodian.",
            administrator.display_name
        );
        cx.record(
            Record::new("create_workspace", "workspace", id, sentence).about(administrator.id),
        )
    });
    match made {
        Ok(()) => {
            let recovery_code = secrets.map(|secrets| secrets.recovery_code);
            Ok(Made { store, administrator, recovery_code })
        }
        Err(failure) => {
            drop(store);
            remove(folder);
            Err(failure)
        }
    }
}

/// Removes a workspace's files that nobody has been told of yet.
pub(crate) fn remove(folder: &Path) {
    for part in ["", "-wal", "-shm"] {
        let file = folder.join(format!("{}{part}", chaperone_store::DATABASE_FILE));
        if let Err(error) = std::fs::remove_file(&file)
            && error.kind() != std::io::ErrorKind::NotFound
        {
            tracing::warn!(%error, file = %file.display(), "a file of an unfinished workspace could not be removed");
        }
    }
}

fn administrator(desk: &Desk, new: &NewWorkspace) -> Reply<Person> {
    let name = check_name(
        Field::new("administratorName", "the administrator's name"),
        &new.administrator_name,
    )
    .map_err(|bad| Failure::refused(&bad))?;
    let email = new.administrator_email.trim();
    chaperone_domain::person::check_email(email).map_err(|bad| Failure::refused(&bad))?;
    Ok(Person {
        id: chaperone_domain::id::Id::from_uuid(desk.environment.ids.next()),
        display_name: name.to_owned(),
        email: email.to_owned(),
        employee_id: None,
        job_title: None,
        department: None,
        manager_id: None,
        hired_at: None,
        leaves_at: None,
        left_at: None,
    })
}

/// Makes a workspace and opens it; its first administrator sits at the desk.
pub(crate) fn create_workspace(
    desk: &Desk,
    session: &Session,
    ask: CreateWorkspace,
) -> Reply<DeskView> {
    let folder = match ask.folder {
        Some(folder) => whole_path(desk, folder)?,
        None => desk.environment.default_folder(),
    };
    let new = NewWorkspace {
        name: ask.name,
        kind: ask.kind.0,
        administrator_name: ask.administrator_name,
        administrator_email: ask.administrator_email,
        passphrase: ask.passphrase,
    };
    let made = make(desk, &folder, &new, session.origin())?;
    desk.adopt(made.store, &folder)?;
    session.set_person(Some(made.administrator.id));
    session.touch(desk.environment.clock.now());
    let view = show_desk(desk, session, ShowDesk {})?;
    Ok(DeskView { recovery_code: made.recovery_code, ..view })
}

/// Opens the workspace in a folder. Nobody sits at the desk until they say who they are, but in training at a window, where
/// anybody may act as anyone: an administrator sits there, so that the window opens on something.
pub(crate) fn open_workspace(
    desk: &Desk,
    session: &Session,
    ask: OpenWorkspace,
) -> Reply<DeskView> {
    let folder = whole_path(desk, ask.folder)?;
    let store = Store::open(&folder).map_err(about_folder)?;
    desk.adopt(store, &folder)?;
    session.set_person(who_sits_there(desk, session.origin())?);
    show_desk(desk, session, ShowDesk {})
}

/// A folder that doesn't depend on where this program happened to be started: nobody would find it again.
fn whole_path(desk: &Desk, folder: String) -> Reply<PathBuf> {
    let path = PathBuf::from(&folder);
    if path.is_absolute() {
        return Ok(path);
    }
    let example = desk.environment.default_folder().display().to_string();
    Err(Failure::refused_because(
        "folder_not_whole",
        format!("'{folder}' doesn't say where it lies; write the whole path, such as {example}."),
    )
    .with("folder", folder)
    .with("example", example)
    .at("folder"))
}

fn about_folder(error: chaperone_store::Error) -> Failure {
    Failure::from(error).at("folder")
}

fn who_sits_there(desk: &Desk, origin: Origin) -> Reply<Option<PersonId>> {
    let open = desk.workspace()?;
    if open.kind != WorkspaceKind::Training || !origin.is_window() {
        return Ok(None);
    }
    open.store.read(|db| {
        let administrators =
            role_appointments::active_holders(db, Role::Administrator, desk.now_in(db)?)?;
        Ok(administrators.first().copied())
    })
}
