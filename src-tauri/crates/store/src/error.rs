//! What can go wrong with a file, told so that a person can mend it.

use std::path::PathBuf;

/// A result of the store.
pub type Result<T> = std::result::Result<T, Error>;

/// Something broken: a file, a disk, a lock. A rule that says no is not an error and never comes from here.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no workspace in the folder.
    #[error("there is no workspace in {}; create one there, or name another folder", .0.display())]
    NoWorkspace(PathBuf),
    /// There is one already.
    #[error("{} already holds a workspace or the remains of one; open it, or name an empty folder", .0.display())]
    AlreadyThere(PathBuf),
    /// The file is no SQLite database, or another program's.
    #[error("{} is no workspace of Chaperone; name the folder of one, or restore a backup", .0.display())]
    NotAWorkspace(PathBuf),
    /// There is no such backup.
    #[error("there is no backup {}; name one of those in the backups folder", .0.display())]
    NoBackup(PathBuf),
    /// Another program has the workspace open.
    #[error("another program has {} open; close Chaperone there first. Nothing was changed", .0.display())]
    OpenElsewhere(PathBuf),
    /// The file is damaged.
    #[error("{} is damaged ({detail}); it was left untouched: restore a backup from its backups folder", .file.display())]
    Damaged {
        /// The file.
        file: PathBuf,
        /// What SQLite found.
        detail: String,
    },
    /// The file was written by a newer version.
    #[error("{} was written by a newer Chaperone (schema {found}, this one knows {known}); update Chaperone", .file.display())]
    Newer {
        /// The file.
        file: PathBuf,
        /// Its schema version.
        found: i32,
        /// The newest that this program knows.
        known: i32,
    },
    /// The folder is synced or on a network drive, where SQLite files get damaged.
    #[error("{} is {why}, where a database gets damaged; choose a folder on this machine's own disk", .folder.display())]
    UnsafeFolder {
        /// The folder.
        folder: PathBuf,
        /// What it is.
        why: Unfit,
    },
    /// The SQLite library is too old to be safe.
    #[error(
        "this program was built with SQLite {found}, but needs {needed} or newer; install a newer build"
    )]
    OldSqlite {
        /// What it has.
        found: String,
        /// What it needs.
        needed: &'static str,
    },
    /// The folder or file can't be written.
    #[error("{} can't be written ({detail}); check its permissions", .path.display())]
    ReadOnly {
        /// Which.
        path: PathBuf,
        /// What the system said.
        detail: String,
    },
    /// The disk is full.
    #[error("the disk is full; nothing was changed. Free some space and try again")]
    Full,
    /// Another process holds the file too long.
    #[error("another program is writing to this workspace; nothing was changed. Try again")]
    Busy,
    /// Bringing the file up to date failed.
    #[error("the workspace could not be brought up to date; its backup is in the backups folder")]
    Migration(#[source] Box<refinery::Error>),
    /// A constraint of the store refused what a rule should have refused: a defect of this program.
    #[error("the store refused an inconsistent change; nothing was changed. Please report this")]
    Constraint(#[source] rusqlite::Error),
    /// Anything else from SQLite.
    #[error("the workspace could not be read or written; nothing was changed")]
    Sqlite(#[source] rusqlite::Error),
    /// Anything else from the file system.
    #[error(
        "{} could not be used ({}); check that it is still there and that its disk is connected, then try again",
        .path.display(), reason(.source)
    )]
    Io {
        /// Which path.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
}

/// What the system calls an error of the file system; never what a library added to it.
pub fn reason(error: &std::io::Error) -> String {
    match error.raw_os_error() {
        Some(number) => std::io::Error::from_raw_os_error(number).to_string(),
        None => error.kind().to_string(),
    }
}

/// Why a folder is unfit for a database.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// A program keeps copies of it elsewhere in step.
    #[error("kept in step by {0}")]
    Synced(String),
    /// It isn't on a disk of this machine; which file system it is on.
    #[error("on a network drive ({0})")]
    Network(String),
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::ConstraintViolation) => Self::Constraint(error),
            _ => Self::Sqlite(error),
        }
    }
}

impl Error {
    /// The machine code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoWorkspace(_) => "no_workspace",
            Self::AlreadyThere(_) => "workspace_already_there",
            Self::NotAWorkspace(_) => "not_a_workspace",
            Self::NoBackup(_) => "no_backup",
            Self::OpenElsewhere(_) => "open_elsewhere",
            Self::Damaged { .. } => "workspace_damaged",
            Self::Newer { .. } => "workspace_newer",
            Self::UnsafeFolder { .. } => "unsafe_folder",
            Self::OldSqlite { .. } => "sqlite_too_old",
            Self::ReadOnly { .. } => "read_only",
            Self::Full => "disk_full",
            Self::Busy => "busy",
            Self::Migration(_) => "migration_failed",
            Self::Constraint(_) => "inconsistent",
            Self::Sqlite(_) | Self::Io { .. } => "store_failed",
        }
    }

    /// Tells an error of the file system about a path, naming the usual causes.
    pub fn io(path: impl Into<PathBuf>, source: std::io::Error) -> Self {
        let path = path.into();
        match source.kind() {
            std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => {
                Self::ReadOnly { path, detail: reason(&source) }
            }
            std::io::ErrorKind::StorageFull => Self::Full,
            _ => Self::Io { path, source },
        }
    }
}
