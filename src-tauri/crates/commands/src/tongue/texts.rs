//! The words themselves, from the same files as those of the screens, so that a state or a right is called the same wherever
//! it is read.

use std::collections::HashMap;
use std::sync::OnceLock;

use chaperone_domain::language::Language;
use serde_json::Value;

/// Texts by key.
type Texts = HashMap<String, String>;

/// A file of texts, and what its keys begin with here.
type File = (&'static str, &'static str);

const ENGLISH: &[File] = &[("", include_str!("../../../../../ui/locales/en.json"))];
/// What the core says itself has no file in English, because that is its own language.
const GERMAN: &[File] = &[
    ("", include_str!("../../../../../ui/locales/de.json")),
    ("core", include_str!("../../../../../ui/locales/core.de.json")),
    ("refusals", include_str!("../../../../../ui/locales/refusals.de.json")),
];

/// The texts of a language, read once.
fn texts(language: Language) -> &'static Texts {
    static READ: [OnceLock<Texts>; 2] = [OnceLock::new(), OnceLock::new()];
    let [english, german] = &READ;
    let (place, files) = match language {
        Language::English => (english, ENGLISH),
        Language::German => (german, GERMAN),
    };
    place.get_or_init(|| {
        let mut texts = Texts::new();
        for (before, source) in files {
            // A file that a test of the interface checks; unreadable, it has no texts, and keys are shown in their place.
            let tree = serde_json::from_str(source).unwrap_or_default();
            flatten((*before).to_owned(), tree, &mut texts);
        }
        texts
    })
}

fn flatten(key: String, value: Value, texts: &mut Texts) {
    match value {
        Value::Object(inner) => {
            for (name, value) in inner {
                let key = if key.is_empty() { name } else { format!("{key}.{name}") };
                flatten(key, value, texts);
            }
        }
        Value::String(text) => {
            texts.insert(key, text);
        }
        _ => {}
    }
}

/// The text of a key in a language itself.
pub(super) fn own(language: Language, key: &str) -> Option<&'static str> {
    texts(language).get(key).map(String::as_str)
}

/// The text of a key; the English one where a language lacks it.
pub(super) fn find(language: Language, key: &str) -> Option<&'static str> {
    own(language, key).or_else(|| own(Language::English, key))
}

/// Puts values where a text names them: `{{name}}`, also as `{{name, number}}`. A value that isn't known leaves its name.
pub(super) fn fill(text: &str, mut value: impl FnMut(&str) -> Option<String>) -> String {
    let mut done = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        done.push_str(before);
        let Some((name, next)) = after.split_once("}}") else {
            rest = after;
            break;
        };
        let name = name.split(',').next().unwrap_or_default().trim();
        done.push_str(&value(name).unwrap_or_else(|| format!("{{{{{name}}}}}")));
        rest = next;
    }
    done.push_str(rest);
    done
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_stands_where_the_text_names_it_and_is_not_read_again() {
        let value = |name: &str| match name {
            "count" => Some("1,000".to_owned()),
            "name" => Some("{{count}}".to_owned()),
            _ => None,
        };
        assert_eq!(fill("{{count, number}} of {{name}}.", value), "1,000 of {{count}}.");
        assert_eq!(fill("{{page}} {{", value), "{{page}} ");
    }

    #[test]
    fn both_languages_have_texts() {
        for (language, said) in [(Language::English, "Denied"), (Language::German, "Abgelehnt")] {
            assert_eq!(find(language, "requestState.denied"), Some(said));
        }
        assert_eq!(find(Language::German, "no.such"), None);
    }
}
