//! Fields of a change that may be emptied: left out they stay as they are, `null` empties them. Nothing else belongs here.

use serde::{Deserialize, Deserializer};

/// Reads a field that is there; `null` is a value, which empties. For `#[serde(default, deserialize_with = …)]`.
pub(crate) fn given<'de, T, D>(deserializer: D) -> Result<Option<Option<T>>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    Option::deserialize(deserializer).map(Some)
}
