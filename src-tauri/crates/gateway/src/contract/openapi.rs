//! The door as an OpenAPI 3.1 document, from the routes and their descriptions. Objects that go out name all that they have,
//! so that a checker finds what isn't described; of those that come in, more is ignored, as Graph does.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::operation::{self, Gives, Lock, Operation};
use super::shape::{Holds, Kind, Presence, Property, Type, Words};
use super::token::{GRAPH_ERROR, OAUTH_ERROR};
use crate::query::LARGEST_PAGE;
use crate::route::{ROUTES, Route};
use crate::token::GRAPH;

const ABOUT: &str = "Microsoft Graph's shape of entitlement management and agent identities over one workspace, on loopback. \
An agent's own token counts as the current user. Query options and properties that aren't described are refused by name. \
A language model finds the same as tools at /mcp, by the Model Context Protocol.";

/// Statuses with which a call may be refused, and what they mean.
const REFUSALS: &[(u16, &str)] = &[
    (400, "It can't be understood, or a rule says no to what was asked."),
    (401, "No token, or one that is worth nothing now."),
    (403, "Whoever asks may not do this, or the call comes from a page in a browser."),
    (404, "There is nothing here that the caller may see."),
    (408, "The body took too long."),
    (409, "It conflicts with how things stand; look again."),
    (413, "The body is too large."),
    (414, "The address is too long."),
    (415, "The body is of another kind than this takes."),
    (429, "Too much at once; wait for as many seconds as Retry-After says."),
    (500, "Something broke; nothing was done."),
    (503, "The door is closing or closed, or the workspace can't be used now."),
];

