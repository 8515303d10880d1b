//! Backups: listed, made when somebody asks, put in the place of the workspace, and tried out. When the daily ones are made
//! stands in `upkeep`; which are kept is decided by `domain::backup`.

use std::path::{Path, PathBuf};

use chaperone_domain::authority::Action;
use chaperone_domain::backup::{self, BackupKind};
use chaperone_domain::time::Timestamp;
use chaperone_store::backup::BackupFile;
use chaperone_store::table::audit_records;
use chaperone_store::{DATABASE_FILE, Store, backup as files};

use crate::audit::Record;
use crate::change::Tag;
use crate::context::{Context, Reading, Writing, workspace_id};
use crate::desk::{Desk, show_desk};
use crate::failure::{Failure, Reply};
use crate::session::Session;
use crate::view::backup::{
    BackUpWorkspace, BackupRow, Backups, DrillBackup, DrillDone, ListBackups, RestoreWorkspace,
};
use crate::view::desk::{DeskView, ShowDesk};
use crate::wire::Wire;
use crate::work::{Progress, stopped};
use crate::{checkpoint, verify};

fn row(file: BackupFile) -> Option<BackupRow> {
    let (kind, at) = backup::read_name(&file.name)?;
    Some(BackupRow {
        file: file.path.display().to_string(),
        name: file.name,
        kind: Wire(kind),
        made_at: Wire(at.unwrap_or(file.written_at)),
        bytes: i64::try_from(file.bytes).unwrap_or(i64::MAX),
    })
}

/// The backups beside a workspace, the latest first.
fn rows(folder: &Path) -> Reply<Vec<BackupRow>> {
    let mut rows: Vec<BackupRow> = files::list(folder)?.into_iter().filter_map(row).collect();
    rows.sort_by(|a, b| (b.made_at, &b.name).cmp(&(a.made_at, &a.name)));
    Ok(rows)
}

/// When the latest backup was made, by the workspace's time.
pub(crate) fn latest(folder: &Path) -> Reply<Option<Timestamp>> {
    Ok(rows(folder)?.first().map(|row| row.made_at.0))
}

/// Lists the backups, the latest first.
pub(crate) fn list_backups(desk: &Desk, session: &Session, _: ListBackups) -> Reply<Backups> {
    let folder = desk.workspace()?.folder.clone();
    desk.read(session, |cx| {
        cx.authorise(Action::ListBackups, &[], "backups")?;
        Ok(Backups {
            folder: files::folder_of(&folder).display().to_string(),
            rows: rows(&folder)?,
        })
    })
}

/// Makes a backup now, and says so in the history.
pub(crate) fn back_up_workspace(
    desk: &Desk,
    session: &Session,
    _: BackUpWorkspace,
) -> Reply<BackupRow> {
    let open = desk.workspace()?;
    let now = desk.read(session, |cx| {
        cx.authorise(Action::BackUpWorkspace, &[], "backups")?;
        Ok(cx.now())
    })?;
    let path = make(desk.begin_work(session, "back_up_workspace"), open.store.file(), now)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    desk.write(session, |cx| {
        let workspace = workspace_id(cx.db())?;
        let sentence = format!("The workspace was backed up as {name}.");
        cx.touch(Tag::Settings);
        cx.record(Record::new("back_up_workspace", "workspace", workspace, sentence))
    })?;
    let made = rows(&open.folder)?.into_iter().find(|row| row.file == path.display().to_string());
    made.ok_or_else(|| Failure::not_found("backup"))
}

/// Makes a backup that somebody waits for, counted in kilobytes. One that is stopped leaves no file.
fn make(progress: Progress, file: &Path, now: Timestamp) -> Reply<PathBuf> {
    let kilobytes = |bytes: u64| bytes.div_ceil(1_000);
    let total = std::fs::metadata(file).map_or(0, |facts| facts.len());
    // A copy has no free pages, so it may be done before the whole length is.
    let go_on =
        |written: u64| progress.step(kilobytes(written.min(total)), Some(kilobytes(total))).is_ok();
    let made = files::make(file, &backup::name(BackupKind::Manual, now), go_on);
    made.map_err(|error| if progress.is_stopped() { stopped() } else { error.into() })
}

/// A backup by its path, or by the name under which it is listed.
fn find(folder: &Path, backup: &str) -> PathBuf {
    let given = PathBuf::from(backup.trim());
    if given.is_absolute() || given.components().count() > 1 {
        return given;
    }
    let listed = files::folder_of(folder).join(&given);
    if listed.exists() { listed } else { listed.with_file_name(format!("{}.db", backup.trim())) }
}

