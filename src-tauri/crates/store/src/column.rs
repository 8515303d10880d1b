//! How domain values stand in columns: ids as 16 bytes, terms as text, instants and spans as integers, labels as JSON.

use chaperone_domain::agent::Creator;
use chaperone_domain::id::Id;
use chaperone_domain::label::Attributes;
use chaperone_domain::lifecycle::Deletion;
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
    /// A list of terms.
    fn terms<T: Term>(&self, column: &str) -> Result<Vec<T>>;
    /// An instant.
    fn at(&self, column: &str) -> Result<Timestamp>;
    /// An instant that may be missing.
    fn maybe_at(&self, column: &str) -> Result<Option<Timestamp>>;
    /// A span.
    fn span(&self, column: &str) -> Result<Span>;
    /// A span that may be missing.
    fn maybe_span(&self, column: &str) -> Result<Option<Span>>;
    /// The deletion in `deleted_at` and `state_before_deletion`.
    fn deletion(&self) -> Result<Option<Deletion>>;
    /// Tags.
    fn tags(&self, column: &str) -> Result<Vec<String>>;
    /// Attributes.
    fn attributes(&self, column: &str) -> Result<Attributes>;
    /// Who made it, in `created_by_id` and `created_by_app_id`.
    fn creator(&self) -> Result<Option<Creator>>;
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

    fn terms<T: Term>(&self, column: &str) -> Result<Vec<T>> {
        let words: Vec<String> =
            serde_json::from_str(&self.get::<_, String>(column)?).map_err(not_json)?;
        words.iter().map(|word| read_term(word)).collect()
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

    fn deletion(&self) -> Result<Option<Deletion>> {
        let (at, before) =
            (self.maybe_at("deleted_at")?, self.maybe_term("state_before_deletion")?);
        Ok(at.zip(before).map(|(at, before)| Deletion { at, before }))
    }

    fn tags(&self, column: &str) -> Result<Vec<String>> {
        serde_json::from_str(&self.get::<_, String>(column)?).map_err(not_json)
    }

    fn attributes(&self, column: &str) -> Result<Attributes> {
        serde_json::from_str(&self.get::<_, String>(column)?).map_err(not_json)
    }

    fn creator(&self) -> Result<Option<Creator>> {
        let person = self.maybe_id("created_by_id")?.map(Creator::Person);
        let application =
            self.get::<_, Option<Uuid>>("created_by_app_id")?.map(Creator::Application);
        Ok(person.or(application))
    }
}

fn not_json(wrong: serde_json::Error) -> Error {
    let cause = Box::new(FromSqlError::Other(Box::new(wrong)));
    Error::FromSqlConversionFailure(0, Type::Text, cause)
}

/// Writes a list of terms.
pub(crate) fn write_terms<'a, T: Term>(terms: impl IntoIterator<Item = &'a T>) -> String {
    serde_json::Value::from_iter(terms.into_iter().map(|value| value.term())).to_string()
}

/// Writes tags.
pub(crate) fn write_tags(tags: &[String]) -> String {
    serde_json::Value::from(tags).to_string()
}

/// Writes attributes.
pub(crate) fn write_attributes(attributes: &Attributes) -> String {
    let map: serde_json::Map<_, _> =
        attributes.iter().map(|(name, value)| (name.clone(), value.clone().into())).collect();
    serde_json::Value::Object(map).to_string()
}

/// Writes who made something, as `created_by_id` and `created_by_app_id`.
pub(crate) fn creator_parts(creator: Option<Creator>) -> (Option<Uuid>, Option<Uuid>) {
    match creator {
        None => (None, None),
        Some(Creator::Person(person)) => (Some(person.uuid()), None),
        Some(Creator::Application(application)) => (None, Some(application)),
    }
}

/// Writes a deletion, as `deleted_at` and `state_before_deletion`.
pub(crate) fn deletion_parts(deletion: Option<Deletion>) -> (Option<i64>, Option<&'static str>) {
    (deletion.map(|it| it.at.millis()), deletion.map(|it| it.before.term()))
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