/// Writes the document, for the address under which the door was called.
pub(super) fn write(base: &str, tenant: &str) -> Value {
    let mut schemas = Schemas::default();
    let mut paths: BTreeMap<String, Map<String, Value>> = BTreeMap::new();
    for route in ROUTES {
        // Each route is described; a test holds to that.
        let Some(described) = operation::of(route.method, route.template) else { continue };
        let written = write_operation(&mut schemas, route, described, tenant);
        paths.entry(path(route.template)).or_default().insert(route.method.to_lowercase(), written);
    }
    let responses = refusals(&mut schemas);
    let token_url = format!("{base}/{tenant}/oauth2/v2.0/token");
    json!({
        "openapi": "3.1.0",
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "info": {
            "title": "Chaperone, the agents' door",
            "version": env!("CARGO_PKG_VERSION"),
            "description": ABOUT,
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "servers": [{ "url": base }],
        "paths": paths,
        "components": {
            "schemas": schemas.written,
            "responses": responses,
            "headers": {
                "request-id": {
                    "description": "Under which id the call stands in the door's log.",
                    "required": true,
                    "schema": { "type": "string" },
                },
                "retry-after": {
                    "description": "For how many seconds to wait.",
                    "schema": { "type": "string", "pattern": "^[0-9]+$" },
                },
            },
            "securitySchemes": {
                "bearer": { "type": "http", "scheme": "bearer", "bearerFormat": "JWT" },
                "oauth2": {
                    "type": "oauth2",
                    "flows": {
                        "clientCredentials": { "tokenUrl": token_url, "scopes": scopes() },
                        "password": { "tokenUrl": token_url, "scopes": scopes() },
                    },
                },
                "identity": { "type": "apiKey", "in": "header", "name": "X-IDENTITY-HEADER" },
            },
        },
    })
}

fn scope() -> String {
    format!("{GRAPH}/.default")
}

fn scopes() -> Value {
    json!({ scope(): "Whatever the caller may do." })
}

/// A template as a path of OpenAPI: the argument of a function stands in quotes.
fn path(template: &str) -> String {
    let mut found = String::from("/");
    for (at, part) in template.split('/').enumerate() {
        if at > 0 {
            found.push('/');
        }
        let is_function = part.contains('(');
        let part = if is_function {
            part.replace("={", "='{").replace('}', "}'")
        } else {
            part.to_owned()
        };
        found.push_str(&part);
    }
    found
}

/// The keys that stand in a template.
pub(super) fn keys(template: &'static str) -> Vec<&'static str> {
    template.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect()
}

fn write_operation(
    schemas: &mut Schemas,
    route: &Route,
    described: &Operation,
    tenant: &str,
) -> Value {
    let mut written = json!({
        "operationId": described.id,
        "summary": described.about,
        "parameters": parameters(route, described, tenant),
        "responses": responses(schemas, described),
        "security": match described.lock {
            Lock::None | Lock::Proof => json!([]),
            Lock::Identity => json!([{ "identity": [] }]),
            Lock::Token => json!([{ "bearer": [] }, { "oauth2": [scope()] }]),
        },
    });
    if let Some(takes) = described.takes {
        let schema = schemas.of(takes.body);
        let mut content = Map::new();
        content.insert(takes.media.to_owned(), json!({ "schema": schema }));
        written["requestBody"] = json!({ "required": takes.is_required, "content": content });
    }
    written
}

fn parameters(route: &Route, described: &Operation, tenant: &str) -> Vec<Value> {
    let mut found: Vec<_> = keys(route.template)
        .into_iter()
        .map(|name| {
            let schema = match (name, described.on) {
                ("tenant", _) => json!({ "type": "string", "enum": [tenant] }),
                ("on", Some(words)) => json!({ "type": "string", "enum": (words.all)() }),
                _ => json!({ "type": "string", "format": "uuid" }),
            };
            json!({ "name": name, "in": "path", "required": true, "schema": schema })
        })
        .collect();
    found.extend(route.options.iter().map(|option| query_option(option, described)));
    found.extend(described.parameters.iter().map(|(name, is_required)| {
        json!({ "name": name, "in": "query", "required": is_required, "schema": { "type": "string" } })
    }));
    found
}

fn query_option(option: &str, described: &Operation) -> Value {
    let (schema, about) = match option {
        "$top" => (
            json!({ "type": "integer", "minimum": 1, "maximum": u32::MAX }),
            format!("The most rows of a page; never more than {LARGEST_PAGE}. A list that is always whole stays so."),
        ),
        "$count" => (json!({ "type": "boolean" }), "Whether the first page tells how many there are.".to_owned()),
        "$skiptoken" => (
            json!({ "type": "string" }),
            "From where on; taken from @odata.nextLink, which is followed as it is.".to_owned(),
        ),
        "$select" => (
            json!({ "type": "array", "items": { "type": "string", "enum": selectable(described) } }),
            "Which properties come back.".to_owned(),
        ),
        "$expand" => (
            json!({ "type": "array", "items": { "type": "string", "enum": described.expands } }),
            "What else comes along.".to_owned(),
        ),
        "$orderby" => (
            json!({ "type": "string", "enum": [described.order] }),
            "The one order in which this list comes.".to_owned(),
        ),
        _ => (
            json!({ "type": "string" }),
            "Comparisons, all of which hold, joined by 'and'; the examples show all properties that may stand in one.".to_owned(),
        ),
    };
    let mut written =
        json!({ "name": option, "in": "query", "description": about, "schema": schema });
    if schema_is_list(&written) {
        written["style"] = "form".into();
        written["explode"] = false.into();
    }
    if option == "$filter" && !described.filters.is_empty() {
        let mut examples = Map::new();
        for (at, filter) in described.filters.iter().enumerate() {
            examples.insert(format!("filter{}", at + 1), json!({ "value": filter }));
        }
        written["examples"] = examples.into();
    }
    written
}

fn schema_is_list(parameter: &Value) -> bool {
    parameter["schema"]["type"] == "array"
}

fn selectable(described: &Operation) -> Vec<&'static str> {
    let (Gives::One(Holds::One(of)) | Gives::Many(Holds::One(of))) = described.gives else {
        return Vec::new();
    };
    let is_own = |one: &&Property| one.presence != Presence::Expanded;
    of.all().into_iter().filter(is_own).map(|one| one.name).collect()
}

fn responses(schemas: &mut Schemas, described: &Operation) -> Value {
    let content = match described.gives {
        Gives::Nothing => None,
        Gives::One(holds) => Some(("application/json", schemas.holding(*holds))),
        Gives::Many(holds) => Some(("application/json", collection(schemas.holding(*holds)))),
        Gives::Json => Some(("application/json", json!({ "type": "object" }))),
        Gives::Xml => Some(("application/xml", json!({ "type": "string" }))),
    };
    let mut done = json!({ "description": described.about, "headers": headers(&["request-id"]) });
    if let Some((media, schema)) = content {
        let mut by_media = Map::new();
        by_media.insert(media.to_owned(), json!({ "schema": schema }));
        done["content"] = by_media.into();
    }
    let mut found = Map::new();
    found.insert(described.status.to_string(), done);
    let kind = kind(described.lock);
    for (status, _) in REFUSALS {
        let is_possible = match status {
            409 => described.method != "GET",
            401 | 415 | 429 => described.lock != Lock::None,
            _ => true,
        };
        if is_possible {
            let name = format!("#/components/responses/{kind}{status}");
            found.insert(status.to_string(), json!({ "$ref": name }));
        }
    }
    found.into()
}

fn kind(lock: Lock) -> &'static str {
    match lock {
        Lock::None | Lock::Token => "graph",
        Lock::Proof | Lock::Identity => "oauth",
    }
}

