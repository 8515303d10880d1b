//! Brings a workspace file to the schema that this program knows: forward only, after a backup, checked afterwards.

use std::path::Path;

use refinery::embed_migrations;
use rusqlite::{Connection, OptionalExtension};

use crate::error::{Error, Result};

embed_migrations!("../../../migrations");

/// Marks a SQLite file as a workspace: "CHAP" in the header's application id.
const APPLICATION_ID: i32 = 0x4348_4150;

/// The newest schema version that this program knows.
pub(crate) fn known_version() -> i32 {
    migrations::runner()
        .get_migrations()
        .iter()
        .map(refinery::Migration::version)
        .max()
        .unwrap_or(0)
}

/// The schema version of a file: 0 for an empty one.
fn version(connection: &Connection) -> Result<i32> {
    let has_history = connection
        .query_row("SELECT 1 FROM sqlite_schema WHERE name = 'refinery_schema_history'", [], |_| {
            Ok(())
        })
        .optional()?;
    if has_history.is_none() {
        return Ok(0);
    }
    Ok(connection.query_row(
        "SELECT coalesce(max(version), 0) FROM refinery_schema_history",
        [],
        |row| row.get(0),
    )?)
}

/// Marks a new file as a workspace.
pub(crate) fn mark(connection: &Connection) -> Result<()> {
    Ok(connection.pragma_update(None, "application_id", APPLICATION_ID)?)
}

/// Refuses files of other programs.
pub(crate) fn check_mark(connection: &Connection, file: &Path) -> Result<()> {
    let found: i32 = connection.query_row("PRAGMA application_id", [], |row| row.get(0))?;
    if found == APPLICATION_ID { Ok(()) } else { Err(Error::NotAWorkspace(file.to_owned())) }
}

/// Refuses files of newer programs.
pub(crate) fn check_version(connection: &Connection, file: &Path) -> Result<()> {
    let (found, known) = (version(connection)?, known_version());
    if found > known { Err(Error::Newer { file: file.to_owned(), found, known }) } else { Ok(()) }
}

/// Runs what is missing. Foreign keys must be off on this connection.
pub(crate) fn run(connection: &mut Connection, file: &Path) -> Result<()> {
    check_version(connection, file)?;
    let (found, known) = (version(connection)?, known_version());
    if found == known {
        return Ok(());
    }
    if found > 0 {
        back_up(connection, file, found)?;
    }
    let runner = migrations::runner();
    runner.run(connection).map_err(|error| Error::Migration(Box::new(error)))?;
    let broken = connection
        .query_row("PRAGMA foreign_key_check", [], |row| row.get::<_, String>(0))
        .optional()?;
    match broken {
        None => Ok(()),
        Some(table) => Err(Error::Damaged {
            file: file.to_owned(),
            detail: format!(
                "rows of {table} point at nothing after the schema was brought up to date"
            ),
        }),
    }
}

fn back_up(connection: &Connection, file: &Path, found: i32) -> Result<()> {
    crate::backup::make_from(connection, file, &format!("before-V{:04}", found + 1)).map(drop)
}
