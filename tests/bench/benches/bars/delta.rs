//! What a piece of work wrote, as rows: found by comparing the file before and after, so that a raw transaction can write
//! exactly the same again. This is the limit that the engine is measured against.

use std::path::Path;

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

/// The rows of one table that are new or different.
struct Table {
    insert: String,
    update: String,
    rows: Vec<(bool, Vec<Value>)>,
}

/// All that a piece of work wrote.
pub(crate) struct Delta {
    tables: Vec<Table>,
}

impl Delta {
    /// What is in one file and not, or not so, in another.
    pub(crate) fn between(before: &Path, after: &Path) -> rusqlite::Result<Self> {
        let db = Connection::open(after)?;
        db.execute("ATTACH ?1 AS before", [before.display().to_string()])?;
        let names: Vec<String> = column(
            &db,
            "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
             AND name NOT LIKE 'refinery%'",
        )?;
        let tables =
            names.iter().map(|name| table(&db, name)).collect::<rusqlite::Result<Vec<_>>>()?;
        Ok(Self { tables: tables.into_iter().filter(|table| !table.rows.is_empty()).collect() })
    }

    /// How many rows that are.
    pub(crate) fn rows(&self) -> usize {
        self.tables.iter().map(|table| table.rows.len()).sum()
    }

    /// Writes the rows, so many in a transaction.
    pub(crate) fn replay(&self, db: &mut Connection, batch: usize) -> rusqlite::Result<()> {
        let all: Vec<(&Table, &(bool, Vec<Value>))> = self
            .tables
            .iter()
            .flat_map(|table| table.rows.iter().map(move |row| (table, row)))
            .collect();
        for rows in all.chunks(batch.max(1)) {
            let transaction =
                db.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
            transaction.pragma_update(None, "defer_foreign_keys", true)?;
            for (table, (is_new, values)) in rows {
                let sql = if *is_new { &table.insert } else { &table.update };
                transaction.prepare_cached(sql)?.execute(params_from_iter(values))?;
            }
            transaction.commit()?;
        }
        Ok(())
    }
}

fn column<T: rusqlite::types::FromSql>(db: &Connection, sql: &str) -> rusqlite::Result<Vec<T>> {
    db.prepare(sql)?.query_map([], |row| row.get(0))?.collect()
}

fn table(db: &Connection, name: &str) -> rusqlite::Result<Table> {
    let columns: Vec<String> =
        column(db, &format!("SELECT name FROM pragma_table_info('{name}') ORDER BY cid"))?;
    let mut keys: Vec<String> = column(
        db,
        &format!("SELECT name FROM pragma_table_info('{name}') WHERE pk > 0 ORDER BY pk"),
    )?;
    if keys.is_empty() {
        keys.clone_from(&columns);
    }
    let position = |key: &String| columns.iter().position(|column| column == key).unwrap_or(0) + 1;
    let same_key: Vec<String> = keys.iter().map(|key| format!("o.{key} IS n.{key}")).collect();
    let select = format!(
        "SELECT NOT EXISTS (SELECT 1 FROM before.{name} o WHERE {}), n.* FROM (SELECT * FROM main.{name} EXCEPT
         SELECT * FROM before.{name}) n",
        same_key.join(" AND ")
    );
    let mut statement = db.prepare(&select)?;
    let width = columns.len();
    let rows = statement
        .query_map([], |row| {
            let values = (1..=width).map(|at| row.get(at)).collect::<rusqlite::Result<_>>()?;
            Ok((row.get(0)?, values))
        })?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    let marks: Vec<String> = (1..=width).map(|at| format!("?{at}")).collect();
    let sets: Vec<String> = columns
        .iter()
        .filter(|column| !keys.contains(column))
        .map(|column| format!("{column} = ?{}", position(column)))
        .collect();
    let found: Vec<String> =
        keys.iter().map(|key| format!("{key} IS ?{}", position(key))).collect();
    Ok(Table {
        insert: format!(
            "INSERT INTO {name} ({}) VALUES ({})",
            columns.join(", "),
            marks.join(", ")
        ),
        update: format!(
            "UPDATE {name} SET {} WHERE {}",
            if sets.is_empty() { format!("{0} = {0}", keys[0]) } else { sets.join(", ") },
            found.join(" AND ")
        ),
        rows,
    })
}
