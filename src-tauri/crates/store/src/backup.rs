//! Copies of a workspace file: made whole or not at all, looked at without touching them, and put in the place of the file.
//! When one is made and which are kept is decided elsewhere.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use chaperone_domain::time::Timestamp;
use rusqlite::{Connection, OpenFlags};

use crate::error::{Error, Result};
use crate::store::{DATABASE_FILE, about_file, connect};
use crate::{folder, migration};

/// What a file that isn't finished is called; one that is left over from a crash is removed by the next.
const UNFINISHED: &str = "being-made";

/// How often whoever waits for a copy is told how far it is.
const TELL_EVERY: Duration = Duration::from_millis(100);

/// A copy in the folder of backups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupFile {
    /// Where it is.
    pub path: PathBuf,
    /// Its name without its ending.
    pub name: String,
    /// How large, in bytes.
    pub bytes: u64,
    /// When the file was last written, by the machine's clock.
    pub written_at: Timestamp,
}

/// The folder of a workspace's backups.
pub fn folder_of(workspace: &Path) -> PathBuf {
    workspace.join("backups")
}

/// Copies an open workspace file into its folder of backups under a name, as of one instant, while others may go on reading
/// and writing. Answers where the copy is. When the disk is full or the machine stops, no half copy stays under the name.
/// `go_on` is told now and then how many bytes are written; when it says no, the copy breaks off and leaves nothing.
pub fn make(file: &Path, name: &str, go_on: impl Fn(u64) -> bool + Send) -> Result<PathBuf> {
    let source = connect(file)?;
    let unfinished = unfinished(&folder_of(file.parent().unwrap_or(file)), name);
    let interrupt = source.get_interrupt_handle();
    let (over, is_over) = mpsc::channel::<()>();
    thread::scope(|scope| {
        scope.spawn(move || {
            while is_over.recv_timeout(TELL_EVERY) == Err(RecvTimeoutError::Timeout) {
                let written = fs::metadata(&unfinished).map_or(0, |facts| facts.len());
                if !go_on(written) {
                    interrupt.interrupt();
                }
            }
        });
        let made = make_from(&source, file, name);
        drop(over);
        made
    })
}

fn unfinished(backups: &Path, name: &str) -> PathBuf {
    backups.join(format!("{name}.{UNFINISHED}"))
}

pub(crate) fn make_from(source: &Connection, file: &Path, name: &str) -> Result<PathBuf> {
    let backups = folder_of(file.parent().unwrap_or(file));
    folder::make(&backups)?;
    remove_unfinished(&backups)?;
    let target = free_place(&backups, name);
    let unfinished = unfinished(&backups, name);
    folder::make_file(&unfinished)?;
    let made = source
        .execute("VACUUM INTO ?1", [unfinished.to_string_lossy()])
        .map_err(Error::from)
        .and_then(|_| put(&unfinished, &target));
    if made.is_err() {
        let _ = fs::remove_file(&unfinished);
        let _ = fs::remove_file(unfinished.with_extension(format!("{UNFINISHED}-journal")));
    }
    made.map(|()| target)
}

/// A name that no backup has yet.
fn free_place(backups: &Path, name: &str) -> PathBuf {
    let place = |name: &str| backups.join(format!("{name}.db"));
    let mut target = place(name);
    let mut number = 2;
    while target.exists() {
        target = place(&format!("{name}-{number}"));
        number += 1;
    }
    target
}

fn remove_unfinished(backups: &Path) -> Result<()> {
    for entry in fs::read_dir(backups).map_err(|error| Error::io(backups, error))? {
        let path = entry.map_err(|error| Error::io(backups, error))?.path();
        if path.extension().is_some_and(|ending| ending.to_string_lossy().starts_with(UNFINISHED)) {
            fs::remove_file(&path).map_err(|error| Error::io(&path, error))?;
        }
    }
    Ok(())
}

/// Writes a file's bytes to the disk itself, then gives it its name, then writes the folder.
fn put(unfinished: &Path, target: &Path) -> Result<()> {
    let file = File::options().read(true).write(true).open(unfinished);
    file.and_then(|file| file.sync_all()).map_err(|error| Error::io(unfinished, error))?;
    fs::rename(unfinished, target).map_err(|error| Error::io(target, error))?;
    sync_folder(target)
}

/// Makes a new name in a folder last through a power cut. Systems that can't do so don't need it.
fn sync_folder(of: &Path) -> Result<()> {
    let folder = of.parent().unwrap_or(of);
    if cfg!(unix) {
        let opened = File::open(folder).and_then(|folder| folder.sync_all());
        opened.map_err(|error| Error::io(folder, error))?;
    }
    Ok(())
}

