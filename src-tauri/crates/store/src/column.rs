//! How domain values stand in columns: ids as 16 bytes, terms as text, instants and spans as integers.

use chaperone_domain::id::Id;
use chaperone_domain::term::Term;
use chaperone_domain::time::{Span, Timestamp};
use rusqlite::types::{FromSqlError, Type};
use rusqlite::{Error, Result, Row};
use uuid::Uuid;

/// Reads domain values out of a row by column name.
pub(crate) trait Columns {
    /// An id.
    fn id<I: Id>(&self, column: &str) -> Result<I>;
    /// An id that may be missing.
    fn maybe_id<I: Id>(&self, column: &str) -> Result<Option<I>>;
    /// A term.
    fn term<T: Term>(&self, column: &str) -> Result<T>;
    /// A term that may be missing.
    fn maybe_term<T: Term>(&self, column: &str) -> Result<Option<T>>;
    /// An instant.
    fn at(&self, column: &str) -> Result<Timestamp>;
    /// An instant that may be missing.
    fn maybe_at(&self, column: &str) -> Result<Option<Timestamp>>;
    /// A span.
    fn span(&self, column: &str) -> Result<Span>;
    /// A span that may be missing.
    fn maybe_span(&self, column: &str) -> Result<Option<Span>>;
}

impl Columns for Row<'_> {
    fn id<I: Id>(&self, column: &str) -> Result<I> {
        self.get::<_, Uuid>(column).map(I::from_uuid)
    }

    fn maybe_id<I: Id>(&self, column: &str) -> Result<Option<I>> {
        Ok(self.get::<_, Option<Uuid>>(column)?.map(I::from_uuid))
    }

    fn term<T: Term>(&self, column: &str) -> Result<T> {
        read_term(&self.get::<_, String>(column)?)
    }

    fn maybe_term<T: Term>(&self, column: &str) -> Result<Option<T>> {
        self.get::<_, Option<String>>(column)?.map(|text| read_term(&text)).transpose()
    }

    fn at(&self, column: &str) -> Result<Timestamp> {
        self.get(column).map(Timestamp::from_millis)
    }

    fn maybe_at(&self, column: &str) -> Result<Option<Timestamp>> {
        Ok(self.get::<_, Option<i64>>(column)?.map(Timestamp::from_millis))
    }

    fn span(&self, column: &str) -> Result<Span> {
        self.get(column).map(Span::from_millis)
    }

    fn maybe_span(&self, column: &str) -> Result<Option<Span>> {
        Ok(self.get::<_, Option<i64>>(column)?.map(Span::from_millis))
    }
}

fn read_term<T: Term>(text: &str) -> Result<T> {
    T::parse_term(text).map_err(|unknown| {
        Error::FromSqlConversionFailure(
            0,
            Type::Text,
            Box::new(FromSqlError::Other(Box::new(unknown))),
        )
    })
}

/// Writes an instant that may be missing.
pub(crate) fn millis(at: Option<Timestamp>) -> Option<i64> {
    at.map(Timestamp::millis)
}

/// Writes a span that may be missing.
pub(crate) fn span_millis(span: Option<Span>) -> Option<i64> {
    span.map(Span::millis)
}

/// Writes an id that may be missing.
pub(crate) fn uuid_of<I: Id>(id: Option<I>) -> Option<Uuid> {
    id.map(Id::uuid)
}
