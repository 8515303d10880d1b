//! Opening a workspace and running transactions on it: one writer, a small pool of readers.

use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use crate::db::Db;
use crate::error::{Error, Result};
use crate::{folder, migration};

/// The name of the database file in a workspace's folder.
pub const DATABASE_FILE: &str = "workspace.db";
/// SQLite before this version may damage a WAL file when two connections write and checkpoint at the same instant.
const OLDEST_SQLITE: (&str, i32) = ("3.51.3", 3_051_003);
const READERS: usize = 4;
/// How much of the file each connection keeps in memory at most.
const CACHE_KIB: i64 = 16 * 1024;
/// The longest file, in bytes, that is looked at as a whole before it opens; that takes a blink.
const CHECKED_AT_OPENING: u64 = 64 * 1024 * 1024;
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// The version of the SQLite library in this program.
pub fn sqlite_version() -> &'static str {
    rusqlite::version()
}

/// An open workspace file.
#[derive(Debug)]
pub struct Store {
    file: PathBuf,
    writer: Mutex<Db>,
    readers: Mutex<Readers>,
    reader_is_back: Condvar,
}

/// The connections that only read. They are opened when they are needed: most processes never read twice at once.
#[derive(Debug, Default)]
struct Readers {
    idle: Vec<Db>,
    opened: usize,
}

impl Store {
    /// Makes a workspace file in a folder, which is made too when missing. Refuses a folder that holds one, or the
    /// remains of one: nothing is ever created beside a damaged file.
    pub fn create(in_folder: &Path) -> Result<Self> {
        check_sqlite()?;
        folder::check(in_folder)?;
        folder::make(in_folder)?;
        let file = in_folder.join(DATABASE_FILE);
        for remains in ["", "-wal", "-shm"] {
            let remains = in_folder.join(format!("{DATABASE_FILE}{remains}"));
            if remains.exists() {
                return Err(Error::AlreadyThere(in_folder.to_owned()));
            }
        }
        folder::make_file(&file)?;
        let made = (|| {
            let mut connection = connect(&file)?;
            migration::mark(&connection)?;
            write_ahead(&connection)?;
            migration::run(&mut connection, &file)?;
            Self::with_writer(connection, file.clone())
        })();
        if made.is_err() {
            // Nothing has been acknowledged yet: an empty file would only stand in the way of the next try.
            for part in ["", "-wal", "-shm"] {
                let _ = std::fs::remove_file(in_folder.join(format!("{DATABASE_FILE}{part}")));
            }
        }
        made
    }

    /// Opens the workspace in a folder. Never creates anything: a missing file is an error, a damaged one too.
    pub fn open(in_folder: &Path) -> Result<Self> {
        check_sqlite()?;
        let file = in_folder.join(DATABASE_FILE);
        if !file.is_file() {
            return Err(Error::NoWorkspace(in_folder.to_owned()));
        }
        folder::check(in_folder)?;
        check_writable(&file)?;
        let is_doubtful = is_worth_a_look(&file);
        let mut connection = connect(&file).map_err(|error| about_file(error, &file))?;
        migration::check_mark(&connection, &file).map_err(|error| about_file(error, &file))?;
        write_ahead(&connection).map_err(|error| about_file(error, &file))?;
        if is_doubtful {
            quick_check(&connection, &file)?;
        }
        migration::run(&mut connection, &file).map_err(|error| about_file(error, &file))?;
        Self::with_writer(connection, file)
    }

    fn with_writer(writer: Connection, file: PathBuf) -> Result<Self> {
        let writer = ready(writer)?;
        // What undoes a part of a transaction stays in memory too, rather than in a file for each part.
        writer.connection().pragma_update(None, "temp_store", "MEMORY")?;
        Ok(Self {
            file,
            writer: Mutex::new(writer),
            readers: Mutex::default(),
            reader_is_back: Condvar::new(),
        })
    }

    /// The database file.
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// Runs work in one transaction that holds the write lock from its start. When the work fails, nothing is changed;
    /// when this returns, the change is on disk.
    pub fn write<T, E: From<Error>>(
        &self,
        work: impl FnOnce(&mut Db) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        let mut db = lock(&self.writer);
        batch(&db, "BEGIN IMMEDIATE")?;
        let done = match work(&mut db) {
            Ok(done) => done,
            Err(failure) => {
                roll_back(&db);
                return Err(failure);
            }
        };
        if let Err(error) = batch::<Error>(&db, "COMMIT") {
            roll_back(&db);
            return Err(error.into());
        }
        Ok(done)
    }

    /// Runs work on one consistent snapshot.
    pub fn read<T, E: From<Error>>(
        &self,
        work: impl FnOnce(&Db) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        let reader = self.borrow_reader()?;
        batch(&reader.db, "BEGIN DEFERRED")?;
        let done = work(&reader.db);
        roll_back(&reader.db);
        done
    }

