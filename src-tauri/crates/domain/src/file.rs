//! Why a file of the device can't be read or written. Looking at the device is for the host.

use std::fmt;

use crate::refusal::Refuse;
use crate::said::{Said, Value};

/// What the device said when a file could not be read or written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileTrouble {
    /// It belongs to somebody else.
    Denied,
    /// Nothing can be written where it lies.
    ReadOnly,
    /// There is no room left.
    Full,
    /// In the device's own words.
    Other(String),
}

impl FileTrouble {
    /// As a value of a sentence.
    pub(crate) fn value(&self) -> Value {
        match self {
            Self::Denied => Value::Words("permission denied"),
            Self::ReadOnly => Value::Words("the medium is read-only"),
            Self::Full => Value::Words("the medium is full"),
            Self::Other(text) => text.into(),
        }
    }
}

impl fmt::Display for FileTrouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Denied => "permission denied",
            Self::ReadOnly => "the medium is read-only",
            Self::Full => "the medium is full",
            Self::Other(text) => text,
        })
    }
}

/// A file that can't be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file} can't be written ({why}); check who may write there.")]
pub struct Unwritable {
    /// Which.
    pub file: String,
    /// What the device said.
    pub why: FileTrouble,
}

impl Refuse for Unwritable {
    fn said(&self) -> Said {
        Said::new("file").of("unwritable").with("file", &self.file).with("why", self.why.value())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_the_way_is_told_with_all_that_its_sentence_names() {
        let file = "/home/ada/.config/autostart/chaperone.desktop".to_owned();
        let trouble = Unwritable { file: file.clone(), why: FileTrouble::Denied };
        assert_eq!(
            trouble.to_string(),
            format!("{file} can't be written (permission denied); check who may write there.")
        );
        let said = trouble.said();
        assert_eq!((said.code, said.case), ("file", Some("unwritable")));
        assert_eq!(said.values[0], ("file", Value::Text(file)));
        assert_eq!(said.values[1], ("why", Value::Words("permission denied")));
    }
}