fn headers(names: &[&str]) -> Value {
    let mut found = Map::new();
    for name in names {
        let place = format!("#/components/headers/{name}");
        found.insert((*name).to_owned(), json!({ "$ref": place }));
    }
    found.into()
}

fn collection(row: Value) -> Value {
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["@odata.context", "value"],
        "properties": {
            "@odata.context": { "type": "string", "format": "uri" },
            "@odata.count": { "type": "integer", "minimum": 0 },
            "@odata.nextLink": { "type": "string", "format": "uri" },
            "value": { "type": "array", "items": row },
        },
    })
}

fn refusals(schemas: &mut Schemas) -> Value {
    let graph = schemas.of(&GRAPH_ERROR);
    let oauth = schemas.of(&OAUTH_ERROR);
    let mut found = Map::new();
    for (status, about) in REFUSALS {
        let named: &[&str] = if matches!(status, 429 | 503) {
            &["request-id", "retry-after"]
        } else {
            &["request-id"]
        };
        let mut add = |kind: &str, schema: Value| {
            let written = json!({
                "description": about,
                "headers": headers(named),
                "content": { "application/json": { "schema": schema } },
            });
            found.insert(format!("{kind}{status}"), written);
        };
        add("graph", graph.clone());
        // What stands before the endpoint, such as the limits, refuses as everywhere.
        add("oauth", json!({ "anyOf": [oauth, graph] }));
    }
    found.into()
}

/// The schemas that the document names, each once.
#[derive(Default)]
struct Schemas {
    written: Map<String, Value>,
}

impl Schemas {
    /// What refers to a type; the type is written if it isn't yet.
    fn of(&mut self, found: &'static Type) -> Value {
        let name = name(found);
        let place = format!("#/components/schemas/{name}");
        if !self.written.contains_key(&name) {
            // Before what it holds, so that a type may lead back to itself.
            self.written.insert(name.clone(), Value::Null);
            let written = self.write(found);
            self.written.insert(name, written);
        }
        json!({ "$ref": place })
    }

    fn holding(&mut self, holds: Holds) -> Value {
        match holds {
            Holds::Text => json!({ "type": "string" }),
            Holds::Id => json!({ "type": "string", "format": "uuid" }),
            Holds::Instant => json!({ "type": "string", "format": "date-time" }),
            Holds::Length => json!({ "type": "string", "format": "duration" }),
            Holds::Truth => json!({ "type": "boolean" }),
            Holds::Whole => json!({ "type": "integer", "minimum": 0 }),
            Holds::Address => json!({ "type": "string", "format": "uri-reference" }),
            Holds::Word(words) => word(words),
            Holds::Nothing => json!({ "type": "null" }),
            Holds::Details => json!({}),
            Holds::One(found) => self.of(found),
            Holds::Any([found]) => self.of(found),
            Holds::Any(all) => {
                let any: Vec<_> = all.iter().map(|one| self.of(one)).collect();
                json!({ "oneOf": any })
            }
            Holds::Many(inner) => {
                let inner = self.holding(*inner);
                json!({ "type": "array", "items": inner })
            }
        }
    }

