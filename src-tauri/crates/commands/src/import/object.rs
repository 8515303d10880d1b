//! One JSON object of a Graph collection, read field by field. A field of the wrong shape is named with its object, so that
//! somebody can find it in a file of thousands.

use chaperone_domain::id::Id;
use chaperone_domain::label::{Attributes, check_attributes};
use chaperone_domain::term::Term;
use chaperone_domain::text::{Field, check_name, check_text};
use chaperone_domain::time::Timestamp;
use serde_json::{Map, Value};
use unicode_normalization::UnicodeNormalization;
use uuid::Uuid;

use super::draft::{Place, Problems, Reference, ReferenceKind, Subject, Told};
use super::wrong::{Shape, Wrong};

/// An object with its place.
pub(super) struct Object<'v> {
    map: &'v Map<String, Value>,
    pub(super) at: Place,
}

impl<'v> Object<'v> {
    /// Takes an object of a collection. `what` is the word for things of its kind, for messages.
    pub(super) fn new(
        map: &'v Map<String, Value>,
        file: &str,
        number: u32,
        what: &'static str,
    ) -> Self {
        let name = map
            .get("displayName")
            .or_else(|| map.get("id"))
            .and_then(Value::as_str)
            .unwrap_or_default();
        let subject = Some(Subject { what, name: name.chars().take(60).collect() });
        Self { map, at: Place { file: file.to_owned(), line: Some(number), subject } }
    }

    /// An object inside this one; messages name the outer one.
    fn inner(&self, map: &'v Map<String, Value>) -> Self {
        Self { map, at: self.at.clone() }
    }

    fn told<T>(
        &self,
        field: &str,
        shape: Shape,
        problems: &mut Problems,
        read: impl FnOnce(&'v Value) -> Option<T>,
    ) -> Told<T> {
        let value = self.map.get(field)?;
        if value.is_null() {
            return Some(None);
        }
        let read = read(value);
        if read.is_none() {
            problems.add(&self.at, Wrong::Shaped(field.to_owned(), shape));
        }
        Some(read)
    }

    fn raw_text(&self, field: &str, problems: &mut Problems) -> Told<String> {
        let text = self.told(field, Shape::Text, problems, Value::as_str)?;
        Some(
            text.map(|text| text.nfc().collect::<String>().trim().to_owned())
                .filter(|text| !text.is_empty()),
        )
    }

    /// A name that may be missing.
    pub(super) fn name(&self, field: &'static str, problems: &mut Problems) -> Told<String> {
        let Some(text) = self.raw_text(field, problems)? else { return Some(None) };
        match check_name(Field::new(field, field), &text) {
            Ok(name) => Some(Some(name.to_owned())),
            Err(wrong) => {
                problems.add(&self.at, Wrong::Field(wrong));
                Some(None)
            }
        }
    }

    /// A name that has to be there.
    pub(super) fn needed_name(
        &self,
        field: &'static str,
        problems: &mut Problems,
    ) -> Option<String> {
        match self.name(field, problems) {
            Some(Some(name)) => Some(name),
            Some(None)
                if self.map.get(field).is_some_and(|value| !value.is_null())
                    && !self.is_blank(field) =>
            {
                None
            }
            _ => {
                problems.add(&self.at, Wrong::MissingField(field.to_owned()));
                None
            }
        }
    }

    fn is_blank(&self, field: &str) -> bool {
        self.map.get(field).and_then(Value::as_str).is_some_and(|text| text.trim().is_empty())
    }

    /// A longer text.
    pub(super) fn text(&self, field: &'static str, problems: &mut Problems) -> Told<String> {
        let Some(text) = self.raw_text(field, problems)? else { return Some(None) };
        match check_text(Field::new(field, field), &text) {
            Ok(text) => Some(Some(text.to_owned())),
            Err(wrong) => {
                problems.add(&self.at, Wrong::Field(wrong));
                Some(None)
            }
        }
    }

    /// A yes or no.
    pub(super) fn flag(&self, field: &str, problems: &mut Problems) -> Option<bool> {
        self.told(field, Shape::Flag, problems, Value::as_bool)?
    }

    /// An id that may be missing.
    pub(super) fn id<I: Id>(&self, field: &str, problems: &mut Problems) -> Option<I> {
        let read = |value: &Value| Uuid::try_parse(value.as_str()?.trim()).ok();
        self.told(field, Shape::Id, problems, read)?.map(I::from_uuid)
    }

    /// An id that has to be there.
    pub(super) fn needed_id<I: Id>(&self, field: &str, problems: &mut Problems) -> Option<I> {
        if self.map.get(field).is_none_or(Value::is_null) {
            problems.add(&self.at, Wrong::MissingField(field.to_owned()));
            return None;
        }
        self.id(field, problems)
    }

    /// An instant.
    pub(super) fn instant(&self, field: &str, problems: &mut Problems) -> Told<Timestamp> {
        let read = |value: &Value| value.as_str()?.parse().ok();
        self.told(field, Shape::Instant, problems, read)
    }

    /// A list of short texts, each once.
    pub(super) fn texts(
        &self,
        field: &'static str,
        problems: &mut Problems,
    ) -> Option<Vec<String>> {
        let read = |value: &'v Value| {
            value.as_array()?.iter().map(Value::as_str).collect::<Option<Vec<_>>>()
        };
        let mut texts: Vec<String> = Vec::new();
        for text in self.told(field, Shape::Texts, problems, read)?.unwrap_or_default() {
            match check_name(Field::new(field, field), &text.nfc().collect::<String>()) {
                Ok(text) if texts.iter().any(|known| known == text) => {}
                Ok(text) => texts.push(text.to_owned()),
                Err(wrong) => problems.add(&self.at, Wrong::Field(wrong)),
            }
        }
        Some(texts)
    }

