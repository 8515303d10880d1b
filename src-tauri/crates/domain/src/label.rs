//! What people write on agents and blueprints to find and sort them: tags, and custom security attributes with a name and a
//! value. Who may write them is in `authority`.

use std::collections::BTreeMap;

use crate::refusal::Refuse;
use crate::said::{Said, Value};
use crate::text::{BadText, Field, check_name};

/// The most tags, and the most attributes, of one object. The field knows no number; this keeps lists readable.
pub const MAX_LABELS: usize = 100;

/// Custom security attributes: a name, such as `Governance.DataSensitivity`, and its value.
pub type Attributes = BTreeMap<String, String>;

/// Why labels can't be written so. Ordered by precedence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LabelRefusal {
    /// One of them can't be used.
    #[error(transparent)]
    Text(#[from] BadText),
    /// Too many.
    #[error("one object has at most {MAX_LABELS} {0}; leave some out")]
    TooMany(&'static str),
}

impl Refuse for LabelRefusal {
    fn said(&self) -> Said {
        match self {
            Self::Text(bad) => bad.said(),
            Self::TooMany(what) => Said::new("too_many_labels")
                .with("most", MAX_LABELS)
                .with("what", Value::Words(what))
                .at(what),
        }
    }
}

/// Checks tags; each is kept once, in the order in which they were given.
pub fn check_tags(tags: &[String]) -> Result<Vec<String>, LabelRefusal> {
    let mut checked: Vec<String> = Vec::new();
    for tag in tags {
        let tag = check_name(Field::new("tags", "a tag"), tag)?;
        if !checked.iter().any(|known| known == tag) {
            checked.push(tag.to_owned());
        }
    }
    if checked.len() > MAX_LABELS { Err(LabelRefusal::TooMany("tags")) } else { Ok(checked) }
}

/// Checks attributes.
pub fn check_attributes(attributes: &Attributes) -> Result<Attributes, LabelRefusal> {
    let mut checked = Attributes::new();
    for (name, value) in attributes {
        let name = check_name(Field::new("attributes", "an attribute's name"), name)?;
        let value = check_name(Field::new("attributes", "an attribute's value"), value)?;
        checked.insert(name.to_owned(), value.to_owned());
    }
    if checked.len() > MAX_LABELS { Err(LabelRefusal::TooMany("attributes")) } else { Ok(checked) }
}

/// The tags that an agent has: its own, then those of its blueprint that it hasn't itself (Graph: `agentIdentity.tags`).
pub fn effective_tags(own: &[String], blueprints: &[String]) -> Vec<String> {
    let mut all = own.to_vec();
    all.extend(blueprints.iter().filter(|tag| !own.contains(tag)).cloned());
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tags(words: &[&str]) -> Vec<String> {
        words.iter().map(|&word| word.to_owned()).collect()
    }

    #[test]
    fn an_agent_has_its_own_tags_and_its_blueprints_each_once() {
        let all = effective_tags(&tags(&["finance", "pilot"]), &tags(&["pilot", "matching"]));
        assert_eq!(all, tags(&["finance", "pilot", "matching"]));
    }

    #[test]
    fn tags_are_short_and_each_stands_once() {
        assert_eq!(check_tags(&tags(&[" a ", "b", "a"])), Ok(tags(&["a", "b"])));
        assert!(matches!(check_tags(&tags(&[" "])), Err(LabelRefusal::Text(_))));
        let many: Vec<_> = (0..101).map(|n| n.to_string()).collect();
        assert_eq!(check_tags(&many), Err(LabelRefusal::TooMany("tags")));
        assert!(check_tags(&many[..100]).is_ok());
    }

    #[test]
    fn an_attribute_has_a_name_and_a_value() {
        let one = |name: &str, value: &str| Attributes::from([(name.to_owned(), value.to_owned())]);
        assert_eq!(check_attributes(&one(" Level ", "high")), Ok(one("Level", "high")));
        assert!(matches!(check_attributes(&one("Level", "")), Err(LabelRefusal::Text(_))));
        let many: Attributes = (0..101).map(|n| (n.to_string(), "x".to_owned())).collect();
        assert_eq!(check_attributes(&many), Err(LabelRefusal::TooMany("attributes")));
    }
}
