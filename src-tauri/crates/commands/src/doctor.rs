//! The doctor: looks at what has to be in order around a workspace. What only a desktop can see, the device is asked for; a
//! host without one says that it can't tell. How a finding counts is decided in `domain::doctor`.

use chaperone_domain::clock::WorkspaceKind;
use chaperone_domain::doctor::{self, DoctorCheck, Health, Mend};
use chaperone_store::table::workspace;
use chaperone_store::{backup as files, folder};

use crate::backup;
use crate::desk::{Desk, OpenWorkspace};
use crate::failure::{Failure, Reply};
use crate::session::Session;
use crate::view::doctor::{DoctorView, Finding, RepairPermissions, ShowDoctor};

/// What a desktop alone can tell.
const OF_THE_DESKTOP: [DoctorCheck; 5] = [
    DoctorCheck::Notifications,
    DoctorCheck::NotificationButtons,
    DoctorCheck::Tray,
    DoctorCheck::Autostart,
    DoctorCheck::Portal,
];

/// Shows what is in order and what isn't. Whoever uses the device may: nothing of what the workspace holds is told.
pub(crate) fn show_doctor(desk: &Desk, _: &Session, _: ShowDoctor) -> Reply<DoctorView> {
    let mut findings = match desk.workspace() {
        Ok(open) => look_at(desk, &open)?,
        Err(_) => vec![
            Finding::new(DoctorCheck::Workspace, Health::Unknown, "No workspace is open.")
                .advise("Open one, and what concerns it is looked at too."),
        ],
    };
    findings.push(sqlite());
    match desk.device.get() {
        Some(device) => findings.extend(device.look()),
        None => findings.extend(OF_THE_DESKTOP.map(|check| {
            Finding::new(check, Health::Unknown, "Only the desktop can tell.")
                .of("elsewhere")
                .advise("Open the desktop: its settings have a page for this.")
        })),
    }
    Ok(DoctorView { findings })
}

fn look_at(desk: &Desk, open: &OpenWorkspace) -> Reply<Vec<Finding>> {
    let lies = format!("It is open, and lies in {}.", open.folder.display());
    Ok(vec![
        Finding::new(DoctorCheck::Workspace, Health::Good, lies)
            .with("folder", open.folder.display().to_string()),
        fit(open),
        permissions(open)?,
        backups(desk, open)?,
        clock(desk, open)?,
    ])
}

/// An unfit folder isn't opened at all; one that became unfit since is told of here.
fn fit(open: &OpenWorkspace) -> Finding {
    match folder::check(&open.folder) {
        Ok(()) => {
            let words = "The folder is neither synced nor on a network drive.";
            Finding::new(DoctorCheck::Folder, Health::Good, words)
        }
        Err(error) => {
            let failure = Failure::from(error);
            let finding = Finding::new(DoctorCheck::Folder, Health::Bad, failure.message);
            Finding { saying: *failure.saying, ..finding }
        }
    }
}

fn permissions(open: &OpenWorkspace) -> Reply<Finding> {
    let seen = folder::seen_by_others(&open.folder)?;
    let check = DoctorCheck::Permissions;
    let Some(first) = seen.first() else {
        return Ok(Finding::new(check, Health::Good, "Only its owner can read the workspace."));
    };
    let words = match seen.len() {
        1 => format!("Others on this machine can get at {}.", first.display()),
        many => {
            format!("Others on this machine can get at {many} files, first {}.", first.display())
        }
    };
    Ok(Finding::new(check, Health::Bad, words)
        .with("count", seen.len())
        .with("first", first.display().to_string())
        .advise("Take them away from others: folders 0700, files 0600.")
        .mended_by(Mend::RepairPermissions))
}

fn backups(desk: &Desk, open: &OpenWorkspace) -> Reply<Finding> {
    if open.kind == WorkspaceKind::Training {
        let words =
            "Nothing here is real: a training workspace is backed up only when somebody asks.";
        return Ok(Finding::new(DoctorCheck::Backups, Health::Good, words).of("training"));
    }
    let now = open.store.read(|db| desk.now_in(db))?;
    let made_at = backup::latest(&open.folder)?;
    let health = doctor::backups(made_at, now);
    let words = match made_at {
        Some(made_at) => {
            format!("The latest backup is from {}.", made_at.to_utc().format("%-d %B %Y"))
        }
        None => "There is no backup yet.".to_owned(),
    };
    let folder = files::folder_of(&open.folder);
    let finding = Finding::new(DoctorCheck::Backups, health, words)
        .with("folder", folder.display().to_string());
    let finding = match made_at {
        Some(made_at) => finding.with("made", made_at),
        None => finding,
    };
    Ok(match health {
        Health::Good => finding,
        _ => finding
            .advise(format!(
                "Make one now, and copy {} to another disk now and then.",
                folder.display()
            ))
            .mended_by(Mend::BackUp),
    })
}

fn clock(desk: &Desk, open: &OpenWorkspace) -> Reply<Finding> {
    let (ahead, last) = open.store.read(workspace::clock)?;
    let clock = desk.environment.clock.now().plus(ahead);
    let health = doctor::clock(clock, last);
    Ok(match health {
        Health::Good => {
            let words = "The machine's clock goes forward.";
            Finding::new(DoctorCheck::Clock, health, words)
        }
        _ => {
            let words = "The machine's clock was set back to before the last record; access ends by the record all the same.";
            Finding::new(DoctorCheck::Clock, health, words)
                .advise("Set the machine's date and time; better, let the network set them.")
        }
    })
}

/// An older SQLite isn't started with at all.
fn sqlite() -> Finding {
    let words = format!(
        "SQLite {} has none of the known errors that damage files.",
        chaperone_store::sqlite_version()
    );
    Finding::new(DoctorCheck::Sqlite, Health::Good, words)
        .with("version", chaperone_store::sqlite_version())
}

/// Takes the files of the open workspace away from the eyes of others. Changes nothing in it, so that its history has
/// nothing to say.
pub(crate) fn repair_permissions(
    desk: &Desk,
    session: &Session,
    _: RepairPermissions,
) -> Reply<DoctorView> {
    let open = desk.workspace()?;
    folder::hide_from_others(&open.folder).map_err(Failure::from)?;
    show_doctor(desk, session, ShowDoctor {})
}
