//! The words of documents, from the same files as those of the screens, so that a state or a right is called the same in both.

use std::collections::HashMap;
use std::sync::OnceLock;

use chaperone_domain::report::DocumentLanguage;
use serde_json::Value;

/// Texts by key.
type Texts = HashMap<String, String>;

const ENGLISH: &str = include_str!("../../../../../ui/locales/en.json");
const GERMAN: &str = include_str!("../../../../../ui/locales/de.json");

/// The texts of a language, read once.
fn texts(language: DocumentLanguage) -> &'static Texts {
    static READ: [OnceLock<Texts>; 2] = [OnceLock::new(), OnceLock::new()];
    let [english, german] = &READ;
    let (place, source) = match language {
        DocumentLanguage::English => (english, ENGLISH),
        DocumentLanguage::German => (german, GERMAN),
    };
    place.get_or_init(|| {
        let mut texts = Texts::new();
        // A file that a test of the interface checks; unreadable, it has no texts, and keys are shown in their place.
        flatten(String::new(), serde_json::from_str(source).unwrap_or_default(), &mut texts);
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

/// The text of a key, if it has one.
pub(super) fn find(language: DocumentLanguage, key: &str) -> Option<&'static str> {
    let own = texts(language).get(key);
    own.or_else(|| texts(DocumentLanguage::English).get(key)).map(String::as_str)
}

/// Puts values where a text names them: `{{name}}`, also as `{{name, number}}`.
pub(super) fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut done = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        done.push_str(before);
        let Some((name, next)) = after.split_once("}}") else {
            rest = after;
            break;
        };
        let name = name.split(',').next().unwrap_or_default().trim();
        match values.iter().find(|(known, _)| *known == name) {
            Some((_, value)) => done.push_str(value),
            None => done.push_str(&format!("{{{{{name}}}}}")),
        }
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
        let values = [("count", "1,000"), ("name", "{{count}}")];
        assert_eq!(fill("{{count, number}} of {{name}}.", &values), "1,000 of {{count}}.");
        assert_eq!(fill("{{page}} {{", &values), "{{page}} ");
    }

    #[test]
    fn both_languages_have_texts() {
        for (language, said) in
            [(DocumentLanguage::English, "Denied"), (DocumentLanguage::German, "Abgelehnt")]
        {
            assert_eq!(find(language, "requestState.denied"), Some(said));
        }
        assert_eq!(find(DocumentLanguage::German, "no.such"), None);
    }
}