/// Puts a backup in the place of the workspace. What was there is kept among the backups. Where the present file can be
/// opened, only an administrator of it may; a damaged one is nobody's, and whoever can write the folder may mend it.
pub(crate) fn restore_workspace(
    desk: &Desk,
    session: &Session,
    ask: RestoreWorkspace,
) -> Reply<DeskView> {
    let folder = match (&ask.folder, desk.workspace()) {
        (Some(folder), _) => PathBuf::from(folder),
        (None, Ok(open)) => open.folder.clone(),
        (None, Err(_)) => desk.environment.default_folder(),
    };
    let asked_at = may_restore(desk, session, &folder)?;
    let source = find(&folder, &ask.backup);
    files::inspect(&source)?;
    let at = asked_at.unwrap_or_else(|| desk.environment.clock.now());
    let kept_as = backup::name(BackupKind::BeforeRestore, at);
    desk.close();
    let replaced = files::restore(&source, &folder, &kept_as).inspect_err(|_| {
        // Nothing was changed: the workspace that was open is opened again.
        if asked_at.is_some()
            && let Ok(store) = Store::open(&folder)
            && let Err(failure) = desk.adopt(store, &folder)
        {
            tracing::warn!(%failure, "the workspace could not be opened again");
        }
    })?;
    let store = Store::open(&folder)?;
    desk.adopt(store, &folder)?;
    // Whoever restores may be unknown in the restored workspace, or no longer active.
    if desk.read(session, |_| Ok(())).is_err() {
        session.set_person(None);
    }
    record_restore(desk, session, &folder, &source, (replaced.as_deref(), &kept_as))?;
    show_desk(desk, session, ShowDesk {})
}

/// Whether this may be restored; answers the present instant where the workspace is open and can say so.
fn may_restore(desk: &Desk, session: &Session, folder: &Path) -> Reply<Option<Timestamp>> {
    let is_open_here = desk.workspace().is_ok_and(|open| open.folder == folder);
    if is_open_here {
        return desk.read(session, |cx| {
            cx.authorise(Action::RestoreWorkspace, &[], "backups")?;
            Ok(Some(cx.now()))
        });
    }
    if files::inspect(&folder.join(DATABASE_FILE)).is_ok() {
        return Err(Failure::refused_because(
            "workspace_is_sound",
            format!(
                "{} holds a workspace that can be opened; open it, and let one of its administrators restore a backup.",
                folder.display()
            ),
        )
        .with("folder", folder.display().to_string()));
    }
    Ok(None)
}

fn record_restore(
    desk: &Desk,
    session: &Session,
    folder: &Path,
    source: &Path,
    (replaced, kept_as): (Option<&Path>, &str),
) -> Reply<()> {
    let open = desk.workspace()?;
    let records = open.store.read(audit_records::last)?.map_or(0, |last| last.seq);
    checkpoint::put_away_after(folder, records, kept_as)
        .map_err(|error| chaperone_store::Error::io(folder, error))?;
    let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let kept = replaced.map_or_else(
        || "Nothing was there before.".to_owned(),
        |kept| format!("What was there before is kept as {}.", name(kept)),
    );
    let write = |cx: &mut Writing<'_>| {
        let workspace = workspace_id(cx.db())?;
        for &tag in Tag::ALL {
            cx.touch(tag);
        }
        let sentence = format!(
            "The workspace was restored from {} as of record {records}. {kept}",
            name(source)
        );
        cx.record(Record::new("restore_workspace", "workspace", workspace, sentence))
    };
    if session.person().is_some() { desk.write(session, write) } else { desk.write_by_rule(write) }
}

/// Opens the latest backup elsewhere and checks it like a workspace, then says in the history how it went.
pub(crate) fn drill_backup(desk: &Desk, session: &Session, ask: DrillBackup) -> Reply<DrillDone> {
    let open = desk.workspace()?;
    desk.read(session, |cx: &Reading<'_>| cx.authorise(Action::DrillBackup, &[], "backups"))?;
    let tried = match &ask.backup {
        Some(named) => {
            let path = find(&open.folder, named);
            rows(&open.folder)?.into_iter().find(|row| Path::new(&row.file) == path)
        }
        None => rows(&open.folder)?.into_iter().find(|row| row.kind.0 != BackupKind::BeforeRestore),
    };
    let tried = tried.ok_or_else(|| {
        Failure::refused_because("no_backup", "There is no such backup; make one first.")
    })?;
    let progress = desk.begin_work(session, "drill_backup");
    let verification = try_out(desk, Path::new(&tried.file), progress)?;
    let outcome = if verification.is_sound { "is sound" } else { "is NOT sound" };
    desk.write(session, |cx| {
        let workspace = workspace_id(cx.db())?;
        let sentence =
            format!("The backup {} was opened elsewhere and checked: it {outcome}.", tried.name);
        cx.record(Record::new("drill_backup", "workspace", workspace, sentence))
    })?;
    Ok(DrillDone { backup: tried, verification })
}

/// Opens a copy, so that the backup itself keeps every byte even if its schema is older.
fn try_out(
    desk: &Desk,
    backup: &Path,
    progress: Progress,
) -> Reply<crate::view::audit::WorkspaceVerification> {
    let place = backup.with_extension("being-tried");
    let remove = || match std::fs::remove_dir_all(&place) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            tracing::warn!(%error, folder = %place.display(), "a backup that was tried out could not be removed");
        }
        _ => {}
    };
    remove();
    let verified = files::inspect(backup)
        .and_then(|()| files::copy_into(backup, &place))
        .and_then(|()| Store::open(&place))
        .map_err(Failure::from)
        .and_then(|store| verify::check_store(desk, &store, &place, progress));
    remove();
    verified
}