    /// A value of an enumeration.
    pub(super) fn term<T: Term>(&self, field: &str, problems: &mut Problems) -> Option<T> {
        let read = |value: &Value| T::parse_term(value.as_str()?.trim()).ok();
        let known = T::ALL.iter().map(|value| value.term().to_owned()).collect();
        self.told(field, Shape::OneOf(known), problems, read)?
    }

    /// Custom security attributes: sets of names and values, kept as `Set.Name`. A value of several is kept as a list with
    /// commas.
    pub(super) fn attributes(&self, field: &str, problems: &mut Problems) -> Option<Attributes> {
        let mut found = Attributes::new();
        let sets = self.told(field, Shape::Object, problems, Value::as_object)?;
        for (set, values) in sets.into_iter().flatten().filter(|(name, _)| !name.contains('@')) {
            match values {
                Value::Object(values) => {
                    for (name, value) in values.iter().filter(|(name, _)| !name.contains('@')) {
                        if let Some(value) = plain(value) {
                            found.insert(format!("{set}.{name}"), value);
                        }
                    }
                }
                value => {
                    if let Some(value) = plain(value) {
                        found.insert(set.clone(), value);
                    }
                }
            }
        }
        match check_attributes(&found) {
            Ok(checked) => Some(checked),
            Err(wrong) => {
                problems.add(&self.at, wrong);
                None
            }
        }
    }

    /// The objects of a list inside this one.
    pub(super) fn objects(&self, field: &str, problems: &mut Problems) -> Vec<Self> {
        let read = |value: &'v Value| {
            value.as_array()?.iter().map(Value::as_object).collect::<Option<Vec<_>>>()
        };
        let maps = self.told(field, Shape::Objects, problems, read).flatten().unwrap_or_default();
        maps.into_iter().map(|map| self.inner(map)).collect()
    }

    /// An object inside this one.
    pub(super) fn object(&self, field: &str, problems: &mut Problems) -> Option<Self> {
        self.told(field, Shape::Object, problems, Value::as_object)?.map(|map| self.inner(map))
    }

    /// One other object, named: as an object, or as the address of one in `…@odata.bind`.
    pub(super) fn reference(&self, field: &str, problems: &mut Problems) -> Told<Reference> {
        if let Some(value) = self.map.get(&format!("{field}@odata.bind")) {
            return Some(self.read_reference(field, value, problems));
        }
        let value = self.map.get(field)?;
        if value.is_null() { Some(None) } else { Some(self.read_reference(field, value, problems)) }
    }

    /// Other objects, named.
    pub(super) fn references(
        &self,
        field: &str,
        problems: &mut Problems,
    ) -> Option<Vec<Reference>> {
        let bound = format!("{field}@odata.bind");
        let field = if self.map.contains_key(&bound) { bound.as_str() } else { field };
        let values = self
            .told(field, Shape::List, problems, Value::as_array)?
            .map_or(&[][..], Vec::as_slice);
        let mut references = Vec::new();
        for value in values {
            let read = self.read_reference(field, value, problems);
            // The same one named twice is named once.
            references.extend(read.filter(|reference| !references.contains(reference)));
        }
        Some(references)
    }

    fn read_reference(
        &self,
        field: &str,
        value: &Value,
        problems: &mut Problems,
    ) -> Option<Reference> {
        let read = match value {
            Value::Object(map) => of_object(map),
            Value::String(text) => of_address(text),
            _ => None,
        };
        if read.is_none() {
            problems.add(&self.at, Wrong::NamesNobody(field.to_owned()));
        }
        read
    }
}

