//! Opening rules: what is refused, and what is looked at first.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking, with the reason at hand")]

use std::io::{Seek, SeekFrom, Write};
use std::path::Path;

use chaperone_store::{Db, Error, Store};
use rusqlite::Connection;

fn made() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    drop(Store::create(folder.path()).unwrap());
    folder
}

fn behind_its_back(folder: &Path) -> Connection {
    Connection::open(folder.join("workspace.db")).unwrap()
}

#[test]
fn a_workspace_of_a_newer_version_is_refused_and_left_alone() {
    let folder = made();
    behind_its_back(folder.path())
        .execute("INSERT INTO refinery_schema_history (version, name, applied_on, checksum) VALUES (999, 'later', '', '0')", [])
        .unwrap();
    let refused = Store::open(folder.path()).unwrap_err();
    assert!(matches!(refused, Error::Newer { found: 999, .. }), "{refused}");
    assert!(refused.to_string().contains("update Chaperone"), "{refused}");
}

#[test]
fn a_database_of_another_program_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    behind_its_back(folder.path()).execute_batch("CREATE TABLE recipes (name TEXT)").unwrap();
    assert!(matches!(Store::open(folder.path()), Err(Error::NotAWorkspace(_))));
}

#[test]
fn nothing_is_created_beside_the_remains_of_a_workspace() {
    for remains in ["workspace.db", "workspace.db-wal", "workspace.db-shm"] {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(remains), "remains").unwrap();
        assert!(matches!(Store::create(folder.path()), Err(Error::AlreadyThere(_))), "{remains}");
    }
    let folder = tempfile::tempdir().unwrap();
    assert!(matches!(Store::open(folder.path()), Err(Error::NoWorkspace(_))));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "opening makes nothing");
}

#[test]
fn a_file_damaged_in_its_middle_is_told_after_an_unclean_stop() {
    let folder = made();
    let file = folder.path().join("workspace.db");
    let mut bytes = std::fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    for byte in &mut bytes[middle..middle + 8_192] {
        *byte = 0x5A;
    }
    std::fs::write(&file, &bytes).unwrap();
    // A log that is left says that the last process was stopped.
    std::fs::write(folder.path().join("workspace.db-wal"), [0_u8; 32]).unwrap();
    let refused = Store::open(folder.path()).unwrap_err();
    assert!(matches!(refused, Error::Damaged { .. }), "{refused:?}");
    assert_eq!(std::fs::read(&file).unwrap(), bytes, "it is left untouched");
}

#[test]
fn a_large_file_opens_without_being_read_through_and_its_check_still_tells_of_damage() {
    let folder = made();
    let file = folder.path().join("workspace.db");
    behind_its_back(folder.path())
        .execute_batch("CREATE TABLE filling AS SELECT zeroblob(80 * 1024 * 1024) AS zeros")
        .unwrap();
    let middle = std::fs::metadata(&file).unwrap().len() / 2;
    let mut damaged = std::fs::OpenOptions::new().write(true).open(&file).unwrap();
    damaged.seek(SeekFrom::Start(middle)).unwrap();
    damaged.write_all(&[0x5A; 8_192]).unwrap();
    std::fs::write(folder.path().join("workspace.db-wal"), [0_u8; 32]).unwrap();
    let store = Store::open(folder.path()).unwrap();
    assert!(!store.check_integrity().unwrap().is_empty());
}

#[test]
fn a_failed_write_leaves_nothing_and_a_failed_part_leaves_the_rest() {
    let folder = made();
    let store = Store::open(folder.path()).unwrap();
    let note = |db: &mut Db, tags: &str| chaperone_store::table::changes::insert(db, tags);
    let last = |store: &Store| store.read(chaperone_store::table::changes::last).unwrap();
    let failed: Result<(), Error> = store.write(|db| {
        note(db, "one")?;
        Err(Error::Busy)
    });
    assert!(failed.is_err());
    assert_eq!(last(&store), 0);
    let done: Result<(), Error> = store.write(|db| {
        note(db, "one")?;
        let part: Result<(), Error> = db.part(|db| {
            note(db, "two")?;
            Err(Error::Busy)
        });
        assert!(part.is_err());
        Ok(())
    });
    done.unwrap();
    assert_eq!(last(&store), 1, "what came before the failed part stays");
}

#[test]
fn a_reader_sees_one_snapshot_while_others_write() {
    let folder = made();
    let store = Store::open(folder.path()).unwrap();
    let other = Store::open(folder.path()).unwrap();
    store
        .read(|db| -> Result<(), Error> {
            let before = chaperone_store::table::changes::last(db)?;
            other.write(|db| chaperone_store::table::changes::insert(db, "x"))?;
            assert_eq!(chaperone_store::table::changes::last(db)?, before);
            Ok(())
        })
        .unwrap();
    assert_eq!(store.read(chaperone_store::table::changes::last).unwrap(), 1);
}
