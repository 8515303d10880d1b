//! Holds what the door answers against what it says of itself: every answer that a test gets goes through here, so that the
//! document can't promise something else than the door does.

#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "tests fail by panicking, with the reason at hand"
)]

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use jsonschema::Validator;
use serde_json::{Map, Value, json};

use crate::place::Reply;

/// What the door says of itself.
pub(crate) struct Described {
    document: Value,
    /// Built once each, so that a test that asks a lot asks fast.
    validators: Mutex<HashMap<String, Arc<Validator>>>,
}

/// An operation that lies at a path.
struct Operation<'d> {
    name: String,
    written: &'d Value,
}

impl Described {
    pub(crate) fn new(document: Value) -> Self {
        Self { document, validators: Mutex::default() }
    }

    /// Checks an answer, and what was sent if it was taken.
    #[track_caller]
    pub(crate) fn check(&self, method: &str, path: &str, sent: Option<&str>, reply: &Reply) {
        let (bare, query) = path.split_once('?').unwrap_or((path, ""));
        // The Model Context Protocol describes itself, in its own way.
        if bare == "/mcp" {
            return;
        }
        let Some(found) = self.operation(method, bare) else {
            let is_refused = matches!(reply.status, 400 | 403 | 404 | 405 | 413 | 414 | 415);
            assert!(is_refused, "{method} {path} isn't described, and answers {}", reply.status);
            return;
        };
        let name = &found.name;
        let answer = self.resolve(&found.written["responses"][reply.status.to_string()]);
        let answer = answer.unwrap_or_else(|| {
            panic!("{name}: status {} isn't described: {}", reply.status, reply.body)
        });
        let content = answer["content"].as_object().and_then(|content| content.iter().next());
        match content {
            None => assert_eq!(reply.body, Value::Null, "{name} describes no body"),
            Some((media, content)) => {
                let kind = reply.header("content-type").unwrap_or_default();
                assert!(kind.starts_with(media.as_str()), "{name}: {kind} instead of {media}");
                let is_whole = !query.contains("select");
                let what = format!("the answer {} of {name}", reply.status);
                self.fits(&content["schema"], (is_whole, false), &reply.body, &what);
            }
        }
        if let Some(sent) = sent.filter(|sent| !sent.is_empty() && reply.status < 300) {
            self.check_sent(&found, sent);
        }
    }

    /// What was taken has to be described, although more is ignored.
    fn check_sent(&self, found: &Operation<'_>, sent: &str) {
        let name = &found.name;
        let content = found.written["requestBody"]["content"].as_object();
        let (media, content) = content
            .and_then(|content| content.iter().next())
            .unwrap_or_else(|| panic!("{name} took a body that isn't described: {sent}"));
        let body = if media == "application/json" {
            serde_json::from_str(sent).unwrap()
        } else {
            let fields = sent.split('&').filter_map(|field| field.split_once('='));
            let fields = fields.map(|(name, value)| (name.to_owned(), json!(value)));
            fields.collect::<Map<_, _>>().into()
        };
        self.fits(&content["schema"], (true, true), &body, &format!("the body of {name}"));
    }

    /// What lies at a path; fixed words before keys.
    fn operation(&self, method: &str, path: &str) -> Option<Operation<'_>> {
        let paths = self.document["paths"].as_object().unwrap();
        let mut all: Vec<_> =
            paths.iter().filter(|(template, _)| lies_at(template, path)).collect();
        all.sort_by_key(|(template, _)| template.matches('{').count());
        let (template, item) = all.first()?;
        let written = item.get(method.to_lowercase())?;
        Some(Operation { name: format!("{method} {template}"), written })
    }

    fn resolve<'d>(&'d self, written: &'d Value) -> Option<&'d Value> {
        match written["$ref"].as_str() {
            Some(place) => self.document.pointer(place.trim_start_matches('#')),
            None => Some(written).filter(|written| !written.is_null()),
        }
    }

    #[track_caller]
    fn fits(&self, schema: &Value, (is_whole, is_closed): (bool, bool), value: &Value, what: &str) {
        let validator = {
            let mut known = self.validators.lock().unwrap();
            let built = known.entry(format!("{what} {is_whole}")).or_insert_with(|| {
                let schema = self.standalone(schema, is_whole, is_closed);
                let options = jsonschema::options().should_validate_formats(true);
                Arc::new(options.build(&schema).unwrap())
            });
            Arc::clone(built)
        };
        let wrong: Vec<_> = validator
            .iter_errors(value)
            .map(|error| format!("{error} at {}", error.instance_path()))
            .collect();
        assert!(wrong.is_empty(), "{what} isn't as described: {}\n{value}", wrong.join("; "));
    }

    /// A schema with all that it refers to, as a document of its own.
    fn standalone(&self, schema: &Value, is_whole: bool, is_closed: bool) -> Value {
        let mut schemas = self.document["components"]["schemas"].clone();
        for schema in schemas.as_object_mut().unwrap().values_mut() {
            if let Some(always) = schema.get("x-required-unless-selected").filter(|_| is_whole) {
                schema["required"] = always.clone();
            }
            if is_closed {
                schema["additionalProperties"] = false.into();
            }
        }
        let mut whole = schema.clone();
        whole["$schema"] = "https://json-schema.org/draft/2020-12/schema".into();
        whole["components"] = json!({ "schemas": schemas });
        whole
    }
}

/// Whether a path lies where a template says, with keys in its places.
fn lies_at(template: &str, path: &str) -> bool {
    let path = decoded(path);
    let (mut wanted, mut given) = (template.split('/'), path.split('/'));
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return true,
            (Some(wanted), Some(given)) if segment_fits(wanted, given) => {}
            _ => return false,
        }
    }
}

fn segment_fits(wanted: &str, given: &str) -> bool {
    let mut rest = given;
    for (at, part) in wanted.split(['{', '}']).enumerate() {
        if at % 2 == 0 {
            // Fixed words; what stands in the places before them ends where they begin.
            let found = if at == 0 { rest.strip_prefix(part).map(|_| 0) } else { rest.find(part) };
            let Some(found) = found else { return false };
            if at > 0 && part.is_empty() {
                return !rest.is_empty() && !rest.contains('(');
            }
            rest = &rest[found + part.len()..];
        }
    }
    rest.is_empty()
}

fn decoded(path: &str) -> String {
    let mut found = Vec::new();
    let mut bytes = path.bytes();
    while let Some(byte) = bytes.next() {
        let coded = (byte == b'%').then(|| {
            let text: Vec<_> = bytes.clone().take(2).collect();
            u8::from_str_radix(std::str::from_utf8(&text).unwrap_or(""), 16).ok()
        });
        match coded.flatten() {
            Some(byte) => {
                found.push(byte);
                bytes.nth(1);
            }
            None => found.push(byte),
        }
    }
    String::from_utf8_lossy(&found).into_owned()
}