    fn borrow_reader(&self) -> Result<Reader<'_>> {
        let mut readers = lock(&self.readers);
        loop {
            if let Some(db) = readers.idle.pop() {
                return Ok(Reader { store: self, db: Loan(Some(db)) });
            }
            if readers.opened < READERS {
                let db = ready(connect(&self.file)?)?;
                db.connection().pragma_update(None, "query_only", true)?;
                readers.opened += 1;
                return Ok(Reader { store: self, db: Loan(Some(db)) });
            }
            readers = self.reader_is_back.wait(readers).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// SQLite's own check of the whole file; answers what is wrong, if anything.
    pub fn check_integrity(&self) -> Result<Vec<String>> {
        let db = lock(&self.writer);
        let mut wrong = db.all("PRAGMA integrity_check(20)", [], |row| row.get::<_, String>(0))?;
        wrong.retain(|line| line != "ok");
        Ok(wrong)
    }

    /// Rows that point at nothing, by table; empty when all is well.
    pub fn check_foreign_keys(&self) -> Result<Vec<String>> {
        lock(&self.writer).all("PRAGMA foreign_key_check", [], |row| {
            Ok(format!("{} → {}", row.get::<_, String>(0)?, row.get::<_, String>(2)?))
        })
    }
}

/// A reader's connection on loan; it goes back to the pool when the loan ends, also by panic.
struct Reader<'s> {
    store: &'s Store,
    db: Loan,
}

struct Loan(Option<Db>);

impl std::ops::Deref for Loan {
    type Target = Db;
    #[expect(
        clippy::expect_used,
        reason = "the loan is taken back only when its reader is dropped"
    )]
    fn deref(&self) -> &Db {
        self.0.as_ref().expect("a reader has its connection until it is dropped")
    }
}

impl Drop for Reader<'_> {
    fn drop(&mut self) {
        if let Some(db) = self.db.0.take() {
            roll_back(&db);
            lock(&self.store.readers).idle.push(db);
            self.store.reader_is_back.notify_one();
        }
    }
}

/// A panic in some transaction leaves nothing half-done behind: SQLite rolls back. So a poisoned lock is usable.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn batch<E: From<Error>>(db: &Db, sql: &str) -> std::result::Result<(), E> {
    if sql.starts_with("BEGIN") && !db.connection().is_autocommit() {
        roll_back(db);
    }
    db.run(sql).map_err(E::from)
}

fn roll_back(db: &Db) {
    if !db.connection().is_autocommit()
        && let Err(error) = db.run("ROLLBACK")
    {
        tracing::error!(%error, "a transaction could not be rolled back");
    }
}

fn check_sqlite() -> Result<()> {
    if rusqlite::version_number() < OLDEST_SQLITE.1 {
        return Err(Error::OldSqlite {
            found: rusqlite::version().to_owned(),
            needed: OLDEST_SQLITE.0,
        });
    }
    Ok(())
}

/// Opens a connection without ever creating a file. Foreign keys stay off until the schema is up to date.
pub(crate) fn connect(file: &Path) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(file, flags)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.pragma_update(None, "foreign_keys", false)?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "trusted_schema", false)?;
    // Else a statement that compares a column of a partial index with a bound value is compiled anew each time it runs. SQL
    // that shall use such an index says its condition in words.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(connection)
}

fn write_ahead(connection: &Connection) -> Result<()> {
    connection.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))?;
    Ok(())
}

fn ready(connection: Connection) -> Result<Db> {
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.set_prepared_statement_cache_capacity(512);
    // SQLite's own 2 MiB hold less of a large workspace than one screen of it reads.
    connection.pragma_update(None, "cache_size", -CACHE_KIB)?;
    Ok(Db::new(connection))
}

/// The last connection of a clean stop removes the write-ahead log. One that is left means that a process was stopped, or
/// that another has the file open; in both cases a look at the whole file costs little while it is small. A large one would
/// keep everybody waiting for a minute: there SQLite tells of damage when it reads a page, and the check of the workspace
/// and the trial of a backup look at them all.
fn is_worth_a_look(file: &Path) -> bool {
    let length = |file: &Path| std::fs::metadata(file).map_or(0, |found| found.len());
    length(&file.with_file_name(format!("{DATABASE_FILE}-wal"))) > 0
        && length(file) <= CHECKED_AT_OPENING
}

fn quick_check(connection: &Connection, file: &Path) -> Result<()> {
    let found = connection
        .query_row("PRAGMA quick_check(1)", [], |row| row.get::<_, String>(0))
        .map_err(|error| about_file(error.into(), file))?;
    if found == "ok" {
        Ok(())
    } else {
        Err(Error::Damaged { file: file.to_owned(), detail: found })
    }
}

/// A workspace that can't be written is refused at once, rather than at the first change.
fn check_writable(file: &Path) -> Result<()> {
    std::fs::OpenOptions::new()
        .read(true)
        .append(true)
        .open(file)
        .map_err(|error| Error::io(file, error))?;
    let folder = file.parent().unwrap_or(file);
    let is_read_only = std::fs::metadata(folder)
        .map_err(|error| Error::io(folder, error))?
        .permissions()
        .readonly();
    if is_read_only {
        return Err(Error::ReadOnly {
            path: folder.to_owned(),
            detail: "the folder is read-only".to_owned(),
        });
    }
    Ok(())
}

/// Says which file an error of SQLite is about.
pub(crate) fn about_file(error: Error, file: &Path) -> Error {
    use rusqlite::ErrorCode;
    match error {
        Error::Sqlite(inner) => match inner.sqlite_error_code() {
            Some(ErrorCode::NotADatabase) => Error::NotAWorkspace(file.to_owned()),
            Some(ErrorCode::DatabaseCorrupt) => {
                Error::Damaged { file: file.to_owned(), detail: inner.to_string() }
            }
            Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
                Error::ReadOnly { path: file.to_owned(), detail: inner.to_string() }
            }
            _ => Error::Sqlite(inner),
        },
        other => other,
    }
}
