//! What the core says, for those who word it themselves: a code and the values that belong into the sentence. The English
//! sentence beside it is the core's own; whoever speaks another language makes a sentence from these.

use crate::term::Term;
use crate::time::{Span, Timestamp};

/// A value of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// What people or files are called, or what somebody wrote: stands as it is in every language.
    Text(String),
    /// How many.
    Number(i64),
    /// When.
    Instant(Timestamp),
    /// How long.
    Span(Span),
    /// Several names.
    Names(Vec<String>),
    /// A term of the domain: the name of its enumeration, and which.
    Term(&'static str, &'static str),
    /// Words of the core's own English sentence, which other languages have words for.
    Words(&'static str),
    /// One or another of such words.
    Either(Vec<&'static str>),
    /// A whole sentence that another rule says.
    Said(Box<Said>),
}

impl Value {
    /// A term of the domain.
    pub fn term<T: Term>(term: T) -> Self {
        Self::Term(T::NAME, term.term())
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<usize> for Value {
    fn from(count: usize) -> Self {
        Self::Number(i64::try_from(count).unwrap_or(i64::MAX))
    }
}

impl From<u32> for Value {
    fn from(count: u32) -> Self {
        Self::Number(count.into())
    }
}

impl From<i64> for Value {
    fn from(count: i64) -> Self {
        Self::Number(count)
    }
}

impl From<Timestamp> for Value {
    fn from(at: Timestamp) -> Self {
        Self::Instant(at)
    }
}

impl From<Span> for Value {
    fn from(span: Span) -> Self {
        Self::Span(span)
    }
}

impl From<&[String]> for Value {
    fn from(names: &[String]) -> Self {
        Self::Names(names.to_vec())
    }
}

impl From<Said> for Value {
    fn from(said: Said) -> Self {
        Self::Said(Box::new(said))
    }
}

/// A code with its values, by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// What is said, in snake case for refusals.
    pub code: &'static str,
    /// Which of several sentences of that code it is, where there are several.
    pub case: Option<&'static str>,
    /// The values, by names in camel case.
    pub values: Vec<(&'static str, Value)>,
    /// The one field that it speaks of, where it speaks of one: the property of what was asked, by its Graph name where Graph
    /// has one; of a property of a part the one that holds the part, like `questions`.
    pub field: Option<&'static str>,
    /// Where inside of that field, property by property, like `pattern` of `questions`. Which of several parts, a value says.
    pub within: Vec<&'static str>,
}

impl Said {
    /// What needs no values.
    pub const fn new(code: &'static str) -> Self {
        Self { code, case: None, values: Vec::new(), field: None, within: Vec::new() }
    }

    /// With a value.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.values.push((name, value.into()));
        self
    }

    /// As speaking of one field, which a form then shows it at.
    #[must_use]
    pub const fn at(mut self, field: &'static str) -> Self {
        self.field = Some(field);
        self
    }

    /// What it speaks of as a property of a part that a field holds. What speaks of no field stays so.
    #[must_use]
    pub fn inside(mut self, holder: &'static str) -> Self {
        if let Some(field) = self.field.take() {
            self.within.insert(0, field);
            self.field = Some(holder);
        }
        self
    }

    /// As one of several sentences of its code.
    #[must_use]
    pub fn of(mut self, case: &'static str) -> Self {
        self.case = Some(case);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::request::RequestState;

    #[test]
    fn a_term_is_known_by_its_enumeration() {
        assert_eq!(Value::term(RequestState::Denied), Value::Term("RequestState", "denied"));
    }

    #[test]
    fn what_is_inside_of_a_part_is_said_of_the_field_that_holds_it() {
        let said = Said::new("late").at("limitDays").inside("stages").inside("policies");
        assert_eq!(said.field, Some("policies"));
        assert_eq!(said.within, ["stages", "limitDays"]);
        assert_eq!(Said::new("late").inside("stages").field, None, "it speaks of no field");
    }

    #[test]
    fn values_keep_the_order_in_which_the_sentence_has_them() {
        let said = Said::new("late").of("extension").with("by", "Ada").with("days", 3_usize);
        assert_eq!(said.case, Some("extension"));
        let names: Vec<_> = said.values.iter().map(|(name, _)| *name).collect();
        assert_eq!(names, ["by", "days"]);
    }
}