/// The backups of a workspace, the latest first by name within their kind.
pub fn list(workspace: &Path) -> Result<Vec<BackupFile>> {
    let backups = folder_of(workspace);
    if !backups.is_dir() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for entry in fs::read_dir(&backups).map_err(|error| Error::io(&backups, error))? {
        let path = entry.map_err(|error| Error::io(&backups, error))?.path();
        let is_backup = path.extension().is_some_and(|ending| ending == "db") && path.is_file();
        let name = path.file_stem().and_then(|name| name.to_str()).map(str::to_owned);
        let (true, Some(name)) = (is_backup, name) else { continue };
        let facts = fs::metadata(&path).map_err(|error| Error::io(&path, error))?;
        let written = facts.modified().map_err(|error| Error::io(&path, error))?;
        let since_epoch = written.duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        let millis = i64::try_from(since_epoch.as_millis()).unwrap_or(i64::MAX);
        let written_at = Timestamp::from_millis(millis);
        found.push(BackupFile { path, name, bytes: facts.len(), written_at });
    }
    found.sort_by(|a, b| b.name.cmp(&a.name));
    Ok(found)
}

/// Removes a backup that is no longer needed.
pub fn remove(backup: &BackupFile) -> Result<()> {
    fs::remove_file(&backup.path).map_err(|error| Error::io(&backup.path, error))
}

/// Looks whether a file is a whole workspace that this program can open, without changing a byte of it.
pub fn inspect(file: &Path) -> Result<()> {
    if !file.is_file() {
        return Err(Error::NoBackup(file.to_owned()));
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let looked = Connection::open_with_flags(file, flags).map_err(Error::from).and_then(|opened| {
        migration::check_mark(&opened, file)?;
        migration::check_version(&opened, file)?;
        let found: String = opened.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
        let broken = opened.prepare("PRAGMA foreign_key_check")?.exists([])?;
        match (found.as_str(), broken) {
            ("ok", false) => Ok(()),
            ("ok", true) => Err(damaged(file, "rows point at nothing".to_owned())),
            _ => Err(damaged(file, found)),
        }
    });
    looked.map_err(|error| about_file(error, file))
}

fn damaged(file: &Path, detail: String) -> Error {
    Error::Damaged { file: file.to_owned(), detail }
}

/// Copies a backup into a folder of its own as a workspace, to be opened there.
pub fn copy_into(backup: &Path, new_folder: &Path) -> Result<()> {
    folder::make(new_folder)?;
    copy(backup, &new_folder.join(DATABASE_FILE))
}

/// Copies an open workspace file into a folder of its own as a workspace, as of one instant, while others may go on reading
/// and writing.
pub fn copy_open_into(file: &Path, new_folder: &Path) -> Result<()> {
    folder::make(new_folder)?;
    let target = new_folder.join(DATABASE_FILE);
    folder::make_file(&target)?;
    connect(file)?.execute("VACUUM INTO ?1", [target.to_string_lossy()])?;
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    folder::make_file(to)?;
    let copied = File::open(from).and_then(|mut source| {
        let mut target = File::options().write(true).open(to)?;
        std::io::copy(&mut source, &mut target)?;
        target.sync_all()
    });
    copied.map_err(|error| Error::io(to, error))
}

/// Puts a backup in the place of a workspace's file, which is kept among the backups under a name. The workspace must be
/// closed: another program that has it open is found out, and nothing is changed. Whenever the machine stops, the folder
/// holds the old file or the new one, whole.
pub fn restore(backup: &Path, workspace: &Path, kept_as: &str) -> Result<Option<PathBuf>> {
    inspect(backup)?;
    let file = workspace.join(DATABASE_FILE);
    folder::check(workspace)?;
    folder::make(workspace)?;
    let backups = folder_of(workspace);
    folder::make(&backups)?;
    remove_unfinished(&backups)?;
    let fresh = backups.join(format!("restored.{UNFINISHED}"));
    copy(backup, &fresh)?;
    let replaced = set_aside(&file, &free_place(&backups, kept_as)).inspect_err(|_| {
        let _ = fs::remove_file(&fresh);
    })?;
    put(&fresh, &file)?;
    Ok(replaced)
}

/// Keeps the present file under another name too, with all that its log still holds.
fn set_aside(file: &Path, kept: &Path) -> Result<Option<PathBuf>> {
    if !file.exists() {
        return Ok(None);
    }
    if inspect(file).is_ok() {
        fold_log(file)?;
    }
    for part in ["", "-wal"] {
        let from = beside(file, part);
        if from.exists() {
            copy(&from, &beside(kept, part))?;
        }
    }
    for part in ["-wal", "-shm"] {
        match fs::remove_file(beside(file, part)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(Error::io(beside(file, part), error));
            }
            _ => {}
        }
    }
    sync_folder(kept)?;
    Ok(Some(kept.to_owned()))
}

/// Writes the log into the file and does away with it. SQLite does so only when nobody else has the file open.
fn fold_log(file: &Path) -> Result<()> {
    let connection = connect(file)?;
    let changed =
        connection.query_row("PRAGMA journal_mode = DELETE", [], |row| row.get::<_, String>(0));
    match changed.map_err(Error::from) {
        Ok(mode) if mode.eq_ignore_ascii_case("delete") => Ok(()),
        Ok(_) | Err(Error::Busy) => Err(Error::OpenElsewhere(file.to_owned())),
        Err(other) => Err(other),
    }
}

fn beside(file: &Path, part: &str) -> PathBuf {
    let mut name = file.file_name().unwrap_or_default().to_owned();
    name.push(part);
    file.with_file_name(name)
}
