//! The raw side: plain SQL on the file, as careful about the disk as the engine is, and the `sqlite3` shell.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use rusqlite::Connection;

use crate::Fallible;
use crate::delta::Delta;

/// A connection that is as careful as the engine's. One guard is taken off: a request passes through several states within one
/// decision, of which only the last is written again.
pub(crate) fn writer(folder: &Path) -> rusqlite::Result<Connection> {
    let db = Connection::open(folder.join("workspace.db"))?;
    db.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))?;
    db.pragma_update(None, "synchronous", "FULL")?;
    db.pragma_update(None, "foreign_keys", true)?;
    db.set_prepared_statement_cache_capacity(512);
    db.execute_batch("DROP TRIGGER requests_move_along_the_table")?;
    Ok(db)
}

/// The file as it is now, beside the workspace.
pub(crate) fn snapshot(folder: &Path, name: &str) -> Fallible<PathBuf> {
    let to = folder.join(name);
    if to.exists() {
        std::fs::remove_file(&to)?;
    }
    let db = Connection::open(folder.join("workspace.db"))?;
    db.execute("VACUUM INTO ?1", [to.display().to_string()])?;
    Ok(to)
}

/// Moves the training clock.
pub(crate) fn move_clock(folder: &Path, by: Duration) -> Fallible {
    let db = Connection::open(folder.join("workspace.db"))?;
    let by = i64::try_from(by.as_millis())?;
    db.execute("UPDATE workspace SET clock_ahead_ms = clock_ahead_ms + ?1", [by])?;
    Ok(())
}

/// Takes the reminders before an end as sent, so that only the ends and what is told of them is left.
pub(crate) fn let_reminders_pass(folder: &Path) -> rusqlite::Result<()> {
    let db = Connection::open(folder.join("workspace.db"))?;
    db.execute_batch(
        "UPDATE reminders SET state = 'superseded', done_at = due_at WHERE state = 'scheduled' AND kind = 'expiring'",
    )
}

/// What the shell runs to import the rows of a delta into tables like ours, with all their indexes. The shell imports text, so
/// ids are text there, and there are neither checks nor triggers.
pub(crate) fn shell_script(before: &Path, after: &Path, delta: &Delta) -> Fallible<String> {
    let db = Connection::open(after)?;
    db.execute("ATTACH ?1 AS before", [before.display().to_string()])?;
    let mut script =
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;\n.mode csv\n".to_owned();
    let mut imports = String::new();
    for table in delta.tables() {
        let all = |sql: &str| -> rusqlite::Result<Vec<(String, String)>> {
            db.prepare(sql)?.query_map([table], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
        };
        let columns = all(
            "SELECT name, CASE type WHEN 'BLOB' THEN 'TEXT' ELSE type END FROM pragma_table_info(?1)",
        )?;
        let keys = all("SELECT name, '' FROM pragma_table_info(?1) WHERE pk > 0 ORDER BY pk")?;
        let indexes = all(
            "SELECT sql, '' FROM main.sqlite_schema WHERE tbl_name = ?1 AND type = 'index' AND sql IS NOT NULL",
        )?;
        let definitions: Vec<String> =
            columns.iter().map(|(name, kind)| format!("{name} {kind}")).collect();
        let keys: Vec<String> = keys.into_iter().map(|(name, _)| name).collect();
        let (key, rowid) = if keys.is_empty() {
            (String::new(), "")
        } else {
            (format!(", PRIMARY KEY ({})", keys.join(", ")), " WITHOUT ROWID")
        };
        script += &format!("CREATE TABLE {table} ({}{key}){rowid};\n", definitions.join(", "));
        for (sql, _) in indexes {
            script += &format!("{sql};\n");
        }
        let file = after.with_file_name(format!("{table}.csv"));
        write_csv(&db, table, &columns, &file)?;
        imports += &format!(".import {} {table}\n", file.display());
    }
    Ok(script + &imports)
}

fn write_csv(db: &Connection, table: &str, columns: &[(String, String)], file: &Path) -> Fallible {
    use rusqlite::types::ValueRef;
    let mut statement =
        db.prepare(&format!("SELECT * FROM main.{table} EXCEPT SELECT * FROM before.{table}"))?;
    let mut rows = statement.query([])?;
    let mut csv = std::io::BufWriter::new(std::fs::File::create(file)?);
    while let Some(row) = rows.next()? {
        for at in 0..columns.len() {
            let comma = if at == 0 { "" } else { "," };
            match row.get_ref(at)? {
                ValueRef::Null => write!(csv, "{comma}")?,
                ValueRef::Integer(number) => write!(csv, "{comma}{number}")?,
                ValueRef::Real(number) => write!(csv, "{comma}{number}")?,
                ValueRef::Text(text) => {
                    let text = String::from_utf8_lossy(text).replace('"', "\"\"");
                    write!(csv, "{comma}\"{text}\"")?;
                }
                ValueRef::Blob(bytes) => {
                    write!(csv, "{comma}")?;
                    bytes.iter().try_for_each(|byte| write!(csv, "{byte:02x}"))?;
                }
            }
        }
        writeln!(csv)?;
    }
    Ok(csv.flush()?)
}

/// Runs a script in the shell on a new file; answers how long it took.
pub(crate) fn shell(file: &Path, script: &str) -> Fallible<Duration> {
    for part in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{part}", file.display()));
    }
    let started = Instant::now();
    let mut child = Command::new("sqlite3")
        .arg("-bail")
        .arg(file)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()?;
    child.stdin.take().ok_or("the shell takes no input")?.write_all(script.as_bytes())?;
    if child.wait()?.success() { Ok(started.elapsed()) } else { Err("sqlite3 failed".into()) }
}
