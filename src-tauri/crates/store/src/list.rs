//! Lists: which rows there are, in which order, a page at a time by key or all positions at once. A list's SQL is put
//! together from fixed parts; values are always bound, never written into the text.

use chaperone_domain::id::Id;
use rusqlite::params_from_iter;
use rusqlite::types::Value;
use uuid::Uuid;

use crate::db::Db;
use crate::error::Result;

/// A page of a list by key.
#[derive(Debug, Clone, Copy)]
pub struct Page<I> {
    /// The last row of the page before.
    pub after: Option<I>,
    /// How many rows.
    pub limit: u32,
}

/// A list over one table with an id column: conditions, and the column that gives the order.
#[derive(Debug)]
pub(crate) struct Listing {
    table: &'static str,
    key: &'static str,
    order: &'static str,
    descending: bool,
    conditions: Vec<String>,
    values: Vec<Value>,
}

impl Listing {
    /// A list of `table` with the key `key`, by `order` and then by key. `order` is SQL of this crate, never of a user.
    pub(crate) fn new(
        table: &'static str,
        key: &'static str,
        order: &'static str,
        descending: bool,
    ) -> Self {
        Self { table, key, order, descending, conditions: Vec::new(), values: Vec::new() }
    }

    /// Adds a condition; each `?` in it takes the next of the values.
    pub(crate) fn filter(&mut self, condition: &str, values: impl IntoIterator<Item = Value>) {
        self.conditions.push(format!("({condition})"));
        self.values.extend(values);
    }

    /// How many rows there are.
    pub(crate) fn count(&self, db: &Db) -> Result<u32> {
        let sql = format!("SELECT count(*) FROM ({})", self.select(&self.conditions));
        let found = db.number(&sql, params_from_iter(self.values.iter()))?;
        Ok(u32::try_from(found).unwrap_or(u32::MAX))
    }

    /// Lets rows through to which one of several conditions applies. Each is looked up for itself, by its own index; put
    /// together with `OR` they would be tried on every row in the list's order.
    pub(crate) fn filter_any(&mut self, ways: impl IntoIterator<Item = (&'static str, Value)>) {
        let (conditions, values): (Vec<_>, Vec<_>) = ways.into_iter().unzip();
        let (key, table) = (self.key, self.table);
        let each = conditions.iter().map(|way| format!("SELECT {key} FROM {table} WHERE {way}"));
        let all = each.collect::<Vec<_>>().join(" UNION ALL ");
        self.filter(&format!("{key} IN ({all})"), values);
    }

    /// The ids of the rows in order: of all, or of so many at the most.
    pub(crate) fn ids(&self, db: &Db, most: Option<u32>) -> Result<Vec<Uuid>> {
        let mut sql = format!("{}{}", self.select(&self.conditions), self.order_by());
        if let Some(most) = most {
            sql.push_str(&format!(" LIMIT {most}"));
        }
        db.all(&sql, params_from_iter(self.values.iter()), |row| row.get(0))
    }

    /// The ids of one page. The row after which it begins is found by its key, so a deep page costs as much as the first.
    pub(crate) fn page<I: Id>(&self, db: &Db, page: Page<I>) -> Result<Vec<I>> {
        let mut conditions = self.conditions.clone();
        let mut values = self.values.clone();
        if let Some(after) = page.after {
            let (order, key, table) = (self.order, self.key, self.table);
            let beyond = if self.descending { "<" } else { ">" };
            // SQLite enters an index on an expression by a comparison of that expression alone, not by one of a pair.
            conditions.push(format!(
                "{order} {beyond}= (SELECT {order} FROM {table} WHERE {key} = ?) AND
                 ({order}, {key}) {beyond} (SELECT {order}, {key} FROM {table} WHERE {key} = ?)"
            ));
            values.extend([id_value(after), id_value(after)]);
        }
        let sql = format!("{}{} LIMIT {}", self.select(&conditions), self.order_by(), page.limit);
        let ids: Vec<Uuid> = db.all(&sql, params_from_iter(values.iter()), |row| row.get(0))?;
        Ok(ids.into_iter().map(I::from_uuid).collect())
    }

    fn select(&self, conditions: &[String]) -> String {
        let mut sql = format!("SELECT {} FROM {}", self.key, self.table);
        if !conditions.is_empty() {
            sql.push_str(" WHERE ");
            sql.push_str(&conditions.join(" AND "));
        }
        sql
    }

    fn order_by(&self) -> String {
        let direction = if self.descending { "DESC" } else { "ASC" };
        format!(" ORDER BY {} {direction}, {} {direction}", self.order, self.key)
    }
}

/// Ids as one bound value, and the table that a query makes of it: `IDS` has their positions as `key` and themselves as `id`.
pub(crate) fn ids_value<I: Id>(ids: &[I]) -> String {
    let each: Vec<_> = ids.iter().map(|id| format!("\"{}\"", id.uuid().simple())).collect();
    format!("[{}]", each.join(","))
}

/// As `ids_value` says; takes the value as `?1`.
pub(crate) const IDS: &str = "(SELECT key, unhex(value) AS id FROM json_each(?1))";

/// An id as a bound value.
pub(crate) fn id_value<I: Id>(id: I) -> Value {
    Value::Blob(id.uuid().as_bytes().to_vec())
}

/// A text as a bound pattern for `LIKE … ESCAPE '\'` that finds it anywhere.
pub(crate) fn anywhere(text: &str) -> Value {
    let escaped: String = text
        .trim()
        .chars()
        .flat_map(|c| if matches!(c, '%' | '_' | '\\') { vec!['\\', c] } else { vec![c] })
        .collect();
    Value::Text(format!("%{escaped}%"))
}
