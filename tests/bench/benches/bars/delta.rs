//! What a piece of work wrote, as rows: found by comparing the file before and after, so that a raw transaction can write
//! exactly the same again. This is the limit that the engine is measured against.

use std::path::Path;

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

/// A statement with its values.
struct Write {
    sql: String,
    values: Vec<Value>,
    /// The row's number, in a table that numbers its rows.
    seq: Option<i64>,
}

/// All that a piece of work wrote, by table; what others point at comes first.
pub(crate) struct Delta {
    tables: Vec<(String, Vec<Write>)>,
}

impl Delta {
    /// What is in one file and not, or not so, in another.
    pub(crate) fn between(before: &Path, after: &Path) -> rusqlite::Result<Self> {
        let db = Connection::open(after)?;
        db.execute("ATTACH ?1 AS before", [before.display().to_string()])?;
        let mut tables = Vec::new();
        for name in names(&db)? {
            let writes = writes(&db, &name)?;
            if !writes.is_empty() {
                tables.push((name, writes));
            }
        }
        Ok(Self { tables })
    }

    /// How many rows that are, by table.
    pub(crate) fn describe(&self) -> String {
        let tables = self.tables.iter().map(|(name, writes)| format!("{} {name}", writes.len()));
        tables.collect::<Vec<_>>().join(", ")
    }

    /// The tables in which rows are new or different.
    pub(crate) fn tables(&self) -> impl Iterator<Item = &str> {
        self.tables.iter().map(|(name, _)| name.as_str())
    }

    /// Writes the rows in so many transactions, each with its share of each table.
    pub(crate) fn replay(&self, db: &mut Connection, transactions: usize) -> rusqlite::Result<()> {
        for turn in 0..transactions {
            let transaction =
                db.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
            transaction.pragma_update(None, "defer_foreign_keys", true)?;
            for (_, writes) in &self.tables {
                let at = |turn: usize| cut(writes, turn, transactions);
                for write in &writes[at(turn)..at(turn + 1)] {
                    let values = params_from_iter(&write.values);
                    transaction.prepare_cached(&write.sql)?.execute(values)?;
                }
            }
            transaction.commit()?;
        }
        Ok(())
    }
}

/// Where a share of the rows begins. Numbered rows are cut by their numbers, so that a record and what it is about, which bears
/// the same number, come into one transaction.
fn cut(writes: &[Write], turn: usize, turns: usize) -> usize {
    let seq = |write: Option<&Write>| write.and_then(|write| write.seq);
    let (Some(first), Some(last)) = (seq(writes.first()), seq(writes.last())) else {
        return writes.len() * turn / turns;
    };
    let part = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let begin = first + (last - first + 1) * part(turn) / part(turns);
    writes.partition_point(|write| write.seq < Some(begin))
}

fn column<T: rusqlite::types::FromSql>(db: &Connection, sql: &str) -> rusqlite::Result<Vec<T>> {
    db.prepare(sql)?.query_map([], |row| row.get(0))?.collect()
}

/// The tables of a file, those that others point at before those that do.
fn names(db: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut left: Vec<String> = column(
        db,
        "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
         AND name NOT LIKE 'refinery%' ORDER BY rowid",
    )?;
    let mut sorted: Vec<String> = Vec::new();
    while !left.is_empty() {
        let mut ready = None;
        for (at, name) in left.iter().enumerate() {
            let parents: Vec<String> =
                column(db, &format!("SELECT \"table\" FROM pragma_foreign_key_list('{name}')"))?;
            if parents.iter().all(|parent| parent == name || !left.contains(parent)) {
                ready = Some(at);
                break;
            }
        }
        // Two tables may point at each other; their keys are checked at the end of a transaction anyway.
        sorted.push(left.remove(ready.unwrap_or(0)));
    }
    Ok(sorted)
}

fn writes(db: &Connection, table: &str) -> rusqlite::Result<Vec<Write>> {
    let columns: Vec<String> =
        column(db, &format!("SELECT name FROM pragma_table_info('{table}') ORDER BY cid"))?;
    let keys: Vec<String> = column(
        db,
        &format!("SELECT name FROM pragma_table_info('{table}') WHERE pk > 0 ORDER BY pk"),
    )?;
    // A table without a key has rows that come and go whole.
    let keys = if keys.is_empty() { columns.clone() } else { keys };
    let is_same: Vec<String> = keys.iter().map(|key| format!("o.{key} IS n.{key}")).collect();
    let order = if columns.iter().any(|column| column == "seq") { "seq" } else { &keys[0] };
    let mut statement = db.prepare(&format!(
        "SELECT n.*, o.* FROM (SELECT * FROM main.{table} EXCEPT SELECT * FROM before.{table}) n
         LEFT JOIN before.{table} o ON {} ORDER BY n.{order}",
        is_same.join(" AND ")
    ))?;
    let width = columns.len();
    let key_at: Vec<usize> =
        keys.iter().filter_map(|key| columns.iter().position(|column| column == key)).collect();
    statement
        .query_map([], |row| {
            let values = |from: usize| -> rusqlite::Result<Vec<Value>> {
                (from..from + width).map(|at| row.get(at)).collect()
            };
            Ok(write(table, &columns, &key_at, values(0)?, &values(width)?))
        })?
        .collect()
}

/// Adds a row, or changes those of its columns that differ.
fn write(table: &str, columns: &[String], keys: &[usize], new: Vec<Value>, old: &[Value]) -> Write {
    let seq = columns.iter().position(|column| column == "seq").and_then(|at| match new[at] {
        Value::Integer(seq) => Some(seq),
        _ => None,
    });
    if keys.iter().all(|&at| old[at] == Value::Null) {
        let marks = vec!["?"; columns.len()].join(", ");
        let sql = format!("INSERT INTO {table} ({}) VALUES ({marks})", columns.join(", "));
        return Write { sql, values: new, seq };
    }
    let changed: Vec<usize> = (0..columns.len()).filter(|&at| new[at] != old[at]).collect();
    let equal = |at: &usize| format!("{} = ?", columns[*at]);
    let sql = format!(
        "UPDATE {table} SET {} WHERE {}",
        changed.iter().map(equal).collect::<Vec<_>>().join(", "),
        keys.iter().map(equal).collect::<Vec<_>>().join(" AND ")
    );
    let values = changed.iter().chain(keys).map(|&at| new[at].clone()).collect();
    Write { sql, values, seq }
}
