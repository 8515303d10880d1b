//! One connection, and what every table function does with it.

use rusqlite::{Connection, OptionalExtension, Params, Row};

use crate::error::Result;

/// A connection to the workspace. Table functions that read take `&Db`, those that write take `&mut Db`: a reader's
/// connection is only ever lent as `&Db`, so nothing can be written through it.
#[derive(Debug)]
pub struct Db {
    connection: Connection,
}

impl Db {
    pub(crate) fn new(connection: Connection) -> Self {
        Self { connection }
    }

    pub(crate) fn connection(&self) -> &Connection {
        &self.connection
    }

    /// Begins, ends or parts a transaction.
    pub(crate) fn run(&self, sql: &str) -> Result<()> {
        self.connection.prepare_cached(sql)?.execute([])?;
        Ok(())
    }

    /// Runs one statement; answers how many rows it changed.
    pub(crate) fn execute(&mut self, sql: &str, params: impl Params) -> Result<usize> {
        Ok(self.connection.prepare_cached(sql)?.execute(params)?)
    }

    /// Reads all rows of a query.
    pub(crate) fn all<T>(
        &self,
        sql: &str,
        params: impl Params,
        map: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map(params, map)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Reads the only row of a query, if there is one.
    pub(crate) fn one<T>(
        &self,
        sql: &str,
        params: impl Params,
        map: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>> {
        Ok(self.connection.prepare_cached(sql)?.query_row(params, map).optional()?)
    }

    /// Reads a number, such as a count.
    pub(crate) fn number(&self, sql: &str, params: impl Params) -> Result<i64> {
        Ok(self.connection.prepare_cached(sql)?.query_row(params, |row| row.get(0))?)
    }

    /// Runs a part of a transaction that may be undone on its own: when it fails, what it wrote is gone and the rest of
    /// the transaction stays.
    pub fn part<T, E: From<crate::Error>>(
        &mut self,
        work: impl FnOnce(&mut Self) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        self.run("SAVEPOINT part")?;
        match work(self) {
            Ok(done) => {
                self.run("RELEASE part")?;
                Ok(done)
            }
            Err(failure) => {
                self.run("ROLLBACK TO part")?;
                self.run("RELEASE part")?;
                Err(failure)
            }
        }
    }
}
