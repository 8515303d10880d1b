//! What the core says, for whoever words it in another language than the core's own English: a code and values. The English
//! sentence stands beside it in the same view.

use std::collections::BTreeMap;

use chaperone_domain::said::{Said, Value};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::wire::{Length, When, Wire};

views! {
    /// A sentence of the core as code and values.
    Saying {
        /// What is said.
        code: String,
        /// Which of several sentences of that code it is.
        case: Option<String>,
        /// The values, by name.
        values: BTreeMap<String, SayingValue>,
        /// The one field that it speaks of, where it speaks of one: a property of what was asked, which a form shows it at.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        field: Option<String>,
        /// Where inside of that field, property by property; which of several parts, a value says.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        #[ts(optional, as = "Option<Vec<String>>")]
        within: Vec<String>,
    }
}

/// A value of a sentence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(untagged)]
pub enum SayingValue {
    /// What people or files are called, or what somebody wrote.
    Text(String),
    /// How many.
    Number(#[ts(type = "number")] i64),
    /// Several names.
    Names(Vec<String>),
    /// When.
    Instant {
        /// The instant.
        instant: When,
    },
    /// How long.
    Length {
        /// The duration.
        length: Length,
    },
    /// A term of the domain.
    Term {
        /// The name of its enumeration.
        of: String,
        /// Which.
        term: String,
    },
    /// Words of the core's own, one or another of them where there are several.
    Words {
        /// In English.
        words: Vec<String>,
    },
    /// A whole sentence.
    Said {
        /// What it says.
        said: Box<Saying>,
    },
}

impl Saying {
    /// A code without values.
    pub fn new(code: impl Into<String>) -> Self {
        Self {
            code: code.into(),
            case: None,
            values: BTreeMap::new(),
            field: None,
            within: Vec::new(),
        }
    }
}

impl From<Said> for Saying {
    fn from(said: Said) -> Self {
        Self {
            code: said.code.to_owned(),
            case: said.case.map(str::to_owned),
            values: said
                .values
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value.into()))
                .collect(),
            field: said.field.map(str::to_owned),
            within: said.within.into_iter().map(str::to_owned).collect(),
        }
    }
}

impl From<Value> for SayingValue {
    fn from(value: Value) -> Self {
        match value {
            Value::Text(text) => Self::Text(text),
            Value::Number(number) => Self::Number(number),
            Value::Instant(at) => Self::Instant { instant: Wire(at) },
            Value::Span(span) => Self::Length { length: Wire(span) },
            Value::Names(names) => Self::Names(names),
            Value::Term(of, term) => Self::Term { of: of.to_owned(), term: term.to_owned() },
            Value::Words(words) => Self::Words { words: vec![words.to_owned()] },
            Value::Either(words) => {
                Self::Words { words: words.into_iter().map(str::to_owned).collect() }
            }
            Value::Said(said) => Self::Said { said: Box::new((*said).into()) },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chaperone_domain::request::RequestState;
    use chaperone_domain::time::Timestamp;
    use serde_json::json;

    #[test]
    fn every_value_travels_as_what_it_is() {
        let said = Said::new("late")
            .of("extension")
            .with("by", "Ada")
            .with("days", 3_usize)
            .with("end", Timestamp::from_millis(0))
            .with("state", Value::term(RequestState::Denied))
            .with("field", Value::Words("the name"))
            .at("displayName")
            .inside("policies");
        let wire = json!({
            "code": "late",
            "case": "extension",
            "values": {
                "by": "Ada",
                "days": 3,
                "end": { "instant": "1970-01-01T00:00:00.000Z" },
                "state": { "of": "RequestState", "term": "denied" },
                "field": { "words": ["the name"] },
            },
            "field": "policies",
            "within": ["displayName"],
        });
        let saying = Saying::from(said);
        assert_eq!(json!(saying), wire);
        assert_eq!(serde_json::from_value::<Saying>(wire).unwrap(), saying);
    }
}