/// A value in plain text; nothing for what has none.
fn plain(value: &Value) -> Option<String> {
    match value {
        Value::Null | Value::Object(_) => None,
        Value::String(text) => Some(text.nfc().collect()),
        Value::Array(values) => {
            Some(values.iter().filter_map(plain).collect::<Vec<_>>().join(", "))
        }
        Value::Bool(_) | Value::Number(_) => Some(value.to_string()),
    }
    .filter(|text| !text.trim().is_empty())
}

fn of_object(map: &Map<String, Value>) -> Option<Reference> {
    let text = |field: &str| {
        map.get(field).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty())
    };
    let kind = text("@odata.type").map_or(ReferenceKind::Unsaid, kind_of_type);
    let id = text("id").and_then(|id| Uuid::try_parse(id).ok());
    let email = text("userPrincipalName")
        .or_else(|| text("mail"))
        .map(|email| email.nfc().collect::<String>());
    if id.is_none() && email.is_none() {
        return None;
    }
    let shown = text("displayName")
        .or_else(|| text("userPrincipalName"))
        .or_else(|| text("mail"))
        .or_else(|| text("id"));
    let shown = shown.unwrap_or_default().chars().take(60).collect();
    Some(Reference { kind, id, email, employee_id: None, shown })
}

fn kind_of_type(name: &str) -> ReferenceKind {
    match name.rsplit('.').next().unwrap_or_default() {
        "user" => ReferenceKind::Person,
        "group" => ReferenceKind::Group,
        "agentIdentity" | "servicePrincipal" => ReferenceKind::Agent,
        "directoryObject" => ReferenceKind::Unsaid,
        _ => ReferenceKind::Other,
    }
}

/// Reads an address such as `https://graph.microsoft.com/v1.0/users/{id}`, `…/users('{id}')` or `…/directoryObjects/{id}`.
fn of_address(text: &str) -> Option<Reference> {
    let trimmed = text.trim().trim_end_matches('/');
    let parts: Vec<&str> = trimmed
        .split(['/', '(', ')', '\''])
        .filter(|part| !part.is_empty() && *part != "$ref")
        .collect();
    let [.., collection, key] = parts.as_slice() else { return None };
    let kind = match *collection {
        "users" => ReferenceKind::Person,
        "groups" => ReferenceKind::Group,
        "servicePrincipals" => ReferenceKind::Agent,
        _ => ReferenceKind::Unsaid,
    };
    let id = Uuid::try_parse(key).ok();
    let email = key.contains('@').then(|| key.nfc().collect());
    if id.is_none() && email.is_none() {
        return None;
    }
    Some(Reference { kind, id, email, employee_id: None, shown: key.chars().take(60).collect() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_what_it_points_at() {
        let id = "0190c2a4-7a3e-7cc1-8f5e-2f1b0a4d9e77";
        for (address, kind) in [
            (format!("https://graph.microsoft.com/v1.0/users/{id}"), ReferenceKind::Person),
            (format!("https://graph.microsoft.com/v1.0/groups('{id}')"), ReferenceKind::Group),
            (
                format!("https://graph.microsoft.com/beta/directoryObjects/{id}/$ref"),
                ReferenceKind::Unsaid,
            ),
        ] {
            let read = of_address(&address).unwrap();
            assert_eq!(
                (read.kind, read.id.map(|id| id.to_string())),
                (kind, Some(id.to_owned())),
                "{address}"
            );
        }
        let by_name =
            of_address("https://graph.microsoft.com/v1.0/users/anna@larkfield.example").unwrap();
        assert_eq!(by_name.email.as_deref(), Some("anna@larkfield.example"));
        assert_eq!(
            of_address("https://graph.microsoft.com/v1.0/users/anna"),
            None,
            "names nobody that could be found"
        );
    }
}