    fn write(&mut self, found: &'static Type) -> Value {
        let is_given = matches!(found.kind, Kind::Given);
        let (mut properties, mut always) = (Map::new(), Vec::new());
        if found.is_tagged {
            let tag = format!("#microsoft.graph.{}", found.whole().name);
            properties.insert("@odata.type".to_owned(), json!({ "type": "string", "const": tag }));
            always.push("@odata.type");
        }
        if !is_given && !matches!(found.kind, Kind::Plain) {
            properties
                .insert("@odata.context".to_owned(), json!({ "type": "string", "format": "uri" }));
        }
        for property in found.all() {
            let mut schema = self.holding(property.holds);
            // What comes in may always be null, which is the same as not there.
            let may_be_null =
                property.is_nullable || (is_given && property.presence != Presence::Always);
            if may_be_null && !matches!(property.holds, Holds::Nothing) {
                schema = json!({ "anyOf": [schema, { "type": "null" }] });
            }
            properties.insert(property.name.to_owned(), schema);
            if property.presence == Presence::Always {
                always.push(property.name);
            }
        }
        let mut written =
            json!({ "type": "object", "description": found.about, "properties": properties });
        if !is_given {
            written["additionalProperties"] = false.into();
        }
        // `$select` may leave anything out of what it is offered for.
        let place = if is_selected(found) { "x-required-unless-selected" } else { "required" };
        if !always.is_empty() {
            written[place] = always.into();
        }
        written
    }
}

/// Whether any route lets `$select` leave out parts of a type.
fn is_selected(found: &Type) -> bool {
    ROUTES.iter().filter(|route| route.options.contains(&"$select")).any(|route| {
        let described = operation::of(route.method, route.template);
        described.is_some_and(|described| match described.gives {
            Gives::One(Holds::One(of)) | Gives::Many(Holds::One(of)) => of.name == found.name,
            _ => false,
        })
    })
}

fn word(words: &Words) -> Value {
    let exact = json!({ "type": "string", "enum": (words.all)() });
    if words.any_case {
        json!({ "description": "In any letter case.", "anyOf": [exact, { "type": "string" }] })
    } else {
        exact
    }
}

fn name(found: &Type) -> String {
    match found.kind {
        Kind::Entity | Kind::Complex | Kind::Shortened(_) => {
            format!("microsoft.graph.{}", found.name)
        }
        Kind::Given | Kind::Plain => found.name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_option_and_key_of_every_route_is_a_parameter() {
        let document = write("http://127.0.0.1:1", "t");
        for route in ROUTES {
            let method = route.method.to_lowercase();
            let written = &document["paths"][path(route.template)][method];
            let named: Vec<_> = written["parameters"]
                .as_array()
                .unwrap()
                .iter()
                .map(|one| one["name"].as_str().unwrap())
                .collect();
            for wanted in route.options.iter().copied().chain(keys(route.template)) {
                assert!(named.contains(&wanted), "{wanted} of {}", route.template);
            }
        }
    }

    #[test]
    fn no_option_offers_nothing() {
        let document = write("http://127.0.0.1:1", "t");
        for route in ROUTES {
            let method = route.method.to_lowercase();
            let written = &document["paths"][path(route.template)][method];
            for parameter in written["parameters"].as_array().unwrap() {
                let schema = &parameter["schema"];
                for words in [&schema["enum"], &schema["items"]["enum"]] {
                    let is_empty = words
                        .as_array()
                        .is_some_and(|words| words.is_empty() || words.contains(&"".into()));
                    assert!(!is_empty, "{} of {}", parameter["name"], route.template);
                }
            }
        }
    }

    #[test]
    fn a_function_has_its_arguments_in_quotes_and_a_key_has_none() {
        assert_eq!(path("v1.0/a/f(on={on})"), "/v1.0/a/f(on='{on}')");
        assert_eq!(path("v1.0/a/f(x={a},y={b})"), "/v1.0/a/f(x='{a}',y='{b}')");
        assert_eq!(path("v1.0/a/{id}/b"), "/v1.0/a/{id}/b");
    }
}
